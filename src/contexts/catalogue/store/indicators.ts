import type { LocalDate } from '../../../kernel/date.ts'
import type { Sql } from '../../../platform/db.ts'
import type { BaseItem } from '../terms/directory.ts'
import type { IndicatorDay, IndicatorRow } from '../terms/indicators.ts'
import type { Guide, ItemState } from '../terms.ts'

/** Every item of a division that is not cancelled, with its guide in force. */
export const listCounted = (sql: Sql, division: string): Promise<{ guide: Guide; state: ItemState }[]> => sql<{
  guide: Guide
  state: ItemState
}>`
  select guide_version.body as guide, item.state
  from catalogue.item
  join catalogue.guide_version using (code, version)
  where item.division = ${division} and item.state <> 'cancelled'
  order by item.code`

/** The base items that the items of a division carry out. */
export const listBaseOf = (sql: Sql, division: string): Promise<BaseItem[]> => sql<BaseItem>`
  select code, name, type, basis, levels, sample, source, published_on as "publishedOn"
  from catalogue.base_item
  where code in (select base_code from catalogue.item where division = ${division})`

/** The codes on the 权力清单 or the 责任清单 in force of a division. */
export const listLinked = async (sql: Sql, division: string): Promise<Set<string>> => {
  const rows = await sql<{ code: string }>`
    select distinct unnest(row.codes) as code
    from catalogue.list_row as row
    where row.division = ${division} and (row.kind, row.version) in (
      select kind, max(version)
      from catalogue.list_version
      where division = ${division} and kind in ('powers', 'duties')
      group by kind)`
  return new Set(rows.map(({ code }) => code))
}

/** The divisions that have items. */
export const listDivisionsWithItems = async (sql: Sql): Promise<string[]> => {
  const rows = await sql<{ division: string }>`
    select distinct division
    from catalogue.item
    order by division`
  return rows.map(({ division }) => division)
}

/** Writes how the indicators of a division stand on a day; a second time that day in place of the first. */
export const putSnapshot = async (sql: Sql, division: string, on: LocalDate, rows: readonly IndicatorRow[]): Promise<void> => {
  await sql`
    delete from catalogue.indicator_snapshot
    where on_date = ${on} and division = ${division}`
  await sql`
    insert into catalogue.indicator_snapshot (on_date, division, department_code, department, number, numerator, denominator)
    select ${on}, ${division}, "departmentCode", department, number, numerator, denominator
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row
      ("departmentCode" text, department text, number integer, numerator numeric, denominator numeric)`
}

/** How an indicator of a department, or with an empty code of the whole place, stood day by day since a day. */
export const listTrend = (
  sql: Sql,
  of: { readonly division: string; readonly departmentCode: string; readonly number: number; readonly since: LocalDate },
): Promise<IndicatorDay[]> => sql<IndicatorDay>`
  select on_date as "on", number, numerator::float8 as numerator, denominator::float8 as denominator
  from catalogue.indicator_snapshot
  where division = ${of.division} and number = ${of.number} and department_code = ${of.departmentCode} and on_date >= ${of.since}
  order by on_date`
