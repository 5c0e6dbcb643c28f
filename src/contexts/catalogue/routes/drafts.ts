import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { LocalDate } from '../../../kernel/date.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import type { Db } from '../../../platform/db.ts'
import { NeedsSignIn, notFound, Problem, parse, sendPage, withoutQuery } from '../../../platform/http.ts'
import type { Frame } from '../../../ui/page/frame.ts'
import { findDivision } from '../../divisions/index.ts'
import type { Staff, Viewer } from '../../identity/index.ts'
import { guidePage } from '../pages/guide-page.ts'
import { actOnDraft, saveDraft } from '../perform/drafts.ts'
import { countFindings, listDrafts, type OpenDrafts, viewOfItem } from '../perform/view-draft.ts'
import { type DraftAct, draftActs } from '../rules/draft-course.ts'
import { draftStates } from '../terms/draft.ts'
import { conflictProblem, problemOf } from './draft-problems.ts'

export type DraftDeps = {
  readonly db: Db
  readonly viewer: (request: FastifyRequest) => Viewer
  readonly today: () => LocalDate
  readonly openDrafts: OpenDrafts
  readonly frame: (request: FastifyRequest) => Frame
}
type ByCode = { Params: { code: string } }

const seen = z.number().int().min(0)
const SaveBody = z.strictObject({ seen, guide: z.record(z.string(), z.unknown()), reason: z.string().trim().max(200).optional() })
const ActBody = z.strictObject({
  act: z.enum(Object.keys(draftActs) as [DraftAct, ...DraftAct[]]),
  seen,
  returned: z.array(z.strictObject({ element: z.string().max(60), reason: z.string().trim().min(1).max(500) })).max(60).optional(),
}) // biome-ignore format: a body

const CodesQuery = z.strictObject({ codes: z.string().max(7000).transform((text) => text.split(',').filter(Boolean)).pipe(z.array(z.string().max(64)).max(100)) }) // biome-ignore format: a query

const staffOf = ({ viewer }: DraftDeps, request: FastifyRequest): Staff => {
  const who = viewer(request)
  if (who.kind === 'visitor') throw new NeedsSignIn('staff')
  const keeps = who.kind === 'staff' && who.roles.some((role) => role === 'editor' || role === 'catalogueAdmin')
  if (!keeps) throw new Problem(403, 'not-your-item', '只有事项管理员和政务服务管理部门可以起草办事指南')
  return who
}

/** Drafts of guides: listed, read, saved while they are written, submitted, returned, accepted, published. */
export const draftRoutes = (app: FastifyInstance, deps: DraftDeps): void => {
  const { db, today } = deps
  app.get('/api/v1/catalogue/drafts', async (request) => {
    const { division, departmentCode } = staffOf(deps, request)
    parse(z.strictObject({}), request.query)
    return { items: await listDrafts(db.sql, division, departmentCode), next: null }
  })

  app.get('/api/v1/catalogue/findings', async (request) => {
    const { codes } = parse(CodesQuery, request.query)
    return { items: await countFindings(db.sql, codes, staffOf(deps, request)), next: null }
  })

  app.get<ByCode>('/api/v1/catalogue/drafts/:code', withoutQuery, async (request) => {
    const view = await viewOfItem(deps, request.params.code, staffOf(deps, request))
    if (!view) throw notFound('没有这个事项')
    return view
  })

  app.get<ByCode>('/guide/:code/draft', async (request, reply) => {
    const draft = (await viewOfItem(deps, request.params.code, staffOf(deps, request)))?.draft
    if (!draft) throw notFound('这个事项没有正在起草的稿子')
    const { guide, revision, state } = draft
    const version = { guide, version: 0, publishedOn: today(), state: 'published' } as const
    const place = (await findDivision(db.sql, guide.division))?.name ?? guide.department
    reply.header('cache-control', 'private, no-store')
    const view = { version, answers: {}, place, draft: { revision, state: draftStates[state] } }
    return sendPage(reply, guidePage({ ...deps.frame(request), embed: true }, view))
  })

  app.put<ByCode>('/api/v1/catalogue/drafts/:code', { bodyLimit: 1024 * 1024 }, async (request) => {
    const by = staffOf(deps, request)
    const saved = await saveDraft(db, { by, code: request.params.code, ...parse(SaveBody, request.body) })
    if (isRefusal(saved)) throw problemOf(saved)
    if ('conflict' in saved) throw conflictProblem(saved)
    return saved
  })

  app.post<ByCode>('/api/v1/catalogue/drafts/:code/acts', async (request) => {
    const by = staffOf(deps, request)
    const done = await actOnDraft(db, { by, code: request.params.code, ...parse(ActBody, request.body), on: today() })
    if (!done) throw notFound('这个事项没有正在起草的稿子')
    if (isRefusal(done)) throw problemOf(done)
    return done
  })
}
