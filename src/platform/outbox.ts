import { createHash, randomUUIDv7 } from 'node:crypto'
import type { Json } from '../kernel/canonical.ts'
import { type Db, fragment, type Sql } from './db.ts'
import { addJob, type Backlog, backlog, enqueueAll } from './jobs/queue.ts'

/** What happened, as its consumers get it. `at` is an RFC 3339 instant. */
export type Happening = { readonly id: string; readonly topic: string; readonly body: Json; readonly at: string }

/**
 * Takes events of some topics. `take` runs in one transaction with the inbox row of (event, consumer), so what it does through `sql`
 * happens once. A call to the outside may happen again after a crash: send the event's id with it, so that the other side can tell.
 */
export type Consumer = {
  readonly name: string
  readonly topics: readonly string[]
  readonly take: (sql: Sql, event: Happening) => Promise<void>
}

/** The job that brings an event to its consumers. */
export const deliveryTask = 'platform.deliver'

/**
 * Tells of what happened, in the transaction of the act itself (S-072): the event and the job that delivers it are there exactly when the
 * act is. Nothing is promised about order. With `key`, a second event of the same topic and key is not published. Returns the event's id.
 */
export const publish = async (sql: Sql, topic: string, body: Json, key?: string): Promise<string> => {
  const id = key === undefined ? randomUUIDv7() : idFor(topic, key)
  await sql`
    with told as (
      insert into platform.event (id, topic, body)
      values (${id}, ${topic}, ${JSON.stringify(body)}::jsonb)
      on conflict (id) do nothing
      returning id
    )
    select ${addJob(deliveryTask, fragment`json_build_object('event', id)`, fragment`('event:' || id)`)}
    from told`
  return id
}

/** A version 8 UUID that a topic and a key always give. */
const idFor = (topic: string, key: string): string => {
  const hex = createHash('sha256').update(`${topic}\n${key}`).digest('hex')
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/**
 * Brings one event to every consumer of its topic that has not taken it. Each consumer has its own transaction, so one that fails holds
 * nobody else back; its failure is thrown at the end, and the event comes again.
 */
export const deliver = async (db: Pick<Db, 'sql' | 'transaction'>, consumers: readonly Consumer[], eventId: string): Promise<void> => {
  const [event] = await db.sql<Happening>`select id, topic, body, at from platform.event where id = ${eventId}`
  if (!event) return // swept: nothing is left to tell
  const failures: unknown[] = []
  for (const consumer of consumers.filter(({ topics }) => topics.includes(event.topic))) {
    await db
      .transaction((sql) => takeOnce(sql, consumer, event))
      .catch((error: unknown) => {
        failures.push(new Error(`${consumer.name} could not take ${event.topic}`, { cause: error }))
      })
  }
  if (failures.length > 0) throw failures.length === 1 ? failures[0] : new AggregateError(failures, `${failures.length} consumers failed`)
}

const takeOnce = async (sql: Sql, consumer: Consumer, event: Happening): Promise<void> => {
  // A second worker waits here until the first commits, and then finds the event taken.
  const mine = await sql`
    insert into platform.delivery (event_id, consumer)
    values (${event.id}, ${consumer.name})
    on conflict do nothing
    returning event_id`
  if (mine.length > 0) await consumer.take(sql, event)
}

/** Events that have not reached all their consumers. */
export const undelivered = (sql: Sql): Promise<Backlog> => backlog(sql, deliveryTask)

/** Forgets events older than `days` whose delivery is over, with their inbox rows. Returns how many. */
export const sweepEvents = async (sql: Sql, days: number): Promise<number> => {
  const gone = await sql`
    delete from platform.event
    where at < now() - make_interval(days => ${days}::int)
      and not exists (select from graphile_worker.jobs where key = 'event:' || event.id)
    returning id`
  return gone.length
}

/** What `publishAll` tells of: as in `publish`, the key makes it tell once. */
export type Telling = { readonly body: Json; readonly key: string }

/** Tells of many events of one topic in two statements; those whose key was told before are left out. Returns how many were told. */
export const publishAll = async (sql: Sql, topic: string, tellings: readonly Telling[]): Promise<number> => {
  if (tellings.length === 0) return 0
  const rows = tellings.map(({ body, key }) => ({ id: idFor(topic, key), body }))
  const written = await sql<{ id: string }>`
    insert into platform.event (id, topic, body)
    select id, ${topic}::text, body
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (id uuid, body jsonb)
    on conflict (id) do nothing
    returning id`
  await enqueueAll(
    sql,
    deliveryTask,
    written.map(({ id }) => ({ payload: { event: id }, key: `event:${id}` })),
  )
  return written.length
}
