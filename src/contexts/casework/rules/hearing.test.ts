import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Actor, Role } from '../terms.ts'
import { actorOf, attempt, on, play, refusedCode, type Step } from '../testing.ts'
import { clockOf } from './clock.ts'

const same = (role: Role, id: string): Actor => ({ ...actorOf(role), id })
const accepted: Step[] = [['submit', '2026-07-06'], ['accept', '2026-07-06'], ['passStep', '2026-07-07']] // biome-ignore format: a list of steps
const told: Step[] = [...accepted, ['tellHearing', '2026-07-07']]
const applied: Step[] = [...told, ['applyHearing', '2026-07-08']]
const announced: Step[] = [...applied, ['announceHearing', '2026-07-08']]

test('行政许可法第四十七条：被告知之日起5个工作日内申请听证，逾期不再受理申请', () => {
  assert.equal(refusedCode(attempt(told, ['applyHearing', '2026-07-14'])), undefined)
  assert.equal(refusedCode(attempt(told, ['applyHearing', '2026-07-15'])), 'hearing-apply-late')
  assert.equal(refusedCode(attempt(accepted, ['applyHearing', '2026-07-07'])), 'hearing-not-told')
  assert.equal(refusedCode(attempt(applied, ['applyHearing', '2026-07-09'])), 'hearing-applied')
})

test('行政许可法第四十七条：申请听证的期限届满之前不能提出决定意见', () => {
  for (const act of ['proposeGrant', 'proposeDeny'] as const) {
    assert.equal(refusedCode(attempt(told, [act, '2026-07-14'])), 'hearing-open')
    assert.equal(refusedCode(attempt(told, [act, '2026-07-15'])), undefined)
  }
})

test('行政许可法第四十八条第一款第一项、第八十二条：提前7个工作日公告；第四十七条：20个工作日内组织', () => {
  const announcing = (hearingOn: string) =>
    refusedCode(attempt(applied, ['announceHearing', '2026-07-08', { hearingOn: on(hearingOn).date }]))
  assert.deepEqual(['2026-07-16', '2026-07-17', '2026-08-05', '2026-08-06'].map(announcing), [
    'hearing-notice',
    undefined,
    undefined,
    'hearing-hold',
  ])
  assert.equal(refusedCode(attempt(told, ['announceHearing', '2026-07-08'])), 'hearing-not-applied')
  assert.equal(refusedCode(attempt(announced, ['announceHearing', '2026-07-08'])), 'hearing-announced')
})

test('行政许可法第四十八条第一款第三项：主持人不是审查这个申请的工作人员', () => {
  const by = (presiderId: string) => refusedCode(attempt(applied, ['announceHearing', '2026-07-08', { presiderId }]))
  assert.deepEqual(['approver-1', 'clerk-1', 'presider-1'].map(by), ['presider-apart', 'presider-apart', undefined])
  const held: Step[] = [...announced, ['holdHearing', '2026-07-17']]
  assert.equal(refusedCode(attempt(held, ['proposeGrant', '2026-07-17', { by: same('approver', 'presider-1') }])), 'presided')
  assert.equal(refusedCode(attempt(held, ['proposeGrant', '2026-07-17'])), undefined)
})

test('行政许可法第四十八条：申请了听证就要举行，笔录由主持人或者首席代表作出，不早于公告的日期', () => {
  const working = play(announced).state
  assert.equal(working.stage, 'paused')
  assert.equal(refusedCode(attempt(announced, ['endSpecial', '2026-07-09', { special: '听证' }])), 'hearing-by-record')
  assert.equal(refusedCode(attempt(applied, ['proposeDeny', '2026-07-08'])), 'hearing-pending')
  assert.equal(refusedCode(attempt(announced, ['holdHearing', '2026-07-16'])), 'hearing-early')
  const holding = (by: Actor) => refusedCode(attempt(announced, ['holdHearing', '2026-07-17', { by }]))
  assert.equal(holding(same('approver', 'approver-1')), 'presider-only')
  assert.equal(holding(same('approver', 'presider-1')), undefined)
  assert.equal(holding(actorOf('chief')), undefined)
})

test('行政许可法第四十五条：听证的时间不计入期限，笔录作出之日恢复', () => {
  const { state } = play([...announced, ['holdHearing', '2026-07-17']])
  assert.deepEqual([state.stage, state.pauses], ['processing', [{ kind: '听证', from: '2026-07-08', to: '2026-07-17' }]])
  // 07-09…07-17 are seven workdays that do not count: 07-20 becomes 07-29.
  assert.equal(clockOf(play(accepted).state, on('2026-07-17')).promisedDue?.on, '2026-07-20')
  assert.equal(clockOf(state, on('2026-07-17')).promisedDue?.on, '2026-07-29')
})

test('听证与其他特别程序重叠，最后一个结束才恢复', () => {
  const both: Step[] = [...announced, ['startSpecial', '2026-07-10', { special: '鉴定' }], ['holdHearing', '2026-07-17']]
  assert.equal(play(both).state.stage, 'paused')
  assert.equal(play([...both, ['endSpecial', '2026-07-20', { special: '鉴定' }]]).state.stage, 'processing')
})
