import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from './http.ts'
import type { Sessions } from './session.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** 'origin': no token, only the Sec-Fetch-Site/Origin check; for forms on cached pages that change nothing but a display choice. 'none': signed partners. */
    csrf?: 'token' | 'origin' | 'none'
  }
  interface FastifyInstance {
    /** The headers of every answer, for the route that lets another handler write its own. */
    safeHeaders?: Readonly<Record<string, string>>
  }
}

const unsafe = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

/** Cross-site by what the browser itself says: Sec-Fetch-Site, else Origin against our own addresses. */
const isForeign = (request: FastifyRequest, origins: ReadonlySet<string>): boolean => {
  const site = request.headers['sec-fetch-site']
  if (site) return site !== 'same-origin' && site !== 'none'
  const { origin } = request.headers
  return (
    origin !== undefined &&
    !origins.has(origin) &&
    origin !== `http://${request.headers.host}` &&
    origin !== `https://${request.headers.host}`
  )
}

const sentToken = (request: FastifyRequest): string | undefined => {
  const header = request.headers['x-csrf-token']
  if (typeof header === 'string') return header
  const body = request.body as { _csrf?: unknown } | undefined
  const query = request.query as { _csrf?: unknown } | undefined
  const sent = body?._csrf ?? query?._csrf
  return typeof sent === 'string' ? sent : undefined
}

const isJson = (request: FastifyRequest): boolean =>
  request.headers['content-type']?.startsWith('application/json') ?? request.body === undefined

/** A request that a token must vouch for: it carries our cookie, or it is a form. */
const needsToken = (request: FastifyRequest, rule: 'token' | 'origin'): boolean =>
  rule === 'token' && (request.sessionToken !== undefined || !isJson(request))

/**
 * S-059: every unsafe request is checked by the browser's own word about where it comes from, and by a token whenever it carries
 * our cookie or is a form. A JSON request without a cookie has nothing to forge. A multipart form carries its token in the
 * address (`?_csrf=`), because its body is read as a stream by its route.
 */
export const checkCsrf = (app: FastifyInstance, sessions: Sessions, publicUrl: string): void => {
  const origins = new Set([new URL(publicUrl).origin])
  app.addHook('preValidation', async (request) => {
    const rule = request.routeOptions.config.csrf ?? 'token'
    if (!unsafe.has(request.method) || rule === 'none') return
    if (isForeign(request, origins)) throw new Problem(403, 'cross-site', '请求来自别的网站，已拦下；请从本站页面重新操作')
    if (!needsToken(request, rule) || sessions.isCsrf(request, sentToken(request))) return
    throw new Problem(403, 'csrf', '页面已过期，请返回上一页刷新后重试；您填写的内容还在')
  })
}

/** How the machine calls itself, and what is asked of it by its address. */
const itself = ['localhost', '127.0.0.1', '[::1]']
const probes = new Set(['/livez', '/readyz'])

/** S-062: a page of ours is given under our own names alone, not under another that somebody made to lead here. */
export const checkHost = (app: FastifyInstance, names: readonly string[]): void => {
  const ours = new Set([...names, ...itself])
  app.addHook('onRequest', async (request) => {
    if (ours.has(request.hostname.toLowerCase()) || probes.has(request.url)) return
    throw new Problem(421, 'other-host', '请用本站的网址访问')
  })
}

const hasNull = (value: unknown, depth = 0): boolean => {
  if (typeof value === 'string') return value.includes('\u0000')
  if (typeof value !== 'object' || value === null || depth > 20) return false
  return Object.values(value).some((one) => hasNull(one, depth + 1))
}

/** A null character fits no column. For what a route reads itself of a multipart form, which no hook sees (S-056). */
export const refuseNull = (sent: unknown): void => {
  if (hasNull(sent)) throw new Problem(400, 'invalid-request', '内容里有不能使用的字符')
}

/** S-056: a query key given twice means two things, and a null character fits no column; both are refused before any route guesses. */
export const checkShape = (app: FastifyInstance): void => {
  app.addHook('preValidation', async ({ query, params, body }) => {
    if (Object.values(query as object).some(Array.isArray)) throw new Problem(400, 'invalid-request', '地址里同一个参数写了两次')
    refuseNull([query, params, body])
  })
}

export type Policy = { readonly scriptHashes: readonly string[] }

/** The headers of S-057 and S-058. Scripts run only when their bytes have the hash named here; decisions/0010 says why not a nonce. */
export const securityHeaders = (app: FastifyInstance, policy: Policy, secure: boolean): void => {
  const scripts = policy.scriptHashes.map((hash) => `'${hash}'`).join(' ')
  const csp = [
    "default-src 'none'",
    `script-src ${scripts} 'strict-dynamic'`,
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'report-uri /csp-report',
  ].join('; ')
  const strict = secure ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : {}
  app.decorate('safeHeaders', { ...Object.fromEntries(fixed), ...strict, 'content-security-policy': csp, 'cache-control': 'no-store' })
  app.addHook('onSend', async (_request: FastifyRequest, reply: FastifyReply) => {
    for (const [name, value] of fixed) reply.header(name, value)
    if (!reply.hasHeader('content-security-policy')) reply.header('content-security-policy', csp)
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
    if (secure) reply.header('strict-transport-security', 'max-age=31536000; includeSubDomains')
  })
}

const fixed = [
  ['x-content-type-options', 'nosniff'],
  ['referrer-policy', 'same-origin'],
  ['cross-origin-opener-policy', 'same-origin'],
  ['cross-origin-resource-policy', 'same-origin'],
  ['permissions-policy', 'camera=(self), microphone=(), geolocation=(), payment=(), usb=()'],
  ['x-frame-options', 'DENY'],
] as const
