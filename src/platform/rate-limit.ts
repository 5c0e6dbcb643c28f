import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import type { Db } from './db.ts'
import { Problem } from './http.ts'
import type { Secrets } from './secrets.ts'

/**
 * So many points in so many seconds; spending the last one closes the key for `blockSeconds` (until the window ends when absent).
 * `lease`: a process draws that many points at a time and counts them in memory, for what happens too often to ask the database each time.
 * `open`: when the counters cannot be reached it is allowed; without it, it is not (S-017).
 */
export type Limit = {
  readonly points: number
  readonly seconds: number
  readonly blockSeconds?: number
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
}

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
  readonly spend: (key: string) => Promise<number>
}

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

const counterOf = (limiter: RateLimiterPostgres, { points, blockSeconds }: Limit): Counter => ({
  async blockedFor(key) {
    const spent = await limiter.get(key)
    return spent && spent.consumedPoints >= points ? secondsIn(spent) : 0
  },
  async spend(key) {
    const { over, left } = await spendPoints(limiter, key, 1)
    if (over) return secondsIn(left)
    if (blockSeconds && left.remainingPoints === 0) await limiter.block(key, blockSeconds)
    return 0
  },
})

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
  return { spend: take, blockedFor: async () => 0 }
}

/** The counters of some limits, in the table platform.rate_limit. */
export const rateLimiter = <Name extends string>(
  db: Pick<Db, 'pool'>,
  secrets: Pick<Secrets, 'lookupHash'>,
  limits: Readonly<Record<Name, Limit>>,
): Limiter<Name> => {
  const entries = Object.entries<Limit>(limits).map(([name, limit], index): [string, Counter] => {
    const limiter = new RateLimiterPostgres({
      storeClient: db.pool,
      storeType: 'pool',
      schemaName: 'platform',
      tableName: 'rate_limit',
      tableCreated: true,
      clearExpiredByTimeout: index === 0, // one sweep serves the whole table
      keyPrefix: name,
      points: limit.points,
      duration: limit.seconds,
    })
    return [name, limit.lease ? leasing(limiter, limit.lease) : counterOf(limiter, limit)]
  })
  const counters = new Map(entries)
  const ask = async (name: Name, key: string, question: (counter: Counter, key: string) => Promise<number>): Promise<number> => {
    const counter = counters.get(name)
    if (!counter) throw new TypeError(`no such limit: ${name}`)
    try {
      return await inTime(question(counter, secrets.lookupHash(key, `limit ${name}`)))
    } catch {
      if (limits[name].open) return 0
      throw new Problem(503, 'unavailable', '服务暂时不可用，请稍后再试', { retryAfter: 5 })
    }
  }
  return {
    blockedFor: (name, key) => ask(name, key, (counter, hashed) => counter.blockedFor(hashed)),
    spend: (name, key) => ask(name, key, (counter, hashed) => counter.spend(hashed)),
  }
}
