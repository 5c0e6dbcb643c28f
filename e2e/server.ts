import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDb } from '../src/platform/db.ts'
import { filledDatabase } from '../src/platform/testing.ts'

const root = new URL('..', import.meta.url).pathname
/** TONGBAN_SECRET of the installations that tests start. */
export const secret = 'a-secret-for-tests-only-0123456789abcdef'

/** A running installation with the demo city: its address, the password of the demo accounts, its processes. */
export type Server = {
  readonly url: string
  readonly password: string
  readonly pid: number
  readonly databaseUrl: string
  readonly output: () => string
  /** SIGTERM; resolves with the exit code. */
  readonly stop: () => Promise<number | null>
}

export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

/** Changes with anything the demo city is made of. */
const demoVersion = (): string => {
  const hash = createHash('sha256')
  for (const file of globSync(['data/**/*.json', 'db/migrations/*.sql', 'src/**/*.ts'], { cwd: root }).sort()) {
    if (!file.endsWith('.test.ts')) hash.update(readFileSync(join(root, file)))
  }
  return hash.digest('hex')
}

/** A database with the demo city in it, cloned from one that is filled once. */
export const demoDatabase = () =>
  filledDatabase(demoVersion(), async (url) => {
    const { loadDemoCity } = await import('../src/app/demo.ts')
    const { readConfig } = await import('../src/app/config.ts')
    const db = openDb(url)
    await loadDemoCity(db, readConfig({ TONGBAN_SECRET: secret }))
    await db.end()
  })

/** Starts `tongban start` on a free port with a database of its own, and waits until it says it is ready. */
export const startServer = async (environment: Record<string, string> = {}): Promise<Server> => {
  const database = environment.DATABASE_URL ? undefined : await demoDatabase()
  const databaseUrl = environment.DATABASE_URL ?? database?.url ?? ''
  const port = Number(environment.PORT ?? (await freePort()))
  const dataDir = mkdtempSync(join(tmpdir(), 'tongban-e2e-'))
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(root, 'src/app/cli.ts'), 'start'], {
    cwd: root,
    env: {
      ...process.env,
      NODE_ENV: 'test',
      WORKERS: '1',
      TONGBAN_SECRET: secret,
      DATA_DIR: dataDir,
      ...environment,
      DATABASE_URL: databaseUrl,
      PORT: String(port),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const gone = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const ready = new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      output += chunk.toString()
      if (/Tongban is ready at .*\n[\s\S]*(密码|password)[^\n]*\n/.test(output)) resolve()
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    gone.then((code) => reject(new Error(`the server ended with ${code}\n${output}`)))
  })
  await ready
  return {
    url: `http://localhost:${port}`,
    password: /(?:密码|password)[^:：]*[:：]\s*(\S+)/.exec(output)?.[1] ?? '',
    pid: child.pid ?? 0,
    databaseUrl,
    output: () => output,
    async stop() {
      child.kill('SIGTERM')
      const code = await gone
      await database?.drop()
      rmSync(dataDir, { recursive: true, force: true })
      return code
    },
  }
}
