import { z } from 'zod'

export const keysOf = <T extends Record<string, string>>(codes: T) =>
  z.enum(Object.keys(codes) as [Extract<keyof T, string>, ...Extract<keyof T, string>[]])
export const words = z.string().trim().min(1)
export const listOf = <T extends z.ZodType>(one: T) => z.array(one).default([])

const fieldKinds = [
  'text',
  'textarea',
  'number',
  'yuan',
  'date',
  'radios',
  'checkboxes',
  'select',
  'idNumber',
  'uscc',
  'phone',
  'email',
  'address',
] as const
const personFacts = ['person.name', 'person.idNumber', 'person.phone', 'person.sex', 'person.ethnicity', 'person.birth'] as const
const organisationFacts = ['organisation.name', 'organisation.uscc', 'organisation.legalRepresentative'] as const

/** A condition in FEEL; what is wrong with it is said where the guide is written. */
const Feel = z.strictObject({ feel: words.max(1000) })
/** When a question or a whole page of a form is asked. */
const Asked = z.union([z.strictObject({ field: words, is: z.array(words).min(1) }), Feel])
export const Option = z.strictObject({ value: words, label: words })
const Field = z.strictObject({
  name: z.string().regex(/^[a-z][A-Za-z0-9]*$/),
  label: words,
  kind: z.enum(fieldKinds),
  hint: words.exactOptional(),
  optional: z.boolean().exactOptional(),
  options: z.array(Option).min(1).exactOptional(),
  min: z.number().exactOptional(),
  max: z.number().exactOptional(),
  prefill: z.enum([...personFacts, ...organisationFacts]).exactOptional(),
  askedBecause: words.max(500).exactOptional(),
  when: Asked.exactOptional(),
})
const Page = z.strictObject({ id: words, title: words, fields: z.array(Field).min(1), when: Asked.exactOptional() })
export const Form = z.strictObject({ pages: z.array(Page).min(1) })

export const TimeLimit = z.strictObject({
  days: z.number().int().nonnegative(),
  unit: z.enum(['workday', 'calendarDay']),
  explanation: words.exactOptional(),
})
const OwnSheet = z.strictObject({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  type: words.max(120),
  size: z.number().int().positive(),
  name: words.max(120),
})
export const Material = z.strictObject({
  id: words.exactOptional(),
  name: words,
  need: z.enum(['1', '2', '3']).default('1'),
  kind: z.enum(['1', '2', '3']).default('2'),
  format: z.enum(['1', '2', '3']).default('3'),
  copies: z.number().int().min(0).default(1),
  source: z.enum(['10', '20', '99']).default('10'),
  issuer: words.exactOptional(),
  shared: words.exactOptional(),
  askedBecause: words.max(500).exactOptional(),
  hint: words.exactOptional(),
  standard: words.exactOptional(),
  basis: words.exactOptional(),
  fromForm: z.boolean().exactOptional(),
  blankSheet: OwnSheet.exactOptional(),
  sampleSheet: OwnSheet.exactOptional(),
  when: z.union([z.strictObject({ situation: words, is: z.array(words).min(1) }), Feel]).exactOptional(),
})
const stepId = z.string().regex(/^[a-z][A-Za-z0-9-]{0,39}$/)
export const Step = z.strictObject({
  id: stepId.exactOptional(),
  name: words,
  after: z.array(stepId).exactOptional(),
  when: z.union([z.strictObject({ question: words, is: z.array(words).min(1) }), Feel]).exactOptional(),
  by: z.enum(['clerk', 'approver', 'decider', 'issuer']),
  days: z.number().nonnegative(),
  standard: words,
  result: words,
  twoPersons: z.boolean().exactOptional(),
})
