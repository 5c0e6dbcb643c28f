import type { Sql } from '../../../platform/db.ts'

/** A worklist with filters under a name of an officer's own. `query` is that of the list's address, without the leading “?”. */
export type SavedFilter = { readonly id: string; readonly name: string; readonly list: string; readonly query: string }

export const listFilters = (sql: Sql, owner: string) => sql<SavedFilter>`
  select id, name, list, query
  from casework.saved_filter
  where owner = ${owner}
  order by created_at, id`

/** Keeps a filter; one of the same name is replaced and keeps its id. */
export const keepFilter = async (sql: Sql, owner: string, filter: SavedFilter): Promise<SavedFilter> => {
  const [row] = await sql<SavedFilter>`
    insert into casework.saved_filter (id, owner, name, list, query)
    values (${filter.id}, ${owner}, ${filter.name}, ${filter.list}, ${filter.query})
    on conflict (owner, name) do update
    set list = excluded.list, query = excluded.query
    returning id, name, list, query`
  return row as SavedFilter
}

export const countFilters = async (sql: Sql, owner: string): Promise<number> => {
  const [row] = await sql<{ n: number }>`select count(*)::int as n from casework.saved_filter where owner = ${owner}`
  return row?.n ?? 0
}

/** False when this officer has no such filter. */
export const dropFilter = async (sql: Sql, owner: string, id: string): Promise<boolean> =>
  (await sql`delete from casework.saved_filter where owner = ${owner} and id = ${id} returning id`).length > 0
