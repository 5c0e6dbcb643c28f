import { z } from 'zod'
import type { OrganisationKind } from '../terms.ts'

/**
 * What a registry of the State says of what was typed. It answers only whether all of it agrees: “no such person” and “the name
 * differs” are one answer (S-014). `evidence` is the registry's own number of the inquiry; `source` names the registry (S-009).
 */
export type RegistryAnswer = { readonly matched: true; readonly evidence: string; readonly source: string } | { readonly matched: false }

export type PersonClaim = { readonly name: string; readonly idNumber: string }
export type EnterpriseClaim = {
  readonly kind: OrganisationKind
  readonly name: string
  readonly uscc: string
  readonly legalRepresentative: PersonClaim
}
/** A child and who says to be his 监护人. */
export type GuardianshipClaim = { readonly child: PersonClaim; readonly guardian: PersonClaim }
export type Registry = {
  readonly population: (claim: PersonClaim) => Promise<RegistryAnswer>
  readonly enterprises: (claim: EnterpriseClaim) => Promise<RegistryAnswer>
  readonly guardianship: (claim: GuardianshipClaim) => Promise<RegistryAnswer>
}

/** The registry did not answer in time, or not sensibly. Nothing is known, so nothing changes. */
export class RegistryDown extends Error {}

const timeoutMs = 3000
const Answer = z.discriminatedUnion('matched', [
  z.object({ matched: z.literal(true), evidence: z.string().min(1).max(200) }),
  z.object({ matched: z.literal(false) }),
])

const ask = async (url: string, source: string, claim: PersonClaim | EnterpriseClaim | GuardianshipClaim): Promise<RegistryAnswer> => {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(claim),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    })
    if (!response.ok) throw new Error(`status ${response.status}`)
    const answer = Answer.parse(await response.json())
    return answer.matched ? { ...answer, source } : answer
  } catch (error) {
    throw new RegistryDown(`${source} did not answer`, { cause: error })
  }
}

/**
 * The population and enterprise registries behind one address: POST `{url}/population`, `{url}/enterprises` and
 * `{url}/guardianship` with the claim as JSON, answered `{"matched": true, "evidence": "…"}` or `{"matched": false}`. Waits 3 s (S-075); throws RegistryDown.
 */
export const httpRegistry = (url: string): Registry => ({
  population: (claim) => ask(`${url}/population`, '人口库', claim),
  enterprises: (claim) => ask(`${url}/enterprises`, '法人库', claim),
  guardianship: (claim) => ask(`${url}/guardianship`, '人口库', claim),
})
