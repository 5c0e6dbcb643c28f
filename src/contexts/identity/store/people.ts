import { asStale, type Sql } from '../../../platform/db.ts'
import type { Membership, Organisation, ProofMethod } from '../terms.ts'
import type { OrganisationRow } from './accounts.ts'

export type PersonRow = {
  readonly id: string
  readonly name: string
  readonly id_number_sealed: Buffer
  readonly sex: '男' | '女'
  readonly ethnicity: string | null
  readonly phone_account: string | null
  readonly phone_sealed: Buffer | null
}

export const findPersonRow = async (sql: Sql, id: string): Promise<PersonRow | undefined> => {
  const [row] = await sql<PersonRow>`
    select person.id, person.name, id_number_sealed, sex, ethnicity, account.id as phone_account, account.phone_sealed
    from identity.person
    left join identity.account on account.person_id = person.id and account.kind = 'person'
    where person.id = ${id}`
  return row
}

export const findPersonByIdNumber = async (sql: Sql, idNumberHash: string): Promise<{ id: string; name: string } | undefined> => {
  const [row] = await sql<{ id: string; name: string }>`
    select id, name from identity.person where id_number_hash = ${idNumberHash}`
  return row
}

export type NewPerson = {
  readonly id: string
  readonly name: string
  readonly idNumber: { readonly sealed: Buffer; readonly hash: string }
  readonly sex: '男' | '女'
  readonly ethnicity?: string | undefined
}
/** Writes a person once; a row that is there is never changed (R-029, S-009). */
export const insertPerson = (sql: Sql, person: NewPerson) => sql`
  insert into identity.person (id, name, id_number_sealed, id_number_hash, sex, ethnicity)
  values (${person.id}, ${person.name}, ${person.idNumber.sealed}, ${person.idNumber.hash}, ${person.sex}, ${person.ethnicity ?? null})
  on conflict do nothing`

/** Gives an unverified account its person. Throws Stale when that person has another account. */
export const bindPerson = async (sql: Sql, accountId: string, personId: string): Promise<boolean> => {
  const rows = await sql`
    update identity.account
    set person_id = ${personId}
    where id = ${accountId} and kind = 'person' and person_id is null
    returning id`.catch(asStale)
  return rows.length > 0
}

/** Gives an officer's account its person, once. Throws Stale when that person has another officer's account (S-047). */
export const bindOfficer = async (sql: Sql, accountId: string, personId: string): Promise<boolean> => {
  const rows = await sql`
    update identity.account
    set person_id = ${personId}
    where id = ${accountId} and kind = 'staff' and person_id is null
    returning id`.catch(asStale)
  return rows.length > 0
}

export type Proofing = {
  readonly id: string
  /** Absent when the person had no account: then `officer` says whose inquiry it was. */
  readonly accountId?: string
  readonly officer?: string
  readonly personId: string
  readonly method: ProofMethod
  readonly source: string
  readonly evidence: string
}
export const insertProofing = (sql: Sql, p: Proofing) => sql`
  insert into identity.proofing (id, account_id, officer, person_id, method, source, evidence)
  values (${p.id}, ${p.accountId ?? null}, ${p.officer ?? null}, ${p.personId}, ${p.method}, ${p.source}, ${p.evidence})`

export const findProofing = async (
  sql: Sql,
  accountId: string,
): Promise<{ method: ProofMethod; source: string; at: string } | undefined> => {
  const [row] = await sql<{ method: ProofMethod; source: string; at: string }>`
    select method, source, at from identity.proofing where account_id = ${accountId} order by at desc limit 1`
  return row
}

/** The evidence of an account's level, the latest first; of an organisation's account that of its 法定代表人 too. */
export const listProofingsOf = (sql: Sql, accountId: string) => sql<{ method: ProofMethod; source: string; evidence: string; at: string }>`
  select method, source, evidence, at
  from identity.proofing
  where account_id = ${accountId}
    or person_id = (
      select legal_representative_id
      from identity.account
      join identity.organisation on organisation.id = organisation_id
      where account.id = ${accountId}
    )
  order by at desc`

export const findOrganisationById = async (sql: Sql, id: string): Promise<Organisation | undefined> => {
  const [row] = await sql<Organisation>`
    select organisation.id, organisation.name, uscc, kind, person.name as "legalRepresentative"
    from identity.organisation
    join identity.person on person.id = legal_representative_id
    where organisation.id = ${id}`
  return row
}

export const findOrganisationByUscc = async (sql: Sql, uscc: string): Promise<Organisation | undefined> => {
  const [row] = await sql<Organisation>`
    select organisation.id, organisation.name, uscc, kind, person.name as "legalRepresentative"
    from identity.organisation
    join identity.person on person.id = legal_representative_id
    where uscc = ${uscc}`
  return row
}

export type NewOrganisation = OrganisationRow & {
  readonly legalRepresentativeId: string
  readonly source: string
  readonly evidence: string
}
/** Writes an organisation and its 法定代表人's standing. Throws Stale when the code is registered. */
export const insertOrganisation = async (sql: Sql, o: NewOrganisation): Promise<void> => {
  await sql`
    insert into identity.organisation (id, name, uscc, kind, legal_representative_id, source, evidence)
    values (${o.id}, ${o.name}, ${o.uscc}, ${o.kind}, ${o.legalRepresentativeId}, ${o.source}, ${o.evidence})`.catch(asStale)
  await insertMembership(sql, o.id, o.legalRepresentativeId)
}

export const insertMembership = (sql: Sql, organisationId: string, personId: string) => sql`
  insert into identity.membership (organisation_id, person_id, standing)
  values (${organisationId}, ${personId}, 'legalRepresentative')
  on conflict do nothing`

/** The organisations that a person may act for today: as their 法定代表人, or as 经办人 by a grant that stands (S-050). */
export const listMemberships = (sql: Sql, personId: string): Promise<Membership[]> => sql<Membership>`
  select organisation.id, organisation.name, uscc, standing as "as"
  from (
    select organisation_id, standing
    from identity.membership
    where person_id = ${personId} and (until is null or until > now())
    union all
    select distinct organisation_id, 'agent'
    from identity.standing_grant
    where helper_id = ${personId} and organisation_id is not null
      and organisation_id not in (
        select organisation_id
        from identity.membership
        where person_id = ${personId} and (until is null or until > now())
      )
  ) stands
  join identity.organisation on organisation.id = organisation_id
  order by organisation.name`

/** The person behind an account: of an organisation its 法定代表人; undefined before 实名. */
export const findPersonOfAccount = async (sql: Sql, accountId: string): Promise<string | undefined> => {
  const [row] = await sql<{ id: string | null }>`
    select coalesce(account.person_id, organisation.legal_representative_id) as id
    from identity.account
    left join identity.organisation on organisation.id = organisation_id
    where account.id = ${accountId}`
  return row?.id ?? undefined
}

/** Whether any of these user names has an account. */
export const hasUserNames = async (sql: Sql, userNames: readonly string[]): Promise<boolean> =>
  (await sql`select 1 from identity.account where user_name = any (${userNames}) limit 1`).length > 0
