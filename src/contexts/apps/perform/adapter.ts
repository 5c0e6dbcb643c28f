import { createHash, randomUUID } from 'node:crypto'
import type { Adapter, AdapterPayload } from 'oidc-provider'
import type { Db } from '../../../platform/db.ts'
import { randomToken, type Secrets } from '../../../platform/secrets.ts'
import { recordEntrance } from '../../identity/index.ts'
import { acrOf } from '../rules/levels.ts'
import { findActiveClient } from '../store/clients.ts'
import { putLogin } from '../store/logins.ts'
import {
  consumeToken,
  dropGrant,
  dropToken,
  dropTokensOfGrant,
  endSignIn,
  findGrantOf,
  findOpenSignOn,
  findSignOn,
  findToken,
  putSignOn,
  putToken,
} from '../store/tokens.ts'
import type { Standing } from '../terms.ts'
import { currentOrigin, currentStanding, isSignOut } from './standing.ts'

export type AdapterMeans = { readonly db: Pick<Db, 'sql'>; readonly secrets: Secrets }

export const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest()
const tokenPlace = (hash: Buffer): string => `apps.token.sealed:${hash.toString('hex')}`
const signOnPlace = (sid: string): string => `apps.sign_on.sealed:${sid}`

const nothing = async (): Promise<undefined> => undefined
const uuidOr = (text: unknown): string | null => (typeof text === 'string' && /^[0-9a-f-]{36}$/.test(text) ? text : null)
const textOr = (text: unknown): string | null => (typeof text === 'string' ? text : null)
const forDays = 400 * 86_400

/** Codes, tokens, grants, interactions: found by the hash of their value, sealed (S-080). */
const tokenAdapter = ({ db, secrets }: AdapterMeans, kind: string): Adapter => ({
  async upsert(id, payload, expiresIn) {
    const hash = hashOf(id)
    await putToken(db.sql, {
      hash,
      kind,
      grantId: textOr(payload.grantId),
      accountId: uuidOr(payload.accountId),
      clientId: textOr(payload.clientId),
      sealed: secrets.seal(JSON.stringify(payload), tokenPlace(hash)),
      expiresIn: Math.min(expiresIn ?? forDays, forDays),
    })
  },
  async find(id) {
    const hash = hashOf(id)
    const row = await findToken(db.sql, kind, hash)
    if (!row) return undefined
    const payload = JSON.parse(secrets.unseal(row.sealed, tokenPlace(hash))) as AdapterPayload
    return row.consumed ? { ...payload, consumed: true } : payload
  },
  async consume(id) {
    const hash = hashOf(id)
    if (await consumeToken(db.sql, hash)) return
    const grantId = await findGrantOf(db.sql, hash) // two at the same time are a second use as much as two in a row (S-080, S-081)
    if (grantId) await dropGrant(db.sql, grantId, hashOf(grantId))
    const { errors } = await import('oidc-provider')
    throw new errors.InvalidGrant('already used')
  },
  async destroy(id) {
    await dropToken(db.sql, hashOf(id))
  },
  async revokeByGrantId(grantId) {
    await dropTokensOfGrant(db.sql, kind, grantId)
  },
  findByUid: nothing,
  findByUserCode: nothing,
})

/** The sign-in of this house, told as the provider's session: who, by which level, proven when. */
const asSession = (payload: AdapterPayload, standing: Standing): AdapterPayload => ({
  ...payload,
  accountId: standing.accountId,
  acr: acrOf(standing),
  ...(standing.authTime > 0 ? { loginTs: standing.authTime } : {}),
})

const lifeOfSession = 12 * 3600
const newSession = (id: string): AdapterPayload => {
  const iat = Math.floor(Date.now() / 1000)
  return { kind: 'Session', jti: id, uid: randomToken(), iat, exp: iat + lifeOfSession }
}

const keepSignOn = ({ db, secrets }: AdapterMeans, { sid }: Standing, payload: AdapterPayload) =>
  putSignOn(db.sql, {
    sid,
    uidHash: hashOf(payload.uid ?? ''),
    sealed: secrets.seal(JSON.stringify(payload), signOnPlace(sid)),
  })

/** Somebody goes on to a sub-site: it is to be told when his sign-in ends (S-084), and the auditor reads that he went there (S-100). */
const goTo = async ({ db }: AdapterMeans, { accountId, sid }: Standing, clientId: string, clientSid: string): Promise<void> => {
  await putLogin(db.sql, { id: randomUUID(), sid, clientId, accountId, clientSid })
  const name = (await findActiveClient(db.sql, clientId))?.registered.name ?? clientId
  await recordEntrance(db.sql, accountId, { kind: 'signIn', what: `应用“${name}”`, result: '成功', ...currentOrigin() })
}

/** A code for a sub-site begins a sign-in there. */
const codeAdapter = (means: AdapterMeans): Adapter => {
  const codes = tokenAdapter(means, 'AuthorizationCode')
  return {
    ...codes,
    async upsert(id, payload, expiresIn) {
      const standing = currentStanding()
      const { clientId, sid: clientSid } = payload
      if (standing && clientId && typeof clientSid === 'string') await goTo(means, standing, clientId, clientSid)
      await codes.upsert(id, payload, expiresIn)
    },
  }
}

/**
 * The provider's session is the session of this house: keyed by its sid, dead with it on every process at once (S-033). Only a visitor's,
 * who has come to sign out and has nothing to sign out of, is kept by its own id.
 */
const sessionAdapter = (means: AdapterMeans): Adapter => {
  const { db, secrets } = means
  const ofVisitor = tokenAdapter(means, 'Session')
  const read = (sealed: Buffer, sid: string) => JSON.parse(secrets.unseal(sealed, signOnPlace(sid))) as AdapterPayload
  return {
    ...ofVisitor,
    async upsert(id, payload, expiresIn) {
      const standing = currentStanding()
      if (standing) await keepSignOn(means, standing, payload)
      else await ofVisitor.upsert(id, payload, expiresIn)
    },
    async find(id) {
      const standing = currentStanding()
      if (!standing) return ofVisitor.find(id)
      const sealed = await findSignOn(db.sql, standing.sid)
      return asSession(sealed ? { ...read(sealed, standing.sid), jti: id } : newSession(id), standing)
    },
    async findByUid(uid) {
      const row = await findOpenSignOn(db.sql, hashOf(uid))
      return row && read(row.sealed, row.sid)
    },
    async destroy(id) {
      const standing = currentStanding()
      if (!standing) await ofVisitor.destroy(id)
      else if (isSignOut()) await endSignIn(db.sql, standing.sid)
    },
  }
}

/** Where the provider keeps everything but its clients. */
export const adapterOn = (means: AdapterMeans, name: string): Adapter => {
  if (name === 'Session') return sessionAdapter(means)
  return name === 'AuthorizationCode' ? codeAdapter(means) : tokenAdapter(means, name)
}
