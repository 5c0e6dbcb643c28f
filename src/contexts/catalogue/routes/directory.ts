import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type LocalDate, localDate } from '../../../kernel/date.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import type { Db, Sql } from '../../../platform/db.ts'
import { NeedsSignIn, notFound, Problem, parse, refusalProblem, withoutQuery } from '../../../platform/http.ts'
import { findDivision } from '../../divisions/index.ts'
import type { Viewer } from '../../identity/index.ts'
import { baseItemPage } from '../pages/base-item-page.ts'
import type { PublicPages } from '../perform/public-pages.ts'
import { planChange, withdrawChange } from '../perform/standing.ts'
import { codeNotes } from '../rules/codes.ts'
import { compilerOf, treeOf } from '../rules/directory.ts'
import { stateAfter } from '../rules/standing.ts'
import { listBaseItems, listImplementations } from '../store/base-items.ts'
import { findStanding } from '../store/items.ts'
import { listStandingEntries, listWaiting, listWaitingOf } from '../store/standing.ts'
import { findGuide } from '../store/versions.ts'
import type { ChangeKind } from '../terms/directory.ts'
import type { ItemStanding } from '../terms.ts'

export type DirectoryDeps = {
  readonly db: Db
  readonly viewer: (request: FastifyRequest) => Viewer
  readonly today: () => LocalDate
  readonly pages: PublicPages
}
type ByCode = { Params: { code: string } }
type Staff = Extract<Viewer, { kind: 'staff' }>

const kinds = Object.keys(stateAfter) as [ChangeKind, ...ChangeKind[]]
const ChangeBody = z.strictObject({
  change: z.enum(kinds),
  reason: z.string().max(400),
  on: z.iso.date().transform(localDate),
  successor: z.string().max(100).exactOptional(),
})

/** Whoever compiles the lists of a place: its 政务服务管理部门, for a 苏木乡镇 that of the 旗区. Throws Problem. */
export const compiler = (viewer: Viewer, division: string): Staff => {
  if (viewer.kind === 'visitor') throw new NeedsSignIn('staff')
  if (viewer.kind === 'staff' && viewer.roles.includes('catalogueAdmin') && viewer.division === compilerOf(division)) return viewer
  throw new Problem(403, 'not-your-list', '只有本级政务服务管理部门可以编制目录清单，苏木乡镇的由所在旗区编制', {
    article: '鄂尔多斯市政务服务条例第六条',
  })
}

const placesOf = async (sql: Sql, codes: Iterable<string>): Promise<Map<string, string>> => {
  const names = await Promise.all([...new Set(codes)].map(async (code) => [code, (await findDivision(sql, code))?.name ?? code] as const))
  return new Map(names)
}

const knownItem = async (sql: Sql, code: string): Promise<ItemStanding> => {
  const item = await findStanding(sql, code)
  if (!item) throw notFound('没有这个事项')
  return item
}

const baseItemRoutes = (app: FastifyInstance, { db, pages }: DirectoryDeps): void => {
  const read = async (code: string) => {
    const [[base], implementations] = await Promise.all([listBaseItems(db.read, [code]), listImplementations(db.read, code)])
    if (!base && implementations.length === 0) throw notFound('目录里没有这个基本编码')
    return { base, carried: treeOf(base, implementations) }
  }
  app.get<ByCode>('/api/v1/base-items/:code', async (request) => {
    parse(z.strictObject({}), request.query)
    const { base, carried } = await read(request.params.code)
    return { base: base ?? null, implementations: carried }
  })
  app.get<ByCode>('/lists/catalogue/:code', (request, reply) => {
    const { code } = request.params
    return pages.send(request, reply, `/lists/catalogue/${encodeURIComponent(code)}`, async (frame) => {
      const { base, carried } = await read(code)
      const places = await placesOf(
        db.read,
        carried.map(({ division }) => division),
      )
      return baseItemPage(frame, { code, base, carried, places })
    })
  })
}

const standingOf = async (sql: Sql, item: ItemStanding) => {
  const [history, planned, found] = await Promise.all([
    listStandingEntries(sql, item.code),
    listWaiting(sql, [item.code]),
    findGuide(sql, item.code),
  ])
  return { ...item, history, planned, codeNotes: found ? codeNotes(found.guide) : [] }
}

/** Base items with all who carry them out, and the changes of an item's standing: read by all, ordered by those who compile the list. */
export const directoryRoutes = (app: FastifyInstance, deps: DirectoryDeps): void => {
  const { db, viewer, today } = deps
  baseItemRoutes(app, deps)

  app.get<ByCode>('/api/v1/items/:code/standing', async (request) => {
    parse(z.strictObject({}), request.query)
    return standingOf(db.read, await knownItem(db.read, request.params.code))
  })
  app.post<ByCode>('/api/v1/items/:code/standing', async (request, reply) => {
    const { code } = request.params
    const { division } = await knownItem(db.sql, code)
    const who = compiler(viewer(request), division)
    const planned = await planChange(db, code, { ...parse(ChangeBody, request.body), by: who.name }, today())
    if (isRefusal(planned)) throw refusalProblem(planned)
    return reply.code(201).send(planned)
  })
  app.delete<{ Params: { code: string; id: string } }>('/api/v1/items/:code/standing/:id', async (request, reply) => {
    const { code, id } = request.params
    const { division } = await knownItem(db.sql, code)
    compiler(viewer(request), division)
    if (!z.uuid().safeParse(id).success || !(await withdrawChange(db, code, id))) throw notFound('没有这项还没生效的变动')
    return reply.code(204).send()
  })
  app.get('/api/v1/planned-changes', withoutQuery, async (request) => {
    const who = viewer(request)
    if (who.kind !== 'staff') throw new NeedsSignIn('staff')
    return { items: await listWaitingOf(db.read, who.division), next: null }
  })
}
