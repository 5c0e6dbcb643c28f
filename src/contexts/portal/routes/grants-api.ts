import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { isLocalDate } from '../../../kernel/date.ts'
import { notFound, Problem, parse, refusalProblem } from '../../../platform/http.ts'
import {
  findGrantFor,
  type GrantAct,
  type GrantRow,
  grantActs,
  grantStateAt,
  identityLimits,
  listGrantsOfOrganisation,
  listGrantsOfPerson,
  listGrantsToPerson,
  needFresh,
  offerGrant,
  stopGrant,
  takeGrant,
} from '../../identity/index.ts'
import { readScope } from '../perform/scope.ts'
import type { PortalDeps } from './deps.ts'
import { givable, midnightOf, type Real, realPerson, siteOf } from './grant-lines.ts'

type WithId = { Params: { id: string } }

const Day = z.string().refine(isLocalDate, '请输入日期，如 2026-03-02')
const Nothing = z.strictObject({})
/** Whom one lets act, what, over which matters (empty: all), from which day to which, the last one whole. */
const OfferBody = z.strictObject({
  name: z.string().trim().min(2).max(50),
  idNumber: z.string().max(30),
  relation: z.enum(['family', 'grid']).default('family'),
  acts: z.array(z.enum(Object.keys(grantActs) as [GrantAct])).min(1).max(6),
  matters: z.array(z.string().trim().min(1).max(100)).max(50).default([]),
  sinceOn: Day,
  untilOn: Day,
}) // biome-ignore format: a body
const ActBody = z.strictObject({ act: z.enum(['accept', 'end']) })
const uuid = z.uuid()

/** A grant as both its sides may read it: names, never numbers. */
const shown =
  (viewer: Real) =>
  (grant: GrantRow): Record<string, unknown> => {
    const { id, relation, principalName, organisationId, helperId, helperName, acts, scope, since, until, grantedAt } = grant
    const principal = { kind: organisationId ? 'organisation' : 'person', name: principalName }
    const side = helperId === viewer.personId ? 'helper' : 'principal'
    const state = grantStateAt(grant, new Date().toISOString())
    return { id, side, state, relation, principal, helper: helperName, acts, scope, since, until, grantedAt }
  }

/** What a viewer has to do with: of the organisation he acts for all, or as its 经办人 his own; in person those he gave and got. */
const listFor = async ({ db }: PortalDeps, { personId, organisation }: Real): Promise<GrantRow[]> => {
  if (!organisation) return (await Promise.all([listGrantsOfPerson(db.sql, personId), listGrantsToPerson(db.sql, personId)])).flat()
  const all = await listGrantsOfOrganisation(db.sql, organisation.id)
  return organisation.byGrant ? all.filter(({ helperId, grantedBy }) => [helperId, grantedBy].includes(personId)) : all
}

const offer = async (deps: PortalDeps, request: FastifyRequest): Promise<{ id: string }> => {
  const viewer = realPerson(deps, request)
  needFresh(request)
  const { matters, sinceOn, untilOn, acts, ...whom } = parse(OfferBody, request.body)
  const beyond = acts.filter((act) => !givable(viewer).includes(act))
  if (beyond.length > 0) throw new Problem(422, 'outside-grant', `您不能授权“${beyond.map((act) => grantActs[act]).join('、')}”`)
  const { scope, errors } = readScope(deps.catalogue, siteOf(deps, request), {
    reach: matters.length > 0 ? 'some' : 'all',
    matters: matters.join('\n'),
  })
  if (errors.length > 0) throw new Problem(422, 'invalid-request', errors[0]?.message ?? '', { fields: errors })
  const { db, secrets } = deps
  const outcome = await offerGrant(
    { db, secrets, limits: identityLimits(db, secrets) },
    viewer,
    { ...whom, acts, scope, since: midnightOf(sinceOn), until: midnightOf(untilOn, 1) },
    new Date().toISOString(),
  )
  if ('refused' in outcome) throw refusalProblem(outcome)
  return outcome
}

const actOn = async (deps: PortalDeps, request: FastifyRequest<WithId>): Promise<Record<string, unknown>> => {
  const viewer = realPerson(deps, request)
  const { id } = request.params
  const found = uuid.safeParse(id).success ? await findGrantFor(deps.db.sql, viewer, id) : undefined
  if (!found) throw notFound('没有找到这份授权')
  const { act } = parse(ActBody, request.body)
  const work = act === 'accept' ? takeGrant : stopGrant
  const done = await work({ ...deps, limits: identityLimits(deps.db, deps.secrets) }, viewer, id)
  if (!done) throw new Problem(409, 'grant-over', '这份授权已经结束或者已经处理过')
  const { grant } = (await findGrantFor(deps.db.sql, viewer, id)) ?? found
  return shown(viewer)(grant)
}

/** 授权 for programs: listed, offered after a fresh proof (S-035), accepted, ended; the same rules as the pages (S-050, S-051). */
export const grantsApi =
  (deps: PortalDeps) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get('/api/v1/grants', async (request) => {
      const viewer = realPerson(deps, request)
      parse(Nothing, request.query)
      return { items: (await listFor(deps, viewer)).map(shown(viewer)), next: null }
    })
    app.post('/api/v1/grants', async (request, reply) => reply.code(201).send(await offer(deps, request)))
    app.post<WithId>('/api/v1/grants/:id/acts', (request) => actOn(deps, request))
  }
