import { isIdNumber, isMobile, isUscc, tidyIdentifier } from '../../../kernel/identifiers.ts'
import { halfWidth } from '../../../kernel/text.ts'
import type { Sql } from '../../../platform/db.ts'
import { networkOf, placeOf } from '../../../platform/origin.ts'
import { hashPassword, needsRehash, type Secrets, verifyPassword } from '../../../platform/secrets.ts'
import { Busy, holdBack, refusedInPace, turns } from '../../../platform/turns.ts'
import type { LimitName } from '../rules/limits.ts'
import { type AccountKeys, findAccount, passwordHashOf, replacePasswordHash, type SignInRow, setPasswordHash } from '../store/accounts.ts'
import { insertSignIn } from '../store/sign-ins.ts'
import type { Door } from '../terms.ts'
import { holdAll, knownClosed } from './limits.ts'
import { isLimited, type Limited, type Means } from './means.ts'
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

/** Sign-ins of a process that may be under way: those whose passwords are hashed or wait for it, and of one network not all of them. */
const underWay = turns({ atOnce: 18, mayWait: 0, each: 8 })

const checkPassword = async ({ db, secrets }: Means, { account, password, ip, device, request = '', door }: Credentials) => {
  const row = await findAccount(db.sql, keysOf(secrets, account, door))
  const right = await verifyPassword(row?.password_hash, password)
  if (row && right && !row.disabled) return row
  await insertSignIn(db.sql, row?.id, row?.disabled ? 'barred' : 'wrong', { device, place: placeOf(ip) })
  const result = row?.disabled ? '帐号已停用' : '帐号或密码不正确'
  await recordEntrance(db.sql, row?.id, { kind: 'signInFailed', what: '密码', result, request, network: ip })
  return undefined
}

/** A hash of less than today's cost is made anew now that the password is at hand (S-002); when too many wait, at the next sign-in. */
const hashAnew = async ({ db }: Means, { id, password_hash: former }: SignInRow, password: string): Promise<void> => {
  if (!needsRehash(former)) return
  try {
    await setPasswordHash(db.sql, id, { former, next: await hashPassword(password) })
  } catch (error) {
    if (!(error instanceof Busy)) throw error
  }
}

type Keys = readonly (readonly [LimitName, string])[]
/** A try counts from its beginning and is given back when the password was right, or was not looked at. */
const checkOnce = async (means: Means, credentials: Credentials, keys: Keys): Promise<SignInRow | 'wrong' | Limited> => {
  const { wait, settle } = await holdAll(means.limits, keys)
  if (wait > 0) return { retryAfter: wait }
  let isWrong = false
  try {
    const row = await checkPassword(means, credentials)
    isWrong = !row
    return row ?? 'wrong'
  } finally {
    await settle(isWrong)
  }
}

/**
 * Checks an account and its password. Unknown, wrong, disabled: one answer after the same work (S-003). Failures count by what was
 * typed and the network it came from (S-010), whether or not such an account exists. Throws Busy when too many are under way, before
 * anything else is done (S-002); who came too often is held back (F-14).
 */
export const checkCredentials = async (means: Means, credentials: Credentials): Promise<SignedIn | 'wrong' | Limited> => {
  const { account, password } = credentials
  const ip = networkOf(credentials.ip)
  const typed = `${tidyIdentifier(account.toLowerCase())} ${ip}` // first in small letters, as a user name is looked up
  const keys: Keys = [
    ['signInAccount', typed],
    ['signInAccountLong', typed],
    ['signInNetwork', ip],
  ]
  const known = knownClosed(means.limits, keys)
  const outcome = known > 0 ? { retryAfter: known } : await underWay(() => checkOnce(means, credentials, keys), ip).catch(refusedInPace)
  if (outcome === 'wrong') return 'wrong'
  if (isLimited(outcome)) {
    await holdBack()
    return outcome
  }
  await hashAnew(means, outcome, password)
  return { accountId: outcome.id, kind: outcome.kind }
}

/** Whether a text is the password of an account whose owner is signed in already (S-035); throttled by the account, in the minute and in the half day (S-010). */
export const checkOwnPassword = async (
  { db, limits }: Means,
  accountId: string,
  password: string,
): Promise<'right' | 'wrong' | Limited> => {
  const { wait, settle } = await holdAll(limits, [
    ['signInAccount', accountId],
    ['signInAccountLong', accountId],
  ])
  if (wait > 0) return { retryAfter: wait }
  let isWrong = false
  try {
    isWrong = !(await verifyPassword(await passwordHashOf(db.sql, accountId), password))
    return isWrong ? 'wrong' : 'right'
  } finally {
    await settle(isWrong)
  }
}

type NewPassword = {
  readonly accountId: string
  readonly current: string
  readonly next: string
  readonly endOthers: (sql: Sql) => Promise<void>
}
/** Sets a new password after the old one was given again, and ends the other sessions with it (S-033); an object says what is wrong with the new one (S-001). */
export const changePassword = async (
  means: Means,
  { accountId, current, next, endOthers }: NewPassword,
): Promise<'changed' | 'wrong' | Limited | { readonly problem: string }> => {
  const outcome = await checkOwnPassword(means, accountId, current)
  if (outcome !== 'right') return outcome
  const problem = await newPasswordProblem(means, accountId, next)
  if (problem) return { problem }
  const passwordHash = await hashPassword(next)
  await means.db.transaction(async (sql) => {
    await replacePasswordHash(sql, accountId, passwordHash)
    await endOthers(sql)
  })
  return 'changed'
}
