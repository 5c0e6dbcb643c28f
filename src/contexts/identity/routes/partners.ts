import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { notFound, Problem, sendPage } from '../../../platform/http.ts'
import { type PartnerRefusal, partnerRefusalPage, partnerRegisterPage } from '../pages/partner-page.ts'
import { letIn } from '../perform/factors/gate.ts'
import { needFresh, proveAgain, provenNow, provenWithoutPhone } from '../perform/fresh.ts'
import { linkPartner, meaningOf, registerByPartner } from '../perform/partner-people.ts'
import { callbackOf, type Partner } from '../perform/partners.ts'
import { comeBack, type Errand, leaveFor, PartnerRefused, type Told } from '../perform/relying.ts'
import type { SignedIn } from '../perform/sign-in.ts'
import type { Applicant } from '../terms.ts'
import { keepConfirming, to } from './phone-step.ts'
import { enter } from './sign-in.ts'
import { type IdentityWeb, needAnyone, needApplicant, nextOf, textOf } from './web.ts'

type WithId = { Params: { id: string } }
/** What somebody leaves for: to come in, to link the partner to his account, or to prove himself again by it. */
type Purpose = 'enter' | 'link' | 'again'
type Kept = Errand & { readonly next: string; readonly purpose: Purpose }

const partnerOf = ({ partners }: IdentityWeb, id: string): Partner => {
  const partner = partners.find((one) => one.id === id)
  if (!partner) throw notFound('没有这种登录方式')
  return partner
}
const refuse = (web: IdentityWeb, request: FastifyRequest, reply: FastifyReply, { name }: Partner, why: PartnerRefusal) =>
  sendPage(reply, partnerRefusalPage(web.frame(request), { partner: name, why }), why === 'refused' ? 502 : 409)

/** What a partner told of somebody who has not agreed yet lies sealed in his session (S-091). */
const toldPlace = 'platform.session.data:partner'
const toldIn = ({ secrets }: IdentityWeb, request: FastifyRequest, id: string): (Told & { next: string }) | undefined => {
  const kept = request.session?.data.partnerTold as { id?: string; sealed?: string } | undefined
  if (kept?.id !== id || !kept.sealed) return undefined
  return JSON.parse(secrets.unseal(Buffer.from(kept.sealed, 'base64'), toldPlace)) as Told & { next: string }
}

const leave = async (web: IdentityWeb, request: FastifyRequest<WithId>, reply: FastifyReply, purpose: Purpose) => {
  const partner = partnerOf(web, request.params.id)
  try {
    const { url, errand } = await leaveFor(partner, web.publicUrl)
    await web.sessions.setData(request, { partnerErrand: { ...errand, purpose, next: nextOf(request.query) } })
    return reply.redirect(url, 303)
  } catch (error) {
    if (error instanceof PartnerRefused) return refuse(web, request, reply, partner, 'refused')
    throw error
  }
}

const link = async (web: IdentityWeb, request: FastifyRequest, reply: FastifyReply, seen: Arrival) => {
  const { partner, told, viewer } = seen
  const outcome = await linkPartner(web, { partner, told, accountId: viewer.accountId }, viewer.personId)
  return outcome === 'linked' ? to(web, request, reply, `/my/level?linked=${partner.id}`) : refuse(web, request, reply, partner, outcome)
}
type Arrival = { readonly partner: Partner; readonly told: Told; readonly viewer: Applicant }

/** Whether a partner's word is that of the person, not only of somebody who holds an account there. */
const vouches = ({ level }: Partner): boolean => level === 'realName'

const again = async (web: IdentityWeb, request: FastifyRequest, reply: FastifyReply, seen: Arrival & { readonly next: string }) => {
  const { partner, told, viewer, next } = seen
  const meaning = await meaningOf(web, partner, told)
  if (typeof meaning !== 'object' || meaning.accountId !== viewer.accountId) return refuse(web, request, reply, partner, 'another')
  await proveAgain(web.sessions, request, reply, vouches(partner) ? provenWithoutPhone() : provenNow())
  return next ? reply.redirect(next, 303) : to(web, request, reply, '/my')
}

const arrive = async (web: IdentityWeb, request: FastifyRequest, reply: FastifyReply, partner: Partner, told: Told & { next: string }) => {
  const meaning = await meaningOf(web, partner, told)
  if (typeof meaning === 'object')
    return enter(web, request, reply, { accountId: meaning.accountId, kind: 'person', withoutPhone: vouches(partner), next: told.next })
  if (meaning !== 'new') return refuse(web, request, reply, partner, meaning)
  const sealed = web.secrets.seal(JSON.stringify(told), toldPlace).toString('base64')
  await web.sessions.setData(request, { partnerTold: { id: partner.id, sealed } })
  return to(web, request, reply, `/login/partner/${partner.id}/register`)
}

const answerCallback = async (web: IdentityWeb, request: FastifyRequest<WithId>, reply: FastifyReply) => {
  const partner = partnerOf(web, request.params.id)
  const kept = request.session?.data.partnerErrand as Kept | undefined
  if (!kept) return refuse(web, request, reply, partner, 'refused')
  await web.sessions.setData(request, { partnerErrand: null }) // once, whatever comes of it
  try {
    const back = new URL(callbackOf(web.publicUrl, partner.id))
    back.search = new URL(request.url, web.publicUrl).search
    const told = await comeBack(partner, kept, back)
    const viewer = web.viewer(request)
    if (kept.purpose !== 'enter') {
      if (viewer.kind !== 'applicant' || (kept.purpose === 'link' && viewer.organisation))
        return refuse(web, request, reply, partner, 'refused')
      const arrival = { partner, told, viewer, next: kept.next }
      return await (kept.purpose === 'again' ? again(web, request, reply, arrival) : link(web, request, reply, arrival))
    }
    return await arrive(web, request, reply, partner, { ...told, next: kept.next })
  } catch (error) {
    if (error instanceof PartnerRefused) return refuse(web, request, reply, partner, 'refused')
    throw error
  }
}

const showRegister = (
  web: IdentityWeb,
  request: FastifyRequest<WithId>,
  reply: FastifyReply,
  errors: { field: string; message: string }[],
) => {
  const partner = partnerOf(web, request.params.id)
  const told = toldIn(web, request, partner.id)
  if (!told) return to(web, request, reply, '/login/person')
  const { name = '', idNumber = '', phone, unprovenPhone = '' } = told
  const isProven = phone !== undefined
  const model = { id: partner.id, partner: partner.name, name, idNumber, phone: phone ?? unprovenPhone, isProven, errors }
  return sendPage(reply, partnerRegisterPage(web.frame(request), model), errors.length > 0 ? 422 : 200)
}

const answerRegister = async (web: IdentityWeb, request: FastifyRequest<WithId>, reply: FastifyReply) => {
  const partner = partnerOf(web, request.params.id)
  const told = toldIn(web, request, partner.id)
  if (!told) return to(web, request, reply, '/login/person')
  if (textOf(request.body, 'agreed') !== '1')
    return showRegister(web, request, reply, [{ field: 'agreed', message: '请阅读并勾选同意《用户注册协议》' }])
  const { next, ...about } = told
  const outcome = await registerByPartner(web, { partner, told: about })
  await web.sessions.setData(request, { partnerTold: null })
  if (typeof outcome === 'string') return refuse(web, request, reply, partner, outcome)
  const who = { ...outcome, kind: 'person', withoutPhone: vouches(partner) } as const
  const { unprovenPhone: phone } = about
  return phone ? enterToProve(web, request, reply, { ...who, next, phone }) : enter(web, request, reply, { ...who, next })
}

type Proving = SignedIn & { readonly next: string; readonly phone: string }
/** Lets in whoever has just registered, and asks for the code to his telephone next; he may leave it for later (S-012). */
const enterToProve = async (web: IdentityWeb, request: FastifyRequest, reply: FastifyReply, { phone, next, ...who }: Proving) => {
  if (await letIn(web, request, reply, who, next)) throw new Error('an account that was made just now has nothing more to prove')
  await keepConfirming(web, request, 'newPhone', { phone, next })
  return to(web, request, reply, '/my/phone')
}

/** Signing in and 实名 by a partner. */
export const partnerRoutes =
  (web: IdentityWeb) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get<WithId>('/login/partner/:id', (request, reply) =>
      web.viewer(request).kind === 'visitor' ? leave(web, request, reply, 'enter') : to(web, request, reply, '/my/level'),
    )
    app.get<WithId>('/my/level/partner/:id', (request, reply) => {
      if (needApplicant(web.viewer(request)).organisation) throw new Problem(409, 'own-account-only', '关联的是个人帐号，请用个人身份操作')
      needFresh(request)
      return leave(web, request, reply, 'link')
    })
    app.get<WithId>('/my/again/partner/:id', async (request, reply) => {
      needAnyone(web, request)
      return leave(web, request, reply, 'again')
    })
    app.get<WithId>('/login/partner/:id/callback', (request, reply) => answerCallback(web, request, reply))
    app.get<WithId>('/login/partner/:id/register', (request, reply) => showRegister(web, request, reply, []))
    app.post<WithId>('/login/partner/:id/register', (request, reply) => answerRegister(web, request, reply))
  }
