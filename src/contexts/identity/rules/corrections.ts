import { addWorkdays, type Calendar } from '../../../kernel/calendar.ts'
import { type LocalDate, localDateAt } from '../../../kernel/date.ts'
import { type Answers, type Field, readAnswers } from '../../../kernel/form.ts'
import { isIdNumber, sexOf, tidyIdentifier } from '../../../kernel/identifiers.ts'
import type { FieldError, Refusal } from '../../../kernel/refusal.ts'
import type { Person, Staff } from '../terms.ts'
import { realNameFields, tidyName } from './claims.ts'
import { ethnicities } from './ethnicities.ts'
import { type Administrator, isOneself, proveFirst, refuseStaffing } from './staffing.ts'

/** What of a confirmed person may be corrected (个人信息保护法 §46). Sex and birth follow from the number. */
export const correctable = { name: '姓名', idNumber: '身份证号', ethnicity: '民族' } as const
export type Correctable = keyof typeof correctable
export const isCorrectable = (text: string): text is Correctable => Object.hasOwn(correctable, text)

/** Workdays within which a correction is answered. */
export const correctionDays = 15

/** By when a correction that was asked for at an instant is answered. */
export const answerDueOn = (askedAt: string, calendar: Calendar): LocalDate =>
  addWorkdays(localDateAt(Date.parse(askedAt)), correctionDays, calendar)

/** The questions of the page; the file stands beside them. */
export const correctionFields: readonly Field[] = [
  {
    name: 'field',
    label: '哪一项不对',
    kind: 'radios',
    options: Object.entries(correctable).map(([value, label]) => ({ value, label })),
  },
  { name: 'wanted', label: '正确的内容', kind: 'text', hint: '照新证件填写。民族写全称，例如 蒙古族', max: 50 },
  { name: 'reason', label: '为什么不对', kind: 'text', hint: '例如 2026年8月在派出所改了名', min: 2, max: 200 },
]

/** What is asked for: which value of a person, what it should be, why. */
export type Wanted = { readonly field: Correctable; readonly value: string; readonly reason: string }
export type WantedReading = { readonly answers: Answers; readonly errors: readonly FieldError[]; readonly wanted?: Wanted }

const nameField = realNameFields.filter(({ name }) => name === 'name')
const problems: Record<Correctable, (value: string) => string | undefined> = {
  name: (value) =>
    readAnswers(nameField, { name: value }).errors[0]?.message ?? (/[\d<>]/.test(value) ? '请照身份证填写姓名，不含数字' : undefined),
  idNumber: (value) => (isIdNumber(value) ? undefined : '请检查身份证号：18 位，最后一位是校验码'),
  ethnicity: (value) => (ethnicities.includes(value) ? undefined : '请写民族的全称，例如 蒙古族'),
}
const tidied: Record<Correctable, (value: string) => string> = {
  name: tidyName,
  idNumber: tidyIdentifier,
  ethnicity: (value) => value.replace(/\s+/g, ''),
}

/** Reads the page against what stands now: a value that is already there is no correction. */
export const readWanted = (raw: Readonly<Record<string, unknown>>, person: Person): WantedReading => {
  const { answers, errors } = readAnswers(correctionFields, raw)
  const { field, wanted: typed, reason } = answers as Record<'field' | 'wanted' | 'reason', string>
  if (errors.length > 0 || !isCorrectable(field)) return { answers, errors }
  const value = tidied[field](typed)
  const problem = problems[field](value) ?? (value === (person[field] ?? '') ? `登记的${correctable[field]}已经是这个内容` : undefined)
  if (problem) return { answers, errors: [{ field: 'wanted', message: problem }] }
  return { answers, errors: [], wanted: { field, value, reason } }
}

type Confirmed = Pick<Person, 'name' | 'idNumber' | 'sex' | 'ethnicity'>
/** What is confirmed of a person with one value corrected; the sex follows the number. */
export const corrected = (person: Confirmed, { field, value }: Pick<Wanted, 'field' | 'value'>): Confirmed => ({
  ...person,
  [field]: value,
  ...(field === 'idNumber' ? { sex: sexOf(value) } : {}),
})

/** A correction as far as the permission to decide it needs to know it. `division` 12 digits. */
export type Asked = { readonly division: string; readonly personId: string; readonly name: string; readonly isOpen: boolean }

export const alreadyDecided: Refusal = { refused: 'already-decided', title: '这个更正已经办理过了' }

/** Why an officer may not decide a correction (S-009, S-047): 安全管理员 of its place or above, never his own, and once. */
export const refuseDeciding = (by: Administrator & Pick<Staff, 'personId' | 'name'>, asked: Asked): Refusal | undefined => {
  const place = { division: asked.division, departmentCode: '', roles: [] }
  const refused = refuseStaffing(by, 'correct', place)
  if (refused) return refused
  if (isOneself(by, asked)) {
    const title = `不能办理自己的更正，请由另一位安全管理员办理${proveFirst(by)}`
    return { refused: 'own-case', title, article: '个人信息保护法第四十六条、岗位权限表' }
  }
  return asked.isOpen ? undefined : alreadyDecided
}
