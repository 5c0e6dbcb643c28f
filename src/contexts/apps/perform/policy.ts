import type { InteractionResults, interactionPolicy, KoaContextWithOIDC } from 'oidc-provider'
import { serves } from '../rules/audience.ts'
import { type Demanded, demandedBy, isEnough } from '../rules/levels.ts'
import type { AppLevel, Audience } from '../terms.ts'
import { currentStanding } from './standing.ts'

/** What a request of the provider demands of who answers it (S-082). */
export const demandedIn = (lowest: unknown, acrValues: unknown): Demanded =>
  demandedBy((lowest as AppLevel | undefined) ?? 'unverified', typeof acrValues === 'string' ? acrValues : undefined)

/** Whom a sub-site serves, as its registration says. */
export const audienceOf = (registered: unknown): Audience => (registered as Audience | undefined) ?? 'applicants'

/** Whether somebody is signed in whose level is less than the sub-site demands; who is not signed in is asked for that first. */
const isTooLow = (ctx: KoaContextWithOIDC): boolean => {
  const standing = currentStanding()
  if (!standing) return false
  const { client, params } = ctx.oidc
  return !isEnough(standing, demandedIn(client?.lowest_level, params?.acr_values))
}

const hasLostStanding = (): boolean => {
  const standing = currentStanding()
  return standing?.kind === 'applicant' && standing.hasLostStanding
}

const isNotServed = (ctx: KoaContextWithOIDC): boolean => {
  const standing = currentStanding()
  return standing !== undefined && !serves(audienceOf(ctx.oidc.client?.audience), standing.kind)
}

/** The provider's own order of questions (sign in, consent), and before consent the level of 实名. */
export const policy = ({ base, Check }: typeof interactionPolicy) => {
  const prompts = base()
  const checks = prompts.get('login')?.checks
  checks?.add(new Check('audience', 'the sub-site does not serve accounts of this kind', 'login_required', isNotServed))
  checks?.add(new Check('standing', 'the person may no longer act for whom he acted', 'interaction_required', hasLostStanding))
  checks?.add(new Check('level', 'the level of the person is lower than demanded', 'unmet_authentication_requirements', isTooLow))
  return prompts
}

/** What our pages answer the provider: signed in, and what was agreed to. */
export type Answer = InteractionResults
