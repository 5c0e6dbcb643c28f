import assert from 'node:assert/strict'
import { test } from 'node:test'
import { codeBudget, codesToday } from './code-budget.ts'
import { testDatabase } from './testing.ts'

const db = await testDatabase()
const raised: unknown[] = []
const take = codeBudget({ aDay: 5, alarm: (name, figures) => raised.push([name, figures]) })
const figures = () => db.sql<{ sent: number; refused: number; budget: number }>`select sent, refused, budget from platform.code_budget`

test('S-011 the codes of a day: alarmed at four fifths, refused above the budget with the time to come back, alarmed once', async () => {
  for (let n = 0; n < 3; n += 1) await take(db.sql)
  assert.deepEqual(raised, [], 'below')
  await take(db.sql)
  assert.deepEqual(raised, [['sms-budget-low', { sent: 4, budget: 5, refused: 0 }]])
  await take(db.sql)
  assert.equal(raised.length, 1, 'at the budget')
  for (let n = 0; n < 3; n += 1)
    await assert.rejects(take(db.sql), (error: { status: number; code: string; extra: { retryAfter: number } }) => {
      assert.deepEqual([error.status, error.code], [503, 'sms-budget-spent'])
      const { retryAfter } = error.extra
      return retryAfter > 0 && retryAfter <= 86_400
    })
  assert.deepEqual(raised.slice(1), [['sms-budget-spent', { sent: 5, budget: 5, refused: 1 }]])
  assert.deepEqual(await figures(), [{ sent: 5, refused: 3, budget: 5 }])
  const trail = await db.sql<{ act: string; told: string }>`select act, told from platform.audit order by at`
  assert.deepEqual(
    trail.map(({ act }) => act),
    ['codesLow', 'codesSpent'],
  )
  assert.match(trail[1]?.told ?? '', /上限 5 条，已发 5 条，未发 1 条/)
})

test('S-011 asked at the same time, by two processes, no more than the budget goes out', async () => {
  await db.sql`truncate platform.code_budget`
  const other = codeBudget({ aDay: 5, alarm: () => undefined })
  const all = await Promise.allSettled(Array.from({ length: 20 }, (_, i) => (i % 2 ? take : other)(db.sql)))
  assert.equal(all.filter(({ status }) => status === 'fulfilled').length, 5)
})

test('S-011 another day has its own; a budget that was raised counts at once', async () => {
  await db.sql`update platform.code_budget set day = day - 1`
  assert.deepEqual(await codesToday(db.sql), { sent: 0, refused: 0, budget: 0 })
  await take(db.sql)
  assert.deepEqual(await codesToday(db.sql), { sent: 1, refused: 0, budget: 5 })
  assert.deepEqual(
    (await figures()).map(({ sent }) => sent),
    [5, 1],
  )
  for (let n = 0; n < 4; n += 1) await take(db.sql)
  await assert.rejects(take(db.sql))
  await codeBudget({ aDay: 6, alarm: () => undefined })(db.sql)
})
