import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { choiceOf } from '../../../../kernel/condition.ts'
import { placed } from '../../../../kernel/process.ts'
import { demoCatalogue } from '../../demo-catalogue.ts'
import { processProblems, questionsOf } from '../../rules/process.ts'
import type { Step } from '../../terms.ts'
import { exportProcess } from './export-process.ts'
import { importProcess } from './import-process.ts'
import { bpmn, type Element, listOf, memberOf } from './moddle.ts'

/** One guide for each item: the same item on several sites has the same process. */
const guides = [
  ...new Map(demoCatalogue(join(import.meta.dirname, '../../../../../data')).map((guide) => [guide.baseCode, guide])).values(),
]
const questions = [
  {
    id: 'place',
    question: '经营场所是？',
    options: [
      { value: 'own', label: '自有' },
      { value: 'rent', label: '租赁' },
    ],
  },
]

test('round trip: every item of the demo city comes back from BPMN as it was', async () => {
  assert.ok(guides.length >= 120)
  for (const guide of guides) {
    const asked = questionsOf(guide)
    const xml = await exportProcess({ code: guide.code, name: guide.name, steps: guide.steps, questions: asked })
    const { steps, problems, gaps } = await importProcess(xml, asked)
    assert.deepEqual([problems, gaps], [[], []], guide.name)
    assert.deepEqual(steps, placed(guide.steps), guide.name)
    assert.deepEqual(processProblems(steps, guide), [])
  }
})

const words = fc.stringMatching(/^[一-龥A-Za-z0-9<>&"'()、。 ]{1,30}$/).map((text) => `环${text.trim()}`)
/** Conditions no choice of answers can say: comparing, ranges, several questions, signs that XML has uses for, lines. */
const comparison = fc
  .tuple(
    fc.constantFrom('area', 'rooms', '面积'),
    fc.constantFrom('<', '<=', '>', '!=', '= 0 or area >'),
    fc.integer({ min: -9, max: 999 }),
  )
  .map(([name, sign, number]) => `${name} ${sign} ${number}`)
const expression = fc
  .tuple(comparison, fc.constantFrom(' and ', '\nor ', ' and not(', ' or list contains(uses, "a<b & \\"c\\"]]>") and '), comparison)
  .map(([one, word, other]) => ({ feel: `${one}${word}${other}${word.endsWith('(') ? ')' : ''}` }))
const drawn = fc.integer({ min: 1, max: 8 }).chain((n) =>
  fc.tuple(
    ...Array.from({ length: n }, (_, i) =>
      fc.record(
        {
          id: fc.constant(`s${i}`),
          name: words,
          by: fc.constantFrom<Step['by']>('clerk', 'approver', 'decider', 'issuer'),
          days: fc.constantFrom(0, 0.5, 1, 15),
          standard: words,
          result: words,
          after: fc.shuffledSubarray(Array.from({ length: i }, (__, j) => `s${j}`)),
          when: fc.oneof(
            fc.record(
              { question: fc.constant('place'), is: fc.shuffledSubarray(['own', 'rent', '"别的", 情形\\'], { minLength: 1 }) },
              { noNullPrototype: true },
            ),
            expression,
          ),
          twoPersons: fc.boolean(),
        },
        { requiredKeys: ['id', 'name', 'by', 'days', 'standard', 'result', 'after'], noNullPrototype: true },
      ),
    ),
  ),
)

test('round trip: any sound process, with branches, conditions and any words, loses nothing', async () => {
  await fc.assert(
    fc.asyncProperty(drawn, async (steps) => {
      const {
        steps: back,
        problems,
        gaps,
      } = await importProcess(await exportProcess({ code: 'x', name: '流程', steps, questions }), questions)
      assert.deepEqual([problems, gaps], [[], []])
      assert.deepEqual(back, steps)
    }),
    { numRuns: 60 },
  )
})

const sample: readonly Step[] = [
  { id: 'accept', name: '受理', by: 'clerk', days: 1, standard: '材料齐全', result: '受理通知书', after: [] },
  { id: 'review', name: '审查', by: 'approver', days: 3, standard: '符合规定', result: '审查意见', after: ['accept'] },
  { id: 'visit', name: '现场核查', by: 'approver', days: 4, standard: '与申报一致', result: '记录', after: ['accept'], twoPersons: true, when: { question: 'place', is: ['rent'] } },
  { id: 'decide', name: '决定', by: 'decider', days: 1, standard: '清楚', result: '决定书', after: ['review', 'visit'] },
] // biome-ignore format: steps read best in rows
const exported = await exportProcess({ code: '11X', name: '取水许可', steps: sample, questions })

test('the document is BPMN 2.0 with its drawing: a shape for every node, a way for every flow, gateways where branches part and meet', async () => {
  const { rootElement, warnings } = await bpmn().fromXML(exported)
  assert.deepEqual(warnings, [])
  const [process] = listOf(rootElement, 'rootElements')
  const elements = listOf(process, 'flowElements')
  const kinds = Object.entries(Object.groupBy(elements, ({ $type }) => $type)).map(([type, all]) => [type, all?.length])
  assert.deepEqual(Object.fromEntries(kinds), {
    'bpmn:StartEvent': 1,
    'bpmn:EndEvent': 1,
    'bpmn:UserTask': 4,
    'bpmn:ParallelGateway': 2,
    'bpmn:ExclusiveGateway': 2,
    'bpmn:SequenceFlow': 11,
  })
  const plane = memberOf(listOf(rootElement, 'diagrams')[0], 'plane')
  const drawnElements = listOf(plane, 'planeElement')
  assert.deepEqual(drawnElements.map((one) => memberOf(one, 'bpmnElement')?.id).toSorted(), elements.map(({ id }) => id).toSorted())
})

const boundsIn = (element: Element): Record<'x' | 'y' | 'width' | 'height', number> => {
  const bounds = memberOf(element, 'bounds')
  return Object.fromEntries(['x', 'y', 'width', 'height'].map((name) => [name, bounds?.get(name)])) as ReturnType<typeof boundsIn>
}

test('the drawing of the document: no shape over another, every way begins and ends at its shapes', async () => {
  const { rootElement } = await bpmn().fromXML(exported)
  const all = listOf(memberOf(listOf(rootElement, 'diagrams')[0], 'plane'), 'planeElement')
  const shapes = new Map(
    all.filter(({ $type }) => $type === 'bpmndi:BPMNShape').map((one) => [memberOf(one, 'bpmnElement')?.id, boundsIn(one)]),
  )
  const boxes = [...shapes.values()]
  for (const [i, a] of boxes.entries())
    for (const b of boxes.slice(i + 1))
      assert.ok(a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y)
  const touches = (id: string | undefined, point: Element | undefined): boolean => {
    const [box, x, y] = [shapes.get(id), Number(point?.get('x')), Number(point?.get('y'))]
    return box !== undefined && x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height
  }
  for (const edge of all.filter(({ $type }) => $type === 'bpmndi:BPMNEdge')) {
    const [flow, points] = [memberOf(edge, 'bpmnElement'), listOf(edge, 'waypoint')]
    assert.ok(touches(memberOf(flow, 'sourceRef')?.id, points[0]), `${flow?.id} begins`)
    assert.ok(touches(memberOf(flow, 'targetRef')?.id, points.at(-1)), `${flow?.id} ends`)
  }
})

const model = 'http://www.omg.org/spec/BPMN/20100524/MODEL'
const foreign = (body: string, beside = ''): string =>
  `<bpmn2:definitions xmlns:bpmn2="${model}" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="d" targetNamespace="t">${beside}<bpmn2:process id="P">${body}</bpmn2:process></bpmn2:definitions>`
const flow = (id: string, from: string, to: string, condition?: string): string =>
  `<bpmn2:sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}">${condition === undefined ? '' : `<bpmn2:conditionExpression><![CDATA[${condition}]]></bpmn2:conditionExpression>`}</bpmn2:sequenceFlow>`
const straight = (task: string): string =>
  foreign(`<bpmn2:startEvent id="S"/>${task}<bpmn2:endEvent id="E"/>${flow('F1', 'S', 'T')}${flow('F2', 'T', 'E')}`)
const refused = async (xml: string) =>
  (await importProcess(xml, questions)).problems.map(({ element, message }) => `${element}：${message}`)

test('a document of another tool: what its tasks do not say is told task by task, its drawing and extensions are not taken', async () => {
  const { steps, problems, gaps } = await importProcess(
    straight('<bpmn2:userTask id="T" name="审查" camunda:assignee="x"><bpmn2:documentation>看材料</bpmn2:documentation></bpmn2:userTask>'),
    questions,
  )
  assert.deepEqual(problems, [])
  assert.deepEqual(steps, [{ id: 's1', name: '审查', by: 'approver', days: 0, standard: '看材料', result: '', after: [] }])
  assert.deepEqual(gaps, [{ element: 'userTask“审查”(T)', message: '没有写由谁办理、办理时限、办理结果' }])
})

const branching = (conditions: readonly [string | undefined, string | undefined], join = 'exclusiveGateway', rest = ''): string =>
  foreign(`<bpmn2:startEvent id="S"/><bpmn2:exclusiveGateway id="G" name="场所" default="F3"/><bpmn2:task id="A" name="看合同"/><bpmn2:task id="A2" name="看备案"/><bpmn2:task id="B" name="看产权"/><bpmn2:${join} id="J"/><bpmn2:task id="C" name="决定"/><bpmn2:endEvent id="E"/>
${flow('F1', 'S', 'G')}${flow('F2', 'G', 'A', conditions[0])}${flow('F3', 'G', 'B', conditions[1])}${flow('F4', 'A', 'A2')}${flow('F5', 'A2', 'J')}${flow('F6', 'B', 'J')}${flow('F7', 'J', 'C')}${flow('F8', 'C', 'E')}${rest}`)

test('an exclusive gateway of another tool: every step of a branch gets its condition, the default branch the other answers', async () => {
  for (const condition of ['place in ("rent")', 'place = "rent"', `\${place == 'rent'}`]) {
    const { steps, problems } = await importProcess(branching([condition, undefined]), questions)
    assert.deepEqual(problems, [])
    assert.deepEqual(
      steps.map(({ id, name, after, when }) => [id, name, after, choiceOf(when)?.is]),
      [
        ['s1', '看合同', [], ['rent']],
        ['s2', '看备案', ['s1'], ['rent']],
        ['s3', '看产权', [], ['own']],
        ['s4', '决定', ['s2', 's3'], undefined],
      ],
    )
  }
})

test('a condition in FEEL that is no choice of answers is read as it is; the default branch gets its contrary', async () => {
  for (const condition of ['area > 100 and place = "rent"', '= area > 100 and place = "rent"']) {
    const { steps, problems } = await importProcess(branching([condition, undefined]), questions)
    assert.deepEqual(problems, [])
    const feel = 'area > 100 and place = "rent"'
    assert.deepEqual(
      steps.map(({ when }) => when),
      [{ feel }, { feel }, { feel: `not(${feel})` }, undefined],
    )
  }
})

test('what our processes cannot say is refused by the element it stands in', async () => {
  const task = '<bpmn2:userTask id="T" name="审查"/>'
  const cases: readonly (readonly [xml: string, refusal: RegExp])[] = [
    ['hello', /^definitions：不是 BPMN 2\.0 文件/],
    ['<!DOCTYPE x [<!ENTITY e "x">]><x/>', /^DOCTYPE：/],
    [straight('<bpmn2:subProcess id="T" name="会审"/>'), /^subProcess“会审”\(T\)：不支持这种元素$/],
    [straight('<bpmn2:serviceTask id="T" name="调接口"/>'), /^serviceTask“调接口”\(T\)：不支持这种元素$/],
    [straight('<bpmn2:userTask id="T" name="审查"><bpmn2:multiInstanceLoopCharacteristics id="M"/></bpmn2:userTask>'), /^userTask“审查”\(T\)：不支持循环和多实例$/],
    [straight('<bpmn2:userTask id="T"/>'), /^userTask\(T\)：环节没有名称$/],
    [straight(task).replace('<bpmn2:startEvent id="S"/>', '<bpmn2:startEvent id="S"><bpmn2:timerEventDefinition id="X"/></bpmn2:startEvent>'), /^timerEventDefinition\(X\)：不支持定时、消息等事件$/],
    [straight(`<bpmn2:laneSet id="L"/>${task}`), /^laneSet\(L\)：不支持泳道/],
    [straight(`${task}<bpmn2:textAnnotation id="N"/>`), /^textAnnotation\(N\)：不支持注释和分组$/],
    [foreign('', '<bpmn2:collaboration id="C"/>'), /^collaboration\(C\)：不支持这种元素$/],
    [foreign('<bpmn2:endEvent id="E"/>'), /^process\(P\)：要有一个开始事件，现在有 0 个$/],
    [straight(`${task}${flow('F3', 'T', 'T')}`), /^userTask“审查”\(T\)：有几条进来的连线/],
    [branching(['x > ', undefined]), /^sequenceFlow\(F2\)：条件读不懂：第 4 个字，条件没有写完/],
    [branching([undefined, undefined]), /^sequenceFlow\(F2\)：条件读不懂：第 1 个字，还没有写条件/],
    [branching(['x > 3', 'x < 3']).replace(' default="F3"', ''), /^exclusiveGateway“场所”\(G\)：几个分支的条件都要写成/],
    [branching(['place = "rent"', undefined], 'parallelGateway'), /^parallelGateway\(J\)：汇合的分支不是同时开始的/],
    [straight('<bpmn2:parallelGateway id="G"/><bpmn2:userTask id="T" name="审查"/>'), /^parallelGateway\(G\)：没有进来的连线$/],
    [foreign(`<bpmn2:startEvent id="S"/><bpmn2:exclusiveGateway id="G"/><bpmn2:task id="T" name="审查"/><bpmn2:exclusiveGateway id="H" default="F4"/><bpmn2:endEvent id="E"/>${flow('F1', 'S', 'G')}${flow('F2', 'G', 'T')}${flow('F3', 'T', 'H')}${flow('F4', 'H', 'E')}${flow('F5', 'H', 'G', 'place = "rent"')}`), /^exclusiveGateway\(G\)：流程里有回路/],
  ] // biome-ignore format: one case a line
  for (const [xml, refusal] of cases) {
    const told = await refused(xml)
    assert.ok(
      told.some((line) => refusal.test(line)),
      `${refusal}: ${told.join(';') || 'not refused'}`,
    )
  }
})

test('branches that a parallel gateway parts and an exclusive one meets would be done twice: refused', async () => {
  const xml = branching([undefined, undefined]).replace(
    '<bpmn2:exclusiveGateway id="G" name="场所" default="F3"/>',
    '<bpmn2:parallelGateway id="G"/>',
  )
  assert.deepEqual(await refused(xml), ['exclusiveGateway(J)：汇合的分支不是由同一个排他网关分开的'])
})

test('a default branch with steps needs the question of the guide', async () => {
  assert.deepEqual(await refused(branching(['colour = "red"', undefined])), [
    'sequenceFlow(F3)：默认分支上有环节，但办事指南里没有这个问题，换算不出条件',
  ])
})
