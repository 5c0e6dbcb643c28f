import { asStale, fragment, type Sql } from '../../../platform/db.ts'
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
    select account.id, account.kind, account.password_hash, account.disabled_at is not null as disabled
    from identity.account
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
  readonly organisation_id: string | null
  readonly organisation_name: string | null
  readonly uscc: string | null
}

/**
 * All that a request needs to know of who sends it, in one query by primary keys. The organisation is that of the account itself,
 * else the one the session acts for as long as the membership stands (S-050).
 */
export const findViewer = async (sql: Sql, accountId: string, actingFor: string | undefined): Promise<ViewerRow | undefined> => {
  const [row] = await sql<ViewerRow>`
    select
      account.id, account.kind, account.user_name,
      holder.id as phone_account, holder.phone_sealed,
      person.id as person_id, coalesce(staff.name, person.name) as name,
      staff.roles, staff.unit, staff.department_code, staff.division,
      organisation.id as organisation_id, organisation.name as organisation_name, organisation.uscc
    from identity.account
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
    left join identity.organisation on organisation.id = coalesce(account.organisation_id, membership.organisation_id)
    where account.id = ${accountId}
      and account.disabled_at is null`
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

export const hasAccountWithPhone = async (sql: Sql, phoneHash: string): Promise<boolean> =>
  (await sql`select 1 from identity.account where phone_hash = ${phoneHash}`).length > 0

export const passwordHashOf = async (sql: Sql, accountId: string): Promise<string | undefined> => {
  const [row] = await sql<{ password_hash: string }>`select password_hash from identity.account where id = ${accountId}`
  return row?.password_hash
}
export const setPasswordHash = (sql: Sql, accountId: string, passwordHash: string) => sql`
  update identity.account set password_hash = ${passwordHash} where id = ${accountId}`

export const insertConsent = (sql: Sql, accountId: string, consent: { document: string; version: string }, channel: string) => sql`
  insert into identity.consent (account_id, document, version, channel)
  values (${accountId}, ${consent.document}, ${consent.version}, ${channel})
  on conflict do nothing`

export type NewStaff = {
  readonly accountId: string
  readonly name: string
  readonly roles: readonly StaffRole[]
  readonly unit: string
  readonly departmentCode: string
  readonly division: string
}
export const insertStaff = (sql: Sql, staff: NewStaff) => sql`
  insert into identity.staff (account_id, name, roles, unit, department_code, division)
  values (${staff.accountId}, ${staff.name}, ${staff.roles}, ${staff.unit}, ${staff.departmentCode}, ${staff.division})`

export type Invitation = Omit<NewStaff, 'accountId'>
export const insertInvitation = (sql: Sql, tokenHash: string, invitation: Invitation, hours: number) => sql`
  insert into identity.invitation (token_hash, name, roles, unit, department_code, division, expires_at)
  values (
    ${tokenHash}, ${invitation.name}, ${invitation.roles}, ${invitation.unit}, ${invitation.departmentCode}, ${invitation.division},
    now() + make_interval(hours => ${hours}::int)
  )`

type InvitationRow = { name: string; roles: StaffRole[]; unit: string; department_code: string; division: string }
const asInvitation = ({ department_code: departmentCode, ...rest }: InvitationRow): Invitation => ({ ...rest, departmentCode })

/** An open invitation by the hash of its token. */
export const findInvitation = async (sql: Sql, tokenHash: string): Promise<Invitation | undefined> => {
  const [row] = await sql<InvitationRow>`
    select name, roles, unit, department_code, division
    from identity.invitation
    where token_hash = ${tokenHash} and expires_at > now()`
  return row && asInvitation(row)
}
/** Takes an invitation away: one of two at the same time gets it. */
export const takeInvitation = async (sql: Sql, tokenHash: string): Promise<Invitation | undefined> => {
  const [row] = await sql<InvitationRow>`
    delete from identity.invitation
    where token_hash = ${tokenHash} and expires_at > now()
    returning name, roles, unit, department_code, division`
  return row && asInvitation(row)
}

export type OrganisationRow = { readonly id: string; readonly name: string; readonly uscc: string; readonly kind: OrganisationKind }
