import type { Sql } from '../../../platform/db.ts'

export type NewRepresentative = {
  readonly id: string
  readonly organisationId: string
  readonly former: string
  readonly next: string
  readonly source: string
  readonly evidence: string
}
/** Puts the next 法定代表人 in the former's place, his standing too, and keeps the change; false when the former no longer is. */
export const replaceRepresentative = async (sql: Sql, c: NewRepresentative): Promise<boolean> => {
  const changed = await sql`
    update identity.organisation
    set legal_representative_id = ${c.next}, source = ${c.source}, evidence = ${c.evidence}, proofed_at = now()
    where id = ${c.organisationId} and legal_representative_id = ${c.former}
    returning id`
  if (changed.length === 0) return false
  await sql`update identity.membership set until = now() where organisation_id = ${c.organisationId} and person_id = ${c.former}`
  await sql`
    insert into identity.membership (organisation_id, person_id, standing)
    values (${c.organisationId}, ${c.next}, 'legalRepresentative')
    on conflict (organisation_id, person_id) do update set standing = excluded.standing, since = now(), until = null`
  await sql`
    insert into identity.representative_change (id, organisation_id, former, next, source, evidence)
    values (${c.id}, ${c.organisationId}, ${c.former}, ${c.next}, ${c.source}, ${c.evidence})`
  return true
}

export const findRepresentative = async (sql: Sql, uscc: string): Promise<{ organisationId: string; person: string } | undefined> => {
  const [row] = await sql<{ organisationId: string; person: string }>`
    select id as "organisationId", legal_representative_id as person from identity.organisation where uscc = ${uscc}`
  return row
}

export const findOrganisationAccountId = async (sql: Sql, organisationId: string): Promise<string | undefined> => {
  const [row] = await sql<{ id: string }>`select id from identity.account where organisation_id = ${organisationId}`
  return row?.id
}

export const findPhoneAccount = async (sql: Sql, personId: string): Promise<string | undefined> => {
  const [row] = await sql<{ id: string }>`select id from identity.account where kind = 'person' and person_id = ${personId}`
  return row?.id
}

export const endSessionsOf = (sql: Sql, accountId: string) => sql`delete from platform.session where subject_id = ${accountId}`
