import type { Guide } from '../terms.ts'

/** Where a member stands in a guide: `['materials', 2, 'name']`; as text `materials.2.name`, the way findings name it. */
export type Path = readonly (string | number)[]
export const pathText = (path: Path): string => path.join('.')
export const readPath = (text: string): Path => text.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part))

/** The member at a path; undefined where there is none. */
export const memberAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((at, key) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[key] : undefined), value)

const setIn = (value: unknown, [key, ...rest]: Path, to: unknown): unknown => {
  if (key === undefined) return to
  const inner = setIn(memberAt(value, [key]), rest, to)
  if (Array.isArray(value)) return value.with(Number(key), inner)
  const { [key]: _gone, ...others } = (value ?? {}) as Record<string, unknown>
  return inner === undefined ? others : { ...(value as object), [key]: inner }
}

/** The guide with another value at a path; undefined takes the member away. */
export const setAt = (guide: Guide, path: Path, to: unknown): Guide => setIn(guide, path, to) as Guide

type Row = Readonly<Record<string, unknown>>
const rowsAt = (guide: Guide, path: Path): readonly Row[] => (memberAt(guide, path) as readonly Row[] | undefined) ?? []

const idKeys = ['id', 'name'] as const
const freshId = (rows: readonly Row[], prefix: string, key: string): string => {
  for (let n = rows.length + 1; ; n += 1) if (!rows.some((row) => row[key] === `${prefix}${n}`)) return `${prefix}${n}`
}

/** All rows of a kind that may stand in several lists: names of fields are unique over the pages of a form. */
const kin = (guide: Guide, path: Path): readonly Row[] =>
  path[0] === 'form' && path.at(-1) === 'fields' ? (guide.form?.pages.flatMap(({ fields }) => fields) ?? []) : rowsAt(guide, path)

/** A new row behind `row` (-1: at the top); `prefix` begins the id it is given where rows have one. */
export const addRow = (guide: Guide, path: Path, row: number, begin: object, prefix?: string): Guide => {
  const key = idKeys.find((one) => one in begin)
  const id = prefix && key ? { [key]: freshId(kin(guide, path), prefix, key) } : {}
  return setAt(guide, path, rowsAt(guide, path).toSpliced(row + 1, 0, { ...begin, ...id }))
}

/** Without a row. A form whose last page goes is no form any more. */
export const removeRowAt = (guide: Guide, path: Path, row: number): Guide => {
  const rows = rowsAt(guide, path).toSpliced(row, 1)
  return path[0] === 'form' && path.length === 2 && rows.length === 0 ? setAt(guide, ['form'], undefined) : setAt(guide, path, rows)
}

/** A row one place up (-1) or down (1). */
export const moveRowAt = (guide: Guide, path: Path, row: number, by: -1 | 1): Guide => {
  const rows = rowsAt(guide, path)
  const [one, other] = [rows[row], rows[row + by]]
  return one && other ? setAt(guide, path, rows.with(row, other).with(row + by, one)) : guide
}

type Option = { readonly value: string; readonly label: string }

/** Options from lines of labels: a label that was there keeps its value, a changed one in the same place too. */
export const optionsFrom = (before: readonly Option[], lines: readonly string[]): Option[] => {
  const kept = lines.map((label, i) => before.find((o) => o.label === label) ?? (before.length === lines.length ? before[i] : undefined))
  const taken = new Set(kept.flatMap((o) => (o ? [o.value] : [])))
  let n = 0
  const fresh = (): string => {
    do n += 1
    while (taken.has(`o${n}`) || before.some(({ value }) => value === `o${n}`))
    return `o${n}`
  }
  return lines.map((label, i) => ({ value: kept[i]?.value ?? fresh(), label }))
}

/** 12.5 元 typed as yuan, in fen; undefined for nothing or nonsense. */
export const fenFrom = (yuan: number | null): number | undefined => (yuan === null || yuan < 0 ? undefined : Math.round(yuan * 100))
