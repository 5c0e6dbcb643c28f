import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Provider } from 'oidc-provider'
import { z } from 'zod'
import type { Db } from '../platform/db.ts'
import { notFound, parse, sendPage } from '../platform/http.ts'
import type { Frame } from '../ui/page/frame.ts'
import { partnerPage } from './partner-page.ts'
import { partnerProvider, subjectOf } from './partner-provider.ts'
import { keepOnce } from './partner-store.ts'
import { listPersons } from './store.ts'

/** `address`: where the partner is reached, without the path; `callback` of this platform. Both are known when the first request comes. */
export type PartnerMeans = {
  readonly db: Pick<Db, 'sql'>
  readonly frame: (request: FastifyRequest) => Frame
  readonly address: () => string
  readonly callback: string
}
const Choice = z.object({
  _csrf: z.string().optional(),
  act: z.string().optional(),
  idNumber: z.string().max(18),
  phone: z.string().max(20).optional(),
  silent: z.string().optional(),
})
const mount = '/sandbox/partner'
const paths = ['/.well-known/openid-configuration', '/auth', '/auth/:uid', '/token', '/me', '/jwks']

/** The partner under /sandbox/partner: its pages of sign-in are drawn here, all else is the provider's own. */
export const partnerRoutes =
  ({ db, frame, address, callback }: PartnerMeans) =>
  async (app: FastifyInstance): Promise<void> => {
    let made: Promise<Provider> | undefined
    const provider = (): Promise<Provider> => {
      made ??= partnerProvider({ db, issuer: `${address()}${mount}`, callback })
      return made
    }
    const handOver = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
      const { raw } = request
      const answer = (await provider()).callback()
      raw.headers.host = new URL(address()).host
      Object.assign(raw, { originalUrl: raw.url, url: raw.url?.slice(mount.length) })
      reply.hijack()
      await answer(raw, reply.raw)
    }
    await app.register(async (inner) => {
      inner.removeAllContentTypeParsers()
      inner.addContentTypeParser('*', (_request, _payload, done) => done(null)) // the provider reads the body itself
      for (const path of paths)
        inner.route({ method: ['GET', 'POST'], url: `${mount}${path}`, config: { csrf: 'none' }, handler: handOver })
    })
    app.get<{ Params: { uid: string } }>(`${mount}/step/:uid`, async (request, reply) =>
      sendPage(reply, partnerPage(frame(request), { uid: request.params.uid, persons: await listPersons(db.sql) })),
    )
    app.post(`${mount}/step/:uid`, async (request, reply) => {
      const { act, idNumber, phone, silent } = parse(Choice, request.body)
      const person = (await listPersons(db.sql)).find((one) => one.idNumber === idNumber)
      if (!person) throw notFound('没有这个人')
      const accountId = subjectOf(idNumber)
      if (phone) await keepOnce(db.sql, `phone ${accountId}`, () => ({ phone, silent: silent === '1' }))
      const result = act === 'cancel' ? { error: 'access_denied', error_description: 'cancelled' } : { login: { accountId } }
      return reply.redirect(await (await provider()).interactionResult(request.raw, reply.raw, result), 303)
    })
  }
