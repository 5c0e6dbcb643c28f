import type { Json } from '../../../kernel/canonical.ts'
import { type Feel, feelOf, isFeel } from '../../../kernel/condition.ts'
import { type Field, type FieldKind, type Form, type FormPage, fieldsOn } from '../../../kernel/form.ts'

/** JSON Schema 2020-12 of the answers to a form; what JSON Schema has no word for stands in members that begin with `x-`. */
export type Schema = { readonly [key: string]: Json | undefined }

const dialect = 'https://json-schema.org/draft/2020-12/schema'
const plainTypes: Record<FieldKind, Schema> = {
  text: { type: 'string' },
  textarea: { type: 'string', 'x-kind': 'textarea' },
  number: { type: 'number' },
  yuan: { type: 'string', pattern: '^\\d+(\\.\\d{1,2})?$', 'x-kind': 'yuan' },
  date: { type: 'string', format: 'date' },
  radios: { type: 'string' },
  select: { type: 'string', 'x-kind': 'select' },
  checkboxes: { type: 'array', uniqueItems: true },
  idNumber: { type: 'string', pattern: '^\\d{17}[\\dX]$', 'x-kind': 'idNumber' },
  uscc: { type: 'string', pattern: '^[0-9A-HJ-NPQRTUWXY]{18}$', 'x-kind': 'uscc' },
  phone: { type: 'string', pattern: '^1\\d{10}$', 'x-kind': 'phone' },
  email: { type: 'string', format: 'email' },
  address: { type: 'string', 'x-kind': 'address' },
}

const boundsOf = ({ kind, min, max }: Field): Schema => {
  if (kind === 'number') return { minimum: min, maximum: max }
  return plainTypes[kind].type === 'string' ? { minLength: min, maxLength: max } : {}
}
const choicesOf = ({ kind, options }: Field): Schema => {
  if (!options) return {}
  const oneOf = options.map(({ value, label }) => ({ const: value, title: label }))
  return kind === 'checkboxes' ? { items: { type: 'string', oneOf } } : { oneOf }
}
const whenText = (when: Field['when']): string | undefined => when && (isFeel(when) ? when.feel : feelOf(when.field, when.is))

const propertyOf = (field: Field): Schema => ({
  title: field.label,
  description: field.hint,
  ...plainTypes[field.kind],
  ...boundsOf(field),
  ...choicesOf(field),
  'x-prefill': field.prefill,
  'x-asked-because': field.askedBecause,
  'x-when': whenText(field.when),
})
const said = (schema: Schema): Schema => Object.fromEntries(Object.entries(schema).filter(([, value]) => value !== undefined))

/** The form as a JSON Schema of its answers; a question that is asked only under a condition (`x-when`, FEEL) is not required. */
export const schemaOfForm = (title: string, { pages }: Form): Schema => {
  const fields = pages.flatMap((page) => page.fields)
  return {
    $schema: dialect,
    title,
    type: 'object',
    properties: Object.fromEntries(fields.map((field) => [field.name, said(propertyOf(field))])),
    required: pages
      .flatMap(fieldsOn)
      .filter(({ optional, when, pageWhen }) => !optional && !when && !pageWhen)
      .map(({ name }) => name),
    'x-optional': fields.filter(({ optional }) => optional).map(({ name }) => name),
    'x-pages': pages.map(({ id, title: of, fields: ofPage, when }) =>
      said({ id, title: of, fields: ofPage.map(({ name }) => name), 'x-when': whenText(when) }),
    ),
    additionalProperties: false,
  }
}

/** What of a schema cannot be a form: where in it, and why. */
export type SchemaProblem = { readonly at: string; readonly message: string }
type Made<T> = { readonly made?: T; readonly problems: readonly SchemaProblem[] }
type Loose = Readonly<Record<string, unknown>>

const isLoose = (value: unknown): value is Loose => typeof value === 'object' && value !== null && !Array.isArray(value)
const text = (value: unknown): string | undefined => (typeof value === 'string' && value.trim() !== '' ? value : undefined)
const number = (value: unknown): number | undefined => (typeof value === 'number' && Number.isFinite(value) ? value : undefined)

const optionsOf = (property: Loose): Field['options'] => {
  const source = property.type === 'array' && isLoose(property.items) ? property.items : property
  const listed = Array.isArray(source.oneOf) ? source.oneOf : Array.isArray(source.enum) ? source.enum.map((one) => ({ const: one })) : []
  const options = listed.flatMap((one) => (isLoose(one) && one.const !== undefined ? [{ value: String(one.const), label: text(one.title) ?? String(one.const) }] : [])) // biome-ignore format: a row
  return options.length > 0 ? options : undefined
}

const byFormat: Readonly<Record<string, FieldKind>> = { date: 'date', email: 'email' }
const kindOf = (property: Loose, hasOptions: boolean): FieldKind | undefined => {
  const named = property['x-kind']
  if (typeof named === 'string' && Object.hasOwn(plainTypes, named)) return named as FieldKind
  if (property.type === 'array') return hasOptions ? 'checkboxes' : undefined
  if (hasOptions) return 'radios'
  if (property.type === 'number' || property.type === 'integer') return 'number'
  return property.type === 'string' ? (byFormat[String(property.format)] ?? 'text') : undefined
}

const optionalMembers = (property: Loose): Partial<Field> => {
  const feel = text(property['x-when'])
  const members = {
    hint: text(property.description),
    min: number(property.minimum) ?? number(property.minLength),
    max: number(property.maximum) ?? number(property.maxLength),
    prefill: text(property['x-prefill']) as Field['prefill'],
    askedBecause: text(property['x-asked-because']),
    when: feel === undefined ? undefined : ({ feel } satisfies Feel),
  }
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Partial<Field>
}

const fieldOf = (name: string, property: unknown, isOptional: boolean): Made<Field> => {
  const at = `properties.${name}`
  if (!isLoose(property)) return { problems: [{ at, message: '应为一个对象' }] }
  if (!/^[a-z][A-Za-z0-9]*$/.test(name)) return { problems: [{ at, message: '名称只能用字母和数字，以小写字母开头' }] }
  const options = optionsOf(property)
  const kind = kindOf(property, options !== undefined)
  if (!kind) return { problems: [{ at, message: `不支持这种类型：${JSON.stringify(property.type ?? null)}` }] }
  const base = {
    name,
    label: text(property.title) ?? name,
    kind,
    ...(options ? { options } : {}),
    ...(isOptional ? { optional: true } : {}),
  }
  return { made: { ...base, ...optionalMembers(property) }, problems: [] }
}

/** The pages a schema names, and one more for questions that stand on none; without names every question is on one page. */
const pagesFrom = (schema: Loose, fields: readonly Field[]): FormPage[] => {
  const given = (Array.isArray(schema['x-pages']) ? schema['x-pages'] : []).filter(isLoose)
  const pages = given.map((page, i) => {
    const names: readonly unknown[] = Array.isArray(page.fields) ? page.fields : []
    const feel = text(page['x-when'])
    const head = { id: text(page.id) ?? `p${i + 1}`, title: text(page.title) ?? `第 ${i + 1} 页`, ...(feel ? { when: { feel } } : {}) }
    return { ...head, fields: names.flatMap((name) => fields.filter((one) => one.name === name)) }
  })
  const placed = new Set(pages.flatMap((page) => page.fields.map(({ name }) => name)))
  const rest = fields.filter(({ name }) => !placed.has(name))
  const last = rest.length > 0 ? [{ id: `p${pages.length + 1}`, title: text(schema.title) ?? '填写', fields: rest }] : []
  return [...pages.filter((page) => page.fields.length > 0), ...last]
}

/** A form of a JSON Schema, ours or of another tool; what it says that a form cannot is told by its place, and then nothing is made. */
export const formOfSchema = (schema: unknown): Made<Form> => {
  if (!isLoose(schema) || schema.type !== 'object' || !isLoose(schema.properties))
    return { problems: [{ at: '', message: '应为 type 是 object、带 properties 的 JSON Schema' }] }
  const required = new Set(Array.isArray(schema.required) ? schema.required : [])
  const listed = schema['x-optional']
  const isOptional = (name: string): boolean => (Array.isArray(listed) ? listed.includes(name) : !required.has(name))
  const read = Object.entries(schema.properties).map(([name, property]) => fieldOf(name, property, isOptional(name)))
  const problems = read.flatMap((one) => one.problems)
  if (problems.length > 0) return { problems }
  const fields = read.flatMap(({ made }) => (made ? [made] : []))
  return fields.length > 0
    ? { made: { pages: pagesFrom(schema, fields) }, problems: [] }
    : { problems: [{ at: 'properties', message: '还没有问题' }] }
}
