import pg from 'pg'
import { appRole, beginUnder, changeTo, type Scope, scopeNow, type systemRole } from './wall.ts'

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

type Answer = { readonly rows: unknown[]; readonly command: string }
type Runner = { query: (config: pg.QueryConfig) => Promise<Answer> }

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

/** What is sent to a connection within a tick leaves in one write: a write costs more than most statements. */
const inOneWrite = ({ connection: { stream } }: pg.PoolClient): void => {
  if (stream.writableCorked > 0) return
  stream.cork()
  process.nextTick(() => stream.uncork())
}

type Outcome = PromiseSettledResult<pg.QueryResult>
const isFailed = (outcome: Outcome | undefined): outcome is PromiseRejectedResult => outcome?.status === 'rejected'

/**
 * Statements in one transaction that has the eyes of a scope. Beginning, statements and end leave together: where the beginning or a statement
 * fails, PostgreSQL refuses what follows and the end undoes it, so nothing is ever done without the scope.
 */
const runScoped = async (pool: pg.Pool, scope: Scope, queries: readonly pg.QueryConfig[]) => {
  const client = await pool.connect()
  inOneWrite(client)
  const sent = [{ text: beginUnder(scope) }, ...queries, { text: 'commit' }]
  const all: Outcome[] = await Promise.allSettled(sent.map((one) => client.query(one)))
  const [begun, ended] = [all[0], all.at(-1)]
  client.release(isFailed(ended) ? ended.reason : undefined)
  const failed = [begun, ended].find(isFailed)
  const outcomes = all.slice(1, -1).map((one) => (isFailed(begun) || !isFailed(one) ? (failed ?? one) : one))
  return { outcomes, isUndone: !failed && (ended as PromiseFulfilledResult<pg.QueryResult>).value.command === 'ROLLBACK' }
}

/** So many statements share a transaction; a page that asks more asks on further connections too. */
const mostTogether = 4

/**
 * Statements under a scope, each as if in a transaction of its own. Those that one scope asks within a tick share one; where one of them
 * fails, which undoes all, each is done again by itself.
 */
const scopedOn = (pool: pg.Pool) => {
  type Asked = { readonly query: pg.QueryConfig; readonly settle: (outcome: Outcome | Promise<Outcome>) => void }
  const waiting = new Map<Scope, Asked[]>()
  const alone = async (scope: Scope, query: pg.QueryConfig) => (await runScoped(pool, scope, [query])).outcomes[0] as Outcome
  const leave = async (scope: Scope, asked: readonly Asked[]): Promise<void> => {
    if (waiting.get(scope) === asked) waiting.delete(scope)
    const queries = asked.map(({ query }) => query)
    const { outcomes, isUndone } = await runScoped(pool, scope, queries).catch((reason: unknown) => ({
      outcomes: queries.map((): Outcome => ({ status: 'rejected', reason })),
      isUndone: false,
    }))
    for (const [i, { query, settle }] of asked.entries())
      settle(isUndone && asked.length > 1 ? alone(scope, query) : (outcomes[i] as Outcome))
  }
  return async (scope: Scope, query: pg.QueryConfig): Promise<Answer> => {
    const outcome = await new Promise<Outcome>((settle) => {
      const asked = waiting.get(scope)
      if (asked && asked.length < mostTogether) return void asked.push({ query, settle })
      const first = [{ query, settle }]
      waiting.set(scope, first)
      process.nextTick(leave, scope, first)
    })
    if (isFailed(outcome)) throw outcome.reason
    return outcome.value
  }
}

/** Statements on a pool. Those that name what lies behind the wall run under the scope of who asks; the others need no transaction. */
const sqlOnPool = (pool: pg.Pool, behindWall: RegExp | undefined): Sql => {
  if (!behindWall) return sqlOn(pool)
  const scoped = scopedOn(pool)
  return async <Row>(strings: TemplateStringsArray, ...values: unknown[]) => {
    const query = prepared(strings, values)
    const scope = behindWall.test(query.text) ? scopeNow() : undefined
    const { rows } = await (scope ? scoped(scope, query) : pool.query(query))
    return rows as Row[]
  }
}

const nobody: Scope = { role: appRole }

/**
 * Statements of an open transaction, in the order in which they are asked, without waiting for each other; where the scope is another than
 * that of the last one, it is told first. Once the transaction is over nothing is sent: the connection belongs to the next.
 */
const runnerOn = (client: pg.PoolClient, isWalled: boolean, first: Scope | undefined) => {
  let told = first
  let isOver = false
  const send = (query: pg.QueryConfig): Promise<Answer> => {
    inOneWrite(client)
    return client.query(query)
  }
  const tell = (scope: Scope | undefined): void => {
    if (scope === told) return
    send({ text: changeTo(scope ?? nobody) }).catch(() => undefined) // what follows is refused then, and says so
    told = scope
  }
  return {
    async query(query: pg.QueryConfig): Promise<Answer> {
      if (isOver) throw new Error('a statement came after the end of its transaction')
      if (isWalled) tell(scopeNow() ?? first)
      return send(query)
    },
    end(how: 'commit' | 'rollback'): Promise<Answer> {
      isOver = true
      return send({ text: how })
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
  const runner = runnerOn(client, isWalled, scope)
  let broken: Error | undefined
  inOneWrite(client)
  const begun = client.query(scope ? beginUnder(scope) : 'begin')
  try {
    const [first, done] = await Promise.allSettled([begun, work(sqlOn(runner))])
    if (first.status === 'rejected') throw first.reason
    if (done.status === 'rejected') throw done.reason
    const { command } = await runner.end('commit')
    if (command === 'ROLLBACK') throw new Error('a statement of the transaction failed and its failure was not heeded: all is undone')
    if (unknown) throw new OutcomeUnknown('commit was not confirmed by the standby')
    return done.value
  } catch (error) {
    await runner.end('rollback').catch((fault: Error) => {
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
