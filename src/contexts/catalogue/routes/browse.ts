import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { LocalDate } from '../../../kernel/date.ts'
import type { Db } from '../../../platform/db.ts'
import { sendPage } from '../../../platform/http.ts'
import type { Frame } from '../../../ui/page/frame.ts'
import { listAddress, listPage } from '../pages/list-page.ts'
import { searchPage } from '../pages/search-page.ts'
import type { Catalogue } from '../perform/live-catalogue.ts'
import type { PublicPages } from '../perform/public-pages.ts'
import type { Filters, Line } from '../rules/facets.ts'
import { tidyQuestion } from '../rules/query.ts'
import { mayBeNoted } from '../rules/question-notes.ts'
import { isCursor, type SearchAnswer } from '../rules/search.ts'
import { noteUnanswered } from '../store/items.ts'
import { audiences, enterpriseStages, itemTypes, organisationThemes, personStages, personThemes } from '../terms/code-lists.ts'

export type BrowseDeps = {
  readonly db: Db
  readonly frame: (request: FastifyRequest) => Frame
  readonly today: () => LocalDate
  readonly catalogue: Catalogue
  readonly pages: PublicPages
}
type Query = Readonly<Record<string, unknown>>

const hotline = '12345'
const divisionOf = (frame: Frame): string => frame.site.code.padEnd(12, '0')

const oneOf = (value: unknown, codes: object): string | undefined => (typeof value === 'string' && value in codes ? value : undefined)

/** The choices of an address that mean something; a department that has nothing here is none. */
const readFilters = (query: Query, line: Line | undefined, departments: () => readonly string[]): Filters => {
  const department = typeof query.department === 'string' && departments().includes(query.department) ? query.department : undefined
  const chosen = {
    theme: line && oneOf(query.theme, line === 'personal' ? personThemes : organisationThemes),
    stage: oneOf(query.stage, { ...personStages, ...enterpriseStages }),
    department,
    audience: oneOf(query.audience, audiences),
    type: oneOf(query.type, itemTypes),
  }
  const given = Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined))
  return { ...given, ...(line ? { line } : {}), ...(query.online === '1' ? { online: true } : {}) }
}

const cursorIn = (query: Query): string | undefined => (typeof query.after === 'string' && isCursor(query.after) ? query.after : undefined)

const list = (app: FastifyInstance, { frame, catalogue, pages }: BrowseDeps, line: Line): void => {
  app.get<{ Querystring: Query }>(`/${line}`, async (request, reply) => {
    const site = divisionOf(frame(request))
    const departments = () => catalogue.search({ site, filters: { line }, limit: 1, others: 0 }).facets.department.map(({ value }) => value)
    const filters = readFilters(request.query, line, departments)
    const after = cursorIn(request.query)
    return pages.send(request, reply, listAddress(`/${line}`, filters, { after }), (own) => {
      const { items, total, facets, next } = catalogue.search({ site, filters, ...(after ? { after } : {}) })
      return listPage(own, { line, filters, items, total, facets, next, continued: after !== undefined })
    })
  })
}

const isUnanswered = (answer: SearchAnswer): boolean => answer.total === 0 && answer.elsewhere.length === 0

/** P02 个人办事, P03 法人办事, P05 搜索. */
export const browseRoutes = (app: FastifyInstance, deps: BrowseDeps): void => {
  const { db, frame, today, catalogue } = deps
  list(app, deps, 'personal')
  list(app, deps, 'business')

  app.get<{ Querystring: Query }>('/search', async (request, reply) => {
    const own = frame(request)
    const q = typeof request.query.q === 'string' ? request.query.q.trim().slice(0, 60) : ''
    const site = divisionOf(own)
    const departments = () => catalogue.search({ site, q, limit: 1, others: 0 }).facets.department.map(({ value }) => value)
    const filters = readFilters(request.query, undefined, departments)
    const after = cursorIn(request.query)
    const answer = catalogue.search({ site, q, filters, ...(after ? { after } : {}) })
    const question = tidyQuestion(q)
    if (isUnanswered(answer) && mayBeNoted(question))
      await noteUnanswered(db.sql, question, own.site.code, today()).catch((error: Error) => request.log.warn({ err: error }, 'unanswered'))
    const view = {
      q,
      filters,
      answer,
      continued: after !== undefined,
      phone: hotline,
      hasSite: catalogue.isNear(site),
      intents: catalogue.intents(),
    }
    return sendPage(reply, searchPage({ ...own, path: listAddress('/search', filters, { q, after }) }, view))
  })
}
