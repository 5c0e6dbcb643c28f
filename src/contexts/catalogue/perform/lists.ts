import { randomUUID } from 'node:crypto'
import type { LocalDate } from '../../../kernel/date.ts'
import { isRefusal, type Refusal } from '../../../kernel/refusal.ts'
import type { Db, Sql } from '../../../platform/db.ts'
import type { Staff } from '../../identity/index.ts'
import { mayWrite, publishRefusal, rederived, rowProblems } from '../rules/lists/course.ts'
import { deriveRows } from '../rules/lists/derive.ts'
import {
  closeListDraft,
  findListDraft,
  insertList,
  knownCodes,
  listGuidesOf,
  listRows,
  listVersionsOf,
  lockList,
  putListDraft,
} from '../store/lists.ts'
import { touchItems } from '../store/standing.ts'
import { lockPublishing, tellChange } from '../store/versions.ts'
import type { DraftRow, ListDraft, ListKind, ListRow, ListVersion } from '../terms/lists.ts'

/** A list of a place: whose 12-digit division, and which of the lists. */
export type ListOf = { readonly division: string; readonly kind: ListKind }

const everyRow = 100_000
const notYours: Refusal = {
  refused: 'not-your-list',
  title: '只有本级政务服务管理部门和全大厅的事项管理员可以编写清单，苏木乡镇的由所在旗区编写',
  article: '鄂尔多斯市政务服务条例第六条',
}
const stale = (revision: number): Refusal & { readonly revision: number } => ({
  refused: 'stale',
  title: '别人刚刚改过这份清单，请刷新后再改',
  revision,
})

/** The rows of the version in force; none before the first. */
export const rowsInForce = async (sql: Sql, { division, kind }: ListOf): Promise<readonly ListRow[]> => {
  const [current] = await listVersionsOf(sql, division, kind)
  if (!current) return []
  const rows = await listRows(sql, current, { limit: everyRow })
  return rows.map(({ place: _, items: __, ...row }) => row)
}

const asDraft = (rows: readonly ListRow[]): DraftRow[] => rows.map((row) => ({ ...row, id: randomUUID(), own: false }))

/** The next version as it stands: what was written so far, otherwise the rows in force; revision 0 when nobody has begun. */
export const openListDraft = async (sql: Sql, of: ListOf): Promise<ListDraft> =>
  (await findListDraft(sql, of.division, of.kind)) ?? {
    ...of,
    rows: asDraft(await rowsInForce(sql, of)),
    revision: 0,
    authors: [],
    savedBy: '',
  }

const derived = async (sql: Sql, { division, kind }: ListOf): Promise<readonly ListRow[]> => {
  const guides = await listGuidesOf(sql, division)
  const region = kind === 'cross-region' ? await listGuidesOf(sql, division.slice(0, 4)) : guides
  return deriveRows(kind, { division, guides, region })
}

/** What is written into a draft: rows put in place of those with their ids or added, rows taken away, or all made from the guides again. */
export type ListEdit = {
  readonly put?: readonly (ListRow & { readonly id?: string })[]
  readonly remove?: readonly string[]
  readonly derive?: boolean
}

const edited = (rows: readonly DraftRow[], { put = [], remove = [] }: ListEdit): DraftRow[] => {
  const changed = put.map((row) => ({ ...row, id: row.id ?? randomUUID(), own: true }))
  const byId = new Map(changed.map((row) => [row.id, row]))
  const kept = rows.filter(({ id }) => !remove.includes(id)).map((row) => byId.get(row.id) ?? row)
  return [...kept, ...changed.filter(({ id }) => !rows.some((row) => row.id === id))]
}

/** Saves a draft; refused when somebody else saved after `seen`. */
export const editList = (db: Db, of: ListOf, who: Staff, seen: number, edit: ListEdit): Promise<ListDraft | Refusal> =>
  db.transaction(async (sql) => {
    if (!mayWrite(who, of.division)) return notYours
    await lockList(sql, of.division, of.kind)
    const before = await openListDraft(sql, of)
    if (before.revision !== seen) return stale(before.revision)
    const rows = edit.derive ? rederived(before.rows, await derived(sql, of), () => randomUUID()) : edited(before.rows, edit)
    const authors = [...new Set([...before.authors, who.accountId])]
    const draft = { ...of, rows, authors, savedBy: who.name }
    return { ...draft, revision: await putListDraft(sql, draft) }
  })

/** Throws a draft away; refused when somebody else saved after `seen`. */
export const discardList = (db: Db, of: ListOf, who: Staff, seen: number): Promise<Refusal | undefined> =>
  db.transaction(async (sql) => {
    if (!mayWrite(who, of.division)) return notYours
    await lockList(sql, of.division, of.kind)
    const { revision } = await openListDraft(sql, of)
    if (revision !== seen) return stale(revision)
    await closeListDraft(sql, of.division, of.kind)
    return undefined
  })

type NewVersion = ListOf & {
  readonly rows: readonly ListRow[]
  readonly writtenBy: string
  readonly publishedBy: string
  readonly reason: string
  readonly on: LocalDate
}

/** Publishes a version in the caller's transaction and has the pages of its items, old and new, made again. */
export const publishList = async (sql: Sql, { division, kind, rows, on, ...who }: NewVersion): Promise<ListVersion> => {
  await lockPublishing(sql)
  const [last] = await listVersionsOf(sql, division, kind)
  const before = await rowsInForce(sql, { division, kind })
  const list = { division, kind, version: (last?.version ?? 0) + 1, publishedOn: on, ...who }
  await insertList(sql, { ...list, rows })
  await touchItems(sql, [...new Set([...before, ...rows].flatMap(({ codes }) => codes))])
  await tellChange(sql)
  return { ...list, size: rows.length }
}

const publishable = async (sql: Sql, draft: ListDraft, who: Staff, seen: number): Promise<Refusal | undefined> => {
  const refused = publishRefusal(who, draft)
  if (refused) return refused
  if (draft.revision !== seen) return stale(draft.revision)
  const fields = rowProblems(draft.kind, draft.rows, await knownCodes(sql, [...new Set(draft.rows.flatMap(({ codes }) => codes))]))
  if (fields.length === 0) return undefined
  return { refused: 'list-faulty', title: '清单还有要改的地方，没有发布', fields }
}

/** Publishes a draft as the next version: by somebody who did not write in it, and as it was seen. */
export const publishListDraft = (
  db: Db,
  of: ListOf,
  who: Staff,
  { seen, reason, on }: { readonly seen: number; readonly reason: string; readonly on: LocalDate },
): Promise<ListVersion | Refusal> =>
  db.transaction(async (sql) => {
    await lockList(sql, of.division, of.kind)
    const draft = await findListDraft(sql, of.division, of.kind)
    if (!draft) return { refused: 'no-draft', title: '没有等待发布的清单' }
    const refused = await publishable(sql, draft, who, seen)
    if (isRefusal(refused)) return refused
    await closeListDraft(sql, of.division, of.kind)
    return publishList(sql, { ...of, rows: draft.rows, writtenBy: draft.savedBy, publishedBy: who.name, reason, on })
  })
