import type { FastifyInstance, FastifyRequest } from 'fastify'
import { notFound, parse, withoutQuery } from '../../../platform/http.ts'
import { rolesOf } from '../perform/standing.ts'
import { findWorklist, type Staff, scopeOf, selectionOf, totalOf, totalsOf, type Worklist, workRow } from '../perform/worklists.ts'
import { countBefore, listWorklist } from '../store/worklists.ts'
import { type CaseworkWeb, cursor, momentOf, readCursor, signedIn } from './api-web.ts'
import { DeskQuery } from './desk-bodies.ts'

/** An officer with work in this context; 404 for everybody else (S-041). */
export const officer = (web: CaseworkWeb, request: FastifyRequest): Staff => {
  const viewer = signedIn(web, request)
  if (viewer.kind !== 'staff' || rolesOf(viewer).length === 0) throw notFound()
  return viewer
}

/** A list by its name for an officer who works on it; 404 for others as for none. */
export const listFor = (viewer: Staff, name: string): Worklist => {
  const list = findWorklist(viewer, name)
  if (!list) throw notFound()
  return list
}

const page = async (web: CaseworkWeb, viewer: Staff, list: Worklist, query: unknown) => {
  const { limit, after, ...chosen } = parse(DeskQuery, query)
  const { today } = momentOf(web)
  const [scope, selection] = [scopeOf(viewer), selectionOf(list, viewer, chosen, today.date)]
  const from = readCursor(after, /^(infinity|\d{4}-\d\d-\d\d)$/)
  const at = from && { dueOn: from.a, id: from.b }
  const [rows, before, total] = await Promise.all([
    listWorklist(web.db.sql, scope, selection, today.date, limit + 1, at),
    at ? countBefore(web.db.sql, scope, selection, today.date, at) : 0,
    totalOf(web.db.sql, scope, selection, today.date),
  ])
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return {
    items: rows.slice(0, limit).map((m) => workRow(m, today)),
    ...(last ? { next: cursor(last.dueOn, last.id) } : {}),
    total,
    /** How many cases of the list stand before this page. */
    before,
  }
}

/** Officers' queues: the earliest due first, filters, keyset pages, totals from counters. */
export const worklistRoutes =
  (web: CaseworkWeb) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get('/api/v1/worklists', withoutQuery, async (request) => ({
      items: await totalsOf(web.db.sql, officer(web, request), web.today()),
    }))

    app.get<{ Params: { name: string } }>('/api/v1/worklists/:name', async (request) => {
      const viewer = officer(web, request)
      return page(web, viewer, listFor(viewer, request.params.name), request.query)
    })
  }
