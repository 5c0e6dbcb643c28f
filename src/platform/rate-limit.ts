import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import type { Limit } from '../kernel/limit.ts'
import type { Db } from './db.ts'
import { Problem } from './http.ts'
import type { Secrets } from './secrets.ts'

/** A limit that belongs to no context: looking up a 办件 by number and code (S-021). */
export const commonLimits = { lookup: { points: 10, seconds: 60 } } as const satisfies Record<string, Limit>

/**
 * Counters that all processes share and a restart keeps (S-016). Keys are hashed before they are stored. Throws Problem 503 when the
 * counters cannot be reached: nothing that can be guessed goes on uncounted; public reading asks no counter (S-017).
 */
export type Limiter<Name extends string> = {
  /** Counts one. Seconds to wait when that was one too many, else 0. */
  readonly spend: (name: Name, key: string) => Promise<number>
  /** Counts one before it is known whether it counts, so that tries at the same time cannot pass the limit together. */
  readonly hold: (name: Name, key: string) => Promise<Held>
  /** Seconds this process knows a key to be closed for, 0 when it does not know; asks nobody. Of `remembered` limits alone. */
  readonly known: (name: Name, key: string) => number
}

/** One that was counted ahead. `wait`: it was one too many, and is not to be settled. `settle`: whether it counts, or is given back. */
export type Held = { readonly wait: number; readonly settle: (counts: boolean) => Promise<void> }

/** The answer to somebody who came too often: 429 with the seconds to wait. */
export const tooMany = (retryAfter: number): Problem => new Problem(429, 'too-many-requests', '操作过于频繁，请稍后再试', { retryAfter })

const patience = 1000
const inTime = <T>(work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('the counters did not answer in time')), patience)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

type Hold = (key: string) => Promise<Held>
const nothingToSettle = async (): Promise<void> => undefined

const secondsIn = ({ msBeforeNext }: RateLimiterRes): number => Math.max(1, Math.ceil(msBeforeNext / 1000))

/** Points spent, and milliseconds until the window ends; `over` when this one was too many. */
type Spent = { readonly over: boolean; readonly left: RateLimiterRes }
const spendPoint = async (limiter: RateLimiterPostgres, key: string): Promise<Spent> => {
  try {
    return { over: false, left: await limiter.consume(key) }
  } catch (reason) {
    if (reason instanceof RateLimiterRes) return { over: true, left: reason }
    throw reason
  }
}

/** How long a key is closed, by how often it was closed before. */
const closings =
  (closed: RateLimiterPostgres, { blockSeconds = 0, grows }: Limit) =>
  async (key: string): Promise<number> => {
    if (!grows) return blockSeconds
    const { left } = await spendPoint(closed, key)
    return Math.min(grows.mostSeconds, Math.round(blockSeconds * grows.by ** (left.consumedPoints - 1)))
  }

const counterOf = (limiter: RateLimiterPostgres, closed: RateLimiterPostgres, limit: Limit): Hold => {
  const secondsClosed = closings(closed, limit)
  const settle = async (key: string, isLast: boolean, counts: boolean): Promise<void> => {
    if (!counts) await limiter.reward(key, 1)
    else if (isLast && limit.blockSeconds) await limiter.block(key, await secondsClosed(key))
  }
  return async (key) => {
    const { over, left } = await spendPoint(limiter, key)
    if (over) return { wait: secondsIn(left), settle: nothingToSettle }
    return { wait: 0, settle: (counts) => settle(key, left.remainingPoints === 0, counts) }
  }
}

const mostRemembered = 20_000
/** Keys seen closed, each for a second at most: then the database is asked again. */
const memory = () => {
  const seen = new Map<string, { readonly until: number; readonly askAgain: number }>()
  return {
    keep(key: string, seconds: number): number {
      if (seconds === 0) return 0
      if (seen.size >= mostRemembered) seen.clear()
      seen.set(key, { until: Date.now() + seconds * 1000, askAgain: Date.now() + 1000 })
      return seconds
    },
    left(key: string): number {
      const known = seen.get(key)
      if (!known) return 0
      if (Date.now() < Math.min(known.askAgain, known.until)) return Math.ceil((known.until - Date.now()) / 1000)
      seen.delete(key)
      return 0
    },
  }
}

/** The counters of some limits, in the table platform.rate_limit. */
export const rateLimiter = <Name extends string>(
  db: Pick<Db, 'pool'>,
  secrets: Pick<Secrets, 'lookupHash'>,
  limits: Readonly<Record<Name, Limit>>,
): Limiter<Name> => {
  const ofTable = (keyPrefix: string, points: number, duration: number, clearExpiredByTimeout = false) =>
    new RateLimiterPostgres({
      storeClient: db.pool,
      storeType: 'pool',
      schemaName: 'platform',
      tableName: 'rate_limit',
      tableCreated: true,
      clearExpiredByTimeout,
      keyPrefix,
      points,
      duration,
    })
  const entries = Object.entries<Limit>(limits).map(([name, limit], index): [string, Hold] => {
    const limiter = ofTable(name, limit.points, limit.seconds, index === 0) // one sweep serves the whole table
    const closed = ofTable(`${name}Closed`, Number.MAX_SAFE_INTEGER, limit.grows?.mostSeconds ?? limit.seconds)
    return [name, counterOf(limiter, closed, limit)]
  })
  const counters = new Map(entries)
  const closedHere = memory()
  const counted = async <T>(answer: Promise<T>): Promise<T> => {
    try {
      return await inTime(answer)
    } catch {
      throw new Problem(503, 'unavailable', '服务暂时不可用，请稍后再试', { retryAfter: 5 })
    }
  }
  const hold = async (name: Name, key: string): Promise<Held> => {
    const counter = counters.get(name)
    if (!counter) throw new TypeError(`no such limit: ${name}`)
    const { wait, settle } = await counted(counter(secrets.lookupHash(key, `limit ${name}`)))
    if (limits[name].remembered) closedHere.keep(`${name} ${key}`, wait)
    return { wait, settle: (counts) => counted(settle(counts)) }
  }
  return {
    hold,
    async spend(name, key) {
      const { wait, settle } = await hold(name, key)
      if (wait === 0) await settle(true)
      return wait
    },
    known: (name, key) => closedHere.left(`${name} ${key}`),
  }
}
