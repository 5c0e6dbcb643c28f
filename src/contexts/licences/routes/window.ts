import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { isRefusal } from '../../../kernel/refusal.ts'
import { NeedsSignIn, notFound, Problem, parse, refusalProblem } from '../../../platform/http.ts'
import { findVisit, noMandate, type Officer, type Visit } from '../../casework/index.ts'
import { beginMatter, offersFor } from '../perform/matters.ts'
import { isHolder, licenceState } from '../rules.ts'
import { findLicence, listLicences } from '../store.ts'
import { type Licence, licenceStates } from '../terms.ts'
import { holderOf, isInOffice, type LicenceDeps, momentOf } from './deps.ts'

type WithVisit = { Params: { visit: string } }
type WithLicence = { Params: { visit: string; licence: string } }

/** `POST /api/v1/reception/visits/{visit}/licences/{licence}/matters`. */
const MatterBody = z.strictObject({
  kind: z.enum(['change', 'renew', 'reissue', 'cancel']),
  reason: z.string().trim().max(500).default(''),
})

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** At the window: the licences of who stands there, and 变更, 延续, 补证, 注销 begun for him. */
export const windowRoutes =
  (deps: LicenceDeps) =>
  async (app: FastifyInstance): Promise<void> => {
    const clerk = (request: FastifyRequest): Officer => {
      const viewer = deps.viewer(request)
      if (viewer.kind === 'visitor') throw new NeedsSignIn()
      if (viewer.kind !== 'staff' || !viewer.roles.includes('clerk')) throw notFound()
      return viewer
    }
    const visitOf = async (id: string, viewer: Officer): Promise<Visit> => {
      const visit = await findVisit(deps.casework, id, viewer)
      if (isRefusal(visit)) throw new Problem(410, visit.refused, visit.title)
      return visit
    }
    const hisOf = ({ applicant }: Visit) => holderOf(deps.secrets, applicant.id, applicant.idNumber)
    const isHis = (licence: Licence, visit: Visit, viewer: Officer): boolean =>
      isHolder(licence, hisOf(visit)) && isInOffice(viewer, licence)

    app.get<WithVisit>('/api/v1/reception/visits/:visit/licences', async (request) => {
      const viewer = clerk(request)
      const visit = await visitOf(request.params.visit, viewer)
      if (visit.mandateMissing) throw refusalProblem(noMandate)
      const all = await listLicences(deps.db.sql, hisOf(visit))
      const his = all.filter((licence) => isHis(licence, visit, viewer))
      const items = his.map(async (licence) => {
        const state = licenceState(licence, deps.today())
        return {
          id: licence.id,
          name: licence.typeName,
          number: licence.number,
          state,
          stateName: licenceStates[state],
          validFrom: licence.validFrom,
          ...(licence.validTo ? { validTo: licence.validTo } : {}),
          matters: await offersFor(deps.db.sql, licence, deps.today()),
        }
      })
      return { items: await Promise.all(items) }
    })

    app.post<WithLicence>('/api/v1/reception/visits/:visit/licences/:licence/matters', async (request, reply) => {
      const viewer = clerk(request)
      const visit = await visitOf(request.params.visit, viewer)
      const { kind, reason } = parse(MatterBody, request.body)
      const { licence: id } = request.params
      const licence = uuid.test(id) ? await findLicence(deps.db.sql, id) : undefined
      if (!licence || !isHis(licence, visit, viewer)) throw notFound('没有找到这个证照')
      const begun = await beginMatter(deps.casework, { licence, kind, reason, viewer, visit }, momentOf(deps))
      if (isRefusal(begun)) throw refusalProblem(begun)
      return reply.code(201).header('location', `/api/v1/cases/${begun.id}/draft`).send({ id: begun.id })
    })
  }
