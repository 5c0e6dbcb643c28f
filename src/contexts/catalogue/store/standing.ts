import type { LocalDate } from '../../../kernel/date.ts'
import type { Sql } from '../../../platform/db.ts'
import type { PlannedChange, StandingEntry } from '../terms/directory.ts'

/** The changes of items that still wait, of each item in the order of their days. */
export const listWaiting = (sql: Sql, codes: readonly string[]): Promise<PlannedChange[]> => sql<PlannedChange>`
  select id, code, change, reason, on_date as "on", by_whom as by, successor
  from catalogue.planned_change
  where state = 'waiting' and code = any(${codes})
  order by on_date, at`

/** The changes of a division's items that still wait, the nearest first. */
export const listWaitingOf = (sql: Sql, division: string): Promise<(PlannedChange & { readonly name: string })[]> => sql<
  PlannedChange & { readonly name: string }
>`
  select planned.id, planned.code, item.name, planned.change, planned.reason, planned.on_date as "on", planned.by_whom as by, planned.successor
  from catalogue.planned_change as planned
  join catalogue.item on item.code = planned.code
  where planned.state = 'waiting' and item.division = ${division}
  order by planned.on_date, planned.at`

export const isAnythingDue = async (sql: Sql, day: LocalDate): Promise<boolean> => {
  const [row] = await sql<{ due: boolean }>`
    select exists (select from catalogue.planned_change where state = 'waiting' and on_date <= ${day}) as due`
  return row?.due ?? false
}

/** What is due, in the order of the days, held until the transaction ends. */
export const takeDue = (sql: Sql, day: LocalDate): Promise<PlannedChange[]> => sql<PlannedChange>`
  select id, code, change, reason, on_date as "on", by_whom as by, successor
  from catalogue.planned_change
  where state = 'waiting' and on_date <= ${day}
  order by on_date, at
  for update`

export const insertPlanned = (sql: Sql, planned: PlannedChange) => sql`
  insert into catalogue.planned_change (id, code, change, reason, successor, on_date, by_whom)
  values (${planned.id}, ${planned.code}, ${planned.change}, ${planned.reason}, ${planned.successor}, ${planned.on}, ${planned.by})`

/** Whether there was such a change that still waited. */
export const endPlanned = async (sql: Sql, id: string, state: 'done' | 'withdrawn'): Promise<PlannedChange | undefined> => {
  const [row] = await sql<PlannedChange>`
    update catalogue.planned_change
    set state = ${state}
    where id = ${id} and state = 'waiting'
    returning id, code, change, reason, on_date as "on", by_whom as by, successor`
  return row
}

/** What happened to an item, newest first. */
export const listStandingEntries = (sql: Sql, code: string): Promise<StandingEntry[]> => sql<StandingEntry>`
  select change, state, reason, successor, on_date as "on", by_whom as by
  from catalogue.state_change
  where code = ${code}
  order by at desc`

/** The public pages of these items are made anew: something on them changed that is no new version. */
export const touchItems = (sql: Sql, codes: readonly string[]) => sql`
  update catalogue.item
  set change_number = nextval('catalogue.change_number')
  where code = any(${codes})`
