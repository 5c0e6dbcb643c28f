import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isIdNumber, sexOf, tidyIdentifier } from '../../../kernel/identifiers.ts'
import type { FieldError } from '../../../kernel/refusal.ts'
import { NeedsSignIn, notFound, sendPage } from '../../../platform/http.ts'
import { href } from '../../../ui/page/frame.ts'
import { officerKnownPage, officerPersonPage } from '../pages/officer-person-page.ts'
import { needFresh } from '../perform/fresh.ts'
import { isLimited } from '../perform/means.ts'
import { proveOfficer } from '../perform/officer-person.ts'
import type { Staff } from '../terms.ts'
import { type IdentityWeb, textOf, tooOften } from './web.ts'

const officer = (web: IdentityWeb, request: FastifyRequest): Staff => {
  const viewer = web.viewer(request)
  if (viewer.kind === 'visitor') throw new NeedsSignIn('staff')
  if (viewer.kind !== 'staff') throw notFound()
  return viewer
}
const refusals = {
  differs: [422, '身份证号和您帐号上的姓名核对不一致，请检查；帐号上的姓名写错的，请找系统管理员'],
  taken: [422, '这个身份证号已在另一个工作人员帐号核对，一个人只能有一个工作人员帐号'],
  down: [503, '人口信息库暂时没有应答，请过几分钟再试'],
} as const

const answer = async (web: IdentityWeb, request: FastifyRequest, reply: FastifyReply) => {
  const by = officer(web, request)
  needFresh(request)
  const typed = textOf(request.body, 'idNumber')
  const idNumber = tidyIdentifier(typed)
  const again = (status: number, errors: FieldError[]) =>
    sendPage(reply, officerPersonPage(web.frame(request), by.name, typed, errors), status)
  if (!isIdNumber(idNumber)) return again(422, [{ field: 'idNumber', message: '请检查身份证号：18 位，最后一位是校验码' }])
  const from = { request: String(request.id), network: request.ip }
  const outcome = await proveOfficer(web, { by, claim: { name: by.name, idNumber, sex: sexOf(idNumber) }, from })
  if (isLimited(outcome)) return again(429, tooOften(reply, outcome.retryAfter, 'idNumber'))
  if (outcome === 'confirmed') return reply.redirect(href(web.frame(request), '/my/security/person'), 303)
  const [status, message] = refusals[outcome]
  return again(status, [{ field: 'idNumber', message }])
}

/** Who an officer is, so that he is recognised where it is his own case (S-048). */
export const officerPersonRoutes =
  (web: IdentityWeb) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get('/my/security/person', async (request, reply) => {
      const { name, personId } = officer(web, request)
      return sendPage(reply, personId ? officerKnownPage(web.frame(request), name) : officerPersonPage(web.frame(request), name, '', []))
    })
    app.post('/my/security/person', (request, reply) => answer(web, request, reply))
  }
