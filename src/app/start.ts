import { fork } from 'node:child_process'
import cluster from 'node:cluster'
import { once } from 'node:events'
import { flushCompileCache } from 'node:module'
import { setTimeout as wait } from 'node:timers/promises'
import { type Db, openDb } from '../platform/db.ts'
import { startEmbedded } from '../platform/embedded-postgres.ts'
import { startJobs } from '../platform/jobs.ts'
import { openLog } from '../platform/log.ts'
import { migrate } from '../platform/migrate.ts'
import { tlsListener } from '../platform/tls.ts'
import { systemRole } from '../platform/wall.ts'
import { buildApp } from './build-app.ts'
import { superviseWorkers } from './cluster.ts'
import { type Config, readConfig } from './config.ts'
import { ensureConsole } from './console-build.ts'
import { demoAccounts, isDemoLoaded, loadDemoCity, loadGround } from './demo.ts'
import { measureWorker, metricsRoutes, serveMetrics } from './metrics.ts'
import { background } from './services.ts'

/** The database this configuration names: the operator's, or an embedded one under DATA_DIR. */
export const openDatabase = async (config: Config): Promise<{ url: string; stop: () => Promise<void> }> => {
  if (config.databaseUrl) return { url: config.databaseUrl, stop: async () => undefined }
  return startEmbedded(config.dataDir)
}

const runWorker = async (config: Config): Promise<void> => {
  const app = await buildApp(config)
  measureWorker(app)
  if (!config.production && config.metricsPort === undefined)
    await app.register(metricsRoutes(openDb(config.databaseUrl ?? '', { connections: 1, role: systemRole })))
  await app.listen({ port: config.port, host: config.host })
  const secure = config.https && tlsListener(app, config.https).listen(config.https.port, config.host)
  let stopping = false
  app.server.prependListener('request', (_request, response) => {
    if (stopping) response.setHeader('connection', 'close')
  })
  const stop = async () => {
    if (stopping) return
    stopping = true
    await wait(1000) // connections in use leave with their next answer; closing them at once would cut requests on their way
    secure?.close()
    await Promise.race([app.close(), wait(7000)])
    process.exit(0)
  }
  process.on('message', (message) => message === 'stop' && stop())
  process.on('disconnect', stop) // the supervisor died
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => undefined) // the supervisor decides
  process.send?.('ready')
  flushCompileCache() // a process that is killed would leave nothing to its successor
}

/** Loads the demo city: the first time in a process that ends, because the memory it takes would stay with the supervisor for ever. */
const loadDemo = async (db: Db, config: Config, environment: Readonly<Record<string, string>>): Promise<void> => {
  if (!(await isDemoLoaded(db))) {
    const loader = fork(new URL('./demo-load.ts', import.meta.url), { env: { ...process.env, ...environment } })
    const [code] = await once(loader, 'exit')
    if (code !== 0) throw new Error(`示例城市没有装入完，装入它的进程以 ${code} 结束`)
  }
  await loadDemoCity(db, config)
}

type Database = Awaited<ReturnType<typeof openDatabase>>
const supervise = async (config: Config, database: Database): Promise<void> => {
  await migrate(database.url)
  const db = openDb(database.url, { connections: 4, role: systemRole })
  const environment = { DATABASE_URL: database.url, TONGBAN_SECRET: config.secret }
  await (config.production ? loadGround(db) : loadDemo(db, config, environment))
  await ensureConsole()
  const workers = await superviseWorkers(config.workers, environment)
  const jobs = await startJobs(database.url, background(config, openLog(process.env.LOG_LEVEL ?? 'warn')))
  const metrics = config.metricsPort === undefined ? undefined : await serveMetrics(config.metricsPort, config.metricsHost, db)
  process.stdout.write(`\nTongban is ready at ${config.publicUrl}\n`)
  if (!config.production) process.stdout.write(demoAccounts(config))

  let stopping = false
  const stop = async () => {
    if (stopping) return
    stopping = true
    metrics?.close()
    await Promise.all([workers.stop(), jobs.stop()]) // S-077 gives ten seconds to both
    await db.end()
    await database.stop()
    process.exit(0)
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop)
  process.on('SIGHUP', () => workers.restart().catch((error: Error) => process.stderr.write(`tongban: 滚动重启失败：${error.message}\n`)))
}

const runSupervisor = async (config: Config): Promise<void> => {
  const database = await openDatabase(config)
  await supervise(config, database).catch(async (error: unknown) => {
    await database.stop() // a start that fails leaves no database running behind it
    throw error
  })
}

/** `npx tongban start`: the supervisor starts the database, migrates, runs the jobs and keeps the workers that answer requests. */
export const start = async (): Promise<void> => {
  const config = readConfig()
  if (cluster.isPrimary) await runSupervisor(config)
  else await runWorker(config)
}
