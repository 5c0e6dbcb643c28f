export { decide, evolve, fold, unopened } from './decide.ts'
export { midnight, type Night, recomputeDates } from './jobs.ts'
export { type Performed, performAct } from './perform/act.ts'
export { createDraft, type WalkIn } from './perform/begin.ts'
export {
  addDraftFile,
  type Draft,
  type DraftPatch,
  deleteDraft,
  findDraft,
  listMyDrafts,
  removeDraftFile,
  type Saved,
  saveDraft,
} from './perform/drafts.ts'
export { brokenAt, type Casework, findCase, type Happened, type Loaded, type Moment, type Subscriber } from './perform/journal.ts'
export { listMyOpen, type TodayFigures, todayFigures } from './perform/overview.ts'
export { actorFor, actorsOf, sees } from './perform/standing.ts'
export { type Submitted, submitDraft } from './perform/submit.ts'
export {
  type CaseRow,
  type CaseView,
  caseView,
  findByCode,
  listMyCases,
  type PublicNotice,
  publicNotices,
  type TimelineRow,
} from './perform/view.ts'
export { caseworkApi } from './routes/api.ts'
export type { CaseworkWeb } from './routes/api-web.ts'
export { applyRoutes } from './routes/apply.ts'
export type { CitizenWeb } from './routes/citizen-web.ts'
export { myCaseRoutes } from './routes/my-cases.ts'
export { publicCaseRoutes } from './routes/public.ts'
export { clockOf } from './rules/clock.ts'
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
  Queue,
  Role,
  Stage,
  Today,
} from './terms.ts'
export { acts, lamps, queues, roles, specialProcedures, stages } from './terms.ts'
