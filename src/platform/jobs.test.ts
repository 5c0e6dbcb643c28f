import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import type { Db } from './db.ts'
import { backlog, enqueue, retryParked, tries } from './jobs/queue.ts'
import { chineseMidnight, type Jobs, type Log, startJobs, type Task } from './jobs.ts'
import { type Consumer, publish, undelivered } from './outbox.ts'
import { testDatabase } from './testing.ts'

const db = await testDatabase()
const said: { level: string; alarm?: string | undefined; sentence: string }[] = []
const say = (level: string) => (fields: object, sentence: string) =>
  void said.push({ level, alarm: (fields as { alarm?: string }).alarm, sentence })
const logger: Log = { info: say('info'), warn: say('warn'), error: say('error') }

/** Resolves when `holds` does; gives up before the test's own limit, so that what the test has started is stopped. */
const until = async (holds: () => Promise<boolean> | boolean): Promise<void> => {
  const end = Date.now() + 60_000
  while (!(await holds())) {
    assert.ok(Date.now() < end, `not within a minute: ${holds}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
const limit = { timeout: 90_000 }
const empty = async (): Promise<boolean> => (await backlog(db.sql)).waiting === 0
const dueNow = async (sql: Db['sql']): Promise<void> => {
  await sql`select graphile_worker.reschedule_jobs(array(select id from graphile_worker.jobs where attempts < max_attempts), run_at => now())`
  await sql`select pg_notify('jobs:insert', '{"count": 1}')`
}
/** Runs jobs while `work` lasts. */
const withJobs = async (given: { tasks?: Task[]; consumers?: Consumer[] }, work: (jobs: Jobs) => Promise<void>): Promise<void> => {
  const jobs = await startJobs(db.url, { tasks: [], consumers: [], logger, ...given })
  await work(jobs).finally(jobs.stop)
}

test('S-072 a published event reaches its consumer through the queue', limit, async () => {
  const heard: unknown[] = []
  const ear: Consumer = { name: 'ear', topics: ['case.acted'], take: async (_sql, event) => void heard.push(event.body) }
  await withJobs({ consumers: [ear] }, async () => {
    await publish(db.sql, 'case.acted', { no: '1' })
    await until(() => heard.length > 0)
    await until(empty)
  })
  assert.deepEqual(heard, [{ no: '1' }])
})

test('a job runs when its transaction commits, and not at all when that is rolled back', limit, async () => {
  const ran: unknown[] = []
  const task: Task = { name: 'count', run: async (payload) => void ran.push(payload) }
  await assert.rejects(
    db.transaction(async (sql) => {
      await enqueue(sql, 'count', { n: 1 })
      throw new Error('no')
    }),
  )
  await enqueue(db.sql, 'count', { n: 2 }, { key: 'same' })
  await enqueue(db.sql, 'count', { n: 3 }, { key: 'same' })
  await withJobs({ tasks: [task] }, async () => {
    await until(empty)
  })
  assert.deepEqual(ran, [{ n: 3 }])
})

test('S-073 a poison event is parked after five tries with an alarm, and delivered once the cause is mended', limit, async () => {
  let attempts = 0
  let broken = true
  const shaky: Consumer = {
    name: 'shaky',
    topics: ['poison'],
    take: async () => {
      attempts += 1
      if (broken) throw new Error('partner is down')
    },
  }
  await withJobs({ consumers: [shaky] }, async (jobs) => {
    await publish(db.sql, 'poison', {})
    for (let n = 1; n <= tries; n += 1) {
      await until(() => attempts === n)
      await until(async () => (await db.sql`select 1 from graphile_worker.jobs where locked_at is not null`).length === 0)
      if (n < tries) {
        const [job] = await db.sql<{ late: boolean }>`select run_at > now() as late from graphile_worker.jobs where attempts < max_attempts`
        assert.equal(job?.late, true, 'it backs off')
      }
      await dueNow(db.sql)
    }
    await until(() => jobs.parked() === 1)
    assert.equal((await undelivered(db.sql)).parked, 1)
    assert.equal(said.filter(({ level, alarm }) => level === 'error' && alarm === 'job-parked').length, 1)
    broken = false
    assert.equal(await retryParked(db.sql), 1)
    await until(empty)
  })
  assert.equal(attempts, tries + 1)
  assert.deepEqual(await undelivered(db.sql), { waiting: 0, parked: 0, oldestSeconds: 0 })
})

test('S-077 stopping waits for the job that runs', limit, async () => {
  let begun = false
  let ended = false
  const slow: Task = {
    name: 'slow',
    run: async (_payload, own) => {
      begun = true
      await own.sql`select pg_sleep(0.3)`
      ended = true
    },
  }
  await withJobs({ tasks: [slow] }, async () => {
    await enqueue(db.sql, 'slow', {})
    await until(() => begun)
  })
  assert.equal(ended, true)
  assert.equal(await empty(), true)
})

test('F-03 a job of a killed process runs again at the next worker, a living worker keeps its own', limit, async () => {
  const ran: string[] = []
  const task: Task = { name: 'orphan', run: async (payload) => void ran.push((payload as { of: string }).of) }
  await enqueue(db.sql, 'orphan', { of: 'the dead' })
  await enqueue(db.sql, 'orphan', { of: 'the living' })
  const lockFor = (of: string, worker: string) => db.sql`
    update graphile_worker._private_jobs
    set locked_by = ${worker}, locked_at = now() - interval '1 minute', attempts = 1
    where payload ->> 'of' = ${of}`
  await lockFor('the dead', 'pool-dead')
  await lockFor('the living', 'pool-living')
  const living = new pg.Client({ connectionString: db.url })
  await living.connect()
  await living.query("select pg_advisory_lock(hashtextextended('pool-living', 0))")
  await withJobs({ tasks: [task] }, async () => {
    await until(() => ran.length > 0)
  })
  await living.end()
  assert.deepEqual(ran, ['the dead'])
})

test('the tick of a midnight that passed while nothing ran is caught up once', limit, async () => {
  const ticks: number[] = []
  const tick: Task = { name: 'tick', cron: chineseMidnight, run: async () => void ticks.push(1) }
  await withJobs({ tasks: [tick] }, async () => {
    await until(async () => (await db.sql`select 1 from graphile_worker._private_known_crontabs where identifier = 'tick'`).length === 1)
  })
  assert.equal(ticks.length, 0)
  await db.sql`
    update graphile_worker._private_known_crontabs
    set known_since = now() - interval '3 days', last_execution = now() - interval '25 hours'
    where identifier = 'tick'`
  await withJobs({ tasks: [tick] }, async () => {
    await until(() => ticks.length > 0)
  })
  assert.equal(ticks.length, 1)
})

test('what must not wait for the first midnight of an installation runs at its first start, and at no later one', limit, async () => {
  const ran: string[] = []
  const first: Task = { name: 'first', cron: chineseMidnight, atFirstStart: true, run: async () => void ran.push('first') }
  const marker = (name: string): Task => ({ name, run: async () => void ran.push(name) })
  await withJobs({ tasks: [first] }, () => until(() => ran.length > 0))
  await enqueue(db.sql, 'marker', {})
  await withJobs({ tasks: [first, marker('marker')] }, () => until(() => ran.includes('marker')))
  assert.deepEqual(ran, ['first', 'marker'])
})

test('F-03 after the database has ended every connection the worker goes on, again and again', limit, async () => {
  const ran: number[] = []
  const unheard: unknown[] = []
  const hear = (reason: unknown) => void unheard.push(reason)
  process.on('unhandledRejection', hear)
  const task: Task = { name: 'after', run: async (payload) => void ran.push((payload as { n: number }).n) }
  for (let n = 1; n <= 8; n += 1) {
    // a worker that has just begun is hit in the midst of its first words
    await withJobs({ tasks: [task] }, async () => {
      await db.sql`
        select pg_terminate_backend(pid)
        from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()`
      await until(() =>
        enqueue(db.sql, 'after', { n }).then(
          () => true,
          () => false,
        ),
      )
      await until(() => ran.includes(n))
    })
  }
  process.off('unhandledRejection', hear)
  assert.deepEqual(unheard, [])
})
