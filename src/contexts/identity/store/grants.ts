import type { LocalDate } from '../../../kernel/date.ts'
import { asStale, fragment, type Sql } from '../../../platform/db.ts'
import type { GrantAct, Relation } from '../terms/grants.ts'

/** A grant with its names, as those read it whom it concerns. */
export type GrantRow = {
  readonly id: string
  readonly organisationId: string | null
  readonly principalId: string | null
  readonly principalName: string
  readonly helperId: string
  readonly helperName: string
  readonly relation: Relation
  readonly acts: GrantAct[]
  readonly scope: string[]
  readonly since: string
  readonly until: string
  readonly grantedBy: string
  readonly grantedByName: string
  readonly outOf: string | null
  readonly grantedAt: string
  readonly acceptedAt: string | null
  readonly endedAt: string | null
  readonly isFrozen: boolean
}

const rows = fragment`
  select
    acting_grant.id, acting_grant.organisation_id as "organisationId", acting_grant.principal_id as "principalId",
    coalesce(organisation.name, principal.name) as "principalName", acting_grant.helper_id as "helperId", helper.name as "helperName",
    acting_grant.relation, acting_grant.acts, acting_grant.scope, acting_grant.since,
    identity.grant_until(acting_grant.ward_born_on, acting_grant.until) as until,
    acting_grant.granted_by as "grantedBy", granter.name as "grantedByName", acting_grant.out_of as "outOf",
    acting_grant.granted_at as "grantedAt", acting_grant.accepted_at as "acceptedAt",
    coalesce(acting_grant.ended_at, source.ended_at) as "endedAt",
    organisation.id is not null and organisation.legal_representative_id <> acting_grant.under as "isFrozen"
  from identity.acting_grant
  join identity.person helper on helper.id = acting_grant.helper_id
  join identity.person granter on granter.id = acting_grant.granted_by
  left join identity.acting_grant source on source.id = acting_grant.out_of
  left join identity.organisation on organisation.id = acting_grant.organisation_id
  left join identity.person principal on principal.id = acting_grant.principal_id`

export type NewGrant = {
  readonly id: string
  readonly principal: { readonly kind: 'organisation' | 'person'; readonly id: string }
  readonly helperId: string
  readonly relation: Relation
  readonly acts: readonly GrantAct[]
  readonly scope: readonly string[]
  readonly since: string
  /** Absent for a guardian: then it follows from `wardBornOn`. */
  readonly until?: string
  readonly wardBornOn?: LocalDate
  readonly grantedBy: string
  readonly outOf?: string | undefined
  readonly evidence?: string
  /** A guardian needs nobody to accept. */
  readonly isAccepted?: boolean
}
/** Writes a grant; of an organisation it stands under the 法定代表人 of this moment. Throws Stale when somebody is guardian of the child already. */
export const insertGrant = (sql: Sql, g: NewGrant) => {
  const organisationId = g.principal.kind === 'organisation' ? g.principal.id : null
  const principalId = g.principal.kind === 'person' ? g.principal.id : null
  return sql`
    insert into identity.acting_grant
      (id, organisation_id, principal_id, helper_id, relation, acts, scope, since, until, ward_born_on, granted_by, under, out_of, evidence, accepted_at)
    values (
      ${g.id}, ${organisationId}, ${principalId}, ${g.helperId}, ${g.relation}, ${g.acts}, ${g.scope}, ${g.since}, ${g.until ?? null}, ${g.wardBornOn ?? null}, ${g.grantedBy},
      (select legal_representative_id from identity.organisation where id = ${organisationId}),
      ${g.outOf ?? null}, ${g.evidence ?? ''}, case when ${g.isAccepted ?? false} then now() end
    )`.catch(asStale)
}

export const findGrant = async (sql: Sql, id: string): Promise<GrantRow | undefined> => {
  const [row] = await sql<GrantRow>`${rows} where acting_grant.id = ${id}`
  return row
}

/** Every grant of an organisation, the latest first. */
export const listGrantsOfOrganisation = (sql: Sql, organisationId: string) => sql<GrantRow>`
  ${rows}
  where acting_grant.organisation_id = ${organisationId}
  order by acting_grant.granted_at desc
  limit 200`

/** Whom a person has let act for him, the latest first. */
export const listGrantsOfPerson = (sql: Sql, personId: string) => sql<GrantRow>`
  ${rows}
  where acting_grant.principal_id = ${personId}
  order by acting_grant.granted_at desc
  limit 200`

/** For whom a person may act or was asked to, organisations and persons, the latest first. */
export const listGrantsToPerson = (sql: Sql, personId: string) => sql<GrantRow>`
  ${rows}
  where acting_grant.helper_id = ${personId}
  order by acting_grant.granted_at desc
  limit 200`

/** Every grant that somebody gave, for himself or for an organisation, or was given, the latest first. */
export const listGrantsAbout = (sql: Sql, personId: string) => sql<GrantRow>`
  ${rows}
  where ${personId} in (acting_grant.principal_id, acting_grant.helper_id, acting_grant.granted_by)
  order by acting_grant.granted_at desc, acting_grant.id`

/** The helper takes the grant on; false when it is not his, over or taken on before. */
export const acceptGrant = async (sql: Sql, id: string, helperId: string): Promise<boolean> => {
  const done = await sql`
    update identity.acting_grant
    set accepted_at = now()
    where id = ${id} and helper_id = ${helperId} and accepted_at is null and ended_at is null and until > now()
    returning id`
  return done.length > 0
}

/** Ends a grant and those passed on out of it, for good. */
export const endGrant = (sql: Sql, id: string, by: string) => sql`
  update identity.acting_grant
  set ended_at = now(), ended_by = ${by}
  where (id = ${id} or out_of = ${id}) and ended_at is null`

/** What was done under a grant, in the transaction of the act itself. */
export const insertGrantUse = (sql: Sql, grantId: string, use: { act: string; no: string; itemName: string }) => sql`
  insert into identity.grant_use (grant_id, act, case_no, item_name)
  values (${grantId}, ${use.act}, ${use.no}, ${use.itemName})`

export type GrantUse = {
  readonly at: string
  readonly act: string
  readonly no: string
  readonly itemName: string
  readonly helperName: string
}
/** What was done under a grant and those passed on out of it, the latest first. */
export const listGrantUses = (sql: Sql, grantId: string) => sql<GrantUse>`
  select at, act, case_no as "no", item_name as "itemName", person.name as "helperName"
  from identity.grant_use
  join identity.acting_grant on acting_grant.id = grant_id
  join identity.person on person.id = helper_id
  where acting_grant.id = ${grantId} or out_of = ${grantId}
  order by grant_use.id desc
  limit 200`

/** Everything that was done under the grants that a person gave or was given, and those passed on out of them, the latest first. */
export const listGrantUsesAbout = (sql: Sql, personId: string) => sql<GrantUse>`
  select grant_use.at, act, case_no as "no", item_name as "itemName", helper.name as "helperName"
  from identity.grant_use
  join identity.acting_grant on acting_grant.id = grant_id
  join identity.person helper on helper.id = acting_grant.helper_id
  left join identity.acting_grant source on source.id = acting_grant.out_of
  where ${personId} in (acting_grant.principal_id, acting_grant.helper_id, acting_grant.granted_by)
    or ${personId} in (source.principal_id, source.helper_id, source.granted_by)
  order by grant_use.id desc`
