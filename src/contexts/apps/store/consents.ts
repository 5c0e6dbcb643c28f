import type { Sql } from '../../../platform/db.ts'
import type { AppScope, Consent } from '../terms.ts'

export type StandingConsent = { readonly granted: AppScope[]; readonly refused: AppScope[] }

/** The consent that stands between a person and a sub-site. */
export const findConsent = async (sql: Sql, accountId: string, clientId: string): Promise<StandingConsent | undefined> => {
  const [row] = await sql<StandingConsent>`
    select granted, refused
    from apps.consent
    where account_id = ${accountId} and client_id = ${clientId} and withdrawn_at is null and until > now()`
  return row
}

export type NewConsent = {
  readonly accountId: string
  readonly clientId: string
  readonly granted: readonly AppScope[]
  readonly refused: readonly AppScope[]
  readonly days: number
}
/** Writes a consent in the place of the one before, which stays as evidence. */
export const putConsent = async (sql: Sql, one: NewConsent): Promise<void> => {
  await endConsent(sql, one.accountId, one.clientId)
  await sql`
    insert into apps.consent (account_id, client_id, granted, refused, given_at, until)
    values (
      ${one.accountId}, ${one.clientId}, ${one.granted}::text[], ${one.refused}::text[],
      clock_timestamp(), now() + make_interval(days => ${one.days}::int)
    )`
}

/** Withdraws what stands; false when nothing did. */
export const endConsent = async (sql: Sql, accountId: string, clientId: string): Promise<boolean> =>
  (
    await sql`
      update apps.consent
      set withdrawn_at = clock_timestamp()
      where account_id = ${accountId} and client_id = ${clientId} and withdrawn_at is null
      returning client_id`
  ).length > 0

export const touchConsent = (sql: Sql, accountId: string, clientId: string) => sql`
  update apps.consent
  set last_used_at = now()
  where account_id = ${accountId} and client_id = ${clientId} and withdrawn_at is null`

/** What a person hands to sub-sites at present, newest use first. */
export const listConsents = (sql: Sql, accountId: string): Promise<Consent[]> => sql<Consent>`
  select
    client.id as "clientId", coalesce(client.registered ->> 'name', client.id) as "appName",
    consent.granted, consent.given_at as "givenAt", consent.until, consent.last_used_at as "lastUsedAt"
  from apps.consent
  join apps.client on client.id = consent.client_id
  where consent.account_id = ${accountId} and consent.withdrawn_at is null and consent.until > now()
  order by consent.last_used_at desc
  limit 200`

/** Every consent that a person ever gave a sub-site and is still kept, the latest first: for his own copy. */
export const listAllConsents = (sql: Sql, accountId: string) => sql<
  Omit<Consent, 'clientId'> & { refused: AppScope[]; withdrawnAt: string | null }
>`
  select
    coalesce(client.registered ->> 'name', client.id) as "appName", consent.granted, consent.refused, consent.given_at as "givenAt",
    consent.until, consent.last_used_at as "lastUsedAt", consent.withdrawn_at as "withdrawnAt"
  from apps.consent
  join apps.client on client.id = consent.client_id
  where consent.account_id = ${accountId}
  order by consent.given_at desc`

/** Withdraws all that stands of an account. */
export const endConsentsOf = (sql: Sql, accountId: string) => sql`
  update apps.consent
  set withdrawn_at = clock_timestamp()
  where account_id = ${accountId} and withdrawn_at is null`

/** Forgets those that have been over for so many days; returns how many. */
export const sweepConsents = async (sql: Sql, days: number): Promise<number> =>
  (
    await sql`
      delete from apps.consent
      where least(withdrawn_at, until) < now() - make_interval(days => ${days}::int)
      returning client_id`
  ).length
