import type { Db } from '../../../platform/db.ts'
import { type Held, type Limiter, rateLimiter } from '../../../platform/rate-limit.ts'
import type { Secrets } from '../../../platform/secrets.ts'
import { type LimitName, limits } from '../rules/limits.ts'

/** The counters of rules/limits.ts, shared by all processes and kept over a restart (S-016). */
export type Limits = Limiter<LimitName>
export const identityLimits = (db: Pick<Db, 'pool'>, secrets: Secrets): Limits => rateLimiter(db, secrets, limits)

/** Seconds this process knows one of the keys to be closed for; asks nobody (F-14). */
export const knownClosed = (limits: Limits, keys: readonly (readonly [LimitName, string])[]): number =>
  Math.max(0, ...keys.map(([name, key]) => limits.known(name, key)))

/**
 * Counts one on each before the outcome is known: tries at the same time do not pass a limit together (S-016). `wait` when one of them is
 * closed: then nothing was counted. Else `settle` says whether it counts, or gives it back.
 */
export const holdAll = async (limits: Limits, keys: readonly (readonly [LimitName, string])[]): Promise<Held> => {
  const all = await Promise.all(keys.map(([name, key]) => limits.hold(name, key)))
  const settle = async (counts: boolean): Promise<void> => {
    await Promise.all(all.map((held) => (held.wait > 0 ? undefined : held.settle(counts))))
  }
  const wait = Math.max(...all.map((held) => held.wait))
  if (wait > 0) await settle(false)
  return { wait, settle }
}

/**
 * Proofs of a 身份证号 that officers ask for, by its keyed hash: counted apart from those of accounts, so that nobody's guesses keep its
 * bearer from being served at a window (S-010, S-014).
 */
export const byOfficers = (idNumberHash: string): readonly [LimitName, string] => ['proofIdNumber', `officers ${idNumberHash}`]
