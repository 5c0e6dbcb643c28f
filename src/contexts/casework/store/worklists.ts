import type { LocalDate } from '../../../kernel/date.ts'
import { type Fragment, fragment, nothing, type Sql } from '../../../platform/db.ts'
import type { Lamp, Queue, Stage } from '../terms.ts'
import { type Matter, matterColumns } from './matters.ts'

/** Where an officer may look: a division, and a department's 统一社会信用代码 ('' for the whole hall). */
export type Scope = { readonly division: string; readonly departmentCode: string }

/** What a worklist shows: a queue (all open ones when absent), stages in it, one officer's, late ones; and what the officer filters by. */
export type Selection = {
  readonly queue?: Queue | undefined
  readonly stages?: readonly Stage[] | undefined
  readonly handler?: string | undefined
  readonly overdueOn?: LocalDate | undefined
  readonly lamp?: Lamp | undefined
  readonly item?: string | undefined
  readonly q?: string | undefined
  /** Search over everything: only beginnings, which an index finds. */
  readonly everywhere?: boolean | undefined
  readonly dueBy?: LocalDate | undefined
}

const scoped = ({ division, departmentCode }: Scope): Fragment =>
  departmentCode === '' ? fragment`division = ${division}` : fragment`division = ${division} and department_code = ${departmentCode}`

const lit = (lamp: Lamp, today: LocalDate): Fragment => {
  if (lamp === 'grey') return fragment`and paused`
  if (lamp === 'red') return fragment`and not paused and yellow_on is not null and due_on < ${today}`
  return lamp === 'yellow'
    ? fragment`and not paused and yellow_on <= ${today} and due_on >= ${today}`
    : fragment`and not paused and yellow_on > ${today} and due_on >= ${today}`
}

/** A 办件编号 by its beginning or its end, else a part of the applicant's name; over everything, the beginnings alone. */
const matching = (q: string, everywhere: boolean): Fragment => {
  const like = q.replace(/[\\%_]/g, (c) => `\\${c}`)
  if (everywhere) return fragment`and (no like ${`${like}%`} or applicant_name like ${`${like}%`})`
  return fragment`and (no like ${`${like}%`} or no like ${`%${like}`} or applicant_name like ${`%${like}%`})`
}

const chosen = (s: Selection, today: LocalDate): Fragment => fragment`
    ${s.queue ? fragment`and queue = ${s.queue} and queue <> 'closed'` : nothing}
    ${s.stages ? fragment`and stage = any(${s.stages})` : nothing}
    ${s.handler ? fragment`and handler = ${s.handler} and queue <> 'closed'` : nothing}
    ${s.overdueOn ? fragment`and due_on < ${s.overdueOn} and queue not in ('closed', 'applicant')` : nothing}
    ${s.lamp ? lit(s.lamp, today) : nothing}
    ${s.item ? fragment`and item = ${s.item}` : nothing}
    ${s.dueBy ? fragment`and due_on <= ${s.dueBy}` : nothing}
    ${s.q ? matching(s.q, s.everywhere === true) : nothing}`

/** A page of a queue, the earliest due first; keyset by (due_on, id). */
export const listWorklist = (
  sql: Sql,
  scope: Scope,
  selection: Selection,
  today: LocalDate,
  limit: number,
  after?: { dueOn: string; id: string },
) => sql<Matter>`
  select ${matterColumns}
  from casework.matter
  where ${scoped(scope)} ${chosen(selection, today)}
    ${after ? fragment`and (due_on, id) > (${after.dueOn}::date, ${after.id}::uuid)` : nothing}
  order by due_on, id
  limit ${limit}`

/** How many cases a queue holds, from the counters: never a scan. */
export const countQueue = async (
  sql: Sql,
  { division, departmentCode }: Scope,
  queue: Queue,
  stages?: readonly Stage[],
): Promise<number> => {
  const [row] = await sql<{ n: number }>`
    select coalesce(sum(n), 0)::bigint as n
    from casework.queue_count
    where division = ${division}
      ${departmentCode === '' ? nothing : fragment`and department_code = ${departmentCode}`}
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
      where ${scoped(scope)} ${chosen(selection, today)}
      limit ${most}
    ) as found`
  return row?.n ?? 0
}
