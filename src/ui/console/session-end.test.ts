import assert from 'node:assert/strict'
import { mock, test } from 'node:test'
import { answered, isEnding, watchEnding } from './session-end.ts'

mock.timers.enable({ apis: ['setTimeout'] })
const minute = 60_000

test('S-032 the console asks five minutes before an idle officer is out; an answer puts it off, and nobody asks one who is out', () => {
  const told: boolean[] = []
  watchEnding(() => told.push(isEnding()))
  answered(true)
  mock.timers.tick(10 * minute - 1)
  assert.equal(isEnding(), false)
  answered(true)
  mock.timers.tick(10 * minute - 1)
  assert.equal(isEnding(), false, 'the minutes begin with the last answer')
  mock.timers.tick(1)
  assert.equal(isEnding(), true)
  answered(true)
  assert.equal(isEnding(), false)
  answered(false)
  mock.timers.tick(60 * minute)
  assert.equal(isEnding(), false)
  assert.deepEqual(told, [true, false])
})
