import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Limit } from '../../../kernel/limit.ts'
import { secrets } from '../../../platform/secrets.ts'
import { testDatabase } from '../../../platform/testing.ts'
import { type LimitName, limits } from '../rules/limits.ts'
import { identityLimits } from './limits.ts'

const db = await testDatabase()
const counters = identityLimits(db, secrets('a-secret-for-tests-only-0123456789abcdef'))

/** The figures of security.md: so many of what in how many seconds. */
const promised: readonly (readonly [id: string, name: LimitName, points: number, seconds: number])[] = [
  ['S-010', 'signInAccount', 5, 60],
  ['S-010', 'signInAccountLong', 50, 12 * 3600],
  ['S-010', 'signInNetwork', 20, 60],
  ['S-011', 'smsPause', 1, 60],
  ['S-011', 'smsHour', 5, 3600],
  ['S-011', 'smsDay', 10, 24 * 3600],
  ['S-011', 'smsBurst', 2, 10],
  ['S-011', 'smsNetwork', 20, 3600],
  ['S-014', 'proofAccount', 5, 6 * 3600],
  ['S-014', 'proofIdNumber', 10, 3600],
]

for (const [id, name, points, seconds] of promised)
  test(`${id} ${name}: ${points} in ${seconds} s go through, one more waits, for nobody else and not longer than the window`, async () => {
    for (let i = 0; i < points; i += 1) assert.equal(await counters.spend(name, 'one'), 0, `number ${i + 1}`)
    const wait = await counters.spend(name, 'one')
    const { blockSeconds = 0 }: Limit = limits[name]
    assert.ok(wait > 0 && wait <= Math.max(seconds, blockSeconds), `${wait} s`)
    assert.ok(wait > Math.max(seconds, blockSeconds) - 60, `${wait} s`)
    assert.equal(await counters.spend(name, 'another'), 0)
  })

test('S-010 the fiftieth failure closes for twelve hours, the next time 1.1 times as long', async () => {
  const hoursAfterFifty = async (): Promise<number> => {
    for (let i = 0; i < 50; i += 1) assert.equal(await counters.spend('signInAccountLong', 'stubborn'), 0)
    return Math.round(((await counters.spend('signInAccountLong', 'stubborn')) / 3600) * 10) / 10
  }
  assert.equal(await hoursAfterFifty(), 12)
  await db.sql`update platform.rate_limit set expire = 0 where key like 'signInAccountLong:%'`
  assert.equal(await hoursAfterFifty(), 13.2)
})
