import { asStale, type Sql } from '../../../platform/db.ts'

/** The account that a partner's subject is, and whether it may be used. */
export const findLinked = async (sql: Sql, partner: string, subject: string): Promise<{ id: string; disabled: boolean } | undefined> => {
  const [row] = await sql<{ id: string; disabled: boolean }>`
    select account.id, account.disabled_at is not null as disabled
    from identity.partner_link
    join identity.account on account.id = account_id
    where partner = ${partner} and subject = ${subject}`
  return row
}

/** Throws Stale when the subject is somebody's, or the account has another subject of this partner. */
export const insertLink = async (sql: Sql, link: { partner: string; subject: string; accountId: string }): Promise<void> => {
  await sql`
    insert into identity.partner_link (partner, subject, account_id)
    values (${link.partner}, ${link.subject}, ${link.accountId})`.catch(asStale)
}

/** The person of an account, and whether a person has an account. */
export const findAccountOfPerson = async (sql: Sql, idNumberHash: string): Promise<string | undefined> => {
  const [row] = await sql<{ id: string }>`
    select account.id
    from identity.account
    join identity.person on person.id = person_id
    where kind = 'person' and id_number_hash = ${idNumberHash}`
  return row?.id
}

export const listLinks = (sql: Sql, accountId: string): Promise<{ partner: string; at: string }[]> => sql<{ partner: string; at: string }>`
  select partner, linked_at as at from identity.partner_link where account_id = ${accountId} order by linked_at`
