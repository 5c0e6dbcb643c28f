import type { CodeBudget } from '../../../platform/code-budget.ts'
import type { Db } from '../../../platform/db.ts'
import type { Secrets } from '../../../platform/secrets.ts'
import type { Sms } from '../../../platform/sms.ts'
import type { PasswordPolicies } from '../rules/password.ts'
import type { Limits } from './limits.ts'
import type { Registry } from './registry.ts'

/** What the acts of this context need from outside. */
export type Means = {
  readonly db: Pick<Db, 'sql' | 'transaction'>
  readonly secrets: Secrets
  readonly limits: Limits
  readonly sms: Sms
  /** Codes by text message of a day (S-011). */
  readonly codeBudget: CodeBudget
  readonly registry: Registry
  /** S-001 */
  readonly passwordPolicies: PasswordPolicies
}

/** Too often: nothing was done. */
export type Limited = { readonly retryAfter: number }
export const isLimited = (outcome: unknown): outcome is Limited =>
  typeof outcome === 'object' && outcome !== null && 'retryAfter' in outcome
