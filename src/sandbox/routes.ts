import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { Problem, parse, sendPage } from '../platform/http.ts'
import { href } from '../ui/page/frame.ts'
import { caRoutes } from './ca.ts'
import { sandboxPage } from './page.ts'
import { type PartnerMeans, partnerRoutes } from './partner.ts'
import {
  findCondition,
  hasEnterprise,
  hasGuardianship,
  hasPerson,
  insertMessage,
  listConditions,
  listEnterprises,
  listGuardianships,
  listMessages,
  listPersons,
  type Party,
  parties,
  type State,
  setCondition,
  states,
} from './store.ts'

/** `address` and `callback` are where the partner is reached and where it leads back to; without them nobody plays the partner. */
type Deps = Pick<PartnerMeans, 'db' | 'frame'> & Partial<PartnerMeans>

const short = z.string().max(500)
const PersonClaim = z.strictObject({ name: short, idNumber: short })
const EnterpriseClaim = z.strictObject({ kind: short, name: short, uscc: short, legalRepresentative: PersonClaim })
const GuardianshipClaim = z.strictObject({ child: PersonClaim, guardian: PersonClaim })
const Sms = z.object({
  to: z.string().max(20),
  text: z.string().max(1000),
  key: z.string().min(1).max(200),
  channel: z.enum(['sms', 'voice']).default('sms'),
})
const Condition = z.object({ party: z.enum(Object.keys(parties) as [Party]), state: z.enum(Object.keys(states) as [State]) })

const slowMs = 5000
/** A party that is slow answers after everybody has stopped waiting; one that is down says so at once. */
const behave = async (db: Deps['db'], party: Party): Promise<void> => {
  const state = await findCondition(db.sql, party)
  if (state === 'slow') await setTimeout(slowMs)
  if (state === 'down') throw new Problem(503, 'unavailable', `${parties[party]}故障（沙箱）`)
}

const answer = (prefix: string, matched: boolean) => (matched ? { matched, evidence: `${prefix}-${randomUUID()}` } : { matched })

/** Other machines call these: they carry no cookie of ours, so there is nothing to forge. */
const partner = { config: { csrf: 'none' } } as const

/** The outside world under /sandbox/: phones that receive messages, registries of synthetic people. Mounted by the app, never in production. */
export const sandboxRoutes =
  ({ db, frame, address, callback }: Deps) =>
  async (app: FastifyInstance): Promise<void> => {
    await app.register(caRoutes({ db, frame }))
    if (address && callback) await app.register(partnerRoutes({ db, frame, address, callback }))
    app.get('/sandbox', (request, reply) => reply.redirect(href(frame(request), '/sandbox/'), 303))
    app.get('/sandbox/', async (request, reply) => {
      const [messages, conditions, persons, enterprises, guardianships] = await Promise.all([
        listMessages(db.sql),
        listConditions(db.sql),
        listPersons(db.sql),
        listEnterprises(db.sql),
        listGuardianships(db.sql),
      ])
      return sendPage(reply, sandboxPage(frame(request), { messages, conditions, persons, enterprises, guardianships }))
    })
    app.post('/sandbox/conditions', async (request, reply) => {
      const { party, state } = parse(Condition, request.body)
      await setCondition(db.sql, party, state)
      return reply.redirect(href(frame(request), '/sandbox/'), 303)
    })
    app.post('/sandbox/sms', partner, async (request, reply) => {
      await behave(db, 'sms')
      const message = parse(Sms, request.body)
      await insertMessage(db.sql, message)
      return reply.code(202).send({ accepted: message.key })
    })
    app.get<{ Params: { phone: string } }>('/sandbox/sms/:phone', async (request) => ({
      items: await listMessages(db.sql, request.params.phone),
      next: null,
    }))
    app.post('/sandbox/population', partner, async (request) => {
      await behave(db, 'population')
      return answer('POP', await hasPerson(db.sql, parse(PersonClaim, request.body)))
    })
    app.post('/sandbox/guardianship', partner, async (request) => {
      await behave(db, 'population')
      return answer('GUA', await hasGuardianship(db.sql, parse(GuardianshipClaim, request.body)))
    })
    app.post('/sandbox/enterprises', partner, async (request) => {
      await behave(db, 'enterprises')
      return answer('ENT', await hasEnterprise(db.sql, parse(EnterpriseClaim, request.body)))
    })
  }
