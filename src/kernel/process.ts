import { type Feel, holds, isFeel } from './condition.ts'
import type { Answers } from './form.ts'

/**
 * One step of a process as data. `after` names the steps that must be over before it; absent, it follows the one written before it,
 * and `[]` is where the process begins. Steps with a common predecessor run side by side. `when` asks for the step only if a question
 * was answered so; a step that is not asked for is over as soon as those before it are.
 */
export type ProcessStep = {
  readonly id?: string
  readonly name: string
  readonly after?: readonly string[]
  readonly when?: StepCondition | Feel
}
export type StepCondition = { readonly question: string; readonly is: readonly string[] }
/** A step whose id and predecessors are said. */
export type Placed<S extends ProcessStep> = S & { readonly id: string; readonly after: readonly string[] }

/** The steps with ids (s1, s2 … where none is given) and predecessors: a list without them is done from its first to its last. */
export const placed = <S extends ProcessStep>(steps: readonly S[]): Placed<S>[] => {
  const idOf = (i: number): string => steps[i]?.id ?? `s${i + 1}`
  return steps.map((step, i) => ({ ...step, id: idOf(i), after: step.after ?? (i === 0 ? [] : [idOf(i - 1)]) }))
}

const chosen = (answer: string | readonly string[] | undefined): readonly string[] =>
  answer === undefined ? [] : typeof answer === 'string' ? [answer] : answer

/** Whether the answers ask for this step. A question that was not answered asks for nothing. */
export const isAskedFor = ({ when }: ProcessStep, answers: Answers): boolean =>
  when === undefined ||
  (isFeel(when) ? holds(when, answers) === true : chosen(answers[when.question]).some((value) => when.is.includes(value)))

/** The steps that are over: done, or not asked for with everything before them over. */
const overSteps = (steps: readonly Placed<ProcessStep>[], done: ReadonlySet<string>, answers: Answers): Set<string> => {
  const over = new Set(done)
  let before = -1
  while (before !== over.size) {
    before = over.size
    for (const step of steps) if (!isAskedFor(step, answers) && step.after.every((id) => over.has(id))) over.add(step.id)
  }
  return over
}

/** The steps that can be done now, in their order: asked for, not done, everything before them over. */
export const openSteps = <S extends ProcessStep>(steps: readonly S[], done: readonly string[], answers: Answers): Placed<S>[] => {
  if (steps.length === 0) return []
  const all = placed(steps)
  const over = overSteps(all, new Set(done), answers)
  return all.filter((step) => !over.has(step.id) && isAskedFor(step, answers) && step.after.every((id) => over.has(id)))
}

/** Whether every step that the answers ask for is done. */
export const areAllDone = (steps: readonly ProcessStep[], done: readonly string[], answers: Answers): boolean =>
  placed(steps).every((step) => done.includes(step.id) || !isAskedFor(step, answers))

/** A step with every step that comes after it, however far. */
export const withFollowers = (steps: readonly ProcessStep[], id: string): Set<string> => {
  const found = new Set([id])
  let before = 0
  while (before !== found.size) {
    before = found.size
    for (const step of placed(steps)) if (step.after.some((one) => found.has(one))) found.add(step.id)
  }
  return found
}

/** What is wrong with the shape of a process. `row` counts from 0. */
export const processFaults = {
  'no-steps': '流程里还没有环节',
  'repeated-id': '环节编号重复',
  'unknown-step': '前一环节不存在',
  cycle: '环节互相等待，形成回路',
  unreachable: '从流程开始走不到这个环节',
} as const
export type ProcessFault = { readonly code: keyof typeof processFaults; readonly row: number; readonly about?: string }

/** The steps that can be reached when every step is asked for; those of a circle and those behind it cannot. */
const reachable = (steps: readonly Placed<ProcessStep>[], ids: ReadonlySet<string>): Set<string> => {
  const reached = new Set<string>()
  let before = -1
  while (before !== reached.size) {
    before = reached.size
    for (const step of steps) if (step.after.every((id) => reached.has(id) || !ids.has(id))) reached.add(step.id)
  }
  return reached
}

const isInCircle = (steps: readonly Placed<ProcessStep>[], step: Placed<ProcessStep>): boolean =>
  [...withFollowers(steps, step.id)].some((id) => id !== step.id && step.after.includes(id)) || step.after.includes(step.id)

/** Every fault of the shape: repeated ids, unknown predecessors, circles, steps that cannot be reached. Empty when there is none. */
export const shapeFaults = (given: readonly ProcessStep[]): ProcessFault[] => {
  if (given.length === 0) return [{ code: 'no-steps', row: 0 }]
  const steps = placed(given)
  const ids = new Set(steps.map(({ id }) => id))
  const reached = reachable(steps, ids)
  return steps.flatMap((step, row): ProcessFault[] => {
    if (steps.findIndex(({ id }) => id === step.id) !== row) return [{ code: 'repeated-id', row, about: step.id }]
    const unknown = step.after.find((id) => !ids.has(id))
    if (unknown !== undefined) return [{ code: 'unknown-step', row, about: unknown }]
    if (reached.has(step.id)) return []
    return [isInCircle(steps, step) ? { code: 'cycle', row } : { code: 'unreachable', row }]
  })
}
