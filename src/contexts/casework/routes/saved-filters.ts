import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { notFound, Problem, parse, withoutQuery } from '../../../platform/http.ts'
import { countFilters, dropFilter, keepFilter, listFilters } from '../store/saved-filters.ts'
import type { CaseworkWeb } from './api-web.ts'
import { DeskQuery, FilterBody } from './desk-bodies.ts'
import { listFor, officer } from './worklists.ts'

/** More names than this nobody finds again. */
const mostFilters = 50

/** The query as a list understands it, in one order; Problem 400 for anything a list does not filter by. */
const tidyQuery = (text: string): string => {
  const query = new URLSearchParams(text)
  for (const name of ['after', 'limit']) query.delete(name)
  parse(DeskQuery, Object.fromEntries(query))
  query.sort()
  return query.toString()
}

/** An officer's own filters: a worklist with its query under a name. */
export const savedFilterRoutes =
  (web: CaseworkWeb) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get('/api/v1/saved-filters', withoutQuery, async (request) => ({
      items: await listFilters(web.db.sql, officer(web, request).accountId),
    }))

    app.post('/api/v1/saved-filters', async (request, reply) => {
      const viewer = officer(web, request)
      const { name, list, query } = parse(FilterBody, request.body)
      listFor(viewer, list)
      if ((await countFilters(web.db.sql, viewer.accountId)) >= mostFilters)
        throw new Problem(409, 'too-many-filters', `最多保存 ${mostFilters} 个筛选，请先删除不用的`)
      return reply.code(201).send(await keepFilter(web.db.sql, viewer.accountId, { id: randomUUID(), name, list, query: tidyQuery(query) }))
    })

    app.delete<{ Params: { id: string } }>('/api/v1/saved-filters/:id', async (request, reply) => {
      const { id } = request.params
      const gone = /^[0-9a-f-]{36}$/.test(id) && (await dropFilter(web.db.sql, officer(web, request).accountId, id))
      if (!gone) throw notFound()
      return reply.code(204).send()
    })
  }
