import { createHash, randomBytes } from 'node:crypto'
import { existsSync, globSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Viewer } from '../contexts/identity/index.ts'
import { notFound } from '../platform/http.ts'

const root = new URL('../..', import.meta.url).pathname
const out = join(root, 'dist/console')
/** Everything the bundle is made of. */
const sources = [
  'package-lock.json',
  'src/app/console/*',
  'src/ui/{console,tokens}/*',
  'src/kernel/*.ts',
  'src/contexts/*/console/*',
  'src/contexts/*/{terms,rules,decide}.ts',
  'src/contexts/*/{terms,rules,decide}/*.ts',
]

const versionOf = async (): Promise<string> => {
  const hash = createHash('sha256')
  for (const file of globSync(sources, { cwd: root }).sort()) {
    if (!/\.test\.tsx?$/.test(file)) hash.update(`${file}\0`).update(await readFile(join(root, file)))
  }
  return hash.digest('hex').slice(0, 16)
}

const squeezed = /\.(js|css)$/
const brotli = promisify(brotliCompress)
const zip = promisify(gzip)

/** Beside each script and sheet its compressed bytes, so that no request pays for compressing. */
const compress = async (assets: string): Promise<void> => {
  for (const name of (await readdir(assets)).filter((file) => squeezed.test(file))) {
    const bytes = await readFile(join(assets, name))
    await writeFile(join(assets, `${name}.br`), await brotli(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } }))
    await writeFile(join(assets, `${name}.gz`), await zip(bytes, { level: 9 }))
  }
}

const buildInto = async (dir: string): Promise<void> => {
  const { build } = await import('vite')
  await build({ configFile: join(root, 'src/app/console/vite.config.ts'), logLevel: 'warn', build: { outDir: dir } })
  await compress(join(dir, 'assets'))
}

/** Removes all builds but this one and the one before, whose pages may still be open. */
const forgetOld = async (current: string): Promise<void> => {
  const builds = (await readdir(out, { withFileTypes: true })).filter((entry) => entry.isDirectory() && /^[0-9a-f]{16}$/.test(entry.name))
  const old = builds.map(({ name }) => name).filter((name) => name !== current)
  for (const name of old.slice(1)) await rm(join(out, name), { recursive: true, force: true })
}

/**
 * The folder of the officers' console (index.html, assets/), built by Vite when its sources changed since the last build.
 * Several processes may ask at once: each builds aside and the first one to finish wins.
 */
export const ensureConsole = async (): Promise<{ dir: string }> => {
  const version = await versionOf()
  const dir = join(out, version)
  if (existsSync(dir)) return { dir }
  process.stdout.write('正在生成办件台(首次启动或更新后一次) …\n')
  await mkdir(out, { recursive: true })
  const aside = await mkdtemp(join(out, 'building-'))
  await buildInto(aside)
  await rename(aside, dir).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
    await rm(aside, { recursive: true, force: true })
  })
  await forgetOld(version)
  return { dir }
}

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
    "frame-src 'self' blob:",
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
  if (encoding) reply.header('content-encoding', encoding === 'gz' ? 'gzip' : encoding)
  return reply.type(type).header('vary', 'accept-encoding').header('cache-control', 'public, max-age=31536000, immutable').send(bytes)
}

/** Data for the page: who is signed in and the token of unsafe requests. */
const bootOf = (deps: Deps, request: FastifyRequest, { name, unit, roles }: Staff) => ({
  name,
  unit,
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
