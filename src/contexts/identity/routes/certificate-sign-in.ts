import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { FieldError } from '../../../kernel/refusal.ts'
import { type Certificate, readCertificate } from '../../../platform/certificates.ts'
import { Problem, parse, sendPage } from '../../../platform/http.ts'
import { networkOf } from '../../../platform/origin.ts'
import { href } from '../../../ui/page/frame.ts'
import { certificateSignInPage, type SigningModel } from '../pages/certificate-pages.ts'
import { isOfOrganisation, keepBrought } from '../perform/certificates/brought.ts'
import { acceptHanded, accountOf, type CertificateSignIn, proveCertificate } from '../perform/certificates/certificates.ts'
import { newChallenge } from '../perform/factors/challenges.ts'
import { admit, openSession, refuseOldPassword } from '../perform/factors/gate.ts'
import { proveAgain, provenWithoutPhone } from '../perform/fresh.ts'
import { viewerOf } from '../perform/viewer.ts'
import { type CertificateRefusal, certificateFaults, textToSign } from '../rules/certificates.ts'
import type { ChallengePurpose } from '../rules/factors.ts'
import { asPerson, homeOf } from './sign-in.ts'
import { bodyOf, type IdentityWeb, limitChallenges, needAnyone, nextOf, tooManyTries } from './web.ts'

const Signed = z.strictObject({ certificate: z.string().max(10_000), challenge: z.string().max(100), signature: z.string().max(2000) })
const longText = (body: unknown, name: string): string => {
  const value = (body as Record<string, unknown> | undefined)?.[name]
  return typeof value === 'string' ? value.slice(0, 10_000) : ''
}
/** What a form of ours sends back after signing. */
export const signedForm = (body: unknown) => ({
  certificate: longText(body, 'certificate').trim(),
  challenge: longText(body, 'challenge'),
  signature: longText(body, 'signature').replace(/\s/g, ''),
})

/** The parts of a page on which something is signed, with a new challenge of this session. */
export const signingModel = async (web: IdentityWeb, request: FastifyRequest, purpose: ChallengePurpose): Promise<SigningModel> => {
  const challenge = await newChallenge(web, { purpose, binding: web.sessions.csrf(request) })
  const handed = web.handed(request)
  const presented = handed === undefined ? undefined : readCertificate(handed)
  return { challenge, text: textToSign(web.publicUrl, challenge), certificate: '', handed: presented?.subject.name ?? '', errors: [] }
}

const atSignature: ReadonlySet<CertificateRefusal> = new Set(['wrongSignature', 'oldChallenge'])
/** What the page says: the boxes left empty, else why what was brought is refused, at the field it concerns. */
export const signingErrors = (body: unknown, refusal: CertificateRefusal): FieldError[] => {
  const { certificate, signature } = signedForm(body)
  const missing = [
    ...(certificate ? [] : [{ field: 'certificate', message: '请粘贴证书' }]),
    ...(signature ? [] : [{ field: 'signature', message: '请粘贴签名结果' }]),
  ]
  if (missing.length > 0 && longText(body, 'handed') !== '1') return missing
  return [{ field: atSignature.has(refusal) ? 'signature' : 'certificate', message: certificateFaults[refusal] }]
}

/** The certificate that a form brings: signed with, or presented by the browser when the form says so. */
export const certificateOfForm = (
  web: IdentityWeb,
  request: FastifyRequest,
  purpose: ChallengePurpose,
): Promise<Certificate | CertificateRefusal> => {
  const handed = web.handed(request)
  if (bodyOf(request).handed === '1' && handed !== undefined) return acceptHanded(web, handed)
  return proveCertificate(web, { purpose, binding: web.sessions.csrf(request) }, signedForm(request.body))
}

const owner = async (web: IdentityWeb, proof: Certificate | CertificateRefusal): Promise<CertificateSignIn | CertificateRefusal> =>
  typeof proof === 'string' ? proof : accountOf(web, proof)

const showPage = async (web: IdentityWeb, request: FastifyRequest, reply: FastifyReply, again: boolean, refusal?: CertificateRefusal) => {
  const model = await signingModel(web, request, again ? 'again' : 'certificate')
  const next = nextOf(request.query) || nextOf(request.body)
  const { certificate } = signedForm(request.body)
  const errors = refusal ? signingErrors(request.body, refusal) : []
  return sendPage(reply, certificateSignInPage(web.frame(request), { ...model, certificate, next, again, errors }), refusal ? 422 : 200)
}

/** Tries are few for one network, whatever they bring (S-010). */
const limited = async (web: IdentityWeb, request: FastifyRequest, reply: FastifyReply): Promise<void> => {
  const wait = await web.limits.spend('signInNetwork', networkOf(request.ip))
  if (wait > 0) throw tooManyTries(reply, wait)
}

const answerPage = async (web: IdentityWeb, request: FastifyRequest, reply: FastifyReply) => {
  await limited(web, request, reply)
  const proof = await certificateOfForm(web, request, 'certificate')
  const who = await owner(web, proof)
  if (who === 'notBound' && typeof proof !== 'string' && isOfOrganisation(proof)) {
    await web.sessions.setData(request, { brought: keepBrought(web, proof) })
    return reply.redirect(href(web.frame(request), '/register/organisation'), 303)
  }
  if (typeof who === 'string') return showPage(web, request, reply, false, who)
  const next = nextOf(request.body)
  const renewal = await admit(web, request, reply, { ...who, withoutPhone: true }, next)
  return reply.redirect(renewal ? href(web.frame(request), renewal) : next || homeOf(web, request, who.kind), 303)
}

const answerAgain = async (web: IdentityWeb, request: FastifyRequest, reply: FastifyReply) => {
  const { accountId, kind } = needAnyone(web, request)
  await limited(web, request, reply)
  const who = await owner(web, await certificateOfForm(web, request, 'again'))
  if (typeof who === 'string') return showPage(web, request, reply, true, who)
  if (who.accountId !== accountId) return showPage(web, request, reply, true, 'otherSubject')
  await proveAgain(web.sessions, request, reply, provenWithoutPhone())
  return reply.redirect(nextOf(request.body) || homeOf(web, request, kind === 'staff' ? 'staff' : 'person'), 303)
}

/** A program signs a challenge; one whose TLS presented a certificate sends nothing more. */
const answerProgram = async (web: IdentityWeb, request: FastifyRequest, reply: FastifyReply) => {
  await limited(web, request, reply)
  const handed = web.handed(request)
  const proof =
    request.body === undefined || request.body === null
      ? await (handed === undefined ? 'unreadable' : acceptHanded(web, handed))
      : await proveCertificate(web, { purpose: 'certificate', binding: '' }, parse(Signed, request.body))
  const who = await owner(web, proof)
  if (typeof who === 'string') throw new Problem(401, 'certificate-refused', certificateFaults[who], { fault: who })
  await refuseOldPassword(web, who)
  const session = await openSession(web, request, reply, { ...who, withoutPhone: true })
  return reply.code(201).send({ person: asPerson(await viewerOf(web.db, web.secrets)({ session })), csrfToken: session.csrf })
}

/** Signing in by certificate: the certificate with its PIN is two factors by itself (S-005). */
export const certificateSignInRoutes =
  (web: IdentityWeb) =>
  async (app: FastifyInstance): Promise<void> => {
    app.post('/api/v1/certificates/challenge', async (request, reply) => {
      await limited(web, request, reply)
      const challenge = await newChallenge(web, { purpose: 'certificate', binding: '' })
      return reply.code(201).send({ challenge, text: textToSign(web.publicUrl, challenge) })
    })
    app.post('/api/v1/sessions/certificate', (request, reply) => answerProgram(web, request, reply))
    app.get('/login/certificate', async (request, reply) => {
      await limitChallenges(web, request, reply)
      return showPage(web, request, reply, false)
    })
    app.post('/login/certificate', (request, reply) => answerPage(web, request, reply))
    app.get('/my/again/certificate', async (request, reply) => {
      needAnyone(web, request)
      return showPage(web, request, reply, true)
    })
    app.post('/my/again/certificate', (request, reply) => answerAgain(web, request, reply))
  }
