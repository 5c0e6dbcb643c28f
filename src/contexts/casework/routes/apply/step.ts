import type { FastifyReply, FastifyRequest } from 'fastify'
import { notFound, Problem } from '../../../../platform/http.ts'
import { type Frame, href } from '../../../../ui/page/frame.ts'
import type { Viewer } from '../../../identity/index.ts'
import { lostStanding } from '../../perform/acting.ts'
import { type Draft, findDraft } from '../../perform/drafts.ts'
import type { Moment } from '../../perform/journal.ts'
import { caseView } from '../../perform/view.ts'
import { applicant, type CitizenWeb, form, momentOf, type Params } from '../citizen-web.ts'

/** One request of the applicant's way: who asks, what he sent, and the frame of the answer. */
export type Step = {
  readonly web: CitizenWeb
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly frame: Frame
  readonly viewer: Extract<Viewer, { kind: 'applicant' }>
  readonly params: Params['Params']
  readonly body: Readonly<Record<string, unknown>>
  readonly moment: Moment
  /** 303 to a path of the same site. */
  readonly to: (path: string) => FastifyReply
}

const refuseLostStanding = (viewer: Viewer): void => {
  const lost = lostStanding(viewer)
  if (!lost) return
  const { refused, title, detail } = lost
  throw new Problem(403, refused, title, { detail, link: '/my/acting', linkText: '切换身份' })
}

/** A handler of a step; the signed-in applicant is certain, and does not go on in his own name where he acted for another a moment ago. */
export const step = (web: CitizenWeb, handle: (step: Step) => Promise<FastifyReply>) => (request: FastifyRequest, reply: FastifyReply) => {
  const viewer = applicant(web, request)
  refuseLostStanding(viewer)
  const frame = web.frame(request)
  const params = request.params as Params['Params']
  return handle({
    web,
    request,
    reply,
    frame,
    viewer,
    params,
    body: form(request),
    moment: momentOf(web),
    to: (path) => reply.redirect(href(frame, path), 303),
  })
}

const isSubmitted = async ({ web, params, viewer, moment }: Step): Promise<boolean> =>
  (await caseView(web.casework, params.id, viewer, moment.today)) !== undefined

/** A handler of a step inside a draft; another's draft is absent (S-041). Going back to one that was submitted shows its 号牌 (U-040). */
export const draftStep = (web: CitizenWeb, handle: (step: Step & { readonly draft: Draft }) => Promise<FastifyReply>) =>
  step(web, async (at) => {
    const draft = await findDraft(web.casework, at.params.id, at.viewer)
    if (!draft && at.request.method === 'GET' && (await isSubmitted(at))) return at.to(`/apply/${at.params.id}/done`)
    if (!draft) throw notFound('没有找到这份草稿，它可能已经提交或删除')
    return handle({ ...at, draft })
  })
