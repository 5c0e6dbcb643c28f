import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { isRefusal, type Refusal } from '../../../kernel/refusal.ts'
import { NeedsSignIn, notFound, parse, refusalProblem, withoutQuery } from '../../../platform/http.ts'
import { needFresh } from '../perform/fresh.ts'
import { isLimited, type Limited } from '../perform/means.ts'
import { askPhoneAtWindow, proveAtWindow, resendAtWindow, settlePhoneAtWindow } from '../perform/phone-at-window.ts'
import { reviewPhoneStop } from '../perform/phone-stop.ts'
import { identityDocuments, readWindowPhone, refuseDecidingPhone, refuseReviewing } from '../rules/phone-at-window.ts'
import { beginningOf, mayStaff } from '../rules/staffing.ts'
import { listPhoneChangesAt, listPhoneChangesBy, type PhoneChangeRow } from '../store/phone-changes.ts'
import type { Staff } from '../terms.ts'
import { administrator } from './staffing.ts'
import { type IdentityWeb, tooManyTries } from './web.ts'

const text = z.string().max(200)
const AskBody = z.strictObject({ name: text, idNumber: text, document: text, phone: text, reason: text, checked: z.boolean() })
const CodeBody = z.strictObject({ code: z.string().trim().max(20) })
/** Goes out as a text message too: one line (S-061). */
const opinion = z
  .string()
  .max(200)
  .default('')
  .transform((text) => text.replace(/\p{Cc}+/gu, ' ').trim())
const DecisionBody = z
  .strictObject({ accept: z.boolean(), opinion })
  .refine(({ accept, opinion }) => accept || opinion.length >= 2, { path: ['opinion'], message: '请写明不批准的原因，会告诉申请人' })

const ReviewBody = z
  .strictObject({ genuine: z.boolean(), verdict: opinion })
  .refine(({ verdict }) => verdict.length >= 2, { path: ['verdict'], message: '请写明怎么核查的，例如 已电话联系本人' })

type WithId = { Params: { id: string } }
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const absent = () => notFound('没有这个更换手机号的申请')
const idOf = (request: FastifyRequest<WithId>): string => {
  if (!uuid.test(request.params.id)) throw absent()
  return request.params.id
}

/** A clerk of the reception; for everybody else it is not there (S-041). */
const clerk = (web: IdentityWeb, request: FastifyRequest): Staff => {
  const viewer = web.viewer(request)
  if (viewer.kind === 'visitor') throw new NeedsSignIn('staff')
  if (viewer.kind !== 'staff' || !viewer.roles.includes('clerk')) throw notFound()
  return viewer
}
const acting = (request: FastifyRequest, by: Staff) => ({ by, from: { request: String(request.id), network: request.ip } })

/** What was done, or why not. */
const answered = <T>(reply: FastifyReply, outcome: T | 'absent' | Refusal | Limited): T => {
  if (outcome === 'absent') throw absent()
  if (isLimited(outcome)) throw tooManyTries(reply, outcome.retryAfter)
  if (isRefusal(outcome)) throw refusalProblem(outcome)
  return outcome as T
}

type State = 'code' | 'waits' | 'expired' | 'changed' | 'refused' | 'stopped' | 'stoppedDone' | 'genuine' | 'false'
const stateOf = ({ accepted, provenAt, expired, stoppedAt, genuine }: PhoneChangeRow): State => {
  if (genuine !== null) return genuine ? 'genuine' : 'false'
  if (stoppedAt) return accepted ? 'stoppedDone' : 'stopped'
  if (accepted !== null) return accepted ? 'changed' : 'refused'
  if (expired) return 'expired'
  return provenAt ? 'waits' : 'code'
}
const refusedFor = (by: Staff, row: PhoneChangeRow) => {
  const [isOpen, isStopped] = [row.decidedAt === null && !row.expired, row.stoppedAt !== null]
  return refuseDecidingPhone(by, { ...row, isOpen, isProven: row.provenAt !== null, isStopped })?.title ?? null
}
/** Why the reader may not say of a stopped one that it was the owner himself (`genuine`), or another (`false`); null of any other. */
const reviewOf = (by: Staff, row: PhoneChangeRow) => {
  if (!row.stoppedAt || row.reviewedAt) return null
  const asked = { ...row, isUnseen: true }
  return { genuine: refuseReviewing(by, asked, true)?.title ?? null, false: refuseReviewing(by, asked, false)?.title ?? null }
}
/** A row of the list: of the telephones only the new one's last four digits. `refused` says why the reader may not decide it. */
const lineOf = (by: Staff, row: PhoneChangeRow) => ({
  id: row.id,
  name: row.name,
  documentName: identityDocuments[row.document],
  reason: row.reason,
  ending: row.ending,
  unit: row.unit,
  askedByName: row.askedByName,
  askedAt: row.askedAt,
  state: stateOf(row),
  stoppedAt: row.stoppedAt,
  settledByName: row.reviewedByName ?? row.decidedByName,
  opinion: row.verdict ?? row.opinion,
  refused: refusedFor(by, row),
  review: reviewOf(by, row),
})

/** 窗口更换手机号: a clerk asks with the person before him, the 安全管理员 of the place decides (S-007, S-047). */
export const phoneAtWindowRoutes =
  (web: IdentityWeb) =>
  async (app: FastifyInstance): Promise<void> => {
    const place = '/api/v1/phone-changes'
    app.get(place, withoutQuery, async (request) => {
      const viewer = web.viewer(request)
      const decides = viewer.kind === 'staff' && mayStaff(viewer.roles, 'changePhone')
      const by = decides ? administrator(web, request, 'changePhone') : clerk(web, request)
      const rows = await (decides ? listPhoneChangesAt(web.db.sql, beginningOf(by.division)) : listPhoneChangesBy(web.db.sql, by.accountId))
      return { items: rows.filter(({ personId }) => personId !== by.personId).map((row) => lineOf(by, row)), next: null }
    })
    app.post(place, async (request, reply) => {
      const by = clerk(web, request)
      const wanted = readWindowPhone(parse(AskBody, request.body))
      if (isRefusal(wanted)) throw refusalProblem(wanted)
      needFresh(request)
      return reply.code(201).send(answered(reply, await askPhoneAtWindow(web, { ...acting(request, by), wanted })))
    })
    app.post<WithId>(`${place}/:id/code`, async (request, reply) => {
      answered(reply, await resendAtWindow(web, { ...acting(request, clerk(web, request)), id: idOf(request) }))
      return {}
    })
    app.post<WithId>(`${place}/:id/prove`, async (request, reply) => {
      const by = clerk(web, request)
      const { code } = parse(CodeBody, request.body)
      answered(reply, await proveAtWindow(web, { ...acting(request, by), id: idOf(request) }, code))
      return {}
    })
    app.post<WithId>(`${place}/:id/review`, async (request, reply) => {
      const by = administrator(web, request, 'changePhone')
      const id = idOf(request)
      const found = parse(ReviewBody, request.body)
      needFresh(request)
      answered(reply, await reviewPhoneStop(web, { ...acting(request, by), id, ...found }))
      return {}
    })
    app.post<WithId>(`${place}/:id`, async (request, reply) => {
      const by = administrator(web, request, 'changePhone')
      const id = idOf(request)
      const decision = parse(DecisionBody, request.body)
      needFresh(request)
      answered(reply, await settlePhoneAtWindow(web, { ...acting(request, by), id, ...decision }))
      return {}
    })
  }
