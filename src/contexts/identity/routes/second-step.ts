import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { FieldError } from '../../../kernel/refusal.ts'
import { NeedsSignIn, sendPage } from '../../../platform/http.ts'
import { hashPassword } from '../../../platform/secrets.ts'
import { renewPage } from '../pages/renew-page.ts'
import { mustEnrolPage, secondStepPage } from '../pages/second-step-page.ts'
import { tryCode } from '../perform/factors/codes.ts'
import { admit, openSession, type Pending, pendingOf } from '../perform/factors/gate.ts'
import { isLimited } from '../perform/means.ts'
import { newPasswordProblem } from '../perform/password.ts'
import { recordWrongFactor } from '../perform/sign-in-history.ts'
import { replacePasswordHash } from '../store/accounts.ts'
import { listFactorKinds } from '../store/factors.ts'
import { homeOf } from './sign-in.ts'
import { type IdentityWeb, textOf, tooOften } from './web.ts'

/** Who is on his way in; back to the door when his five minutes are over. */
const needPending = (request: FastifyRequest, step: Pending['step']): Pending => {
  const pending = pendingOf(request.session)
  if (pending?.step !== step) throw new NeedsSignIn(pending?.kind ?? 'person')
  return pending
}

const show = async (web: IdentityWeb, request: FastifyRequest, reply: FastifyReply, errors: FieldError[] = [], status = 200) => {
  const kinds = await listFactorKinds(web.db.sql, needPending(request, 'second').accountId)
  return sendPage(reply, secondStepPage(web.frame(request), { kinds, errors }), status)
}

const answerCode = async (web: IdentityWeb, request: FastifyRequest, reply: FastifyReply) => {
  const pending = needPending(request, 'second')
  const code = textOf(request.body, 'code').trim()
  if (!code) return show(web, request, reply, [{ field: 'code', message: '请输入动态验证码或备用码' }], 422)
  const outcome = await tryCode(web, pending.accountId, code)
  if (isLimited(outcome)) return show(web, request, reply, tooOften(reply, outcome.retryAfter, 'code'), 429)
  if (outcome === 'wrong') {
    await recordWrongFactor(web.db, pending.accountId, request)
    return show(web, request, reply, [{ field: 'code', message: '不正确，或已经用过；请等下一个数字再试' }], 422)
  }
  const renewal = await admit(web, request, reply, pending, pending.next)
  return reply.redirect(renewal ?? (pending.next || homeOf(web, request, pending.kind)), 303)
}

const answerRenewal = async (web: IdentityWeb, request: FastifyRequest, reply: FastifyReply) => {
  const pending = needPending(request, 'renew')
  const password = textOf(request.body, 'password')
  const problem = await newPasswordProblem(web, pending.accountId, password)
  if (problem) return sendPage(reply, renewPage(web.frame(request), [{ field: 'password', message: problem }]), 422)
  const passwordHash = await hashPassword(password)
  await web.db.transaction(async (sql) => {
    await replacePasswordHash(sql, pending.accountId, passwordHash)
    await web.sessions.endAll(sql, pending.accountId, request)
  })
  await openSession(web, request, reply, pending)
  return reply.redirect(pending.next || homeOf(web, request, pending.kind), 303)
}

/** Between the right password and the open session (S-005, S-012). */
export const secondStepRoutes =
  (web: IdentityWeb) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get('/login/second', (request, reply) => show(web, request, reply))
    app.post('/login/second', (request, reply) => answerCode(web, request, reply))
    app.get('/login/renew', async (request, reply) => {
      needPending(request, 'renew')
      return sendPage(reply, renewPage(web.frame(request), []))
    })
    app.post('/login/renew', (request, reply) => answerRenewal(web, request, reply))
    app.get('/login/enrol', async (request, reply) => {
      needPending(request, 'enrol')
      return sendPage(reply, mustEnrolPage(web.frame(request)))
    })
  }
