import { asStale, type Sql } from '../../../platform/db.ts'
import type { FactorKind } from '../rules/factors.ts'
import type { Door } from '../terms.ts'

export type FactorRow = {
  readonly id: string
  readonly accountId: string
  readonly kind: 'totp' | 'passkey'
  readonly label: string
  readonly secretSealed: Buffer | null
  readonly credentialId: string | null
  readonly publicKey: Buffer | null
  readonly counter: number | null
  readonly transports: readonly string[]
  readonly madeAt: string
  readonly usedAt: string | null
}

/** The one-time codes and passkeys of an account, oldest first. */
export const listFactors = (sql: Sql, accountId: string): Promise<FactorRow[]> => sql<FactorRow>`
  select
    id, account_id as "accountId", kind, label, secret_sealed as "secretSealed", credential_id as "credentialId",
    public_key as "publicKey", counter::float8 as counter, transports, made_at as "madeAt", used_at as "usedAt"
  from identity.factor
  where account_id = ${accountId}
  order by made_at, id`

/** Whoever takes factors of an account away does it alone until his transaction ends. */
export const lockFactors = (sql: Sql, accountId: string) => sql`select id from identity.account where id = ${accountId} for update`

/** The kinds of factors an account has, certificates in use among them. */
export const listFactorKinds = async (sql: Sql, accountId: string): Promise<FactorKind[]> => {
  const rows = await sql<{ kind: FactorKind }>`
    select kind from identity.factor where account_id = ${accountId}
    union
    select 'certificate' from identity.certificate where account_id = ${accountId} and ended_at is null and not_after > now()`
  return rows.map(({ kind }) => kind)
}

/** The ids of all that counts as a factor of an account: one-time codes, passkeys, certificates that have not run out. */
export const listFactorIds = async (sql: Sql, accountId: string): Promise<string[]> => {
  const rows = await sql<{ id: string }>`
    select id from identity.factor where account_id = ${accountId}
    union all
    select id from identity.certificate where account_id = ${accountId} and ended_at is null and not_after > now()`
  return rows.map(({ id }) => id)
}

/** Whose passkey it is, and at which door he comes in; a disabled account has none. */
export const findPasskey = async (sql: Sql, credentialId: string): Promise<(FactorRow & { readonly door: Door }) | undefined> => {
  const [row] = await sql<FactorRow & { readonly door: Door }>`
    select
      factor.id, account_id as "accountId", factor.kind, label, credential_id as "credentialId", public_key as "publicKey",
      counter::float8 as counter, transports, account.kind as door
    from identity.factor
    join identity.account on account.id = account_id and disabled_at is null
    where credential_id = ${credentialId}`
  return row
}

export type NewFactor = { readonly id: string; readonly accountId: string; readonly label: string } & (
  | { readonly kind: 'totp'; readonly secretSealed: Buffer; readonly lastStep: number }
  | {
      readonly kind: 'passkey'
      readonly credentialId: string
      readonly publicKey: Uint8Array
      readonly counter: number
      readonly transports: readonly string[]
    }
)
/** Throws Stale when the account has a generator of codes already, or the passkey is enrolled. */
export const insertFactor = async (sql: Sql, factor: NewFactor): Promise<void> => {
  const passkey = factor.kind === 'passkey' ? factor : undefined
  const totp = factor.kind === 'totp' ? factor : undefined
  await sql`
    insert into identity.factor (id, account_id, kind, label, secret_sealed, last_step, credential_id, public_key, counter, transports)
    values (
      ${factor.id}, ${factor.accountId}, ${factor.kind}, ${factor.label}, ${totp?.secretSealed ?? null}, ${totp?.lastStep ?? null},
      ${passkey?.credentialId ?? null}, ${passkey ? Buffer.from(passkey.publicKey) : null}, ${passkey?.counter ?? null}, ${passkey?.transports ?? []}
    )`.catch(asStale)
}

export const deleteFactor = async (sql: Sql, accountId: string, id: string): Promise<boolean> =>
  (await sql`delete from identity.factor where id = ${id} and account_id = ${accountId} returning id`).length > 0

/** Takes the code of one 30-second step: false when that step or a later one was taken before (S-012). */
export const takeStep = async (sql: Sql, id: string, step: number): Promise<boolean> =>
  (
    await sql`
      update identity.factor
      set last_step = ${step}, used_at = now()
      where id = ${id} and coalesce(last_step, 0) < ${step}
      returning id`
  ).length > 0

/** Writes what a passkey counted: false when it had counted as far before (S-006). */
export const takeCount = async (sql: Sql, id: string, counter: number): Promise<boolean> =>
  (
    await sql`
      update identity.factor
      set counter = ${counter}, used_at = now()
      where id = ${id} and (counter < ${counter} or (counter = 0 and ${counter} = 0))
      returning id`
  ).length > 0

/** Counts one try at a code; the tries since the last right one, and the seconds until they are forgotten. */
export const countTry = async (sql: Sql, accountId: string, minutes: number): Promise<{ tries: number; secondsLeft: number }> => {
  const [row] = await sql<{ tries: number; secondsLeft: number }>`
    insert into identity.factor_tries as kept (account_id, tries, since)
    values (${accountId}, 1, now())
    on conflict (account_id) do update set
      tries = case when kept.since < now() - make_interval(mins => ${minutes}::int) then 1 else kept.tries + 1 end,
      since = case when kept.since < now() - make_interval(mins => ${minutes}::int) then now() else kept.since end
    returning tries, greatest(1, ceil(extract(epoch from since + make_interval(mins => ${minutes}::int) - now())))::int as "secondsLeft"`
  return row ?? { tries: Number.POSITIVE_INFINITY, secondsLeft: minutes * 60 }
}
export const forgetTries = (sql: Sql, accountId: string) => sql`delete from identity.factor_tries where account_id = ${accountId}`

/** New recovery codes; those before them are void. */
export const replaceRecoveryCodes = async (sql: Sql, accountId: string, hashes: readonly string[]): Promise<void> => {
  await sql`delete from identity.recovery_code where account_id = ${accountId}`
  await sql`insert into identity.recovery_code (account_id, code_hash) select ${accountId}::uuid, unnest(${hashes}::text[])`
}
/** Takes a recovery code away: one of two uses at the same time gets it. */
export const takeRecoveryCode = async (sql: Sql, accountId: string, hash: string): Promise<boolean> =>
  (await sql`delete from identity.recovery_code where account_id = ${accountId} and code_hash = ${hash} returning code_hash`).length > 0
export const countRecoveryCodes = async (sql: Sql, accountId: string): Promise<number> => {
  const [row] = await sql<{ n: number }>`select count(*)::int as n from identity.recovery_code where account_id = ${accountId}`
  return row?.n ?? 0
}

/** What happened to the factors of an account, for its owner and for the auditor. */
export const insertFactorEvent = (sql: Sql, accountId: string, what: string, detail = '') => sql`
  insert into identity.factor_event (account_id, what, detail)
  values (${accountId}, ${what}, ${detail})`

export type FactorEvent = { readonly at: string; readonly what: string; readonly detail: string }
/** What happened to the ways into an account since so many days, the latest first. */
export const listFactorEvents = (sql: Sql, accountId: string, days: number) => sql<FactorEvent>`
  select at, what, detail
  from identity.factor_event
  where account_id = ${accountId} and at > now() - make_interval(days => ${days}::int)
  order by at desc
  limit 100`

export const insertChallenge = async (
  sql: Sql,
  c: { readonly hash: string; readonly binding: string; readonly purpose: string },
  minutes: number,
): Promise<void> => {
  await sql`delete from identity.challenge where expires_at < now()`
  await sql`
    insert into identity.challenge (hash, binding, purpose, expires_at)
    values (${c.hash}, ${c.binding}, ${c.purpose}, now() + make_interval(mins => ${minutes}::int))`
}
/** Takes a challenge away, right or wrong: one of two answers at the same time gets it (S-006). */
export const takeChallenge = async (
  sql: Sql,
  c: { readonly hash: string; readonly binding: string; readonly purpose: string },
): Promise<boolean> =>
  (
    await sql`
      delete from identity.challenge
      where hash = ${c.hash} and binding = ${c.binding} and purpose = ${c.purpose} and expires_at > now()
      returning hash`
  ).length > 0
