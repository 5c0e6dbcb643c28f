import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { NeedsSignIn, Problem, parse, withoutQuery } from '../../../platform/http.ts'
import { needFresh } from '../../identity/index.ts'
import { appInReach, change, decideOn, type From, propose, rotateKey, thumbprint, waitingOf } from '../perform/keep.ts'
import { isInReach, type Keeper, mayLook, mayPropose, openActs } from '../rules/keeping.ts'
import { listActs, listApps } from '../store/clients.ts'
import { type App, type AppLevel, type AppScope, type Audience, acrNames, audiences, scopeWords } from '../terms.ts'
import type { AppsWeb } from './deps.ts'

const address = z.string().min(1).max(500)
const Wanted = z.strictObject({
  name: z.string().trim().min(2).max(40),
  redirectUris: z.array(address).min(1).max(10),
  afterLogoutUri: z.string().max(500),
  logoutUri: address,
  scopes: z.array(z.enum(Object.keys(scopeWords) as [AppScope])).max(4),
  lowestLevel: z.enum(Object.keys(acrNames) as [AppLevel]),
  audience: z.enum(Object.keys(audiences) as [Audience]).default('applicants'),
})
const Keys = z.strictObject({
  keys: z
    .array(z.looseObject({ kty: z.enum(['EC', 'RSA', 'OKP']) }))
    .min(1)
    .max(5),
})
const KeyWishes = z.union([z.strictObject({ jwks: Keys }), z.strictObject({ secret: z.literal(true) })])
const NewApp = z.strictObject({ registration: Wanted, key: KeyWishes })
const Act = z.union([
  z.strictObject({ act: z.enum(['approve', 'refuse']), seen: z.string().max(100) }),
  z.strictObject({ act: z.enum(['suspend', 'resume']) }),
])

const keeperOf = (web: AppsWeb, request: FastifyRequest): Keeper & From => {
  const viewer = web.viewer(request)
  if (viewer.kind === 'visitor') throw new NeedsSignIn('staff')
  if (viewer.kind !== 'staff' || !mayLook(viewer)) throw new Problem(403, 'not-permitted', '您的岗位不管理应用接入')
  return { ...viewer, request: String(request.id), network: request.ip }
}

const asLine = (keeper: Keeper, app: App) => ({
  ...app,
  proposedByOneself: [app.proposedBy, app.keyProposedBy].includes(keeper.accountId),
  fingerprints: (app.keyProposed?.jwks ?? app.firstJwks)?.keys.map(thumbprint) ?? [],
  waiting: waitingOf(app),
  acts: openActs(keeper, app),
})

type WithId = { Params: { id: string } }

/** 应用接入 for the departments that have sub-sites (R-023, S-048). */
export const appsApi =
  (web: AppsWeb) =>
  async (app: FastifyInstance): Promise<void> => {
    const { sql } = web.db
    app.get('/api/v1/apps', withoutQuery, async (request) => {
      const keeper = keeperOf(web, request)
      const reach = keeper.roles.some((role) => role === 'catalogueAdmin' || role === 'sysadmin') ? '' : keeper.departmentCode
      const apps = (await listApps(sql, keeper.division, reach)).filter((one) => isInReach(keeper, one))
      return { items: apps.map((one) => asLine(keeper, one)), next: null, mayPropose: mayPropose(keeper) }
    })
    app.get<WithId>('/api/v1/apps/:id', async (request) => {
      const keeper = keeperOf(web, request)
      const one = await appInReach(sql, keeper, request.params.id)
      return { ...asLine(keeper, one), record: await listActs(sql, one.id) }
    })
    app.post('/api/v1/apps', async (request, reply) => {
      const keeper = keeperOf(web, request)
      const { registration, key } = parse(NewApp, request.body)
      return reply.code(201).send(await propose(web, keeper, registration, key))
    })
    app.put<WithId>('/api/v1/apps/:id', async (request, reply) => {
      const keeper = keeperOf(web, request)
      await change(web, keeper, request.params.id, parse(Wanted, request.body))
      return reply.code(204).send()
    })
    app.post<WithId>('/api/v1/apps/:id/acts', async (request, reply) => {
      const keeper = keeperOf(web, request)
      const decision = parse(Act, request.body)
      needFresh(request)
      await decideOn(web, keeper, request.params.id, decision)
      return reply.code(204).send()
    })
    app.post<WithId>('/api/v1/apps/:id/key', async (request) => {
      const keeper = keeperOf(web, request)
      const wish = parse(KeyWishes, request.body)
      needFresh(request)
      return rotateKey(web, keeper, request.params.id, wish)
    })
  }
