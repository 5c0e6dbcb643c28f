import type { LocalDate } from '../../../kernel/date.ts'
import { fragment, nothing, type Sql } from '../../../platform/db.ts'
import type { Stage } from '../terms.ts'
import type { Entry } from './journal.ts'
import type { Listed } from './matters.ts'

/** Cases on which time acts by itself at the beginning of `day`, in order; keyset by (law_on, id). */
export const listLapsed = (sql: Sql, day: LocalDate, limit: number, after?: { lawOn: LocalDate; id: string }) => sql<{
  id: string
  lawOn: LocalDate
}>`
  select id, law_on as "lawOn"
  from casework.matter
  where law_on <= ${day}
    ${after ? fragment`and (law_on, id) > (${after.lawOn}::date, ${after.id}::uuid)` : nothing}
  order by law_on, id
  limit ${limit}`

/** A lamp that turns: of the case, or of a step whose 环节时限 has passed. */
export type Turning = {
  readonly id: string
  readonly no: string
  readonly level: 'case' | 'step'
  readonly lamp: 'yellow' | 'red'
  readonly division: string
  readonly departmentCode: string
  readonly handler: string | null
}

/** Which rows turn on a day, each found by an index of its own: red the day after `due_on`, yellow on `yellow_on`, a step the day after its last. */
const turns = {
  red: (day: LocalDate) => fragment`queue in ('review', 'decide') and due_on = ${day}::date - 1 and not paused and yellow_on is not null`,
  yellow: (day: LocalDate) => fragment`queue in ('review', 'decide') and yellow_on = ${day} and not paused and due_on >= ${day}`,
  step: (day: LocalDate) => fragment`queue = 'review' and step_dues @> array[${day}::date - 1]`,
} as const
export type Turn = keyof typeof turns
export const turnKinds = Object.keys(turns) as readonly Turn[]

/** The lamps of one kind that turn on exactly this day, after a key. */
export const listTurning = (sql: Sql, turn: Turn, day: LocalDate, limit: number, after: string | undefined) => sql<Turning>`
  select id, no, ${turn === 'step' ? 'step' : 'case'} as level, ${turn === 'yellow' ? 'yellow' : 'red'} as lamp, division,
         department_code as "departmentCode", handler
  from casework.matter
  where ${turns[turn](day)}
    ${after === undefined ? nothing : fragment`and id > ${after}`}
  order by id
  limit ${limit}`

/** An open case with the dates that are cached of it. */
export type Dated = Pick<Listed, 'position' | 'promisedDue' | 'legalDue' | 'dueOn'> & {
  readonly id: string
  readonly division: string
  readonly stage: Stage
}

/** Open cases one of whose dates lies on or after `from` (all, when absent), after a key: a changed day moves no date before it. */
export const listDated = (sql: Sql, from: LocalDate | undefined, after: string | undefined, limit: number) => sql<Dated>`
  select id, division, stage, position, promised_due as "promisedDue", legal_due as "legalDue", due_on as "dueOn"
  from casework.matter
  where queue <> 'closed'
    ${from === undefined ? nothing : fragment`and greatest(promised_due, legal_due, nullif(due_on, 'infinity'), yellow_on, (select max(d) from unnest(step_dues) as d)) >= ${from}`}
    ${after === undefined ? nothing : fragment`and id > ${after}`}
  order by id
  limit ${limit}`

/** The public parts of some journals, in order: what dates follow from. */
export const loadBodies = (sql: Sql, ids: readonly string[]) => sql<{ caseId: string; body: Entry['body'] }>`
  select case_id as "caseId", body
  from casework.journal
  where case_id = any(${ids})
  order by case_id, position`

/** The dates that a case's row should show, at a position of its journal. */
export type NewDates = { readonly id: string } & Pick<
  Listed,
  'position' | 'promisedDue' | 'legalDue' | 'dueOn' | 'yellowOn' | 'lawOn' | 'stepDues'
>

/** Rewrites the dates of rows whose journal has not moved on; gives the ids of those in which any date changed. */
export const moveDates = async (sql: Sql, rows: readonly NewDates[]): Promise<ReadonlySet<string>> => {
  const moved = await sql<{ id: string }>`
    update casework.matter
    set promised_due = fresh.promised_due, legal_due = fresh.legal_due, due_on = fresh.due_on, yellow_on = fresh.yellow_on,
        law_on = fresh.law_on, step_dues = fresh.step_dues
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (id uuid, position int, "promisedDue" date, "legalDue" date, "dueOn" date, "yellowOn" date, "lawOn" date, "stepDues" jsonb)
    cross join lateral (
      select row."promisedDue" as promised_due, row."legalDue" as legal_due, row."dueOn" as due_on, row."yellowOn" as yellow_on, row."lawOn" as law_on,
             array(select jsonb_array_elements_text(row."stepDues")::date) as step_dues
    ) as fresh
    where matter.id = row.id
      and matter.position = row.position
      and (matter.promised_due, matter.legal_due, matter.due_on, matter.yellow_on, matter.law_on, matter.step_dues) is distinct from
          (fresh.promised_due, fresh.legal_due, fresh.due_on, fresh.yellow_on, fresh.law_on, fresh.step_dues)
    returning matter.id`
  return new Set(moved.map(({ id }) => id))
}

/** Which date of the clock was moved. */
export type DateName = 'noticeDue' | 'correctionDue' | 'supplementDue' | 'promisedDue' | 'legalDue' | 'deliverDue'
/** A date that a new calendar moved, with the reasons. `at` is an RFC 3339 instant. */
export type MovedDate = {
  readonly date: DateName
  readonly was: LocalDate | null
  readonly became: LocalDate | null
  readonly because: readonly string[]
  readonly at: string
}

/** Keeps what the dates were before. */
export const insertMovedDates = (
  sql: Sql,
  rows: readonly (Omit<MovedDate, 'at'> & { readonly caseId: string; readonly division: string })[],
) => sql`
  insert into casework.date_history (case_id, division, date, was, became, because)
  select "caseId", division, date, was, became, array(select jsonb_array_elements_text(because))
  from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row ("caseId" uuid, division text, date text, was date, became date, because jsonb)`

/** The dates of a case that calendars moved, oldest first. */
export const listMovedDates = (sql: Sql, caseId: string) => sql<MovedDate>`
  select date, was, became, because, at
  from casework.date_history
  where case_id = ${caseId}
  order by id`

/** The first day on which a lamp of an open case turned or will turn; undefined when none does. */
export const firstTurn = async (sql: Sql): Promise<LocalDate | undefined> => {
  const [row] = await sql<{ on: LocalDate | null }>`
    select min(least(yellow_on, nullif(due_on, 'infinity') + 1, (select min(d) from unnest(step_dues) as d) + 1)) as on
    from casework.matter
    where queue in ('review', 'decide')`
  return row?.on ?? undefined
}

/** Whether a kind of work has ever been done. */
export const hasTicked = async (sql: Sql, name: string): Promise<boolean> =>
  (await sql`select from casework.tick where name = ${name}`).length > 0

/** Up to which day a kind of work is done. Locks the row, so that one process does it. */
export const lockTick = async (sql: Sql, name: string, first: LocalDate): Promise<LocalDate> => {
  await sql`
    insert into casework.tick (name, done_on)
    values (${name}, ${first})
    on conflict do nothing`
  const [row] = await sql<{ on: LocalDate }>`
    select done_on as on
    from casework.tick
    where name = ${name}
    for update`
  return row?.on as LocalDate
}
export const setTick = (sql: Sql, name: string, day: LocalDate) => sql`
  update casework.tick
  set done_on = ${day}
  where name = ${name}`
