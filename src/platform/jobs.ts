import { EventEmitter, once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import type { Logger, Runner, WorkerEvents } from 'graphile-worker'
import { type Db, openDb } from './db.ts'
import { watchWorkers } from './jobs/dead-workers.ts'
import { enqueue, tries } from './jobs/queue.ts'
import { QueuePool } from './jobs/queue-pool.ts'
import { type Consumer, deliver, deliveryTask, sweepEvents } from './outbox.ts'
import { systemRole } from './wall.ts'

/**
 * Work done outside a request. It may run again after a crash, so it must bear repeating; a failure is tried again after about 3, 7, 20 and
 * 55 seconds. `cron` is five fields in UTC: Chinese midnight is `0 16 * * *`. A task that is due once a day or less is caught up
 * after a standstill; two runs of one cron task never overlap. `atFirstStart`: what the queue has never heard of runs once at once, since an
 * installation may be given a past before its first night.
 */
export type Task = {
  readonly name: string
  readonly run: (payload: unknown, db: Db) => Promise<void>
  readonly cron?: string
  readonly atFirstStart?: true
}

/** What pino offers; fields first, then the sentence. */
export type Log = Record<'info' | 'warn' | 'error', (fields: object, sentence: string) => void>

/** Running jobs. `stop` takes no new job, waits for those that run, and closes its connections. `parked` counts jobs given up since the start. */
export type Jobs = { readonly stop: () => Promise<void>; readonly parked: () => number }

type Work = {
  readonly tasks: readonly Task[]
  readonly consumers: readonly Consumer[]
  readonly logger: Log
  /** How many jobs run at once; 4 unless told. */
  readonly concurrency?: number
}

/** 00:00 in China, as cron fields in UTC. */
export const chineseMidnight = '0 16 * * *'

/** Forgets delivered events after 30 days and answered Idempotency-Keys after two (S-070 asks for one). Runs at 03:20 in China. */
const sweeping: Task = {
  name: 'platform.sweep',
  cron: '20 19 * * *',
  run: async (_payload, db) => {
    await sweepEvents(db.sql, 30)
    await db.sql`delete from platform.idempotency where at < now() - interval '2 days'`
  },
}

const delivery = (consumers: readonly Consumer[]): Task => ({
  name: deliveryTask,
  run: (payload, db) => deliver(db, consumers, (payload as { event: string }).event),
})

const aDayAndABit = 26 * 3_600_000
const daily = (cron: string): boolean => /^\S+ \d+ /.test(cron)
/** 22 MB that only who works off the queue loads: every worker imports this file for the names in it. */
const queueLibrary = () => import('graphile-worker')
type Library = Awaited<ReturnType<typeof queueLibrary>>

const cronItems = ({ parseCronItems }: Library, tasks: readonly Task[]) =>
  parseCronItems(
    tasks.flatMap(({ name, cron }) =>
      cron === undefined
        ? []
        : [
            {
              task: name,
              match: cron,
              identifier: name,
              options: { backfillPeriod: daily(cron) ? aDayAndABit : 0, maxAttempts: tries, jobKey: name, queueName: name },
            },
          ],
    ),
  )

/** Before the runner takes note of them: tasks that have to run now because no start has known them yet. */
const enqueueFirst = async (db: Db, tasks: readonly Task[]): Promise<void> => {
  const names = tasks.filter(({ atFirstStart }) => atFirstStart).map(({ name }) => name)
  const unknown = await db.sql<{ name: string }>`
    select name
    from unnest(${names}::text[]) as name
    where not exists (select from graphile_worker._private_known_crontabs where identifier = name)`
  for (const { name } of unknown) await enqueue(db.sql, name, {}, { key: name })
}

/** The queue's own words, at warning and above; what it says of single jobs comes from its events instead. */
const wordsOfQueue = (library: Library, log: Log): Logger =>
  new library.Logger(() => (level, message, meta) => {
    if (meta?.failure) return
    if (level === 'error' || level === 'warning') log[level === 'error' ? 'error' : 'warn']({ from: 'queue' }, message)
  })

const tellFailures = (events: WorkerEvents, log: Log, park: () => void): void => {
  events.on('job:error', ({ job, error }) =>
    log.warn({ task: job.task_identifier, job: String(job.id), attempt: job.attempts, err: error }, 'job failed'),
  )
  events.on('job:failed', ({ job, error }) => {
    park()
    log.error({ alarm: 'job-parked', task: job.task_identifier, job: String(job.id), err: error }, 'job parked after its last try')
  })
}

type Started = { readonly runner: Runner; readonly unwatch: () => Promise<void> }

/**
 * A runner that once failed to fetch a job is stopped and another begun: it may have kept the failure for good (its list of tasks is a
 * promise made once), or a job may be locked for it by a reply that never came. Its lock ends with it, so such a job runs again soon.
 */
const startRunner = async (url: string, queue: QueuePool, db: Db, work: Work, park: () => void): Promise<Started> => {
  const library = await queueLibrary()
  const events: WorkerEvents = new EventEmitter()
  tellFailures(events, work.logger, park)
  const created = once(events, 'pool:create')
  const failed = once(events, 'worker:getJob:error')
  const tasks = [...work.tasks, delivery(work.consumers), sweeping]
  const runner = await library.run({
    pgPool: queue,
    concurrency: work.concurrency ?? 4,
    noHandleSignals: true,
    pollInterval: 2000,
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } }, // else a completion that fails is a rejection nobody hears
    logger: wordsOfQueue(library, work.logger),
    events,
    taskList: Object.fromEntries(tasks.map((task) => [task.name, (payload: unknown) => task.run(payload, db)])),
    parsedCronItems: cronItems(library, tasks),
  })
  failed.then(() => runner.stop('a job could not be fetched')).catch(() => undefined) // it may have ended by itself
  const [{ workerPool }] = (await created) as [{ workerPool: { id: string } }]
  return { runner, unwatch: await watchWorkers(url, workerPool.id) }
}

/** A database that is away must not keep the process from ending: what is not marked as done runs again at the next start. */
const atMost = (work: Promise<unknown>): Promise<unknown> => Promise.race([work, delay(3000, undefined, { ref: false })])

/** Starts working off the queue with connections of its own, and starts again when the database was away for long. */
export const startJobs = async (url: string, work: Work): Promise<Jobs> => {
  const connections = (work.concurrency ?? 4) + 2
  const db = openDb(url, { connections, role: systemRole }) // a job is nobody's request: it works for all
  const queue = new QueuePool(url, connections)
  let stopping = false
  let parked = 0
  let started: Started
  const begin = async (): Promise<void> => {
    started = await startRunner(url, queue, db, work, () => {
      parked += 1
    })
    const { runner, unwatch } = started
    runner.promise
      .catch((error: unknown) => work.logger.error({ alarm: 'jobs-ended', err: error }, 'the queue worker ended'))
      .then(unwatch)
      .then(() => stopping || again())
  }
  const again = (): void => void setTimeout(() => stopping || begin().catch(again), 2000).unref()
  await enqueueFirst(db, work.tasks)
  await begin()
  return {
    parked: () => parked,
    async stop() {
      stopping = true
      await atMost(started.runner.stop().catch(() => undefined)) // it may have ended by itself
      await atMost(started.unwatch())
      await atMost(queue.end()) // waits until what has been done is marked as done
      await db.end()
    },
  }
}
