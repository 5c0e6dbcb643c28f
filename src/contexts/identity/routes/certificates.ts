import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { FieldError } from '../../../kernel/refusal.ts'
import { maskPhone } from '../../../kernel/text.ts'
import type { Sql } from '../../../platform/db.ts'
import { notFound, Problem, sendPage } from '../../../platform/http.ts'
import { href } from '../../../ui/page/frame.ts'
import { bindPage, certificatesPage } from '../pages/certificate-pages.ts'
import { civilTime } from '../pages/civil-time.ts'
import { removePage } from '../pages/factors-page.ts'
import { bindCertificate, unbindCertificate } from '../perform/certificates/certificates.ts'
import { needFresh } from '../perform/fresh.ts'
import { isRightCode, sendCode } from '../perform/sms-codes.ts'
import type { CertificateRefusal } from '../rules/certificates.ts'
import { listCertificates } from '../store/certificates.ts'
import type { Applicant } from '../terms.ts'
import { certificateOfForm, signedForm, signingErrors, signingModel } from './certificate-sign-in.ts'
import { asksProofing, doorOf, lastFactor, proofProblem } from './last-factor.ts'
import { bodyOf, type IdentityWeb, needApplicant, textOf, tooOften } from './web.ts'

const place = '/my/level/certificate'
const done: Readonly<Record<string, string>> = {
  bound: '证书已绑定，等级为高级。',
  lost: '已挂失：证书已解绑，用它打开的登录全部退出。请到发证机构申请补发。',
  unwanted: '证书已解绑。',
}

/** Whether one acts for an organisation by 授权 just now: the account is his own then. */
const actsByGrant = (request: FastifyRequest): boolean => request.session?.data.actingFor !== undefined

/** Who may bind: proven just now, with a telephone, and 实名 (R-041, S-035). */
const binder = (web: IdentityWeb, request: FastifyRequest): Applicant => {
  const viewer = needApplicant(web.viewer(request))
  needFresh(request)
  if (!viewer.personId)
    throw new Problem(403, 'needs-real-name', '绑定证书前，请先完成实名认证', { link: '/my/realname', linkText: '去实名' })
  if (!viewer.phone) throw new Problem(403, 'needs-phone', '绑定证书前，请先绑定手机号')
  return viewer
}
const bound = (web: IdentityWeb, request: FastifyRequest, phone: string) => ({
  binding: web.sessions.csrf(request),
  action: 'bindCertificate' as const,
  phone,
})

const showBind = async (web: IdentityWeb, request: FastifyRequest, reply: FastifyReply, errors: FieldError[] = [], status = 200) => {
  const viewer = binder(web, request)
  const model = await signingModel(web, request, 'bindCertificate')
  const { organisation } = viewer
  const subject = organisation && !actsByGrant(request) ? `${organisation.name}（${organisation.uscc}）` : viewer.name
  const sent = textOf(request.query, 'sent') === '1' || request.method === 'POST'
  const { certificate } = signedForm(request.body)
  return sendPage(
    reply,
    bindPage(web.frame(request), { ...model, certificate, errors, subject, phone: maskPhone(viewer.phone), sent }),
    status,
  )
}

const answerBind = async (web: IdentityWeb, request: FastifyRequest, reply: FastifyReply) => {
  const viewer = binder(web, request)
  const refusal = (fault: CertificateRefusal) => showBind(web, request, reply, signingErrors(request.body, fault), 422)
  const proof = await certificateOfForm(web, request, 'bindCertificate')
  if (typeof proof === 'string') return refusal(proof)
  if (!(await isRightCode(web, bound(web, request, viewer.phone), textOf(request.body, 'code').trim())))
    return showBind(web, request, reply, [{ field: 'code', message: '验证码不正确或已过期，请检查短信；输错 5 次后须重新获取' }], 422)
  const outcome = await bindCertificate(web, viewer, actsByGrant(request), proof)
  if (typeof outcome === 'string') return refusal(outcome)
  await web.sessions.signIn(request, reply, { kind: 'applicant', subjectId: viewer.accountId, data: { ...request.session?.data } })
  return reply.redirect(href(web.frame(request), `${place}?done=bound`), 303)
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
type WithId = FastifyRequest<{ Params: { id: string } }>
const absent = () => notFound('没有绑定这张证书，可能已经解绑')

/** Asks who he is before the last factor goes: the page on which he says it, else whether he has just proofed it (S-006). */
const askProof = async (web: IdentityWeb, request: WithId, reply: FastifyReply, viewer: Applicant): Promise<FastifyReply | boolean> => {
  const { id } = request.params
  const one = (await listCertificates(web.db.sql, viewer.accountId)).find((certificate) => certificate.id === id)
  if (!one) throw absent()
  if (!(await asksProofing(web, request, viewer, id))) return false
  const problem = 'idNumber' in bodyOf(request) ? await proofProblem(web, request, reply, viewer) : { status: 409, errors: [] }
  if (!problem) return true
  const model = {
    act: '解绑',
    path: `${place}/${id}/end`,
    back: { name: '数字证书', href: place },
    label: '数字证书',
    proofing: true,
    ofOrganisation: doorOf(viewer, request) === 'organisation',
  } as const
  return sendPage(reply, removePage(web.frame(request), { ...model, errors: problem.errors }), problem.status)
}

const answerEnd = async (web: IdentityWeb, request: WithId, reply: FastifyReply) => {
  const viewer = needApplicant(web.viewer(request))
  const { accountId } = viewer
  const { id } = request.params
  if (!uuid.test(id)) throw absent()
  const why = textOf(request.body, 'why') === 'lost' ? 'lost' : 'unwanted'
  if (why === 'unwanted') needFresh(request)
  const isProofed = why === 'unwanted' && (await askProof(web, request, reply, viewer))
  if (typeof isProofed !== 'boolean') return isProofed
  const byIt = request.session?.data.certificate === id
  const endSessions = (sql: Sql) => web.sessions.endAll(sql, accountId, byIt ? undefined : request)
  const outcome = await unbindCertificate(web, { door: doorOf(viewer, request), accountId, id, why, isProofed, endSessions })
  if (outcome === 'absent') throw absent()
  if (outcome === 'last') throw lastFactor()
  return reply.redirect(href(web.frame(request), `${place}?done=${why}`), 303)
}

/** 高级认证 by certificate; a lost one is unbound at once, without more questions. */
export const certificateRoutes =
  (web: IdentityWeb) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get(place, async (request, reply) => {
      const { accountId, level } = needApplicant(web.viewer(request))
      const certificates = (await listCertificates(web.db.sql, accountId)).map(({ notAfter, boundAt, ...rest }) => {
        return { ...rest, until: civilTime(notAfter), bound: civilTime(boundAt) }
      })
      return sendPage(reply, certificatesPage(web.frame(request), { level, certificates, done: done[textOf(request.query, 'done')] ?? '' }))
    })
    app.get(`${place}/bind`, (request, reply) => showBind(web, request, reply))
    app.post(`${place}/bind`, (request, reply) => answerBind(web, request, reply))
    app.post(`${place}/bind/code`, async (request, reply) => {
      const { phone } = binder(web, request)
      const limited = await sendCode(web, { ...bound(web, request, phone), ip: request.ip })
      if (limited) return showBind(web, request, reply, tooOften(reply, limited.retryAfter, 'code'), 429)
      return reply.redirect(href(web.frame(request), `${place}/bind?sent=1`), 303)
    })
    app.post<{ Params: { id: string } }>(`${place}/:id/end`, (request, reply) => answerEnd(web, request, reply))
  }
