import type { Sql } from '../../platform/db.ts'

/** Makes somebody a 经办人 of company1 until tomorrow, by one grant alone, which he accepted. Returns its id. */
export const grantTo = async (sql: Sql, account: string): Promise<string> => {
  await sql`update identity.acting_grant set ended_at = now() where organisation_id is not null and ended_at is null`
  const [row] = await sql<{ id: string }>`
    insert into identity.acting_grant (id, organisation_id, helper_id, relation, acts, scope, since, until, granted_by, under, accepted_at)
    select gen_random_uuid(), own.organisation_id, helper.person_id, 'agent', '{view,submit}', '{}', now(), now() + interval '1 day',
      legal_representative_id, legal_representative_id, now()
    from identity.account own
    join identity.organisation on organisation.id = own.organisation_id
    join identity.account helper on helper.user_name = ${account}
    where own.user_name = 'company1'
    returning id`
  if (!row) throw new TypeError(`nobody to grant to: ${account}`)
  return row.id
}
