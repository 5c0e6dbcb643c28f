import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal } from '../../../kernel/refusal.ts'
import { testDatabase } from '../../../platform/testing.ts'
import { findOfficers, type Staff } from '../../identity/index.ts'
import { listWorklist } from '../store/worklists.ts'
import { doAct, done, moment, submitted, testCity } from '../testing-city.ts'
import { findWorklist, scopeOf, selectionOf } from './worklists.ts'

const db = await testDatabase()
const city = await testCity(db)
const { clerk1, approver1, approver2 } = city.viewers

const idOf = (viewer: typeof clerk1): string => (viewer.kind === 'staff' ? viewer.accountId : '')
/** An officer as his next request sees him. */
const anew = async (viewer: typeof clerk1): Promise<Staff> => {
  const rows = await db.sql<{ id: string }>`
    select absent_id::text as id from identity.substitution where substitute_id = ${idOf(viewer)} and ended_at is null`
  assert.ok(viewer.kind === 'staff')
  return { ...viewer, ...(rows.length > 0 ? { standsInFor: rows.map(({ id }) => id) } : {}) }
}
const mineOf = async (viewer: typeof clerk1): Promise<string[]> => {
  const officer = await anew(viewer)
  const list = findWorklist(officer, 'mine')
  assert.ok(list)
  const { date } = moment('2026-03-03').today
  const rows = await listWorklist(db.sql, scopeOf(officer), selectionOf(list, officer, {}, date), date, 50)
  return rows.map(({ no }) => no)
}

test('交接: who stands in sees the cases of the absent officer and is told of their lamps until he is back; who accepted still does not approve', async () => {
  const { caseId, no } = await submitted(city)
  done(await doAct(city, caseId, clerk1, 'accept', '2026-03-02'))
  done(await doAct(city, caseId, approver1, 'passStep', '2026-03-03'))
  const told = async () => (await findOfficers(db.sql, [idOf(approver1)])).map(({ account }) => account).sort()
  assert.deepEqual([await mineOf(approver1), await mineOf(approver2), await told()], [[no], [], [idOf(approver1)]])
  await db.sql`
    insert into identity.substitution (id, absent_id, substitute_id, from_on, until_on, reason, asked_by)
    select gen_random_uuid(), ${idOf(approver1)}, ${idOf(approver2)}, identity.civil_day(), identity.civil_day(), '年休假', id
    from identity.account where user_name = 'chief1'`
  assert.deepEqual([await mineOf(approver2), await told()], [[no], [idOf(approver1), idOf(approver2)].sort()])
  const byClerk = await doAct(city, caseId, clerk1, 'proposeGrant', '2026-03-03')
  assert.ok(isRefusal(byClerk))
  done(await doAct(city, caseId, approver2, 'proposeGrant', '2026-03-03'))
  await db.sql`update identity.substitution set ended_at = now()`
  assert.deepEqual([await mineOf(approver1), await mineOf(approver2), await told()], [[], [no], [idOf(approver1)]])
})
