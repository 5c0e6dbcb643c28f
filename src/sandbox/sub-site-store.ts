import { createHash, generateKeyPairSync, type JsonWebKey, randomBytes } from 'node:crypto'
import type { Sql } from '../platform/db.ts'

/** What the sub-site asked for when it sent a browser away. */
export type Begun = { readonly state: string; readonly nonce: string; readonly verifier: string }
/** Whom it was told of; `unit` of an officer, '' for everybody else. */
export type SubSitePerson = {
  readonly name: string
  readonly level: string
  readonly organisation: string
  readonly phone: string
  readonly unit: string
}
export type SubSiteSession = { readonly begun: Begun | null; readonly person: SubSitePerson | null; readonly id_token: string | null }

const kid = 'sub-site-1'
const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest()

/** The key pair of the sub-site, made at its first use. */
export const subSiteKey = async (
  sql: Sql,
): Promise<{ readonly privateKey: JsonWebKey; readonly publicKey: JsonWebKey; readonly kid: string }> => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const marks = { kid, alg: 'ES256', use: 'sig' }
  await sql`
    insert into sandbox.sub_site_key (private_key, public_key)
    values (
      ${JSON.stringify(privateKey.export({ format: 'jwk' }))}::jsonb,
      ${JSON.stringify({ ...publicKey.export({ format: 'jwk' }), ...marks })}::jsonb
    )
    on conflict do nothing`
  const [row] = await sql<{ privateKey: JsonWebKey; publicKey: JsonWebKey }>`
    select private_key as "privateKey", public_key as "publicKey" from sandbox.sub_site_key`
  if (!row) throw new Error('no key of the sub-site')
  return { ...row, kid }
}

/** Keeps what was asked for under a new token. */
export const beginSession = async (sql: Sql, begun: Begun): Promise<string> => {
  const token = randomBytes(32).toString('base64url')
  await sql`insert into sandbox.sub_site_session (token_hash, begun) values (${hashOf(token)}, ${JSON.stringify(begun)}::jsonb)`
  return token
}

export const findSession = async (sql: Sql, token: string): Promise<SubSiteSession | undefined> => {
  const [row] = await sql<SubSiteSession>`
    select begun, person, id_token from sandbox.sub_site_session where token_hash = ${hashOf(token)} and expires_at > now()`
  return row
}

type SignedIn = { readonly person: SubSitePerson; readonly subject: string; readonly clientSid: string; readonly idToken: string }
/** The person is signed in: a new token takes the place of the one that only asked. */
export const openSession = async (sql: Sql, before: string, { person, subject, clientSid, idToken }: SignedIn): Promise<string> => {
  const token = randomBytes(32).toString('base64url')
  await sql`delete from sandbox.sub_site_session where token_hash = ${hashOf(before)}`
  await sql`
    insert into sandbox.sub_site_session (token_hash, person, subject, client_sid, id_token)
    values (${hashOf(token)}, ${JSON.stringify(person)}::jsonb, ${subject}, ${clientSid}, ${idToken})`
  return token
}

export const endSession = (sql: Sql, token: string) => sql`delete from sandbox.sub_site_session where token_hash = ${hashOf(token)}`

/** Ends what a logout token names: one sign-in by its sid, else all of a subject. */
export const endSessionsOf = (sql: Sql, named: { readonly subject: string | null; readonly clientSid: string | null }) => sql`
  delete from sandbox.sub_site_session
  where client_sid = ${named.clientSid} or (${named.clientSid}::text is null and subject = ${named.subject})`
