import { fragment, nothing, type Sql } from '../../../platform/db.ts'

/** A row of what the provider keeps; `sealed` says all that it says. */
export type TokenRow = { readonly sealed: Buffer; readonly consumed: boolean }
export type NewToken = {
  readonly hash: Buffer
  readonly kind: string
  readonly grantId: string | null
  readonly accountId: string | null
  readonly clientId: string | null
  readonly sealed: Buffer
  /** Seconds from now. */
  readonly expiresIn: number
}

export const putToken = (sql: Sql, one: NewToken) => sql`
  insert into apps.token (id_hash, kind, grant_id, account_id, client_id, sealed, expires_at)
  values (
    ${one.hash}, ${one.kind}, ${one.grantId}, ${one.accountId}, ${one.clientId}, ${one.sealed},
    now() + make_interval(secs => ${one.expiresIn}::int)
  )
  on conflict (id_hash) do update set
    sealed = excluded.sealed,
    expires_at = excluded.expires_at`

export const findToken = async (sql: Sql, kind: string, hash: Buffer): Promise<TokenRow | undefined> => {
  const [row] = await sql<TokenRow>`
    select sealed, consumed_at is not null as consumed
    from apps.token
    where id_hash = ${hash} and kind = ${kind} and expires_at > now()`
  return row
}

/** Marks a code or refresh token as used; false when somebody was faster (S-080). */
export const consumeToken = async (sql: Sql, hash: Buffer): Promise<boolean> =>
  (await sql`update apps.token set consumed_at = now() where id_hash = ${hash} and consumed_at is null returning id_hash`).length > 0

export const dropToken = (sql: Sql, hash: Buffer) => sql`delete from apps.token where id_hash = ${hash}`
export const dropTokensOfGrant = (sql: Sql, kind: string, grantId: string) => sql`
  delete from apps.token where grant_id = ${grantId} and kind = ${kind}`

/** The grant that a code or token came from. */
export const findGrantOf = async (sql: Sql, hash: Buffer): Promise<string | undefined> => {
  const [row] = await sql<{ grantId: string | null }>`select grant_id as "grantId" from apps.token where id_hash = ${hash}`
  return row?.grantId ?? undefined
}
/** Ends a grant (`hash` is that of its id) and all that came from it: what is being issued out of it this moment finds it gone, too. */
export const dropGrant = (sql: Sql, grantId: string, hash: Buffer) => sql`
  delete from apps.token where grant_id = ${grantId} or id_hash = ${hash}`

/** Ends all that a sub-site holds for a person; without a person, all that it holds. */
export const dropTokensOfClient = (sql: Sql, clientId: string, accountId?: string) => sql`
  delete from apps.token
  where client_id = ${clientId} ${accountId === undefined ? nothing : fragment`and account_id = ${accountId}`}`

/** Ends all that any sub-site holds for a person. */
export const dropTokensOf = (sql: Sql, accountId: string) => sql`delete from apps.token where account_id = ${accountId}`

/** Forgets what has expired; returns how many. */
export const sweepTokens = async (sql: Sql): Promise<number> =>
  (await sql`delete from apps.token where expires_at < now() returning id_hash`).length

/** What a sign-in has been used for, as long as it is open. */
export const findSignOn = async (sql: Sql, sid: string): Promise<Buffer | undefined> => {
  const [row] = await sql<{ sealed: Buffer }>`select sealed from apps.sign_on where sid = ${sid}`
  return row?.sealed
}

export type OpenSignOn = {
  readonly sid: string
  readonly sealed: Buffer
  readonly acting_for: string | null
  readonly kind: 'applicant' | 'staff'
}
/** The open sign-in that a token is bound to, and the organisation it acts for (S-033: gone with the session). */
export const findOpenSignOn = async (sql: Sql, uidHash: Buffer): Promise<OpenSignOn | undefined> => {
  const [row] = await sql<OpenSignOn>`
    select sign_on.sid, sign_on.sealed, session.data ->> 'actingFor' as acting_for, session.subject_kind as kind
    from apps.sign_on
    join platform.session on session.sid = sign_on.sid and session.expires_at > now()
    where sign_on.uid_hash = ${uidHash}`
  return row
}

/** Written only while the session stands: one that ended in the meantime is not brought back. */
export const putSignOn = (sql: Sql, one: { readonly sid: string; readonly uidHash: Buffer; readonly sealed: Buffer }) => sql`
  insert into apps.sign_on (sid, uid_hash, sealed)
  select sid, ${one.uidHash}, ${one.sealed}
  from platform.session
  where sid = ${one.sid}
  on conflict (sid) do update set
    uid_hash = excluded.uid_hash,
    sealed = excluded.sealed`

/** Signs out wherever this sign-in was used: the trigger on sessions tells the sub-sites. */
export const endSignIn = (sql: Sql, sid: string) => sql`delete from platform.session where sid = ${sid}`
