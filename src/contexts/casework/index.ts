export { decide, evolve, fold, unopened } from './decide.ts'
export { clockOf, lampDates, nextDueOn } from './rules/clock.ts'
export { type ClockAnswer, type ClockLine, readClockLine, runClock } from './rules/clock-line.ts'
export { lowerReviewDueOn, renewalBy, renewedBySilenceOn } from './rules/deadlines.ts'
export { actNames, openActs, permitted, procedure, type Rule } from './rules/procedure.ts'
export type {
  Act,
  ActDetails,
  ActName,
  Actor,
  Applicant,
  Case,
  CaseEvent,
  Clock,
  Defect,
  Delivery,
  Due,
  HandedIn,
  Lamp,
  Pinned,
  Role,
  Stage,
  Today,
} from './terms.ts'
export { acts, lamps, roles, specialProcedures, stages } from './terms.ts'
