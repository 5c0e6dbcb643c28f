import type { Sql } from '../../../platform/db.ts'
import type { ConvenienceEntry, ConvenienceTheme } from '../terms/convenience.ts'

/** Puts these entries in place of all that were there. */
export const replaceConvenience = async (sql: Sql, entries: readonly ConvenienceEntry[]): Promise<void> => {
  await sql`delete from catalogue.convenience_entry`
  await sql`
    insert into catalogue.convenience_entry (position, theme_no, theme, category, name, division, details)
    select position, "themeNo", theme, category, name, division, details
    from jsonb_to_recordset(${JSON.stringify(entries.map((entry, position) => ({ ...entry, position })))}::jsonb) as row
      (position integer, "themeNo" text, theme text, category text, name text, division text, details jsonb)`
}

export const hasConvenience = async (sql: Sql): Promise<boolean> => {
  const [row] = await sql<{ has: boolean }>`select exists (select from catalogue.convenience_entry) as has`
  return row?.has ?? false
}

/** Names the file that is in place: all entries are written in one transaction, whose number the first of them bears; '' where there are none. */
export const convenienceEdition = async (sql: Sql): Promise<string> => {
  const [row] = await sql<{ edition: string }>`
    select xmin::text as edition
    from catalogue.convenience_entry
    order by position
    limit 1`
  return row?.edition ?? ''
}

/** The themes with what they hold for a place; `path` are the codes from the autonomous region down to the place. */
export const listConvenienceThemes = (sql: Sql, path: readonly string[]): Promise<ConvenienceTheme[]> => sql<ConvenienceTheme>`
  select theme_no as no, theme as name, count(distinct category)::integer as categories, count(*)::integer as entries
  from catalogue.convenience_entry
  where division = any(${path})
  group by theme_no, theme
  order by theme_no`

/** The entries of one theme, or of all, for a place: categories in their order, in each what is nearest first. */
export const listConvenience = (sql: Sql, path: readonly string[], themeNo?: string): Promise<ConvenienceEntry[]> => sql<ConvenienceEntry>`
  select theme_no as "themeNo", theme, category, name, division, details
  from (
    select *, min(position) over (partition by theme_no, category) as category_position
    from catalogue.convenience_entry
    where division = any(${path}) and theme_no = coalesce(${themeNo ?? null}, theme_no)
  ) as entry
  order by theme_no, category_position, array_position(${path}::text[], division::text) desc, position`
