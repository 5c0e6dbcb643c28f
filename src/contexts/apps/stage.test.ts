import { generateKeyPairSync, type JsonWebKey } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import Fastify, { type FastifyInstance, type FastifyRequest, type LightMyRequestResponse } from 'fastify'
import * as oidc from 'openid-client'
import { localDate } from '../../kernel/date.ts'
import { calendarOf } from '../../platform/calendar.ts'
import { codeBudget } from '../../platform/code-budget.ts'
import type { Db } from '../../platform/db.ts'
import { diskStore } from '../../platform/files.ts'
import { asProblem, NeedsFresh, NeedsSignIn, sendProblem } from '../../platform/http.ts'
import { secrets as makeSecrets, type Secrets } from '../../platform/secrets.ts'
import { checkCsrf, securityHeaders } from '../../platform/security.ts'
import { sessions as makeSessions, type Sessions } from '../../platform/session.ts'
import { smsOutbox } from '../../platform/sms.ts'
import { testDatabase } from '../../platform/testing.ts'
import type { Frame } from '../../ui/page/frame.ts'
import { identityRoutes, loadDemoPeople, type Viewer, viewerOf } from '../identity/index.ts'
import { appsRoutes } from './routes/apps-routes.ts'
import { putStandingApp } from './store/clients.ts'
import type { AppLevel, AppScope, Audience, PublicKey } from './terms.ts'

declare module 'fastify' {
  interface FastifyRequest {
    lookedAtBy?: Viewer
  }
}

export const issuer = 'http://localhost'
const secret = 'a secret of the tests, long enough'
const data = new URL('../../../data', import.meta.url).pathname

const frameOn =
  (sessions: Sessions) =>
  (request: FastifyRequest): Frame => ({
    site: { code: '150600', name: '鄂尔多斯市', path: '', trail: [], bureau: '示例局' },
    path: request.url.split('?')[0] ?? '/',
    mode: 'standard',
    language: 'zh-CN',
    csrf: () => sessions.csrf(request),
    today: localDate('2026-03-02'),
    demo: true,
    embed: false,
    assets: { css: '/a.css', js: '/a.js', integrity: '' },
  })

/** One process of the platform: signing in and 应用接入 on the database given. */
export const newProcess = async (db: Db): Promise<FastifyInstance> => {
  const vault = makeSecrets(secret)
  const sessions = makeSessions({ db, secret, publicUrl: issuer })
  const app = Fastify({ trustProxy: true })
  await app.register(cookie)
  await app.register(formbody)
  securityHeaders(app, { scriptHashes: [] }, false)
  sessions.install(app)
  checkCsrf(app, sessions, issuer)
  const view = viewerOf(db, vault)
  app.addHook('preHandler', async (request) => {
    request.lookedAtBy = await view(request)
  })
  app.setErrorHandler((error, request, reply) => {
    const next = encodeURIComponent(request.url)
    if (error instanceof NeedsFresh) return reply.redirect(`/my/again?next=${next}`, 303)
    return error instanceof NeedsSignIn ? reply.redirect(`/login/${error.door}?next=${next}`, 303) : sendProblem(reply, asProblem(error))
  })
  const deps = { db, frame: frameOn(sessions), viewer: (request: FastifyRequest): Viewer => request.lookedAtBy ?? { kind: 'visitor' } }
  const none = {
    passwordPolicies: { person: 'asvs', organisation: 'asvs', staff: 'dengbao' } as const,
    calendar: () => calendarOf([]),
    files: diskStore(join(tmpdir(), 'tongban-apps-files')),
    wordsOf: () => undefined,
    sms: smsOutbox(vault),
    codeBudget: codeBudget({ aDay: 1000, alarm: () => undefined }),
    registryUrl: 'http://localhost/none',
    partners: [],
    certificates: { url: '', proxies: [] },
  }
  const staffSecondFactor = 'enrolled' as const
  await app.register(identityRoutes({ ...deps, ...none, sessions, secrets: vault, publicUrl: issuer, staffSecondFactor }))
  await app.register(appsRoutes({ ...deps, secrets: vault, publicUrl: issuer, mayBeLoopback: true }))
  after(() => app.close())
  return app
}

export type City = { readonly db: Db & { url: string }; readonly app: FastifyInstance; readonly vault: Secrets; readonly password: string }

/** The demo people on a fresh database, and one process that serves them. */
export const setCity = async (): Promise<City> => {
  const db = await testDatabase()
  const vault = makeSecrets(secret)
  const { password } = await loadDemoPeople(db, vault, data)
  return { db, app: await newProcess(db), vault, password }
}

/** A browser: a jar of cookies, the page before, and the address the last answer leads to. */
export const browser = (app: FastifyInstance) => {
  const jar = new Map<string, string>()
  let page = ''
  const keep = (response: LightMyRequestResponse): LightMyRequestResponse => {
    for (const { name, value, expires } of response.cookies) {
      if (value === '' || (expires && expires.getTime() < Date.now())) jar.delete(name)
      else jar.set(name, value)
    }
    if (String(response.headers['content-type']).startsWith('text/html')) page = response.body
    return response
  }
  const headers = () => ({ cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') })
  const hidden = (name: string): string => new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? ''
  const ledTo = ({ headers: said }: LightMyRequestResponse): string | undefined =>
    said.location ?? (typeof said.refresh === 'string' ? said.refresh.replace('0;url=', '') : undefined)
  const get = async (url: string) => keep(await app.inject({ url: url.replace(issuer, ''), headers: headers() }))
  const post = async (url: string, fields: Record<string, string | string[]>) => {
    const body = new URLSearchParams(
      Object.entries({ _csrf: hidden('_csrf'), ...fields }).flatMap(([name, value]) => [value].flat().map((one) => [name, one])),
    )
    const type = { 'content-type': 'application/x-www-form-urlencoded' }
    return keep(
      await app.inject({ method: 'POST', url: url.replace(issuer, ''), payload: body.toString(), headers: { ...headers(), ...type } }),
    )
  }
  /** Goes where answers lead, until a page stands or the address of a sub-site is reached. */
  const follow = async (
    from: LightMyRequestResponse,
  ): Promise<{ readonly answer: LightMyRequestResponse; readonly out?: URL; readonly at: string }> => {
    let answer = from
    let at = ''
    for (let steps = 0; steps < 12; steps += 1) {
      const to = ledTo(answer)
      if (!to) return { answer, at }
      const url = new URL(to, issuer)
      if (url.origin !== issuer) return { answer, out: url, at }
      at = `${url.pathname}${url.search}`
      answer = await get(at)
    }
    throw new Error('the pages lead in a circle')
  }
  const signIn = async (account: string, password: string, door = 'person') => {
    await get(`/login/${door}`)
    return post(`/login/${door}`, { account, password })
  }
  return { jar, hidden, get, post, follow, signIn, page: () => page }
}
export type Browser = ReturnType<typeof browser>

const keyPair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' })
const asKey = (jwk: JsonWebKey, kid: string): PublicKey => ({ ...jwk, kty: 'EC', kid, alg: 'ES256', use: 'sig' })

export type SubSite = {
  readonly id: string
  readonly callback: string
  readonly config: oidc.Configuration
  readonly privateKey: CryptoKey
  readonly kid: string
  /** The logout tokens it was sent. */
  readonly told: string[]
  /** What it answers to a logout token. */
  answers: number
}

const listen = async (site: { told: string[]; answers: number }): Promise<string> => {
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    site.told.push(new URLSearchParams(body).get('logout_token') ?? '')
    response.writeHead(site.answers).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  after(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** The outside's way to a process: HTTP without a socket. */
const fetchOf =
  (app: FastifyInstance): oidc.CustomFetch =>
  async (url, { method, headers, body }) => {
    const answer = await app.inject({
      method: method as 'GET',
      url: url.replace(issuer, ''),
      headers,
      ...(body ? { payload: String(body) } : {}),
    })
    const said = Object.entries(answer.headers).map(([name, value]) => [name, String(value)] as [string, string])
    return new Response(answer.body === '' ? null : answer.body, { status: answer.statusCode, headers: said })
  }

type Wish = { readonly scopes?: readonly AppScope[]; readonly lowestLevel?: AppLevel; readonly audience?: Audience }
/** A registered sub-site with a server of its own, seen through openid-client: an honest relying party. */
export const newSubSite = async ({ db, app }: Pick<City, 'db' | 'app'>, id: string, wish: Wish = {}): Promise<SubSite> => {
  const { privateKey, publicKey } = keyPair()
  const kid = `${id}-key`
  const heard = { told: [] as string[], answers: 200 }
  const origin = await listen(heard)
  const callback = `${origin}/callback`
  await putStandingApp(db.sql, {
    id,
    division: '150600000000',
    registered: {
      name: `示例子站 ${id}`,
      redirectUris: [callback],
      afterLogoutUri: `${origin}/bye`,
      logoutUri: `${origin}/backchannel`,
      scopes: wish.scopes ?? ['profile', 'organisation', 'phone'],
      lowestLevel: wish.lowestLevel ?? 'unverified',
      audience: wish.audience ?? 'applicants',
    },
    jwks: { keys: [asKey(publicKey.export({ format: 'jwk' }), kid)] },
  })
  const usable = await crypto.subtle.importKey('jwk', privateKey.export({ format: 'jwk' }), { name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
  ])
  const config = await oidc.discovery(
    new URL(issuer),
    id,
    { id_token_signed_response_alg: 'ES256' },
    oidc.PrivateKeyJwt({ key: usable, kid }),
    {
      execute: [oidc.allowInsecureRequests],
      [oidc.customFetch]: fetchOf(app),
    },
  )
  return Object.assign(heard, { id, callback, config, privateKey: usable, kid })
}

export type Begun = { readonly url: URL; readonly verifier: string; readonly state: string; readonly nonce: string }
/** What a sub-site sends a browser away with. */
export const begin = async (site: SubSite, extra: Record<string, string> = {}): Promise<Begun> => {
  const verifier = oidc.randomPKCECodeVerifier()
  const [state, nonce] = [oidc.randomState(), oidc.randomNonce()]
  const url = oidc.buildAuthorizationUrl(site.config, {
    redirect_uri: site.callback,
    scope: 'openid profile organisation phone',
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
    ...extra,
  })
  return { url, verifier, state, nonce }
}

/** What a sub-site does with the browser that comes back. */
export const finish = (site: SubSite, { verifier, state, nonce }: Begun, out: URL) =>
  oidc.authorizationCodeGrant(site.config, out, { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce })

/** A whole sign-in at a sub-site: the person agrees to all that is asked. */
export const signInAt = async (site: SubSite, who: Browser, extra: Record<string, string> = {}) => {
  const begun = await begin(site, extra)
  let { answer, out, at } = await who.follow(await who.get(begun.url.href))
  if (!out && answer.body.includes('同意并登录'))
    ({ answer, out, at } = await who.follow(await who.post(at, { answer: 'agree', scope: ['profile', 'organisation', 'phone'] })))
  if (!out) throw new Error(`no way back to the sub-site: ${answer.statusCode} at ${at}`)
  return { begun, out, tokens: await finish(site, begun, out) }
}
