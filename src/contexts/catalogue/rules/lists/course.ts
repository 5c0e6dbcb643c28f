import type { FieldError, Refusal } from '../../../../kernel/refusal.ts'
import type { DraftRow, ListDraft, ListKind, ListRow } from '../../terms/lists.ts'
import { compilerOf } from '../directory.ts'
import { listAbout } from './kinds.ts'

/** An officer as the rules of lists need him. */
type Officer = { readonly accountId: string; readonly roles: readonly string[]; readonly division: string; readonly departmentCode: string }

/** Whether somebody writes in the lists of a place: its item editors and 政务服务管理部门, for a town those of the 旗区. */
export const mayWrite = ({ roles, division, departmentCode }: Officer, place: string): boolean =>
  (roles.includes('editor') || roles.includes('catalogueAdmin')) && departmentCode === '' && division === compilerOf(place)

/** Whether somebody publishes: the 政务服务管理部门, and never who wrote in this version. */
export const publishRefusal = (officer: Officer, draft: Pick<ListDraft, 'division' | 'authors'>): Refusal | undefined => {
  if (!officer.roles.includes('catalogueAdmin') || !mayWrite(officer, draft.division))
    return { refused: 'not-your-list', title: '清单由本级政务服务管理部门发布', article: '鄂尔多斯市政务服务条例第六条' }
  if (draft.authors.includes(officer.accountId))
    return { refused: 'own-draft', title: '您编写过这一版，请由另一位同事核对后发布', article: '清单由两人编写和发布' }
  return undefined
}

/** What keeps rows from being published, row by row; `known` are the codes of items that exist. */
export const rowProblems = (kind: ListKind, rows: readonly DraftRow[], known: ReadonlySet<string>): FieldError[] => {
  const { name: head, needsBasis } = listAbout[kind]
  return rows.flatMap(({ id, name, department, basis, codes }) => {
    const label = name || '没有名称的一行'
    const missing = codes.filter((code) => !known.has(code))
    return [
      ...(name.trim() ? [] : [`请填写${head}`]),
      ...(department.trim() ? [] : [`“${label}”没有写部门`]),
      ...(needsBasis && !basis.trim() ? [`“${label}”没有写依据，没有依据的不能列入`] : []),
      ...missing.map((code) => `“${label}”对应的事项 ${code} 不存在`),
    ].map((message) => ({ field: id, message }))
  })
}

/** Rows made from the guides again, beside those written by hand; a hand-written row stands in place of the derived one of its name. */
export const rederived = (
  rows: readonly DraftRow[],
  derived: readonly ListRow[],
  idOf: (row: ListRow, i: number) => string,
): DraftRow[] => {
  const own = rows.filter((row) => row.own)
  const keyOf = ({ name, department }: ListRow): string => `${name}|${department}`
  const taken = new Set(own.map(keyOf))
  const fresh = derived.filter((row) => !taken.has(keyOf(row)))
  return [...own, ...fresh.map((row, i) => ({ ...row, id: idOf(row, i), own: false }))]
}

const textOf = ({ name, department, basis, facts, codes }: ListRow): string =>
  JSON.stringify([name, department, basis, Object.entries(facts).toSorted(([a], [b]) => (a < b ? -1 : 1)), codes])

/** How many rows a new version adds and takes away; a changed row counts on both sides. */
export const listDifference = (
  before: readonly ListRow[],
  after: readonly ListRow[],
): { readonly added: number; readonly removed: number } => {
  const [old, now] = [new Set(before.map(textOf)), new Set(after.map(textOf))]
  return { added: after.filter((row) => !old.has(textOf(row))).length, removed: before.filter((row) => !now.has(textOf(row))).length }
}
