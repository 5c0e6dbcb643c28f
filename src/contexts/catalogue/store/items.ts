import type { LocalDate } from '../../../kernel/date.ts'
import type { Sql } from '../../../platform/db.ts'
import type { ItemRow, ItemStanding } from '../terms.ts'

/** Rows changed after a change number, in its order, at most `limit`. */
export const listItemsChangedAfter = (sql: Sql, after: number, limit: number): Promise<ItemRow[]> => sql<ItemRow>`
  select code, version, state, base_code as "baseCode", division, level, type, department, name, plain_name as "plainName", summary,
    results, audiences, person_themes as "personThemes", organisation_themes as "organisationThemes", stages,
    project_type as "projectType", online_depth as "onlineDepth", visits, legal_limit as "legalLimit",
    promised_limit as "promisedLimit", applicable, sample, pinyin, change_number as "changeNumber"
  from catalogue.item
  where change_number > ${after}
  order by change_number
  limit ${limit}`

/** Whether an item is handled, since when and why not, and which item took its place. */
export const findStanding = async (sql: Sql, code: string): Promise<ItemStanding | undefined> => {
  const [row] = await sql<ItemStanding>`
    select item.code, item.name, item.division, item.state, item.state_reason as reason, item.state_on as "on", item.successor,
      other.name as "successorName"
    from catalogue.item
    left join catalogue.item as other on other.code = item.successor
    where item.code = ${code}`
  return row
}

/** Adds a worker's counts of a day. */
export const addLooks = (sql: Sql, counts: readonly { code: string; times: number }[], on: LocalDate) => sql`
  insert into catalogue.looked_at as looked_at (code, on_date, times)
  select code, ${on}, times
  from unnest(${counts.map(({ code }) => code)}::text[], ${counts.map(({ times }) => times)}::integer[]) as counted (code, times)
  on conflict (code, on_date) do update
  set times = looked_at.times + excluded.times`

/** The items of a division read most since a day. */
export const listMostRead = (sql: Sql, division: string, since: LocalDate, limit: number) => sql<{ code: string; name: string }>`
  select item.code, item.name
  from catalogue.item
  join catalogue.looked_at using (code)
  where item.division = ${division} and item.state = 'published' and looked_at.on_date >= ${since}
  group by item.code
  order by sum(looked_at.times) desc, item.code
  limit ${limit}`

/** A question nothing was found for (ui.md P05). */
export const noteUnanswered = (sql: Sql, question: string, site: string, on: LocalDate) => sql`
  insert into catalogue.unanswered as unanswered (question, site, on_date, times)
  values (${question}, ${site}, ${on}, 1)
  on conflict (question, site, on_date) do update
  set times = unanswered.times + 1`
