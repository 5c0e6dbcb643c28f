import type { FastifyInstance, FastifyRequest } from 'fastify'
import { notFound, parse, withoutQuery } from '../../../platform/http.ts'
import { rolesOf } from '../perform/standing.ts'
import { findWorklist, most, type Staff, scopeOf, selectionOf, totalOf, totalsOf, type Worklist, workRow } from '../perform/worklists.ts'
import { listWorklist } from '../store/worklists.ts'
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

/**
 * How many cases of the list stand before a page: those that the pages before it had, less what has left the list since. The last page is
 * where the total ends. They are not counted anew: far in that would cost many times what the page does.
 */
const standBefore = (shown: number, total: number, here: number, isLast: boolean): number => {
  if (shown === 0 || total === most) return shown // a list that is counted up to a thousand may be longer
  return Math.max(0, isLast ? total - here : Math.min(shown, total - here))
}

const page = async (web: CaseworkWeb, viewer: Staff, list: Worklist, query: unknown) => {
  const { limit, after, ...chosen } = parse(DeskQuery, query)
  const { today } = momentOf(web)
  const [scope, selection] = [scopeOf(viewer), selectionOf(list, viewer, chosen, today.date)]
  const from = readCursor(after, /^(infinity|\d{4}-\d\d-\d\d)$/)
  const at = from && { dueOn: from.a, id: from.b }
  const [rows, total] = await Promise.all([
    listWorklist(web.db.sql, scope, selection, today.date, limit + 1, at),
    totalOf(web.db.sql, scope, selection, today.date),
  ])
  const last = rows.length > limit ? rows[limit - 1] : undefined
  const shown = from?.shown ?? 0
  return {
    items: rows.slice(0, limit).map((m) => workRow(m, today)),
    ...(last ? { next: cursor(last.dueOn, last.id, shown + limit) } : {}),
    total,
    before: standBefore(shown, total, rows.length, last === undefined),
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
