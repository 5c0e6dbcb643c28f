import { type Sql, Stale } from '../../../platform/db.ts'
import { replacePhone } from '../store/accounts.ts'
import { insertFactorEvent } from '../store/factors.ts'
import type { Bound } from './captcha.ts'
import type { Means } from './means.ts'
import { isRightCode } from './sms-codes.ts'
import { sealPhone } from './viewer.ts'

type Change = Pick<Bound, 'binding'> & {
  readonly accountId: string
  /** '' when the account has none yet. */
  readonly former: string
  /** Null where the former is lost and who asks proved himself without it. */
  readonly formerCode: string | null
  readonly phone: string
  readonly code: string
  /** Ends the account's other sessions. */
  readonly endOthers: (sql: Sql) => Promise<void>
}
export type PhoneChange = 'changed' | 'wrongCode' | 'wrongOldCode'

/** A new telephone once both have said yes, or the new one alone where the former is lost; every other session ends, and both telephones are told (S-007, S-035). */
export const changePhone = async (means: Means, change: Change): Promise<PhoneChange> => {
  const { binding, accountId, former, formerCode, phone, code, endOthers } = change
  if (former && formerCode !== null && !(await isRightCode(means, { binding, action: 'oldPhone', phone: former }, formerCode)))
    return 'wrongOldCode'
  if (!(await isRightCode(means, { binding, action: 'newPhone', phone }, code))) return 'wrongCode'
  try {
    await means.db.transaction(async (sql) => {
      await replacePhone(sql, accountId, sealPhone(means.secrets, accountId, phone))
      await endOthers(sql)
      await insertFactorEvent(sql, accountId, 'phoneChanged', phone.slice(-4))
      const text = `【通办】您帐号的手机号已更换为尾号 ${phone.slice(-4)} 的号码，别处的登录已退出。如非本人操作，请立即拨打 12345。`
      const day = new Date().toISOString()
      for (const to of [former, phone].filter(Boolean)) await means.sms.send(sql, { to, text, key: `phone ${accountId} ${day} ${to}` })
    })
    return 'changed'
  } catch (error) {
    if (error instanceof Stale) return 'wrongCode'
    throw error
  }
}
