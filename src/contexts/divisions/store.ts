import type { Sql } from '../../platform/db.ts'
import type { Division, DivisionLevel } from './terms.ts'

/** Inserts divisions in batches; those that stand already are left as they are. Returns how many are new. */
export const insertDivisions = async (sql: Sql, divisions: readonly Division[]): Promise<number> => {
  let inserted = 0
  for (let at = 0; at < divisions.length; at += 10_000) {
    const batch = divisions.slice(at, at + 10_000)
    const [row] = await sql<{ count: number }>`
      with new_row as (
        insert into divisions.division (code, level, name, parent)
        select * from unnest(${batch.map((d) => d.code)}::char(12)[], ${batch.map((d) => d.level)}::smallint[],
                             ${batch.map((d) => d.name)}::text[], ${batch.map((d) => d.parent)}::char(12)[])
        on conflict do nothing
        returning 1)
      select count(*) as count from new_row`
    inserted += row?.count ?? 0
  }
  return inserted
}

/** The division of a code; of the twins of a city without counties, the city. */
export const findDivision = async (sql: Sql, code: string): Promise<Division | undefined> => {
  const [row] = await sql<Division>`select code, level, name, parent from divisions.division where code = ${code} order by level limit 1`
  return row
}

/** The divisions right below a code, in the order of their codes. */
export const listChildren = (sql: Sql, code: string): Promise<Division[]> =>
  sql<Division>`select code, level, name, parent from divisions.division where parent = ${code} and code <> ${code} order by code, level`

/** From the top down to the division itself. */
export const pathOf = async (sql: Sql, code: string): Promise<Division[]> =>
  sql<Division>`
    with recursive up as (
      select code, level, name, parent, 0 as depth from (
        select * from divisions.division where code = ${code} order by level limit 1) as self
      union all
      select d.code, d.level, d.name, d.parent, up.depth + 1
      from up join divisions.division d on d.code = up.parent and d.level < up.level
    )
    select distinct on (level) code, level, name, parent from up order by level`

/** The region of a city with its cities, and the whole tree below the city down to townships: what sites are made of. */
export const listForSites = async (sql: Sql, city: string): Promise<Division[]> =>
  sql<Division>`
    with recursive own as (
      select code, level, name, parent from divisions.division where code = ${city} and level = 2
      union all
      select d.code, d.level, d.name, d.parent from own join divisions.division d on d.parent = own.code and d.level = own.level + 1 and d.level <= 4
    )
    select code, level, name, parent from own
    union
    select d.code, d.level, d.name, d.parent
    from divisions.division d
    where d.code = (select parent from divisions.division where code = ${city} and level = 2) and d.level = 1
    order by level, code`

export const countByLevel = async (sql: Sql): Promise<ReadonlyMap<DivisionLevel, number>> =>
  new Map(
    (await sql<{ level: DivisionLevel; count: number }>`select level, count(*) as count from divisions.division group by level`).map(
      (row) => [row.level, row.count],
    ),
  )
