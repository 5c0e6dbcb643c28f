import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { isRefusal } from '../../../kernel/refusal.ts'
import { maskName } from '../../../kernel/text.ts'
import { NeedsSignIn, parse, refusalProblem } from '../../../platform/http.ts'
import { beginRevocation, refusalOfMatter } from '../perform/matters.ts'
import { licenceState } from '../rules.ts'
import { findByNumber, findMatterOf, listEditions } from '../store.ts'
import { type Licence, licenceStates, matterKinds } from '../terms.ts'
import { inOffice, isInOffice, type LicenceDeps, momentOf } from './deps.ts'

const NumberQuery = z.strictObject({ number: z.string().trim().min(1).max(64) })
const RevocationBody = z.strictObject({ reason: z.string().trim().min(1).max(2000), basis: z.string().trim().min(1).max(200) })

/** A licence as officers read it: the holder masked, its editions, what is under way. */
const told = async (deps: LicenceDeps, licence: Licence) => {
  const today = deps.today()
  const [editions, matter, why] = [
    await listEditions(deps.db.sql, licence.typeCode, licence.number),
    await findMatterOf(deps.db.sql, licence),
    await refusalOfMatter(deps.db.sql, licence, 'revoke', today),
  ]
  return {
    id: licence.id,
    typeName: licence.typeName,
    number: licence.number,
    holder: licence.holderKind === 'person' ? maskName(licence.holderName) : licence.holderName,
    issuer: licence.issuerName,
    itemName: licence.itemName,
    editions: editions.map((one) => ({
      version: one.version,
      state: licenceStates[licenceState(one, today)],
      caseNo: one.caseNo,
      validFrom: one.validFrom,
      ...(one.validTo ? { validTo: one.validTo } : {}),
      ...(one.endedOn ? { endedOn: one.endedOn, because: one.endedBecause ?? '' } : {}),
    })),
    ...(matter ? { underWay: { ...matter, name: matterKinds[matter.kind] } } : {}),
    revocable: why === undefined,
  }
}

/** The officers' side: a licence looked up by its 证照编号, and 撤销 begun. */
export const officeRoutes =
  (deps: LicenceDeps) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get('/api/v1/licences', async (request) => {
      const viewer = deps.viewer(request)
      if (viewer.kind !== 'staff') throw new NeedsSignIn()
      const { number } = parse(NumberQuery, request.query)
      const found = (await findByNumber(deps.db.sql, number)).filter((licence) => isInOffice(viewer, licence))
      return { items: await Promise.all(found.map((licence) => told(deps, licence))) }
    })

    app.post<{ Params: { id: string } }>('/api/v1/licences/:id/revocation', async (request, reply) => {
      const licence = await inOffice(deps, request, request.params.id)
      const { reason, basis } = parse(RevocationBody, request.body)
      const opened = await beginRevocation(deps.casework, { licence, reason, basis, viewer: deps.viewer(request) }, momentOf(deps))
      if (isRefusal(opened)) throw refusalProblem(opened)
      return reply.code(201).header('location', `/api/v1/cases/${opened.no}`).send(opened)
    })
  }
