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

export const listProofings = (sql: Sql, accountId: string, personId: string | null) => sql<{
  method: string
  source: string
  evidence: string
  at: string
}>`
  select method, source, evidence, at
  from identity.proofing
  where account_id = ${accountId} or person_id = ${personId}
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

/** The telephones that were asked for at a window, and what became of it; the numbers sealed, for as long as they are kept. */
export const listPhoneChanges = (sql: Sql, accountId: string) => sql<{
  id: string
  unit: string
  reason: string
  askedAt: string
  phone: Buffer | null
  former: Buffer | null
}>`
  select id, unit, document, reason, ending, asked_at as "askedAt", proven_at as "provenAt", decided_at as "decidedAt", accepted, opinion,
    stopped_at as "stoppedAt", reviewed_at as "reviewedAt", genuine, verdict, phone_sealed as phone, former_sealed as former
  from identity.phone_change
  where account_id = ${accountId}
  order by asked_at desc`

/** What was asked to be corrected; what stood and what should stand sealed. */
export const listCorrections = (sql: Sql, personId: string) => sql<{
  id: string
  field: string
  reason: string
  askedAt: string
  accepted: boolean | null
  former: Buffer
  wanted: Buffer
}>`
  select id, field, reason, evidence_name as "evidenceName", asked_at as "askedAt", decided_at as "decidedAt", accepted, opinion, source,
    evidence, former_sealed as former, wanted_sealed as wanted
  from identity.correction
  where person_id = ${personId}
  order by asked_at desc`

/** The organisations whose 法定代表人 somebody became or ceased to be here. */
export const listRepresentations = (sql: Sql, personId: string) => sql<{ organisation: string; became: boolean; at: string }>`
  select organisation.name as organisation, next = ${personId} as became, change.source, change.evidence, at
  from identity.representative_change as change
  join identity.organisation on organisation.id = organisation_id
  where ${personId} in (former, next)
  order by at desc`
