import type { ClientMetadata, Configuration, interactionPolicy, KoaContextWithOIDC, Provider } from 'oidc-provider'
import type { Db } from '../../../platform/db.ts'
import type { Secrets } from '../../../platform/secrets.ts'
import { acrNames, officeAcrNames, scopeWords } from '../terms.ts'
import { accountOf } from './account.ts'
import { adapterOn } from './adapter.ts'
import { clientAdapter } from './clients.ts'
import { grantByConsent } from './grants.ts'
import { signingKeys } from './keys.ts'
import { policy } from './policy.ts'
import { drawn } from './standing.ts'

/** `mayBeLoopback`: sub-sites on this very machine, for demonstrations and tests; never in production. */
export type ProviderMeans = {
  readonly db: Db
  readonly secrets: Secrets
  readonly publicUrl: string
  readonly mayBeLoopback: boolean
}

const hours = 3600
/** Lives in seconds. A code 60 s (S-080); what follows from a sign-in never outlives its 12 hours (S-032, S-081). */
const lives: Configuration['ttl'] = {
  AuthorizationCode: 60,
  AccessToken: 10 * 60,
  IdToken: 10 * 60,
  Interaction: hours,
  Session: 12 * hours,
  Grant: 12 * hours,
  RefreshToken: (ctx) => ctx.oidc.entities.RotatedRefreshToken?.remainingTTL ?? 12 * hours,
}

const claims: Configuration['claims'] = {
  openid: ['sub'],
  profile: ['name', 'level'],
  organisation: ['organisation'],
  phone: ['phone_number', 'phone_number_verified'],
  staff: ['staff'],
}

const routes: Configuration['routes'] = {
  authorization: '/oidc/auth',
  token: '/oidc/token',
  userinfo: '/oidc/userinfo',
  jwks: '/oidc/jwks',
  revocation: '/oidc/revoke',
  end_session: '/oidc/logout',
}

const features: Configuration['features'] = {
  devInteractions: { enabled: false },
  dPoP: { enabled: false },
  pushedAuthorizationRequests: { enabled: false },
  resourceIndicators: { enabled: false },
  revocation: { enabled: true },
  backchannelLogout: { enabled: true },
  rpInitiatedLogout: {
    enabled: true,
    logoutSource: (ctx) => {
      const { session, client } = ctx.oidc
      const state = session?.state as { secret?: string } | undefined
      ctx.body = drawn({ kind: 'signOut', action: '/oidc/logout/confirm', xsrf: state?.secret ?? '', appName: client?.clientName ?? '' })
    },
    postLogoutSuccessSource: (ctx) => {
      ctx.body = drawn({ kind: 'signedOut' })
    },
  },
}

const clientDefaults: ClientMetadata = {
  client_id: '',
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  id_token_signed_response_alg: 'ES256',
  subject_type: 'pairwise',
}

const jwa: Configuration['enabledJWA'] = {
  idTokenSigningAlgValues: ['ES256'],
  clientAuthSigningAlgValues: ['ES256', 'PS256', 'RS256', 'Ed25519'],
}

/** A sub-site on this machine is reached as any other; the provider itself refuses addresses of private networks. */
const plainFetch: NonNullable<Configuration['fetch']> = (url, options) => {
  const { dispatcher: _, ...rest } = (options ?? {}) as RequestInit & { dispatcher?: unknown }
  return fetch(url as string, rest)
}

const cookies: Configuration['cookies'] = {
  names: { session: 'tongban_oidc', interaction: 'tongban_oidc_step', resume: 'tongban_oidc_resume' },
  long: { httpOnly: true, sameSite: 'lax', path: '/oidc' },
  short: { httpOnly: true, sameSite: 'lax' },
}

/** Who a person is to one sub-site: a name no other sub-site can compare with its own (S-081). */
const pairwise =
  (secrets: Secrets): Configuration['pairwiseIdentifier'] =>
  (_ctx, accountId, client) =>
    secrets.sign(`${client.sectorIdentifier} ${accountId}`, 'oidc-sub').slice(0, 43)

const configuration = ({ db, secrets, mayBeLoopback }: ProviderMeans, prompts: typeof interactionPolicy): Configuration => ({
  adapter: (name) => (name === 'Client' ? clientAdapter(db.sql, secrets) : adapterOn({ db, secrets }, name)),
  acrValues: [...Object.values(acrNames), ...Object.values(officeAcrNames)],
  scopes: ['openid', ...Object.keys(scopeWords)],
  responseTypes: ['code'],
  clientAuthMethods: ['private_key_jwt', 'client_secret_basic'],
  subjectTypes: ['pairwise'],
  pairwiseIdentifier: pairwise(secrets),
  pkce: { required: () => true },
  rotateRefreshToken: true,
  issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
  expiresWithSession: () => true,
  findAccount: accountOf({ db, secrets }),
  loadExistingGrant: grantByConsent(db.sql),
  interactions: { policy: policy(prompts), url: (_ctx, { uid }) => `/oidc/interaction/${uid}` },
  renderError: (ctx, out) => {
    ctx.type = 'html'
    ctx.body = drawn({ kind: 'problem', error: out.error })
  },
  extraClientMetadata: { properties: ['lowest_level', 'audience'] },
  ttl: lives,
  enabledJWA: jwa,
  clientDefaults,
  claims,
  routes,
  features,
  cookies,
  ...(mayBeLoopback ? { fetch: plainFetch } : {}),
})

/** After the form of a sign-out to the sub-site by a page: a browser would hold a redirect there to our form-action 'self' and stay. */
const leaveByPage =
  (publicUrl: string) =>
  async (ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> => {
    await next()
    const to = String(ctx.response.get('location'))
    if (ctx.path !== '/oidc/logout/confirm' || !to || new URL(to, publicUrl).origin === new URL(publicUrl).origin) return
    ctx.status = 200
    ctx.remove('location')
    ctx.set('refresh', `0;url=${to}`)
    ctx.type = 'html'
    ctx.body = drawn({ kind: 'leaving', to })
  }

/** The OpenID Provider (R-023, S-080 to S-084) with the keys of this moment. */
export const newProvider = async (means: ProviderMeans): Promise<Provider> => {
  const keys = await signingKeys(means, new Date().toISOString())
  const library = await import('oidc-provider') // 45 MB with the first request of a sub-site
  const provider = new library.Provider(means.publicUrl, { ...configuration(means, library.interactionPolicy), jwks: { keys } })
  provider.use(leaveByPage(means.publicUrl))
  provider.proxy = true // the route says which host and scheme are ours
  return provider
}

const freshFor = 30_000
/** The provider of this process, made anew when its keys may have turned: no restart, no request lost (S-083). */
export const providerOn = (means: ProviderMeans): (() => Promise<Provider>) => {
  let made: Promise<Provider> | undefined
  let at = 0
  return () => {
    if (!made || Date.now() - at > freshFor) {
      const before = made
      at = Date.now()
      const next = newProvider(means)
      made = next.catch((error: unknown) => {
        if (!before) made = undefined
        at = 0
        if (before) return before
        throw error
      })
    }
    return made
  }
}
