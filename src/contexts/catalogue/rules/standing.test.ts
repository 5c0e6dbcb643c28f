import assert from 'node:assert/strict'
import { test } from 'node:test'
import { localDate } from '../../../kernel/date.ts'
import type { ChangeKind } from '../terms/directory.ts'
import type { ItemState } from '../terms.ts'
import { changeRefusal, stateAfter, stateOn } from './standing.ts'

const today = localDate('2026-03-16')
const tomorrow = localDate('2026-03-17')
const kinds = Object.keys(stateAfter) as ChangeKind[]
const open: Record<ItemState, readonly ChangeKind[]> = {
  published: ['下放', '取消', '调整', '暂停'],
  suspended: ['承接', '下放', '取消', '恢复'],
  cancelled: ['承接'],
}

test('R-048 every change in every state: 承接 下放 取消 调整 暂停 恢复 are open exactly where the item can change so', () => {
  for (const state of Object.keys(open) as ItemState[])
    for (const change of kinds) {
      const refused = changeRefusal({ code: 'x', state }, { change, reason: '依据', on: tomorrow }, today)
      assert.equal(refused === undefined, open[state].includes(change), `${state} ${change}`)
      if (refused) assert.deepEqual(refused.open?.toSorted(), open[state].toSorted())
    }
})

test('R-048 a change has a reason, and its day is never over', () => {
  const item = { code: 'x', state: 'published' } as const
  assert.equal(changeRefusal(item, { change: '取消', reason: ' ', on: tomorrow }, today)?.fields?.[0]?.field, 'reason')
  assert.equal(changeRefusal(item, { change: '取消', reason: '废止', on: localDate('2026-03-15') }, today)?.fields?.[0]?.field, 'on')
  assert.equal(changeRefusal(item, { change: '取消', reason: '废止', on: today }, today), undefined)
  assert.equal(changeRefusal(item, { change: '取消', reason: '废止', on: today, successor: 'x' }, today)?.fields?.[0]?.field, 'successor')
  assert.equal(changeRefusal(item, { change: '调整', reason: '修订', on: today, successor: 'y' }, today)?.fields?.[0]?.field, 'successor')
})

test('R-050 a cancelled or handed-down item is not accepted from its very day on, and is accepted until the day before', () => {
  for (const change of ['取消', '下放'] as const) {
    const waiting = [{ change, on: tomorrow }]
    assert.equal(stateOn('published', waiting, today), 'published')
    assert.equal(stateOn('published', waiting, tomorrow), 'cancelled')
    assert.equal(stateOn('published', waiting, localDate('2026-04-01')), 'cancelled')
  }
})

test('several changes that wait count in the order of their days, however they were registered', () => {
  const waiting = [
    { change: '恢复' as const, on: localDate('2026-03-20') },
    { change: '暂停' as const, on: tomorrow },
  ]
  assert.deepEqual(
    ['2026-03-16', '2026-03-17', '2026-03-19', '2026-03-20'].map((day) => stateOn('published', waiting, localDate(day))),
    ['published', 'suspended', 'suspended', 'published'],
  )
})
