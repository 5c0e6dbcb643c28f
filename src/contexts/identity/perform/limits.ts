import type { Db } from '../../../platform/db.ts'
import { type Limiter, rateLimiter } from '../../../platform/rate-limit.ts'
import type { Secrets } from '../../../platform/secrets.ts'
import { type LimitName, limits } from '../rules/limits.ts'

/** The counters of rules/limits.ts, shared by all processes and kept over a restart (S-016). */
export type Limits = Limiter<LimitName>
export const identityLimits = (db: Pick<Db, 'pool'>, secrets: Secrets): Limits => rateLimiter(db, secrets, limits)

/** The longest wait of all, counting nothing. */
export const blockedByAny = async (limits: Limits, keys: readonly (readonly [LimitName, string])[]): Promise<number> => {
  const waits = await Promise.all(keys.map(([name, key]) => limits.blockedFor(name, key)))
  return Math.max(0, ...waits)
}

/** Counts one on each unless one of them is closed already, so that an early repeat costs nothing; the longest wait of all. */
export const spendAll = async (limits: Limits, keys: readonly (readonly [LimitName, string])[]): Promise<number> => {
  const closed = await blockedByAny(limits, keys)
  if (closed > 0) return closed
  const waits = await Promise.all(keys.map(([name, key]) => limits.spend(name, key)))
  return Math.max(0, ...waits)
}
