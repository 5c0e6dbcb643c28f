import { createServer, type Server } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { AggregatorRegistry, collectDefaultMetrics, Gauge, Histogram, Registry, register } from 'prom-client'
import { codesToday } from '../platform/code-budget.ts'
import type { Db } from '../platform/db.ts'
import { countSwept } from '../platform/files/sweep.ts'
import { undelivered } from '../platform/outbox.ts'

/** One answer for all who ask while it is being fetched: figures of one scrape come from one question. */
const together = <T>(ask: () => Promise<T>): (() => Promise<T>) => {
  let running: Promise<T> | undefined
  return () => {
    running ??= ask().finally(() => {
      running = undefined
    })
    return running
  }
}

/** What the database knows of the installation as a whole: asked once for all processes, not by each. */
const ofTheStore = (db: Pick<Db, 'sql'>): Registry => {
  const registry = new Registry()
  const gauge = (name: string, help: string, value: () => Promise<number>) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        this.set(await value())
      },
    })
  const backlog = together(() => undelivered(db.sql))
  gauge('tongban_outbox_oldest_seconds', 'Age of the oldest event that has not reached all its consumers', async () => (await backlog()).oldestSeconds) // biome-ignore format: one figure
  gauge('tongban_outbox_parked', 'Events that were given up after their tries (S-073)', async () => (await backlog()).parked)
  gauge('tongban_outbox_waiting', 'Events that have not reached all their consumers', async () => (await backlog()).waiting)
  const files = together(() => countSwept(db.sql))
  gauge('tongban_files_unused', 'Stored contents that nobody refers to, in their time of grace (S-094)', async () => (await files()).unused)
  gauge('tongban_files_removed', 'Stored contents removed so far because nobody referred to them', async () => (await files()).removed)
  gauge('tongban_files_removed_bytes', 'Bytes of those', async () => (await files()).bytes)
  const codes = new Gauge({
    name: 'tongban_sms_codes',
    help: 'Codes by text message today: sent, refused after the budget was spent, and the budget (S-011)',
    labelNames: ['which'],
    registers: [registry],
    collect: async () => {
      for (const [which, count] of Object.entries(await codesToday(db.sql))) codes.set({ which }, count)
    },
  })
  return registry
}

/**
 * Begins to count in a worker: its process, and every answer by method, route and status. Routes are patterns: no number of a case or of a
 * person becomes a label (S-090). The supervisor asks for the figures.
 */
export const measureWorker = (app: FastifyInstance): void => {
  collectDefaultMetrics()
  const seconds = new Histogram({
    name: 'tongban_http_request_seconds',
    help: 'Time to answer a request',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  })
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    seconds.observe({ method: request.method, route, status: String(reply.statusCode) }, reply.elapsedTime / 1000)
  })
  new AggregatorRegistry()
}

/** `/metrics` (interfaces.md §2) on the public port of a demonstration: the worker that answers. Elsewhere METRICS_PORT has all of them. */
export const metricsRoutes =
  (db: Pick<Db, 'sql'>) =>
  async (app: FastifyInstance): Promise<void> => {
    const store = ofTheStore(db)
    app.get('/metrics', async (_request, reply) =>
      reply.type(register.contentType).send(`${await register.metrics()}\n${await store.metrics()}`),
    )
  }

/** The figures of all workers together, on a port of its own. Called in the supervisor. */
export const serveMetrics = (port: number, host: string, db: Pick<Db, 'sql'>): Promise<Server> => {
  const workers = new AggregatorRegistry()
  const store = ofTheStore(db)
  const answer = async (): Promise<string> => `${await workers.clusterMetrics()}\n${await store.metrics()}`
  const server = createServer((request, reply) => {
    if (request.url !== '/metrics') return void reply.writeHead(404).end()
    answer().then(
      (text) => reply.writeHead(200, { 'content-type': workers.contentType }).end(text),
      () => reply.writeHead(503).end(),
    )
  })
  return new Promise((resolve, reject) => server.once('error', reject).listen(port, host, () => resolve(server)))
}
