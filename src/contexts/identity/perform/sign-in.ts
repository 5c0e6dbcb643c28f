import { isIdNumber, isMobile, isUscc, tidyIdentifier } from '../../../kernel/identifiers.ts'
import { halfWidth } from '../../../kernel/text.ts'
import { placeOf } from '../../../platform/origin.ts'
import { hashPassword, needsRehash, type Secrets, verifyPassword } from '../../../platform/secrets.ts'
import type { LimitName } from '../rules/limits.ts'
import { type AccountKeys, findAccount, passwordHashOf, replacePasswordHash, setPasswordHash } from '../store/accounts.ts'
import { insertSignIn } from '../store/sign-ins.ts'
import type { Door } from '../terms.ts'
import { blockedByAny, spendAll } from './limits.ts'
import type { Limited, Means } from './means.ts'
import { newPasswordProblem } from './password.ts'
import { recordEntrance } from './sign-in-history.ts'
import { idNumberHash, phoneHash } from './viewer.ts'

/** Which account a text could name: a telephone, a 身份证号, a 统一社会信用代码, else a user name. */
const keysOf = (secrets: Secrets, text: string, door: Door | undefined): AccountKeys => {
  const number = tidyIdentifier(text)
  const at = door ? { door } : {}
  if (isMobile(number)) return { ...at, phoneHash: phoneHash(secrets, number) }
  if (isIdNumber(number)) return { ...at, idNumberHash: idNumberHash(secrets, number) }
  if (isUscc(number)) return { ...at, uscc: number }
  return { ...at, userName: halfWidth(text).trim().toLowerCase() }
}

export type Credentials = {
  readonly account: string
  readonly password: string
  readonly ip: string
  readonly device: string
  /** The id of the request, for the record of it (S-100). */
  readonly request?: string
  readonly door?: Door
}
export type SignedIn = {
  readonly accountId: string
  readonly kind: Door
  readonly withoutPhone?: boolean
  /** The id of the bound certificate by which he came in: its session ends with it. */
  readonly certificate?: string
}

/**
 * Checks an account and its password. Unknown, wrong, disabled: one answer after the same work (S-003). Failures count by what was
 * typed and the network it came from (S-010), whether or not such an account exists. Throws Busy when too many wait.
 */
export const checkCredentials = async (
  means: Means,
  { account, password, ip, device, request = '', door }: Credentials,
): Promise<SignedIn | 'wrong' | Limited> => {
  const { db, secrets, limits } = means
  const typed = `${tidyIdentifier(account)} ${ip}`
  const keys: (readonly [LimitName, string])[] = [
    ['signInAccount', typed],
    ['signInAccountLong', typed],
    ['signInNetwork', ip],
  ]
  const wait = await blockedByAny(limits, keys)
  if (wait > 0) return { retryAfter: wait }
  const row = await findAccount(db.sql, keysOf(secrets, account, door))
  const right = await verifyPassword(row?.password_hash, password)
  if (!row || !right || row.disabled) {
    await spendAll(limits, keys)
    await insertSignIn(db.sql, row?.id, row?.disabled ? 'barred' : 'wrong', { device, place: placeOf(ip) })
    const result = row?.disabled ? '帐号已停用' : '帐号或密码不正确'
    await recordEntrance(db.sql, row?.id, { kind: 'signInFailed', what: '密码', result, request, network: ip })
    return 'wrong'
  }
  if (needsRehash(row.password_hash)) {
    await setPasswordHash(db.sql, row.id, { former: row.password_hash, next: await hashPassword(password) })
  }
  return { accountId: row.id, kind: row.kind }
}

/** Whether a text is the password of an account whose owner is signed in already (S-035); throttled by the account (S-010). */
export const checkOwnPassword = async (
  { db, limits }: Means,
  accountId: string,
  password: string,
): Promise<'right' | 'wrong' | Limited> => {
  const wait = await limits.blockedFor('signInAccount', accountId)
  if (wait > 0) return { retryAfter: wait }
  if (await verifyPassword(await passwordHashOf(db.sql, accountId), password)) return 'right'
  await limits.spend('signInAccount', accountId)
  return 'wrong'
}

/** Sets a new password after the old one was given again; an object says what is wrong with the new one (S-001). */
export const changePassword = async (
  means: Means,
  { accountId, current, next }: { readonly accountId: string; readonly current: string; readonly next: string },
): Promise<'changed' | 'wrong' | Limited | { readonly problem: string }> => {
  const outcome = await checkOwnPassword(means, accountId, current)
  if (outcome !== 'right') return outcome
  const problem = await newPasswordProblem(means, accountId, next)
  if (problem) return { problem }
  const passwordHash = await hashPassword(next)
  await means.db.transaction((sql) => replacePasswordHash(sql, accountId, passwordHash))
  return 'changed'
}
