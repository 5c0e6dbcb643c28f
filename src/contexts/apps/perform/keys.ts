import { generateKeyPairSync, randomUUID } from 'node:crypto'
import type { Db, Sql } from '../../../platform/db.ts'
import type { Secrets } from '../../../platform/secrets.ts'
import { inOrderOfUse, turnOfKeys } from '../rules/keys.ts'
import { dropKeys, insertKey, type KeyRow, listKeys, lockKeys, retireKeys } from '../store/keys.ts'

type Means = { readonly db: Pick<Db, 'sql' | 'transaction'>; readonly secrets: Secrets }
type PrivateKey = { readonly kid: string; readonly kty: string } & Record<string, unknown>

const placeOf = (kid: string): string => `apps.signing_key.sealed_key:${kid}`

const makeKey = async (sql: Sql, secrets: Secrets): Promise<void> => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const kid = randomUUID()
  const marks = { kid, alg: 'ES256', use: 'sig' }
  const secret = JSON.stringify({ ...privateKey.export({ format: 'jwk' }), ...marks })
  const open = { ...publicKey.export({ format: 'jwk' }), ...marks }
  await insertKey(sql, { kid, publicKey: open, sealed: secrets.seal(secret, placeOf(kid)) })
}

/** Makes, retires and drops keys as rules/keys.ts plans; run by a job every day, and once before the first signature. */
export const turnKeys = ({ db, secrets }: Means, now: string): Promise<void> =>
  db.transaction(async (sql) => {
    await lockKeys(sql)
    const turn = turnOfKeys(await listKeys(sql), now)
    if (turn.make) await makeKey(sql, secrets)
    if (turn.retire.length > 0) await retireKeys(sql, turn.retire)
    if (turn.drop.length > 0) await dropKeys(sql, turn.drop)
  })

/** The keys as the provider takes them, the one that signs first; makes the first key of an installation. */
export const signingKeys = async (means: Means, now: string): Promise<PrivateKey[]> => {
  let rows: KeyRow[] = await listKeys(means.db.sql)
  if (rows.length === 0) {
    await turnKeys(means, now)
    rows = await listKeys(means.db.sql)
  }
  return inOrderOfUse(rows, now).map(({ kid, sealed }) => JSON.parse(means.secrets.unseal(sealed, placeOf(kid))) as PrivateKey)
}
