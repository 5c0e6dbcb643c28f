import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { isRefusal, type Refusal } from '../../../kernel/refusal.ts'
import { NeedsSignIn, notFound, Problem, parse, refusalProblem, sendPage } from '../../../platform/http.ts'
import { href } from '../../../ui/page/frame.ts'
import { type MatterModel, matterPage } from '../pages/matter-page.ts'
import { aboutOf, beginMatter, offersFor } from '../perform/matters.ts'
import { isHolder } from '../rules.ts'
import { findByNumber } from '../store.ts'
import type { Licence, MatterKind } from '../terms.ts'
import { type LicenceDeps, mine, momentOf, ownerOf } from './deps.ts'

const kinds = ['change', 'renew', 'reissue', 'cancel'] as const satisfies readonly MatterKind[]
const isKind = (text: string): text is (typeof kinds)[number] => kinds.some((kind) => kind === text)

type WithKind = { Params: { id: string; kind: string } }

const reason = z.string().trim().max(500)
/** `POST /api/v1/drafts`: `licence` is a 证照编号 of the applicant. */
const DraftsBody = z.strictObject({
  about: z.strictObject({ kind: z.enum(kinds), licence: z.string().trim().min(1).max(64) }),
  reason: reason.default(''),
})

/** A licence of the applicant by its 证照编号; for everybody else it is not there. */
const byNumber = async (deps: LicenceDeps, request: FastifyRequest, number: string): Promise<Licence> => {
  const owner = await ownerOf(deps, deps.viewer(request))
  const own = (await findByNumber(deps.db.sql, number)).find((licence) => owner && isHolder(licence, owner))
  if (!own) throw notFound('没有找到这个证照')
  return own
}

/** A refusal as the page says it: beside the question, or as the reason why not. */
const refusedModel = ({ fields, refused, title, article }: Refusal): Pick<MatterModel, 'errors' | 'objection'> =>
  fields ? { errors: fields } : { errors: [], objection: { refused, title, ...(article ? { article } : {}) } }

/** `/my/certs/:id/:kind` and `POST /api/v1/drafts`: 变更, 延续, 补证, 注销 begin here. */
export const matterRoutes =
  (deps: LicenceDeps) =>
  async (app: FastifyInstance): Promise<void> => {
    const wanted = async (request: FastifyRequest<WithKind>): Promise<{ licence: Licence; kind: (typeof kinds)[number] }> => {
      if (deps.viewer(request).kind !== 'applicant') throw new NeedsSignIn()
      const { id, kind } = request.params
      if (!isKind(kind)) throw notFound()
      return { licence: await mine(deps, request, id), kind }
    }

    app.get<WithKind>('/my/certs/:id/:kind', async (request, reply) => {
      const { licence, kind } = await wanted(request)
      const offer = (await offersFor(deps.db.sql, licence, deps.today())).find((one) => one.kind === kind)
      if (!offer) throw notFound('这个证照不能办理这件事')
      const { renewTo } = await aboutOf(deps.db.sql, licence, kind, undefined)
      const { objection } = offer
      const model = { licence, kind, reason: '', errors: [], ...(renewTo ? { renewTo } : {}), ...(objection ? { objection } : {}) }
      return sendPage(reply, matterPage(deps.frame(request), model))
    })

    app.post<WithKind>('/my/certs/:id/:kind', async (request, reply) => {
      const { licence, kind } = await wanted(request)
      const said = parse(z.object({ reason: reason.default('') }), request.body ?? {}).reason
      const begun = await beginMatter(deps.casework, { licence, kind, reason: said, viewer: deps.viewer(request) }, momentOf(deps))
      if (!isRefusal(begun)) return reply.redirect(href(deps.frame(request), `/apply/${begun.id}`), 303)
      const model = { licence, kind, reason: said, ...refusedModel(begun) }
      return sendPage(reply, matterPage(deps.frame(request), model), begun.fields ? 422 : 409)
    })

    app.post('/api/v1/drafts', async (request, reply) => {
      const viewer = deps.viewer(request)
      if (viewer.kind === 'visitor') throw new NeedsSignIn()
      if (viewer.kind === 'staff')
        throw new Problem(403, 'not-your-act', '证照的事由持证人提出；持证人到窗口的，请先在“综窗收件”里识别来办事的人')
      const { about, reason: said } = parse(DraftsBody, request.body)
      const licence = await byNumber(deps, request, about.licence)
      const begun = await beginMatter(deps.casework, { licence, kind: about.kind, reason: said, viewer }, momentOf(deps))
      if (isRefusal(begun)) throw refusalProblem(begun)
      return reply.code(201).header('location', `/api/v1/cases/${begun.id}`).send({ id: begun.id, no: begun.id })
    })
  }
