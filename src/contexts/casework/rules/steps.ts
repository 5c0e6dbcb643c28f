import type { LocalDate } from '../../../kernel/date.ts'
import { areAllDone, isAskedFor, openSteps, type Placed, placed, withFollowers } from '../../../kernel/process.ts'
import type { Case, Pinned } from '../terms.ts'

export type PinnedStep = Pinned['steps'][number]
type OfCase = Pick<Case, 'pinned' | 'answers' | 'stepsDone'>

/** The steps of a matter that a reviewer does. */
export const reviewSteps = (c: Pick<Case, 'pinned'>): Placed<PinnedStep>[] =>
  placed(c.pinned?.steps ?? []).filter((step) => step.by === 'approver')

const never = { question: '', is: [] }

/** The process as its reviewers have it: what the window and the decider do has acts of its own and holds no reviewer up. */
const forReviewers = ({ pinned }: Pick<Case, 'pinned'>): Placed<PinnedStep>[] =>
  placed(pinned?.steps ?? []).map((step) => (step.by === 'approver' ? step : { ...step, when: never }))

/** What the conditions of steps look at: the 情形 the case was filed in, and its form. */
const answersOf = ({ pinned, answers }: OfCase) => ({ ...answers, ...pinned?.situation })

/** The review steps that can be passed now; several where branches run side by side. */
export const openStepsOf = (c: OfCase): Placed<PinnedStep>[] => openSteps(forReviewers(c), Object.keys(c.stepsDone), answersOf(c))

/** Whether every review step that this case asks for is passed. */
export const areStepsDone = (c: OfCase): boolean => areAllDone(forReviewers(c), Object.keys(c.stepsDone), answersOf(c))

/** The step that an act names; the only open one where it names none. */
export const stepOf = (c: OfCase, id: string | undefined): Placed<PinnedStep> | undefined => {
  const open = openStepsOf(c)
  return id === undefined && open.length === 1 ? open[0] : open.find((step) => step.id === id)
}

/** The review steps that this case asks for, in the order of the process: when each was passed, which are open now. */
export const stepsInOrder = (
  c: OfCase,
): { readonly id: string; readonly name: string; readonly on?: LocalDate; readonly isOpen: boolean }[] => {
  const open = new Set(openStepsOf(c).map(({ id }) => id))
  return reviewSteps(c)
    .filter((step) => step.id in c.stepsDone || isAskedFor(step, answersOf(c)))
    .map(({ id, name }) => ({ id, name, ...(c.stepsDone[id] ? { on: c.stepsDone[id] } : {}), isOpen: open.has(id) }))
}

type Progress = Pick<Case, 'stepsDone' | 'stepSince'>

/** Since when each open step waits: what was open keeps its day, what opened now begins. */
const since = (c: OfCase, before: Readonly<Record<string, LocalDate>>, on: LocalDate): Progress => ({
  stepsDone: c.stepsDone,
  stepSince: Object.fromEntries(openStepsOf(c).map(({ id }) => [id, before[id] ?? on])),
})

/** All open steps begin on this day: the case was accepted, or its last material came. */
export const stepsBegun = (c: OfCase, on: LocalDate): Progress => since(c, {}, on)

/** The case with one more step passed. A journal entry that names no step means the first that was open. */
export const stepPassed = (c: OfCase & Progress, id: string | undefined, on: LocalDate): Progress => {
  const passed = id ?? openStepsOf(c)[0]?.id
  return since({ ...c, stepsDone: passed === undefined ? c.stepsDone : { ...c.stepsDone, [passed]: on } }, c.stepSince ?? {}, on)
}

/** The case with a step, and every step that follows it, to be done again. */
export const stepReturned = (c: OfCase & Progress, id: string, on: LocalDate): Progress => {
  const again = withFollowers(forReviewers(c), id)
  const stepsDone = Object.fromEntries(Object.entries(c.stepsDone).filter(([one]) => !again.has(one)))
  return since({ ...c, stepsDone }, c.stepSince ?? {}, on)
}
