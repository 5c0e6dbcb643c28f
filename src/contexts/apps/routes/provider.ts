import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { randomToken } from '../../../platform/secrets.ts'
import { providerPage } from '../pages/step-pages.ts'
import { afterLogout, mayBeOfficer } from '../perform/after-logout.ts'
import { askAs } from '../perform/standing.ts'
import { type AppsWeb, lookAgain, standingOf } from './deps.ts'

const confirmation = '/oidc/logout/confirm'
const paths = [
  '/.well-known/openid-configuration',
  '/oidc/auth',
  '/oidc/auth/:uid',
  '/oidc/token',
  '/oidc/userinfo',
  '/oidc/jwks',
  '/oidc/revoke',
  '/oidc/logout',
  confirmation,
  '/oidc/logout/success',
]

const methodsOf = (url: string): string[] => {
  if (url === '/oidc/logout') return ['POST']
  return url === '/oidc/auth' ? ['GET'] : ['GET', 'POST']
}

/** Our own address, whatever the request says of it: the provider writes absolute addresses (S-015). */
const prepare = (request: FastifyRequest, publicUrl: URL, hasStanding: boolean): void => {
  const { headers } = request.raw
  headers.host = publicUrl.host
  headers['x-forwarded-proto'] = publicUrl.protocol.slice(0, -1)
  delete headers['x-forwarded-host']
  const { cookie = '' } = headers
  if (hasStanding && !/(^|; )tongban_oidc=/.test(cookie)) headers.cookie = `${cookie}${cookie && '; '}tongban_oidc=${randomToken()}`
}

const handOver = async (web: AppsWeb, app: FastifyInstance, request: FastifyRequest, reply: FastifyReply): Promise<void> => {
  const standing = standingOf(web.viewer(request), request)
  const provider = await web.provider()
  const show = (page: Parameters<typeof providerPage>[1]) => providerPage(web.frame(request), page).text
  prepare(request, new URL(web.publicUrl), standing !== undefined)
  reply.hijack()
  for (const [name, value] of Object.entries(app.safeHeaders ?? {})) reply.raw.setHeader(name, value)
  const isEnding = request.routeOptions.url === confirmation
  const origin = { request: String(request.id), network: request.ip }
  await askAs({ standing, origin, isEnding, show }, () => provider.callback()(request.raw, reply.raw))
}

/** Every text of a form as an address: what Core 1.0 §3.1.2.1 lets a sub-site post, our Lax cookies see only by GET. */
const asAddress = (body: unknown): string => {
  const fields = Object.entries((body ?? {}) as Record<string, unknown>).flatMap(([name, value]) =>
    [value].flat().map((one) => [name, String(one)]),
  )
  return `/oidc/auth?${new URLSearchParams(fields)}`
}

/** A request that is posted goes on as the same request in the address. */
export const postedRequestRoute = async (app: FastifyInstance): Promise<void> => {
  app.post('/oidc/auth', { config: { csrf: 'none' } }, (request, reply) => reply.redirect(asAddress(request.body), 303))
}

/** The provider under /oidc and its discovery. Its own checks stand in for our token: state, PKCE, client keys, `xsrf` at the sign-out. */
export const providerRoutes =
  (web: AppsWeb) =>
  async (app: FastifyInstance): Promise<void> => {
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('*', (_request, _payload, done) => done(null)) // the provider reads the body itself
    app.get('/oidc/logout', async (request, reply) => {
      if (standingOf(web.viewer(request), request)) return handOver(web, app, request, reply)
      const query = request.query as Record<string, unknown>
      if (query.again === undefined && (await mayBeOfficer(web.db.sql, query)))
        return lookAgain(reply, web.frame(request), '退出', `${request.url}&again=1`)
      const to = await afterLogout(web.db.sql, query)
      return reply.redirect(to ?? '/oidc/logout/success', 303) // nobody to sign out
    })
    for (const url of paths) {
      app.route({ method: methodsOf(url), url, config: { csrf: 'none' }, handler: (request, reply) => handOver(web, app, request, reply) })
    }
  }
