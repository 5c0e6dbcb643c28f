import type { Json } from '../../kernel/canonical.ts'
import { type Fragment, fragment, nothing, type Sql } from '../db.ts'

/** After so many failures a job is parked: kept, alarmed, and tried again only when an operator says so (S-073). */
export const tries = 5

/** Adding a job, as a part of a statement: what it is given and its key may be columns of it. */
export const addJob = (task: string, payload: string | Fragment, key: string | Fragment | null, runAt: string | null = null): Fragment =>
  fragment`graphile_worker.add_job(
      identifier => ${task}::text,
      payload => ${payload}::json,
      run_at => ${runAt}::timestamptz,
      max_attempts => ${tries}::int,
      job_key => ${key}::text)`

/**
 * Adds a job in the caller's transaction: it runs only if that commits, soon after. A waiting job with the same `key` is replaced;
 * `runAt` is an RFC 3339 instant. A job may run again after a crash, so what it does must bear repeating.
 */
export const enqueue = async (sql: Sql, task: string, payload: Json, options: { key?: string; runAt?: string } = {}): Promise<void> => {
  await sql`select ${addJob(task, JSON.stringify(payload), options.key ?? null, options.runAt)}`
}

/** Adds many jobs of one task in one statement, each with its key. */
export const enqueueAll = async (sql: Sql, task: string, jobs: readonly { payload: Json; key: string }[]): Promise<void> => {
  if (jobs.length === 0) return
  await sql`
    select count(*)
    from graphile_worker.add_jobs(array(
      select row(${task}::text, row.payload, null, null, ${tries}::int, row.key, null, null)::graphile_worker.job_spec
      from json_to_recordset(${JSON.stringify(jobs)}::json) as row (payload json, key text)))`
}

/** Jobs that wait or run, without those whose time has not come; those parked after their last try, and how many seconds the oldest one has been due: for health and alarms. */
export type Backlog = { readonly waiting: number; readonly parked: number; readonly oldestSeconds: number }

/** The backlog of one task, or of all. */
export const backlog = async (sql: Sql, task?: string): Promise<Backlog> => {
  const [row] = await sql<Backlog>`
    select count(*) filter (where locked_at is not null or (attempts < max_attempts and (attempts > 0 or run_at <= now()))) as waiting,
           count(*) filter (where attempts >= max_attempts and locked_at is null) as parked,
           coalesce(floor(extract(epoch from now() - min(run_at)
             filter (where attempts < max_attempts and run_at <= now()))), 0)::int as "oldestSeconds"
    from graphile_worker.jobs
    ${task === undefined ? nothing : fragment`where task_identifier = ${task}`}`
  return row ?? { waiting: 0, parked: 0, oldestSeconds: 0 }
}

/** Gives every parked job its tries again, after the cause is mended. Returns how many. */
export const retryParked = async (sql: Sql): Promise<number> => {
  const retried = await sql`
    select id
    from graphile_worker.reschedule_jobs(
      array(select id from graphile_worker.jobs where attempts >= max_attempts and locked_at is null),
      run_at => now(),
      attempts => 0)`
  return retried.length
}
