export { midnight, type Night } from './jobs.ts'
export { type Performed, performAct } from './perform/act.ts'
export { batchTask, runBatch } from './perform/batch.ts'
export { createDraft, type WalkIn } from './perform/begin.ts'
export { type BeginAbout, createDraftAbout } from './perform/begin-about.ts'
export { type CardRaised, cardConsumer } from './perform/cards.ts'
export {
  addDraftFile,
  type Draft,
  type DraftPatch,
  listMyDrafts,
  type Saved,
  saveDraft,
} from './perform/drafts.ts'
export { type Casework, findCase, type Happened, type Loaded, type Moment, type Subscriber } from './perform/journal.ts'
export { type OpenRevocation, openRevocation } from './perform/open-revocation.ts'
export { listMyOpen, type TodayFigures, todayFigures } from './perform/overview.ts'
export { caseworkData, looksAt } from './perform/own-data.ts'
export { type Recompute, recomputeDates } from './perform/recompute.ts'
export { type RedCard, redCardConsumer, superviseByCard, superviseTask } from './perform/red-cards.ts'
export { scopeOf } from './perform/scope.ts'
export { actorFor, sees } from './perform/standing.ts'
export { type Submitted, submitDraft } from './perform/submit.ts'
export {
  type CaseRow,
  type CaseView,
  listMyCases,
  type PublicNotice,
  publicNotices,
  type TimelineRow,
} from './perform/view.ts'
export { findVisit, noMandate, type Officer, type Visit } from './perform/visits.ts'
export { caseworkApi } from './routes/api.ts'
export type { CaseworkWeb } from './routes/api-web.ts'
export { mandateRoutes } from './routes/apply/mandate.ts'
export { applyRoutes } from './routes/apply.ts'
export type { CitizenWeb } from './routes/citizen-web.ts'
export { myCaseRoutes } from './routes/my-cases.ts'
export { myPaperRoutes } from './routes/my-papers.ts'
export { publicCaseRoutes } from './routes/public.ts'
export { receptionApi } from './routes/reception.ts'
export { visitPages } from './routes/visit-pages.ts'
export type { Rule } from './rules/procedure.ts'
export { isWalkIn } from './rules/walk-in.ts'
export { countUnderWay } from './store/drafts.ts'
export { filesOfDrafts } from './store/files.ts'
export { countOfApplicant, deleteDraftsOf, type LookAtMine } from './store/own-data.ts'
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
