import { addDays, type LocalDate } from '../../../kernel/date.ts'
import type { Sql } from '../../../platform/db.ts'
import { publishAll, type Telling } from '../../../platform/outbox.ts'
import type { Listed, Matter } from '../store/matters.ts'
import type { Turning } from '../store/night.ts'
import type { ActName } from '../terms.ts'
import { asJson } from './journal.ts'

/** The body of `casework.lamp`: a lamp that turned on a day. */
export type Lit = Omit<Turning, 'id'> & { readonly caseId: string; readonly on: LocalDate }

/** A lamp that turned on `on` is told once for the day `since` which it belongs to. */
const telling = ({ id, no, level, lamp, division, departmentCode, handler }: Turning, on: LocalDate, since: LocalDate): Telling => ({
  body: asJson({ caseId: id, no, level, lamp, division, departmentCode, handler, on } satisfies Lit),
  key: `${id} ${level === 'step' ? 'step ' : ''}${lamp} ${since}`,
})

/** Tells of lamps that turned on a day, each once however often it is said. */
export const tellLamps = (sql: Sql, turning: readonly Turning[], on: LocalDate): Promise<number> =>
  publishAll(
    sql,
    'casework.lamp',
    turning.map((row) => telling(row, on, on)),
  )

const beginnings: readonly ActName[] = ['accept', 'acceptOnPromise', 'supplyGaps']
const sameDates = (a: Listed, b: Listed): boolean => a.dueOn === b.dueOn && a.yellowOn === b.yellowOn && a.paused === b.paused

/** The lamp of a row on a day when it is yellow or red, and since when. */
const litSince = (
  { queue, paused, yellowOn, dueOn }: Listed,
  today: LocalDate,
): { lamp: 'yellow' | 'red'; since: LocalDate } | undefined => {
  const runs = (queue === 'review' || queue === 'decide') && !paused && yellowOn !== null && dueOn !== 'infinity'
  if (!runs || yellowOn > today) return undefined
  return dueOn < today ? { lamp: 'red', since: addDays(dueOn, 1) } : { lamp: 'yellow', since: yellowOn }
}

/**
 * After an act that moved the dates the lamp may already be lit without a midnight having turned it: 视为受理 counts from the receipt, a
 * pause may end close to the due day. A short period that is yellow from its first day is no news to who has just begun it.
 */
export const tellLampOfAct = async (
  sql: Sql,
  before: Matter,
  listed: Listed,
  act: ActName | undefined,
  today: LocalDate,
): Promise<void> => {
  const lit = litSince(listed, today)
  if (!lit || sameDates(before, listed) || (lit.lamp === 'yellow' && act && beginnings.includes(act))) return
  const { id, no, division, departmentCode } = before
  const row: Turning = { id, no, level: 'case', lamp: lit.lamp, division, departmentCode, handler: listed.handler }
  await publishAll(sql, 'casework.lamp', [telling(row, today, lit.since)])
}
