import { randomUUID } from 'node:crypto'
import type { Sql } from '../../../platform/db.ts'
import { networkOf } from '../../../platform/origin.ts'
import { hashPassword } from '../../../platform/secrets.ts'
import { lives } from '../rules/limits.ts'
import { findAccount, replacePasswordHash } from '../store/accounts.ts'
import { findRecovery, insertRecovery, listRecoverable, type RecoverableRow, takeRecovery } from '../store/recovery.ts'
import type { Bound } from './captcha.ts'
import { isLimited, type Limited, type Means } from './means.ts'
import { newPasswordProblem } from './password.ts'
import { isRightCode } from './sms-codes.ts'
import { phoneHash, phoneOfAccount } from './viewer.ts'

type Confirmed = Bound & { readonly phone: string; readonly code: string; readonly ip: string }
const bindingHash = ({ secrets }: Pick<Means, 'secrets'>, binding: string): string => secrets.lookupHash(binding, 'recovery')

/**
 * The account of a telephone whose code was right, at the door of persons. A wrong code, no account and a disabled one are one answer
 * (S-003, S-004); wrong ones count by the network, each from its beginning (S-010, S-016). The code is used up.
 */
export const accountByCode = async (
  means: Pick<Means, 'db' | 'secrets' | 'limits'>,
  { phone, code, ip, ...ask }: Confirmed,
): Promise<{ readonly accountId: string } | 'wrongCode' | Limited> => {
  const { wait, settle } = await means.limits.hold('signInNetwork', networkOf(ip))
  if (wait > 0) return { retryAfter: wait }
  let isWrong = false
  try {
    const isRight = await isRightCode(means, { ...ask, phone }, code)
    const row = await findAccount(means.db.sql, { door: 'person', phoneHash: phoneHash(means.secrets, phone) })
    isWrong = !isRight || !row || row.disabled
    return row && !isWrong ? { accountId: row.id } : 'wrongCode'
  } finally {
    await settle(isWrong)
  }
}

/** Begins 忘记密码 for a confirmed telephone (R-034, S-007): the recovery may be used once, for ten minutes, by the session that asked. */
export const beginRecovery = async (means: Means, confirmed: Confirmed): Promise<{ readonly id: string } | 'wrongCode' | Limited> => {
  const outcome = await accountByCode(means, confirmed)
  if (outcome === 'wrongCode' || isLimited(outcome)) return outcome
  const id = randomUUID()
  const { accountId } = outcome
  await insertRecovery(means.db.sql, { id, accountId, binding: bindingHash(means, confirmed.binding), minutes: lives.recoveryMinutes })
  return { id }
}

/** An account that may get a new password. */
export type Recoverable = { readonly id: string; readonly label: string }
const labelOf = ({ kind, name, uscc }: RecoverableRow): string =>
  kind === 'person' ? `个人帐号${name ? ` ${name}` : ''}` : `法人帐号 ${name} ${uscc}`

type Open = { readonly id: string; readonly binding: string }
/** What an open recovery may give a new password: one's own account and those of one's organisations; undefined when it is not open. */
export const recoverableBy = async (means: Means, { id, binding }: Open): Promise<Recoverable[] | undefined> => {
  const accountId = await findRecovery(means.db.sql, id, bindingHash(means, binding))
  if (!accountId) return undefined
  return (await listRecoverable(means.db.sql, accountId)).map((row) => ({ id: row.id, label: labelOf(row) }))
}

type EndSessions = (sql: Sql, accountId: string) => Promise<void>
type NewPassword = Open & { readonly account: string; readonly password: string; readonly endSessions: EndSessions }
/** The door at which the new password serves; or what is wrong with it, or that the recovery is over. */
export type RecoveryOutcome =
  | { readonly door: 'person' | 'organisation' }
  | 'gone'
  | { readonly field: 'account' | 'password'; readonly message: string }

/**
 * Sets the new password, ends every session of the account and tells its telephone (S-007). Nobody is signed in by it, so a second
 * factor is asked for as ever.
 */
export const finishRecovery = async (
  means: Means,
  { id, binding, account, password, endSessions }: NewPassword,
): Promise<RecoveryOutcome> => {
  const bindingHashed = bindingHash(means, binding)
  const owner = await findRecovery(means.db.sql, id, bindingHashed)
  if (!owner) return 'gone'
  const chosen = (await listRecoverable(means.db.sql, owner)).find((row) => row.id === account)
  if (!chosen) return { field: 'account', message: '请选择要设置新密码的帐号' }
  const phone = await phoneOfAccount(means, owner)
  const problem = await newPasswordProblem(means, chosen.id, password)
  if (problem) return { field: 'password', message: problem }
  const passwordHash = await hashPassword(password)
  return means.db.transaction(async (sql) => {
    if (!(await takeRecovery(sql, id, bindingHashed))) return 'gone'
    await replacePasswordHash(sql, chosen.id, passwordHash)
    await endSessions(sql, chosen.id)
    const text = `【通办】您的${labelOf(chosen).slice(0, 4)}刚刚通过找回密码设置了新密码，各处登录已退出。如非本人操作，请立即拨打 12345。`
    await means.sms.send(sql, { to: phone, text, key: `recovered ${id}` })
    return { door: chosen.kind }
  })
}
