import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import multipart from '@fastify/multipart'
import Fastify, { type FastifyInstance, type FastifyRequest, type LightMyRequestResponse } from 'fastify'
import { localDate } from '../../../kernel/date.ts'
import { calendarOf } from '../../../platform/calendar.ts'
import { codeBudget } from '../../../platform/code-budget.ts'
import type { Db } from '../../../platform/db.ts'
import { diskStore } from '../../../platform/files.ts'
import { asProblem, NeedsFresh, NeedsSignIn, sendProblem } from '../../../platform/http.ts'
import { deliver } from '../../../platform/outbox.ts'
import { secrets as makeSecrets, type Secrets } from '../../../platform/secrets.ts'
import { checkCsrf } from '../../../platform/security.ts'
import { sessions as makeSessions, type Sessions } from '../../../platform/session.ts'
import { smsConsumer, smsOutbox } from '../../../platform/sms.ts'
import { testDatabase } from '../../../platform/testing.ts'
import { loadSandbox } from '../../../sandbox/load.ts'
import { sandboxPartner } from '../../../sandbox/partner-provider.ts'
import { sandboxRoutes } from '../../../sandbox/routes.ts'
import type { Frame } from '../../../ui/page/frame.ts'
import { loadDemoPeople } from '../perform/demo-people.ts'
import { callbackOf, readPartners } from '../perform/partners.ts'
import { viewerOf } from '../perform/viewer.ts'
import type { StaffFactorPolicy } from '../rules/factors.ts'
import type { Viewer } from '../terms.ts'
import { identityRoutes } from './identity-routes.ts'

declare module 'fastify' {
  interface FastifyRequest {
    seenBy?: Viewer
  }
}

const publicUrl = 'http://localhost'
const data = new URL('../../../../data', import.meta.url).pathname

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

/** The registries on an address of their own, as in the world. */
const listenOutside = async (db: Db, frame: (request: FastifyRequest) => Frame): Promise<string> => {
  const outside = Fastify()
  await outside.register(formbody)
  await outside.register(sandboxRoutes({ db, frame, address: () => address, callback: callbackOf(publicUrl, 'alipay') }))
  await loadSandbox(db, data)
  after(() => outside.close())
  const address = await outside.listen({ port: 0, host: '127.0.0.1' })
  return address
}

const buildStage = async (sessions: Sessions, view: (request: FastifyRequest) => Promise<Viewer>): Promise<FastifyInstance> => {
  const app = Fastify({ trustProxy: true })
  await app.register(cookie)
  await app.register(formbody)
  await app.register(multipart, { throwFileSizeLimit: false })
  sessions.install(app)
  checkCsrf(app, sessions, publicUrl)
  app.addHook('preHandler', async (request) => {
    request.seenBy = await view(request)
  })
  app.setErrorHandler((error, request, reply) => {
    if (error instanceof NeedsFresh && !request.url.startsWith('/api/'))
      return reply.redirect(`/my/again?next=${encodeURIComponent(request.url)}`, 303)
    if (!(error instanceof NeedsSignIn) || request.url.startsWith('/api/')) return sendProblem(reply, asProblem(error))
    return reply.redirect(`/login/${error.door}?next=${encodeURIComponent(request.url)}`, 303)
  })
  after(() => app.close())
  return app
}

export type Stage = {
  readonly app: FastifyInstance
  readonly db: Db
  readonly secrets: Secrets
  readonly password: string
  /** The texts a phone got, newest first, brought by the outbox to the gateway of the sandbox. */
  readonly messagesTo: (phone: string) => Promise<string[]>
}

const phonesOf = (db: Db, secrets: Secrets, outside: string) => {
  const gateway = smsConsumer(secrets, { url: `${outside}/sandbox/sms`, key: 'shared with the sandbox' })
  return async (phone: string): Promise<string[]> => {
    const events = await db.sql<{ id: string }>`select id from platform.event order by at`
    for (const { id } of events) await deliver(db, [gateway], id)
    const answer = (await (await fetch(`${outside}/sandbox/sms/${phone}`)).json()) as { items: { text: string }[] }
    return answer.items.map(({ text }) => text)
  }
}

/** The routes of this context on a real database with the demo people, beside the sandbox. */
export const setStage = async (policy: StaffFactorPolicy = 'enrolled'): Promise<Stage> => {
  const db = await testDatabase()
  const secret = 'a secret of the tests, long enough'
  const secrets = makeSecrets(secret)
  const sessions = makeSessions({ db, secret, publicUrl })
  const frame = frameOn(sessions)
  const outside = await listenOutside(db, frame)
  const registryUrl = `${outside}/sandbox`
  const app = await buildStage(sessions, viewerOf(db, secrets))
  const sms = smsOutbox(secrets)
  const folder = await mkdtemp(join(tmpdir(), 'tongban-identity-'))
  after(() => rm(folder, { recursive: true, force: true }))
  const certificates = { url: `${registryUrl}/ca`, seconds: 0, proxies: ['127.0.0.1'] }
  const viewer = (request: FastifyRequest): Viewer => request.seenBy ?? { kind: 'visitor' }
  const partners = readPartners(JSON.stringify([sandboxPartner(outside), { ...sandboxPartner(outside), id: 'other', name: '另一家' }]))
  await app.register(
    identityRoutes({
      partners,
      passwordPolicies: { person: 'asvs', organisation: 'asvs', staff: 'dengbao' },
      calendar: () => calendarOf([]),
      files: diskStore(folder),
      wordsOf: (what) => (what.startsWith('GET /') ? '办件 1506' : undefined),
      db,
      frame,
      viewer,
      sessions,
      secrets,
      sms,
      codeBudget: codeBudget({ aDay: 1000, alarm: () => undefined }),
      registryUrl,
      publicUrl,
      staffSecondFactor: policy,
      certificates,
    }),
  )
  const { password } = await loadDemoPeople(db, secrets, data)
  return { app, db, secrets, password, messagesTo: phonesOf(db, secrets, outside) }
}

/** A visitor with a cookie jar and a network address, who fills in the forms he is shown. */
export const visitor = (app: FastifyInstance, ip = '10.1.0.1') => {
  let jar = ''
  let page = ''
  const keep = (response: LightMyRequestResponse): LightMyRequestResponse => {
    for (const one of response.cookies) jar = one.value === '' ? '' : `${one.name}=${one.value}`
    if (String(response.headers['content-type']).startsWith('text/html')) page = response.body
    return response
  }
  const headers = () => ({ cookie: jar, 'x-forwarded-for': ip })
  const hiddenOf = (name: string): string => new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? ''
  return {
    cookie: () => jar,
    keep,
    hidden: hiddenOf,
    get: async (url: string) => keep(await app.inject({ url, headers: headers() })),
    /** Posts a form with the CSRF token of the page before. */
    post: async (url: string, fields: Record<string, string>) => {
      const payload = new URLSearchParams({ _csrf: hiddenOf('_csrf'), ...fields }).toString()
      return keep(
        await app.inject({ method: 'POST', url, payload, headers: { ...headers(), 'content-type': 'application/x-www-form-urlencoded' } }),
      )
    },
    async signIn(account: string, password: string, door = 'person') {
      await this.get(`/login/${door}`)
      return this.post(`/login/${door}`, { account, password })
    },
  }
}
export type Visitor = ReturnType<typeof visitor>
