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
