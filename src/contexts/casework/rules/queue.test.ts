import assert from 'node:assert/strict'
import { test } from 'node:test'
import { actorOf, play } from '../testing.ts'
import { pendingOf } from './queue.ts'

const reviewing = [
  ['submit', '2026-03-02'],
  ['accept', '2026-03-02'],
] as const

test('行政许可法第四十五条：提请特别程序后等首席代表批准，启动后不再等', () => {
  const proposed = [...reviewing, ['proposeSpecial', '2026-03-03']] as const
  assert.deepEqual(pendingOf(play(proposed).state), ['special'])
  const started = [...proposed, ['startSpecial', '2026-03-04', { by: actorOf('chief') }]] as const
  assert.deepEqual(pendingOf(play(started).state), [])
})

test('督办等回复；办件办结后不再等任何人', () => {
  const supervised = [...reviewing, ['supervise', '2026-03-03', { by: actorOf('supervisor'), reason: '将要超期' }]] as const
  assert.deepEqual(pendingOf(play(supervised).state), ['supervision'])
  const replied = [...supervised, ['replySupervision', '2026-03-04', { by: actorOf('approver'), opinion: '今日办结' }]] as const
  assert.deepEqual(pendingOf(play(replied).state), [])
  assert.deepEqual(pendingOf(play([...supervised, ['withdraw', '2026-03-04']]).state), [])
})
