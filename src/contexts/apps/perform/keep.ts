import { createHash, createPublicKey, randomUUID } from 'node:crypto'
import type { FieldError } from '../../../kernel/refusal.ts'
import { recordAudit } from '../../../platform/audit.ts'
import type { Db, Sql } from '../../../platform/db.ts'
import { notFound, Problem } from '../../../platform/http.ts'
import { randomToken, type Secrets } from '../../../platform/secrets.ts'
import { addressProblems } from '../rules/addresses.ts'
import { scopeProblems } from '../rules/audience.ts'
import { isInReach, type Keeper, mayPropose, whyClosed } from '../rules/keeping.ts'
import {
  approveKey,
  approveProposal,
  findApp,
  insertApp,
  lockApp,
  recordAct,
  refuseKey,
  refuseProposal,
  setKey,
  setKeyProposal,
  setProposal,
  setState,
} from '../store/clients.ts'
import { dropTokensOfClient } from '../store/tokens.ts'
import type { App, AppAct, KeySet, Method, PublicKey, Registration } from '../terms.ts'
import { secretPlace } from './clients.ts'

export type KeepMeans = { readonly db: Pick<Db, 'sql' | 'transaction'>; readonly secrets: Secrets; readonly mayBeLoopback: boolean }
/** Public keys of the sub-site's own, or a secret that we make and show once. */
export type KeyWish = { readonly jwks: KeySet } | { readonly secret: true }

const secretParts = ['d', 'k', 'p', 'q', 'dp', 'dq', 'qi']
const keyProblem = (key: PublicKey): string | undefined => {
  if (secretParts.some((part) => part in key)) return '这里含有私钥，请只提供公钥；这把私钥已经泄露，请换一把'
  if (typeof key.kid !== 'string' || key.kid === '') return '每把公钥都要有 kid'
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = createPublicKey({ key: key as never, format: 'jwk' })
    if (asymmetricKeyType === 'rsa') return (asymmetricKeyDetails?.modulusLength ?? 0) >= 2048 ? undefined : 'RSA 公钥至少 2048 位'
    const isUsable = asymmetricKeyType === 'ed25519' || asymmetricKeyDetails?.namedCurve === 'prime256v1'
    return isUsable ? undefined : '公钥可以用 P-256、Ed25519、RSA'
  } catch {
    return '这不是可以用的公钥（JWK）'
  }
}

/** Name and fingerprint of a public key (RFC 7638), to be compared by telephone before it is approved. */
export const thumbprint = (key: PublicKey): { readonly kid: string; readonly sha256: string } => {
  const names = { EC: ['crv', 'kty', 'x', 'y'], OKP: ['crv', 'kty', 'x'], RSA: ['e', 'kty', 'n'] }[key.kty] ?? []
  const canonical = JSON.stringify(Object.fromEntries(names.map((name) => [name, key[name]])))
  return { kid: String(key.kid ?? ''), sha256: createHash('sha256').update(canonical).digest('base64url') }
}

const refuseFields = (fields: readonly FieldError[]): void => {
  if (fields.length > 0) throw new Problem(422, 'invalid-request', `有 ${fields.length} 处需要改正`, { fields })
}

const kidsOf = (jwks: KeySet | null): unknown[] => jwks?.keys.map(({ kid }) => kid) ?? []

type Key = { readonly method: Method; readonly jwks: KeySet | null; readonly secret: Buffer | null; readonly shown: string | undefined }
const keyOf = (secrets: Secrets, id: string, wish: KeyWish): Key => {
  if ('secret' in wish) {
    const shown = randomToken()
    return { method: 'client_secret_basic', jwks: null, secret: secrets.seal(shown, secretPlace(id)), shown }
  }
  const fields = wish.jwks.keys.flatMap((key, i) => {
    const message = keyProblem(key)
    return message ? [{ field: `jwks.keys.${i}`, message }] : []
  })
  refuseFields(fields)
  return { method: 'private_key_jwt', jwks: wish.jwks, secret: null, shown: undefined }
}

/** Where an act comes from, for the trail (S-100). */
export type From = { readonly request: string; readonly network: string }

const note = async (sql: Sql, keeper: Keeper & From, clientId: string, act: AppAct, detail: object, told: string): Promise<void> => {
  const { accountId: by, name: actorName = '', division, request, network } = keeper
  await recordAct(sql, { id: randomUUID(), clientId, act, by, detail })
  await recordAudit(sql, {
    actor: by,
    actorName,
    act: `app-${act}`,
    target: `app:${clientId}`,
    told,
    after: detail,
    division,
    request,
    network,
  })
}
const nameOf = ({ registered, proposed }: Pick<App, 'registered' | 'proposed'>): string => (registered ?? proposed)?.name ?? ''

/** A new sub-site waits for another person; its secret is in the answer, this once. Throws 403, or 422 naming each field. */
export const propose = async (
  { db, secrets, mayBeLoopback }: KeepMeans,
  keeper: Keeper & From,
  wanted: Registration,
  wish: KeyWish,
): Promise<{ readonly id: string; readonly secret?: string }> => {
  if (!mayPropose(keeper)) throw new Problem(403, 'not-permitted', '您的岗位不能提出接入')
  refuseFields([...addressProblems(wanted, mayBeLoopback), ...scopeProblems(wanted)])
  const id = randomUUID()
  const { shown, ...key } = keyOf(secrets, id, wish)
  const { division, departmentCode, accountId: by } = keeper
  await db.transaction(async (sql) => {
    await insertApp(sql, { id, division, departmentCode, proposed: wanted, by, ...key })
    await note(sql, keeper, id, 'propose', { wanted }, wanted.name)
  })
  return { id, ...(shown ? { secret: shown } : {}) }
}

/** A sub-site that a keeper may see; for others it is not there (S-041). */
export const appInReach = async (sql: Sql, keeper: Keeper, id: string): Promise<App> => {
  const app = await findApp(sql, id)
  if (!app || !isInReach(keeper, app)) throw notFound('没有找到这个应用')
  return app
}

const onApp = (
  means: KeepMeans,
  keeper: Keeper & From,
  id: string,
  act: AppAct,
  work: (sql: Sql, app: App) => Promise<unknown>,
): Promise<void> =>
  means.db.transaction(async (sql) => {
    await lockApp(sql, id)
    const app = await appInReach(sql, keeper, id)
    const closed = whyClosed(keeper, app, act)
    if (closed) throw new Problem(closed.code === 'not-permitted' ? 403 : 409, closed.code, closed.title, { act, state: app.state })
    await work(sql, app)
  })

/** What shall stand instead waits for another person; until then what stands goes on. */
export const change = (means: KeepMeans, keeper: Keeper & From, id: string, wanted: Registration): Promise<void> => {
  refuseFields([...addressProblems(wanted, means.mayBeLoopback), ...scopeProblems(wanted)])
  return onApp(means, keeper, id, 'change', async (sql) => {
    await setProposal(sql, id, wanted, keeper.accountId)
    await note(sql, keeper, id, 'change', { wanted }, wanted.name)
  })
}

/**
 * A new key counts once another person approved it (S-048); one that leaked is met by suspending. For a sub-site that was never approved it
 * takes the place of the first. Gives the new secret, if one was asked for, this once.
 */
export const rotateKey = async (
  means: KeepMeans,
  keeper: Keeper & From,
  id: string,
  wish: KeyWish,
): Promise<{ readonly secret?: string }> => {
  const { shown, ...key } = keyOf(means.secrets, id, wish)
  await onApp(means, keeper, id, 'rotateKey', async (sql, app) => {
    await (app.registered ? setKeyProposal : setKey)(sql, id, key, keeper.accountId)
    await note(sql, keeper, id, 'rotateKey', { method: key.method, keys: kidsOf(key.jwks) }, nameOf(app))
  })
  return shown ? { secret: shown } : {}
}

const works: Readonly<Record<'approve' | 'refuse' | 'suspend' | 'resume', (sql: Sql, app: App) => Promise<unknown>>> = {
  approve: async (sql, { id }) => {
    await approveProposal(sql, id)
    await approveKey(sql, id)
  },
  refuse: async (sql, { id, proposed }) => {
    if (proposed) await refuseProposal(sql, id)
    await refuseKey(sql, id)
  },
  suspend: async (sql, { id }) => {
    await setState(sql, id, 'suspended')
    await dropTokensOfClient(sql, id)
  },
  resume: (sql, { id }) => setState(sql, id, 'active'),
}

/** What waits at a sub-site, as one text: another as soon as anything of it is another. */
export const waitingOf = ({ proposed, proposedBy, proposedAt, keyProposed, keyProposedBy, keyProposedAt }: App): string =>
  createHash('sha256')
    .update(JSON.stringify([proposed, proposedBy, proposedAt, keyProposed, keyProposedBy, keyProposedAt]))
    .digest('base64url')

/** `seen` is what the approver read, as `waitingOf` told it: what was put in its place meanwhile is neither approved nor refused unread (S-048). */
export type Decision = { readonly act: 'approve' | 'refuse'; readonly seen: string } | { readonly act: 'suspend' | 'resume' }

/** Approves or refuses what another proposed; suspends a sub-site with all its tokens, or takes it up again. */
export const decideOn = (means: KeepMeans, keeper: Keeper & From, id: string, decision: Decision): Promise<void> => {
  const { act } = decision
  return onApp(means, keeper, id, act, async (sql, app) => {
    if ('seen' in decision && decision.seen !== waitingOf(app))
      throw new Problem(409, 'changed-meanwhile', '要审核的内容刚被修改过，请刷新后重新核对')
    await works[act](sql, app)
    const { proposed, keyProposed } = app
    const detail = { ...(proposed ? { wanted: proposed } : {}), ...(keyProposed ? { keys: kidsOf(keyProposed.jwks) } : {}) }
    await note(sql, keeper, id, act, detail, nameOf(app))
  })
}
