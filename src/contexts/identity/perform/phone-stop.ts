import type { Refusal } from '../../../kernel/refusal.ts'
import { recordAudit } from '../../../platform/audit.ts'
import type { Sql } from '../../../platform/db.ts'
import { hashPassword, randomToken, type Secrets } from '../../../platform/secrets.ts'
import { phoneStopHours, refuseReviewing } from '../rules/phone-at-window.ts'
import { hasAccountWithPhone, replacePasswordHash, replacePhone } from '../store/accounts.ts'
import { insertFactorEvent, listFactors } from '../store/factors.ts'
import { findPhoneChange, type PhoneChangeRow } from '../store/phone-changes.ts'
import {
  endMadeSince,
  openAccountAgain,
  removePhone,
  restAccount,
  reviewStop,
  type StoppedChange,
  stopPhoneChanges,
} from '../store/phone-stops.ts'
import { endSessionsOf } from '../store/representatives.ts'
import type { Staff } from '../terms.ts'
import { removeFactorIn } from './factors/removal.ts'
import type { Means } from './means.ts'
import { stopHash, tellPerson } from './phone-told.ts'
import { phoneOfAccount, sealPhone } from './viewer.ts'

type From = { readonly request: string; readonly network: string }
/** Who says 「不是我办的」: somebody signed in to the account, or who got the link on its telephone. */
export type Stopper = { readonly accountId: string } | { readonly token: string }

const formerPlace = (id: string): string => `identity.phone_change.former:${id}`
export const openFormer = (secrets: Secrets, id: string, former: Buffer): string => secrets.unseal(former, formerPlace(id))
export const sealFormer = (secrets: Secrets, id: string, phone: string): Buffer => secrets.seal(phone, formerPlace(id))

const afterStop = (isDone: boolean): string =>
  isDone
    ? '已收到您的说明：换手机号不是您办的。帐号已暂停使用，等安全管理员核查；请带身份证到政务服务大厅办理恢复。'
    : '已收到您的说明：换手机号不是您办的。申请已停止，手机号没有变；安全管理员会核查。'

/** What was not done yet is over; what was done is not undone by who says so, but the account rests until an administrator has looked. */
const stopOne = async (means: Means, sql: Sql, change: StoppedChange, by: Stopper, from: From): Promise<void> => {
  const isDone = change.accepted === true
  if (isDone) await restAccount(sql, change.accountId)
  await insertFactorEvent(sql, change.accountId, 'phoneStopped', change.ending)
  const phone = await phoneOfAccount({ ...means, db: { sql } }, change.accountId)
  await tellPerson(means, sql, change, { title: '更换手机号已停止', text: afterStop(isDone), to: [phone], isAnswer: true })
  await recordAudit(sql, {
    ...('accountId' in by ? { actor: by.accountId } : {}),
    actorName: 'accountId' in by ? change.name : '原手机号短信里的链接',
    act: 'stopPhoneChange',
    target: `phoneChange:${change.id}`,
    told: change.name,
    after: { ending: change.ending, account: isDone ? '暂停使用' : '没有变' },
    division: change.division,
    ...from,
  })
}

/** Stops at once what the owner says he did not ask for (S-007); undefined when there is nothing to stop. */
export const stopPhoneChange = (means: Means, by: Stopper, from: From): Promise<{ readonly isDone: boolean } | undefined> =>
  means.db.transaction(async (sql) => {
    const which = 'token' in by ? { hash: stopHash(means.secrets, by.token) } : by
    const stopped = await stopPhoneChanges(sql, which, phoneStopHours)
    for (const change of stopped) await stopOne(means, sql, change, by, from)
    return stopped.length > 0 ? { isDone: stopped.some(({ accepted }) => accepted) } : undefined
  })

type Found = { readonly former: Buffer | null; readonly decidedAt: string | null; readonly genuine: boolean; readonly passwordHash: string }
/** His former telephone again, and nothing that somebody else made since: a password that nobody knows, no factor, no grant. */
const giveBack = async (means: Means, sql: Sql, row: PhoneChangeRow, { former, decidedAt, passwordHash }: Found): Promise<void> => {
  const { id, accountId, ending } = row
  const since = decidedAt ?? row.askedAt
  const sealed = former ? sealPhone(means.secrets, accountId, openFormer(means.secrets, id, former)) : undefined
  if (sealed && !(await hasAccountWithPhone(sql, sealed.hash, false))) await replacePhone(sql, accountId, sealed)
  else await removePhone(sql, accountId)
  await replacePasswordHash(sql, accountId, passwordHash)
  for (const factor of await listFactors(sql, accountId))
    if (Date.parse(factor.madeAt) >= Date.parse(since)) await removeFactorIn(sql, accountId, factor.id)
  await endMadeSince(sql, row, since)
  await insertFactorEvent(sql, accountId, 'phoneGivenBack', ending)
}
/** The account that rested opens again: as it is, or as it was before the change. */
const endRest = async (means: Means, sql: Sql, row: PhoneChangeRow, result: Found): Promise<void> => {
  if (!result.genuine) await giveBack(means, sql, row, result)
  await openAccountAgain(sql, row.accountId)
}

const found = (isDone: boolean, genuine: boolean): string => {
  if (genuine) return isDone ? '经核查，手机号是您本人更换的，帐号已恢复使用。' : '经核查，是您本人到窗口办理的。请再到窗口办理一次。'
  return isDone
    ? '经核查，手机号不是您本人更换的。原手机号已恢复，期间新加的登录方式和授权已取消；请用“忘记密码”设置新密码。'
    : '经核查，更换手机号不是您本人办理的，手机号没有变。'
}

type Reviewing = {
  readonly by: Staff
  readonly from: From
  readonly id: string
  readonly genuine: boolean
  readonly verdict: string
}
/**
 * The 安全管理员 looked into it (S-047). Untrue, or done by another hand in his name: in the first case whoever said so is signed out and
 * the owner may come again; in the second he gets back what he had.
 */
export const reviewPhoneStop = async (means: Means, reviewing: Reviewing): Promise<'settled' | 'absent' | Refusal> => {
  const { by, from, id, genuine, verdict } = reviewing
  const row = await findPhoneChange(means.db.sql, id)
  if (!row?.stoppedAt) return 'absent'
  const refused = refuseReviewing(by, { ...row, isUnseen: row.reviewedAt === null }, genuine)
  if (refused) return refused.refused === 'out-of-reach' ? 'absent' : refused
  const passwordHash = await hashPassword(randomToken())
  return means.db.transaction(async (sql) => {
    const kept = await reviewStop(sql, { id, by: by.accountId, genuine, verdict })
    if (!kept) return { refused: 'already-decided', title: '这一件已经核查过了' }
    if (row.accepted) await endRest(means, sql, row, { ...kept, genuine, passwordHash })
    if (genuine) await endSessionsOf(sql, row.accountId)
    const phone = await phoneOfAccount({ ...means, db: { sql } }, row.accountId)
    await tellPerson(means, sql, row, {
      title: '更换手机号已核查',
      text: found(row.accepted === true, genuine),
      to: [phone],
      isAnswer: true,
    })
    await recordAudit(sql, {
      actor: by.accountId,
      actorName: by.name,
      act: genuine ? 'phoneChangeGenuine' : 'phoneChangeFalse',
      target: `phoneChange:${id}`,
      told: row.name,
      after: { ending: row.ending, opinion: verdict },
      division: by.division,
      ...from,
    })
    return 'settled' as const
  })
}
