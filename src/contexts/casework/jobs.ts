import { addDays, type LocalDate } from '../../kernel/date.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import { publish } from '../../platform/outbox.ts'
import { performLaw } from './perform/act.ts'
import { asJson, type Casework, findCase, listedOf, type Moment } from './perform/journal.ts'
import { sweepDrafts } from './store/drafts.ts'
import { listLapsed, listOpen, listTurning, lockTick, setTick, updateDates } from './store/matters.ts'
import type { Today } from './terms.ts'

const tick = 'midnight'
const batch = 500

/** What a night did: days caught up, cases on which the law acted, lamps that turned, drafts forgotten. */
export type Night = { readonly days: number; readonly acted: number; readonly turned: number; readonly swept: number }

/** 视为受理, 补正逾期 and 容缺逾期, a case a transaction. Each counts from its own day, so a missed night changes nothing. */
const actAsLaw = async (casework: Casework, moment: Moment): Promise<number> => {
  let acted = 0
  const seen = new Set<string>()
  for (;;) {
    const ids = (await listLapsed(casework.db.sql, moment.today.date, batch)).map((row) => row.id).filter((id) => !seen.has(id))
    if (ids.length === 0) return acted
    for (const id of ids) {
      seen.add(id)
      if (!isRefusal(await performLaw(casework, id, moment))) acted += 1
    }
  }
}

/** Tells of each lamp that turns on this day, in the transaction that marks the day as done. */
const turnLamps = (casework: Casework, day: LocalDate): Promise<number> =>
  casework.db.transaction(async (sql) => {
    const turning = await listTurning(sql, day)
    for (const row of turning)
      await publish(sql, 'casework.lamp', asJson({ caseId: row.id, ...row, on: day }), `${row.id} ${row.lamp} ${day}`)
    await setTick(sql, tick, day)
    return turning.length
  })

/**
 * The change of day (00:00 in China): what time does as the role `law`, and the lamps of this day and of every day that was missed,
 * in order. May run again: what is done is not done twice.
 */
export const midnight = async (casework: Casework, { today, now }: Moment): Promise<Night> => {
  const acted = await actAsLaw(casework, { today, now })
  const done = await casework.db.transaction((sql) => lockTick(sql, tick, addDays(today.date, -1)))
  let [days, turned] = [0, 0]
  for (let day = addDays(done, 1); day <= today.date; day = addDays(day, 1)) {
    turned += await turnLamps(casework, day)
    days += 1
  }
  return { days, acted, turned, swept: await sweepDrafts(casework.db.sql, today.date) }
}

/** After a calendar was imported: the cached dates of open cases follow from the new calendar; returns how many moved. */
export const recomputeDates = async (casework: Casework, today: Today): Promise<number> => {
  let moved = 0
  for (let after: string | undefined; ; ) {
    const rows = await listOpen(casework.db.sql, after, batch)
    if (rows.length === 0) return moved
    for (const { id } of rows) {
      const loaded = await findCase(casework, casework.db.sql, id)
      if (!loaded) continue
      const listed = listedOf(loaded.state, loaded.events, today, loaded.matter.updatedAt)
      if (await updateDates(casework.db.sql, id, loaded.entries.length, listed)) moved += 1
    }
    after = rows.at(-1)?.id
  }
}
