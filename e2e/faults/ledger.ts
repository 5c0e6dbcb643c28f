import type { Sql } from '../../src/platform/db.ts'

/** What a client knows of one submission: its key, its draft, and every number it was answered with. */
export type Submission = { readonly key: string; readonly draft: string; readonly numbers: string[] }

/** Counts of what must not be; `acknowledged` and `stored` say how much was looked at. */
export type Findings = {
  readonly acknowledged: number
  readonly stored: number
  /** Acknowledgements without the case they told of. */
  readonly lost: number
  /** Cases beyond the first of a key, and keys that were answered with two numbers. */
  readonly double: number
  /** Cases without journal, paper or outbox event; events without a case. */
  readonly orphan: number
  /** Keys that never got an answer, however often they were repeated. */
  readonly unanswered: number
  /** Events that still wait or were parked. */
  readonly undelivered: number
  /** Effects beyond the first of an event. */
  readonly repeatedEffects: number
  /** Events of which the consumer knows nothing. */
  readonly missingEffects: number
}

const one = async (rows: Promise<{ n: number }[]>): Promise<number> => (await rows)[0]?.n ?? 0

/** A submission names its only file after its key, so that the journal tells which case came from which key. */
export const fileNamed = (key: string): string => `${key}.pdf`

const countStored = (sql: Sql) => one(sql<{ n: number }>`select count(*)::int as n from casework.matter`)

/** A number that was told to one key and later given to another is lost too: after a rollback the serial is free again. */
const countLost = (sql: Sql, told: readonly (readonly [key: string, number: string])[]) =>
  one(sql<{ n: number }>`
    select count(*)::int as n
    from unnest(${told.map(([key]) => fileNamed(key))}::text[], ${told.map(([, number]) => number)}::text[]) as told(file, no)
    where not exists (
      select
      from casework.matter
      join casework.journal on journal.case_id = matter.id and journal.position = 1
      where matter.no = told.no
        and journal.body -> 'materials' -> 0 ->> 'name' = told.file
    )`)

const countDouble = (sql: Sql) =>
  one(sql<{ n: number }>`
    select coalesce(sum(cases - 1), 0)::int as n
    from (
      select count(*) as cases
      from casework.journal
      where position = 1
      group by body -> 'materials' -> 0 ->> 'name'
    ) as keys`)

const countOrphans = (sql: Sql) =>
  one(sql<{ n: number }>`
    select (
      select count(*)
      from casework.matter
      where not exists (select from casework.journal where journal.case_id = matter.id)
        or not exists (select from documents.paper where paper.case_id = matter.id)
        or not exists (select from platform.event where topic = 'casework.acted' and body ->> 'caseId' = matter.id::text)
    )::int + (
      select count(*)
      from platform.event
      where topic = 'casework.acted'
        and not exists (select from casework.matter where matter.id::text = event.body ->> 'caseId')
    )::int as n`)

const countUndelivered = (sql: Sql) =>
  one(sql<{ n: number }>`select count(*)::int as n from graphile_worker.jobs where task_identifier = 'platform.deliver'`)

type Effects = Pick<Findings, 'repeatedEffects' | 'missingEffects'>
const countEffects = async (sql: Sql): Promise<Effects> => {
  const [row] = await sql<Effects>`
    select coalesce(sum(greatest(effects - 1, 0)), 0)::int as "repeatedEffects",
           count(*) filter (where effects = 0)::int as "missingEffects"
    from (
      select (select count(*) from faults.effect where event_id = event.id) as effects
      from platform.event
    ) as events`
  return row ?? { repeatedEffects: 0, missingEffects: 0 }
}

/** Where the consumer of the desk writes what it did. */
export const createEffects = async (sql: Sql): Promise<void> => {
  await sql`create schema faults`
  await sql`create table faults.effect (event_id uuid not null)`
  // The consumer works as the platform's own jobs do.
  await sql`grant usage on schema faults to tongban_system`
  await sql`grant insert, select on faults.effect to tongban_system`
}

/** Compares what clients were told with what is stored; `effects` when the consumer of the desk was listening. */
export const findingsOf = async (sql: Sql, ledger: readonly Submission[], effects: boolean): Promise<Findings> => {
  const told = ledger.flatMap(({ key, numbers }) => [...new Set(numbers)].map((number) => [key, number] as const))
  const differing = ledger.filter((submission) => new Set(submission.numbers).size > 1).length
  return {
    acknowledged: told.length,
    stored: await countStored(sql),
    lost: await countLost(sql, told),
    double: (await countDouble(sql)) + differing,
    orphan: await countOrphans(sql),
    unanswered: ledger.filter((submission) => submission.numbers.length === 0).length,
    undelivered: await countUndelivered(sql),
    ...(effects ? await countEffects(sql) : { repeatedEffects: 0, missingEffects: 0 }),
  }
}

/** Waits until every event has been delivered, or so many milliseconds; how long it took. */
export const drain = async (sql: Sql, atMost: number): Promise<number> => {
  const start = Date.now()
  while (Date.now() - start < atMost && (await countUndelivered(sql)) > 0) await new Promise((resolve) => setTimeout(resolve, 200))
  return Date.now() - start
}
