import type { FastifyInstance } from 'fastify'
import type { Db } from '../platform/db.ts'
import { tidyUrl } from '../platform/log.ts'
import { pendingMigrations } from '../platform/migrate.ts'
import { undelivered } from '../platform/outbox.ts'

const reasonsOf = async (db: Db): Promise<string[]> => {
  try {
    const pending = await pendingMigrations(db.sql)
    return pending.length > 0 ? [`等待迁移：${pending.join('、')}`] : []
  } catch {
    return ['数据库连接不上']
  }
}

/** A report with the addresses that stand in it, but of their queries the names alone: the values are somebody's (S-090). */
const withoutValues = (report: string): string => report.replace(/\?[^"\s\\]*/g, tidyUrl)

/** What browsers say the script policy stopped (S-057): logged, at most the first kilobyte, with nothing of the page's content. */
export const policyReports = async (app: FastifyInstance): Promise<void> => {
  app.addContentTypeParser(
    ['application/csp-report', 'application/reports+json'],
    { parseAs: 'string', bodyLimit: 8192 },
    (_request, body, done) => done(null, body),
  )
  app.post('/csp-report', { config: { csrf: 'none' } }, async (request, reply) => {
    request.log.warn({ report: withoutValues(String(request.body).slice(0, 1024)) }, 'script policy')
    return reply.code(204).send()
  })
}

/** `/livez`, `/readyz` (interfaces.md §2). */
export const healthRoutes =
  (db: Db) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get('/livez', async () => ({ status: 'ok' }))
    app.get('/readyz', async (_request, reply) => {
      const reasons = await reasonsOf(db)
      if (reasons.length > 0) return reply.code(503).send({ status: 'unready', reasons })
      return { status: 'ready', outbox: await undelivered(db.sql) }
    })
  }
