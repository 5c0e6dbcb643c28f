import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Provider } from 'oidc-provider'
import { chineseDate, localDateAt } from '../../../kernel/date.ts'
import { maskName, maskPhone } from '../../../kernel/text.ts'
import { sendPage } from '../../../platform/http.ts'
import { href } from '../../../ui/page/frame.ts'
import type { Viewer } from '../../identity/index.ts'
import { consentPage } from '../pages/consent-page.ts'
import { factorPage, leavingPage, levelPage, otherAccountPage } from '../pages/step-pages.ts'
import { agree, goOn, needOf, refuse, type Step, stepOf } from '../perform/interaction.ts'
import { type AppScope, consentDays, type Standing, scopeWords } from '../terms.ts'
import { type AppsWeb, lookAgain, standingOf } from './deps.ts'

type WithUid = { Params: { uid: string } }
type Here = {
  readonly web: AppsWeb
  readonly request: FastifyRequest<WithUid>
  readonly reply: FastifyReply
  readonly provider: Provider
  readonly viewer: Viewer
  readonly standing: Standing | undefined
  readonly path: string
}

const rawOf = ({ request, reply }: Here) => ({ req: request.raw, res: reply.raw })

/** By a page, not by a redirect: the browser would hold the sub-site's address to the form-action of the form before. */
const leave = ({ web, request, reply }: Here, to: string): FastifyReply =>
  sendPage(reply.header('refresh', `0;url=${to}`), leavingPage(web.frame(request), to))

const whoIs = (viewer: Viewer): string => {
  if (viewer.kind !== 'applicant') return ''
  const { organisation, name, phone } = viewer
  const own = name ? maskName(name) : maskPhone(phone)
  return organisation ? `${own}（代表${organisation.name}）` : own
}

const showConsent = ({ web, request, reply, viewer, path }: Here, { appName, host, wanted }: Step): FastifyReply => {
  const until = chineseDate(localDateAt(Date.now() + consentDays * 86_400_000))
  return sendPage(reply, consentPage(web.frame(request), { action: path, appName, host, who: whoIs(viewer), wanted, until }))
}

const toPage = ({ web, request, reply, path }: Here, at: string): FastifyReply =>
  reply.redirect(href(web.frame(request), `${at}?next=${encodeURIComponent(path)}`), 303)

/**
 * Officers' cookies do not come along with a request that another site began (SameSite=Strict): where a sub-site serves officers, the page
 * asks itself once more before anybody is taken for signed out.
 */
const toDoor = (here: Here, { audience }: Step): FastifyReply => {
  const { web, request, reply, path } = here
  if (audience !== 'applicants' && (request.query as { again?: unknown }).again === undefined)
    return lookAgain(reply, web.frame(request), '登录', `${path}?again=1`)
  return toPage(here, audience === 'staff' ? '/login/staff' : '/login/person')
}

const showLevel = ({ web, request, reply, path }: Here, { appName, demanded }: Step, standing: Standing): FastifyReply => {
  const frame = web.frame(request)
  const page =
    standing.kind === 'staff'
      ? factorPage(frame, { appName, here: path })
      : levelPage(frame, { appName, level: standing.level, demanded: demanded.applicant, here: path })
  return sendPage(reply, page, 403)
}

const show = async (here: Here, step: Step): Promise<FastifyReply> => {
  const { web, request, reply, provider, standing } = here
  const need = needOf(step, standing)
  if (!standing || need === 'signIn') return toDoor(here, step)
  if (need === 'otherAccount')
    return sendPage(reply, otherAccountPage(web.frame(request), { appName: step.appName, audience: step.audience, here: here.path }), 403)
  if (need === 'acting') return toPage(here, '/my/acting')
  if (need === 'proof') return toPage(here, '/my/again')
  if (need === 'consent') return showConsent(here, step)
  if (need === 'nothing') return leave(here, await goOn(provider, rawOf(here), standing))
  return showLevel(here, step, standing)
}

const ticked = (body: unknown): AppScope[] =>
  [(body as { scope?: unknown } | undefined)?.scope].flat().filter((one): one is AppScope => typeof one === 'string' && one in scopeWords)

const answer = async (here: Here, step: Step): Promise<FastifyReply> => {
  const { web, request, provider, standing } = here
  const { answer: said } = (request.body ?? {}) as { answer?: unknown }
  if (said === 'refuse') return leave(here, await refuse(provider, rawOf(here)))
  if (said !== 'agree' || !standing || needOf(step, standing) !== 'consent') return show(here, step)
  return leave(here, await agree({ db: web.db, provider }, rawOf(here), step, standing, ticked(request.body)))
}

/** The pages between a sub-site's request and its answer: sign in, prove it anew, raise the level, agree (R-023, S-082, S-084). */
export const interactionRoutes =
  (web: AppsWeb) =>
  async (app: FastifyInstance): Promise<void> => {
    const at = async (request: FastifyRequest<WithUid>, reply: FastifyReply, act: (here: Here, step: Step) => Promise<FastifyReply>) => {
      const viewer = web.viewer(request)
      const { uid } = request.params
      const provider = await web.provider()
      const here = { web, request, reply, provider, viewer, standing: standingOf(viewer, request), path: `/oidc/interaction/${uid}` }
      const step = await stepOf(provider, rawOf(here), uid)
      return 'again' in step ? leave(here, step.again) : act(here, step)
    }
    app.get<WithUid>('/oidc/interaction/:uid', (request, reply) => at(request, reply, show))
    app.post<WithUid>('/oidc/interaction/:uid', (request, reply) => at(request, reply, answer))
  }
