import type { Sql } from '../../../platform/db.ts'

/** 交接: `substituteId` looks after the cases of `absentId` on these days, both counted in. */
export type Substitution = {
  readonly id: string
  readonly absentId: string
  readonly substituteId: string
  readonly fromOn: string
  readonly untilOn: string
  readonly reason: string
}
export type SubstitutionRow = Substitution & { readonly absentName: string; readonly substituteName: string }

export const insertSubstitution = (sql: Sql, one: Substitution & { readonly askedBy: string }) => sql`
  insert into identity.substitution (id, absent_id, substitute_id, from_on, until_on, reason, asked_by)
  values (${one.id}, ${one.absentId}, ${one.substituteId}, ${one.fromOn}, ${one.untilOn}, ${one.reason}, ${one.askedBy})`

/** Substitutions that are or will be, of an officer on either side. */
export const listSubstitutions = (sql: Sql, accountId: string): Promise<SubstitutionRow[]> => sql<SubstitutionRow>`
  select
    substitution.id, absent_id as "absentId", substitute_id as "substituteId", from_on as "fromOn", until_on as "untilOn", reason,
    absent.name as "absentName", substitute.name as "substituteName"
  from identity.substitution
  join identity.officer absent on absent.account_id = absent_id
  join identity.officer substitute on substitute.account_id = substitute_id
  where ended_at is null
    and until_on >= identity.civil_day()
    and ${accountId} in (absent_id, substitute_id)
  order by from_on, substitution.id`

/** Ends one, or all of an officer who leaves; returns how many. */
export const endSubstitutions = async (sql: Sql, { id, substituteId }: { id?: string; substituteId?: string }): Promise<number> => {
  const rows = await sql`
    update identity.substitution
    set ended_at = now()
    where ended_at is null
      and (id = ${id ?? null} or substitute_id = ${substituteId ?? null})
    returning id`
  return rows.length
}
