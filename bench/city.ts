import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../e2e/server.ts'
import { loadDemoCity } from '../src/app/demo.ts'
import { type Db, openDb } from '../src/platform/db.ts'
import { startEmbedded } from '../src/platform/embedded-postgres.ts'
import { migrate } from '../src/platform/migrate.ts'

const root = new URL('..', import.meta.url).pathname
export const secret = 'a-secret-for-measuring-only-0123456789ab'

/** A demo city on a durable PostgreSQL of its own (fsync on), and a way to run the product on it. All of it goes when `end` is called. */
export type City = {
  readonly db: Db
  readonly databaseUrl: string
  readonly folder: string
  /** Starts the product with one worker and what else of its environment is told; resolves with its address, its process and the milliseconds until it was ready. */
  readonly serve: (
    environment?: Readonly<Record<string, string>>,
  ) => Promise<{ url: string; process: ChildProcess; millis: number; stop: () => Promise<void> }>
  readonly end: () => Promise<void>
}

const serveOn = async (folder: string, databaseUrl: string, environment: Readonly<Record<string, string>>) => {
  const port = Number(environment.PORT ?? (await freePort()))
  const begun = performance.now()
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(root, 'src/app/cli.ts'), 'start'], {
    cwd: root,
    env: {
      ...process.env,
      NODE_ENV: 'test',
      WORKERS: '1',
      LOG_LEVEL: 'error',
      TONGBAN_SECRET: secret,
      DATA_DIR: folder,
      DATABASE_URL: databaseUrl,
      PORT: String(port),
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => chunk.toString().includes('ready at') && resolve())
    gone.then(() => reject(new Error('the server ended before it was ready')))
  })
  const stop = async () => {
    child.kill('SIGTERM')
    await gone
  }
  return { url: `http://127.0.0.1:${port}`, process: child, millis: performance.now() - begun, stop }
}

export const openCity = async (): Promise<City> => {
  const folder = mkdtempSync(join(tmpdir(), 'tongban-bench-'))
  const postgres = await startEmbedded(folder)
  await migrate(postgres.url)
  const db = openDb(postgres.url, { connections: 70 })
  await loadDemoCity(db, { secret, fixedToday: undefined })
  const running: (() => Promise<void>)[] = []
  return {
    db,
    databaseUrl: postgres.url,
    folder,
    async serve(environment = {}) {
      const server = await serveOn(folder, postgres.url, environment)
      running.push(server.stop)
      return server
    },
    async end() {
      for (const stop of running) await stop() // one that a failed workload left
      await db.end()
      await postgres.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
