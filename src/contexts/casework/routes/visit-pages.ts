import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isRefusal } from '../../../kernel/refusal.ts'
import { refusalProblem, sendPage } from '../../../platform/http.ts'
import { href } from '../../../ui/page/frame.ts'
import { confirmOverPage, confirmPage } from '../pages/confirm-page.ts'
import { visitPage } from '../pages/visit-page.ts'
import { ownerOf } from '../perform/acting.ts'
import { answerUnder, shownUnder } from '../perform/confirmations.ts'
import { codeMinutes, openCode, type ShownCode, showCode } from '../perform/visit-codes.ts'
import { applicant, type CitizenWeb, form, granted } from './citizen-web.ts'

type WithToken = { Params: { token: string } }
const clockOf = (instant: string): string =>
  new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit', hour12: false }).format(
    new Date(instant),
  )
const inWords = ({ digits, text, expiresAt }: ShownCode) => ({ digits, text, until: clockOf(expiresAt) })

/** `/my/visit`: the code that opens one's drafts at a window. */
const codePages = (app: FastifyInstance, web: CitizenWeb): void => {
  app.get('/my/visit', async (request, reply) => {
    const viewer = applicant(web, request)
    const owner = ownerOf(viewer)
    const code = owner ? await openCode(web.casework, owner) : undefined
    const model = { applicant: viewer.organisation?.name ?? viewer.name, minutes: codeMinutes, code: code && inWords(code) }
    return sendPage(reply, visitPage(web.frame(request), model))
  })

  app.post('/my/visit', async (request, reply) => {
    const viewer = applicant(web, request)
    const code = await showCode(web.casework, viewer)
    if (isRefusal(code)) throw refusalProblem({ ...code, detail: '实名认证约 1 分钟，认证以后再来出示。' })
    return reply.redirect(href(web.frame(request), '/my/visit'), 303)
  })
}

/** `/confirm/{token}`: the customer's screen at the window. Who holds the token stands there; it says nothing after half an hour. */
const confirmPages = (app: FastifyInstance, web: CitizenWeb): void => {
  const show = async (request: FastifyRequest<WithToken>, reply: FastifyReply) => {
    const { token } = request.params
    const shown = await shownUnder(web.casework, token)
    const frame = web.frame(request)
    return shown ? sendPage(reply, confirmPage(frame, { ...shown, token })) : sendPage(reply, confirmOverPage(frame), 410)
  }
  app.get<WithToken>('/confirm/:token', show)

  app.post<WithToken>('/confirm/:token', async (request, reply) => {
    const { token } = request.params
    const { answer, words } = form(request)
    granted((await answerUnder(web.casework, token, answer === 'right' ? 'right' : 'wrong', String(words ?? ''))) ?? {})
    return reply.redirect(href(web.frame(request), `/confirm/${token}`), 303)
  })
}

/** What the person at the window has in his hand: his code, and the page on which he confirms. */
export const visitPages =
  (web: CitizenWeb) =>
  async (app: FastifyInstance): Promise<void> => {
    codePages(app, web)
    confirmPages(app, web)
  }
