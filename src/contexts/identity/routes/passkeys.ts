import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { Problem, parse } from '../../../platform/http.ts'
import { admit, nextStepOf, pendingOf } from '../perform/factors/gate.ts'
import { enrolmentOptions, enrolPasskey, passkeySite, proofOptions, provePasskey } from '../perform/factors/passkeys.ts'
import { needFresh, proveAgain, provenWithoutPhone } from '../perform/fresh.ts'
import type { SignedIn } from '../perform/sign-in.ts'
import type { ChallengePurpose } from '../rules/factors.ts'
import { isLocalPath } from '../rules/limits.ts'
import { homeOf } from './sign-in.ts'
import { type IdentityWeb, limitChallenges, needAnyone } from './web.ts'

const text = z.string().max(20_000)
const Answer = <Shape extends z.ZodRawShape>(response: Shape) =>
  z.strictObject({
    label: z.string().max(40).default(''),
    next: z.string().max(500).default(''),
    response: z.looseObject({ id: text, rawId: text, type: z.literal('public-key'), response: z.looseObject(response) }),
  })
const Enrolled = Answer({ clientDataJSON: text, attestationObject: text, transports: z.array(z.string().max(20)).max(10).optional() })
const Proven = Answer({ clientDataJSON: text, authenticatorData: text, signature: text })

const refused = (): Problem => new Problem(422, 'passkey-refused', '没有通过验证，请刷新页面后再试一次')

/** Whose passkey is to be enrolled: of one who is signed in and proved himself just now, or of an officer on his way in (S-005, S-035). */
const enroller = (web: IdentityWeb, request: FastifyRequest): { readonly accountId: string; readonly name: string } => {
  const pending = pendingOf(request.session)
  if (pending?.step === 'enrol') return { accountId: pending.accountId, name: '工作人员' }
  const { accountId, name } = needAnyone(web, request)
  needFresh(request)
  return { accountId, name: name || '未实名用户' }
}

const answerEnrolment = async (web: IdentityWeb, request: FastifyRequest, reply: FastifyReply) => {
  const { accountId } = enroller(web, request)
  const pending = pendingOf(request.session)
  if (pending && (await nextStepOf(web, pending)).step !== 'enrol') throw refused() // somebody enrolled since he gave his password
  const { response, label } = parse(Enrolled, request.body)
  const binding = web.sessions.csrf(request)
  const enrolment = { accountId, label: label.trim() || '通行密钥', binding, response: response as unknown as RegistrationResponseJSON }
  if ((await enrolPasskey(web, passkeySite(web.publicUrl), enrolment)) === 'refused') throw refused()
  if (pending) {
    const renewal = await admit(web, request, reply, pending, pending.next)
    return { next: renewal ?? (pending.next || homeOf(web, request, pending.kind)) }
  }
  await web.sessions.endAll(web.db.sql, accountId, request)
  return { next: '/my/security/factors?done=enrolled' }
}

/** Whose passkey answered; an alarm is written where it may be a copy (S-006). */
const prove = async (web: IdentityWeb, request: FastifyRequest, purpose: ChallengePurpose) => {
  const { response, next } = parse(Proven, request.body)
  const asked = { purpose, binding: web.sessions.csrf(request) }
  const proof = await provePasskey(web, passkeySite(web.publicUrl), asked, response as unknown as AuthenticationResponseJSON)
  if (proof === 'refused') throw refused()
  if ('copied' in proof) {
    request.log.error({ account: proof.copied }, 'S-006 a passkey counted backwards: it may have been copied')
    throw new Problem(422, 'passkey-may-be-copied', '这把通行密钥的计数不对，可能被复制过，没有放行。请换一种方式登录并移除它')
  }
  return { ...proof, next: isLocalPath(next) ? next : '' }
}

const answerSignIn = async (web: IdentityWeb, request: FastifyRequest, reply: FastifyReply) => {
  const pending = pendingOf(request.session)
  const { next, ...who }: SignedIn & { next: string } = await prove(web, request, 'signIn')
  if (pending && pending.accountId !== who.accountId) throw refused()
  const going = pending?.next || next
  const renewal = await admit(web, request, reply, { ...who, withoutPhone: true }, going)
  return { next: renewal ?? (going || homeOf(web, request, who.kind)) }
}

const answerAgain = async (web: IdentityWeb, request: FastifyRequest, reply: FastifyReply) => {
  const { accountId, kind } = needAnyone(web, request)
  const proof = await prove(web, request, 'again')
  if (proof.accountId !== accountId) throw refused()
  await proveAgain(web.sessions, request, reply, provenWithoutPhone())
  return { next: proof.next || homeOf(web, request, kind === 'staff' ? 'staff' : 'person') }
}

/** What the script of a page and an authenticator say to each other (S-006): options first, then the answer. */
export const passkeyRoutes =
  (web: IdentityWeb) =>
  async (app: FastifyInstance): Promise<void> => {
    const site = passkeySite(web.publicUrl)
    app.post('/passkeys/enrol/options', (request) =>
      enrolmentOptions(web, site, { ...enroller(web, request), binding: web.sessions.csrf(request) }),
    )
    app.post('/passkeys/enrol', (request, reply) => answerEnrolment(web, request, reply))
    app.post('/passkeys/sign-in/options', async (request, reply) => {
      await limitChallenges(web, request, reply)
      return proofOptions(web, site, { purpose: 'signIn', binding: web.sessions.csrf(request) }, pendingOf(request.session)?.accountId)
    })
    app.post('/passkeys/sign-in', (request, reply) => answerSignIn(web, request, reply))
    app.post('/passkeys/again/options', (request) =>
      proofOptions(web, site, { purpose: 'again', binding: web.sessions.csrf(request) }, needAnyone(web, request).accountId),
    )
    app.post('/passkeys/again', (request, reply) => answerAgain(web, request, reply))
  }
