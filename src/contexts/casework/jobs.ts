import { addDays, type LocalDate } from '../../kernel/date.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import type { Sql } from '../../platform/db.ts'
import { inPieces, type Pieces } from '../../platform/jobs/pieces.ts'
import { performLaw } from './perform/act.ts'
import type { Casework, Moment } from './perform/journal.ts'
import { tellLamps } from './perform/lamps.ts'
import { sweepDrafts } from './store/drafts.ts'
import { firstTurn, hasTicked, listLapsed, listTurning, lockTick, setTick, type Turn, turnKinds } from './store/night.ts'
import { sweepPhotos } from './store/site-photos.ts'
import { forgetVisits } from './store/visits.ts'

const tick = 'midnight'
const batch = 500
const lampsAtOnce = 2000
/** Cases on which the law acts at the same time, each in its own transaction. */
const together = 3

/** What a night did: days caught up, cases on which the law acted, lamps that turned, drafts forgotten. */
export type Night = { readonly days: number; readonly acted: number; readonly turned: number; readonly swept: number }

const actOnAll = async (casework: Casework, ids: readonly string[], moment: Moment, piece: Pieces['piece']): Promise<number> => {
  const waiting = ids.values()
  let acted = 0
  const one = async (): Promise<void> => {
    for (const id of waiting) {
      const done = await piece(`case ${id}`, () => performLaw(casework, id, moment))
      if (done && !isRefusal(done)) acted += 1
    }
  }
  await Promise.all(Array.from({ length: together }, one))
  return acted
}

/** 视为受理, 补正逾期, 容缺逾期, 视为准予延续, a case a transaction. Each counts from its own day, so a missed night changes nothing. */
const actAsLaw = async (casework: Casework, moment: Moment): Promise<number> => {
  const { piece, end } = inPieces()
  let acted = 0
  for (let after: { lawOn: LocalDate; id: string } | undefined; ; ) {
    const rows = await listLapsed(casework.db.sql, moment.today.date, batch, after)
    after = rows.at(-1)
    if (!after) break
    acted += await actOnAll(
      casework,
      rows.map(({ id }) => id),
      moment,
      piece,
    )
  }
  end()
  return acted
}

const turnKind = async (sql: Sql, turn: Turn, day: LocalDate): Promise<number> => {
  let turned = 0
  for (let after: string | undefined; ; ) {
    const turning = await listTurning(sql, turn, day, lampsAtOnce, after)
    turned += await tellLamps(sql, turning, day)
    after = turning.at(-1)?.id
    if (turning.length < lampsAtOnce) return turned
  }
}
const turnAll = async (sql: Sql, day: LocalDate): Promise<number> => {
  let turned = 0
  for (const turn of turnKinds) turned += await turnKind(sql, turn, day)
  return turned
}

/** Tells of each lamp that turns on this day, in the transaction that marks the day as done. */
const turnLamps = (casework: Casework, day: LocalDate): Promise<number> =>
  casework.db.transaction(async (sql) => {
    const turned = await turnAll(sql, day)
    await setTick(sql, tick, day)
    return turned
  })

/** The day a tick without a past begins with: that of the first lamp of the cases that came with the installation. */
const firstDay = async (sql: Sql, today: LocalDate): Promise<LocalDate> => {
  const first = (await hasTicked(sql, tick)) ? undefined : await firstTurn(sql)
  return first !== undefined && first < today ? first : today
}

/** The lamps of every day since the last that was done, in order: a day that fails keeps the later ones waiting. */
const catchUpLamps = async (casework: Casework, today: LocalDate): Promise<{ readonly days: number; readonly turned: number }> => {
  const done = await casework.db.transaction(async (sql) => lockTick(sql, tick, addDays(await firstDay(sql, today), -1)))
  let [days, turned] = [0, 0]
  for (let day = addDays(done, 1); day <= today; day = addDays(day, 1)) {
    turned += await turnLamps(casework, day)
    days += 1
  }
  return { days, turned }
}

/**
 * The change of day (00:00 in China): what time does as the role `law`, and the lamps of this day and of every day that was missed,
 * in order; the first time, of every day since the first lamp of a case that was there. A case on which the law cannot act keeps no other
 * waiting; then all throws at its end, to be tried again. May run again: what is done is not done twice.
 */
export const midnight = async (casework: Casework, { today, now }: Moment): Promise<Night> => {
  const { piece, end } = inPieces()
  const acted = (await piece('what the law does', () => actAsLaw(casework, { today, now }))) ?? 0
  const { days, turned } = (await piece('lamps', () => catchUpLamps(casework, today.date))) ?? { days: 0, turned: 0 }
  await piece('photos', () => sweepPhotos(casework.db.sql, today.date))
  await piece('visits', () => forgetVisits(casework.db.sql))
  const swept = (await piece('drafts', () => sweepDrafts(casework.db.sql, today.date))) ?? 0
  end()
  return { days, acted, turned, swept }
}
