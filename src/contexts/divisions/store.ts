import type { Sql } from '../../platform/db.ts'
import type { Division, DivisionLevel } from './terms.ts'

type Row = { code: string; name: string; level: DivisionLevel; parent: string | null }
const divisionOf = ({ parent, ...row }: Row): Division => ({ ...row, ...(parent === null ? {} : { parent }) })

/** Columns of many divisions, index by index. */
export type Columns = {
  readonly code: string[]
  readonly parent: (string | null)[]
  readonly name: string[]
  readonly level: number[]
  readonly lowest: number[]
}

/** Adds what is missing and renames what has changed; the number of rows written. */
export const upsertDivisions = async (sql: Sql, rows: Columns): Promise<number> => {
  const written = await sql`
    insert into divisions.division as d (code, parent, name, level, lowest_level)
    select * from unnest(${rows.code}::char(12)[], ${rows.parent}::char(12)[], ${rows.name}::text[], ${rows.level}::smallint[], ${rows.lowest}::smallint[])
    on conflict (code) do update
    set parent = excluded.parent, name = excluded.name, level = excluded.level, lowest_level = excluded.lowest_level
    where (d.parent, d.name, d.level, d.lowest_level) is distinct from (excluded.parent, excluded.name, excluded.level, excluded.lowest_level)
    returning 1`
  return written.length
}

/** The division itself, the ones above it and every one below it down to level 4 get a site. */
export const openSitesAround = (sql: Sql, code: string): Promise<unknown[]> => sql`
  with recursive above as (
    select * from divisions.division where code = ${code}
    union all
    select d.* from divisions.division d join above on d.code = above.parent
  ), below as (
    select * from divisions.division where code = ${code}
    union all
    select d.* from divisions.division d join below on d.parent = below.code where d.level <= 4
  )
  insert into divisions.site (division, code)
  select code, left(code, case when level <= 3 then 6 else 9 end) from (table above union table below) as around
  on conflict do nothing`

/** Divisions that have matters of their own get a site; those below level 4 have none. */
export const openSites = (sql: Sql, codes: readonly string[]): Promise<unknown[]> => sql`
  insert into divisions.site (division, code)
  select code, left(code, case when level <= 3 then 6 else 9 end)
  from divisions.division
  where code = any(${codes}) and level <= 4
  on conflict do nothing`

/** The division with this 12-digit code. */
export const findDivision = async (sql: Sql, code: string): Promise<Division | undefined> => {
  const [row] = await sql<Row>`select code, name, level, parent from divisions.division where code = ${code}`
  return row && divisionOf(row)
}

/** Those of the given 12-digit codes that exist. */
export const existingDivisions = async (sql: Sql, codes: readonly string[]): Promise<Set<string>> => {
  const rows = await sql<{ code: string }>`select code from divisions.division where code = any(${codes})`
  return new Set(rows.map((row) => row.code))
}

/** The divisions right below one, by code. An unknown code has none. */
export const listChildren = async (sql: Sql, code: string): Promise<Division[]> => {
  const rows = await sql<Row>`
    select code, name, level, parent
    from divisions.division
    where parent = ${code}
    order by code`
  return rows.map(divisionOf)
}

/** From level 1 down to the division itself; empty for an unknown code. */
export const pathOf = async (sql: Sql, code: string): Promise<Division[]> => {
  const rows = await sql<Row>`
    with recursive up as (
      select code, name, level, parent from divisions.division where code = ${code}
      union all
      select d.code, d.name, d.level, d.parent from divisions.division d join up on d.code = up.parent
    )
    select * from up order by level`
  return rows.map(divisionOf)
}

/** Every site with its path, in the order of the codes. */
export const listSitePaths = async (sql: Sql): Promise<Division[][]> => {
  const rows = await sql<{ path: Row[] }>`
    with recursive up as (
      select s.division as site, d.code, d.name, d.level, d.parent from divisions.site s join divisions.division d on d.code = s.division
      union all
      select up.site, d.code, d.name, d.level, d.parent from divisions.division d join up on d.code = up.parent
    )
    select json_agg(json_build_object('code', code, 'name', name, 'level', level, 'parent', parent) order by level) as path
    from up
    group by site
    order by site`
  return rows.map((row) => row.path.map(divisionOf))
}

/** Divisions by name, higher levels first, with the name of each one's parent. `name` holds no wildcard. */
export const searchDivisions = async (
  sql: Sql,
  name: string,
  limit: number,
): Promise<(Division & { within?: string; site?: string })[]> => {
  const rows = await sql<Row & { within: string | null; site: string | null }>`
    select d.code, d.name, d.level, d.parent, p.name as within, s.code as site
    from divisions.division d
    left join divisions.division p on p.code = d.parent
    left join divisions.site s on s.division = d.code
    where d.name like ${`%${name}%`}
    order by s.code is null, d.level, d.name <> ${name}, d.code
    limit ${limit}`
  return rows.map(({ within, site, ...row }) => ({
    ...divisionOf(row),
    ...(within === null ? {} : { within }),
    ...(site === null ? {} : { site }),
  }))
}
