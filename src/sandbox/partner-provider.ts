import { createHash, generateKeyPairSync, randomUUID } from 'node:crypto'
import type { Adapter, Configuration, JWK, Provider } from 'oidc-provider'
import { birthOf, sexOf } from '../kernel/identifiers.ts'
import type { Db } from '../platform/db.ts'
import { dropState, dropStateOfGrant, findState, findStateByUid, keepOnce, markState, putState } from './partner-store.ts'
import { listPersons } from './store.ts'

type Means = { readonly db: Pick<Db, 'sql'>; readonly issuer: string; readonly callback: string }
/** The one client of the partner that is played: this platform. */
export const partnerClient = { id: 'tongban', secret: 'shared with the partner of the sandbox, and with nobody else' } as const

/** The setting IDENTITY_PARTNERS for the partner that is played at an address. */
export const sandboxPartner = (address: string) => ({
  id: 'alipay',
  name: '支付宝',
  issuer: `${address}/sandbox/partner`,
  clientId: partnerClient.id,
  clientSecret: partnerClient.secret,
  scope: 'openid identity phone',
  level: 'realName',
  claims: { name: 'name', idNumber: 'id_number', phone: 'phone_number' },
})

const day = 86_400
const adapter = (db: Means['db'], kind: string): Adapter => ({
  upsert: async (id, body, seconds = day) => {
    await putState(db.sql, { kind, id, body, seconds })
  },
  find: (id) => findState(db.sql, kind, id),
  findByUid: (uid) => findStateByUid(db.sql, kind, uid),
  findByUserCode: async () => undefined,
  consume: async (id) => {
    await markState(db.sql, kind, id)
  },
  destroy: async (id) => {
    await dropState(db.sql, kind, id)
  },
  revokeByGrantId: async (grantId) => {
    await dropStateOfGrant(db.sql, kind, grantId)
  },
})

const newKey = (): { key: JWK } => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return { key: { ...privateKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig', kid: randomUUID() } as JWK }
}

/** Whom a subject of the partner is: a number that says nothing of the person. */
export const subjectOf = (idNumber: string): string => `2088${createHash('sha256').update(idNumber).digest('hex').slice(0, 12)}`

const accountOn =
  (db: Means['db']): Configuration['findAccount'] =>
  async (_ctx, sub) => {
    const person = (await listPersons(db.sql)).find(({ idNumber }) => subjectOf(idNumber) === sub)
    if (!person) return undefined
    const { phone, silent } = await keepOnce(db.sql, `phone ${sub}`, () => ({}))
    const { name, idNumber } = person
    const sex = sexOf(idNumber)
    return {
      accountId: sub,
      claims: async () => ({
        sub,
        name,
        id_number: idNumber,
        gender: sex,
        birthdate: birthOf(idNumber),
        ...(phone ? { phone_number: String(phone), ...(silent ? {} : { phone_number_verified: true }) } : {}),
      }),
    }
  }

const configuration = ({ db, callback }: Means, key: JWK): Configuration => ({
  adapter: (name) => adapter(db, name),
  jwks: { keys: [key] },
  cookies: { keys: [String(key.kid)], names: { session: 'partner', interaction: 'partner_step', resume: 'partner_resume' } },
  clients: [
    {
      client_id: partnerClient.id,
      client_secret: partnerClient.secret,
      client_name: '政务服务',
      redirect_uris: [callback],
      id_token_signed_response_alg: 'ES256',
    },
  ],
  enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
  scopes: ['openid', 'identity', 'phone'],
  claims: { openid: ['sub'], identity: ['name', 'id_number', 'gender', 'birthdate'], phone: ['phone_number', 'phone_number_verified'] },
  responseTypes: ['code'],
  pkce: { required: () => true },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_ctx, { uid }) => `/sandbox/partner/step/${uid}` },
  findAccount: accountOn(db),
  loadExistingGrant: async (ctx) => {
    const { provider, client, session } = ctx.oidc
    if (!client || !session?.accountId) return undefined
    const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId })
    grant.addOIDCScope('openid identity phone')
    await grant.save()
    return grant
  },
  ttl: { AuthorizationCode: 60, AccessToken: 600, IdToken: 600, Interaction: 3600, Session: day, Grant: day },
})

/** An OpenID provider of synthetic people: the partner as demonstrations and tests see it. */
export const partnerProvider = async (means: Means): Promise<Provider> => {
  const { key } = await keepOnce(means.db.sql, 'key', newKey)
  const library = await import('oidc-provider')
  const provider = new library.Provider(means.issuer, configuration(means, key as unknown as JWK))
  provider.proxy = true
  return provider
}
