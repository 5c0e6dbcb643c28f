import type { LocalDate } from '../../../kernel/date.ts'
import { fragment, nothing, type Sql } from '../../../platform/db.ts'
import type { Pending } from '../rules/queue.ts'
import type { About } from '../terms/course.ts'
import type { Queue, Stage } from '../terms.ts'

/** The handles of a case and what lists show of it. Dates are absent as null; `dueOn` 'infinity' when no date runs. */
export type Matter = {
  readonly id: string
  readonly no: string
  readonly division: string
  readonly item: string
  readonly itemName: string
  readonly guideVersion: number
  readonly department: string
  readonly departmentCode: string
  readonly applicantId: string
  readonly applicantKind: 'person' | 'organisation'
  readonly applicantName: string
  /** Who applies for the applicant by 授权书. */
  readonly agentId: string | null
  readonly filedBy: string
  readonly submittedAt: string
} & Listed

/** The part of a row that every act may change. */
export type Listed = {
  readonly stage: Stage
  readonly queue: Queue
  readonly handler: string | null
  readonly position: number
  readonly outcome: 'granted' | 'denied' | null
  /** What is wanted of a licence; null when one is applied for. */
  readonly aboutKind: About['kind'] | null
  readonly submittedOn: LocalDate | null
  readonly receivedOn: LocalDate | null
  readonly acceptedOn: LocalDate | null
  readonly decidedOn: LocalDate | null
  readonly endedOn: LocalDate | null
  readonly promisedDue: LocalDate | null
  readonly legalDue: LocalDate | null
  readonly dueOn: LocalDate | 'infinity'
  readonly yellowOn: LocalDate | null
  readonly paused: boolean
  /** The first day on which time acts by itself. */
  readonly lawOn: LocalDate | null
  /** 征求意见: the departments that were asked. */
  readonly consulted: readonly string[]
  /** Of them those whose opinion is still open. */
  readonly asked: readonly string[]
  /** The last days of the steps it waits in. */
  readonly stepDues: readonly LocalDate[]
  /** The names of the review steps it waits in. */
  readonly steps: readonly string[]
  /** The name of the officer who acted last. */
  readonly handlerName: string | null
  /** What waits for somebody beside the stage (rules/queue.ts). */
  readonly pending: readonly Pending[]
  readonly updatedAt: string
}

const columns = fragment`
  id, no, division, item, item_name as "itemName", guide_version as "guideVersion", department, department_code as "departmentCode",
  applicant_id as "applicantId", applicant_kind as "applicantKind", applicant_name as "applicantName", agent_id as "agentId", filed_by as "filedBy",
  stage, queue, handler, position, outcome, about_kind as "aboutKind", submitted_on as "submittedOn", received_on as "receivedOn", accepted_on as "acceptedOn",
  decided_on as "decidedOn", ended_on as "endedOn", promised_due as "promisedDue", legal_due as "legalDue", due_on as "dueOn",
  yellow_on as "yellowOn", paused, law_on as "lawOn", consulted, asked, step_dues::text[] as "stepDues",
  steps, handler_name as "handlerName", pending, submitted_at as "submittedAt", updated_at as "updatedAt"`

const isUuid = (handle: string): boolean => /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(handle)

/** A case by the uuid of its draft or by its 办件编号. */
export const findMatter = async (sql: Sql, handle: string): Promise<Matter | undefined> => {
  const [row] = await sql<Matter>`
    select ${columns}
    from casework.matter
    where ${isUuid(handle) ? fragment`id = ${handle}` : fragment`no = ${handle}`}`
  return row
}

export const insertMatter = (sql: Sql, m: Matter) => sql`
  insert into casework.matter (
    id, no, division, item, item_name, guide_version, department, department_code, applicant_id, applicant_kind, applicant_name, agent_id, filed_by,
    stage, queue, handler, position, outcome, about_kind, submitted_on, received_on, accepted_on, decided_on, ended_on, promised_due, legal_due,
    due_on, yellow_on, paused, law_on, consulted, asked, step_dues, steps, handler_name, pending, submitted_at, updated_at)
  values (
    ${m.id}, ${m.no}, ${m.division}, ${m.item}, ${m.itemName}, ${m.guideVersion}, ${m.department}, ${m.departmentCode}, ${m.applicantId},
    ${m.applicantKind}, ${m.applicantName}, ${m.agentId}, ${m.filedBy}, ${m.stage}, ${m.queue}, ${m.handler}, ${m.position}, ${m.outcome}, ${m.aboutKind}, ${m.submittedOn},
    ${m.receivedOn}, ${m.acceptedOn}, ${m.decidedOn}, ${m.endedOn}, ${m.promisedDue}, ${m.legalDue}, ${m.dueOn}, ${m.yellowOn}, ${m.paused},
    ${m.lawOn}, ${m.consulted}, ${m.asked}, ${m.stepDues}, ${m.steps}, ${m.handlerName}, ${m.pending}, ${m.submittedAt}, ${m.updatedAt})`

export const updateMatter = (sql: Sql, id: string, m: Listed) => sql`
  update casework.matter
  set stage = ${m.stage}, queue = ${m.queue}, handler = ${m.handler}, position = ${m.position}, outcome = ${m.outcome}, about_kind = ${m.aboutKind},
      submitted_on = ${m.submittedOn}, received_on = ${m.receivedOn}, accepted_on = ${m.acceptedOn}, decided_on = ${m.decidedOn},
      ended_on = ${m.endedOn}, promised_due = ${m.promisedDue}, legal_due = ${m.legalDue}, due_on = ${m.dueOn},
      yellow_on = ${m.yellowOn}, paused = ${m.paused}, law_on = ${m.lawOn}, consulted = ${m.consulted}, asked = ${m.asked}, step_dues = ${m.stepDues}, steps = ${m.steps},
      handler_name = ${m.handlerName}, pending = ${m.pending}, updated_at = ${m.updatedAt}
  where id = ${id}`

/** The next serial of an item and day; the row stays locked until the transaction ends (S-074). */
export const nextSerial = async (sql: Sql, item: string, day: LocalDate): Promise<number> => {
  const [row] = await sql<{ last: number }>`
    insert into casework.number (item, day, last)
    values (${item}, ${day}, 1)
    on conflict (item, day) do update
    set last = number.last + 1
    returning last`
  return row?.last as number
}

/** Whose matters are listed, and where a grant reaches only some of them, patterns of their 实施编码. */
export type Reach = { readonly owner: string; readonly items?: readonly string[] }
export const within = (items: readonly string[] | undefined) => (items ? fragment`and item like any (${items}::text[])` : nothing)

/** An applicant's own cases and those he filed for another, newest first. */
export const listOfApplicant = (sql: Sql, { owner, items }: Reach, limit: number, after?: { at: string; id: string }) => {
  const page = fragment`
    ${within(items)}
    ${after ? fragment`and (submitted_at, id) < (${after.at}, ${after.id})` : nothing}
    order by submitted_at desc, id desc
    limit ${limit}`
  return sql<Matter>`
    select ${columns}
    from (
      (select * from casework.matter where applicant_id = ${owner} ${page})
      union all
      (select * from casework.matter where agent_id = ${owner} and agent_id <> applicant_id ${page})
    ) matter
    order by submitted_at desc, id desc
    limit ${limit}`
}

/** An applicant's cases that are not over: those in which it is his turn first, then by due date. */
export const listOpenOf = (sql: Sql, { owner, items }: Reach, limit: number) => sql<Matter>`
  select ${columns}
  from casework.matter
  where (applicant_id = ${owner} or agent_id = ${owner})
    ${within(items)}
    and queue <> 'closed'
  order by queue <> 'applicant', due_on, id
  limit ${limit}`

/** Decided cases of a division, newest first, decided on or after `since` (审批办件公告). */
export const listDecided = (sql: Sql, division: string, since: LocalDate, limit: number, after?: { on: string; id: string }) => sql<Matter>`
  select ${columns}
  from casework.matter
  where division = ${division}
    and decided_on >= ${since}
    ${after ? fragment`and (decided_on, id) < (${after.on}, ${after.id})` : nothing}
  order by decided_on desc, id desc
  limit ${limit}`

export { columns as matterColumns }
