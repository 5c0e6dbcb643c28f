import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { LocalDate } from '../../../kernel/date.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import type { Db } from '../../../platform/db.ts'
import { NeedsSignIn, Problem, parse, withoutQuery } from '../../../platform/http.ts'
import type { Staff, Viewer } from '../../identity/index.ts'
import { BaseItemRow, saveBaseItem } from '../perform/base-items.ts'
import { beginItem } from '../perform/begin-item.ts'
import { levelOf } from '../rules/new-item.ts'
import { listBodies, searchBaseItems } from '../store/base-items.ts'
import { problemOf } from './draft-problems.ts'

type Deps = { readonly db: Db; readonly viewer: (request: FastifyRequest) => Viewer; readonly today: () => LocalDate }

const Query = z.strictObject({
  q: z.string().trim().max(60).default(''),
  after: z.string().max(64).default(''),
  limit: z.coerce.number().int().min(1).max(100).default(20),
})
const code = z.string().min(1).max(64)
const NewBody = z.union([z.strictObject({ base: code, body: code }), z.strictObject({ like: code })])

const keeper = ({ viewer }: Deps, request: FastifyRequest): Staff => {
  const who = viewer(request)
  if (who.kind === 'visitor') throw new NeedsSignIn('staff')
  if (who.kind === 'staff' && who.roles.some((role) => role === 'editor' || role === 'catalogueAdmin')) return who
  throw new Problem(403, 'not-your-item', '只有事项管理员和政务服务管理部门可以新增事项')
}

/** The region's entries are brought in by the 政务服务管理部门 of the city, for all of its 旗区. */
const mayWriteBase = ({ roles, departmentCode, division }: Staff): boolean =>
  roles.includes('catalogueAdmin') && departmentCode === '' && levelOf(division) === '3'

/** 基本目录 as it is kept, and new items made from it. */
export const baseItemKeeping = (app: FastifyInstance, deps: Deps): void => {
  const { db, today } = deps
  app.get('/api/v1/base-items', async (request) => {
    const who = keeper(deps, request)
    const { q, after, limit } = parse(Query, request.query)
    const rows = await searchBaseItems(db.sql, q, after, limit + 1)
    const items = rows.slice(0, limit)
    return { items, next: rows.length > limit ? (items.at(-1)?.code ?? null) : null, mayWrite: mayWriteBase(who) }
  })

  app.put<{ Params: { code: string } }>('/api/v1/base-items/:code', async (request) => {
    const who = keeper(deps, request)
    if (!mayWriteBase(who)) throw new Problem(403, 'not-your-list', '基本目录由市政务服务管理部门维护')
    const row = parse(BaseItemRow, { ...(request.body as object), code: request.params.code })
    return saveBaseItem(db, row, who, today())
  })

  app.get('/api/v1/catalogue/bodies', withoutQuery, async (request) => {
    const { division, departmentCode } = keeper(deps, request)
    return { items: await listBodies(db.sql, division, departmentCode), next: null }
  })

  app.post('/api/v1/catalogue/items', async (request, reply) => {
    const done = await beginItem(db, keeper(deps, request), parse(NewBody, request.body), today())
    if (isRefusal(done)) throw problemOf(done)
    return reply.code(201).send(done)
  })
}
