import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { testDatabase } from '../../platform/testing.ts'
import { midnight } from './jobs.ts'
import { moment, readyDraft, testCity } from './testing-city.ts'

const db = await testDatabase()
const city = await testCity(db)

test('S-095 窗口接待过去一天，站在窗口的是谁就忘掉；谁接待的留下；没人再用的办理码也不留', async () => {
  const [over, standing] = [randomUUID(), randomUUID()]
  for (const [id, until] of [
    [over, '-25 hours'],
    [standing, '5 minutes'],
  ] as const)
    await db.sql`
      insert into casework.visit (id, division, officer, officer_name, unit, way, applicant, sealed, until)
      values (${id}, '150600000000', 'o', '王', '综窗', 'idNumber', 'p', 'somebody', now() + ${until}::interval)`
  await db.sql`
    insert into casework.visit_code (id, applicant, sealed, code_hash, expires_at)
    values (gen_random_uuid(), 'p', 'somebody', 'a', now() - interval '1 minute'), (gen_random_uuid(), 'q', 'somebody', 'b', now() + interval '1 minute')`
  await midnight(city.casework, moment('2026-03-02'))
  const left = await db.sql<{ id: string; officer: string; size: number }>`select id, officer, length(sealed) as size from casework.visit`
  assert.deepEqual(new Map(left.map(({ id, officer, size }) => [id, [officer, size]])), new Map([[over, ['o', 0]], [standing, ['o', 8]]])) // biome-ignore format: pairs
  assert.deepEqual(await db.sql`select applicant from casework.visit_code`, [{ applicant: 'q' }])
})

test('S-095 过期草稿连同材料一起忘掉，别的草稿和材料不动', async () => {
  const [old, young] = [await readyDraft(city, city.viewers.citizen1, '2026-01-05'), await readyDraft(city)]
  assert.equal((await midnight(city.casework, moment('2026-03-02'))).swept, 1)
  const left = await db.sql<{ id: string }>`select draft.id from casework.draft join casework.upload on case_id = draft.id`
  assert.deepEqual(left, [{ id: young }])
  assert.deepEqual(await db.sql`select from casework.upload where case_id = ${old}`, [])
})
