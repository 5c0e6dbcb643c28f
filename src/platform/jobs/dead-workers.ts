import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'

/** How often a living worker looks for dead ones: a job of a killed process waits about this long, not the queue's own four hours. */
const lookEvery = 10_000

/** Dead are those whose jobs have been locked for a while although nobody holds the advisory lock of their name. */
const freeTheirJobs = `
  with holders as (
    select locked_by, locked_at from graphile_worker.jobs where locked_by is not null
    union all
    select locked_by, locked_at from graphile_worker._private_job_queues where locked_by is not null
  ),
  silent as (
    select locked_by
    from holders
    where locked_by <> $1
    group by locked_by
    having max(locked_at) < now() - interval '5 seconds'
  ),
  dead as (
    select array_agg(locked_by) as workers
    from silent
    where pg_try_advisory_xact_lock(hashtextextended(locked_by, 0))
  )
  select graphile_worker.force_unlock_workers(workers)
  from dead
  where workers is not null`

const openAs = async (url: string, worker: string): Promise<pg.Client> => {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'tongban worker',
    keepAlive: true,
    connectionTimeoutMillis: 5000,
    query_timeout: 5000,
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [worker])
    await client.query(freeTheirJobs, [worker])
    return client
  } catch (error) {
    await client.end().catch(() => undefined)
    throw error
  }
}

const ended = (client: pg.Client): Promise<void> => new Promise((resolve) => client.once('end', resolve))

/**
 * Shows the other processes that this worker lives, by an advisory lock that ends with its connection, and frees the jobs of those that
 * have died (kill -9, power loss). Returns a function that ends it.
 */
export const watchWorkers = async (url: string, worker: string): Promise<() => Promise<void>> => {
  let stopped = false
  let client: pg.Client | undefined = await openAs(url, worker)
  const keepOpen = async (): Promise<void> => {
    while (!stopped) {
      if (client) await ended(client)
      client = undefined
      if (!stopped) await delay(1000, undefined, { ref: false })
      if (!stopped) client = await openAs(url, worker).catch(() => undefined)
    }
    await client?.end()
  }
  const kept = keepOpen()
  const look = setInterval(() => client?.query(freeTheirJobs, [worker]).catch(() => undefined), lookEvery)
  look.unref()
  return async () => {
    stopped = true
    clearInterval(look)
    await client?.end()
    await kept
  }
}
