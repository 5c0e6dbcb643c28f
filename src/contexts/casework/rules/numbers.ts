import { type Answers, type Field, type Form, fieldsOf } from '../../../kernel/form.ts'
import { maskIdNumber, maskPhone } from '../../../kernel/text.ts'

/** How an answer is starred: by what the question asks for, or by what is filled in for it. */
const maskOf = ({ kind, prefill }: Field): ((text: string) => string) | undefined => {
  if (kind === 'idNumber' || prefill === 'person.idNumber') return maskIdNumber
  return kind === 'phone' || prefill === 'person.phone' ? maskPhone : undefined
}

/** The questions of a form that were answered with a number of a person: 公民身份号码, telephone. */
export const numberFields = (form: Form | undefined, answers: Answers): Field[] =>
  (form ? fieldsOf(form) : []).filter((field) => maskOf(field) && typeof answers[field.name] === 'string' && answers[field.name] !== '')

/** Answers as an officer reads them: numbers of persons with their middle starred (S-092), everything else as it was given. */
export const maskNumbers = (form: Form | undefined, answers: Answers): Answers => ({
  ...answers,
  ...Object.fromEntries(numberFields(form, answers).map((field) => [field.name, maskOf(field)?.(String(answers[field.name])) ?? ''])),
})
