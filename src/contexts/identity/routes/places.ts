import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { recordAudit } from '../../../platform/audit.ts'
import { notFound, parse, refusalProblem } from '../../../platform/http.ts'
import { findDivision, listChildren } from '../../divisions/index.ts'
import { officeTree, placeKinds, setNode } from '../../organisations/index.ts'
import { needFresh } from '../perform/fresh.ts'
import { beginningOf, refuseStaffing, viewOf } from '../rules/staffing.ts'
import type { Staff } from '../terms.ts'
import { administrator } from './staffing.ts'
import type { IdentityWeb } from './web.ts'

const PlaceQuery = z.strictObject({ division: z.string().regex(/^\d{12}$/).exactOptional() }) // biome-ignore format: one member
const NodeBody = z.union([z.strictObject({ active: z.boolean() }), z.strictObject({ centralised: z.boolean() })])

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

/** The tree of places of work within an administrator's sight (domain.md D1), and its nodes turned on and off. */
export const placeRoutes =
  (web: IdentityWeb) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get('/api/v1/staff/places', async (request) => {
      const by = administrator(web, request, 'see')
      const { division = by.division } = parse(PlaceQuery, request.query)
      return placesFor(web, by, division)
    })

    app.post<{ Params: { id: string } }>('/api/v1/staff/places/:id', async (request) => {
      const by = administrator(web, request, 'units')
      const change = parse(NodeBody, request.body)
      needFresh(request)
      return web.db.transaction(async (sql) => {
        const node = await setNode(sql, request.params.id, change)
        if (!node) throw notFound('没有这个机构')
        const refused = refuseStaffing(by, 'units', { division: node.division, departmentCode: '', roles: [] })
        if (refused) throw refusalProblem(refused)
        const from = { request: String(request.id), network: request.ip, division: node.division }
        const entry = { actor: by.accountId, actorName: by.name, act: 'unit', target: `unit:${request.params.id}`, told: node.name }
        await recordAudit(sql, { ...entry, after: change, ...from })
        return {}
      })
    })
  }
