import { choiceOf, type Feel, isFeel } from '../../../../kernel/condition.ts'
import type { StepCondition } from '../../../../kernel/process.ts'
import type { Question } from '../../rules/process.ts'
import type { Step } from '../../terms.ts'
import { negationOf, readCondition } from './condition.ts'
import { bpmn, type Element, listOf, memberOf, textOf } from './moddle.ts'
import { type BpmnProblem, type Graph, graphOf, type Node, nameOf } from './read-graph.ts'

/** What was read: the steps, what keeps the document from being read at all, and what each step still lacks. */
export type Imported = {
  readonly steps: readonly Step[]
  readonly problems: readonly BpmnProblem[]
  readonly gaps: readonly BpmnProblem[]
}

/** Under which branch of which gateway a node lies; absent: always done. */
type Guard = { readonly split: Node; readonly flow: Element } | undefined

const isTask = ({ kind }: Node): boolean => kind === 'task'
const sameGuard = (a: Guard, b: Guard): boolean => a?.flow === b?.flow

/** The guard under which a node lies, from those of the flows that lead to it; says what is unsound about the gateways. */
const guardOf = (node: Node, incoming: readonly Guard[]): Guard | string => {
  const [first] = incoming
  if (node.kind !== 'exclusive' || incoming.length < 2)
    return incoming.every((one) => sameGuard(one, first)) ? first : '汇合的分支不是同时开始的，会永远等待'
  const split = first?.split
  if (!split || incoming.some((one) => one?.split !== split)) return '汇合的分支不是由同一个排他网关分开的'
  const flows = new Set(incoming.map((one) => one?.flow))
  return flows.size === incoming.length && flows.size === split.outgoing.length ? undefined : '没有汇合这个排他网关分开的全部分支'
}

const splits = (node: Node): boolean => node.kind === 'exclusive' && node.outgoing.length > 1
type When = StepCondition | Feel
const readOf = (flow: Element): ReturnType<typeof readCondition> => readCondition(textOf(memberOf(flow, 'conditionExpression'), 'body'))
const conditionOf = (flow: Element): When | undefined => {
  const found = readOf(flow)
  return 'why' in found ? undefined : found
}
const unreadable = (flow: Element): BpmnProblem[] => {
  const found = readOf(flow)
  return 'why' in found ? [{ element: nameOf(flow), message: `条件读不懂：第 ${found.at + 1} 个字，${found.why}` }] : []
}
const isDefault = (node: Node, flow: Element): boolean => memberOf(node.element, 'default') === flow

/** What is wrong with the branches of an exclusive gateway: each but the default needs a condition, and no two may hold at once. */
const branchProblems = (node: Node, guard: Guard): BpmnProblem[] => {
  if (!splits(node)) return []
  if (guard) return [{ element: nameOf(node.element), message: '排他网关套在另一个分支里，不支持' }]
  const conditional = node.outgoing.filter((flow) => !isDefault(node, flow))
  const wrong = conditional.flatMap(unreadable)
  if (wrong.length > 0) return wrong
  const all = conditional.flatMap((flow) => conditionOf(flow) ?? [])
  if (all.length > 1 && all.some(isFeel))
    return [{ element: nameOf(node.element), message: '几个分支的条件都要写成 问题 in ("回答", "回答")，才看得出不会同时成立' }]
  const given = all.flatMap((when) => choiceOf(when) ?? [])
  const values = given.flatMap(({ is }) => is)
  const isClear = new Set(given.map(({ question }) => question)).size <= 1 && new Set(values).size === values.length
  return isClear ? [] : [{ element: nameOf(node.element), message: '各分支的条件要问同一个问题，回答不能重复' }]
}

/** Guards of all nodes, from the start on, and everything unsound about gateways. */
const guardsOf = ({ ordered, nodes }: Graph): { readonly guards: Map<Node, Guard>; readonly problems: BpmnProblem[] } => {
  const guards = new Map<Node, Guard>()
  const problems: BpmnProblem[] = []
  for (const node of ordered) {
    const incoming = node.incoming.map((flow): Guard => {
      const source = nodes.get(memberOf(flow, 'sourceRef')?.id ?? '')
      return source && splits(source) ? { split: source, flow } : source && guards.get(source)
    })
    const guard = guardOf(node, incoming)
    if (typeof guard === 'string') problems.push({ element: nameOf(node.element), message: guard })
    guards.set(node, typeof guard === 'string' ? undefined : guard)
    problems.push(...branchProblems(node, guards.get(node)))
  }
  return { guards, problems }
}

/** The condition of a branch; of the default one, the answers that no other branch names, or that the one expression does not hold. */
const whenOf = (guard: NonNullable<Guard>, questions: readonly Question[]): When | undefined => {
  if (!isDefault(guard.split, guard.flow)) return conditionOf(guard.flow)
  const all = guard.split.outgoing.flatMap((flow) => (flow === guard.flow ? [] : (conditionOf(flow) ?? [])))
  const [expression] = all.filter(isFeel)
  if (expression) return negationOf(expression)
  const others = all.flatMap((when) => choiceOf(when) ?? [])
  const question = questions.find(({ id }) => id === others[0]?.question)
  const is = question?.options.map(({ value }) => value).filter((value) => !others.some((one) => one.is.includes(value))) ?? []
  return question && is.length > 0 ? { question: question.id, is } : undefined
}

/** The tasks that must be over before a node, through the gateways between; the way around a step adds none. */
const tasksBefore = (node: Node, nodes: ReadonlyMap<string, Node>): Node[] => {
  const sources = node.incoming.flatMap((flow) => nodes.get(memberOf(flow, 'sourceRef')?.id ?? '') ?? [])
  const throughMerge = node.kind === 'exclusive' && sources.length > 1
  const telling = throughMerge && !sources.every(splits) ? sources.filter((source) => !splits(source)) : sources
  return [...new Set(telling.flatMap((source) => (isTask(source) ? [source] : tasksBefore(source, nodes))))]
}

/** Ids of steps: ours are kept, others become s1, s2 … */
const idsOf = (tasks: readonly Node[]): Map<Node, string> => {
  const own = new Map<Node, string>()
  for (const node of tasks) {
    const id = node.element.id?.replace(/^Step_/, '') ?? ''
    if (/^[a-z][A-Za-z0-9-]{0,39}$/.test(id) && ![...own.values()].includes(id)) own.set(node, id)
  }
  let count = 0
  const fresh = (): string => {
    do count += 1
    while ([...own.values()].includes(`s${count}`))
    return `s${count}`
  }
  return new Map(tasks.map((node) => [node, own.get(node) ?? fresh()]))
}

const doerOf = (value: string): Step['by'] | undefined => (['clerk', 'approver', 'decider', 'issuer'] as const).find((by) => by === value)

/** A task as a step; what it does not say is left empty and told as a gap. */
const stepOf = (element: Element): { readonly step: Step; readonly gaps: readonly BpmnProblem[] } => {
  const own = listOf(memberOf(element, 'extensionElements'), 'values').find(({ $type }) => $type === 'tongban:Step')
  const [by, days] = [doerOf(textOf(own, 'by')), own?.get('days')]
  const knowsDays = typeof days === 'number' && Number.isFinite(days) && days >= 0
  const standard = textOf(listOf(element, 'documentation')[0], 'text').trim()
  const result = textOf(own, 'result').trim()
  const twoPersons = own?.get('twoPersons')
  const lacks = [!by && '由谁办理', !knowsDays && '办理时限', standard === '' && '审查标准', result === '' && '办理结果'].filter(Boolean)
  const step = {
    name: textOf(element, 'name').trim(),
    by: by ?? 'approver',
    days: knowsDays ? days : 0,
    standard,
    result,
    ...(typeof twoPersons === 'boolean' ? { twoPersons } : {}),
  }
  return { step, gaps: lacks.length > 0 ? [{ element: nameOf(element), message: `没有写${lacks.join('、')}` }] : [] }
}

const readSteps = (graph: Graph, questions: readonly Question[]): Imported => {
  const { guards, problems } = guardsOf(graph)
  if (problems.length > 0) return { steps: [], problems, gaps: [] }
  const tasks = [...graph.nodes.values()].filter(isTask)
  const ids = idsOf(tasks)
  const told: BpmnProblem[] = []
  const read = tasks.map((node) => {
    const { step, gaps } = stepOf(node.element)
    const guard = guards.get(node)
    const when = guard && whenOf(guard, questions)
    if (guard && !when) told.push({ element: nameOf(guard.flow), message: '默认分支上有环节，但办事指南里没有这个问题，换算不出条件' })
    const after = tasksBefore(node, graph.nodes).map((one) => ids.get(one) ?? '')
    return { step: { id: ids.get(node) ?? '', after, ...step, ...(when ? { when } : {}) }, gaps }
  })
  return { steps: read.map(({ step }) => step), problems: told, gaps: read.flatMap(({ gaps }) => gaps) }
}

const parsed = async (xml: string): Promise<{ readonly root: Element } | { readonly problem: BpmnProblem }> => {
  if (/<!DOCTYPE/i.test(xml)) return { problem: { element: 'DOCTYPE', message: '文件里不能有文档类型声明' } }
  try {
    const { rootElement, warnings } = await bpmn().fromXML(xml)
    const [warning] = warnings
    return warning
      ? { problem: { element: 'definitions', message: `文件里有读不懂的内容(${warning.message.slice(0, 200)})` } }
      : { root: rootElement }
  } catch (error) {
    return {
      problem: { element: 'definitions', message: `不是 BPMN 2.0 文件(${error instanceof Error ? error.message.slice(0, 200) : ''})` },
    }
  }
}

/**
 * Reads a BPMN 2.0 document as a process. What our processes cannot say (events, sub-processes, loops, lanes …) is refused by the
 * element's type, name and id; nothing is dropped silently but drawings and the extensions of other tools.
 */
export const importProcess = async (xml: string, questions: readonly Question[]): Promise<Imported> => {
  const document = await parsed(xml)
  if ('problem' in document) return { steps: [], problems: [document.problem], gaps: [] }
  const graph = graphOf(document.root)
  return graph.problems.length > 0 ? { steps: [], problems: graph.problems, gaps: [] } : readSteps(graph, questions)
}
