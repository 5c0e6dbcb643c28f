import type { LocalDate } from '../../../kernel/date.ts'
import { fold } from '../decide.ts'
import { clockOf } from '../rules/clock.ts'
import {
  type Dated,
  type DateName,
  insertMovedDates,
  listDated,
  loadBodies,
  type MovedDate,
  moveDates,
  type NewDates,
} from '../store/night.ts'
import type { Case, CaseEvent, Clock, Stage, Today } from '../terms.ts'
import { type Casework, listedDates } from './journal.ts'

const batch = 500

/** Why dates are computed again: the notice that was imported, and the first day that it makes or unmakes a workday. */
export type Recompute = { readonly notice?: string; readonly from?: LocalDate }

/** Which date of the clock the next date of a stage is. */
const nextNames: Partial<Record<Stage, DateName>> = {
  submitted: 'noticeDue',
  received: 'noticeDue',
  corrected: 'noticeDue',
  correcting: 'correctionDue',
  acceptedWithGaps: 'supplementDue',
  granted: 'deliverDue',
  denied: 'deliverDue',
}

const finite = (date: LocalDate | 'infinity' | null): LocalDate | null => (date === 'infinity' ? null : date)

type Kept = Omit<MovedDate, 'at'> & { readonly caseId: string; readonly division: string }

/** What became of each date of a row, with the sentences of the clock that say why. */
const movedOf = (before: Dated, after: NewDates, clock: Clock, { notice }: Recompute): Kept[] => {
  const next = nextNames[before.stage]
  const rows: [DateName, LocalDate | null, LocalDate | null][] = [
    ['promisedDue', before.promisedDue, after.promisedDue],
    ['legalDue', before.legalDue, after.legalDue],
    ...(next ? [[next, finite(before.dueOn), finite(after.dueOn)] as [DateName, LocalDate | null, LocalDate | null]] : []),
  ]
  const reason = notice ? `因${notice}重新计算` : '因放假安排变动重新计算'
  return rows
    .filter(([, was, became]) => was !== became)
    .map(([date, was, became]) => {
      const because = [reason, ...(clock[date]?.because ?? [])]
      return { caseId: before.id, division: before.division, date, was, became, because }
    })
}

const statesOf = (bodies: readonly { caseId: string; body: unknown }[]): Map<string, { state: Case; position: number }> => {
  const events = new Map<string, CaseEvent[]>()
  for (const { caseId, body } of bodies) {
    const known = events.get(caseId)
    if (known) known.push(body as CaseEvent)
    else events.set(caseId, [body as CaseEvent])
  }
  return new Map([...events].map(([id, list]) => [id, { state: fold(list), position: list.length }]))
}

const recomputeSome = (casework: Casework, rows: readonly Dated[], today: Today, why: Recompute): Promise<number> =>
  casework.db.transaction(async (sql) => {
    const ids = rows.map(({ id }) => id)
    const states = statesOf(await loadBodies(sql, ids))
    const fresh = rows.flatMap((row) => {
      const told = states.get(row.id)
      return told ? [{ row, ...told, dates: { id: row.id, position: told.position, ...listedDates(told.state, today) } }] : []
    })
    const moved = await moveDates(
      sql,
      fresh.map(({ dates }) => dates),
    )
    const kept = fresh
      .filter(({ row }) => moved.has(row.id))
      .flatMap(({ row, dates, state }) => movedOf(row, dates, clockOf(state, today), why))
    if (kept.length > 0) await insertMovedDates(sql, kept)
    return moved.size
  })

/**
 * After a calendar was imported: the dates of the open cases that a changed day may move follow from the new calendar; the old ones stay in
 * the history with the reason. May run again: what has moved does not move twice. Returns in how many cases a date moved.
 */
export const recomputeDates = async (casework: Casework, today: Today, why: Recompute = {}): Promise<number> => {
  let moved = 0
  for (let after: string | undefined; ; ) {
    const rows = await listDated(casework.db.sql, why.from, after, batch)
    if (rows.length === 0) return moved
    moved += await recomputeSome(casework, rows, today, why)
    after = rows.at(-1)?.id
  }
}
