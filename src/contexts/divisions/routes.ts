import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Db } from '../../platform/db.ts'
import { notFound, parse, sendPage, withoutQuery } from '../../platform/http.ts'
import type { Frame } from '../../ui/page/frame.ts'
import { areasPage } from './pages/areas-page.ts'
import { fullCode } from './rules.ts'
import { findDivision, listChildren, pathOf } from './store.ts'
import type { Division, PortalSite } from './terms.ts'

type Deps = {
  readonly db: Db
  readonly frame: (request: FastifyRequest) => Frame
  readonly sites: readonly PortalSite[]
  readonly city: PortalSite
}

const known = async (db: Db, text: string): Promise<Division> => {
  const code = fullCode(text)
  const division = code && (await findDivision(db.read, code))
  if (!division) throw notFound('没有这个行政区划代码')
  return division
}

/** `/areas` and the divisions of the API. */
export const divisionRoutes =
  ({ db, frame, sites, city }: Deps) =>
  async (app: FastifyInstance): Promise<void> => {
    const banners = sites
      .filter((site) => site.level === 3)
      .map((site) => ({ site, towns: sites.filter((town) => town.level === 4 && town.path.at(-2)?.code === site.code) }))

    app.get('/areas', async (request, reply) => {
      const words = String((request.query as { q?: string }).q ?? '').trim()
      const search = words ? { words, found: sites.filter((site) => site.name.includes(words)).slice(0, 20) } : undefined
      return sendPage(reply, areasPage(frame(request), { city, banners, ...(search ? { search } : {}) }))
    })

    app.get<{ Params: { code: string } }>('/api/v1/divisions/:code', withoutQuery, async (request) => {
      const division = await known(db, request.params.code)
      return { ...division, path: await pathOf(db.read, division.code) }
    })

    app.get<{ Params: { code: string } }>('/api/v1/divisions/:code/children', async (request) => {
      const { limit, after } = parse(
        z.strictObject({ limit: z.coerce.number().int().min(1).max(100).default(100), after: z.string().max(12).default('') }),
        request.query,
      )
      const children = await listChildren(db.read, (await known(db, request.params.code)).code)
      const rest = children.filter((division) => division.code > after)
      const items = rest.slice(0, limit)
      return { items, next: rest.length > limit ? (items.at(-1)?.code ?? null) : null }
    })
  }
