import type { Sql } from '../../../platform/db.ts'
import type { Door } from '../terms.ts'

/** What a new password of an account must not repeat, and since when the old one stands. */
export type PasswordFacts = {
  readonly kind: Door
  readonly userName: string | null
  readonly uscc: string | null
  readonly name: string | null
  readonly personId: string | null
  readonly idNumber: Buffer | null
  readonly setAt: string
}
export const findPasswordFacts = async (sql: Sql, accountId: string): Promise<PasswordFacts | undefined> => {
  const [row] = await sql<PasswordFacts>`
    select account.kind, user_name as "userName", organisation.uscc, coalesce(person.name, officer.name) as name,
      person.id as "personId", id_number_sealed as "idNumber", password_set_at as "setAt"
    from identity.account
    left join identity.organisation on organisation.id = account.organisation_id
    left join identity.person on person.id = coalesce(account.person_id, organisation.legal_representative_id)
    left join identity.officer on officer.account_id = account.id
    where account.id = ${accountId}`
  return row
}

/** The hashes of the password that stands and of those before it, the latest first. */
export const listPasswordHashes = async (sql: Sql, accountId: string, count: number): Promise<string[]> => {
  const rows = await sql<{ hash: string }>`
    select hash
    from (
      select password_hash as hash, now() as at from identity.account where id = ${accountId}
      union all
      select password_hash, replaced_at from identity.former_password where account_id = ${accountId}
    ) held
    order by at desc
    limit ${count}`
  return rows.map(({ hash }) => hash)
}
