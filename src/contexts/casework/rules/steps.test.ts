import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Pinned } from '../terms.ts'
import { attempt, on, play, refusedCode, type Step, testPinned } from '../testing.ts'
import { areStepsDone, openStepsOf, stepReturned, stepsInOrder } from './steps.ts'

/** 受理 → 审查 → (现场核查, two persons ∥ 专家论证, only for new buildings) → 会签 → 决定. */
const steps: Pinned['steps'] = [
  { id: 'accept', name: '受理', by: 'clerk', days: 1, after: [] },
  { id: 'review', name: '审查', by: 'approver', days: 3, after: ['accept'] },
  { id: 'visit', name: '现场核查', by: 'approver', days: 5, after: ['review'], twoPersons: true },
  { id: 'experts', name: '专家论证', by: 'approver', days: 2, after: ['review'], when: { question: 'place', is: ['new'] } },
  { id: 'sign', name: '会签', by: 'approver', days: 1, after: ['visit', 'experts'] },
  { id: 'decide', name: '决定', by: 'decider', days: 1, after: ['sign'] },
]
const pinnedFor = (place: string): Pinned => ({ ...testPinned, steps, situation: { place } })
const accepted: Step[] = [
  ['submit', '2026-07-06'],
  ['accept', '2026-07-06'],
]
const pass = (step: string | undefined, day: string, rest: object = {}): Step => ['passStep', day, { ...(step ? { step } : {}), ...rest }]
const reviewed = [...accepted, pass('review', '2026-07-07')]
const visited = pass('visit', '2026-07-09', { secondPerson: '李四', secondPersonId: 'approver-9' })
const open = (way: Step[], place: string): string[] => openStepsOf(play(way, pinnedFor(place)).state).map(({ id }) => id)

test('办理流程：审查之后两个分支并行，汇合环节等两个分支都完成', () => {
  assert.deepEqual(open(accepted, 'new'), ['review'])
  assert.deepEqual(open(reviewed, 'new'), ['visit', 'experts'])
  assert.deepEqual(open([...reviewed, pass('experts', '2026-07-08')], 'new'), ['visit'])
  assert.deepEqual(open([...reviewed, pass('experts', '2026-07-08'), visited], 'new'), ['sign'])
})

test('办理流程：情形不符合条件的环节不办，不挡后面的环节', () => {
  assert.deepEqual(open(reviewed, 'old'), ['visit'])
  assert.deepEqual(open([...reviewed, visited], 'old'), ['sign'])
})

test('办理流程：几个环节同时开着，要说通过哪一个；没有轮到的不能通过', () => {
  const refused = (step: string | undefined) => refusedCode(attempt(reviewed, pass(step, '2026-07-08'), pinnedFor('new')))
  assert.equal(refused(undefined), 'step-open')
  assert.equal(refused('sign'), 'step-open')
  assert.equal(refused('review'), 'step-open')
  assert.equal(refused('experts'), undefined)
})

test('行政许可法第三十四条第三款：两人核查只要求于写明两人的分支', () => {
  assert.equal(refusedCode(attempt(reviewed, pass('visit', '2026-07-08'), pinnedFor('new'))), 'two-persons')
  assert.equal(refusedCode(attempt(reviewed, visited, pinnedFor('new'))), undefined)
})

test('环节没有全部完成不能拟准予，全部完成后可以', () => {
  const propose: Step = ['proposeGrant', '2026-07-10']
  const all = [...reviewed, visited, pass('experts', '2026-07-09')]
  assert.equal(refusedCode(attempt(all, propose, pinnedFor('new'))), 'steps-open')
  const done = [...all, pass(undefined, '2026-07-10')]
  assert.ok(areStepsDone(play(done, pinnedFor('new')).state))
  assert.equal(refusedCode(attempt(done, propose, pinnedFor('new'))), undefined)
  assert.equal(refusedCode(attempt(done, pass('sign', '2026-07-10'), pinnedFor('new'))), 'no-step-left')
})

test('每个开着的环节从它开始的那天起算', () => {
  const { state } = play([...reviewed, pass('experts', '2026-07-08')], pinnedFor('new'))
  assert.deepEqual(state.stepSince, { visit: on('2026-07-07').date })
  assert.deepEqual(state.stepsDone, { review: on('2026-07-07').date, experts: on('2026-07-08').date })
})

test('退回环节：它和它后面的环节重新办，不相干的分支不动', () => {
  const { state } = play([...reviewed, visited, pass('experts', '2026-07-09'), pass('sign', '2026-07-10')], pinnedFor('new'))
  const again = { ...state, ...stepReturned(state, 'visit', on('2026-07-13').date) }
  assert.deepEqual(Object.keys(again.stepsDone), ['review', 'experts'])
  assert.deepEqual(again.stepSince, { visit: on('2026-07-13').date })
})

test('没有编号和先后的旧流程照写下的次序办', () => {
  const old = [...accepted, pass(undefined, '2026-07-07')]
  assert.deepEqual(
    stepsInOrder(play(old).state).map(({ name, on: day, isOpen }) => [name, day, isOpen]),
    [['审查', '2026-07-07', false]],
  )
})
