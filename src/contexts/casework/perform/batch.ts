import { randomUUID } from 'node:crypto'
import { isRefusal, type Refusal } from '../../../kernel/refusal.ts'
import { Stale } from '../../../platform/db.ts'
import { type Answered, digestOf, withIdempotency } from '../../../platform/idempotency.ts'
import { enqueue } from '../../../platform/jobs/queue.ts'
import { viewerOf } from '../../identity/index.ts'
import { undoSeconds } from '../rules/batch.ts'
import { openActs } from '../rules/procedure.ts'
import { type Batch, type BatchCase, beginBatch, endBatch, insertBatch, listBatchCases, settleCase } from '../store/batches.ts'
import { listHandles } from '../store/worklists.ts'
import type { Act, ActDetails, ActName, Today } from '../terms.ts'
import { performAct } from './act.ts'
import { asJson, type Casework, findCase, type Moment, type Subscriber } from './journal.ts'
import { actorFor, actorsOf, handles } from './standing.ts'
import type { Staff } from './worklists.ts'

/** The job that sends a batch. */
export const batchTask = 'casework.batch'

/** What an officer orders: one act with its details for cases by their 办件编号; `key` makes the same order twice one (S-070). */
export type Order = {
  readonly act: ActName
  readonly cases: readonly string[]
  readonly details: ActDetails
  readonly key: string
}
type Ordered = { readonly id: string; readonly sendAt: string }

const notYours: Refusal = { refused: 'no-such-case', title: '没有这个办件，或者不在您的范围内' }

/** The cases of an order, each with the position its officer saw; one he may not see is refused like one that is not there (S-041). */
const handlesOf = async ({ db }: Casework, viewer: Staff, cases: readonly string[]) => {
  const found = new Map((await listHandles(db.sql, cases)).map((row) => [row.no, row]))
  return cases.map((no) => {
    const row = found.get(no)
    return row && handles(viewer, row)
      ? { no, caseId: row.id, seen: row.position, refusal: null }
      : { no, caseId: null, seen: null, refusal: notYours }
  })
}

/** Orders an act for many cases. Nothing is done for ten seconds, in which the order can be taken back. The same key again is the same batch. */
export const orderBatch = async (casework: Casework, viewer: Staff, { act, cases, details, key }: Order): Promise<Answered<Ordered>> => {
  const actor = actorFor(viewer, act)
  if (!actor) throw new Error('an officer without a role orders nothing')
  const asking = { subject: viewer.accountId, key, digest: digestOf('batch', asJson({ act, cases, details })) }
  const handles = await handlesOf(casework, viewer, cases)
  return casework.db.transaction((sql) =>
    withIdempotency(sql, asking, async () => {
      const id = randomUUID()
      const sendAt = await insertBatch(sql, { id, owner: viewer.accountId, actor, act, details }, handles, undoSeconds)
      await enqueue(sql, batchTask, { batch: id }, { key: `batch:${id}`, runAt: sendAt })
      return { id, sendAt }
    }),
  )
}

/** Says in the transaction of the act that the case of the batch is done: an act that was done is never sent again. */
const settling =
  (batch: Batch, place: number): Subscriber =>
  async (sql, { event }) => {
    if (event.type !== batch.act || event.by.id !== batch.actor.id) return
    if (!(await settleCase(sql, batch.id, place, undefined))) throw new Stale('this case of the batch is settled')
  }

/** Whether who ordered still has, when a case's turn comes, the role he ordered in and the case within his reach (S-033, S-046). */
const mayStill = async ({ db, secrets }: Casework, { actor }: Batch, no: string): Promise<boolean> => {
  const officer = await viewerOf(db, secrets)({ session: { kind: 'staff', subjectId: actor.id, data: {}, csrf: '' } })
  if (officer.kind !== 'staff' || !actorsOf(officer).some(({ role }) => role === actor.role)) return false
  const [row] = await listHandles(db.sql, [no])
  return row !== undefined && handles(officer, row)
}

const sendOne = async (casework: Casework, batch: Batch, one: BatchCase, moment: Moment): Promise<void> => {
  const { place, seen } = one
  const caseId = (await mayStill(casework, batch, one.no)) ? one.caseId : null
  const act: Act = { ...batch.details, type: batch.act, by: batch.actor }
  const withMark = { ...casework, subscribers: [...casework.subscribers, settling(batch, place)] }
  const outcome = caseId ? await performAct(withMark, caseId, act, { ...moment, ...(seen === null ? {} : { seen }) }) : notYours
  if (isRefusal(outcome)) await settleCase(casework.db.sql, batch.id, place, outcome)
}

/**
 * Sends a batch that was not taken back: each case in its own transaction with its own answer. Interrupted, it may run again: what is
 * settled stays settled. Two runs at once do each case once.
 */
export const runBatch = async (casework: Casework, id: string, moment: () => Moment): Promise<void> => {
  const batch = await beginBatch(casework.db.sql, id)
  if (!batch) return
  for (const one of await listBatchCases(casework.db.sql, id, 'waiting')) await sendOne(casework, batch, one, moment())
  await endBatch(casework.db.sql, id)
}

/** Which acts are open to an officer on some of these cases, and on how many; those he may not see count for nothing. */
export const openOnSome = async (
  casework: Casework,
  viewer: Staff,
  cases: readonly string[],
  today: Today,
): Promise<{ act: ActName; open: number }[]> => {
  const counts = new Map<ActName, number>()
  for (const no of cases) {
    const loaded = await findCase(casework, casework.db.sql, no)
    if (!loaded || !handles(viewer, loaded.matter)) continue
    const open = new Set(actorsOf(viewer).flatMap((actor) => openActs(loaded.state, actor, today)))
    for (const act of open) counts.set(act, (counts.get(act) ?? 0) + 1)
  }
  return [...counts].map(([act, open]) => ({ act, open }))
}
