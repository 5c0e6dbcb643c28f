import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Limit } from '../kernel/limit.ts'
import { openDb } from './db.ts'
import { commonLimits, rateLimiter } from './rate-limit.ts'
import { secrets } from './secrets.ts'
import { testDatabase } from './testing.ts'

const db = await testDatabase()
const ours = secrets('a secret for the tests alone')
const limits = {
  ...commonLimits,
  signIn: { points: 5, seconds: 60, blockSeconds: 120 },
  sms: { points: 1, seconds: 60 },
  short: { points: 2, seconds: 1 },
  growing: { points: 2, seconds: 100, blockSeconds: 100, grows: { by: 1.1, mostSeconds: 125 } },
  flooded: { points: 2, seconds: 60, remembered: true },
} as const satisfies Record<string, Limit>
const limiter = rateLimiter(db, ours, limits)
const spend = async (name: keyof typeof limits, key: string, times: number): Promise<number[]> => {
  const waits: number[] = []
  for (let n = 0; n < times; n += 1) waits.push(await limiter.spend(name, key))
  return waits
}

test('S-010 five failures are counted, the sixth waits out the block, another network is not touched', async () => {
  assert.deepEqual(await spend('signIn', 'zhang 10.0.0.1', 5), [0, 0, 0, 0, 0], 'below and at the limit')
  const wait = await limiter.spend('signIn', 'zhang 10.0.0.1')
  assert.ok(wait > 60 && wait <= 120, `blocked for the block, not for the rest of the window: ${wait}`)
  assert.equal(await limiter.spend('signIn', 'zhang 10.0.0.2'), 0)
})

test('S-011 a second message within 60 seconds is told how long to wait', async () => {
  const [first, second] = await spend('sms', '13800000000', 2)
  assert.equal(first, 0)
  assert.ok(second !== undefined && second > 0 && second <= 60)
})

test('S-021 the eleventh lookup of a network in a minute is refused', async () => {
  const waits = await spend('lookup', '10.0.0.9', 11)
  assert.deepEqual(waits.slice(0, 10), Array(10).fill(0))
  assert.ok((waits[10] ?? 0) > 0)
})

test('a window that has ended gives new points', async () => {
  assert.ok(((await spend('short', 'k', 3))[2] ?? 0) > 0)
  await db.sql`update platform.rate_limit set expire = expire - 2000 where key like 'short:%'`
  assert.equal(await limiter.spend('short', 'k'), 0)
})

test('S-010 closed again, a key stays closed 1.1 times as long as the time before, up to the most; another key begins as ever', async () => {
  const closedFor = async (): Promise<number | undefined> => {
    const [, , seconds] = await spend('growing', 'k', 3)
    await db.sql`update platform.rate_limit set expire = 1 where key like 'growing:%'`
    return seconds
  }
  assert.deepEqual([await closedFor(), await closedFor(), await closedFor(), await closedFor()], [100, 110, 121, 125])
  assert.deepEqual(await spend('growing', 'another', 3), [0, 0, 100])
})

test('S-010 what was counted ahead and is given back does not count; the last one closes when it does', async () => {
  for (let n = 0; n < 12; n += 1) {
    const { wait, settle } = await limiter.hold('signIn', 'right each time')
    assert.equal(wait, 0, `number ${n + 1}`)
    await settle(false)
  }
  await spend('signIn', 'right each time', 4)
  const last = await limiter.hold('signIn', 'right each time')
  assert.equal((await limiter.hold('signIn', 'right each time')).wait > 0, true, 'one more at the same time')
  await last.settle(true)
  assert.ok((await limiter.spend('signIn', 'right each time')) > 60)
})

test('S-010, S-016 thirty tries at the same time, in two processes, are five', async () => {
  const other = rateLimiter(db, ours, limits)
  const held = await Promise.all(Array.from({ length: 30 }, (_, i) => (i % 2 ? limiter : other).hold('signIn', 'all at once')))
  assert.equal(held.filter(({ wait }) => wait === 0).length, 5)
})

test('F-14 a key that was seen closed is known without asking, to this process and for this limit alone', async () => {
  assert.equal(limiter.known('flooded', 'k'), 0)
  await spend('flooded', 'k', 2)
  assert.equal(limiter.known('flooded', 'k'), 0, 'at the limit nobody was refused')
  await limiter.spend('flooded', 'k')
  const known = limiter.known('flooded', 'k')
  assert.ok(known > 0 && known <= 60, String(known))
  assert.equal(limiter.known('flooded', 'another'), 0)
  assert.equal(rateLimiter(db, ours, limits).known('flooded', 'k'), 0)
  await spend('short', 'not remembered', 3)
  assert.equal(limiter.known('short', 'not remembered'), 0)
})

test('S-016 two processes share one count, and a new process finds it', async () => {
  const other = rateLimiter(db, ours, limits)
  const both = await Promise.all(Array.from({ length: 20 }, (_, i) => (i % 2 ? limiter : other).spend('lookup', 'shared')))
  assert.equal(both.filter((wait) => wait === 0).length, 10)
  assert.ok((await rateLimiter(db, ours, limits).spend('lookup', 'shared')) > 0)
})

test('S-022 no key can be read from the counters', async () => {
  const text = JSON.stringify(await db.sql`select key from platform.rate_limit`)
  assert.doesNotMatch(text, /13800000000|10\.0\.0|zhang/)
  assert.match(text, /signIn:[0-9a-f]{64}/)
})

test('S-017 when the counters cannot be reached, what they count is refused with a time to come back', async () => {
  const dead = openDb('postgres://nobody@127.0.0.1:1/none')
  const blind = rateLimiter(dead, ours, limits)
  await assert.rejects(blind.spend('signIn', 'k'), { status: 503, extra: { retryAfter: 5 } })
  await assert.rejects(blind.hold('lookup', 'k'), { status: 503 })
  await dead.end()
})
