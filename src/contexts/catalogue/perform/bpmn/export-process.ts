import { type Placed, placed } from '../../../../kernel/process.ts'
import { conditionText, type Question } from '../../rules/process.ts'
import type { Step } from '../../terms.ts'
import { conditionBody, language } from './condition.ts'
import { draw, type Flow, type Shape, type Slot } from './draw-process.ts'
import { bpmn, type Element } from './moddle.ts'

/** What is exported: the code and name of the item, its steps, the questions their conditions ask. */
export type Exported = {
  readonly code: string
  readonly name: string
  readonly steps: readonly Step[]
  readonly questions: readonly Question[]
}
type Moddle = ReturnType<typeof bpmn>
type Net = { readonly nodes: Element[]; readonly flows: Element[]; readonly shapes: Shape[]; readonly edges: Flow[] }

/** Collects nodes and flows, each with its place in the drawing. */
const netOf = (moddle: Moddle) => {
  const net: Net = { nodes: [], flows: [], shapes: [], edges: [] }
  const byId = new Map<string, Element>()
  const known = (id: string): Element => {
    const element = byId.get(id)
    if (!element) throw new Error(`no element ${id}`)
    return element
  }
  return {
    net,
    node: (type: string, id: string, at: { readonly step?: string; readonly slot: Slot }, members: object = {}): string => {
      const element = moddle.create(type, { id, ...members })
      byId.set(id, element)
      net.nodes.push(element)
      net.shapes.push({ id, ...at })
      return id
    },
    flow: (from: string, to: string, how: { readonly members?: object; readonly isBypass?: boolean } = {}): Element => {
      const id = `Flow_${net.flows.length + 1}`
      const [sourceRef, targetRef] = [known(from), known(to)]
      const element = moddle.create('bpmn:SequenceFlow', { id, sourceRef, targetRef, ...how.members })
      net.flows.push(element)
      net.edges.push({ id, from, to, isBypass: how.isBypass === true })
      ;(sourceRef.get('outgoing') as Element[]).push(element)
      ;(targetRef.get('incoming') as Element[]).push(element)
      return element
    },
    known,
  }
}
type Builder = ReturnType<typeof netOf>

const task = (moddle: Moddle, { name, by, days, standard, result, twoPersons }: Step): object => ({
  name,
  documentation: [moddle.create('bpmn:Documentation', { text: standard })],
  extensionElements: moddle.create('bpmn:ExtensionElements', {
    values: [moddle.create('tongban:Step', { by, days, ...(twoPersons === undefined ? {} : { twoPersons }), result })],
  }),
})

/** A step with the gateways around it: waits for several, asks its condition, goes on to several. Gives where one comes in and goes out. */
const addStep = (
  moddle: Moddle,
  build: Builder,
  step: Placed<Step>,
  around: { readonly followers: number; readonly questions: readonly Question[] },
): { readonly entry: string; readonly exit: string } => {
  const { id, after, when } = step
  const at = (slot: Slot) => ({ step: id, slot })
  const wait = after.length > 1 ? build.node('bpmn:ParallelGateway', `Wait_${id}`, at('wait')) : undefined
  const ask = when ? build.node('bpmn:ExclusiveGateway', `Ask_${id}`, at('ask')) : undefined
  const own = build.node('bpmn:UserTask', `Step_${id}`, at('task'), task(moddle, step))
  const join = when ? build.node('bpmn:ExclusiveGateway', `Join_${id}`, at('join')) : undefined
  const fork = around.followers > 1 ? build.node('bpmn:ParallelGateway', `Fork_${id}`, at('fork')) : undefined
  if (wait) build.flow(wait, ask ?? own)
  if (when && ask && join) {
    const conditionExpression = moddle.create('bpmn:FormalExpression', { body: conditionBody(when), language })
    build.flow(ask, own, { members: { name: conditionText(step, around.questions), conditionExpression } })
    build.flow(own, join)
    build.known(ask).set('default', build.flow(ask, join, { isBypass: true }))
  }
  if (fork) build.flow(join ?? own, fork)
  return { entry: wait ?? ask ?? own, exit: fork ?? join ?? own }
}

const build = (moddle: Moddle, given: readonly Step[], questions: readonly Question[]): Net => {
  const steps = placed(given)
  const builder = netOf(moddle)
  const followersOf = (id: string): number => steps.filter(({ after }) => after.includes(id)).length
  const [roots, last] = [steps.filter(({ after }) => after.length === 0), steps.filter(({ id }) => followersOf(id) === 0)]
  const start = builder.node('bpmn:StartEvent', 'Start', { slot: 'start' }, { name: '申请' })
  const first = roots.length > 1 ? builder.node('bpmn:ParallelGateway', 'Fork', { slot: 'first' }) : start
  if (first !== start) builder.flow(start, first)
  const doors = new Map(steps.map((step) => [step.id, addStep(moddle, builder, step, { followers: followersOf(step.id), questions })]))
  const wait = last.length > 1 ? builder.node('bpmn:ParallelGateway', 'Wait', { slot: 'last' }) : undefined
  const end = builder.node('bpmn:EndEvent', 'End', { slot: 'end' }, { name: '办结' })
  const exit = (id: string): string => doors.get(id)?.exit ?? start
  const entry = (id: string): string => doors.get(id)?.entry ?? end
  for (const { id, after } of steps) for (const from of after.length > 0 ? after.map(exit) : [first]) builder.flow(from, entry(id))
  for (const { id } of last) builder.flow(exit(id), wait ?? end)
  if (wait) builder.flow(wait, end)
  return builder.net
}

const point = (moddle: Moddle) => (at: object) => moddle.create('dc:Point', at)

/** The drawing of the diagram interchange: a shape for every node, an edge for every flow. */
const diagram = (moddle: Moddle, process: Element, net: Net, steps: readonly Step[]): Element => {
  const { bounds, waypoints } = draw(steps, net.shapes, net.edges)
  const shapes = net.nodes.map((node, i) =>
    moddle.create('bpmndi:BPMNShape', {
      id: `${node.id}_di`,
      bpmnElement: node,
      ...(node.$type === 'bpmn:ExclusiveGateway' ? { isMarkerVisible: true } : {}),
      bounds: moddle.create('dc:Bounds', bounds[i]),
    }),
  )
  const edges = net.flows.map((flow, i) =>
    moddle.create('bpmndi:BPMNEdge', { id: `${flow.id}_di`, bpmnElement: flow, waypoint: waypoints[i]?.map(point(moddle)) ?? [] }),
  )
  const plane = moddle.create('bpmndi:BPMNPlane', { id: 'Plane', bpmnElement: process, planeElement: [...shapes, ...edges] })
  return moddle.create('bpmndi:BPMNDiagram', { id: 'Diagram', plane })
}

/**
 * A process as BPMN 2.0 XML with its drawing: a user task a step, parallel gateways where branches part and meet, exclusive gateways
 * with a condition around a step that only some answers ask for. Steps must be without faults.
 */
export const exportProcess = async ({ code, name, steps, questions }: Exported): Promise<string> => {
  const moddle = bpmn()
  const net = build(moddle, steps, questions)
  const process = moddle.create('bpmn:Process', {
    id: `Process_${code.replace(/[^\w.-]/g, '_')}`,
    name,
    isExecutable: false,
    flowElements: [...net.nodes, ...net.flows],
  })
  const definitions = moddle.create('bpmn:Definitions', {
    id: 'Definitions',
    targetNamespace: 'urn:tongban:process:1',
    exporter: 'Tongban',
    rootElements: [process],
    diagrams: [diagram(moddle, process, net, steps)],
  })
  return (await moddle.toXML(definitions, { format: true })).xml
}
