import type { Sql } from '../../../platform/db.ts'

export type AccountFacts = { readonly userName: string | null; readonly personId: string | null; readonly createdAt: string }
export const findAccountFacts = async (sql: Sql, accountId: string): Promise<AccountFacts | undefined> => {
  const [row] = await sql<AccountFacts>`
    select user_name as "userName", person_id as "personId", created_at as "createdAt"
    from identity.account
    where id = ${accountId}`
  return row
}

export type Consent = { readonly document: string; readonly version: string; readonly channel: string; readonly at: string }
/** Which wording an account agreed to, the latest first. */
export const listConsents = (sql: Sql, accountId: string) => sql<Consent>`
  select document, version, channel, at
  from identity.consent
  where account_id = ${accountId}
  order by at desc`

export const listProofings = (sql: Sql, accountId: string) => sql<{ method: string; source: string; evidence: string; at: string }>`
  select method, source, evidence, at
  from identity.proofing
  where account_id = ${accountId}
  order by at desc`

export const listOpenPlaces = (sql: Sql, accountId: string) => sql<{ device: string; place: string; createdAt: string; seenAt: string }>`
  select device, place, created_at as "createdAt", seen_at as "seenAt"
  from platform.session
  where subject_id = ${accountId} and expires_at > now()
  order by seen_at desc`

export const findSealedPhone = async (sql: Sql, accountId: string): Promise<Buffer | undefined> => {
  const [row] = await sql<{ sealed: Buffer | null }>`select phone_sealed as sealed from identity.account where id = ${accountId}`
  return row?.sealed ?? undefined
}

/** The ways in that an account has beside its password, and what happened to them. */
export const listWaysIn = (sql: Sql, accountId: string) => sql<{ kind: string; label: string; at: string }>`
  select kind, label, made_at as at from identity.factor where account_id = ${accountId}
  union all
  select 'certificate', subject, bound_at from identity.certificate where account_id = ${accountId}
  union all
  select 'partner', partner, linked_at from identity.partner_link where account_id = ${accountId}
  union all
  select what, detail, at from identity.factor_event where account_id = ${accountId}
  order by at desc`

/** The telephones that were asked for at a window, and what became of it. */
export const listPhoneChanges = (sql: Sql, accountId: string) => sql<{ unit: string; reason: string; ending: string; askedAt: string }>`
  select unit, reason, ending, asked_at as "askedAt", accepted, opinion, stopped_at as "stoppedAt", verdict
  from identity.phone_change
  where account_id = ${accountId}
  order by asked_at desc`

export const listCorrections = (sql: Sql, accountId: string) => sql<{
  field: string
  reason: string
  askedAt: string
  accepted: boolean | null
}>`
  select field, reason, asked_at as "askedAt", accepted, opinion
  from identity.correction
  where account_id = ${accountId}
  order by asked_at desc`
