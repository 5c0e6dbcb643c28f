import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { localDateAt } from '../../../kernel/date.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { maskIdNumber } from '../../../kernel/text.ts'
import { recordAudit } from '../../../platform/audit.ts'
import { notFound, parse, refusalProblem, withoutQuery } from '../../../platform/http.ts'
import { openValues, settleCorrection } from '../perform/corrections.ts'
import { needFresh } from '../perform/fresh.ts'
import { isLimited } from '../perform/means.ts'
import { getPerson } from '../perform/viewer.ts'
import { answerDueOn, correctable, refuseDeciding } from '../rules/corrections.ts'
import { beginningOf } from '../rules/staffing.ts'
import { type CorrectionRow, findCorrection, listCorrectionsAt } from '../store/corrections.ts'
import type { Staff } from '../terms.ts'
import { administrator } from './staffing.ts'
import { type IdentityWeb, tooManyTries } from './web.ts'

const DecisionBody = z
  .strictObject({ accept: z.boolean(), opinion: z.string().trim().max(200).default('') })
  .refine(({ accept, opinion }) => accept || opinion.length >= 2, { path: ['opinion'], message: '请写明不同意的原因，会告诉申请人' })

type WithId = { Params: { id: string } }
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** A row of the list: nothing in it is worth stealing. `refused` says why the reader may not decide it. */
const lineOf = (web: IdentityWeb, by: Staff, row: CorrectionRow) => ({
  id: row.id,
  name: row.name,
  field: row.field,
  fieldName: correctable[row.field],
  reason: row.reason,
  division: row.division,
  askedOn: localDateAt(Date.parse(row.askedAt)),
  dueOn: answerDueOn(row.askedAt, web.calendar()),
  accepted: row.accepted,
  decidedAt: row.decidedAt,
  decidedByName: row.decidedByName,
  opinion: row.opinion,
  refused: refuseDeciding(by, { ...row, isOpen: row.decidedAt === null })?.title ?? null,
})

/** A correction within an officer's reach; any other is not there, nor is his own. */
const rowFor = async (web: IdentityWeb, by: Staff, id: string): Promise<CorrectionRow> => {
  const row = uuid.test(id) ? await findCorrection(web.db.sql, id) : undefined
  if (!row?.division.startsWith(beginningOf(by.division)) || row.personId === by.personId) throw notFound('没有这个更正申请')
  return row
}

/** The whole of a correction, for who decides it; that he opened it is in the trail. */
const fileFor = async (web: IdentityWeb, request: FastifyRequest, by: Staff, row: CorrectionRow) => {
  await recordAudit(web.db.sql, {
    actor: by.accountId,
    actorName: by.name,
    act: 'openCorrection',
    target: `correction:${row.id}`,
    told: row.name,
    division: row.division,
    request: String(request.id),
    network: request.ip,
  })
  const { name, idNumber } = await getPerson(web.db.sql, row.personId, web.secrets)
  const { fileName, fileType } = row
  return { ...lineOf(web, by, row), name, idNumber: maskIdNumber(idNumber), ...openValues(web.secrets, row), fileName, fileType }
}

/** 更正申请: the 安全管理员 of the place reads the evidence and decides (S-009, S-047). */
export const correctionDeskRoutes =
  (web: IdentityWeb) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get('/api/v1/corrections', withoutQuery, async (request) => {
      const by = administrator(web, request, 'correct')
      const rows = await listCorrectionsAt(web.db.sql, beginningOf(by.division))
      return { items: rows.filter(({ personId }) => personId !== by.personId).map((row) => lineOf(web, by, row)), next: null }
    })

    app.get<WithId>('/api/v1/corrections/:id', async (request) => {
      const by = administrator(web, request, 'correct')
      return fileFor(web, request, by, await rowFor(web, by, request.params.id))
    })

    app.get<WithId>('/api/v1/corrections/:id/evidence', async (request, reply) => {
      const by = administrator(web, request, 'correct')
      const { fileName, fileType, sha256 } = await rowFor(web, by, request.params.id)
      return reply
        .type(fileType)
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`)
        .header('content-security-policy', "default-src 'none'; sandbox")
        .send(web.files.open(sha256))
    })

    app.post<WithId>('/api/v1/corrections/:id', async (request, reply) => {
      const by = administrator(web, request, 'correct')
      const { id } = await rowFor(web, by, request.params.id)
      const { accept, opinion } = parse(DecisionBody, request.body)
      needFresh(request)
      const from = { request: String(request.id), network: request.ip }
      const outcome = await settleCorrection(web, { by, id, accept, opinion, from })
      if (outcome === 'absent') throw notFound('没有这个更正申请')
      if (isLimited(outcome)) throw tooManyTries(reply, outcome.retryAfter)
      if (isRefusal(outcome)) throw refusalProblem(outcome)
      return {}
    })
  }
