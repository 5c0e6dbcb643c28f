import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import type { Db } from './db.ts'
import { Problem } from './http.ts'
import type { Secrets } from './secrets.ts'

/**
 * So many points in so many seconds; spending the last one closes the key for `blockSeconds` (until the window ends when absent).
 * `grows`: closed again within `mostSeconds` of the first time, it is closed `by` times as long as the time before, `mostSeconds` at most.
 * `remembered`: a process that saw a key closed asks the database of it once a second and no more, for what comes in floods.
 * `lease`: a process draws that many points at a time and counts them in memory, for what happens too often to ask the database each time.
 * `open`: when the counters cannot be reached it is allowed; without it, it is not (S-017).
 */
export type Limit = {
  readonly points: number
  readonly seconds: number
  readonly blockSeconds?: number
  readonly grows?: { readonly by: number; readonly mostSeconds: number }
  readonly remembered?: boolean
  readonly lease?: number
  readonly open?: boolean
}

/** Limits that belong to no context: S-021 (looking up a 办件 by number and code) and S-017 (reading, in requests per network). */
export const commonLimits = {
  lookup: { points: 10, seconds: 60 },
  reading: { points: 300, seconds: 60, lease: 30, open: true },
} as const satisfies Record<string, Limit>

/** Counters that all processes share and a restart keeps (S-016). Keys are hashed before they are stored. Throws Problem 503 when the counters cannot be reached and the limit is not open. */
export type Limiter<Name extends string> = {
  /** Seconds until this key may try again, 0 when it may; counts nothing. */
  readonly blockedFor: (name: Name, key: string) => Promise<number>
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

type Counter = {
  readonly blockedFor: (key: string) => Promise<number>
  readonly hold: (key: string) => Promise<Held>
}
const nothingToSettle = async (): Promise<void> => undefined

const secondsIn = ({ msBeforeNext }: RateLimiterRes): number => Math.max(1, Math.ceil(msBeforeNext / 1000))

/** Points spent, and milliseconds until the window ends; `over` when these were too many. */
type Spent = { readonly over: boolean; readonly left: RateLimiterRes }
const spendPoints = async (limiter: RateLimiterPostgres, key: string, points: number): Promise<Spent> => {
  try {
    return { over: false, left: await limiter.consume(key, points) }
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
    const { left } = await spendPoints(closed, key, 1)
    return Math.min(grows.mostSeconds, Math.round(blockSeconds * grows.by ** (left.consumedPoints - 1)))
  }

const counterOf = (limiter: RateLimiterPostgres, closed: RateLimiterPostgres, limit: Limit): Counter => {
  const secondsClosed = closings(closed, limit)
  const settle = async (key: string, isLast: boolean, counts: boolean): Promise<void> => {
    if (!counts) await limiter.reward(key, 1)
    else if (isLast && limit.blockSeconds) await limiter.block(key, await secondsClosed(key))
  }
  return {
    async blockedFor(key) {
      const spent = await limiter.get(key)
      return spent && spent.consumedPoints >= limit.points ? secondsIn(spent) : 0
    },
    async hold(key) {
      const { over, left } = await spendPoints(limiter, key, 1)
      if (over) return { wait: secondsIn(left), settle: nothingToSettle }
      return { wait: 0, settle: (counts) => settle(key, left.remainingPoints === 0, counts) }
    },
  }
}

/** Keys seen closed, each for a second at most: then the database is asked again. */
const memory = () => {
  const seen = new Map<string, { readonly until: number; readonly askAgain: number }>()
  return {
    keep(key: string, seconds: number): number {
      if (seconds === 0) return 0
      if (seen.size >= mostLeases) seen.clear()
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

type Lease = { left: number; readonly over: boolean; readonly until: number }
const mostLeases = 20_000

/** Takes a point of a lease: 0, the seconds to wait, or undefined when the lease is spent or its window has ended. */
const takePoint = (lease: Lease): number | undefined => {
  const remaining = lease.until - Date.now()
  if (remaining <= 0) return undefined
  if (lease.over) return Math.ceil(remaining / 1000)
  if (lease.left === 0) return undefined
  lease.left -= 1
  return 0
}

/** Draws points ahead; never allows more than the limit, whatever number of processes draws. */
const leasing = (limiter: RateLimiterPostgres, size: number): Counter => {
  const leases = new Map<string, Promise<Lease>>()
  const draw = async (key: string): Promise<Lease> => {
    const { over, left } = await spendPoints(limiter, key, size)
    return { over, left: over ? 0 : size, until: Date.now() + left.msBeforeNext }
  }
  const leaseFor = (key: string): Promise<Lease> => {
    const known = leases.get(key)
    if (known) return known
    if (leases.size >= mostLeases) leases.clear()
    const drawn = draw(key)
    leases.set(key, drawn)
    drawn.catch(() => leases.delete(key))
    return drawn
  }
  const take = async (key: string): Promise<number> => {
    for (;;) {
      const asked = leaseFor(key)
      const wait = takePoint(await asked)
      if (wait !== undefined) return wait
      if (leases.get(key) === asked) leases.delete(key)
    }
  }
  return { hold: async (key) => ({ wait: await take(key), settle: nothingToSettle }), blockedFor: async () => 0 }
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
  const entries = Object.entries<Limit>(limits).map(([name, limit], index): [string, Counter] => {
    const limiter = ofTable(name, limit.points, limit.seconds, index === 0) // one sweep serves the whole table
    const closed = ofTable(`${name}Closed`, Number.MAX_SAFE_INTEGER, limit.grows?.mostSeconds ?? limit.seconds)
    return [name, limit.lease ? leasing(limiter, limit.lease) : counterOf(limiter, closed, limit)]
  })
  const counters = new Map(entries)
  const closedHere = memory()
  const hashed = (name: Name, key: string): string => secrets.lookupHash(key, `limit ${name}`)
  const ask = async <T>(name: Name, question: (counter: Counter) => Promise<T>, open: T): Promise<T> => {
    const counter = counters.get(name)
    if (!counter) throw new TypeError(`no such limit: ${name}`)
    try {
      return await inTime(question(counter))
    } catch {
      if (limits[name].open) return open
      throw new Problem(503, 'unavailable', '服务暂时不可用，请稍后再试', { retryAfter: 5 })
    }
  }
  const hold = async (name: Name, key: string): Promise<Held> => {
    const hash = hashed(name, key)
    const { wait, settle } = await ask(name, (counter) => counter.hold(hash), { wait: 0, settle: nothingToSettle })
    if (limits[name].remembered) closedHere.keep(`${name} ${key}`, wait)
    return { wait, settle: (counts) => ask(name, () => settle(counts), undefined) }
  }
  return {
    blockedFor: (name, key) => ask(name, (counter) => counter.blockedFor(hashed(name, key)), 0),
    hold,
    async spend(name, key) {
      const { wait, settle } = await hold(name, key)
      if (wait === 0) await settle(true)
      return wait
    },
    known: (name, key) => closedHere.left(`${name} ${key}`),
  }
}
