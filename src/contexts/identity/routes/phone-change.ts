import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '../../../platform/http.ts'
import { phoneChangeCodePage, phoneChangePage } from '../pages/phone-change-page.ts'
import { needFresh } from '../perform/fresh.ts'
import { changePhone } from '../perform/phone-change.ts'
import { sendCode } from '../perform/sms-codes.ts'
import { phoneOfAccount } from '../perform/viewer.ts'
import type { Applicant } from '../terms.ts'
import { bound, type PhoneStep, phoneStep, type Taken, to, wrongCode } from './phone-step.ts'
import { type IdentityWeb, needApplicant, textOf } from './web.ts'

/** The owner of a person's account who proved himself a moment ago; an organisation's telephone is that of its 法定代表人. */
const owner = (web: IdentityWeb, request: FastifyRequest): Applicant => {
  const viewer = needApplicant(web.viewer(request))
  if (viewer.organisation) throw new Problem(409, 'own-account-only', '手机号属于个人帐号，请用个人身份更换')
  needFresh(request)
  return viewer
}

const take = async (web: IdentityWeb, request: FastifyRequest, reply: FastifyReply, taken: Taken & { current: string }) => {
  const { accountId } = owner(web, request)
  const { binding, phone, code, body, current } = taken
  const outcome = await changePhone(web, {
    binding,
    accountId,
    former: current,
    formerCode: textOf(body, 'oldCode').trim(),
    phone,
    code,
    endOthers: (sql) => web.sessions.endAll(sql, accountId, request),
  })
  if (outcome === 'wrongCode') return [wrongCode]
  if (outcome === 'wrongOldCode') return [{ ...wrongCode, field: 'oldCode' }]
  await web.sessions.setData(request, { confirming: null })
  return to(web, request, reply, '/my/profile')
}

const changing = (web: IdentityWeb, request: FastifyRequest, current: string): PhoneStep => ({
  action: 'newPhone',
  path: '/my/phone',
  phonePage: phoneChangePage(current),
  codePage: phoneChangeCodePage(current),
  sent: async () => {
    if (!current) return 0
    const limited = await sendCode(web, { ...bound(web, request, 'oldPhone'), phone: current, ip: request.ip })
    return limited?.retryAfter ?? 0
  },
  take: (_request, reply, taken) => take(web, request, reply, { ...taken, current }),
})

/** Changing the telephone of a person's account: both the old and the new one confirm it. */
export const phoneChangeRoutes =
  (web: IdentityWeb) =>
  async (app: FastifyInstance): Promise<void> => {
    const onStep = async (request: FastifyRequest) => {
      const { accountId } = owner(web, request)
      return phoneStep(web, changing(web, request, await phoneOfAccount(web, accountId)))
    }
    app.get('/my/phone', async (request, reply) => (await onStep(request)).showPhone(request, reply))
    app.post('/my/phone', async (request, reply) => (await onStep(request)).answerPhone(request, reply))
    app.get('/my/phone/code', async (request, reply) => (await onStep(request)).showCode(request, reply))
    app.post('/my/phone/code', async (request, reply) => (await onStep(request)).answerCode(request, reply))
  }
