import type { Json } from '../kernel/canonical.ts'
import { type DayChange, dayChanges, firstMoved } from '../platform/calendar/changes.ts'
import { readNoticeFile } from '../platform/calendar/notice-file.ts'
import type { NoticeProblem, ReadNotice } from '../platform/calendar/notice-text.ts'
import { type CalendarYear, doubtOf, listCalendarYears, putCalendarYear } from '../platform/calendar.ts'
import type { Db, Sql } from '../platform/db.ts'
import { enqueue } from '../platform/jobs/queue.ts'

/** One notice that was taken in: what it changed, and whether open cases are being recomputed. */
export type Imported = {
  readonly year: number
  readonly notice: string
  readonly version: number
  readonly changes: readonly DayChange[]
  readonly recomputes: boolean
}
export type Outcome = { readonly imported: readonly Imported[] } | { readonly problems: readonly NoticeProblem[] }

const doubtsIn = (notices: readonly ReadNotice[], known: readonly CalendarYear[]): NoticeProblem[] =>
  notices.flatMap(({ notice, lineOf }) => {
    const renewed = new Set(notices.map((one) => one.notice.year))
    const others = [...known.filter(({ year }) => !renewed.has(year)), ...notices.map((one) => one.notice)]
    const doubt = doubtOf(notice, others)
    return doubt ? [{ line: lineOf(doubt.on), reason: doubt.reason }] : []
  })

/** Processes hear of a new calendar within a moment; what one of them wrote by the old one meanwhile is mended by the second run. */
const secondRunAfter = 90_000

const recompute = async (sql: Sql, payload: { [key: string]: Json }, version: number): Promise<void> => {
  const key = `casework.recompute ${version}`
  await enqueue(sql, 'casework.recompute', payload, { key })
  await enqueue(sql, 'casework.recompute', payload, { key: `${key} again`, runAt: new Date(Date.now() + secondRunAfter).toISOString() })
}

const take = async (sql: Sql, notice: CalendarYear, before: CalendarYear | undefined): Promise<Imported> => {
  const { version } = await putCalendarYear(sql, notice)
  const changes = dayChanges(before?.days ?? [], notice.days)
  const from = firstMoved(changes)
  if (from) await recompute(sql, { year: notice.year, notice: notice.notice, from }, version)
  return { year: notice.year, notice: notice.notice, version, changes, recomputes: from !== undefined }
}

/**
 * Takes in one or many yearly notices (`readNoticeFile` tells the forms), all or none, and has the open cases recomputed whose dates a
 * changed day may move. The same notice again changes nothing.
 */
export const importCalendar = async (db: Pick<Db, 'transaction'>, source: string): Promise<Outcome> => {
  const read = readNoticeFile(source)
  const notices = read.filter((one): one is ReadNotice => 'notice' in one)
  if (notices.length < read.length || read.length === 0)
    return { problems: read.length === 0 ? [{ line: 0, reason: '里面没有节假日安排' }] : (read as readonly NoticeProblem[]) }
  return db.transaction(async (sql) => {
    await sql`lock table platform.calendar_year in share row exclusive mode`
    const known = await listCalendarYears(sql)
    const problems = doubtsIn(notices, known)
    if (problems.length > 0) return { problems }
    const imported: Imported[] = []
    for (const { notice } of notices)
      imported.push(
        await take(
          sql,
          notice,
          known.find(({ year }) => year === notice.year),
        ),
      )
    return { imported }
  })
}
