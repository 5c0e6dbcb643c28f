import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { asProblem, NeedsFresh, NeedsSignIn, notFound, type Problem, sendPage, sendProblem } from '../platform/http.ts'
import type { Sessions } from '../platform/session.ts'
import { errorPage } from '../ui/page/error-page.ts'
import type { Frame } from '../ui/page/frame.ts'
import { leadToSignIn } from './resume.ts'

type Means = {
  readonly sessions: Sessions
  readonly frame: (request: FastifyRequest) => Frame
  readonly fallbackFrame: (request: FastifyRequest) => Frame
}

const wantsJson = (request: FastifyRequest): boolean =>
  request.url.startsWith('/api/') ||
  request.headers['x-autosave'] !== undefined ||
  (request.headers.accept?.startsWith('application/json') ?? false)

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

const page = ({ frame, fallbackFrame }: Means, problem: Problem, request: FastifyRequest, reply: FastifyReply) => {
  const { detail, link, linkText } = problem.extra
  const actions = text(link) ? [{ href: String(link), label: text(linkText) ?? '继续' }] : undefined
  const view = {
    status: problem.status,
    title: problem.title,
    detail: text(detail),
    id: String(request.id),
    ...(actions ? { actions } : {}),
  }
  try {
    return sendPage(reply, errorPage(frame(request), view), problem.status)
  } catch {
    return sendPage(reply, errorPage(fallbackFrame(request), view), problem.status)
  }
}

/** What comes before any route and hook: an address that is no text, or is too long. Its answer tells no more than the others (S-058, S-065). */
export const addressFault = (error: FastifyError, _request: FastifyRequest, reply: FastifyReply): FastifyReply =>
  sendProblem(reply.headers(reply.server.safeHeaders ?? {}), asProblem(error))

/** Errors as RFC 9457 for programs and as a page for people; a missing session leads to the door (S-065, U-042). */
export const errorAnswers = (app: FastifyInstance, means: Means): void => {
  const answer = async (problem: Problem, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { retryAfter } = problem.extra
    if (typeof retryAfter === 'number') reply.header('retry-after', String(Math.ceil(retryAfter)))
    if (wantsJson(request)) return sendProblem(reply, problem)
    if (!(problem instanceof NeedsSignIn || problem instanceof NeedsFresh)) return page(means, problem, request, reply)
    return leadToSignIn(means.sessions, problem, request, reply).catch((error: unknown) => {
      request.log.error({ err: error }, 'the posted form could not be kept')
      return page(means, asProblem(error), request, reply)
    })
  }
  app.setErrorHandler((error, request, reply) => {
    const problem = asProblem(error)
    if (problem === error && problem.status === 503)
      request.log.info(problem.code) // said on purpose, and often in a flood
    else if (problem.status >= 500) request.log.error({ err: error }, problem.code)
    return answer(problem, request, reply)
  })
  app.setNotFoundHandler((request, reply) => answer(notFound(), request, reply))
}
