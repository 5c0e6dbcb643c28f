import { fragment, nothing, type Sql } from '../../../platform/db.ts'
import type { ListDraft, ListKind, ListPlace, ListRow, ListVersion, PublishedRow } from '../terms/lists.ts'
import type { Guide } from '../terms.ts'

const version = fragment`division, kind, version, published_on as "publishedOn", published_by as "publishedBy", written_by as "writtenBy", reason, size`

/** The versions of the lists of a place that are in force. */
export const listCurrent = (sql: Sql, division: string): Promise<ListVersion[]> => sql<ListVersion>`
  select distinct on (kind) ${version}
  from catalogue.list_version
  where division = ${division}
  order by kind, version desc`

/** All versions of one list, newest first. */
export const listVersionsOf = (sql: Sql, division: string, kind: ListKind): Promise<ListVersion[]> => sql<ListVersion>`
  select ${version}
  from catalogue.list_version
  where division = ${division} and kind = ${kind}
  order by version desc`

export type RowQuery = {
  readonly q?: string | undefined
  readonly after?: number | undefined
  readonly limit: number
  readonly skip?: number
}
export type Which = Pick<ListVersion, 'division' | 'kind' | 'version'>

const meant = (which: Which, q: string | undefined) => fragment`
  row.division = ${which.division} and row.kind = ${which.kind} and row.version = ${which.version} ${
    q
      ? fragment`and position(lower(${q}) in lower(concat_ws(' ', row.name, row.department, row.basis, row.facts::text, row.codes::text))) > 0`
      : nothing
  }`

/** Rows of a version in their order, with the items they lead to. */
export const listRows = (sql: Sql, which: Which, { q, after, limit, skip = 0 }: RowQuery): Promise<PublishedRow[]> => sql<PublishedRow>`
  select row.place, row.name, row.department, row.basis, row.facts, row.codes, row.sample,
    coalesce((
      select jsonb_agg(jsonb_build_object('code', item.code, 'name', item.name, 'division', item.division, 'department', item.department, 'state', item.state)
        order by array_position(row.codes, item.code))
      from catalogue.item
      where item.code = any(row.codes)
    ), '[]') as items
  from catalogue.list_row as row
  where ${meant(which, q)} and row.place > ${after ?? 0}
  order by row.place
  limit ${limit}
  offset ${skip}`

export const countRows = async (sql: Sql, which: Which, q: string | undefined): Promise<number> => {
  const [row] = await sql<{ count: number }>`
    select count(*) as count
    from catalogue.list_row as row
    where ${meant(which, q)}`
  return row?.count ?? 0
}

/** The rows of the lists in force of an item's own place on which it stands (R-064). */
export const listPlacesOf = (sql: Sql, code: string, division: string): Promise<ListPlace[]> => sql<ListPlace>`
  select row.kind, min(row.name) as name, row.version, list.published_on as "publishedOn"
  from catalogue.list_row as row
  join catalogue.list_version as list using (division, kind, version)
  where row.codes @> array[${code}]::text[] and row.division = ${division}
    and not exists (
      select from catalogue.list_version as later
      where later.division = row.division and later.kind = row.kind and later.version > row.version)
  group by row.kind, row.version, list.published_on
  order by row.kind`

export type NewList = Omit<ListVersion, 'size'> & { readonly rows: readonly ListRow[] }

/** Writes a version with its rows; it never changes again. */
export const insertList = async (sql: Sql, list: NewList): Promise<void> => {
  await sql`
    insert into catalogue.list_version (division, kind, version, published_on, published_by, written_by, reason, size)
    values (${list.division}, ${list.kind}, ${list.version}, ${list.publishedOn}, ${list.publishedBy}, ${list.writtenBy}, ${list.reason},
      ${list.rows.length})`
  const rows = list.rows.map(({ name, department, basis, facts, codes, sample }, i) => ({
    place: i + 1,
    name,
    department,
    basis,
    facts,
    codes,
    sample,
  }))
  await sql`
    insert into catalogue.list_row (division, kind, version, place, name, department, basis, facts, codes, sample)
    select ${list.division}, ${list.kind}, ${list.version}, place, name, department, basis, facts, codes, sample
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row
      (place integer, name text, department text, basis text, facts jsonb, codes text[], sample boolean)`
}

export const findListDraft = async (sql: Sql, division: string, kind: ListKind): Promise<ListDraft | undefined> => {
  const [row] = await sql<ListDraft>`
    select division, kind, rows, revision, authors, saved_by as "savedBy"
    from catalogue.list_draft
    where division = ${division} and kind = ${kind} and open`
  return row
}

/** Writes the draft and gives its revision, which goes on from those of the drafts before it: no two texts of a list have the same. */
export const putListDraft = async (sql: Sql, draft: Omit<ListDraft, 'revision'>): Promise<number> => {
  const [row] = await sql<{ revision: number }>`
    insert into catalogue.list_draft as draft (division, kind, rows, revision, authors, saved_by)
    values (${draft.division}, ${draft.kind}, ${JSON.stringify(draft.rows)}::jsonb, 1, ${draft.authors}, ${draft.savedBy})
    on conflict (division, kind) do update
    set (rows, revision, authors, saved_by, saved_at, open)
      = (excluded.rows, draft.revision + 1, excluded.authors, excluded.saved_by, now(), true)
    returning revision`
  return row?.revision ?? 1
}

/** The draft is no more; its revision stays. */
export const closeListDraft = (sql: Sql, division: string, kind: ListKind) => sql`
  update catalogue.list_draft
  set (rows, open) = ('[]', false)
  where division = ${division} and kind = ${kind}`

/** The kinds of which a next version is being compiled. */
export const listDrafted = (sql: Sql, division: string): Promise<{ kind: ListKind; savedBy: string }[]> => sql<{
  kind: ListKind
  savedBy: string
}>`
  select kind, saved_by as "savedBy"
  from catalogue.list_draft
  where division = ${division} and open
  order by kind`

/** Guides in force whose items are handled: of one division, or of a whole city by the beginning of its codes. */
export const listGuidesOf = async (sql: Sql, prefix: string): Promise<Guide[]> => {
  const rows = await sql<{ body: Guide }>`
    select guide_version.body
    from catalogue.item
    join catalogue.guide_version using (code, version)
    where item.state = 'published' and starts_with(item.division, ${prefix})
    order by item.type, item.base_code, item.division, item.code`
  return rows.map(({ body }) => body)
}

/** Which of these codes are items. */
export const knownCodes = async (sql: Sql, codes: readonly string[]): Promise<Set<string>> => {
  const rows = await sql<{ code: string }>`
    select code
    from catalogue.item
    where code = any(${codes})`
  return new Set(rows.map(({ code }) => code))
}

/** One compiler of a list at a time. Held until the transaction ends. */
export const lockList = (sql: Sql, division: string, kind: ListKind) => sql`
  select pg_advisory_xact_lock(hashtext('catalogue.list'), hashtext(${`${division}:${kind}`}))`
