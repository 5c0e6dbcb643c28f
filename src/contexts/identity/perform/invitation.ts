import { randomUUID } from 'node:crypto'
import { recordAudit } from '../../../platform/audit.ts'
import { type Db, type Sql, Stale } from '../../../platform/db.ts'
import { hashPassword, randomToken, type Secrets } from '../../../platform/secrets.ts'
import type { Sessions } from '../../../platform/session.ts'
import { lives } from '../rules/limits.ts'
import { insertAccount, replacePasswordHash } from '../store/accounts.ts'
import { askAgain, insertAppointment, insertOfficer } from '../store/appointments.ts'
import { deleteInvitationsFor, findInvitation, type Invitation, insertInvitation, takeInvitation } from '../store/invitations.ts'
import type { StaffRole } from '../terms.ts'
import { forgetFactors } from './factors/removal.ts'

type Keeping = { readonly db: Pick<Db, 'sql' | 'transaction'>; readonly secrets: Secrets }
type Means = Keeping & { readonly sessions: Pick<Sessions, 'endAll'> }
const tokenHash = (secrets: Secrets, token: string): string => secrets.lookupHash(token, 'invitation')

type Administrator = {
  readonly name: string
  readonly role: Extract<StaffRole, 'sysadmin' | 'secadmin' | 'auditor'>
  readonly division: string
}

/**
 * Invites an administrator (S-008): returns the token of the page `/invite/{token}`, where he chooses user name and password. It
 * works once, within 24 hours, and his post counts at once: nobody is there yet to approve it. `division` has 12 digits.
 */
export const inviteAdministrator = async ({ db, secrets }: Keeping, { name, role, division }: Administrator): Promise<string> => {
  const post = { roles: [role], unit: '平台运行', post: '', departmentCode: '', division }
  return db.transaction(async (sql) => {
    const entry = { actorName: '安装主机', act: 'invite', target: 'invitation', told: name, after: post, division }
    await recordAudit(sql, entry)
    return invite(sql, secrets, { name, ...post })
  })
}

/** Makes a one-time link in the transaction of what asks for it; returns its token. Of one account the newest alone opens anything (S-008). */
export const invite = async (sql: Sql, secrets: Secrets, invitation: Invitation): Promise<string> => {
  const token = randomToken()
  if (invitation.accountId) await deleteInvitationsFor(sql, invitation.accountId)
  await insertInvitation(sql, tokenHash(secrets, token), invitation, lives.invitationHours)
  return token
}

/** The open invitation of a token. */
export const invitationOf = ({ db, secrets }: Keeping, token: string): Promise<Invitation | undefined> =>
  findInvitation(db.sql, tokenHash(secrets, token))

const openAccount = async (
  sql: Sql,
  { name, accountId: _, userName: __, ...post }: Invitation,
  account: { userName: string; passwordHash: string },
) => {
  const accountId = randomUUID()
  await insertAccount(sql, { id: accountId, kind: 'staff', ...account })
  await insertOfficer(sql, accountId, name)
  await insertAppointment(sql, { id: randomUUID(), accountId, ...post })
  return accountId
}

/** Who made the link may have opened it himself: what the account could do waits until another person approves it again (S-047). */
const renewPassword = async ({ sessions }: Means, sql: Sql, renewed: { accountId: string; askedBy: string; passwordHash: string }) => {
  const { accountId, askedBy, passwordHash } = renewed
  await replacePasswordHash(sql, accountId, passwordHash)
  await forgetFactors(sql, accountId, '管理员重设登录') // who lost his password may have lost his phone: enrolled anew where required (S-005)
  await askAgain(sql, accountId, askedBy)
  await sessions.endAll(sql, accountId)
  return accountId
}

type Answer = { readonly token: string; readonly userName: string; readonly password: string }
/** Does what an invitation opens and uses it up. “taken”: somebody has this user name; the invitation stays open. */
export const acceptInvitation = async (
  means: Means,
  { token, userName, password }: Answer,
): Promise<{ accountId: string } | 'gone' | 'taken'> => {
  const { db, secrets } = means
  const passwordHash = await hashPassword(password)
  try {
    return await db.transaction(async (sql) => {
      const invitation = await takeInvitation(sql, tokenHash(secrets, token))
      if (!invitation) return 'gone'
      const { accountId: known, askedBy, name, division } = invitation
      const accountId =
        known && askedBy
          ? await renewPassword(means, sql, { accountId: known, askedBy, passwordHash })
          : await openAccount(sql, invitation, { userName, passwordHash })
      const act = known ? 'passwordRenewed' : 'accountOpened'
      await recordAudit(sql, { actor: accountId, actorName: name, act, target: `officer:${accountId}`, told: name, division })
      return { accountId }
    })
  } catch (error) {
    if (error instanceof Stale) return 'taken'
    throw error
  }
}
