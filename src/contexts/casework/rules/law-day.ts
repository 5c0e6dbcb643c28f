import { addDays, type LocalDate } from '../../../kernel/date.ts'
import type { Case, Stage, Today } from '../terms.ts'
import { correctionDueOn, gapsDueOn, noticeDueOn } from './clock.ts'
import { renewalBy, renewedBySilenceOn } from './deadlines.ts'

/** Stages with a date after which time itself acts: 视为受理, 补正逾期, 容缺逾期. */
const lapses: Partial<Record<Stage, (c: Case, today: Today) => LocalDate | undefined>> = {
  received: noticeDueOn,
  correcting: correctionDueOn,
  acceptedWithGaps: gapsDueOn,
}
const renewable: ReadonlySet<Stage> = new Set(['received', 'corrected', 'accepted', 'processing', 'paused', 'toDecide'])

/** When a renewal that was asked for in time counts as granted for want of a decision (行政许可法 §50). */
const silenceOn = (c: Case): LocalDate | undefined => {
  const { about } = c
  const asked = c.receivedOn ?? c.submittedOn
  if (about?.kind !== 'renew' || !about.validTo || !asked || asked > renewalBy(about.validTo) || !renewable.has(c.stage)) return undefined
  return renewedBySilenceOn(about.validTo)
}

/** The first day at whose beginning time acts on a case by itself; the acts themselves are `lawActs`. */
export const lawDayOf = (c: Case, today: Today): LocalDate | undefined => {
  const due = lapses[c.stage]?.(c, today)
  const days = [due && addDays(due, 1), silenceOn(c)].filter((day) => day !== undefined)
  return days.toSorted()[0]
}
