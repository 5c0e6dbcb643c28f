import type { Db, Sql } from '../../../platform/db.ts'
import type { Secrets } from '../../../platform/secrets.ts'
import type { Limits } from './limits.ts'
import type { Registry } from './registry.ts'

/** Sends a text in the transaction of what it tells of; the same key is sent once (S-072). */
export type SendSms = (sql: Sql, message: { readonly to: string; readonly text: string; readonly key: string }) => Promise<unknown>

/** What the acts of this context need from outside. */
export type Means = {
  readonly db: Pick<Db, 'sql' | 'transaction'>
  readonly secrets: Secrets
  readonly limits: Limits
  readonly sendSms: SendSms
  readonly registry: Registry
}

/** Too often: nothing was done. */
export type Limited = { readonly retryAfter: number }
export const isLimited = (outcome: unknown): outcome is Limited =>
  typeof outcome === 'object' && outcome !== null && 'retryAfter' in outcome
