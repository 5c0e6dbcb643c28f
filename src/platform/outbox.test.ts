import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Sql } from './db.ts'
import { type Consumer, deliver, publish, sweepEvents, undelivered } from './outbox.ts'
import { testDatabase } from './testing.ts'

const db = await testDatabase()
await db.sql`create table effect (event text not null, consumer text not null)`

const leaving = (name: string, topics = ['case.acted']): Consumer => ({
  name,
  topics,
  take: async (sql, event) => {
    await sql`insert into effect (event, consumer) values (${event.id}, ${name})`
  },
})
const effects = async (event: string, consumer: string): Promise<number> =>
  (await db.sql`select 1 from effect where event = ${event} and consumer = ${consumer}`).length
const jobsFor = async (event: string): Promise<number> =>
  (await db.sql`select 1 from graphile_worker.jobs where key = ${`event:${event}`}`).length
const eventCount = async (): Promise<number> => (await db.sql`select 1 from platform.event`).length

test('S-072 an act that is rolled back leaves neither event nor job', async () => {
  let id = ''
  const failed = db.transaction(async (sql) => {
    id = await publish(sql, 'case.acted', { no: '1' })
    throw new Error('the act fails')
  })
  await assert.rejects(failed, /the act fails/)
  assert.deepEqual([await eventCount(), await jobsFor(id)], [0, 0])
})

test('S-072 an act that commits leaves one event with its job', async () => {
  const id = await db.transaction((sql) => publish(sql, 'case.acted', { no: '2' }))
  assert.deepEqual([await eventCount(), await jobsFor(id)], [1, 1])
  assert.equal((await undelivered(db.sql)).waiting, 1)
})

test('S-072 each consumer takes an event once, however often it is delivered', async () => {
  const id = await publish(db.sql, 'case.acted', { no: '3', title: '准予' })
  const heard: unknown[] = []
  const ear: Consumer = { name: 'ear', topics: ['case.acted'], take: async (_sql, event) => void heard.push(event.body) }
  const consumers = [leaving('a'), leaving('b'), leaving('c', ['other']), ear]
  await deliver(db, consumers, id)
  await deliver(db, consumers, id)
  assert.deepEqual(await Promise.all(['a', 'b', 'c'].map((name) => effects(id, name))), [1, 1, 0])
  assert.deepEqual(heard, [{ no: '3', title: '准予' }])
})

test('S-072 two workers with the same event have one effect', async () => {
  const id = await publish(db.sql, 'case.acted', { no: '4' })
  const slow: Consumer = {
    ...leaving('slow'),
    take: async (sql: Sql, event) => {
      await sql`select pg_sleep(0.05)`
      await leaving('slow').take(sql, event)
    },
  }
  await Promise.all(Array.from({ length: 4 }, () => deliver(db, [slow], id)))
  assert.equal(await effects(id, 'slow'), 1)
})

test('S-072 a consumer that fails leaves no effect, holds nobody back, and takes the event when it comes again', async () => {
  const id = await publish(db.sql, 'case.acted', { no: '5' })
  let broken = true
  const shaky: Consumer = {
    ...leaving('shaky'),
    take: async (sql, event) => {
      await leaving('shaky').take(sql, event)
      if (broken) throw new Error('partner is down')
    },
  }
  await assert.rejects(deliver(db, [shaky, leaving('steady')], id), /shaky could not take case.acted/)
  assert.deepEqual([await effects(id, 'shaky'), await effects(id, 'steady')], [0, 1])
  broken = false
  await deliver(db, [shaky, leaving('steady')], id)
  assert.deepEqual([await effects(id, 'shaky'), await effects(id, 'steady')], [1, 1])
})

test('an event published twice under one key is one event', async () => {
  const before = await eventCount()
  const first = await publish(db.sql, 'sms.requested', { text: 'a' }, 'case-1 accepted')
  const second = await publish(db.sql, 'sms.requested', { text: 'b' }, 'case-1 accepted')
  const other = await publish(db.sql, 'sms.requested', { text: 'a' }, 'case-2 accepted')
  assert.equal(first, second)
  assert.notEqual(first, other)
  assert.equal(await eventCount(), before + 2)
})

test('events are forgotten when they are old and delivered, never while they wait', async () => {
  const waiting = await publish(db.sql, 'case.acted', { no: '6' })
  const done = await publish(db.sql, 'case.acted', { no: '7' })
  await db.sql`update platform.event set at = now() - interval '40 days' where id in (${waiting}, ${done})`
  await db.sql`select graphile_worker.complete_jobs(array(select id from graphile_worker.jobs where key = ${`event:${done}`}))`
  await sweepEvents(db.sql, 30)
  const left = await db.sql<{ id: string }>`select id from platform.event where id in (${waiting}, ${done})`
  assert.deepEqual(left, [{ id: waiting }])
})
