import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { FieldError } from '../../../kernel/refusal.ts'
import { Problem, parse, sendPage } from '../../../platform/http.ts'
import { href } from '../../../ui/page/frame.ts'
import { againPage } from '../pages/again-page.ts'
import { proveAgain } from '../perform/fresh.ts'
import { isLimited } from '../perform/means.ts'
import { checkOwnPassword } from '../perform/sign-in.ts'
import { listLinks } from '../store/partners.ts'
import { bodyOf, type IdentityWeb, needAnyone, nextOf, textOf, tooManyTries, tooOften } from './web.ts'

const Again = z.strictObject({ password: z.string().min(1).max(256) })

/** The partners by which an account may prove itself: those it is linked to. */
export const linkedPartners = async (web: IdentityWeb, accountId: string) => {
  const links = await listLinks(web.db.sql, accountId)
  return web.partners.filter(({ id }) => links.some(({ partner }) => partner === id)).map(({ id, name }) => ({ id, name }))
}

const answerPage = async (web: IdentityWeb, request: FastifyRequest, reply: FastifyReply) => {
  const { accountId, kind } = needAnyone(web, request)
  const body = bodyOf(request)
  const next = nextOf(body)
  const partners = await linkedPartners(web, accountId)
  const again = (status: number, errors: FieldError[]) => sendPage(reply, againPage(web.frame(request), { next, errors, partners }), status)
  const password = textOf(body, 'password')
  if (!password) return again(422, [{ field: 'password', message: '请输入密码' }])
  const outcome = await checkOwnPassword(web, accountId, password)
  if (isLimited(outcome)) return again(429, tooOften(reply, outcome.retryAfter, 'password'))
  if (outcome === 'wrong') return again(422, [{ field: 'password', message: '密码不正确，请检查后重新输入' }])
  await proveAgain(web.sessions, request, reply)
  return reply.redirect(next || (kind === 'staff' ? '/console/' : href(web.frame(request), '/my')), 303)
}

const answerProgram = async (web: IdentityWeb, request: FastifyRequest, reply: FastifyReply) => {
  const { accountId } = needAnyone(web, request)
  const { password } = parse(Again, request.body)
  const outcome = await checkOwnPassword(web, accountId, password)
  if (isLimited(outcome)) throw tooManyTries(reply, outcome.retryAfter)
  if (outcome === 'wrong') throw new Problem(401, 'wrong-credentials', '密码不正确')
  const { csrf, data } = await proveAgain(web.sessions, request, reply)
  return { freshAt: data.freshAt, csrfToken: csrf }
}

/** Proving oneself again within an open session (S-035). */
export const againRoutes =
  (web: IdentityWeb) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get('/my/again', async (request, reply) => {
      const partners = await linkedPartners(web, needAnyone(web, request).accountId)
      return sendPage(reply, againPage(web.frame(request), { next: nextOf(request.query), errors: [], partners }))
    })
    app.post('/my/again', (request, reply) => answerPage(web, request, reply))
    app.post('/api/v1/sessions/again', (request, reply) => answerProgram(web, request, reply))
  }
