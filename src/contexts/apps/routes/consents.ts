import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { chineseDate, localDateAt } from '../../../kernel/date.ts'
import { NeedsSignIn, notFound, Problem, sendPage } from '../../../platform/http.ts'
import { href } from '../../../ui/page/frame.ts'
import { consentsPage, officeAppsPage } from '../pages/consents-page.ts'
import { withdraw } from '../perform/consents.ts'
import { scopesOf } from '../rules/audience.ts'
import { listConsents } from '../store/consents.ts'
import { listAppsUsedBy } from '../store/logins.ts'
import type { Consent } from '../terms.ts'
import { type AppsWeb, civilTime } from './deps.ts'

const accountOf = (web: AppsWeb, request: FastifyRequest): string => {
  const viewer = web.viewer(request)
  if (viewer.kind === 'visitor') throw new NeedsSignIn('person')
  if (viewer.kind === 'staff') throw new Problem(403, 'not-for-staff', '这个页面供办事的个人和法人使用，请用个人或法人帐号登录')
  return viewer.accountId
}

const asLine = ({ clientId, appName, granted, givenAt, lastUsedAt, until }: Consent) => ({
  clientId,
  appName,
  granted,
  given: civilTime(givenAt),
  lastUsed: civilTime(lastUsedAt),
  until: chineseDate(localDateAt(Date.parse(until))),
})

/** Where an officer's sign-ins go: he is not asked, so he is told. */
const showOffice = async (web: AppsWeb, request: FastifyRequest, reply: FastifyReply, accountId: string): Promise<FastifyReply> => {
  const used = await listAppsUsedBy(web.db.sql, accountId)
  const lines = used.map(({ appName, scopes, at }) => ({
    appName,
    granted: scopes.filter((scope) => scopesOf('staff').includes(scope)),
    lastUsed: civilTime(at),
  }))
  return sendPage(reply, officeAppsPage(web.frame(request), lines))
}

/** 应用授权 in the user space: listed and withdrawn (S-084, V10.7). */
export const consentRoutes =
  (web: AppsWeb) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get('/my/consents', async (request, reply) => {
      const viewer = web.viewer(request)
      if (viewer.kind === 'staff') return showOffice(web, request, reply, viewer.accountId)
      const lines = (await listConsents(web.db.sql, accountOf(web, request))).map(asLine)
      const done = (request.query as { done?: unknown }).done === '1' ? '已撤回。应用不能再读取您的内容，您在那里的登录也会退出。' : ''
      return sendPage(reply, consentsPage(web.frame(request), { lines, done }))
    })
    app.post('/my/consents', async (request, reply) => {
      const { app: clientId } = (request.body ?? {}) as { app?: unknown }
      const isDone = typeof clientId === 'string' && (await withdraw(web.db, accountOf(web, request), clientId))
      if (!isDone) throw notFound('没有找到这项同意，可能已经撤回')
      return reply.redirect(href(web.frame(request), '/my/consents?done=1'), 303)
    })
  }
