import type { LimitName } from '../rules/limits.ts'

/** The counters of rules/limits.ts, shared by all processes and kept over a restart (S-016). `key` is hashed before it is stored. */
export type Limits = {
  /** Seconds until this key may try again, 0 when it may; counts nothing. */
  readonly blockedFor: (name: LimitName, key: string) => Promise<number>
  /** Counts one. Seconds to wait when that was one too many, else 0. */
  readonly spend: (name: LimitName, key: string) => Promise<number>
}

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
