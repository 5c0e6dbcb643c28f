import type { Adapter, AdapterPayload } from 'oidc-provider'
import type { Sql } from '../../../platform/db.ts'
import type { Secrets } from '../../../platform/secrets.ts'
import { type ActiveClient, findActiveClient } from '../store/clients.ts'
import { acrNames } from '../terms.ts'

export const secretPlace = (clientId: string): string => `apps.client.secret:${clientId}`

/** A sub-site as the provider knows it (OpenID Connect Dynamic Client Registration 1.0 §2). */
const metadataOf = (secrets: Secrets, { id, registered, method, jwks, secret }: ActiveClient): AdapterPayload => ({
  client_id: id,
  client_name: registered.name,
  redirect_uris: [...registered.redirectUris],
  post_logout_redirect_uris: registered.afterLogoutUri ? [registered.afterLogoutUri] : [],
  backchannel_logout_uri: registered.logoutUri,
  backchannel_logout_session_required: true,
  scope: ['openid', ...registered.scopes].join(' '),
  default_acr_values: [acrNames[registered.lowestLevel]],
  require_auth_time: true,
  token_endpoint_auth_method: method,
  ...(method === 'private_key_jwt' && jwks ? { jwks: { keys: [...jwks.keys] } } : {}),
  ...(method === 'client_secret_basic' && secret ? { client_secret: secrets.unseal(secret, secretPlace(id)) } : {}),
  lowest_level: registered.lowestLevel,
  audience: registered.audience,
})

const no = async (): Promise<never> => {
  throw new Error('sub-sites are registered at /console/apps')
}
const nothing = async (): Promise<undefined> => undefined

/** Sub-sites as the provider reads them; a change counts with the next request, on every process. */
export const clientAdapter = (sql: Sql, secrets: Secrets): Adapter => ({
  async find(id) {
    const client = await findActiveClient(sql, id)
    return client && metadataOf(secrets, client)
  },
  findByUid: nothing,
  findByUserCode: nothing,
  upsert: no,
  consume: no,
  destroy: no,
  revokeByGrantId: no,
})
