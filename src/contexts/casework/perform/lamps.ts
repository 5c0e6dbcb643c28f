import { addDays, type LocalDate } from '../../../kernel/date.ts'
import type { Sql } from '../../../platform/db.ts'
import { publishAll, type Telling } from '../../../platform/outbox.ts'
import type { Listed, Matter } from '../store/matters.ts'
import type { Turning } from '../store/night.ts'
import type { ActName } from '../terms.ts'
import { asJson } from './journal.ts'

/** The body of `casework.lamp`: a lamp that turned on a day. */
export type Lit = Omit<Turning, 'id'> & { readonly caseId: string; readonly on: LocalDate }

const telling = ({ id, ...row }: Turning, on: LocalDate): Telling => ({
  body: asJson({ caseId: id, ...row, on } satisfies Lit),
  key: `${id} ${row.level === 'step' ? 'step ' : ''}${row.lamp} ${on}`,
})

/** Tells of lamps that turned on a day, each once however often it is said. */
export const tellLamps = (sql: Sql, turning: readonly Turning[], on: LocalDate): Promise<number> =>
  publishAll(
    sql,
    'casework.lamp',
    turning.map((row) => telling(row, on)),
  )

const beginnings: readonly ActName[] = ['accept', 'acceptOnPromise', 'supplyGaps']

/**
 * After an act the lamp may already be lit without a midnight having turned it: 视为受理 counts from the receipt, a pause may end close to
 * the due day. A short period that is yellow from its first day is no news to who has just begun it.
 */
export const tellLampOfAct = async (
  sql: Sql,
  matter: Pick<Matter, 'id' | 'no' | 'division' | 'departmentCode'>,
  listed: Listed,
  act: ActName | undefined,
  today: LocalDate,
): Promise<void> => {
  const { queue, paused, yellowOn, dueOn, handler } = listed
  if ((queue !== 'review' && queue !== 'decide') || paused || yellowOn === null || yellowOn > today || dueOn === 'infinity') return
  if (act && beginnings.includes(act) && dueOn >= today) return
  const lamp = dueOn < today ? 'red' : 'yellow'
  const { id, no, division, departmentCode } = matter
  await tellLamps(sql, [{ id, no, level: 'case', lamp, division, departmentCode, handler }], lamp === 'red' ? addDays(dueOn, 1) : yellowOn)
}
