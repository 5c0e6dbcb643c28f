import { addMonths, type LocalDate } from '../../../kernel/date.ts'
import { birthOf, isIdNumber } from '../../../kernel/identifiers.ts'
import type { FieldError } from '../../../kernel/refusal.ts'
import type { GrantAct } from '../terms/grants.ts'

/** Whose parents and other 监护人 act for him: who is not yet eighteen (民法典 §17). */
export const isMinor = (bornOn: LocalDate, today: LocalDate): boolean => today < addMonths(bornOn, 18 * 12)

/** What a 监护人 may do for a child: all that an applicant does (民法典 §23). He passes nothing on. */
export const guardianActs: readonly GrantAct[] = ['view', 'apply', 'correct', 'withdraw', 'collect']

/** What is wrong with a child as typed: a number that is none, or of somebody who is grown up. `idNumber` is tidy. */
export const wrongChild = (idNumber: string, today: LocalDate): FieldError | undefined => {
  if (!isIdNumber(idNumber)) return { field: 'idNumber', message: '请核对身份证号：18 位，最后一位可能是 X' }
  return isMinor(birthOf(idNumber), today)
    ? undefined
    : { field: 'idNumber', message: '这个人已满十八周岁，监护已经结束；请本人在“家人和代办”里请您代办' }
}
