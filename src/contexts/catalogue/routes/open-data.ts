import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { csvType } from '../../../platform/csv.ts'
import type { Db, Sql } from '../../../platform/db.ts'
import { notFound, parse } from '../../../platform/http.ts'
import { openDataPage } from '../pages/open-data-page.ts'
import { exportCatalogue } from '../perform/open-data.ts'
import type { PublicPages } from '../perform/public-pages.ts'
import { findVersion, listChangesAfter } from '../store/open-data.ts'
import { knownSite } from './known-site.ts'

export type OpenDataDeps = { readonly db: Db; readonly pages: PublicPages }

const site = z
  .string()
  .regex(/^\d{6}(\d{3}){0,2}$/)
  .optional()
const ExportQuery = z.strictObject({ site })
const ChangesQuery = z.strictObject({
  site,
  after: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
  limit: z.coerce.number().int().min(1).max(100).default(100),
})
const VersionParams = z.strictObject({ code: z.string().max(60), version: z.coerce.number().int().min(1).max(999_999) })

const divisionIn = (sql: Sql, asked: string | undefined): Promise<string> | undefined =>
  asked === undefined ? undefined : knownSite(sql, asked)

const types = { json: 'application/json; charset=utf-8', csv: csvType } as const
const files = [
  ['items', 'json'],
  ['items', 'csv'],
  ['guides', 'json'],
  ['guides', 'csv'],
] as const

const exportRoutes = (app: FastifyInstance, { db }: OpenDataDeps): void => {
  for (const [what, format] of files)
    app.get(`/open-data/${what}.${format}`, async (request, reply) => {
      const division = await divisionIn(db.read, parse(ExportQuery, request.query).site)
      reply.type(types[format]).header('content-disposition', `attachment; filename="${what}.${format}"`)
      return reply.send(Readable.from(await exportCatalogue(db, what, format, division), { objectMode: false }))
    })
}

/** Open data: the page, the files, each version under an address of its own, and the feed of changes. */
export const openDataRoutes = (app: FastifyInstance, deps: OpenDataDeps): void => {
  const { db, pages } = deps
  app.get('/open-data', (request, reply) => pages.send(request, reply, '/open-data', openDataPage))
  exportRoutes(app, deps)

  app.get('/api/v1/items/changes', async (request) => {
    const { after, limit, site: asked } = parse(ChangesQuery, request.query)
    const items = await listChangesAfter(db.read, after, limit, await divisionIn(db.read, asked))
    const links = items.map((change) => ({ ...change, guide: `/api/v1/items/${change.code}/versions/${change.version}` }))
    return { items: links, next: String(items.at(-1)?.number ?? after), more: items.length === limit }
  })

  app.get<{ Params: { code: string; version: string } }>('/api/v1/items/:code/versions/:version', async (request, reply) => {
    parse(z.strictObject({}), request.query)
    const { code, version } = parse(VersionParams, request.params)
    const found = await findVersion(db.read, code, version)
    if (!found) throw notFound('没有这个事项或者这个版本')
    const etag = `"${found.sha256}"`
    reply.header('etag', etag).header('cache-control', 'public, max-age=31536000, immutable')
    if (request.headers['if-none-match'] === etag) return reply.code(304).send()
    return { code, version, ...found }
  })
}
