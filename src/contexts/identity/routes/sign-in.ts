import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { FieldError } from '../../../kernel/refusal.ts'
import { NeedsSignIn, Problem, parse, sendPage, withoutQuery } from '../../../platform/http.ts'
import { originOf } from '../../../platform/origin.ts'
import { href } from '../../../ui/page/frame.ts'
import { accountLines, signInPage } from '../pages/sign-in-page.ts'
import { tryCode } from '../perform/factors/codes.ts'
import { letIn, nextStepOf, openSession, pendingOf, refuseOldPassword, secondFactorNeeded } from '../perform/factors/gate.ts'
import { isLimited } from '../perform/means.ts'
import { checkCredentials, type SignedIn } from '../perform/sign-in.ts'
import { recordWrongFactor } from '../perform/sign-in-history.ts'
import { viewerOf } from '../perform/viewer.ts'
import { doorNames } from '../rules/limits.ts'
import type { Door, Viewer } from '../terms.ts'
import { bodyOf, type IdentityWeb, nextOf, textOf, tooManyTries, tooOften } from './web.ts'

const doors = Object.keys(doorNames) as Door[]
const wrong: Record<Door, string> = {
  person: '手机号、身份证号、用户名或密码不正确，请检查后重新输入',
  organisation: '统一社会信用代码或密码不正确，请检查后重新输入',
  staff: '用户名或密码不正确，请检查后重新输入',
}

const Credentials = z.strictObject({
  account: z.string().min(1).max(200),
  password: z.string().min(1).max(256),
  secondFactor: z.string().max(200).optional(),
})

/** A viewer as a program sees himself. */
export const asPerson = (viewer: Viewer) => {
  if (viewer.kind === 'visitor') return null
  const { accountId: id, name } = viewer
  if (viewer.kind === 'applicant') return { id, kind: 'applicant', name, level: viewer.level, organisation: viewer.organisation ?? null }
  const { roles, unit, departmentCode, division } = viewer
  return { id, kind: 'staff', name, roles, unit, departmentCode, division }
}

type Entering = SignedIn & { readonly next: string }
/** Lets in whoever proved his account at a page, whatever way he came, and leads him where he was going. */
export const enter = async (
  web: IdentityWeb,
  request: FastifyRequest,
  reply: FastifyReply,
  { next, ...who }: Entering,
): Promise<FastifyReply> => {
  const second = await letIn(web, request, reply, who, next)
  return reply.redirect(second ? href(web.frame(request), second) : next || homeOf(web, request, who.kind), 303)
}

const emptyFields = (door: Door, account: string, password: string): FieldError[] => [
  ...(account.trim() ? [] : [{ field: 'account', message: `请填写${accountLines[door].label}` }]),
  ...(password ? [] : [{ field: 'password', message: '请输入密码' }]),
]

const answerPage = async (web: IdentityWeb, request: FastifyRequest, reply: FastifyReply, door: Door) => {
  const body = bodyOf(request)
  const next = nextOf(body)
  const [account, password] = [textOf(body, 'account'), textOf(body, 'password')]
  const again = (status: number, errors: FieldError[]) =>
    sendPage(reply, signInPage(web.frame(request), { door, account, next, errors, partners: web.partners }), status)
  const missing = emptyFields(door, account, password)
  if (missing.length > 0) return again(422, missing)
  const outcome = await checkCredentials(web, {
    account,
    password,
    door,
    ip: request.ip,
    device: originOf(request).device,
    request: String(request.id),
  })
  if (isLimited(outcome)) return again(429, tooOften(reply, outcome.retryAfter, 'account'))
  if (outcome === 'wrong') return again(422, [{ field: 'account', message: wrong[door] }])
  return enter(web, request, reply, { ...outcome, next })
}

/** Where one arrives who was going nowhere in particular. */
export const homeOf = (web: IdentityWeb, request: FastifyRequest, kind: Door): string =>
  kind === 'staff' ? '/console/' : href(web.frame(request), '/my')

/** A program sends the second factor with the password: six digits of a generator, or a recovery code (S-005, S-012). */
const checkSecondFactor = async (
  web: IdentityWeb,
  request: FastifyRequest,
  reply: FastifyReply,
  { code, ...signedIn }: SignedIn & { readonly code: string | undefined },
): Promise<void> => {
  const { step, kinds } = await nextStepOf(web, signedIn)
  if (step === 'open') return
  if (step === 'enrol' || !code) throw secondFactorNeeded(kinds)
  const outcome = await tryCode(web, signedIn.accountId, code)
  if (isLimited(outcome)) throw tooManyTries(reply, outcome.retryAfter)
  if (outcome !== 'wrong') return
  await recordWrongFactor(web.db, signedIn.accountId, request)
  throw new Problem(401, 'wrong-second-factor', '第二重验证不正确，或已经用过')
}

const answerProgram = async (web: IdentityWeb, request: FastifyRequest, reply: FastifyReply) => {
  const { account, password, secondFactor } = parse(Credentials, request.body)
  const outcome = await checkCredentials(web, {
    account,
    password,
    ip: request.ip,
    device: originOf(request).device,
    request: String(request.id),
  })
  if (isLimited(outcome)) throw tooManyTries(reply, outcome.retryAfter)
  if (outcome === 'wrong') throw new Problem(401, 'wrong-credentials', '帐号或密码不正确')
  await checkSecondFactor(web, request, reply, { ...outcome, code: secondFactor })
  await refuseOldPassword(web, outcome)
  const session = await openSession(web, request, reply, outcome)
  return reply.code(201).send({ person: asPerson(await viewerOf(web.db, web.secrets)({ session })), csrfToken: session.csrf })
}

/** Pages and API for coming and going. */
export const signInRoutes =
  (web: IdentityWeb) =>
  async (app: FastifyInstance): Promise<void> => {
    const { sessions, frame } = web
    for (const door of doors) {
      app.get(`/login/${door}`, async (request, reply) => {
        const next = nextOf(request.query)
        const viewer = web.viewer(request)
        if (viewer.kind !== 'visitor')
          return reply.redirect(next || homeOf(web, request, viewer.kind === 'staff' ? 'staff' : 'person'), 303)
        const recovered = textOf(request.query, 'recovered') === '1'
        return sendPage(reply, signInPage(frame(request), { door, account: '', next, recovered, errors: [], partners: web.partners }))
      })
      app.post(`/login/${door}`, (request, reply) => answerPage(web, request, reply, door))
    }
    app.get('/login', (request, reply) =>
      reply.redirect(href(frame(request), `/login/${pendingOf(request.session)?.kind ?? 'person'}`), 303),
    )
    app.post('/logout', async (request, reply) => {
      await sessions.signOut(request, reply)
      return reply.redirect(href(frame(request), '/'), 303)
    })
    app.post('/api/v1/sessions', (request, reply) => answerProgram(web, request, reply))
    app.delete('/api/v1/sessions', async (request, reply) => {
      await sessions.signOut(request, reply)
      return reply.code(204).send()
    })
    app.get('/api/v1/me', withoutQuery, async (request) => {
      const person = asPerson(web.viewer(request))
      if (!person) throw new NeedsSignIn()
      return { person, csrfToken: sessions.csrf(request) }
    })
  }
