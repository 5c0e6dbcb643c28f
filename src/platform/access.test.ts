import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { forgetAccess, listTrail, recordAccess } from './access.ts'
import { recordAudit } from './audit.ts'
import { openDb } from './db.ts'
import { grantAll } from './roles.ts'
import { testDatabase } from './testing.ts'
import { appRole, systemRole } from './wall.ts'

const owner = await testDatabase()
const client = await owner.pool.connect()
await grantAll(client as never)
client.release()
const as = (role: typeof appRole | typeof systemRole) => {
  const db = openDb(owner.url, { connections: 1, role })
  after(() => db.end())
  return db
}
const [app, system] = [as(appRole), as(systemRole)]
const entry = { kind: 'denied', what: 'GET /api/v1/audit', result: '404', request: 'r1', network: '10.0.0.1' } as const
const all = { beginning: '', placeless: true }

test('S-100 requests and acts of administration stand in one order, found by kind, person and day; an auditor sees his place', async () => {
  await recordAccess(app.sql, { ...entry, actorName: '甲', principal: '税务局', division: '150600000000' })
  await recordAudit(app.sql, { actorName: '乙', act: 'invite', target: 'invitation', told: '甲', division: '150602000000' })
  await recordAccess(app.sql, { ...entry, kind: 'signInFailed', what: '密码' })
  const kinds = async (filter: object) => (await listTrail(app.sql, { ...all, ...filter }, 10)).map(({ kind }) => kind)
  assert.deepEqual(await kinds({}), ['signInFailed', 'admin', 'denied'])
  assert.deepEqual(await kinds({ kind: 'denied' }), ['denied'])
  assert.deepEqual(await kinds({ kind: 'admin' }), ['admin'])
  assert.deepEqual(await kinds({ act: 'invite' }), ['admin'])
  assert.deepEqual(await kinds({ person: '甲' }), ['admin', 'denied'])
  assert.deepEqual(await kinds({ on: '2020-01-01' }), [])
  assert.deepEqual(await kinds({ beginning: '150602', placeless: false }), ['admin'])
  const [first, second] = await listTrail(app.sql, all, 2)
  assert.ok(first && second && first.id > second.id)
  assert.deepEqual(
    (await listTrail(app.sql, { ...all, before: second.id }, 10)).map(({ kind }) => kind),
    ['denied'],
  )
})

test('S-100, S-101 neither role of the platform changes or removes what was written down', async () => {
  const changes = (table: string) => [`update ${table} set actor_name = ''`, `delete from ${table}`, `truncate ${table}`]
  for (const db of [app, system])
    for (const table of ['platform.access', 'platform.audit'])
      for (const change of changes(table)) await assert.rejects(db.pool.query(change), /permission denied/, change)
})

test('网络安全法 §21: what is older than its term goes by the system’s own function, never before six months', async () => {
  await assert.rejects(forgetAccess(app.sql, 365), /permission denied/)
  await assert.rejects(forgetAccess(system.sql, 30), /six months/)
  await owner.sql`insert into platform.access (at, kind, what, result) values (now() - interval '400 days', 'read', 'x', '200')`
  assert.equal(await forgetAccess(system.sql, 365), 1)
})

test('S-104 what a stranger put into a record stays one line of plain characters', async () => {
  await recordAccess(app.sql, { ...entry, actorName: '丙\r\n\u001b[2J\u202e', what: 'GET /a\u2028b' })
  const [row] = await listTrail(app.sql, all, 1)
  assert.deepEqual([row?.actorName, row?.told], ['丙\\u000d\\u000a\\u001b[2J\\u202e', 'GET /a\\u2028b'])
  await recordAudit(app.sql, { actorName: 'x', act: 'invite', target: 'invitation', told: 'a\nb' })
  assert.equal((await listTrail(app.sql, all, 1))[0]?.told, 'a\\u000ab')
})
