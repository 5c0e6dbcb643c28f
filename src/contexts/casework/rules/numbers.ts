import { type Answers, type Field, type Form, fieldsOf } from '../../../kernel/form.ts'
import { maskIdNumber, maskPhone } from '../../../kernel/text.ts'

/** What an officer may need a whole number of a person for (S-092, 条例§30: nothing else than the case). The order is that of the keys 1–4. */
export const showPurposes = {
  contact: '联系申请人',
  verify: '核对材料上的号码',
  check: '到登记、户籍、信用记录里核查',
  paper: '填写文书或者证照',
} as const
export type ShowPurpose = keyof typeof showPurposes

/** So many cases a day may an officer have shown before the 监控调度员 and the trail are told (S-092); nothing is closed, work goes on. */
export const showBudget = 50

/** How an answer is starred: by what the question asks for, or by what is filled in for it. */
const maskOf = ({ kind, prefill }: Field): ((text: string) => string) | undefined => {
  if (kind === 'idNumber' || prefill === 'person.idNumber') return maskIdNumber
  return kind === 'phone' || prefill === 'person.phone' ? maskPhone : undefined
}

const longNumber = /\d[\d\s-]{5,}[\dXx]/g
/** An answer of which no question says what it is: every long number in it is starred. */
const maskUnknown = (text: string): string => text.replace(longNumber, (number) => maskPhone(number.replace(/[\s-]/g, '')))

const masked = (field: Field | undefined, answer: Answers[string]): Answers[string] => {
  const mask = field ? maskOf(field) : maskUnknown
  if (!mask || (field && typeof answer !== 'string')) return answer
  return typeof answer === 'string' ? mask(answer) : answer.map(mask)
}

/**
 * Answers as an officer reads them: numbers of persons with their middle starred (S-092), everything else as it was given. Where the form or
 * the question of an answer is not known, whatever looks like such a number is starred.
 */
export const maskNumbers = (form: Form | undefined, answers: Answers): Answers => {
  const fields = new Map((form ? fieldsOf(form) : []).map((field) => [field.name, field]))
  return Object.fromEntries(Object.entries(answers).map(([name, answer]) => [name, masked(fields.get(name), answer)]))
}

/** The names of answers in which a number of a person is starred: 公民身份号码, telephone. */
export const numbersIn = (form: Form | undefined, answers: Answers): string[] => {
  const starred = maskNumbers(form, answers)
  return Object.keys(answers).filter((name) => String(starred[name]) !== String(answers[name]))
}
