import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { placed } from '../../../kernel/process.ts'
import { demoCatalogue } from '../demo-catalogue.ts'
import type { Step } from '../terms.ts'
import { conditionText, placeText, processProblems, questionsOf } from './process.ts'
import { isStraight } from './process-chart.ts'

const guides = demoCatalogue(join(import.meta.dirname, '../../../../data'))
const options = [
  { value: 'own', label: '自有' },
  { value: 'rent', label: '租赁' },
]
const guide = { situations: [{ id: 'place', question: '经营场所是？', options }] }
const step = (id: string, by: Step['by'], after: readonly string[], rest: Partial<Step> = {}): Step => ({
  id,
  name: id,
  by,
  days: 1,
  standard: '符合规定',
  result: '意见',
  after,
  ...rest,
})
const sound = [
  step('accept', 'clerk', []),
  step('review', 'approver', ['accept']),
  step('visit', 'approver', ['accept'], { when: { question: 'place', is: ['rent'] } }),
  step('decide', 'decider', ['review', 'visit']),
  step('hand', 'issuer', ['decide']),
]
const codes = (steps: readonly Step[]) => processProblems(steps, guide).map(({ code, row }) => [code, row])
const changed = (row: number, change: Partial<Step>): Step[] => sound.map((one, i) => (i === row ? { ...one, ...change } : one))

test('R-076 every guide of the demo city has a process without faults; some have branches, some have conditions', () => {
  const faulty = guides.filter((one) => processProblems(one.steps, one).length > 0)
  assert.deepEqual(
    faulty.map(({ name, steps, ...one }) => [name, processProblems(steps, one)]),
    [],
  )
  assert.ok(guides.filter(({ steps }) => !isStraight(steps)).length >= 10)
  assert.ok(guides.some(({ steps }) => steps.some(({ when }) => when)))
})

test('each fault of a process is refused with its code and its row', () => {
  assert.deepEqual(codes(sound), [])
  assert.deepEqual(codes(changed(2, { when: { question: 'colour', is: ['rent'] } })), [['unknown-question', 2]])
  assert.deepEqual(codes(changed(2, { when: { question: 'place', is: ['rent', 'moon'] } })), [['unknown-answer', 2]])
  assert.deepEqual(codes(changed(3, { after: ['review'] })), [['no-way-to-decision', 2]])
  assert.deepEqual(codes(changed(3, { when: { question: 'place', is: ['rent'] } })), [['decision-skipped', 3]])
  assert.deepEqual(codes(changed(1, { after: ['accept', 'decide'] })), [
    ['cycle', 1],
    ['cycle', 3],
    ['unreachable', 4],
  ])
  assert.deepEqual(codes(changed(1, { by: 'issuer' })), [['before-its-turn', 3]])
  assert.deepEqual(codes([]), [['no-steps', 0]])
  const promised = { ...guide, promisedLimit: { days: 4, unit: 'workday' as const } }
  assert.deepEqual(processProblems(changed(2, { days: 2 }), promised), [])
  assert.deepEqual(
    processProblems(changed(2, { days: 3 }), promised).map(({ code, row, message }) => [code, row, message]),
    [['longer-than-promised', 3, '到这里各环节的时限合计超过承诺办结时限(5个工作日)']],
  )
})

test('a sentence names what is wrong', () => {
  assert.deepEqual(processProblems(changed(2, { after: ['moon'] }), guide), [
    { code: 'unknown-step', row: 2, step: 'visit', message: '前一环节不存在(moon)' },
  ])
})

test('a condition may ask a 情形 or a choice of the form, and reads as a sentence', () => {
  const form = { pages: [{ id: 'a', title: '甲', fields: [{ name: 'kind', label: '种类', kind: 'radios' as const, options }] }] }
  assert.deepEqual(
    questionsOf({ ...guide, form }).map(({ id }) => id),
    ['place', 'kind'],
  )
  assert.equal(conditionText(sound[2] as Step, questionsOf(guide)), '“经营场所是”选“租赁”的才办')
  assert.equal(conditionText(sound[1] as Step, questionsOf(guide)), undefined)
})

test('the list says what a line of steps cannot: what runs at the same time, what waits for several', () => {
  const steps = placed(sound)
  const words = steps.map((one) => placeText(steps, one))
  assert.deepEqual(words, [undefined, '与“visit”同时进行', '与“review”同时进行', '“review”“visit”都完成后进行', undefined])
  const either = placed(changed(1, { when: { question: 'place', is: ['own'] } }))
  assert.equal(placeText(either, either[1] as (typeof either)[number]), undefined)
})
