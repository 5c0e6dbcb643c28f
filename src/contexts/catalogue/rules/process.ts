import { choiceOf, feelFault, isFeel } from '../../../kernel/condition.ts'
import { feelWords } from '../../../kernel/feel-words.ts'
import { fieldsOf } from '../../../kernel/form.ts'
import { type Placed, placed, processFaults, shapeFaults, withFollowers } from '../../../kernel/process.ts'
import type { Guide, Step } from '../terms.ts'

/** Who does a step, in the order in which a case passes through their hands. */
export const doers: Record<Step['by'], string> = { clerk: '综合窗口', approver: '审批人员', decider: '决定机关', issuer: '出件窗口' }
const order = Object.keys(doers) as readonly Step['by'][]

/** A question that may decide whether a step is asked for: a 情形 of the guide, or a choice in its form. */
export type Question = {
  readonly id: string
  readonly question: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
}
type OfGuide = Pick<Guide, 'situations' | 'form' | 'promisedLimit'>

/** The questions of a guide that a condition may name. */
export const questionsOf = ({ situations, form }: Pick<OfGuide, 'situations' | 'form'>): Question[] => {
  const fields = form ? fieldsOf(form) : []
  const choices = fields.flatMap(({ name, label, options }) => (options ? [{ id: name, question: label, options }] : []))
  return [...situations, ...choices.filter(({ id }) => !situations.some((one) => one.id === id))]
}

/** What is wrong with the steps of an item, beside the faults of its shape. */
const stepFaults = {
  'unknown-question': '条件所问的问题不在办事指南里',
  'unreadable-condition': '条件读不懂',
  'unknown-answer': '条件所列的回答不是这个问题的选项',
  'before-its-turn': '排在前面的环节由后面的人办理，办件到不了那里',
  'no-way-to-decision': '从这个环节走不到决定环节',
  'decision-skipped': '决定环节不能带条件',
  'longer-than-promised': '到这里各环节的时限合计超过承诺办结时限',
} as const
export const faultWords = { ...processFaults, ...stepFaults }

/** One thing wrong with a process: a stable code, the row (from 0) with its name, and a sentence. */
export type ProcessProblem = {
  readonly code: keyof typeof faultWords
  readonly row: number
  readonly step?: string
  readonly message: string
}
type Fault = { readonly code: keyof typeof faultWords; readonly row: number; readonly about?: string }

const conditionFault = ({ when }: Step, row: number, questions: readonly Question[]): Fault[] => {
  if (!when) return []
  if (isFeel(when)) {
    const fault = feelFault(
      when,
      questions.map(({ id }) => id),
    )
    return fault ? [{ code: 'unreadable-condition', row, about: `第 ${fault.at + 1} 个字：${fault.why}` }] : []
  }
  const question = questions.find(({ id }) => id === when.question)
  if (!question) return [{ code: 'unknown-question', row, about: when.question }]
  const unknown = when.is.find((value) => !question.options.some((option) => option.value === value))
  return unknown === undefined ? [] : [{ code: 'unknown-answer', row, about: unknown }]
}

/** A case passes from the window to the reviewers, the decider and the window again; a process cannot lead back. */
const turnFault = (step: Placed<Step>, row: number, steps: readonly Placed<Step>[]): Fault[] => {
  const early = steps.find((one) => step.after.includes(one.id) && order.indexOf(one.by) > order.indexOf(step.by))
  return early ? [{ code: 'before-its-turn', row, about: early.name }] : []
}

/** Where somebody decides, every step before the decision leads to it, and the decision is always asked for. */
const decisionFault = (step: Placed<Step>, row: number, steps: readonly Placed<Step>[]): Fault[] => {
  if (step.by === 'decider' && step.when) return [{ code: 'decision-skipped', row }]
  const decisions = steps.filter(({ by }) => by === 'decider')
  if (decisions.length === 0 || step.by === 'decider' || step.by === 'issuer') return []
  const followers = withFollowers(steps, step.id)
  return decisions.some(({ id }) => followers.has(id)) ? [] : [{ code: 'no-way-to-decision', row }]
}

/** Workdays from the beginning to the end of each step, along the longest way; handing over (行政许可法 §44) has a period of its own. */
const daysTo = (steps: readonly Placed<Step>[]): Map<string, number> => {
  const days = new Map<string, number>()
  for (const _ of steps)
    for (const step of steps)
      days.set(step.id, (step.by === 'issuer' ? 0 : step.days) + Math.max(0, ...step.after.map((id) => days.get(id) ?? 0)))
  return days
}

/** the days of the steps stay within the promise; five workdays are seven calendar days. */
const promiseFault = (steps: readonly Placed<Step>[], { promisedLimit }: OfGuide): Fault[] => {
  if (!promisedLimit) return []
  const most = promisedLimit.unit === 'workday' ? promisedLimit.days : (promisedLimit.days * 5) / 7
  const days = daysTo(steps)
  const row = steps.findIndex(({ id }) => (days.get(id) ?? 0) > most)
  return row < 0 ? [] : [{ code: 'longer-than-promised', row, about: `${days.get(steps[row]?.id ?? '')}个工作日` }]
}

const sentence = ({ code, about }: Fault): string => (about === undefined ? faultWords[code] : `${faultWords[code]}(${about})`)

/** Everything that keeps a process from being published, row by row; empty when nothing does. */
export const processProblems = (steps: readonly Step[], guide: OfGuide): ProcessProblem[] => {
  const whole = placed(steps)
  const questions = questionsOf(guide)
  const shape = shapeFaults(steps)
  const more = whole.flatMap((step, row) => [
    ...conditionFault(step, row, questions),
    ...(shape.length > 0 ? [] : [...turnFault(step, row, whole), ...decisionFault(step, row, whole)]),
  ])
  return [...shape, ...more, ...(shape.length > 0 ? [] : promiseFault(whole, guide))].map((fault) => {
    const step = steps[fault.row]?.name
    return { code: fault.code, row: fault.row, ...(step ? { step } : {}), message: sentence(fault) }
  })
}

/** A condition as people read it: “您申请哪一种教师资格?”为“高级中学教师资格”. */
export const conditionText = ({ when }: Pick<Step, 'when'>, questions: readonly Question[]): string | undefined => {
  if (!when) return undefined
  if (isFeel(when)) return `${feelWords(when, questions)}的才办`
  const question = questions.find(({ id }) => id === when.question)
  const labels = when.is.map((value) => question?.options.find((option) => option.value === value)?.label ?? value)
  return `“${(question?.question ?? when.question).replace(/[?？]$/, '')}”选“${labels.join('”或“')}”的才办`
}

/** Two steps of which the answers never ask for both. */
const areExclusive = ({ when: one }: Step, { when: other }: Step): boolean => {
  const [a, b] = [choiceOf(one), choiceOf(other)]
  return a !== undefined && a.question === b?.question && !a.is.some((value) => b.is.includes(value))
}

/**
 * Where a step stands when it does not simply follow the one written before it: 与“专家论证”同时进行 · “审查”“核查”都完成后进行.
 * Steps run side by side when neither has to wait for the other.
 */
export const placeText = (steps: readonly Placed<Step>[], step: Placed<Step>): string | undefined => {
  const behind = withFollowers(steps, step.id)
  const isBefore = (one: Placed<Step>): boolean => withFollowers(steps, one.id).has(step.id)
  const beside = steps.filter((one) => !behind.has(one.id) && !isBefore(one) && !areExclusive(one, step)).map(({ name }) => `“${name}”`)
  const awaited = step.after.map((id) => `“${steps.find((one) => one.id === id)?.name ?? id}”`)
  const joins = awaited.length > 1 ? `${awaited.join('')}都完成后进行` : undefined
  const runs = beside.length > 0 ? `与${beside.join('')}同时进行` : undefined
  return [joins, runs].filter(Boolean).join(';') || undefined
}
