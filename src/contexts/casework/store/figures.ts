import type { LocalDate } from '../../../kernel/date.ts'
import type { Sql } from '../../../platform/db.ts'

/** Acceptances and decisions of a day in a division; `promised` are decisions with a promised date, `onTime` those that kept it. */
export type DayFigures = { readonly accepted: number; readonly decided: number; readonly promised: number; readonly onTime: number }

/** Counts one day by its two indexes, whatever the table holds. */
export const countDay = async (sql: Sql, division: string, day: LocalDate): Promise<DayFigures> => {
  const [row] = await sql<DayFigures>`
    select
      (select count(*)
       from casework.matter
       where division = ${division} and accepted_on = ${day}) as accepted,
      count(*) as decided,
      count(promised_due) as promised,
      count(*) filter (where decided_on <= promised_due) as "onTime"
    from casework.matter
    where division = ${division} and decided_on = ${day}`
  return row as DayFigures
}
