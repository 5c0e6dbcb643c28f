// A desk that takes submissions over HTTP and does its outbox, in a process of its own that is killed: as the product does it, or
// with one mistake. The mistakes are made in what is handed to the product's own code, so that nothing of it is copied.
// Usage: node e2e/faults/desk.ts VARIANT, with DATABASE_URL and PORT.
import { randomUUID } from 'node:crypto'
import { createServer, type ServerResponse } from 'node:http'
import { flushCompileCache } from 'node:module'
import { text } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { type Casework, type Submitted, submitDraft } from '../../src/contexts/casework/index.ts'
import { moment, type TestCity } from '../../src/contexts/casework/testing-city.ts'
import { isRefusal, type Refusal } from '../../src/kernel/refusal.ts'
import { type Db, openDb, type Sql } from '../../src/platform/db.ts'
import { startJobs } from '../../src/platform/jobs.ts'
import type { Consumer } from '../../src/platform/outbox.ts'
import { cityOn, day, draftFor } from './city.ts'

export type Variant = 'right' | 'acknowledges-first' | 'keeps-no-key' | 'two-transactions' | 'effect-outside-inbox' | 'looks-before'

type Order = { readonly key: string; readonly draft: string }
type Answer = (outcome: Submitted | Refusal) => void
type Desk = (city: TestCity, order: Order, answer: Answer) => Promise<void>

const submit = (city: TestCity, draft: string, key: string, casework: Casework = city.casework): Promise<Submitted | Refusal> =>
  submitDraft(casework, draft, { viewer: city.viewers.citizen1, key }, moment(day))

const right: Desk = async (city, { draft, key }, answer) => answer(await submit(city, draft, key))

/** Tells the client before the commit, as one would who writes a batch a little later. */
const acknowledgesFirst: Desk = async (city, { draft, key }, answer) => {
  const transaction: Db['transaction'] = (work) =>
    city.casework.db.transaction(async (sql) => {
      const outcome = await work(sql)
      answer(outcome as Submitted)
      await delay(40)
      return outcome
    })
  await submit(city, draft, key, { ...city.casework, db: { ...city.casework.db, transaction } })
}

/** Every request is a submission of its own. */
const keepsNoKey: Desk = async (city, { key }, answer) => answer(await submit(city, await draftFor(city, key), randomUUID()))

/** The submission commits; its event and the job that delivers it follow in another transaction. */
const twoTransactions: Desk = async (city, { draft, key }, answer) => {
  const late: ((sql: Sql) => Promise<unknown>)[] = []
  const withoutOutbox =
    (sql: Sql): Sql =>
    async (strings, ...values) => {
      if (!/platform\.event|add_job/.test(strings.join(''))) return sql(strings, ...values)
      late.push((later) => later(strings, ...values))
      return [{ id: '' }] as never[]
    }
  const transaction: Db['transaction'] = (work) => city.casework.db.transaction((sql) => work(withoutOutbox(sql)))
  const outcome = await submit(city, draft, key, { ...city.casework, db: { ...city.casework.db, transaction } })
  await delay(15)
  await city.casework.db.transaction(async (sql) => {
    for (const statement of late) await statement(sql)
  })
  answer(outcome)
}

const answered = new Map<string, Submitted>()
/** Looks whether the key was answered, and only then begins the transaction. */
const looksBefore: Desk = async (city, { key }, answer) => {
  const before = answered.get(key)
  if (before) return answer(before)
  const outcome = await submit(city, await draftFor(city, key), randomUUID())
  if (!isRefusal(outcome)) answered.set(key, outcome)
  answer(outcome)
}

const desks: Readonly<Record<Variant, Desk>> = {
  right,
  'acknowledges-first': acknowledgesFirst,
  'keeps-no-key': keepsNoKey,
  'two-transactions': twoTransactions,
  'effect-outside-inbox': right,
  'looks-before': looksBefore,
}

const effect = (sql: Sql, id: string) => sql`insert into faults.effect (event_id) values (${id})`

const consumerOf = (variant: Variant, db: Db): Consumer => ({
  name: 'faults',
  topics: ['casework.acted'],
  take: async (sql, { id }) => {
    await effect(variant === 'effect-outside-inbox' ? db.sql : sql, id)
    await delay(40) // as a call to the outside takes
  },
})

const send = (reply: ServerResponse, outcome: Submitted | Refusal): void => {
  if (!reply.headersSent) reply.writeHead(isRefusal(outcome) ? 409 : 201).end(JSON.stringify(outcome))
}

const quiet = () => undefined
const serve = async (variant: Variant): Promise<void> => {
  const url = process.env.DATABASE_URL ?? ''
  const db = openDb(url, { connections: 6 })
  const city = await cityOn(db)
  await startJobs(url, { tasks: [], consumers: [consumerOf(variant, db)], logger: { info: quiet, warn: quiet, error: quiet } })
  createServer(async (request, reply) => {
    const order = JSON.parse(await text(request)) as Order
    await desks[variant](city, order, (outcome) => send(reply, outcome)).catch(() => reply.headersSent || reply.writeHead(503).end())
  }).listen(Number(process.env.PORT), '127.0.0.1', () => process.stdout.write('ready\n', () => flushCompileCache()))
}

if (process.argv[1] === new URL(import.meta.url).pathname) await serve((process.argv[2] ?? 'right') as Variant)
