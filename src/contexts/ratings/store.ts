import { fragment, nothing, type Sql } from '../../platform/db.ts'
import { summarise } from './rules.ts'
import type { Grade, Opinion, Rating, RatingSummary } from './terms.ts'

/** A rating to be stored. `department` is the name; `ratedBy` the account. */
export type NewRating = Opinion & {
  readonly caseId: string
  readonly caseNo: string
  readonly item: string
  readonly division: string
  readonly department: string
  readonly channel: 'web' | 'api' | 'kiosk' | 'window'
  readonly ratedBy: string
  readonly ratedOn: string
}

/** Whether the rating was stored; false when the case had one already, however many came at once. */
export const insertRating = async (sql: Sql, rating: NewRating): Promise<boolean> => {
  const rows = await sql`
    insert into ratings.rating (case_id, case_no, item, division, department, grade, reasons, words, channel, rated_by, rated_on)
    values (${rating.caseId}, ${rating.caseNo}, ${rating.item}, ${rating.division}, ${rating.department}, ${rating.grade},
            ${rating.reasons}, ${rating.words}, ${rating.channel}, ${rating.ratedBy}, ${rating.ratedOn})
    on conflict (case_id) do nothing
    returning id`
  return rows.length === 1
}

const columns = fragment`id, case_no as "caseNo", item, grade, reasons, words, rated_on as "ratedOn"`

/** The rating of a case. */
export const findRating = async (sql: Sql, caseId: string): Promise<Rating | undefined> => {
  const [row] = await sql<Rating>`
    select ${columns}
    from ratings.rating
    where case_id = ${caseId}`
  return row
}

/** Which of these cases have been rated, by id. */
export const listRated = async (sql: Sql, caseIds: readonly string[]): Promise<ReadonlySet<string>> => {
  const rows = await sql<{ id: string }>`
    select case_id as id
    from ratings.rating
    where case_id = any(${caseIds}::uuid[])`
  return new Set(rows.map(({ id }) => id))
}

/** The newest ratings of an item, at most `limit`; `after` is the id of the last one before the page. */
export const listRatings = (sql: Sql, item: string, limit: number, after?: string): Promise<Rating[]> => sql<Rating>`
  select ${columns}
  from ratings.rating
  where item = ${item}
    ${after ? fragment`and (rated_at, id) < (select rated_at, id from ratings.rating where id = ${after})` : nothing}
  order by rated_at desc, id desc
  limit ${limit}`

/** How an item was rated so far. */
export const summaryOf = async (sql: Sql, item: string): Promise<RatingSummary> =>
  summarise(
    await sql<{ grade: Grade; count: number }>`
      select grade, count(*) as count
      from ratings.rating
      where item = ${item}
      group by grade`,
  )
