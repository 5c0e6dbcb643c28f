import type { LimitName } from '../rules/limits.ts'
import { holdAll, type Limits } from './limits.ts'
import type { Limited } from './means.ts'
import { RegistryDown } from './registry.ts'

/**
 * Asks a registry under limits (S-014): counts from the beginning, so that inquiries at the same time do not pass a limit together, and
 * gives back what a registry that does not answer would cost: its fault keeps nobody waiting for hours.
 */
export const inquire = async <Answer>(
  limits: Limits,
  keys: readonly (readonly [LimitName, string])[],
  ask: () => Promise<Answer>,
): Promise<Answer | Limited> => {
  const { wait, settle } = await holdAll(limits, keys)
  if (wait > 0) return { retryAfter: wait }
  let isAnswered = true
  try {
    return await ask()
  } catch (error) {
    isAnswered = !(error instanceof RegistryDown)
    throw error
  } finally {
    await settle(isAnswered)
  }
}
