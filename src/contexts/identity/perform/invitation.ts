import { randomUUID } from 'node:crypto'
import { type Db, Stale } from '../../../platform/db.ts'
import { hashPassword, randomToken, type Secrets } from '../../../platform/secrets.ts'
import { lives } from '../rules/limits.ts'
import { findInvitation, type Invitation, insertAccount, insertInvitation, insertStaff, takeInvitation } from '../store/accounts.ts'
import type { StaffRole } from '../terms.ts'

type Means = { readonly db: Pick<Db, 'sql' | 'transaction'>; readonly secrets: Secrets }
const tokenHash = (secrets: Secrets, token: string): string => secrets.lookupHash(token, 'invitation')

type Administrator = {
  readonly name: string
  readonly role: Extract<StaffRole, 'sysadmin' | 'secadmin' | 'auditor'>
  readonly division: string
}

/**
 * Invites an administrator (S-008): returns the token of the page `/invite/{token}`, where he chooses user name and password. It
 * works once, within 24 hours. `division` has 12 digits.
 */
export const inviteAdministrator = (means: Means, { name, role, division }: Administrator): Promise<string> =>
  inviteStaff(means, { name, roles: [role], unit: '平台运行', departmentCode: '', division })

const inviteStaff = async ({ db, secrets }: Means, invitation: Invitation): Promise<string> => {
  const token = randomToken()
  await insertInvitation(db.sql, tokenHash(secrets, token), invitation, lives.invitationHours)
  return token
}

/** The open invitation of a token. */
export const invitationOf = ({ db, secrets }: Means, token: string): Promise<Invitation | undefined> =>
  findInvitation(db.sql, tokenHash(secrets, token))

type Answer = { readonly token: string; readonly userName: string; readonly password: string }
/** Makes the account of an invitation and uses it up. “taken”: somebody has this user name; the invitation stays open. */
export const acceptInvitation = async (
  { db, secrets }: Means,
  { token, userName, password }: Answer,
): Promise<{ accountId: string } | 'gone' | 'taken'> => {
  const passwordHash = await hashPassword(password)
  const accountId = randomUUID()
  try {
    return await db.transaction(async (sql) => {
      const invitation = await takeInvitation(sql, tokenHash(secrets, token))
      if (!invitation) return 'gone'
      await insertAccount(sql, { id: accountId, kind: 'staff', userName, passwordHash })
      await insertStaff(sql, { accountId, ...invitation })
      return { accountId }
    })
  } catch (error) {
    if (error instanceof Stale) return 'taken'
    throw error
  }
}
