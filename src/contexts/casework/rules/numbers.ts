import { type Answers, type Field, type FieldKind, type Form, fieldsOf } from '../../../kernel/form.ts'
import { maskIdNumber, maskPhone } from '../../../kernel/text.ts'

const masks: Partial<Record<FieldKind, (text: string) => string>> = { idNumber: maskIdNumber, phone: maskPhone }

/** The questions of a form that were answered with a number of a person: 公民身份号码, telephone. */
export const numberFields = (form: Form | undefined, answers: Answers): Field[] =>
  (form ? fieldsOf(form) : []).filter(({ kind, name }) => kind in masks && typeof answers[name] === 'string' && answers[name] !== '')

/** Answers as an officer reads them: numbers of persons with their middle starred (S-092), everything else as it was given. */
export const maskNumbers = (form: Form | undefined, answers: Answers): Answers => ({
  ...answers,
  ...Object.fromEntries(numberFields(form, answers).map(({ kind, name }) => [name, masks[kind]?.(String(answers[name])) ?? ''])),
})
