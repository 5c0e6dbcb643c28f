import type { Sql } from '../../../platform/db.ts'

export type Erasable = { readonly personId: string | null; readonly isRepresentative: boolean; readonly isErased: boolean }

/** What stands in the way of ending an account: who is 法定代表人 hands that over first. */
export const findErasable = async (sql: Sql, accountId: string): Promise<Erasable | undefined> => {
  const [row] = await sql<Erasable>`
    select person_id as "personId", erased_at is not null as "isErased",
      exists (select from identity.organisation where legal_representative_id = account.person_id) as "isRepresentative"
    from identity.account
    where id = ${accountId} and kind = 'person'`
  return row
}

/** Everything that hangs on an account and no law keeps. */
export const eraseBelongings = async (sql: Sql, accountId: string): Promise<void> => {
  await sql`delete from platform.session where subject_id = ${accountId}`
  await sql`delete from identity.sign_in where account_id = ${accountId}`
  await sql`delete from identity.preference where account_id = ${accountId}`
  await sql`delete from identity.former_password where account_id = ${accountId}`
  await sql`delete from identity.recovery where account_id = ${accountId}`
  await sql`delete from identity.partner_link where account_id = ${accountId}`
  await sql`delete from identity.factor where account_id = ${accountId}`
  await sql`delete from identity.recovery_code where account_id = ${accountId}`
  await sql`delete from identity.factor_tries where account_id = ${accountId}`
  await sql`delete from identity.certificate where account_id = ${accountId}`
  await sql`delete from identity.phone_change where account_id = ${accountId}`
  await sql`delete from platform.idempotency where subject = ${accountId}`
  await sql`update identity.data_request set sealed = null where account_id = ${accountId}`
}

/** The account itself: nobody signs in by it, and its telephone may be used again. */
export const emptyAccount = (sql: Sql, accountId: string) => sql`
  update identity.account
  set user_name = null, phone_sealed = null, phone_hash = null, person_id = null, password_hash = '!', disabled_at = now(), erased_at = now()
  where id = ${accountId}`

/** What a person gave, got and was told. */
export const eraseOfPerson = async (sql: Sql, personId: string): Promise<void> => {
  await sql`delete from identity.message where person_id = ${personId}`
  await sql`
    update identity.acting_grant set ended_at = now(), ended_by = ${personId}
    where (helper_id = ${personId} or principal_id = ${personId} or granted_by = ${personId}) and ended_at is null`
  await sql`delete from identity.correction where person_id = ${personId} and decided_at is null`
}

/** Corrections of what is no longer kept: what stood before, what was wanted, and the name of the evidence, whose bytes go with it. */
export const eraseCorrections = (sql: Sql, personId: string) => sql`
  delete from identity.correction
  where person_id = ${personId}`

/**
 * Nothing of his was kept by law: name and number go too. The row stays as an empty shell, since others' records point to it; `sealed`
 * and `hash` are those of nothing.
 */
export const emptyPerson = (sql: Sql, personId: string, shell: { readonly sealed: Buffer; readonly hash: string }) => sql`
  update identity.person
  set name = '已注销', id_number_sealed = ${shell.sealed}, id_number_hash = ${shell.hash}, ethnicity = null
  where id = ${personId}`
