import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { FieldError } from '../../../kernel/refusal.ts'
import { sendPage } from '../../../platform/http.ts'
import { newPasswordPage, recoverCodePage, recoverPage, recoveryGonePage } from '../pages/recover-page.ts'
import { isLimited } from '../perform/means.ts'
import { beginRecovery, finishRecovery, recoverableBy } from '../perform/recover.ts'
import { type PhoneStep, phoneStepRoutes, to, wrongCode } from './phone-step.ts'
import { bodyOf, type IdentityWeb, textOf, tooOften } from './web.ts'

const asking = (web: IdentityWeb): PhoneStep => ({
  action: 'recover',
  path: '/recover',
  phonePage: recoverPage,
  codePage: recoverCodePage,
  take: async (request, reply, taken) => {
    const outcome = await beginRecovery(web, taken)
    if (isLimited(outcome)) return tooOften(reply, outcome.retryAfter, 'code')
    if (outcome === 'wrongCode') return [wrongCode]
    await web.sessions.setData(request, { recovery: outcome.id, confirming: null })
    return to(web, request, reply, '/recover/password')
  },
})

const openOne = (web: IdentityWeb, request: FastifyRequest) => ({
  id: String(request.session?.data.recovery ?? '00000000-0000-0000-0000-000000000000'),
  binding: web.sessions.csrf(request),
})

const showPassword = async (
  web: IdentityWeb,
  request: FastifyRequest,
  reply: FastifyReply,
  errors: FieldError[] = [],
): Promise<FastifyReply> => {
  const accounts = await recoverableBy(web, openOne(web, request))
  if (!accounts) return sendPage(reply, recoveryGonePage(web.frame(request)), 410)
  const chosen = textOf(request.body, 'account')
  return sendPage(reply, newPasswordPage(web.frame(request), { accounts, chosen, errors }), errors.length > 0 ? 422 : 200)
}

/** 忘记密码 in three steps (R-034, S-007). */
export const recoverRoutes =
  (web: IdentityWeb) =>
  async (app: FastifyInstance): Promise<void> => {
    await app.register(phoneStepRoutes(web, asking(web)))
    app.get('/recover/password', (request, reply) => showPassword(web, request, reply))
    app.post('/recover/password', async (request, reply) => {
      const body = bodyOf(request)
      const outcome = await finishRecovery(web, {
        ...openOne(web, request),
        account: textOf(body, 'account'),
        password: textOf(body, 'password'),
        endSessions: (sql, accountId) => web.sessions.endAll(sql, accountId),
      })
      if (outcome === 'gone') return sendPage(reply, recoveryGonePage(web.frame(request)), 410)
      if ('field' in outcome) return showPassword(web, request, reply, [outcome])
      if (request.session) await web.sessions.setData(request, { recovery: null })
      return to(web, request, reply, `/login/${outcome.door}?recovered=1`)
    })
  }
