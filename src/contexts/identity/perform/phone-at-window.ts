import { randomUUID } from 'node:crypto'
import type { Refusal } from '../../../kernel/refusal.ts'
import { recordAudit } from '../../../platform/audit.ts'
import { type Sql, Stale } from '../../../platform/db.ts'
import type { Secrets } from '../../../platform/secrets.ts'
import { alreadyDecided, phoneChangeHours, refuseAsking, refuseDecidingPhone, type WindowPhone } from '../rules/phone-at-window.ts'
import { replacePhone } from '../store/accounts.ts'
import { insertFactorEvent } from '../store/factors.ts'
import { findPersonByIdNumber } from '../store/people.ts'
import {
  decidePhoneChange,
  findAccountAtWindow,
  findPhoneChange,
  insertPhoneChange,
  keepFormerPhone,
  type PhoneChangeRow,
  provePhoneChange,
} from '../store/phone-changes.ts'
import { hasStop } from '../store/phone-stops.ts'
import { endSessionsOf } from '../store/representatives.ts'
import type { Staff } from '../terms.ts'
import { inquire } from './inquiry.ts'
import { byOfficers } from './limits.ts'
import { isLimited, type Limited, type Means } from './means.ts'
import { sealFormer } from './phone-stop.ts'
import { stopHashOf, stopLink, type Telling, tellPerson } from './phone-told.ts'
import { type RegistryAnswer, RegistryDown } from './registry.ts'
import { isRightCode, sendCode } from './sms-codes.ts'
import { idNumberHash, phoneOfAccount, sealPhone } from './viewer.ts'

/** An officer at his act, and where it came from. */
type Acting = { readonly by: Staff; readonly from: { readonly request: string; readonly network: string } }
type WithId = Acting & { readonly id: string }

const place = (id: string): string => `identity.phone_change.phone:${id}`
/** The new telephone in clear, '' once it is decided. */
export const openPhone = (secrets: Secrets, { id, phone }: Pick<PhoneChangeRow, 'id' | 'phone'>): string =>
  phone ? secrets.unseal(phone, place(id)) : ''
/** Codes of this act are for the request, wherever the clerk sits, and none of his is for another telephone. */
const codeFor = (id: string, phone: string) => ({ binding: `phone at window ${id}`, action: 'newPhone' as const, phone })

/**
 * Sends the code that a clerk asks for with the person before him; his sendings count, as those of a network do. He is none of a flood:
 * the day's budget neither holds him back nor is spent by him, for it is to the window that it sends people (S-011).
 */
const sendAtWindow = (means: Means, by: Staff, { id, phone }: { readonly id: string; readonly phone: string }) =>
  sendCode({ ...means, codeBudget: async () => undefined }, { ...codeFor(id, phone), ip: by.accountId })

const refusal = (refused: string, title: string, detail?: string): Refusal => ({ refused, title, ...(detail ? { detail } : {}) })
const differs = refusal('registry-differs', '姓名和身份证号与人口信息库核对不一致', '请对照证件检查')
const down = refusal('registry-down', '人口信息库暂时没有应答，没有办理', '请过几分钟再试')
const noAccount = refusal('no-account', '这个人还没有个人帐号，不用更换', '请他用新手机号注册')
const disabled = refusal('account-disabled', '这个帐号已停用，不能更换手机号')
const waiting = refusal('already-asked', '这个帐号有一个更换手机号的申请在等批准')
const stopped = refusal('stopped', '上一次更换，本人说不是他办的，核查以前不能再办', '请告诉安全管理员，在“窗口更换手机号”里核查')
const wrongCode = refusal(
  'wrong-code',
  '验证码不正确或已过期，请看新手机上的短信',
  '输错 5 次后须重新发送；短信说已有帐号的，请换一个手机号',
)
const taken = refusal('phone-taken', '新手机号已经绑定另一个帐号，不能更换', '请不批准，让申请人换一个手机号')

const audit = (sql: Sql, { by, from }: Acting, act: string, row: { id: string; name: string; after: object }) =>
  recordAudit(sql, {
    actor: by.accountId,
    actorName: by.name,
    act,
    target: `phoneChange:${row.id}`,
    told: row.name,
    after: row.after,
    division: by.division,
    ...from,
  })

type Known = { readonly personId: string; readonly accountId: string; readonly answer: Extract<RegistryAnswer, { matched: true }> }
/** Who stands there: known here by this name and number, confirmed by the registry once more, with an account of his own. */
const recognise = async (means: Means, by: Staff, { name, idNumber }: WindowPhone): Promise<Known | Refusal | Limited> => {
  const hash = idNumberHash(means.secrets, idNumber)
  try {
    const answer = await inquire(means.limits, [['proofAtWindow', by.accountId], byOfficers(hash)], () =>
      means.registry.population({ name, idNumber }),
    )
    if (isLimited(answer)) return answer
    const person = await findPersonByIdNumber(means.db.sql, hash)
    if (!answer.matched || (person && person.name !== name)) return differs
    const account = person && (await findAccountAtWindow(means.db.sql, person.id))
    if (!person || !account) return noAccount
    if (await hasStop(means.db.sql, account.id)) return stopped
    return account.disabled ? disabled : { personId: person.id, accountId: account.id, answer }
  } catch (error) {
    if (error instanceof RegistryDown) return down
    throw error
  }
}

export type AskedAtWindow = { readonly id: string; readonly name: string }
/** A clerk who saw the person and his document asks for another telephone; a code goes to it (S-007). */
export const askPhoneAtWindow = async (
  means: Means,
  { by, from, wanted }: Acting & { readonly wanted: WindowPhone },
): Promise<AskedAtWindow | Refusal | Limited> => {
  const known = await recognise(means, by, wanted)
  if (!('personId' in known)) return known
  const { personId, accountId, answer } = known
  const refused = refuseAsking(by, { personId, name: wanted.name })
  if (refused) return refused
  const wait = await means.limits.spend('phoneAtWindow', accountId)
  if (wait > 0) return { retryAfter: wait }
  const id = randomUUID()
  const { name, document, reason, phone } = wanted
  const { division, unit } = by
  const { source, evidence } = answer
  const row = {
    id,
    accountId,
    personId,
    division,
    unit,
    document,
    reason,
    source,
    evidence,
    ending: phone.slice(-4),
    askedBy: by.accountId,
  }
  try {
    await means.db.transaction(async (sql) => {
      await insertPhoneChange(sql, { ...row, phone: means.secrets.seal(phone, place(id)), hours: phoneChangeHours })
      await audit(sql, { by, from }, 'askPhoneChange', { id, name, after: { document, reason, ending: row.ending } })
    })
  } catch (error) {
    if (error instanceof Stale) return waiting
    throw error
  }
  return (await sendAtWindow(means, by, { id, phone })) ?? { id, name }
}

/** His own request that still waits for its code; undefined for any other. */
const unproven = async ({ db }: Means, { by, id }: WithId): Promise<PhoneChangeRow | undefined> => {
  const row = await findPhoneChange(db.sql, id)
  return row && row.askedBy === by.accountId && !row.provenAt && !row.expired ? row : undefined
}

/** The code once more. */
export const resendAtWindow = async (means: Means, acting: WithId): Promise<'sent' | 'absent' | Limited> => {
  const row = await unproven(means, acting)
  if (!row) return 'absent'
  return (await sendAtWindow(means, acting.by, { id: row.id, phone: openPhone(means.secrets, row) })) ?? 'sent'
}

/** The new telephone gave its code back: the request waits for its second person, and the person and his former telephone hear of it. */
export const proveAtWindow = async (means: Telling, acting: WithId, code: string): Promise<'waits' | 'absent' | Refusal> => {
  const row = await unproven(means, acting)
  if (!row) return 'absent'
  if (!(await isRightCode(means, codeFor(row.id, openPhone(means.secrets, row)), code))) return wrongCode
  const former = await phoneOfAccount(means, row.accountId)
  const text = `有人持您的${row.document === 'idCard' ? '居民身份证' : '临时居民身份证'}在${row.unit}申请把帐号的手机号换成尾号 ${row.ending} 的号码，正在等批准。`
  return means.db.transaction(async (sql) => {
    const proven = await provePhoneChange(sql, row.id, stopHashOf(means.secrets, row.id))
    if (!proven) return 'absent' as const
    await insertFactorEvent(sql, row.accountId, 'phoneAsked', row.ending)
    const stops = proven.mayStop ? { phone: former, link: stopLink(means, row.id) } : undefined
    await tellPerson(means, sql, row, { title: '窗口申请更换手机号', text, to: [former], stops })
    return 'waits' as const
  })
}

const replace = async (means: Telling, sql: Sql, row: PhoneChangeRow, mayStop: boolean): Promise<void> => {
  const phone = openPhone(means.secrets, row)
  const former = await phoneOfAccount({ ...means, db: { sql } }, row.accountId)
  if (mayStop && former) await keepFormerPhone(sql, row.id, sealFormer(means.secrets, row.id, former))
  await replacePhone(sql, row.accountId, sealPhone(means.secrets, row.accountId, phone))
  await endSessionsOf(sql, row.accountId)
  await insertFactorEvent(sql, row.accountId, 'phoneChangedAtWindow', row.ending)
  const text = `您帐号的手机号已在${row.unit}更换为尾号 ${row.ending} 的号码，各处的登录已退出。`
  const stops = mayStop ? { phone: former, link: stopLink(means, row.id) } : undefined
  await tellPerson(means, sql, row, { title: '手机号已在窗口更换', text, to: [former, phone], stops })
}

const leave = async (means: Means, sql: Sql, row: PhoneChangeRow, opinion: string): Promise<void> => {
  const former = await phoneOfAccount({ ...means, db: { sql } }, row.accountId)
  const text = `在${row.unit}申请更换手机号，没有批准，手机号没有变。原因：${opinion}。`
  await insertFactorEvent(sql, row.accountId, 'phoneKept', row.ending)
  await tellPerson(means, sql, row, { title: '窗口更换手机号没有批准', text, to: [former, openPhone(means.secrets, row)] })
}

type Deciding = WithId & { readonly accept: boolean; readonly opinion: string }
/** The second person decides (S-047): the telephone changes, every session ends, the person and both telephones are told; or nothing changes. */
export const settlePhoneAtWindow = async (means: Telling, deciding: Deciding): Promise<'settled' | 'absent' | Refusal> => {
  const { by, id, accept, opinion } = deciding
  const row = await findPhoneChange(means.db.sql, id)
  if (!row) return 'absent'
  const isOpen = row.decidedAt === null && !row.expired
  const refused = refuseDecidingPhone(by, { ...row, isOpen, isProven: row.provenAt !== null, isStopped: row.stoppedAt !== null })
  if (refused) return refused.refused === 'out-of-reach' ? 'absent' : refused
  try {
    return await means.db.transaction(async (sql) => {
      const decided = await decidePhoneChange(sql, { id, by: by.accountId, accepted: accept, opinion })
      if (!decided) return alreadyDecided
      if (accept) await replace(means, sql, row, decided.mayStop)
      else await leave(means, sql, row, opinion)
      const act = accept ? 'acceptPhoneChange' : 'refusePhoneChange'
      await audit(sql, deciding, act, { id, name: row.name, after: { ending: row.ending, opinion } })
      return 'settled' as const
    })
  } catch (error) {
    if (error instanceof Stale) return taken
    throw error
  }
}
