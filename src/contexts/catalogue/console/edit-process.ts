import { choiceOf } from '../../../kernel/condition.ts'
import { type Placed, placed, withFollowers } from '../../../kernel/process.ts'
import { doers, type ProcessProblem } from '../rules/process.ts'
import type { Step } from '../terms.ts'

/** A process while it is edited: every step has its id and its predecessors. */
export type Edited = readonly Placed<Step>[]

const freshId = (steps: Edited): string => {
  for (let n = steps.length + 1; ; n += 1) if (!steps.some(({ id }) => id === `s${n}`)) return `s${n}`
}
const blank = (id: string, by: Step['by'], after: readonly string[]): Placed<Step> => ({
  id,
  name: '',
  by,
  days: 1,
  standard: '',
  result: '',
  after,
})

const swap = (after: readonly string[], out: string, into: readonly string[]): readonly string[] => [
  ...new Set(after.flatMap((id) => (id === out ? into : [id]))),
]

/** A new step behind the one in this row: what followed it follows the new one. Row -1: the process begins with it. */
export const addBehind = (steps: Edited, row: number): Edited => {
  const before = steps[row]
  const id = freshId(steps)
  const added = blank(id, before?.by ?? 'clerk', before ? [before.id] : [])
  const later = steps.map((step) =>
    before ? { ...step, after: swap(step.after, before.id, [id]) } : step.after.length === 0 ? { ...step, after: [id] } : step,
  )
  return later.toSpliced(row + 1, 0, added)
}

/** A new step beside the one in this row: after the same, before the same. */
export const addBeside = (steps: Edited, row: number): Edited => {
  const twin = steps[row]
  if (!twin) return steps
  const id = freshId(steps)
  const joined = steps.map((step) => (step.after.includes(twin.id) ? { ...step, after: [...step.after, id] } : step))
  return joined.toSpliced(row + 1, 0, blank(id, twin.by, twin.after))
}

/** Without the step in this row: what followed it follows what came before it. */
export const removeRow = (steps: Edited, row: number): Edited => {
  const gone = steps[row]
  if (!gone) return steps
  return steps.toSpliced(row, 1).map((step) => {
    const others = step.after.filter((id) => id !== gone.id)
    const needed = gone.after.filter((id) => !others.some((other) => withFollowers(steps, id).has(other)))
    return { ...step, after: swap(step.after, gone.id, needed) }
  })
}

/** The step of a row one row up (-1) or down (1); the order of rows alone, not of the process. */
export const moveRow = (steps: Edited, row: number, by: -1 | 1): Edited => {
  const [one, other] = [steps[row], steps[row + by]]
  return one && other ? steps.with(row, other).with(row + by, one) : steps
}

/** The step of a row with some members changed; undefined takes a member away. */
export const changeRow = (steps: Edited, row: number, change: { readonly [K in keyof Step]?: Step[K] | undefined }): Edited =>
  steps.map((step, i) => {
    if (i !== row) return step
    const members = Object.entries({ ...step, ...change }).filter(([, value]) => value !== undefined)
    return Object.fromEntries(members) as Placed<Step>
  })

/** The steps that may stand before the one in this row without leading in a circle. */
export const possibleBefore = (steps: Edited, row: number): Edited => {
  const step = steps[row]
  if (!step) return []
  const behind = withFollowers(steps, step.id)
  return steps.filter(({ id }) => !behind.has(id))
}

/** What a row still lacks, in words. */
export const missingIn = ({ name, standard, result, when }: Step): string[] => [
  ...(name.trim() === '' ? ['请填写环节名称'] : []),
  ...(standard.trim() === '' ? ['请填写审查标准'] : []),
  ...(result.trim() === '' ? ['请填写办理结果'] : []),
  ...(choiceOf(when)?.is.length === 0 ? ['请选择哪些回答才办这个环节'] : []),
]

/** Everything that is said at a row: what it lacks, and the faults of the process that stand in it. */
export const saidAt = (steps: Edited, row: number, problems: readonly ProcessProblem[]): string[] => [
  ...(steps[row] ? missingIn(steps[row]) : []),
  ...problems.filter((problem) => problem.row === row).map(({ message }) => message),
]

export const doerOptions = Object.entries(doers).map(([value, label]) => ({ value: value as Step['by'], label }))
export const begin = (steps: readonly Step[]): Edited => placed(steps)
