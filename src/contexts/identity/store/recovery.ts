import type { Sql } from '../../../platform/db.ts'

export type NewRecovery = { readonly id: string; readonly accountId: string; readonly binding: string; readonly minutes: number }
/** Opens a recovery; one of the same session that was open before is over (S-007). */
export const insertRecovery = async (sql: Sql, r: NewRecovery): Promise<void> => {
  await sql`delete from identity.recovery where binding = ${r.binding} or expires_at < now()`
  await sql`
    insert into identity.recovery (id, account_id, binding, expires_at)
    values (${r.id}, ${r.accountId}, ${r.binding}, now() + make_interval(mins => ${r.minutes}::int))`
}

/** The account whose telephone was confirmed, while the recovery is open. */
export const findRecovery = async (sql: Sql, id: string, binding: string): Promise<string | undefined> => {
  const [row] = await sql<{ account_id: string }>`
    select account_id from identity.recovery where id = ${id} and binding = ${binding} and expires_at > now()`
  return row?.account_id
}
/** Takes a recovery away: one of two at the same time gets it. */
export const takeRecovery = async (sql: Sql, id: string, binding: string): Promise<string | undefined> => {
  const [row] = await sql<{ account_id: string }>`
    delete from identity.recovery where id = ${id} and binding = ${binding} and expires_at > now() returning account_id`
  return row?.account_id
}

/** An account that a confirmed telephone may give a new password, with what its password must not repeat. */
export type RecoverableRow = {
  readonly id: string
  readonly kind: 'person' | 'organisation'
  readonly user_name: string | null
  readonly name: string | null
  readonly uscc: string | null
  readonly person_id: string | null
  readonly id_number_sealed: Buffer | null
}
/** A person's own account, and those of the organisations whose 法定代表人 he is. */
export const listRecoverable = (sql: Sql, accountId: string): Promise<RecoverableRow[]> => sql<RecoverableRow>`
  select account.id, account.kind, account.user_name, coalesce(organisation.name, person.name) as name, organisation.uscc,
    person.id as person_id, person.id_number_sealed
  from identity.account own
  join identity.account
    on account.id = own.id
    or account.organisation_id in (select id from identity.organisation where legal_representative_id = own.person_id)
  left join identity.organisation on organisation.id = account.organisation_id
  left join identity.person on person.id = account.person_id
  where own.id = ${accountId}
    and own.kind = 'person'
    and own.disabled_at is null
    and account.disabled_at is null
  order by account.kind desc, organisation.name`
