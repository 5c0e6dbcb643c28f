import { asStale, fragment, type Sql } from '../../../platform/db.ts'
import type { Grant } from '../terms/grants.ts'
import type { Door, OrganisationKind, StaffRole } from '../terms.ts'

/** The keys that one typed text could be, by the door at which it was typed; absent ones match nothing. */
export type AccountKeys = {
  readonly door?: Door
  readonly userName?: string
  readonly phoneHash?: string
  readonly idNumberHash?: string
  readonly uscc?: string
}
export type SignInRow = {
  readonly id: string
  readonly kind: Door
  readonly password_hash: string
  readonly disabled: boolean
}

/** The account that a text names, if any. */
export const findAccount = async (sql: Sql, keys: AccountKeys): Promise<SignInRow | undefined> => {
  const door = keys.door ? fragment`and account.kind = ${keys.door}` : fragment``
  const [row] = await sql<SignInRow>`
    select
      account.id, account.kind, account.password_hash,
      account.disabled_at is not null or coalesce(officer.last_on < identity.civil_day(), false) as disabled
    from identity.account
    left join identity.officer on officer.account_id = account.id
    where (
      account.user_name = ${keys.userName ?? null}
      or account.phone_hash = ${keys.phoneHash ?? null}
      or (account.kind = 'person' and account.person_id = (select id from identity.person where id_number_hash = ${keys.idNumberHash ?? null}))
      or account.organisation_id = (select id from identity.organisation where uscc = ${keys.uscc ?? null})
    ) ${door}
    limit 1`
  return row
}

/** Officers whose accounts are in use, by account name or full name: those of a department, and of the hall it sits in. */
export const listOfficersNamed = (
  sql: Sql,
  text: string,
  { division, departmentCode }: { division: string; departmentCode: string },
): Promise<{ id: string; name: string }[]> => sql<{ id: string; name: string }>`
  select account.id, staff.name
  from identity.staff
  join identity.account on account.id = staff.account_id
  where (account.user_name = ${text} or staff.name = ${text})
    and staff.division = ${division}
    and staff.department_code in ('', ${departmentCode})
    and account.disabled_at is null
  order by account.user_name = ${text} desc, account.id
  limit 2`

export type ViewerRow = {
  readonly has_certificate: boolean
  readonly id: string
  readonly kind: Door
  readonly user_name: string | null
  readonly phone_account: string | null
  readonly phone_sealed: Buffer | null
  readonly person_id: string | null
  readonly name: string | null
  readonly roles: StaffRole[] | null
  readonly unit: string | null
  readonly department_code: string | null
  readonly division: string | null
  readonly stands_in_for: string[] | null
  readonly organisation_id: string | null
  readonly organisation_name: string | null
  readonly uscc: string | null
  readonly is_by_grant: boolean
  readonly grants: Grant[]
}

/** The grants to a person that count for a session: those of the organisation it acts for, else those of persons. */
const grantsOf = fragment`
  select
    coalesce(jsonb_agg(jsonb_build_object(
      'id', id, 'relation', relation, 'acts', acts, 'scope', scope, 'since', since, 'until', until,
      'principal', jsonb_build_object(
        'kind', case when principal_id is null then 'organisation' else 'person' end,
        'id', coalesce(principal_id, organisation_id), 'name', principal_name
      )
    ) order by granted_at), '[]') as grants,
    bool_or(organisation_id is not null) as is_of_organisation
  from identity.standing_grant`

/**
 * All that a request needs to know of who sends it, in one query by primary keys. The organisation is that of the account itself,
 * else the one the session acts for as long as he is its 法定代表人 or a grant of it stands (S-050).
 */
export const findViewer = async (sql: Sql, accountId: string, actingFor: string | undefined): Promise<ViewerRow | undefined> => {
  const [row] = await sql<ViewerRow>`
    select
      account.id, account.kind, account.user_name,
      holder.id as phone_account, holder.phone_sealed,
      person.id as person_id, coalesce(officer.name, person.name) as name,
      staff.roles, staff.unit, staff.department_code, staff.division,
      (
        select array_agg(absent_id::text order by absent_id)
        from identity.substitution
        where substitute_id = officer.account_id
          and ended_at is null
          and identity.civil_day() between from_on and until_on
      ) as stands_in_for,
      organisation.id as organisation_id, organisation.name as organisation_name, organisation.uscc,
      account.organisation_id is null and membership.organisation_id is null and organisation.id is not null as is_by_grant,
      given.grants,
      exists (
        select from identity.certificate
        where certificate.account_id = account.id and ended_at is null and not_after > now()
      ) as has_certificate
    from identity.account
    left join identity.officer on officer.account_id = account.id
    left join identity.staff on staff.account_id = account.id
    left join identity.organisation own on own.id = account.organisation_id
    left join identity.person on person.id = coalesce(account.person_id, own.legal_representative_id)
    left join identity.account holder
      on holder.id = case
        when account.kind = 'person' then account.id
        else (select id from identity.account where kind = 'person' and person_id = own.legal_representative_id)
      end
    left join identity.membership
      on membership.organisation_id = ${actingFor ?? null}
      and membership.person_id = account.person_id
      and (membership.until is null or membership.until > now())
    cross join lateral (
      ${grantsOf}
      where helper_id = account.person_id
        and organisation_id is not distinct from ${actingFor ?? null}::uuid
    ) given
    left join identity.organisation
      on organisation.id = coalesce(account.organisation_id, membership.organisation_id, case when given.is_of_organisation then ${actingFor ?? null}::uuid end)
    where account.id = ${accountId}
      and account.disabled_at is null
      and identity.civil_day() <= coalesce(officer.last_on, 'infinity')`
  return row
}

export type NewAccount = {
  readonly id: string
  readonly kind: Door
  readonly userName?: string
  readonly phone?: { readonly sealed: Buffer; readonly hash: string }
  readonly personId?: string
  readonly organisationId?: string
  readonly passwordHash: string
}
/** Throws Stale when the telephone, person, organisation or user name has an account. */
export const insertAccount = async (sql: Sql, account: NewAccount): Promise<void> => {
  await sql`
    insert into identity.account (id, kind, user_name, phone_sealed, phone_hash, person_id, organisation_id, password_hash)
    values (
      ${account.id}, ${account.kind}, ${account.userName ?? null},
      ${account.phone?.sealed ?? null}, ${account.phone?.hash ?? null},
      ${account.personId ?? null}, ${account.organisationId ?? null}, ${account.passwordHash}
    )`.catch(asStale)
}

/** Whether a telephone has an account; `inUse`: one that is not disabled. */
export const hasAccountWithPhone = async (sql: Sql, phoneHash: string, inUse: boolean): Promise<boolean> =>
  (await sql`select 1 from identity.account where phone_hash = ${phoneHash} and (disabled_at is null or not ${inUse}::boolean)`).length > 0

export const passwordHashOf = async (sql: Sql, accountId: string): Promise<string | undefined> => {
  const [row] = await sql<{ password_hash: string }>`select password_hash from identity.account where id = ${accountId}`
  return row?.password_hash
}
/** The sealed telephone of an account. */
export const findPhone = async (sql: Sql, accountId: string): Promise<Buffer | undefined> => {
  const [row] = await sql<{ phone_sealed: Buffer | null }>`select phone_sealed from identity.account where id = ${accountId}`
  return row?.phone_sealed ?? undefined
}

/** A recovery that the former telephone began is over with it (S-007). Throws Stale when the telephone has an account. */
export const replacePhone = async (sql: Sql, accountId: string, phone: { sealed: Buffer; hash: string }): Promise<void> => {
  await sql`
    update identity.account set phone_sealed = ${phone.sealed}, phone_hash = ${phone.hash} where id = ${accountId}`.catch(asStale)
  await sql`delete from identity.recovery where account_id = ${accountId}`
}

/** The same password under a newer hash (S-002); one that was replaced since it was read stays replaced (S-007). */
export const setPasswordHash = (sql: Sql, accountId: string, { former, next }: { readonly former: string; readonly next: string }) => sql`
  update identity.account set password_hash = ${next} where id = ${accountId} and password_hash = ${former}`

/** A new password: the old one is kept among the former ones, of which the last five count (S-001). */
export const replacePasswordHash = async (sql: Sql, accountId: string, passwordHash: string): Promise<void> => {
  await sql`
    insert into identity.former_password (account_id, password_hash)
    select id, password_hash from identity.account where id = ${accountId}`
  await sql`
    delete from identity.former_password
    where account_id = ${accountId}
      and ctid not in (
        select ctid from identity.former_password where account_id = ${accountId} order by replaced_at desc limit 5
      )`
  await sql`update identity.account set password_hash = ${passwordHash}, password_set_at = now() where id = ${accountId}`
}

export const insertConsent = (sql: Sql, accountId: string, consent: { document: string; version: string }, channel: string) => sql`
  insert into identity.consent (account_id, document, version, channel)
  values (${accountId}, ${consent.document}, ${consent.version}, ${channel})
  on conflict do nothing`

export type OrganisationRow = { readonly id: string; readonly name: string; readonly uscc: string; readonly kind: OrganisationKind }
