import type { FastifyInstance, FastifyRequest } from 'fastify'
import { notFound, sendPage } from '../../../platform/http.ts'
import { networkOf } from '../../../platform/origin.ts'
import { href } from '../../../ui/page/frame.ts'
import { phoneNotStoppedPage, phoneStopPage, phoneStoppedPage } from '../pages/phone-stop-page.ts'
import { stopPhoneChange } from '../perform/phone-stop.ts'
import { type IdentityWeb, needApplicant, tooManyTries } from './web.ts'

type WithToken = { Params: { token: string } }
const from = (request: FastifyRequest) => ({ request: String(request.id), network: request.ip })

/** 「不是我办的」 (S-007): by the link that the former telephone got, which only stops, or signed in. */
export const phoneStopRoutes =
  (web: IdentityWeb) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get<WithToken>('/stop/:token', async (request, reply) =>
      sendPage(reply, phoneStopPage(web.frame(request), encodeURIComponent(request.params.token))),
    )
    app.post<WithToken>('/stop/:token', async (request, reply) => {
      const wait = await web.limits.spend('invitationNetwork', networkOf(request.ip))
      if (wait > 0) throw tooManyTries(reply, wait)
      const stopped = await stopPhoneChange(web, { token: request.params.token }, from(request))
      if (!stopped) return sendPage(reply, phoneNotStoppedPage(web.frame(request)), 404)
      return sendPage(reply, phoneStoppedPage(web.frame(request), stopped.isDone))
    })
    app.post('/my/security/stop', async (request, reply) => {
      const { accountId } = needApplicant(web.viewer(request))
      const stopped = await stopPhoneChange(web, { accountId }, from(request))
      if (!stopped) throw notFound('没有要停止的更换，可能已经停止或者过了时间')
      if (stopped.isDone) return sendPage(reply, phoneStoppedPage(web.frame(request), true))
      return reply.redirect(href(web.frame(request), '/my/security?done=stopped'), 303)
    })
  }
