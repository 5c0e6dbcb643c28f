import type { FastifyInstance, FastifyRequest } from 'fastify'
import { notFound, Problem, parse, withoutQuery } from '../../../platform/http.ts'
import { readKey } from '../../../platform/idempotency.ts'
import { type Cell, sheetType, workbook } from '../../../platform/sheet.ts'
import { openOnSome, orderBatch } from '../perform/batch.ts'
import { isBatchable, isSharedDetail } from '../rules/batch.ts'
import { detailsFor } from '../rules/procedure.ts'
import { type Batch, type BatchCase, cancelWaiting, findBatch, listBatchCases, listBatches } from '../store/batches.ts'
import { type ActName, acts, type Stage, stages } from '../terms.ts'
import { type CaseworkWeb, caseworkOf, momentOf } from './api-web.ts'
import { BatchBody, CasesBody } from './desk-bodies.ts'
import { officer } from './worklists.ts'

type WithId = { Params: { id: string } }

const told = (batch: Batch, cases: readonly BatchCase[]) => ({
  id: batch.id,
  act: batch.act,
  state: batch.state,
  orderedAt: batch.orderedAt,
  sendAt: batch.sendAt,
  ...(batch.endedAt ? { endedAt: batch.endedAt } : {}),
  total: cases.length,
  done: cases.filter((one) => one.state === 'done').length,
  refused: cases.filter((one) => one.state === 'refused').length,
  cases: cases.map(({ no, state, at, itemName, applicant, refusal }) => ({
    no,
    state,
    ...(applicant ? { itemName, applicant } : {}),
    ...(at ? { at } : {}),
    ...(refusal ? { refusal } : {}),
  })),
})

const openWords = (open: readonly string[] | undefined): string =>
  (open ?? []).map((act) => (act in acts ? acts[act as ActName] : act)).join('、') || '没有'

/** A refusal of a batch as a row that says which act, why, by which article, where the case stands, what is open instead. */
const refusalRow = ({ no, applicant, itemName, refusal }: BatchCase): readonly Cell[] => [
  no,
  applicant ?? undefined,
  itemName ?? undefined,
  refusal?.act && openWords([refusal.act]),
  refusal?.title,
  refusal?.article,
  refusal?.state ? stages[refusal.state as Stage] : undefined,
  openWords(refusal?.open),
]
const refusalColumns = [
  { heading: '办件编号', width: 46 },
  { heading: '申请人', width: 20 },
  { heading: '事项', width: 30 },
  { heading: '没有办成的动作', width: 16 },
  { heading: '原因', width: 44 },
  { heading: '依据', width: 36 },
  { heading: '办件现在的状态', width: 16 },
  { heading: '现在可以办的', width: 30 },
]

const readOrder = (request: FastifyRequest) => {
  const body = parse(BatchBody, request.body)
  if (!isBatchable(body.act)) throw new Problem(400, 'invalid-request', `“${acts[body.act]}”要逐件办理，不能成批`)
  const foreign = Object.keys(body.details).filter((name) => !(isSharedDetail(name) && detailsFor(body.act).includes(name as never)))
  if (foreign.length > 0) throw new Problem(400, 'invalid-request', `这个行为不带这些内容：${foreign.join('、')}`)
  return { ...body, key: readKey(request.headers['idempotency-key']) }
}

/** One act for many cases: ordered, taken back within ten seconds, followed, and its refusals taken out as a sheet. */
export const batchRoutes =
  (web: CaseworkWeb) =>
  async (app: FastifyInstance): Promise<void> => {
    const casework = caseworkOf(web)

    /** A batch of this officer's own; 404 for another's as for none. */
    const load = async (request: FastifyRequest<WithId>): Promise<Batch> => {
      const { accountId } = officer(web, request)
      const id = request.params.id
      const batch = /^[0-9a-f-]{36}$/.test(id) ? await findBatch(web.db.sql, id, accountId) : undefined
      if (!batch) throw notFound()
      return batch
    }

    app.post('/api/v1/batches/acts', async (request) => {
      const { cases } = parse(CasesBody, request.body)
      const items = await openOnSome(casework, officer(web, request), cases, momentOf(web).today)
      return { items: items.filter(({ act }) => isBatchable(act)) }
    })

    app.post('/api/v1/batches', async (request, reply) => {
      const viewer = officer(web, request)
      const { answer } = await orderBatch(casework, viewer, readOrder(request))
      const batch = await findBatch(web.db.sql, answer.id, viewer.accountId)
      if (!batch) throw notFound()
      return reply
        .code(202)
        .header('location', `/api/v1/batches/${batch.id}`)
        .send(told(batch, await listBatchCases(web.db.sql, batch.id)))
    })

    app.get('/api/v1/batches', withoutQuery, async (request) => ({
      items: await listBatches(web.db.sql, officer(web, request).accountId, 20),
    }))

    app.get<WithId>('/api/v1/batches/:id', async (request) => {
      const batch = await load(request)
      return told(batch, await listBatchCases(web.db.sql, batch.id))
    })

    app.delete<WithId>('/api/v1/batches/:id', async (request) => {
      const batch = await load(request)
      if (batch.state !== 'cancelled' && !(await cancelWaiting(web.db.sql, batch.id)))
        throw new Problem(409, 'already-sent', '这批办件已经开始办理，不能撤销')
      return told({ ...batch, state: 'cancelled' }, await listBatchCases(web.db.sql, batch.id))
    })

    app.get<WithId>('/api/v1/batches/:id/refusals.xlsx', async (request, reply) => {
      const batch = await load(request)
      const refused = await listBatchCases(web.db.sql, batch.id, 'refused')
      const name = `成批${acts[batch.act]}没有办成的办件`
      return reply
        .type(sheetType)
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(`${name}.xlsx`)}`)
        .send(await workbook({ name, notes: [`${name}，共 ${refused.length} 件`], columns: refusalColumns, rows: refused.map(refusalRow) }))
    })
  }
