import type { LocalDate } from '../../../kernel/date.ts'
import { type Fragment, fragment, nothing, type Sql } from '../../../platform/db.ts'
import type { Pending } from '../rules/queue.ts'
import { span } from '../rules/span.ts'
import type { Lamp, Queue, Stage } from '../terms.ts'
import { type Matter, matterColumns } from './matters.ts'

/** Where an officer may look: a division (with all `below` it, for supervisors), and a department's 统一社会信用代码 ('' for the whole hall). */
export type Scope = { readonly division: string; readonly departmentCode: string; readonly below?: boolean }

/** What a worklist shows: a queue (all open ones when absent), stages in it, one officer's, late ones; and what the officer filters by. */
export type Selection = {
  readonly queue?: Queue | undefined
  readonly stages?: readonly Stage[] | undefined
  /** An officer's account; `none` for cases nobody has handled yet. */
  readonly handler?: string | undefined
  /** The accounts of several officers: his own and those he stands in for (交接). */
  readonly handlers?: readonly string[] | undefined
  /** Only cases that are not over. */
  readonly open?: boolean | undefined
  readonly overdueOn?: LocalDate | undefined
  readonly lamp?: Lamp | undefined
  readonly item?: string | undefined
  readonly stage?: Stage | undefined
  readonly step?: string | undefined
  readonly department?: string | undefined
  /** A part of the applicant's name. */
  readonly applicant?: string | undefined
  /** What waits beside the stage; see `pendingOf`. */
  readonly pending?: Pending | undefined
  /** 征求意见: what this department is asked, wherever the case belongs. */
  readonly askedOf?: string | undefined
  readonly q?: string | undefined
  /** Search over everything: only beginnings, which an index finds. */
  readonly everywhere?: boolean | undefined
  readonly dueFrom?: LocalDate | undefined
  readonly dueBy?: LocalDate | undefined
}

const inDivision = ({ division, below }: Scope): Fragment => {
  if (!below) return fragment`division = ${division}`
  const [first, last] = span(division)
  return fragment`division between ${first} and ${last}`
}

/** The rows of a scope, as a condition. */
export const scoped = (scope: Scope): Fragment =>
  scope.departmentCode === '' ? inDivision(scope) : fragment`${inDivision(scope)} and department_code = ${scope.departmentCode}`

/** Where a list looks: the scope of its officer, or whatever his department was asked about. */
const within = (scope: Scope, { askedOf }: Selection): Fragment =>
  askedOf ? fragment`asked @> ${[askedOf]}::text[] and asked <> '{}'` : scoped(scope)

/** The rows whose lamp is of this colour on a day, as a further condition. */
const lit = (lamp: Lamp, today: LocalDate): Fragment => {
  if (lamp === 'grey') return fragment`and paused`
  if (lamp === 'red') return fragment`and not paused and yellow_on is not null and due_on < ${today}`
  return lamp === 'yellow'
    ? fragment`and not paused and yellow_on <= ${today} and due_on >= ${today}`
    : fragment`and not paused and yellow_on > ${today} and due_on >= ${today}`
}

/** Text that begins so, found by an index of patterns; behind the wall `like` may not use one, because its errors could tell of rows. */
const begins = (column: Fragment, text: string): Fragment => fragment`(${column} ~>=~ ${text} and ${column} ~<~ ${`${text}\u{10FFFF}`})`

const literal = (text: string): string => text.replace(/[\\%_]/g, (c) => `\\${c}`)

/** A 办件编号 by its beginning or its end, else a part of the names of applicant or item; over everything, the beginnings alone. */
const matching = (q: string, everywhere: boolean): Fragment => {
  const like = literal(q)
  if (everywhere) return fragment`and (${begins(fragment`no`, q)} or ${begins(fragment`applicant_name`, q)})`
  return fragment`and (no like ${`${like}%`} or no like ${`%${like}`} or applicant_name like ${`%${like}%`} or item_name like ${`%${like}%`})`
}

const handledBy = (handler: string): Fragment => (handler === 'none' ? fragment`handler is null` : fragment`handler = ${handler}`)

/** What the list itself is. */
const ofList = (s: Selection): Fragment => fragment`
    ${s.queue ? fragment`and queue = ${s.queue} and queue <> 'closed'` : nothing}
    ${s.stages ? fragment`and stage = any(${s.stages})` : nothing}
    ${s.handler ? fragment`and ${handledBy(s.handler)} and queue <> 'closed'` : nothing}
    ${s.handlers ? fragment`and handler = any(${s.handlers}::text[]) and queue <> 'closed'` : nothing}
    ${s.open ? fragment`and queue <> 'closed'` : nothing}
    ${s.overdueOn ? fragment`and due_on < ${s.overdueOn} and queue not in ('closed', 'applicant')` : nothing}
    ${s.pending ? fragment`and pending <> '{}' and ${s.pending} = any(pending)` : nothing}`

/** What the officer narrows it to. */
const narrowed = (s: Selection, today: LocalDate): Fragment => fragment`
    ${s.lamp ? lit(s.lamp, today) : nothing}
    ${s.item ? fragment`and item = ${s.item}` : nothing}
    ${s.stage ? fragment`and stage = ${s.stage}` : nothing}
    ${s.step ? fragment`and ${s.step} = any(steps)` : nothing}
    ${s.department ? fragment`and department_code = ${s.department}` : nothing}
    ${s.applicant ? fragment`and applicant_name like ${`%${literal(s.applicant)}%`}` : nothing}
    ${s.dueFrom ? fragment`and due_on >= ${s.dueFrom}` : nothing}
    ${s.dueBy ? fragment`and due_on <= ${s.dueBy}` : nothing}
    ${s.q ? matching(s.q, s.everywhere === true) : nothing}`

const chosen = (s: Selection, today: LocalDate): Fragment => fragment`${ofList(s)} ${narrowed(s, today)}`

/** A row of a list: the steps it waits in, who acted last, and what waits for somebody beside the stage. */
export type Listing = Matter & {
  readonly steps: readonly string[]
  readonly handlerName: string | null
  readonly pending: readonly string[]
}

/** A whole queue, narrowed by nothing: it has counters, and an index in its order. */
export const isWholeQueue = (s: Selection): s is Selection & { readonly queue: Queue } =>
  s.queue !== undefined && Object.entries(s).every(([name, value]) => value === undefined || name === 'queue' || name === 'stages')

/**
 * How many rows are fetched at most. For a whole queue it stands in the statement itself, in few sizes: of a bound limit PostgreSQL knows
 * nothing and plans each page anew, which behind the wall costs several times what the page does. What an officer narrows it to is planned
 * for what he looks for.
 */
const atMost = (limit: number, selection: Selection): Fragment => {
  if (limit > 101 || !isWholeQueue(selection)) return fragment`limit ${limit}`
  return limit > 21 ? fragment`limit 101` : fragment`limit 21`
}

/** A page of a queue, the earliest due first; keyset by (due_on, id). */
export const listWorklist = async (
  sql: Sql,
  scope: Scope,
  selection: Selection,
  today: LocalDate,
  limit: number,
  after?: { dueOn: string; id: string },
): Promise<Matter[]> => {
  const rows = await sql<Matter>`
    select ${matterColumns}
    from casework.matter
    where ${within(scope, selection)} ${chosen(selection, today)}
      ${after ? fragment`and (due_on, id) > (${after.dueOn}::date, ${after.id}::uuid)` : nothing}
    order by due_on, id
    ${atMost(limit, selection)}`
  return rows.slice(0, limit)
}

/** How many cases a queue holds, from the counters: never a scan. */
export const countQueue = async (sql: Sql, scope: Scope, queue: Queue, stages?: readonly Stage[]): Promise<number> => {
  const [row] = await sql<{ n: number }>`
    select coalesce(sum(n), 0)::bigint as n
    from casework.queue_count
    where ${scoped(scope)}
      and queue = ${queue}
      ${stages ? fragment`and stage = any(${stages})` : nothing}`
  return row?.n ?? 0
}

/** How many rows a filtered list has, counted up to `most`. */
export const countSome = async (sql: Sql, scope: Scope, selection: Selection, today: LocalDate, most: number): Promise<number> => {
  const [row] = await sql<{ n: number }>`
    select count(*)::int as n
    from (
      select
      from casework.matter
      where ${within(scope, selection)} ${chosen(selection, today)}
      limit ${most}
    ) as found`
  return row?.n ?? 0
}

/** Cases by their 办件编号, as far as access and a batch need them. */
export const listHandles = (sql: Sql, nos: readonly string[]) => sql<Matter>`
  select ${matterColumns}
  from casework.matter
  where no = any(${nos})`
