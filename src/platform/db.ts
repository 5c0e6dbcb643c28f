import pg from 'pg'
import { type appRole, beginUnder, changeTo, type Scope, scopeNow, type systemRole } from './wall.ts'

/** A query, written as SQL. Values are bound, never spliced; a `Fragment` is spliced as the SQL it is. */
export type Sql = <Row>(strings: TemplateStringsArray, ...values: unknown[]) => Promise<Row[]>

/** A piece of SQL with its own bound values, for filters that come and go. */
export class Fragment {
  readonly strings: readonly string[]
  readonly values: readonly unknown[]
  constructor(strings: readonly string[], values: readonly unknown[]) {
    this.strings = strings
    this.values = values
  }
}
export const fragment = (strings: TemplateStringsArray, ...values: unknown[]): Fragment => new Fragment(strings, values)
export const nothing = new Fragment([''], [])

/** Another writer took this place first. */
export class Stale extends Error {}
/** The server cannot say whether the transaction is durable: answer 503 and let the same idempotency key be repeated (S-071). */
export class OutcomeUnknown extends Error {}

/** For `.catch`: a unique violation means another writer took the place first. */
export const asStale = (error: { code?: string }): never => {
  throw error.code === '23505' ? new Stale('stale', { cause: error }) : error
}

export type Db = {
  readonly sql: Sql
  /** Public reading; a replica when one is configured. */
  readonly read: Sql
  /** One transaction. Retried when PostgreSQL asks for it (serialization, deadlock), so `work` must have no effect outside `sql`. */
  readonly transaction: <T>(work: (sql: Sql) => Promise<T>) => Promise<T>
  /** Calls `heard` for every notification on a channel; reconnects by itself. Returns a function that stops listening. */
  readonly listen: (channel: string, heard: (payload: string) => void) => Promise<() => Promise<void>>
  readonly pool: pg.Pool
  readonly end: () => Promise<void>
}

const identity = (text: string): string => text
const instant = (text: string): string => new Date(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')).toISOString()
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => {
    if (oid === 20) return Number // bigint: our counters stay below 2^53
    if (oid === 1082) return identity // date → YYYY-MM-DD
    if (oid === 1184) return instant // timestamptz → RFC 3339, UTC
    return pg.types.getTypeParser(oid, format as 'text')
  },
} as pg.CustomTypesConfig

const compile = (strings: readonly string[], values: readonly unknown[], bound: unknown[]): string =>
  strings.reduce((text, part, i) => {
    const value = values[i - 1]
    if (value instanceof Fragment) return text + compile(value.strings, value.values, bound) + part
    bound.push(value)
    return `${text}$${bound.length}${part}`
  })

/** Statement names by text, so that each connection prepares a statement once. */
const names = new Map<string, string>()
const nameOf = (text: string): string | undefined => {
  const known = names.get(text)
  if (known || names.size > 2000) return known
  const name = `q${names.size}`
  names.set(text, name)
  return name
}

type Runner = { query: (config: pg.QueryConfig) => Promise<{ rows: unknown[] }> }

/** The SQL of a template as the driver takes it. */
const prepared = (strings: TemplateStringsArray, values: unknown[]): pg.QueryConfig & { text: string } => {
  const bound: unknown[] = []
  const text = compile(strings, values, bound)
  const name = nameOf(text)
  return { text, values: bound, ...(name ? { name } : {}) }
}

const sqlOn =
  (runner: Runner): Sql =>
  async <Row>(strings: TemplateStringsArray, ...values: unknown[]) =>
    (await runner.query(prepared(strings, values))).rows as Row[]

/**
 * One statement in a transaction of its own that has the eyes of a scope. Beginning, statement and end leave together: where the beginning or
 * the statement fails, PostgreSQL refuses what follows and the end undoes it, so nothing is ever done without the scope.
 */
const runScoped = async (pool: pg.Pool, scope: Scope, query: pg.QueryConfig): Promise<{ rows: unknown[] }> => {
  const client = await pool.connect()
  const [begun, answer, ended] = await Promise.allSettled([client.query(beginUnder(scope)), client.query(query), client.query('commit')])
  client.release(ended.status === 'rejected' ? ended.reason : undefined)
  for (const one of [begun, answer, ended]) if (one.status === 'rejected') throw one.reason
  return (answer as PromiseFulfilledResult<{ rows: unknown[] }>).value
}

/** Statements on a pool. Those that name what lies behind the wall run under the scope of who asks; the others need no transaction. */
const sqlOnPool = (pool: pg.Pool, behindWall: RegExp | undefined): Sql => {
  if (!behindWall) return sqlOn(pool)
  return async <Row>(strings: TemplateStringsArray, ...values: unknown[]) => {
    const query = prepared(strings, values)
    const scope = behindWall.test(query.text) ? scopeNow() : undefined
    const { rows } = await (scope ? runScoped(pool, scope, query) : pool.query(query))
    return rows as Row[]
  }
}

/** Statements of an open transaction, one after another: where the scope is another than that of the last one, it is told first. */
const scopedRunner = (client: pg.PoolClient, first: Scope | undefined): Runner => {
  let told = first
  let last: Promise<unknown> = Promise.resolve()
  const run = async (config: pg.QueryConfig, scope: Scope | undefined): Promise<{ rows: unknown[] }> => {
    if (scope !== undefined && scope !== told) await client.query(changeTo(scope))
    told = scope
    return client.query(config)
  }
  return {
    query(config) {
      const scope = scopeNow() ?? first
      const answer = last.then(() => run(config, scope))
      last = answer.catch(() => undefined)
      return answer
    },
  }
}

const mayRetry = (error: unknown): boolean => ['40001', '40P01'].includes((error as { code?: string }).code ?? '')

const runTransaction = async <T>(pool: pg.Pool, isWalled: boolean, work: (sql: Sql) => Promise<T>): Promise<T> => {
  const client = await pool.connect()
  const scope = isWalled ? scopeNow() : undefined
  let unknown = false
  const heed = (notice: { message?: string | undefined }) => {
    if (notice.message?.includes('synchronous replication')) unknown = true
  }
  client.on('notice', heed)
  let broken: Error | undefined
  try {
    await client.query(scope ? beginUnder(scope) : 'begin')
    const result = await work(sqlOn(isWalled ? scopedRunner(client, scope) : client))
    await client.query('commit')
    if (unknown) throw new OutcomeUnknown('commit was not confirmed by the standby')
    return result
  } catch (error) {
    await client.query('rollback').catch((fault: Error) => {
      broken = fault
    })
    throw error
  } finally {
    client.off('notice', heed)
    client.release(broken)
  }
}

const listenOn = async (url: string, channel: string, heard: (payload: string) => void): Promise<() => Promise<void>> => {
  let stopped = false
  let client: pg.Client | undefined
  const connect = async (): Promise<void> => {
    const next = new pg.Client({ connectionString: url, application_name: `tongban listen ${channel}` })
    next.on('notification', (message) => heard(message.payload ?? ''))
    next.on('error', () => undefined)
    next.on('end', () => {
      if (!stopped) setTimeout(() => connect().catch(() => undefined), 1000).unref()
    })
    await next.connect()
    await next.query(`listen ${pg.escapeIdentifier(channel)}`)
    client = next
  }
  await connect()
  return async () => {
    stopped = true
    await client?.end()
  }
}

/** `role`: as whom every connection works. `behindWall`: which statements run under the scope of who asks (wall.ts). */
export type DbOptions = {
  readonly readUrl?: string | undefined
  readonly connections?: number
  readonly role?: typeof appRole | typeof systemRole
  readonly behindWall?: RegExp
}

/** Opens pools on a PostgreSQL ≥ 15. `readUrl` is a replica for public reading. */
export const openDb = (url: string, options: DbOptions = {}): Db => {
  const poolOn = (connectionString: string) => {
    const pool = new pg.Pool({
      connectionString,
      types,
      max: options.connections ?? 10,
      connectionTimeoutMillis: 5000,
      pipeline: true, // what is asked at once leaves at once, in its order
      statement_timeout: 15_000,
      lock_timeout: 5000,
      idle_in_transaction_session_timeout: 15_000,
      application_name: 'tongban',
      ...(options.role ? { options: `-c role=${options.role}` } : {}),
    })
    pool.on('error', () => undefined) // an idle connection died; the next query opens another
    pool.on('connect', (client) => client.on('error', () => undefined)) // one in use died: its statement says so, the process goes on (F-25)
    return pool
  }
  const pool = poolOn(url)
  const readPool = options.readUrl ? poolOn(options.readUrl) : pool
  return {
    pool,
    sql: sqlOnPool(pool, options.behindWall),
    read: sqlOnPool(readPool, options.behindWall),
    async transaction(work) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await runTransaction(pool, options.behindWall !== undefined, work)
        } catch (error) {
          if (attempt >= 4 || !mayRetry(error)) throw error
        }
      }
    },
    listen: (channel, heard) => listenOn(url, channel, heard),
    async end() {
      await pool.end()
      if (readPool !== pool) await readPool.end()
    },
  }
}
