import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openDb, type Sql } from './db.ts'
import { testDatabase } from './testing.ts'
import { appRole, asSystem, holding, inScope, type Scope, systemRole } from './wall.ts'

const owner = await testDatabase()
await owner.sql`create schema tried`
await owner.sql`create table tried.row (id integer primary key, division text not null)`
await owner.sql`select platform.raise_wall('tried.row', ${`division = (select platform.scope('first')) or id::text = any ((select platform.scope_list('keys'))::text[])`})`
for (const role of [appRole, systemRole]) {
  await owner.pool.query(`grant usage on schema tried to ${role}`)
  await owner.pool.query(`grant select, insert, update, delete on tried.row to ${role}`)
}
await owner.sql`insert into tried.row values (1, 'north'), (2, 'south'), (3, 'south')`

const walled = (connections: number) => {
  const db = openDb(owner.url, { connections, role: appRole, behindWall: /\btried\./ })
  after(() => db.end())
  return db
}
const db = walled(2)
const of = (first: string): Scope => ({ role: appRole, reach: 'staff', first })
const [north, south] = [of('north'), of('south')]
const seen = async (on = db): Promise<number[]> => (await on.sql<{ id: number }>`select id from tried.row order by id`).map(({ id }) => id)

test('S-043: without a scope no row is there and none can be written, in a transaction or not', async () => {
  assert.deepEqual(await seen(), [])
  assert.deepEqual(await db.transaction((sql) => sql`select from tried.row`), [])
  assert.deepEqual(await db.sql`update tried.row set division = 'mine' returning id`, [])
  await assert.rejects(db.sql`insert into tried.row values (9, 'north')`, /row-level security/)
})

test('S-043: a scope sees its own rows, and writes none of another', async () => {
  assert.deepEqual(await inScope(north, () => seen()), [1])
  assert.deepEqual(await inScope(south, () => seen()), [2, 3])
  await assert.rejects(
    inScope(north, () => db.sql`update tried.row set division = 'south'`),
    /row-level security/,
  )
  assert.deepEqual(await inScope(north, () => db.sql`delete from tried.row where id = 2 returning id`), [])
})

test('S-043: where the scope could not be taken on, the statement that left with it is not done', async () => {
  const nobody = { ...north, role: 'tongban_nobody' } as unknown as Scope
  await assert.rejects(
    inScope(nobody, () => db.sql`insert into tried.row values (4, 'north')`),
    /tongban_nobody/,
  )
  assert.deepEqual(await inScope(north, () => seen()), [1], 'and the connection serves the next')
})

test('S-043: whatever used a connection before, the next statement on it has the scope of its own request', async () => {
  const outcomes = await Promise.all(
    Array.from({ length: 240 }, async (_, i) => {
      if (i % 4 === 0) return seen()
      const scope = i % 4 === 1 ? north : south
      if (i % 4 === 3) await inScope(scope, () => db.sql`select 1 / 0 from tried.row`).catch(() => undefined)
      return inScope(scope, () =>
        i % 8 > 4
          ? db.transaction(async (sql) => (await sql<{ id: number }>`select id from tried.row order by id`).map(({ id }) => id))
          : seen(),
      )
    }),
  )
  for (const [i, ids] of outcomes.entries()) assert.deepEqual(ids, [[], [1], [2, 3], [2, 3]][i % 4], `statement ${i}`)
})

test('S-043: what is asked at once shares a transaction; where one statement fails, the others are done once, each by itself', async () => {
  const scope = of('together')
  const add = (id: number, on = db) =>
    on.sql`insert into tried.row values (${id}, 'together') returning pg_current_xact_id()::text as transaction`
  const [[one], [other]] = (await inScope(scope, () => Promise.all([add(11), add(12)]))) as [
    { transaction: string }[],
    { transaction: string }[],
  ]
  assert.equal(one?.transaction, other?.transaction)
  const asked = await inScope(scope, () =>
    Promise.allSettled([add(13), add(11), db.sql`select 1 / 0 from tried.row`, add(14), add(15), add(16)]),
  )
  assert.deepEqual(
    asked.map(({ status, ...rest }) => (rest as { reason?: { code: string } }).reason?.code ?? status),
    ['fulfilled', '23505', '22012', 'fulfilled', 'fulfilled', 'fulfilled'],
  )
  assert.deepEqual(await inScope(scope, () => seen()), [11, 12, 13, 14, 15, 16])
  const mixed = await Promise.all([inScope(north, () => seen()), inScope(scope, () => seen()), inScope(south, () => seen()), seen()])
  assert.deepEqual(mixed, [[1], [11, 12, 13, 14, 15, 16], [2, 3], []], 'two scopes never share one')
  await inScope(scope, () => db.sql`delete from tried.row`)
})

test('S-071: a transaction in which a failure was not heeded says so, and nothing is sent after its end', async () => {
  const kept: Sql[] = []
  const unheeded = inScope(north, () =>
    db.transaction(async (sql) => {
      kept.push(sql)
      await sql`insert into tried.row values (21, 'north')`
      await sql`select 1 / 0`.catch(() => undefined)
      return 'acknowledged'
    }),
  )
  await assert.rejects(unheeded, /undone/)
  const [late] = kept as [Sql]
  await assert.rejects(late`delete from tried.row`, /after the end/)
  assert.deepEqual(await inScope(north, () => seen()), [1])
})

test('S-043: a key that was held within a transaction of nobody is gone with the next statement', async () => {
  const rows = await db.transaction(async (sql) => {
    const look = async () => (await sql<{ id: number }>`select id from tried.row order by id`).map(({ id }) => id)
    return Promise.all([look(), holding(['3'], look), look()])
  })
  assert.deepEqual(rows, [[], [3], []])
})

const asleep = async (): Promise<number> =>
  (await owner.sql`select from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'`).length

test('F-25: after every connection was killed, requests run again and each under its own scope', async () => {
  const pool = walled(3)
  const settle = (scope: Scope) =>
    inScope(scope, () => pool.transaction(async (sql) => [await sql`select pg_sleep(12)`, await sql`select id from tried.row`]))
  const running = Promise.allSettled([settle(north), settle(south), settle(south)])
  for (let tries = 0; tries < 400 && (await asleep()) < 3; tries += 1) await new Promise((resolve) => setTimeout(resolve, 20))
  const killed = await owner.sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`
  assert.ok(killed.length >= 3, 'the connections of the requests were there to be killed')
  for (const outcome of await running) assert.equal(outcome.status, 'rejected')
  const after = await Promise.all(Array.from({ length: 12 }, (_, i) => inScope(i % 2 ? north : south, () => seen(pool))))
  for (const [i, ids] of after.entries()) assert.deepEqual(ids, i % 2 ? [1] : [2, 3])
  assert.deepEqual(await seen(pool), [])
  await Promise.allSettled([seen(), seen()]) // the other pool finds its connections dead
})

test('work for all is said aloud and ends with it, inside a transaction too', async () => {
  const counts = await inScope(north, () =>
    db.transaction(async (sql) => {
      const count = async () => (await sql`select from tried.row`).length
      return [await count(), await asSystem('the test', count), await count()]
    }),
  )
  assert.deepEqual(counts, [1, 3, 1])
})

test('who holds the key of a row sees it beside his own, and no other', async () => {
  assert.deepEqual(await inScope(north, () => holding(['3'], () => seen())), [1, 3])
  assert.deepEqual(await holding(['3'], () => holding(['1'], () => seen())), [1, 3])
  assert.deepEqual(await holding(['1,2,3', ''], () => seen()), [])
})

test('S-043: a value in a scope is a value, whatever it looks like', async () => {
  assert.deepEqual(await inScope(of("north' or true; reset role; --"), () => seen()), [])
  assert.deepEqual(await inScope({ role: appRole, reach: 'staff', first: "no\\'rth" }, () => seen()), [])
})
