import assert from 'node:assert/strict'
import { test } from 'node:test'
import timers from 'node:timers/promises'
import { Busy, holdBack, pace, refusedInPace, turns } from './turns.ts'

/** Work that ends when it is told to. */
const pieces = () => {
  const ends: (() => void)[] = []
  return { ends, work: () => new Promise<void>((resolve) => ends.push(resolve)) }
}
const settled = async (all: readonly Promise<unknown>[]): Promise<number> => {
  const outcomes = await Promise.allSettled(all)
  return outcomes.filter(({ status }) => status === 'fulfilled').length
}
const soon = () => new Promise((resolve) => setImmediate(resolve))

test('S-002 two at once, three wait, the sixth is told to come back before anything of it is done', async () => {
  const { ends, work } = pieces()
  const inTurn = turns({ atOnce: 2, mayWait: 3 })
  const asked = Array.from({ length: 5 }, () => inTurn(work))
  await assert.rejects(inTurn(work), (error: unknown) => error instanceof Busy && error.status === 503 && error.extra.retryAfter === 2)
  assert.equal(ends.length, 2)
  for (let ended = 0; ended < 5; ended += 1) {
    ends[ended]?.()
    await soon()
  }
  assert.equal(ends.length, 5)
  assert.equal(await settled(asked), 5)
})

test('F-14 one network does not take all places: the others still come in', async () => {
  const { ends, work } = pieces()
  const inTurn = turns({ atOnce: 4, mayWait: 0, each: 2 })
  const flood = Array.from({ length: 10 }, () => inTurn(work, '10.0.0.1'))
  const honest = inTurn(work, '10.0.0.2')
  honest.catch(() => undefined)
  assert.equal(ends.length, 3, 'two of the flood and the honest one')
  for (const end of ends) end()
  assert.equal(await settled(flood), 2)
  await honest
  const again = inTurn(work, '10.0.0.1')
  ends.at(-1)?.()
  await again
})

test('a place is free again when the work fails', async () => {
  const inTurn = turns({ atOnce: 1, mayWait: 0 })
  await assert.rejects(
    inTurn(() => Promise.reject(new Error('no'))),
    /no/,
  )
  assert.equal(await inTurn(async () => 'yes'), 'yes')
})

test('F-14 answers to those who come too often are held back the longer the more of them there are, a second at most', async (t) => {
  const waits: number[] = []
  t.mock.method(timers, 'setTimeout', async (millis: number) => void waits.push(millis))
  await Promise.all(Array.from({ length: 300 }, () => holdBack()))
  assert.deepEqual([waits[0], waits[1], waits[199], waits[299]], [5, 10, 1000, 1000])
  await holdBack()
  assert.equal(waits[300], 5, 'alone again')
})

test('F-14 refusals leave two milliseconds apart, a second late at most; S-073 one by itself does not wait', async (t) => {
  t.mock.method(performance, 'now', () => 1_000_000)
  const waits: number[] = []
  t.mock.method(timers, 'setTimeout', async (millis: number) => void waits.push(millis))
  await pace()
  assert.deepEqual(waits, [], 'the first')
  for (let n = 0; n < 1500; n += 1) await pace()
  assert.deepEqual([waits[0], waits[1], waits[499], waits[1499]], [2, 4, 1000, 1000])
})

test('F-14 who has taken his own share is held back, another who finds no room leaves in pace; both are told it is busy', async (t) => {
  const { ends, work } = pieces()
  const inTurn = turns({ atOnce: 2, mayWait: 0, each: 1 })
  const running = [inTurn(work, 'one'), inTurn(work, 'two')]
  t.mock.method(performance, 'now', () => 2_000_000)
  const waits: number[] = []
  t.mock.method(timers, 'setTimeout', async (millis: number) => void waits.push(millis))
  await assert.rejects(inTurn(work, 'one').catch(refusedInPace), Busy)
  assert.deepEqual(waits, [5])
  await assert.rejects(inTurn(work, 'three').catch(refusedInPace), Busy)
  assert.deepEqual(waits, [5], 'the first in its second leaves at once')
  for (const end of ends) end()
  await Promise.all(running)
})
