import type { Refusal } from '../../../kernel/refusal.ts'
import { fragment, nothing, type Sql } from '../../../platform/db.ts'
import type { ActDetails, ActName, Actor } from '../terms.ts'

export type BatchState = 'waiting' | 'running' | 'done' | 'cancelled'

/** One act ordered for many cases. Instants are RFC 3339; nothing happens before `sendAt`. */
export type Batch = {
  readonly id: string
  readonly owner: string
  readonly actor: Actor
  readonly act: ActName
  readonly details: ActDetails
  readonly state: BatchState
  readonly orderedAt: string
  readonly sendAt: string
  readonly endedAt: string | null
}

/** A case of a batch: `seen` is the position of its journal when the batch was ordered; both are null for a case the officer may not see. */
export type BatchCase = {
  readonly place: number
  readonly no: string
  readonly caseId: string | null
  readonly seen: number | null
  readonly state: 'waiting' | 'done' | 'refused'
  readonly refusal: Refusal | null
  readonly at: string | null
  /** What the case is and whose, for who ordered the batch; null for a case he may not see. */
  readonly itemName: string | null
  readonly applicant: string | null
}

const columns = fragment`id, owner, actor, act, details, state, ordered_at as "orderedAt", send_at as "sendAt", ended_at as "endedAt"`
const caseColumns = fragment`c.place, c.no, c.case_id as "caseId", c.seen, c.state, c.refusal, c.at, m.item_name as "itemName", m.applicant_name as applicant`

/** Writes a batch that may be taken back for `seconds`; returns when it is sent. */
export const insertBatch = async (
  sql: Sql,
  batch: Pick<Batch, 'id' | 'owner' | 'actor' | 'act' | 'details'>,
  cases: readonly Pick<BatchCase, 'no' | 'caseId' | 'seen' | 'refusal'>[],
  seconds: number,
): Promise<string> => {
  const [row] = await sql<{ sendAt: string }>`
    insert into casework.batch (id, owner, actor, act, details, send_at)
    values (${batch.id}, ${batch.owner}, ${JSON.stringify(batch.actor)}::jsonb, ${batch.act}, ${JSON.stringify(batch.details)}::jsonb,
            now() + make_interval(secs => ${seconds}))
    returning send_at as "sendAt"`
  await sql`
    insert into casework.batch_case (batch_id, place, no, case_id, seen, state, refusal)
    select ${batch.id}, place, row->>'no', (row->>'caseId')::uuid, (row->>'seen')::integer,
           case when row->'refusal' = 'null' then 'waiting' else 'refused' end, nullif(row->'refusal', 'null')
    from jsonb_array_elements(${JSON.stringify(cases)}::jsonb) with ordinality as given (row, place)`
  return row?.sendAt as string
}

/** A batch of this officer; undefined for another's as for none. Without an owner, whosever it is. */
export const findBatch = async (sql: Sql, id: string, owner?: string): Promise<Batch | undefined> => {
  const [row] = await sql<Batch>`
    select ${columns}
    from casework.batch
    where id = ${id}
      ${owner === undefined ? nothing : fragment`and owner = ${owner}`}`
  return row
}

/** An officer's latest batches with how far they are. */
export const listBatches = (sql: Sql, owner: string, limit: number) => sql<Batch & { total: number; done: number; refused: number }>`
  select ${columns}, counted.*
  from casework.batch,
    lateral (
      select count(*)::int as total, count(*) filter (where c.state = 'done')::int as done, count(*) filter (where c.state = 'refused')::int as refused
      from casework.batch_case as c
      where c.batch_id = batch.id
    ) as counted
  where owner = ${owner}
  order by ordered_at desc
  limit ${limit}`

export const listBatchCases = (sql: Sql, id: string, only?: BatchCase['state']) => sql<BatchCase>`
  select ${caseColumns}
  from casework.batch_case as c
    left join casework.matter as m on m.id = c.case_id
  where c.batch_id = ${id}
    ${only ? fragment`and c.state = ${only}` : nothing}
  order by c.place`

/** Takes a batch back while nothing of it has been sent; false when it is too late. */
export const cancelWaiting = async (sql: Sql, id: string): Promise<boolean> => {
  const gone = await sql`
    update casework.batch
    set state = 'cancelled', ended_at = now()
    where id = ${id}
      and state = 'waiting'
      and send_at > now()
    returning id`
  return gone.length > 0
}

/** Begins to send a batch, or goes on with one that was interrupted; undefined when it was taken back or is over. */
export const beginBatch = async (sql: Sql, id: string): Promise<Batch | undefined> => {
  const [row] = await sql<Batch>`
    update casework.batch
    set state = 'running'
    where id = ${id}
      and state in ('waiting', 'running')
    returning ${columns}`
  return row
}

export const endBatch = (sql: Sql, id: string) => sql`
  update casework.batch
  set state = 'done', ended_at = now()
  where id = ${id}
    and state = 'running'`

/** Says what became of a case that was still waiting; false when somebody else has said it. */
export const settleCase = async (sql: Sql, id: string, place: number, refusal: Refusal | undefined): Promise<boolean> => {
  const settled = await sql`
    update casework.batch_case
    set state = ${refusal ? 'refused' : 'done'}, refusal = ${refusal ? JSON.stringify(refusal) : null}::jsonb, at = now()
    where batch_id = ${id}
      and place = ${place}
      and state = 'waiting'
    returning place`
  return settled.length > 0
}
