import { chineseDate, type LocalDate } from '../../../kernel/date.ts'
import { isMobile } from '../../../kernel/identifiers.ts'
import type { Sql } from '../../../platform/db.ts'
import type { Secrets } from '../../../platform/secrets.ts'
import { smsOutbox } from '../../../platform/sms.ts'
import { renewalWindow } from '../rules.ts'
import type { Licence } from '../terms.ts'

/** No name and no whole number goes into a message (domain.md F3): the type and the tail say which licence it is. */
const named = ({ typeName, number }: Pick<Licence, 'typeName' | 'number'>): string => `${typeName}（尾号${number.slice(-4)}）`

/** 行政许可法 §50: the office was silent, the licence goes on. */
export const renewedText = (licence: Pick<Licence, 'typeName' | 'number'>, validTo: LocalDate | undefined): string =>
  `【通办】您申请延续的${named(licence)}在有效期届满时没有作出决定，视为准予延续${validTo ? `，有效期至${chineseDate(validTo)}` : ''}。请登录“我的证照”查看新证。`

/** A licence that ends soon: until when, and until when renewal may be asked for. */
export const reminderText = (licence: Pick<Licence, 'typeName' | 'number'>, validTo: LocalDate): string =>
  `【通办】您的${named(licence)}有效期至${chineseDate(validTo)}。需要延续的，请在${chineseDate(renewalWindow(validTo).to)}前登录“我的证照”申请。`

/** A text to a holder in the transaction of what it tells of; nothing where he left no mobile telephone. The same `key` goes out once. */
export const tellHolder = async (sql: Sql, secrets: Secrets, phone: string | undefined, text: string, key: string): Promise<boolean> => {
  if (!phone || !isMobile(phone)) return false
  await smsOutbox(secrets).send(sql, { to: phone, text, key })
  return true
}
