import type { LocalDate } from '../../../kernel/date.ts'
import type { Sql } from '../../../platform/db.ts'

/** An officer looked beyond his own department: at a case (once a day), took a list out of the house, or had numbers of persons shown. */
export type Look = {
  readonly at: string
  readonly day: LocalDate
  readonly account: string
  readonly name: string
  readonly unit: string
  readonly what: 'case' | 'list' | 'numbers'
  readonly subject: string
  readonly query?: string
  readonly rows?: number
}

/** Writes a look down for ever (domain.md D2: every cross-department view is logged). */
export const logLook = (sql: Sql, look: Look) => sql`
  insert into casework.access_log (at, day, account, name, unit, what, subject, query, rows)
  values (${look.at}, ${look.day}, ${look.account}, ${look.name}, ${look.unit}, ${look.what}, ${look.subject}, ${look.query ?? ''}, ${look.rows ?? null})
  on conflict do nothing`

/** How often an officer looked so on a day; whoever asks waits for the officer's other looks that are being counted. */
export const countLooks = async (sql: Sql, account: string, day: LocalDate, what: Look['what']): Promise<number> => {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`looks of ${account}`}, 0))`
  const [row] = await sql<{ count: number }>`
    select count(*)::int as count
    from casework.access_log
    where account = ${account}
      and day = ${day}
      and what = ${what}`
  return row?.count ?? 0
}
