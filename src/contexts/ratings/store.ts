import type { Sql } from '../../platform/db.ts'
import { summarise } from './rules.ts'
import type { BadReason, Grade, Rating, RatingSummary } from './terms.ts'

export type NewRating = Rating & {
  readonly caseId: string
  readonly division: string
  readonly department: string
  readonly channel: 'web' | 'api' | 'kiosk' | 'window'
  readonly ratedBy: string
}

/** Whether the rating was stored; false when the case had one already. */
export const insertRating = async (sql: Sql, rating: NewRating): Promise<boolean> => {
  const rows = await sql`
    insert into ratings.rating (case_id, case_no, item, division, department, grade, reasons, words, channel, rated_by, rated_on)
    values (${rating.caseId}, ${rating.caseNo}, ${rating.item}, ${rating.division}, ${rating.department}, ${rating.grade},
            ${rating.reasons}, ${rating.words}, ${rating.channel}, ${rating.ratedBy}, ${rating.ratedOn})
    on conflict (case_id) do nothing
    returning id`
  return rows.length === 1
}

type Row = { case_no: string; item: string; grade: Grade; reasons: BadReason[]; words: string; rated_on: string }
const asRating = (row: Row): Rating => ({
  caseNo: row.case_no,
  item: row.item,
  grade: row.grade,
  reasons: row.reasons,
  words: row.words,
  ratedOn: row.rated_on,
})

export const findRating = async (sql: Sql, caseId: string): Promise<Rating | undefined> => {
  const [row] = await sql<Row>`select case_no, item, grade, reasons, words, rated_on from ratings.rating where case_id = ${caseId}`
  return row && asRating(row)
}

/** The newest ratings of an item, at most `limit`. */
export const listRatings = async (sql: Sql, item: string, limit: number): Promise<Rating[]> => {
  const rows = await sql<Row>`
    select case_no, item, grade, reasons, words, rated_on
    from ratings.rating
    where item = ${item}
    order by rated_at desc
    limit ${limit}`
  return rows.map(asRating)
}

export const summaryOf = async (sql: Sql, item: string): Promise<RatingSummary> =>
  summarise(
    await sql<{ grade: Grade; count: number }>`select grade, count(*) as count from ratings.rating where item = ${item} group by grade`,
  )
