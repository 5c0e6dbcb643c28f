import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { testSecret } from '../src/contexts/casework/testing-city.ts'
import { testDatabase } from '../src/platform/testing.ts'
import { cityOn, day, draftFor, randomFrom, seed } from './faults/city.ts'
import { clients, post, type Send } from './faults/clients.ts'
import type { Variant } from './faults/desk.ts'
import { createEffects, drain, type Findings, findingsOf } from './faults/ledger.ts'
import { childrenOf, killHard, startDesk, until } from './faults/processes.ts'
import { apiClient } from './main-job-api.ts'
import { freePort, startServer } from './server.ts'

const deskOn = async (variant: Variant) => {
  const ground = await testDatabase()
  const town = await cityOn(ground)
  await createEffects(ground.sql)
  const port = await freePort()
  const send: Send = async (draft, key) => {
    const { status, body } = await post(`http://127.0.0.1:${port}/`, {}, { draft, key })
    return status === 201 ? body.no : undefined
  }
  const start = () => startDesk(variant, ground.url, port)
  return { sql: ground.sql, town, send, start, desk: await start() }
}

const random = randomFrom(seed)
const between = (least: number, most: number): number => least + Math.floor(random() * (most - least))
const faultless = (found: Findings): void => {
  const { acknowledged, stored, ...faults } = found
  assert.deepEqual(
    Object.entries(faults).filter(([, n]) => n > 0),
    [],
    `of ${acknowledged} acknowledged, ${stored} stored; SEED=${seed}`,
  )
}

// One city on one database: the real server, and the tests that look at what it has stored.
const db = await testDatabase()
const city = await cityOn(db)
const environment = {
  DATABASE_URL: db.url,
  TONGBAN_SECRET: testSecret,
  TONGBAN_TODAY: day,
  WORKERS: '2',
  PORT: String(await freePort()),
  METRICS_PORT: String(await freePort()),
}
let server = await startServer(environment)
after(() => server.stop())

const citizen = apiClient(server.url)
await citizen.signIn('citizen1', server.password)
const submit = (draft: string, key: string) =>
  citizen.call('POST', `/api/v1/cases/${draft}/submit`, { body: {}, headers: { 'idempotency-key': key } })
const send: Send = async (draft, key) => {
  const { status, body } = await submit(draft, key)
  return status === 201 ? body.no : undefined
}

/** So many requests with one key, 50 at a time: how often each answer came. */
const manyTimes = async (times: number, one: () => Promise<string>): Promise<Record<string, number>> => {
  const answers: Record<string, number> = {}
  let left = times
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1
      const answer = await one().catch((error: Error) => error.message)
      answers[answer] = (answers[answer] ?? 0) + 1
    }
  }
  await Promise.all(Array.from({ length: 50 }, worker))
  return answers
}
const casesOf = async (key: string): Promise<string[]> => {
  const rows = await db.sql<{ no: string }>`
    select no
    from casework.matter
    where exists (select from casework.journal where case_id = id and body -> 'materials' -> 0 ->> 'name' = ${`${key}.pdf`})`
  return rows.map(({ no }) => no)
}

test('interfaces §2 /metrics: on a port of its own the figures of both workers and of the outbox, nothing of them on the public one', async () => {
  const asked = await fetch(`http://127.0.0.1:${environment.METRICS_PORT}/metrics`)
  const text = await asked.text()
  assert.equal(asked.status, 200)
  for (const name of ['tongban_http_request_seconds_count', 'process_resident_memory_bytes', 'tongban_outbox_oldest_seconds'])
    assert.match(text, new RegExp(`^${name}`, 'm'))
  assert.match(text, /route="\/api\/v1\/sessions",status="201"/)
  assert.equal((await fetch(`${server.url}/metrics`)).status, 404)
})

test('F-16 S-070 S-074: 200 submissions with the same key, 50 at a time, two workers: one case, one number', async (t) => {
  const draft = await draftFor(city, 'the-one')
  const answers = await manyTimes(200, async () => {
    const { status, body } = await submit(draft, 'the-one')
    return status === 201 || status === 200 ? String(body.no) : String(status)
  })
  t.diagnostic(JSON.stringify(answers))
  const [number] = await casesOf('the-one')
  assert.equal((await casesOf('the-one')).length, 1)
  assert.deepEqual(
    Object.keys(answers).filter((answer) => answer !== number && answer !== '409'),
    [],
  )
})

test('F-16 the control is caught: a key that is looked up before the transaction gives several cases', async (t) => {
  const control = await deskOn('looks-before')
  const answers = await manyTimes(100, async () => (await control.send('', 'looked-before')) ?? 'none')
  await control.desk.kill()
  t.diagnostic(`${Object.keys(answers).length} numbers for one key`)
  assert.ok(Object.keys(answers).length > 1)
})

test('S-077 rolling restart by SIGHUP while submissions and pages are asked for: no request fails', async (t) => {
  const before = childrenOf(server.pid)
  const asked = { answered: 0, failed: [] as string[] }
  let going = true
  const reader = async (connection: string): Promise<void> => {
    while (going) {
      const status = await fetch(`${server.url}/livez`, { headers: { connection } }).then((r) => r.text().then(() => r.status), String)
      if (status === 200) asked.answered += 1
      else asked.failed.push(`${connection}: ${status}`)
      await delay(5)
    }
  }
  const writer = async (name: string): Promise<void> => {
    for (let i = 0; going; i += 1) {
      const status = await submit(await draftFor(city, `${name}-${i}`), `${name}-${i}`).then((r) => r.status, String)
      if (status === 201) asked.answered += 1
      else asked.failed.push(`submission: ${status}`)
    }
  }
  const load = [reader('close'), reader('close'), reader('keep-alive'), writer('roll-a'), writer('roll-b')]
  process.kill(server.pid, 'SIGHUP')
  const replaced = () => childrenOf(server.pid).length === 2 && childrenOf(server.pid).every((pid) => !before.includes(pid))
  await until('both workers are replaced', replaced).finally(() => {
    going = false
  })
  await Promise.all(load)
  t.diagnostic(`${asked.answered} answered, ${asked.failed.length} failed`)
  assert.deepEqual(asked.failed, [])
  assert.ok(asked.answered > 20)
})

/** Four times what the checker needs to see any control's mistake; KILLS=500 is the whole plan. */
const kills = Number(process.env.KILLS ?? 12)

test(`F-01 S-071 S-072 S-074: workers and supervisor killed ${kills} times under six clients: nothing lost, doubled or orphaned`, async (t) => {
  t.diagnostic(`SEED=${seed}`)
  const load = clients((key) => draftFor(city, key), send, random)
  const waits: number[] = []
  for (let i = 0; i < kills; i += 1) {
    await delay(between(30, 150))
    if (i % 6 === 4) {
      killHard(server.pid)
      await server.stop()
      server = await startServer(environment)
    } else {
      const workers = childrenOf(server.pid)
      killHard(workers[between(0, workers.length)] ?? 0)
    }
    waits.push(await load.next(2))
  }
  await load.stop()
  const drained = await drain(db.sql, 60_000)
  const sorted = waits.toSorted((a, b) => a - b)
  const found = await findingsOf(db.sql, load.ledger, false)
  t.diagnostic(JSON.stringify({ ...found, drainedAfterMs: drained, nextAnswerMs: { p50: sorted[kills >> 1], most: sorted.at(-1) } }))
  faultless(found)
  assert.equal(load.hung(), 0, 'no request was left hanging')
  assert.ok(found.acknowledged >= 2 * kills, 'there was something to lose')
})

/** What the checker finds after a desk was killed some times under six clients. */
const killedDesk = async (variant: Variant, times: number): Promise<Findings> => {
  const { sql, town, send, start, desk: first } = await deskOn(variant)
  let desk = first
  const load = clients((key) => draftFor(town, key), send, random)
  for (let i = 0; i < times; i += 1) {
    await load.next(4)
    await delay(between(0, 30))
    await desk.kill()
    desk = await start()
  }
  await load.next()
  await load.stop()
  if (variant === 'right' || variant === 'effect-outside-inbox') await drain(sql, 60_000)
  await desk.kill()
  return findingsOf(sql, load.ledger, true)
}

/** The one mistake of each control, and where the checker must see it. */
const controls: readonly (readonly [variant: Variant, finding: keyof Findings])[] = [
  ['acknowledges-first', 'lost'],
  ['keeps-no-key', 'double'],
  ['two-transactions', 'orphan'],
  ['effect-outside-inbox', 'repeatedEffects'],
]

describe('F-01 the checker is worth something', { concurrency: 3 }, () => {
  test('a desk that does it right passes, and every event had exactly one effect', async (t) => {
    const found = await killedDesk('right', 5)
    t.diagnostic(JSON.stringify(found))
    faultless(found)
  })
  for (const [variant, finding] of controls) {
    test(`the control ${variant} is caught`, async (t) => {
      // Where a kill falls is chance: up to five rounds of three kills.
      let found = await killedDesk(variant, 3)
      for (let round = 2; round <= 5 && found[finding] === 0; round += 1) found = await killedDesk(variant, 3)
      t.diagnostic(JSON.stringify(found))
      assert.ok(found[finding] > 0, `${finding}: ${JSON.stringify(found)}`)
    })
  }
})

const waiting = async (): Promise<number> => {
  const [row] = await db.sql<{ n: number }>`
    select count(*)::int as n
    from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`
  return row?.n ?? 0
}

test('S-077 SIGTERM under load: what is in flight is finished, exit code 0 within 10 s, and the next start finds it all', async () => {
  const drafts = await Promise.all(Array.from({ length: 8 }, (_, i) => draftFor(city, `last-${i}`)))
  const start = { at: 0 }
  const { promise: exit, resolve } = Promise.withResolvers<number | null>()
  // Holding the drafts keeps eight submissions in the middle of their transactions while the server is told to end.
  const answers = await db
    .transaction(async (sql) => {
      await sql`select id from casework.draft where id = any(${drafts}::uuid[]) for update`
      const asked = drafts.map((draft, i) => submit(draft, `last-${i}`))
      await until('all eight wait', async () => (await waiting()) === 8)
      start.at = Date.now()
      server.stop().then(resolve)
      await delay(500)
      return asked
    })
    .then((asked) => Promise.all(asked))
  assert.deepEqual(
    answers.map(({ status }) => status),
    Array(8).fill(201),
  )
  assert.equal(await exit, 0)
  assert.ok(Date.now() - start.at < 10_000)
  server = await startServer(environment)
  await citizen.signIn('citizen1', server.password)
  const again = await Promise.all(drafts.map((draft, i) => submit(draft, `last-${i}`)))
  assert.deepEqual(
    again.map(({ body }) => body.no),
    answers.map(({ body }) => body.no),
  )
})
