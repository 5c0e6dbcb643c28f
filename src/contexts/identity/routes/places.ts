import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { recordAudit } from '../../../platform/audit.ts'
import { type Sql, Stale } from '../../../platform/db.ts'
import { notFound, Problem, parse, refusalProblem } from '../../../platform/http.ts'
import { findDivision, listChildren } from '../../divisions/index.ts'
import { insertOffice, officeTree, placeKinds, renameOffice, setNode } from '../../organisations/index.ts'
import { needFresh } from '../perform/fresh.ts'
import { beginningOf, refuseStaffing, viewOf } from '../rules/staffing.ts'
import type { Staff } from '../terms.ts'
import { administrator } from './staffing.ts'
import type { IdentityWeb } from './web.ts'

const PlaceQuery = z.strictObject({ division: z.string().regex(/^\d{12}$/).exactOptional() }) // biome-ignore format: one member
const Name = z.string().trim().min(2).max(40)
const NodeBody = z.union([
  z.strictObject({ active: z.boolean() }),
  z.strictObject({ centralised: z.boolean() }),
  z.strictObject({ name: Name }),
])
const OfficeBody = z.strictObject({ kind: z.enum(['section', 'window', 'station']), name: Name, under: z.string().min(1).max(60) })

/** One division of the tree, with where one can go from it; what lies outside an administrator's sight is not there. */
const placesFor = async ({ db }: IdentityWeb, by: Staff, division: string) => {
  const view = viewOf(by)
  const found = view && (await findDivision(db.read, division))
  if (!found || !division.startsWith(view.below ? beginningOf(view.division) : view.division)) throw notFound('不在您管理的范围内')
  const nodes = await officeTree(db.sql, division)
  const children = view.below ? await listChildren(db.read, division) : []
  return {
    division: { code: found.code, name: found.name, parent: division === by.division ? null : found.parent },
    children: children.map(({ code, name }) => ({ code, name })),
    items: nodes
      .filter(({ departmentCode }) => (view.departmentCode ?? departmentCode) === departmentCode)
      .map((node) => ({ ...node, kindName: placeKinds[node.kind] })),
    next: null,
  }
}

type Done = { readonly division: string; readonly told: string; readonly before?: object }

const taken = (): never => {
  throw new Problem(409, 'name-taken', '这里已经有同名的科室、窗口或者站点', { fields: [{ field: 'name', message: '请换一个名称' }] })
}

/** Does something to a place and writes it into the trail; what lies outside an administrator's reach is undone with the transaction. */
const onPlace = async (
  web: IdentityWeb,
  request: FastifyRequest,
  by: Staff,
  entry: { readonly act: string; readonly target: string; readonly after: object },
  work: (sql: Sql) => Promise<Done | undefined>,
): Promise<void> => {
  const from = { request: String(request.id), network: request.ip, actor: by.accountId, actorName: by.name }
  await web.db
    .transaction(async (sql) => {
      const done = await work(sql)
      if (!done) throw notFound('没有这个机构')
      const refused = refuseStaffing(by, 'units', { division: done.division, departmentCode: '', roles: [] })
      if (refused) throw refusalProblem(refused)
      await recordAudit(sql, { ...from, ...entry, ...done })
    })
    .catch((error: unknown) => (error instanceof Stale ? taken() : Promise.reject(error)))
}

const changeNode =
  (id: string, change: z.output<typeof NodeBody>) =>
  async (sql: Sql): Promise<Done | undefined> => {
    if ('name' in change) {
      const renamed = await renameOffice(sql, id, change.name)
      return renamed && { division: renamed.division, told: change.name, before: { name: renamed.before } }
    }
    const node = await setNode(sql, id, change)
    return node && { division: node.division, told: node.name }
  }

/** The tree of places of work within an administrator's sight (domain.md D1), and its nodes added, named, turned on and off. */
export const placeRoutes =
  (web: IdentityWeb) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get('/api/v1/staff/places', async (request) => {
      const by = administrator(web, request, 'see')
      const { division = by.division } = parse(PlaceQuery, request.query)
      return placesFor(web, by, division)
    })

    app.post('/api/v1/staff/places', async (request, reply) => {
      const by = administrator(web, request, 'units')
      const office = parse(OfficeBody, request.body)
      needFresh(request)
      await onPlace(web, request, by, { act: 'addOffice', target: `unit:${office.under}`, after: office }, async (sql) => {
        const added = await insertOffice(sql, office)
        return added && { division: added.division, told: office.name }
      })
      return reply.code(201).send({})
    })

    app.post<{ Params: { id: string } }>('/api/v1/staff/places/:id', async (request) => {
      const by = administrator(web, request, 'units')
      const change = parse(NodeBody, request.body)
      needFresh(request)
      const { id } = request.params
      const act = 'name' in change ? 'renameOffice' : 'unit'
      await onPlace(web, request, by, { act, target: `unit:${id}`, after: change }, changeNode(id, change))
      return {}
    })
  }
