import { type Feel, holds, isFeel } from './condition.ts'
import { isLocalDate } from './date.ts'
import { isIdNumber, isMobile, isUscc, tidyIdentifier } from './identifiers.ts'
import { readYuan } from './money.ts'
import type { FieldError } from './refusal.ts'
import { halfWidth } from './text.ts'

export type Option = { readonly value: string; readonly label: string }

/** What the platform already knows and need not ask: the answer is filled in and may be corrected. */
export type KnownFact =
  | 'person.name'
  | 'person.idNumber'
  | 'person.phone'
  | 'person.sex'
  | 'person.ethnicity'
  | 'person.birth'
  | 'organisation.name'
  | 'organisation.uscc'
  | 'organisation.legalRepresentative'

export type FieldKind =
  | 'text'
  | 'textarea'
  | 'number'
  | 'yuan'
  | 'date'
  | 'radios'
  | 'checkboxes'
  | 'select'
  | 'idNumber'
  | 'uscc'
  | 'phone'
  | 'email'
  | 'address'

/**
 * One question. `name` is its key in the answers. Every field is required unless `optional`.
 * `when` asks it only if another field was answered so. `max` is a length in characters (numbers: the greatest value).
 */
export type Field = {
  readonly name: string
  readonly label: string
  readonly kind: FieldKind
  readonly hint?: string
  readonly optional?: boolean
  readonly options?: readonly Option[]
  readonly min?: number
  readonly max?: number
  readonly prefill?: KnownFact
  /** Why it is asked though the platform holds it. */
  readonly askedBecause?: string
  readonly when?: When
  /** When its page is shown; said by `fieldsOn`, never written on a question. */
  readonly pageWhen?: When
}
type When = { readonly field: string; readonly is: readonly string[] } | Feel

/** One page of the applicant's way: one question or one tight group (ui.md §2.4). `when` shows it only if other pages were answered so. */
export type FormPage = { readonly id: string; readonly title: string; readonly fields: readonly Field[]; readonly when?: When }
export type Form = { readonly pages: readonly FormPage[] }

/** What was answered, by field name. Checkboxes give a list. Dates YYYY-MM-DD, yuan as typed. */
export type Answers = Readonly<Record<string, string | readonly string[]>>
export type FieldCheck = { readonly answers: Answers; readonly errors: readonly FieldError[] }

const first = (value: unknown): string => (Array.isArray(value) ? String(value[0] ?? '') : typeof value === 'string' ? value : '')
const list = (value: unknown): string[] =>
  Array.isArray(value) ? value.map(String) : typeof value === 'string' && value !== '' ? [value] : []

/** Three boxes 年 月 日 (`name.y` `name.m` `name.d`) or one text become YYYY-MM-DD; an impossible date stays as typed. */
const readDate = (name: string, raw: Readonly<Record<string, unknown>>): string => {
  const boxes = ['y', 'm', 'd'].map((part) => halfWidth(first(raw[`${name}.${part}`])).trim())
  if (boxes.every((box) => box === '')) return halfWidth(first(raw[name])).trim()
  const [y, m, d] = boxes as [string, string, string]
  return `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`
}

const tidy = (field: Field, raw: Readonly<Record<string, unknown>>): string | readonly string[] => {
  if (field.kind === 'checkboxes') return list(raw[field.name])
  if (field.kind === 'date') return readDate(field.name, raw)
  const text = first(raw[field.name])
  if (['idNumber', 'uscc', 'phone', 'number'].includes(field.kind)) return tidyIdentifier(text)
  if (field.kind === 'yuan' || field.kind === 'email') return halfWidth(text).trim()
  return text.replaceAll('\r\n', '\n').trim()
}

const isChoice = (kind: FieldKind): boolean => kind === 'radios' || kind === 'select' || kind === 'checkboxes'
/** One box alone is ticked, not chosen. */
const verbOf = ({ kind, options }: Field): string =>
  kind === 'checkboxes' && options?.length === 1 ? '勾选' : isChoice(kind) ? '选择' : '填写'
/** A label that is a question is answered, not chosen. */
const ask = (field: Field): string => (/[?？]$/.test(field.label) ? `请回答：${field.label}` : `请${verbOf(field)}${field.label}`)

const wrongNumber = (field: Field, answer: string): string | undefined => {
  if (!/^-?\d+(\.\d+)?$/.test(answer)) return `${field.label}请填写数字，例如 12`
  if (field.min !== undefined && Number(answer) < field.min) return `${field.label}不能小于 ${field.min}`
  if (field.max !== undefined && Number(answer) > field.max) return `${field.label}不能大于 ${field.max}`
  return undefined
}

const wrongLength = (field: Field, answer: string): string | undefined => {
  const length = [...answer].length
  const max = field.max ?? (field.kind === 'textarea' ? 2000 : 100)
  if (length > max) return `${field.label}最多 ${max} 个字，现在是 ${length} 个字`
  return field.min !== undefined && length < field.min ? `${field.label}至少 ${field.min} 个字` : undefined
}

const wrongChoice = (field: Field, answer: string | readonly string[]): string | undefined =>
  list(answer).every((value) => field.options?.some((option) => option.value === value)) ? undefined : `请从列出的选项中选择${field.label}`

const checks: Record<FieldKind, (field: Field, answer: string) => string | undefined> = {
  text: wrongLength,
  textarea: wrongLength,
  address: wrongLength,
  number: wrongNumber,
  yuan: (field, answer) => (readYuan(answer) === undefined ? `${field.label}请填写金额(元)，例如 1200 或 1200.50` : undefined),
  date: (field, answer) => (isLocalDate(answer) ? undefined : `${field.label}不是有效的日期，请按“年 月 日”填写，例如 2026 11 22`),
  radios: wrongChoice,
  select: wrongChoice,
  checkboxes: wrongChoice,
  idNumber: (_, answer) => (isIdNumber(answer) ? undefined : '请填写 18 位公民身份号码，并核对最后一位'),
  uscc: (_, answer) => (isUscc(answer) ? undefined : '请填写 18 位统一社会信用代码，并核对最后一位'),
  phone: (_, answer) => (isMobile(answer) ? undefined : '请填写 11 位手机号码'),
  email: (_, answer) => (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(answer) ? undefined : '请填写电子邮箱，例如 name@example.cn'),
}

const isMet = (when: When | undefined, answers: Answers): boolean => {
  if (when === undefined) return true
  return isFeel(when) ? holds(when, answers) === true : list(answers[when.field]).some((value) => when.is.includes(value))
}

/** Whether a page, or the page of a question, is shown, given what was answered so far. */
export const isPageAsked = ({ pageWhen }: { readonly pageWhen?: When | undefined }, answers: Answers): boolean => isMet(pageWhen, answers)

/** Whether a question is asked, given what was answered so far: its page is shown and its own condition holds. */
export const isAsked = (field: Field, answers: Answers): boolean => isPageAsked(field, answers) && isMet(field.when, answers)

const isEmpty = (answer: string | readonly string[] | undefined): boolean => answer === undefined || answer.length === 0

/** What is wrong with one answer, in words that say how to mend it; undefined when it is right. */
export const wrongAnswer = (field: Field, answer: string | readonly string[] | undefined): string | undefined => {
  if (isEmpty(answer)) return field.optional ? undefined : ask(field)
  return field.kind === 'checkboxes' ? wrongChoice(field, answer as readonly string[]) : checks[field.kind](field, String(answer))
}

/**
 * Reads what was typed on a page (or sent by a program) and says what is wrong. Nothing typed is ever dropped: a wrong value
 * stays in `answers`, so a draft keeps it and the page shows it again. Unknown keys are not read.
 */
export const readAnswers = (fields: readonly Field[], raw: Readonly<Record<string, unknown>>, before: Answers = {}): FieldCheck => {
  const answers: Record<string, string | readonly string[]> = { ...before }
  for (const field of fields) answers[field.name] = tidy(field, raw)
  return { answers, errors: checkAnswers(fields, answers) }
}

/** Everything wrong with a set of answers, in the order of the questions; questions that are not asked are not checked. */
export const checkAnswers = (fields: readonly Field[], answers: Answers): FieldError[] =>
  fields
    .filter((field) => isAsked(field, answers))
    .flatMap((field) => {
      const message = wrongAnswer(field, answers[field.name])
      return message ? [{ field: field.name, message }] : []
    })

/** The questions of a page, each with the condition of the page beside its own. */
export const fieldsOn = ({ fields, when }: Pick<FormPage, 'fields' | 'when'>): readonly Field[] =>
  when === undefined ? fields : fields.map((field) => ({ ...field, pageWhen: when }))

export const fieldsOf = (form: Form): Field[] => form.pages.flatMap(fieldsOn)

/** An answer as people read it: labels for choices, 2026年11月22日 for dates, “未填写” for nothing. */
export const answerText = (field: Field, answer: string | readonly string[] | undefined): string => {
  if (isEmpty(answer)) return '未填写'
  if (field.options)
    return list(answer)
      .map((v) => field.options?.find((o) => o.value === v)?.label ?? v)
      .join('、')
  if (field.kind === 'date' && isLocalDate(String(answer))) {
    const [y, m, d] = String(answer).split('-').map(Number)
    return `${y}年${m}月${d}日`
  }
  return field.kind === 'yuan' ? `${answer} 元` : String(answer)
}

/** The fields of a form as questions that a condition may name. */
export const askedIn = (fields: readonly Field[]) => fields.map(({ name, label, options = [] }) => ({ id: name, question: label, options }))
