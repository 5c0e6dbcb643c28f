import { type Element, listOf, memberOf, textOf } from './moddle.ts'

/** What keeps a document from being read: the element by type, name and id, and why. */
export type BpmnProblem = { readonly element: string; readonly message: string }
export type Node = {
  readonly element: Element
  readonly kind: 'start' | 'end' | 'task' | 'parallel' | 'exclusive'
  readonly incoming: readonly Element[]
  readonly outgoing: readonly Element[]
}
/** Nodes by their id, and in an order in which every one comes after those that lead to it. */
export type Graph = {
  readonly nodes: ReadonlyMap<string, Node>
  readonly ordered: readonly Node[]
  readonly problems: readonly BpmnProblem[]
}

const kinds: Readonly<Record<string, Node['kind']>> = {
  'bpmn:StartEvent': 'start',
  'bpmn:EndEvent': 'end',
  'bpmn:Task': 'task',
  'bpmn:UserTask': 'task',
  'bpmn:ManualTask': 'task',
  'bpmn:ParallelGateway': 'parallel',
  'bpmn:ExclusiveGateway': 'exclusive',
}

/** userTask“现场核查”(Step_visit) */
export const nameOf = (element: Element): string => {
  const type = element.$type.replace(/^bpmn:/, '').replace(/^[A-Z]/, (c) => c.toLowerCase())
  const name = textOf(element, 'name')
  return `${type}${name ? `“${name}”` : ''}(${element.id ?? '没有编号'})`
}

const refuse = (element: Element, message: string): BpmnProblem => ({ element: nameOf(element), message })

/** Members of a flow element or of the process that mean something our processes have no word for. */
const refusedMembers: Readonly<Record<string, string>> = {
  eventDefinitions: '不支持定时、消息等事件',
  loopCharacteristics: '不支持循环和多实例',
  laneSets: '不支持泳道，请在环节上写由谁办理',
  artifacts: '不支持注释和分组',
  dataInputAssociations: '不支持数据对象',
  dataOutputAssociations: '不支持数据对象',
}
const memberProblems = (element: Element): BpmnProblem[] =>
  Object.entries(refusedMembers).flatMap(([member, message]) => {
    const value = element.get(member)
    if (Array.isArray(value)) return value.slice(0, 1).map((one: Element) => refuse(one, message))
    return memberOf(element, member) ? [refuse(element, message)] : []
  })

const isFlow = ({ $type }: Element): boolean => $type === 'bpmn:SequenceFlow'

/** What is wrong with a node and its flows, before the whole is looked at. */
const nodeProblems = (node: Node): BpmnProblem[] => {
  const { element, kind, incoming, outgoing } = node
  if (kind !== 'start' && incoming.length === 0) return [refuse(element, '没有进来的连线')]
  if (kind !== 'end' && outgoing.length === 0) return [refuse(element, '没有出去的连线')]
  if (kind === 'start' && incoming.length > 0) return [refuse(element, '开始事件不能有进来的连线')]
  if (kind === 'task' && incoming.length > 1) return [refuse(element, '有几条进来的连线，请在前面加网关')]
  if (kind === 'task' && textOf(element, 'name').trim() === '') return [refuse(element, '环节没有名称')]
  const conditional = outgoing.find((flow) => memberOf(flow, 'conditionExpression'))
  if (kind !== 'exclusive' && conditional) return [refuse(conditional, '条件只能在排他网关后面')]
  return []
}

/** Nodes each after those that lead to it; those of a circle are missing. */
const orderedFrom = (nodes: ReadonlyMap<string, Node>): Node[] => {
  const ordered: Node[] = []
  const reached = new Set<string>()
  const isReady = (node: Node): boolean => node.incoming.every((flow) => reached.has(memberOf(flow, 'sourceRef')?.id ?? ''))
  for (let before = -1; before !== ordered.length; ) {
    before = ordered.length
    for (const [id, node] of nodes) {
      if (reached.has(id) || !isReady(node)) continue
      reached.add(id)
      ordered.push(node)
    }
  }
  return ordered
}

const processOf = (root: Element): { readonly process: Element | undefined; readonly problems: BpmnProblem[] } => {
  const roots = listOf(root, 'rootElements')
  const processes = roots.filter(({ $type }) => $type === 'bpmn:Process')
  const others = roots.filter(({ $type }) => $type !== 'bpmn:Process').map((one) => refuse(one, '不支持这种元素'))
  if (processes.length === 1) return { process: processes[0], problems: others }
  return { process: undefined, problems: [...others, refuse(root, `文件里要有一个流程，现在有 ${processes.length} 个`)] }
}

const nodesOf = (elements: readonly Element[]): Map<string, Node> => {
  const flows = elements.filter(isFlow)
  return new Map(
    elements.flatMap((element): [string, Node][] => {
      const kind = kinds[element.$type]
      if (!kind || !element.id) return []
      const incoming = flows.filter((flow) => memberOf(flow, 'targetRef') === element)
      const outgoing = flows.filter((flow) => memberOf(flow, 'sourceRef') === element)
      return [[element.id, { element, kind, incoming, outgoing }]]
    }),
  )
}

/** The nodes and flows of the one process in a document, with everything that our processes have no word for. */
export const graphOf = (root: Element): Graph => {
  const { process, problems } = processOf(root)
  if (!process) return { nodes: new Map(), ordered: [], problems }
  const elements = listOf(process, 'flowElements')
  const unknown = elements.filter((one) => !isFlow(one) && !(one.$type in kinds)).map((one) => refuse(one, '不支持这种元素'))
  const members = [process, ...elements].flatMap(memberProblems)
  const nodes = nodesOf(elements)
  const starts = [...nodes.values()].filter(({ kind }) => kind === 'start')
  const count = starts.length === 1 ? [] : [refuse(process, `要有一个开始事件，现在有 ${starts.length} 个`)]
  const first = [...problems, ...unknown, ...members, ...count, ...[...nodes.values()].flatMap(nodeProblems)]
  if (first.length > 0) return { nodes, ordered: [], problems: first }
  const ordered = orderedFrom(nodes)
  const circle = [...nodes.values()].filter((node) => !ordered.includes(node))
  return { nodes, ordered, problems: circle.slice(0, 1).map(({ element }) => refuse(element, '流程里有回路；退回重办由“退回环节”完成')) }
}
