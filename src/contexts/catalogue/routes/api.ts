import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Db } from '../../../platform/db.ts'
import { notFound, Problem, parse } from '../../../platform/http.ts'
import { compareVersions } from '../perform/compare.ts'
import type { Catalogue } from '../perform/live-catalogue.ts'
import { policyOf } from '../rules/change-kinds.ts'
import type { Filters } from '../rules/facets.ts'
import { isCursor } from '../rules/search.ts'
import { knownAnswers, materialsIn } from '../rules/situation.ts'
import { findStanding } from '../store/items.ts'
import { findGuide, listVersions } from '../store/versions.ts'
import { audiences, itemTypes, useLevels } from '../terms/code-lists.ts'
import type { GuideVersion } from '../terms.ts'
import { knownSite } from './known-site.ts'

const keysOf = (codes: object) => z.enum(Object.keys(codes) as [string, ...string[]])

const ItemsQuery = z.strictObject({
  site: z.string().regex(/^\d{6}(\d{3}){0,2}$/).default('150600'),
  q: z.string().max(100).default(''),
  audience: keysOf(audiences).optional(),
  theme: z.string().regex(/^\d{3}$/).optional(),
  department: z.string().max(60).optional(),
  type: keysOf(itemTypes).optional(),
  level: keysOf(useLevels).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  after: z.string().max(200).refine(isCursor, '不是有效的游标').optional(),
}) // biome-ignore format: a list of parameters
const SuggestionsQuery = z.strictObject({ site: ItemsQuery.shape.site, q: z.string().max(60).default('') })
const VersionQuery = z.strictObject({ version: z.coerce.number().int().min(1).max(999_999).optional() })
const ChangesQuery = z.strictObject({
  from: z.coerce.number().int().min(1).max(999_999),
  to: z.coerce.number().int().min(1).max(999_999).optional(),
})
const Situation = z.strictObject({ answers: z.record(z.string().max(40), z.string().max(40)) })

type ByCode = { Params: { code: string } }

/** Natural persons and organisations have lists of themes of their own. */
const filtersOf = ({ audience, theme, department, type, level }: z.output<typeof ItemsQuery>): Filters => ({
  ...(audience === '1' && { line: 'personal' as const }),
  ...(audience && audience !== '1' && { audience, line: 'business' as const }),
  ...(theme && { theme }),
  ...(department && { department }),
  ...(type && { type }),
  ...(level && { level }),
})

const otherPlaces = 10

const readGuide = async (db: Db, code: string, version?: number): Promise<GuideVersion> => {
  const found = await findGuide(db.read, code, version)
  if (!found) throw notFound('没有这个事项')
  if (found.state === 'published' || version !== undefined) return found
  const standing = await findStanding(db.read, code)
  const detail = [standing?.on && `自 ${standing.on} 起`, standing?.reason].filter(Boolean).join(',')
  throw new Problem(410, 'gone', found.state === 'suspended' ? '这个事项暂停办理' : '这个事项已取消', {
    detail,
    ...(standing?.successor ? { successor: standing.successor } : {}),
  })
}

/** The items of the API: search and browse, one item, its guide and versions, the materials of a situation. */
export const itemApi = (app: FastifyInstance, { db, catalogue }: { readonly db: Db; readonly catalogue: Catalogue }): void => {
  app.get('/api/v1/items', async (request) => {
    const query = parse(ItemsQuery, request.query)
    const site = await knownSite(db.read, query.site)
    const { q, limit, after } = query
    const answer = catalogue.search({ site, q, limit, others: otherPlaces, filters: filtersOf(query), ...(after ? { after } : {}) })
    const { items, next, total, facets, elsewhere, meant, intent, above } = answer
    return {
      items, next: next ?? null, total, facets, elsewhere, ...(meant ? { meant } : {}), ...(intent ? { intent } : {}), ...(above ? { above } : {}),
    } // biome-ignore format: one answer
  })

  app.get('/api/v1/items/suggestions', async (request, reply) => {
    const { site, q } = parse(SuggestionsQuery, request.query)
    reply.header('cache-control', 'public, max-age=60')
    return { items: catalogue.suggest(await knownSite(db.read, site), q) }
  })

  app.get<ByCode>('/api/v1/items/:code', async (request) => {
    parse(z.strictObject({}), request.query)
    const { guide, version, publishedOn, state } = await readGuide(db, request.params.code)
    const hit = catalogue.find(guide.code)
    return { ...hit, code: guide.code, name: guide.name, state, version, publishedOn }
  })

  app.get<ByCode>('/api/v1/items/:code/guide', async (request) => {
    const { version: asked } = parse(VersionQuery, request.query)
    const { guide, version, publishedOn } = await readGuide(db, request.params.code, asked)
    return { code: guide.code, version, publishedOn, guide }
  })

  app.get<ByCode>('/api/v1/items/:code/versions', async (request) => {
    parse(z.strictObject({}), request.query)
    const items = await listVersions(db.read, request.params.code)
    if (items.length === 0) throw notFound('没有这个事项')
    return { items, next: null }
  })

  app.get<ByCode>('/api/v1/items/:code/changes', async (request) => {
    const { from, to } = parse(ChangesQuery, request.query)
    const compared = await compareVersions(db.read, request.params.code, from, to)
    if (!compared) throw notFound('没有这个事项或者这个版本')
    return { ...compared, changes: compared.changes.map((change) => ({ ...change, ...policyOf(change) })) }
  })

  app.post<ByCode>('/api/v1/items/:code/situation', async (request) => {
    const { answers } = parse(Situation, request.body)
    const { guide } = await readGuide(db, request.params.code)
    const known = knownAnswers(guide, answers)
    const wrong = Object.keys(answers).filter((id) => !(id in known))
    if (wrong.length > 0)
      throw new Problem(400, 'invalid-request', '请求内容有误', {
        fields: wrong.map((id) => ({ field: `answers.${id}`, message: '这个事项没有这个问题或选项' })),
      })
    return { materials: materialsIn(guide, known) }
  })
}
