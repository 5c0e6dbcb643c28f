import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Problem, sendPage } from '../../../platform/http.ts'
import {
  phoneAfterLossCodePage,
  phoneAfterLossPage,
  phoneChangeCodePage,
  phoneChangePage,
  phoneLostPage,
} from '../pages/phone-change-page.ts'
import { isProvenWithoutPhone, needFresh } from '../perform/fresh.ts'
import { changePhone } from '../perform/phone-change.ts'
import { sendCode } from '../perform/sms-codes.ts'
import { phoneOfAccount } from '../perform/viewer.ts'
import type { Applicant } from '../terms.ts'
import { linkedPartners } from './again.ts'
import { bound, type PhoneStep, phoneStep, type Taken, to, wrongCode } from './phone-step.ts'
import { type IdentityWeb, inPerson, needApplicant, textOf } from './web.ts'

/** A person at his own account; an organisation's telephone is that of its 法定代表人. */
const holder = (web: IdentityWeb, request: FastifyRequest): Applicant => {
  const viewer = needApplicant(web.viewer(request))
  if (viewer.organisation) throw new Problem(409, 'own-account-only', '手机号属于个人帐号，请用个人身份更换', inPerson(viewer, request.url))
  return viewer
}
/** The same, who proved himself a moment ago. */
const owner = (web: IdentityWeb, request: FastifyRequest): Applicant => {
  const viewer = holder(web, request)
  needFresh(request)
  return viewer
}

type Replacing = Taken & { readonly accountId: string; readonly former: string; readonly formerCode: string | null }
const replace = async (web: IdentityWeb, request: FastifyRequest, reply: FastifyReply, taken: Replacing) => {
  const { binding, accountId, phone, code, former, formerCode } = taken
  const outcome = await changePhone(web, {
    binding,
    accountId,
    former,
    formerCode,
    phone,
    code,
    endOthers: (sql) => web.sessions.endAll(sql, accountId, request),
  })
  if (outcome === 'wrongCode') return [wrongCode]
  if (outcome === 'wrongOldCode') return [{ ...wrongCode, field: 'oldCode' }]
  await web.sessions.setData(request, { confirming: null, noPhoneAt: null })
  return taken.next ? reply.redirect(taken.next, 303) : to(web, request, reply, '/my/profile')
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
  take: (_request, reply, taken) => {
    const { accountId } = owner(web, request)
    return replace(web, request, reply, { ...taken, accountId, former: current, formerCode: textOf(taken.body, 'oldCode').trim() })
  },
})

const replacing = (web: IdentityWeb, request: FastifyRequest): PhoneStep => ({
  action: 'newPhone',
  path: '/my/phone/lost',
  phonePage: phoneAfterLossPage,
  codePage: phoneAfterLossCodePage,
  take: async (_request, reply, taken) => {
    const { accountId } = holder(web, request)
    const former = await phoneOfAccount(web, accountId)
    return replace(web, request, reply, { ...taken, accountId, former, formerCode: null })
  },
})

/** Changing a telephone that is lost: whoever asks proved himself by something else, or is shown how (S-007). */
const lostPhoneRoutes =
  (web: IdentityWeb) =>
  async (app: FastifyInstance): Promise<void> => {
    const proven =
      (act: 'showPhone' | 'answerPhone' | 'showCode' | 'answerCode') =>
      async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
        const { accountId } = holder(web, request)
        if (isProvenWithoutPhone(request.session)) return phoneStep(web, replacing(web, request))[act](request, reply)
        return sendPage(reply, phoneLostPage(web.frame(request), { partners: await linkedPartners(web, accountId) }))
      }
    app.get('/my/phone/lost', proven('showPhone'))
    app.post('/my/phone/lost', proven('answerPhone'))
    app.get('/my/phone/lost/code', proven('showCode'))
    app.post('/my/phone/lost/code', proven('answerCode'))
  }

/** Changing the telephone of a person's account: both the old and the new one confirm it, or another proof stands for a lost one. */
export const phoneChangeRoutes =
  (web: IdentityWeb) =>
  async (app: FastifyInstance): Promise<void> => {
    await app.register(lostPhoneRoutes(web))
    const onStep = async (request: FastifyRequest) => {
      const { accountId } = owner(web, request)
      return phoneStep(web, changing(web, request, await phoneOfAccount(web, accountId)))
    }
    app.get('/my/phone', async (request, reply) => (await onStep(request)).showPhone(request, reply))
    app.post('/my/phone', async (request, reply) => (await onStep(request)).answerPhone(request, reply))
    app.get('/my/phone/code', async (request, reply) => (await onStep(request)).showCode(request, reply))
    app.post('/my/phone/code', async (request, reply) => (await onStep(request)).answerCode(request, reply))
  }
