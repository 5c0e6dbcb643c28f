import { randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Viewer } from '../../contexts/identity/index.ts'
import { notFound } from '../../platform/http.ts'
import { ensureConsole } from '../console-build.ts'
import { findPdfPart } from './pdf-parts.ts'

/** What the console's page needs of the app. */
type Deps = {
  readonly viewer: (request: FastifyRequest) => Viewer
  readonly sessions: { readonly csrf: (request: FastifyRequest) => string }
}
type Staff = Extract<Viewer, { kind: 'staff' }>
type Built = { readonly page: string; readonly files: ReadonlyMap<string, Buffer> }

const load = async (): Promise<Built> => {
  const { dir } = await ensureConsole()
  const assets = join(dir, 'assets')
  const names = await readdir(assets)
  const files = await Promise.all(names.map(async (name) => [name, await readFile(join(assets, name))] as const))
  return { page: await readFile(join(dir, 'index.html'), 'utf8'), files: new Map(files) }
}

/** Built at start; here only found, once a process. */
const once = (): (() => Promise<Built>) => {
  let built: Promise<Built> | undefined
  return () => {
    built ??= load().catch((error: unknown) => {
      built = undefined
      throw error
    })
    return built
  }
}

const types: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

const policyOf = (nonce: string): string =>
  [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
    'report-uri /csp-report',
  ].join('; ')

const sendAsset = (request: FastifyRequest, reply: FastifyReply, { files }: Built, name: string): FastifyReply => {
  const accepted = String(request.headers['accept-encoding'] ?? '')
  const encoding = (['br', 'gz'] as const).find((kind) => accepted.includes(kind === 'gz' ? 'gzip' : kind) && files.has(`${name}.${kind}`))
  const type = types[extname(name)]
  const bytes = files.get(encoding ? `${name}.${encoding}` : name)
  if (!type || !bytes) throw notFound('没有这个文件')
  if (name.endsWith('.mjs')) reply.header('content-security-policy', workerPolicy)
  if (encoding) reply.header('content-encoding', encoding === 'gz' ? 'gzip' : encoding)
  return reply.type(type).header('vary', 'accept-encoding').header('cache-control', 'public, max-age=31536000, immutable').send(bytes)
}

/** What the worker that reads PDFs may do: load its own parts, nothing else. */
const workerPolicy = "default-src 'none'; script-src 'self'; connect-src 'self'"

const sendPart = async (reply: FastifyReply, name: string): Promise<FastifyReply> => {
  const part = await findPdfPart(name)
  if (!part) throw notFound('没有这个文件')
  return reply.type(part.type).header('cache-control', 'public, max-age=86400').send(part.bytes)
}

/** Data for the page: who is signed in and the token of unsafe requests. */
const bootOf = (deps: Deps, request: FastifyRequest, { accountId, name, unit, division, departmentCode, roles }: Staff) => ({
  account: accountId,
  name,
  unit,
  division,
  departmentCode,
  roles,
  csrf: deps.sessions.csrf(request),
})
const asScriptText = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c')

/**
 * The officers' console under /console/: one page for every address, its assets, and /console/boot for who is signed in.
 * Somebody who is not signed in as staff is led to /login/staff and comes back.
 */
export const consoleRoutes =
  (deps: Deps) =>
  async (app: FastifyInstance): Promise<void> => {
    const built = once()

    app.get<{ Params: { name: string } }>('/console/assets/:name', async (request, reply) =>
      sendAsset(request, reply, await built(), request.params.name),
    )

    app.get<{ Params: { name: string } }>('/console/pdf/:name', (request, reply) => sendPart(reply, request.params.name))

    app.get('/console/boot', async (request, reply) => {
      const viewer = deps.viewer(request)
      if (viewer.kind !== 'staff') return reply.code(401).send({ name: '' })
      return bootOf(deps, request, viewer)
    })

    const page = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      const viewer = deps.viewer(request)
      if (viewer.kind !== 'staff') return reply.redirect(`/login/staff?next=${encodeURIComponent(request.originalUrl)}`, 303)
      const nonce = randomBytes(18).toString('base64')
      const boot = asScriptText(bootOf(deps, request, viewer))
      const text = (await built()).page.replaceAll('{{nonce}}', nonce).replace('"boot"<', () => `${boot}<`)
      return reply.type('text/html; charset=utf-8').header('content-security-policy', policyOf(nonce)).send(text)
    }
    app.get('/console', page)
    app.get('/console/*', page)
  }
