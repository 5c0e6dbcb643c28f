import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { createRemoteJWKSet, type JWTPayload, jwtVerify } from 'jose'
import * as oidc from 'openid-client'
import type { Db } from '../platform/db.ts'
import { Problem, sendPage } from '../platform/http.ts'
import type { Frame } from '../ui/page/frame.ts'
import { subSitePage } from './sub-site-page.ts'
import {
  beginSession,
  endSession,
  endSessionsOf,
  findSession,
  openSession,
  type SubSitePerson,
  type SubSiteSession,
  subSiteKey,
} from './sub-site-store.ts'

/** `issuer`: the platform, which is somebody else to this site. `site`: its own name and address; the demo's unless told. */
type Deps = {
  readonly db: Pick<Db, 'sql'>
  readonly frame: (request: FastifyRequest) => Frame
  readonly issuer: string
  readonly site?: { readonly id: string; readonly origin: string }
}

const siteOf = ({ issuer, site }: Deps) => site ?? { id: subSiteId, origin: issuer }

export const subSiteId = 'sandbox-sub-site'
const base = '/sandbox/sub-site'
const cookieName = 'sub_site'
const cookie = { path: base, httpOnly: true, sameSite: 'lax' } as const
const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout'

/** What a sub-site at an address registers at the platform. */
export const subSiteRegistration = (origin: string) => ({
  name: '示例子站（沙箱）',
  redirectUris: [`${origin}${base}/callback`],
  afterLogoutUri: `${origin}${base}/`,
  logoutUri: `${origin}${base}/logout-token`,
  scopes: ['profile', 'organisation', 'phone', 'staff'] as const,
  lowestLevel: 'unverified' as const,
  audience: 'both' as const,
})

const configure = async (deps: Deps): Promise<oidc.Configuration> => {
  const { db, issuer } = deps
  const { privateKey, kid } = await subSiteKey(db.sql)
  const key = await crypto.subtle.importKey('jwk', privateKey, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign'])
  const isPlain = issuer.startsWith('http:')
  return oidc.discovery(new URL(issuer), siteOf(deps).id, { id_token_signed_response_alg: 'ES256' }, oidc.PrivateKeyJwt({ key, kid }), {
    execute: isPlain ? [oidc.allowInsecureRequests] : [],
  })
}

/** Learnt from the platform at the first sign-in, and again when that failed. */
const once = (deps: Deps): (() => Promise<oidc.Configuration>) => {
  let known: Promise<oidc.Configuration> | undefined
  return () => {
    known ??= configure(deps).catch((error: unknown) => {
      known = undefined
      throw error
    })
    return known
  }
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

const personOf = (info: oidc.UserInfoResponse): SubSitePerson => ({
  name: text(info.name),
  level: text(info.level),
  organisation: text((info.organisation as { name?: unknown } | undefined)?.name),
  phone: text(info.phone_number),
  unit: text((info.staff as { unit?: unknown } | undefined)?.unit),
})

const leave = async (deps: Deps, config: oidc.Configuration, reply: FastifyReply): Promise<FastifyReply> => {
  const verifier = oidc.randomPKCECodeVerifier()
  const begun = { verifier, state: oidc.randomState(), nonce: oidc.randomNonce() }
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: `${siteOf(deps).origin}${base}/callback`,
    scope: 'openid profile organisation phone staff',
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state: begun.state,
    nonce: begun.nonce,
  })
  return reply.setCookie(cookieName, await beginSession(deps.db.sql, begun), cookie).redirect(url.href, 303)
}

const comeBack = async (deps: Deps, config: oidc.Configuration, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
  const token = request.cookies[cookieName] ?? ''
  const begun = (await findSession(deps.db.sql, token))?.begun
  const refused = text((request.query as { error?: unknown }).error)
  if (!begun || refused) return reply.redirect(`${base}/?problem=${refused === 'access_denied' ? 'refused' : 'failed'}`, 303)
  const { state: expectedState, nonce: expectedNonce, verifier: pkceCodeVerifier } = begun
  const tokens = await oidc.authorizationCodeGrant(config, new URL(request.url, siteOf(deps).origin), {
    expectedState,
    expectedNonce,
    pkceCodeVerifier,
  })
  const claims = tokens.claims()
  if (!claims) throw new Problem(502, 'no-id-token', '统一用户没有回答登录的是谁')
  const person = personOf(await oidc.fetchUserInfo(config, tokens.access_token, claims.sub))
  const signedIn = { person, subject: claims.sub, clientSid: text(claims.sid), idToken: tokens.id_token ?? '' }
  return reply.setCookie(cookieName, await openSession(deps.db.sql, token, signedIn), cookie).redirect(`${base}/`, 303)
}

/** OpenID Connect Back-Channel Logout 1.0 §2.6: a nonce would make an ID Token of it, and without the event it says nothing. */
const saysLogout = ({ events, nonce, sid, sub, jti }: JWTPayload): boolean => {
  const said = (events as Record<string, unknown> | undefined)?.[logoutEvent]
  return (
    typeof said === 'object' && said !== null && nonce === undefined && typeof jti === 'string' && (sid !== undefined || sub !== undefined)
  )
}

/** Whom a logout token names; undefined when it is not one of the platform's, fresh, for this site. */
const readLogoutToken = async (config: oidc.Configuration, audience: string, token: string): Promise<JWTPayload | undefined> => {
  const { issuer, jwks_uri: keys } = config.serverMetadata()
  const checks = { issuer, audience, algorithms: ['ES256'], maxTokenAge: '3 minutes', requiredClaims: ['iat', 'jti', 'events'] }
  const payload = await jwtVerify(token, createRemoteJWKSet(new URL(keys ?? '')), checks).then(
    (checked) => checked.payload,
    () => undefined,
  )
  return payload && saysLogout(payload) ? payload : undefined
}

const problems: Readonly<Record<string, string>> = {
  refused: '您没有同意登录这个子站，没有提供任何内容。',
  failed: '这次登录没有完成，请重新登录。',
}

const endUrl = (config: oidc.Configuration, origin: string, session: SubSiteSession | undefined): string => {
  const hint = session?.id_token ? { id_token_hint: session.id_token } : {}
  return oidc.buildEndSessionUrl(config, { ...hint, post_logout_redirect_uri: `${origin}${base}/` }).href
}

/** A sub-site for demonstrations: a site of its own that signs people in by the platform and honours its logout tokens. */
export const subSiteRoutes =
  (deps: Deps) =>
  async (app: FastifyInstance): Promise<void> => {
    const { db, frame } = deps
    const { id, origin } = siteOf(deps)
    const config = once(deps)
    app.get(base, (_request, reply) => reply.redirect(`${base}/`, 303))
    app.get(`${base}/`, async (request, reply) => {
      const person = (await findSession(db.sql, request.cookies[cookieName] ?? ''))?.person ?? undefined
      const problem = problems[text((request.query as { problem?: unknown }).problem)] ?? ''
      return sendPage(reply, subSitePage(frame(request), { base, person, problem }))
    })
    app.get(`${base}/sign-in`, async (_request, reply) => leave(deps, await config(), reply))
    app.get(`${base}/callback`, async (request, reply) =>
      comeBack(deps, await config(), request, reply).catch((error: unknown) => {
        request.log.warn({ err: error }, 'the sub-site could not sign in')
        return reply.redirect(`${base}/?problem=failed`, 303)
      }),
    )
    app.post(`${base}/sign-out`, { config: { csrf: 'origin' } }, async (request, reply) => {
      const token = request.cookies[cookieName] ?? ''
      const session = await findSession(db.sql, token)
      await endSession(db.sql, token)
      return reply.clearCookie(cookieName, cookie).redirect(endUrl(await config(), origin, session), 303)
    })
    app.post(`${base}/logout-token`, { config: { csrf: 'none' } }, async (request, reply) => {
      const named = await readLogoutToken(await config(), id, text((request.body as { logout_token?: unknown } | undefined)?.logout_token))
      if (!named) return reply.code(400).send({ error: 'invalid_request' })
      await endSessionsOf(db.sql, { subject: named.sub ?? null, clientSid: typeof named.sid === 'string' ? named.sid : null })
      return reply.code(200).header('cache-control', 'no-store').send('')
    })
  }
