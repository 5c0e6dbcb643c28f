import { createHash } from 'node:crypto'
import { existsSync, globSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const root = new URL('../..', import.meta.url).pathname
const out = join(root, 'dist/console')
/** Everything the bundle is made of. */
const sources = [
  'package-lock.json',
  'src/app/console-build.ts',
  'src/app/console/**/*.*',
  'src/ui/{console,tokens}/**/*.*',
  'src/kernel/*.ts',
  'src/contexts/*/console/**/*.*',
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

const squeezed = /\.(m?js|css)$/
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
  // In any other mode, as under tests, React is the one for its developers: every key costs six times as much, and a later start would serve it too.
  const mode = process.env.NODE_ENV
  process.env.NODE_ENV = 'production'
  await buildInto(aside)
  if (mode === undefined) delete process.env.NODE_ENV
  else process.env.NODE_ENV = mode
  await rename(aside, dir).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
    await rm(aside, { recursive: true, force: true })
  })
  await forgetOld(version)
  return { dir }
}
