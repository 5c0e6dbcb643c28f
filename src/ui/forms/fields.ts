import { isFeel, namesOf } from '../../kernel/condition.ts'
import { feelWords } from '../../kernel/feel-words.ts'
import { type Answers, answerText, askedIn, type Field, isAsked, isPageAsked } from '../../kernel/form.ts'
import type { FieldError } from '../../kernel/refusal.ts'
import { attribute, type Html, html } from '../page/html.ts'
import { fieldId, type Row } from '../page/parts.ts'

type Context = { readonly answers: Answers; readonly errors: readonly FieldError[]; readonly prefilled: ReadonlySet<string> }

const first = (answers: Answers, name: string): string => String([answers[name] ?? ''].flat()[0] ?? '')
const all = (answers: Answers, name: string): readonly string[] => [answers[name] ?? []].flat()

const describedBy = (field: Field, error: string | undefined): Html => {
  const ids = [field.hint && `${fieldId(field.name)}-h`, error && `${fieldId(field.name)}-e`].filter(Boolean)
  return html`${ids.length > 0 && html` aria-describedby="${ids.join(' ')}"`}${error && html` aria-invalid="true"`}`
}

const hintAndError = (field: Field, error: string | undefined): Html => html`
  ${field.hint && html`<p class="hint" id="${fieldId(field.name)}-h">${field.hint}</p>`}
  ${error && html`<p class="msg" id="${fieldId(field.name)}-e">${error}</p>`}`

const labelText = (field: Field): string => `${field.label}${field.optional ? '(选填)' : ''}`

/** What the browser may help with: the right keyboard and its own memory. */
const assists: Partial<Record<Field['kind'], readonly [mode: string, autocomplete: string, width: string]>> = {
  number: ['decimal', 'off', 'w-sm'],
  yuan: ['decimal', 'off', 'w-id'],
  idNumber: ['text', 'off', 'w-id'],
  uscc: ['text', 'off', 'w-id'],
  phone: ['tel', 'tel', 'w-id'],
  email: ['email', 'email', ''],
  address: ['text', 'street-address', ''],
}

const textInput = (field: Field, context: Context, error: string | undefined): Html => {
  const [mode, autocomplete, width] = assists[field.kind] ?? ['text', 'on', '']
  const box = html`<input type="text" id="${fieldId(field.name)}" name="${field.name}" value="${first(context.answers, field.name)}" inputmode="${mode}" autocomplete="${autocomplete}"${width && html` class="${width}"`}${describedBy(field, error)}>`
  return field.kind === 'yuan' ? html`<span class="unit">${box}元</span>` : box
}

const textArea = (field: Field, context: Context, error: string | undefined): Html =>
  html`<textarea id="${fieldId(field.name)}" name="${field.name}" rows="5" data-count="${field.max ?? 2000}"${describedBy(field, error)}>${first(context.answers, field.name)}</textarea>`

const select = (field: Field, context: Context, error: string | undefined): Html => {
  const chosen = first(context.answers, field.name)
  return html`<select id="${fieldId(field.name)}" name="${field.name}"${describedBy(field, error)}><option value="">请选择</option>${(
    field.options ?? []
  ).map(
    (option) => html`<option value="${option.value}"${attribute('selected', option.value === chosen)}>${option.label}</option>`,
  )}</select>`
}

/** Radios and checkboxes: the first control bears the field's id, so that the error summary lands on it. */
const choices = (field: Field, context: Context, error: string | undefined): Html => {
  const chosen = all(context.answers, field.name)
  const type = field.kind === 'radios' ? 'radio' : 'checkbox'
  return html`${(field.options ?? []).map((option, i) => {
    const id = i === 0 ? fieldId(field.name) : `${fieldId(field.name)}-${i}`
    return html`<div class="pick"><input type="${type}" id="${id}" name="${field.name}" value="${option.value}"${attribute('checked', chosen.includes(option.value))}${i === 0 && describedBy(field, error)}><label for="${id}">${option.label}</label></div>`
  })}`
}

const boxes: readonly (readonly [part: string, label: string])[] = [
  ['y', '年'],
  ['m', '月'],
  ['d', '日'],
]
const dateBoxes = (field: Field, context: Context, error: string | undefined): Html => {
  const parts = first(context.answers, field.name).split('-')
  return html`<div class="date">${boxes.map(([part, label], i) => {
    const id = i === 0 ? fieldId(field.name) : `${fieldId(field.name)}-${part}`
    return html`<span><input type="text" inputmode="numeric" autocomplete="off" class="w-sm" id="${id}" name="${field.name}.${part}" value="${parts[i] ?? ''}"${describedBy(field, error)}><label for="${id}">${label}<span class="sr">(${field.label})</span></label></span>`
  })}</div>`
}

const grouped = new Set<Field['kind']>(['radios', 'checkboxes', 'date'])
const control = (field: Field, context: Context, error: string | undefined): Html => {
  if (field.kind === 'radios' || field.kind === 'checkboxes') return choices(field, context, error)
  if (field.kind === 'date') return dateBoxes(field, context, error)
  if (field.kind === 'select') return select(field, context, error)
  return field.kind === 'textarea' ? textArea(field, context, error) : textInput(field, context, error)
}

const fieldMarkup = (field: Field, context: Context): Html => {
  const error = context.errors.find((one) => one.field === field.name)?.message
  const known = context.prefilled.has(field.name) && !error && html`<p class="auto">由实名信息带出，可修改</p>`
  if (grouped.has(field.kind)) {
    return html`<fieldset class="fg${error && ' bad'}"><legend>${labelText(field)}</legend>${hintAndError(field, error)}${control(field, context, error)}${known}</fieldset>`
  }
  return html`<div class="fg${error && ' bad'}"><label for="${fieldId(field.name)}">${labelText(field)}</label>${hintAndError(field, error)}${control(field, context, error)}${known}</div>`
}

/**
 * The questions of a page with what was answered and what is wrong. Labels are always visible, the hint stands before the field,
 * the error beside it. Questions whose condition does not hold are left out unless it depends on this very page.
 */
export const formFields = (
  fields: readonly Field[],
  answers: Answers,
  errors: readonly FieldError[],
  prefilled: ReadonlySet<string> = new Set(),
): Html => {
  const here = new Set(fields.map((field) => field.name))
  const shown = fields.filter((field) => isAsked(field, answers) || (isPageAsked(field, answers) && isDecidedHere(field, here)))
  return html`${shown.map((field) => fieldMarkup(withCondition(field, fields), { answers, errors, prefilled }))}`
}

/** Whether a question on the same page decides that this one is asked. */
const isDecidedHere = ({ when }: Field, here: ReadonlySet<string>): boolean =>
  when !== undefined && (isFeel(when) ? namesOf(when).some((name) => here.has(name)) : here.has(when.field))

/** Without script a conditional question on the same page is always visible, and says when it is to be answered. */
const conditionOf = ({ when }: Field, fields: readonly Field[]): string | undefined => {
  if (when === undefined) return undefined
  if (isFeel(when))
    return namesOf(when).some((name) => fields.some((other) => other.name === name))
      ? `${feelWords(when, askedIn(fields))}时填写。`
      : undefined
  const decider = fields.find((other) => other.name === when.field)
  const labels = decider?.options?.filter((option) => when.is.includes(option.value)).map((option) => option.label)
  return decider && `${decider.label}选“${labels?.join('、')}”时填写。`
}

const withCondition = (field: Field, fields: readonly Field[]): Field => {
  const condition = conditionOf(field, fields)
  if (condition === undefined) return field
  return { ...field, hint: field.hint ? `${condition}${field.hint}` : condition }
}

/** Answers as they are read on 核对; `changeAt` gives the page that changes them. */
export const summaryRows = (fields: readonly Field[], answers: Answers, changeAt?: string): Row[] =>
  fields
    .filter((field) => isAsked(field, answers))
    .map((field) => ({
      name: field.label,
      value: answerText(field, answers[field.name]),
      ...(changeAt ? { act: { href: `${changeAt}#${fieldId(field.name)}`, label: '修改' } } : {}),
    }))

/** A file to hand in. `accept` are extensions, `maxMegabytes` is said beside it. */
export const fileField = (field: {
  readonly name: string
  readonly label: string
  readonly hint?: string
  readonly error?: string | undefined
  readonly multiple?: boolean
  readonly accept?: string
}): Html => html`
<div class="fg${field.error && ' bad'}"><label for="${fieldId(field.name)}">${field.label}</label>
<p class="hint" id="${fieldId(field.name)}-h">${field.hint ?? '可以是照片(JPG、PNG)或 PDF，每个不超过 20 MB'}</p>
${field.error && html`<p class="msg" id="${fieldId(field.name)}-e">${field.error}</p>`}
<input type="file" id="${fieldId(field.name)}" name="${field.name}" accept="${field.accept ?? '.pdf,.jpg,.jpeg,.png,.webp,image/*'}"${attribute('multiple', field.multiple ?? true)} aria-describedby="${fieldId(field.name)}-h${field.error && ` ${fieldId(field.name)}-e`}"${field.error && html` aria-invalid="true"`}></div>`

/** One text, password or code box outside a form definition (sign-in, registration, search forms). */
export const plainField = (field: {
  readonly name: string
  readonly label: string
  readonly type?: 'text' | 'password' | 'tel' | 'search'
  readonly value?: string | undefined
  readonly hint?: string | undefined
  readonly error?: string | undefined
  readonly autocomplete?: string
  readonly inputmode?: string
  readonly width?: 'w-id' | 'w-sm'
}): Html => {
  const id = fieldId(field.name)
  const ids = [field.hint && `${id}-h`, field.error && `${id}-e`].filter(Boolean).join(' ')
  return html`<div class="fg${field.error && ' bad'}"><label for="${id}">${field.label}</label>${field.hint && html`<p class="hint" id="${id}-h">${field.hint}</p>`}${field.error && html`<p class="msg" id="${id}-e">${field.error}</p>`}
<input type="${field.type ?? 'text'}" id="${id}" name="${field.name}" value="${field.value ?? ''}" autocomplete="${field.autocomplete ?? 'off'}"${field.inputmode && html` inputmode="${field.inputmode}"`}${field.width && html` class="${field.width}"`}${ids && html` aria-describedby="${ids}"`}${field.error && html` aria-invalid="true"`}></div>`
}
