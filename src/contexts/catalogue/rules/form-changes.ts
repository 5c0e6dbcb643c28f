import { canonical, type Json } from '../../../kernel/canonical.ts'
import { type Field, type Form, fieldsOf } from '../../../kernel/form.ts'
import type { Guide } from '../terms.ts'
import type { Change, ChangeKind } from './change-kinds.ts'

type Asking = Pick<Guide, 'form'>

const isSame = (a: unknown, b: unknown): boolean => canonical((a ?? null) as Json) === canonical((b ?? null) as Json)

const listed = (labels: readonly string[]): string => labels.map((label) => `“${label}”`).join('、')

/** 增加选项“甲”;取消选项“乙”; nothing when the choices stayed. */
const optionWords = (older: Field, newer: Field): string[] => {
  const [was, now] = [older.options ?? [], newer.options ?? []]
  const added = now.filter((o) => !was.some(({ value }) => value === o.value)).map(({ label }) => label)
  const gone = was.filter((o) => !now.some(({ value }) => value === o.value)).map(({ label }) => label)
  const renamed = now.flatMap((o) => {
    const before = was.find(({ value }) => value === o.value)
    return before && before.label !== o.label ? [`选项“${before.label}”改为“${o.label}”`] : []
  })
  return [...(added.length > 0 ? [`增加选项${listed(added)}`] : []), ...(gone.length > 0 ? [`取消选项${listed(gone)}`] : []), ...renamed]
}

const rangeWords = ({ min, max }: Field): string =>
  [min === undefined ? '' : `最小 ${min}`, max === undefined ? '' : `最大 ${max}`].filter(Boolean).join(',') || '不限'

const requirement = (older: Field, newer: Field): [ChangeKind, string][] => {
  if (Boolean(older.optional) === Boolean(newer.optional)) return []
  return [newer.optional ? ['fieldOptional', `“${newer.label}”改为选填`] : ['fieldRequired', `“${newer.label}”改为必填`]]
}

/** What changed of a question that stayed. */
const fieldChange = (older: Field, newer: Field): [ChangeKind, string][] => {
  const { label } = newer
  const words = [
    ...(older.label === label ? [] : [`“${older.label}”改为“${label}”`]),
    ...(older.kind === newer.kind ? [] : [`“${label}”的填写方式改了`]),
    ...optionWords(older, newer).map((text) => `“${label}”${text}`),
    ...(older.min === newer.min && older.max === newer.max ? [] : [`“${label}”的范围改为${rangeWords(newer)}`]),
    ...(isSame(older.when, newer.when) ? [] : [`“${label}”要填写的情形改了`]),
  ]
  return [...requirement(older, newer), ...words.map((says) => ['fieldChanged', says] as [ChangeKind, string])]
}

const pagesOf = (form: Form) => form.pages.flatMap(({ id, fields }) => fields.map((field) => ({ page: id, field })))

/** Pages that are shown in other cases than before. */
const pageChanges = (older: Form, newer: Form): Change[] =>
  newer.pages.flatMap(({ id, title, when, fields: [first] }): Change[] => {
    const was = older.pages.find((page) => page.id === id)
    if (!was || !first || isSame(was.when, when)) return []
    return [{ kind: 'fieldChanged', says: `“${title}”这一页要填写的情形改了`, touches: { part: 'page', id, field: first.name } }]
  })

const formDifferences = (older: Form, newer: Form): Change[] => {
  const was = new Map(pagesOf(older).map((one) => [one.field.name, one]))
  const kept = pagesOf(newer).flatMap(({ page, field }): Change[] => {
    const touches = { part: 'page', id: page, field: field.name } as const
    const before = was.get(field.name)
    if (before) return fieldChange(before.field, field).map(([kind, says]) => ({ kind, says, touches }))
    return [{ kind: 'fieldAdded', says: `增加填写“${field.label}”${field.optional ? '(选填)' : ''}`, touches }]
  })
  const now = new Set(fieldsOf(newer).map(({ name }) => name))
  const gone = [...was.values()]
    .filter(({ field }) => !now.has(field.name))
    .map(({ page, field }): Change => {
      return { kind: 'fieldRemoved', says: `不再填写“${field.label}”`, touches: { part: 'page', id: page, field: field.name } }
    })
  return [...pageChanges(older, newer), ...kept, ...gone]
}

/** The differences of the online form; a question is known by its `name`, whatever page it stands on. */
export const formChanges = ({ form: older }: Asking, { form: newer }: Asking): Change[] => {
  if (!older && !newer) return []
  if (!older) return [{ kind: 'formOpened', says: '可以在网上申请了' }]
  if (!newer) return [{ kind: 'formClosed', says: '不能在网上申请了，请到窗口办理' }]
  const changes = formDifferences(older, newer)
  return changes.length > 0 || isSame(older, newer) ? changes : [{ kind: 'wording', says: '在线表单的说明或者次序更新' }]
}

/** Names of fields that were required and are gone or may be left empty. */
export const fieldsWaived = ({ form: older }: Asking, { form: newer }: Asking): string[] => {
  if (!older || !newer) return []
  const now = new Map(fieldsOf(newer).map((field) => [field.name, field]))
  return fieldsOf(older).flatMap(({ name, optional }) => {
    const field = now.get(name)
    return !optional && (!field || field.optional) ? [name] : []
  })
}
