import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  ClientSecretBasic,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client'
import { isIdNumber, isMobile, tidyIdentifier } from '../../../kernel/identifiers.ts'
import { tidyName } from '../rules/claims.ts'
import { callbackOf, type Partner } from './partners.ts'

/** What a session keeps between leaving for a partner and coming back: used once. */
export type Errand = { readonly partner: string; readonly state: string; readonly nonce: string; readonly verifier: string }

/** A person as a partner tells of him. `evidence` names the partner's own word: issuer, subject, time of its sign-in. */
export type Told = {
  readonly subject: string
  readonly evidence: string
  readonly name?: string
  readonly idNumber?: string
  /** A telephone that the partner says it verified. */
  readonly phone?: string
  /** One that it names without saying so: proven here first, by a code (S-012). */
  readonly unprovenPhone?: string
}

/** The partner did not answer, or what came back proves nothing. Nothing changes. */
export class PartnerRefused extends Error {}

const patience = 3
const known = new Map<string, Promise<Configuration>>()
/** The partner's own description, asked for once a process. */
const configurationOf = ({ issuer, clientId, clientSecret }: Partner): Promise<Configuration> => {
  const key = `${issuer} ${clientId}`
  const found = known.get(key)
  if (found) return found
  const url = new URL(issuer)
  const asked = discovery(url, clientId, clientSecret, ClientSecretBasic(clientSecret), {
    timeout: patience,
    execute: url.protocol === 'http:' ? [allowInsecureRequests] : [],
  })
  known.set(key, asked)
  asked.catch(() => known.delete(key))
  return asked
}

const orRefused = async <T>(partner: Partner, work: () => Promise<T>): Promise<T> => {
  try {
    return await work()
  } catch (error) {
    throw new PartnerRefused(`${partner.name} did not prove anybody`, { cause: error })
  }
}

/** Where to send the browser, and what to keep until it comes back: state, nonce and PKCE (S256). Throws PartnerRefused. */
export const leaveFor = (partner: Partner, publicUrl: string): Promise<{ readonly url: string; readonly errand: Errand }> =>
  orRefused(partner, async () => {
    const config = await configurationOf(partner)
    const errand = { partner: partner.id, state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() }
    const url = buildAuthorizationUrl(config, {
      redirect_uri: callbackOf(publicUrl, partner.id),
      scope: partner.scope,
      state: errand.state,
      nonce: errand.nonce,
      code_challenge: await calculatePKCECodeChallenge(errand.verifier),
      code_challenge_method: 'S256',
    })
    return { url: url.href, errand }
  })

/**
 * Takes what the partner sent the browser back with: checks state, the issuer that answers (RFC 9207), the code by PKCE, the ID token's
 * signature, audience and nonce, and that the user information is of the same subject. Throws PartnerRefused.
 */
export const comeBack = (partner: Partner, errand: Errand, url: URL): Promise<Told> =>
  orRefused(partner, async () => {
    if (errand.partner !== partner.id) throw new Error('left for another partner')
    const config = await configurationOf(partner)
    const tokens = await authorizationCodeGrant(config, url, {
      pkceCodeVerifier: errand.verifier,
      expectedState: errand.state,
      expectedNonce: errand.nonce,
      idTokenExpected: true,
    })
    const token = tokens.claims()
    if (!token) throw new Error('no ID token')
    const about = await fetchUserInfo(config, tokens.access_token, token.sub)
    return toldBy(partner, { ...token, ...about })
  })

/** What a partner's claims say, by the names it gives them; a telephone counts as verified only where it says so (OpenID Connect Core §5.1, S-012). */
export const toldBy = ({ claims }: Pick<Partner, 'claims'>, about: Readonly<Record<string, unknown>>): Told => {
  const of = (name: string | undefined): string => (name && typeof about[name] === 'string' ? String(about[name]) : '')
  const [name, idNumber, phone] = [tidyName(of(claims.name)), tidyIdentifier(of(claims.idNumber)), tidyIdentifier(of(claims.phone))]
  const isVerified = about[`${claims.phone}_verified`] === true
  const subject = String(about.sub)
  return {
    subject,
    evidence: `${String(about.iss)} ${subject} ${String(about.auth_time ?? about.iat)}`.slice(0, 200),
    ...(name && isIdNumber(idNumber) ? { name, idNumber } : {}),
    ...(isMobile(phone) ? (isVerified ? { phone } : { unprovenPhone: phone }) : {}),
  }
}
