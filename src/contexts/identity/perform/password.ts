import { verifyPassword } from '../../../platform/secrets.ts'
import { isPasswordOld, passwordPolicies, passwordProblem } from '../rules/password.ts'
import { findPasswordFacts, listPasswordHashes } from '../store/passwords.ts'
import type { Door } from '../terms.ts'
import type { Means } from './means.ts'
import { openIdNumber, phoneOfAccount } from './viewer.ts'

type Asking = Pick<Means, 'db' | 'secrets' | 'passwordPolicies'>

const isFormer = async ({ db }: Pick<Means, 'db'>, accountId: string, password: string, count: number): Promise<boolean> => {
  for (const hash of await listPasswordHashes(db.sql, accountId, count)) if (await verifyPassword(hash, password)) return true
  return false
}

/** Why an account may not have a new password (S-001): its class's policy, what is known of its owner, its last passwords. */
export const newPasswordProblem = async (means: Asking, accountId: string, password: string): Promise<string | undefined> => {
  const facts = await findPasswordFacts(means.db.sql, accountId)
  if (!facts) return undefined
  const { kind, userName, uscc, name, personId, idNumber } = facts
  const policy = means.passwordPolicies[kind]
  const personal = {
    phone: await phoneOfAccount(means, accountId),
    ...(userName ? { userName } : {}),
    ...(uscc ? { uscc } : {}),
    ...(name ? { name } : {}),
    ...(personId && idNumber ? { idNumber: openIdNumber(means.secrets, personId, idNumber) } : {}),
  }
  const problem = passwordProblem(password, personal, policy)
  if (problem) return problem
  const { former } = passwordPolicies[policy]
  return former > 0 && (await isFormer(means, accountId, password, former)) ? `不能用最近 ${former} 次用过的密码，请换一个` : undefined
}

/** Whether an account, by whatever way it was proven, needs a new password before anything opens (S-001). */
export const needsNewPassword = async (means: Pick<Asking, 'db' | 'passwordPolicies'>, accountId: string, kind: Door): Promise<boolean> => {
  const policy = means.passwordPolicies[kind]
  if (passwordPolicies[policy].days === 0) return false
  const facts = await findPasswordFacts(means.db.sql, accountId)
  return facts !== undefined && isPasswordOld(policy, Date.parse(facts.setAt), Date.now())
}
