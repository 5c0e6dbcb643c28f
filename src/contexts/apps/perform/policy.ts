import { type InteractionResults, interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider'
import { isEnough, levelDemanded } from '../rules/levels.ts'
import type { AppLevel } from '../terms.ts'
import { currentStanding } from './standing.ts'

/** The level a request of the provider demands (S-082). */
export const demandedBy = (lowest: unknown, acrValues: unknown): AppLevel =>
  levelDemanded((lowest as AppLevel | undefined) ?? 'unverified', typeof acrValues === 'string' ? acrValues : undefined)

/** Whether somebody is signed in whose level is less than the sub-site demands; who is not signed in is asked for that first. */
const isTooLow = (ctx: KoaContextWithOIDC): boolean => {
  const standing = currentStanding()
  if (!standing) return false
  const { client, params } = ctx.oidc
  return !isEnough(standing.level, demandedBy(client?.lowest_level, params?.acr_values))
}

const hasLostStanding = (): boolean => currentStanding()?.hasLostStanding ?? false

/** The provider's own order of questions (sign in, consent), and before consent the level of 实名. */
export const policy = () => {
  const prompts = interactionPolicy.base()
  const { Check } = interactionPolicy
  const checks = prompts.get('login')?.checks
  checks?.add(new Check('standing', 'the person may no longer act for whom he acted', 'interaction_required', hasLostStanding))
  checks?.add(new Check('level', 'the level of the person is lower than demanded', 'unmet_authentication_requirements', isTooLow))
  return prompts
}

/** What our pages answer the provider: signed in, and what was agreed to. */
export type Answer = InteractionResults
