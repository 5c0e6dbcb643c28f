import { fragment, nothing, type Sql } from '../../../platform/db.ts'
import type { StaffRole } from '../terms.ts'

/** An officer in a list: where he is or was last, and the roles in force today. Dates are civil. */
export type OfficerLine = {
  readonly accountId: string
  readonly userName: string
  readonly name: string
  readonly roles: readonly StaffRole[]
  readonly post: string
  readonly unit: string
  readonly departmentCode: string
  readonly division: string
  readonly disabled: boolean
  readonly lastOn: string | null
  /** Posts that wait for approval. */
  readonly waiting: number
  /** 交接: away until this day. */
  readonly awayUntil: string | null
}

/** Which officers: a division (12 digits; `beginning` when all below it too), a department, a part of a name, a role in force. */
export type OfficerFilter = {
  readonly division: string
  readonly beginning?: string | undefined
  readonly departmentCode?: string | undefined
  readonly q?: string | undefined
  readonly role?: string | undefined
  readonly state?: 'active' | 'waiting' | 'away' | 'disabled' | undefined
}
/** The place of a row in the list, for the page after it. */
export type OfficerKey = readonly [division: string, departmentCode: string, unit: string, name: string, accountId: string]

const literal = (text: string): string => `%${text.replace(/[\\%_]/g, (c) => `\\${c}`)}%`

const states = {
  active: fragment`and account.disabled_at is null and staff.account_id is not null`,
  waiting: fragment`and exists (
      select from identity.appointment where appointment.account_id = officer.account_id and settled_at is null and ended_at is null
    )`,
  away: fragment`and exists (
      select from identity.substitution
      where absent_id = officer.account_id and ended_at is null and until_on >= identity.civil_day()
    )`,
  disabled: fragment`and account.disabled_at is not null`,
}

const chosen = ({ division, beginning, departmentCode, q, role, state }: OfficerFilter) => fragment`
    ${beginning ? fragment`and held.division like ${`${beginning}%`}` : fragment`and held.division = ${division}`}
    ${departmentCode === undefined ? nothing : fragment`and held.department_code = ${departmentCode}`}
    ${q ? fragment`and (officer.name like ${literal(q)} or account.user_name like ${literal(q)} or held.unit like ${literal(q)})` : nothing}
    ${role ? fragment`and ${role} = any(staff.roles)` : nothing}
    ${state ? states[state] : nothing}`

/** A page of officers by place and name, keyset. */
export const listStaff = (
  sql: Sql,
  filter: OfficerFilter,
  after: OfficerKey | undefined,
  limit: number,
): Promise<OfficerLine[]> => sql<OfficerLine>`
  select
    officer.account_id as "accountId", account.user_name as "userName", officer.name, coalesce(staff.roles, '{}') as roles,
    held.post, held.unit, held.department_code as "departmentCode", held.division,
    account.disabled_at is not null as disabled, officer.last_on as "lastOn",
    (
      select count(*) from identity.appointment
      where appointment.account_id = officer.account_id and settled_at is null and ended_at is null
    ) as waiting,
    (
      select max(until_on) from identity.substitution
      where absent_id = officer.account_id and ended_at is null and until_on >= identity.civil_day()
    ) as "awayUntil"
  from identity.officer
  join identity.account on account.id = officer.account_id
  join lateral (
    select post, unit, department_code, division
    from identity.appointment
    where appointment.account_id = officer.account_id
    order by ended_at is null desc, approved desc nulls last, from_on desc, id
    limit 1
  ) held on true
  left join identity.staff on staff.account_id = officer.account_id
  where true
    ${chosen(filter)}
    ${after ? fragment`and (held.division, held.department_code, held.unit, officer.name, officer.account_id) > (${after[0]}, ${after[1]}, ${after[2]}, ${after[3]}, ${after[4]}::uuid)` : nothing}
  order by held.division, held.department_code, held.unit, officer.name, officer.account_id
  limit ${limit}`

export type OfficerHead = {
  readonly accountId: string
  readonly userName: string
  readonly name: string
  readonly disabled: boolean
  readonly lastOn: string | null
}
/** An officer; `lock` keeps others from changing his posts until the transaction ends. */
export const findOfficer = async (sql: Sql, accountId: string, lock = false): Promise<OfficerHead | undefined> => {
  const [row] = await sql<OfficerHead>`
    select
      officer.account_id as "accountId", account.user_name as "userName", officer.name,
      account.disabled_at is not null as disabled, officer.last_on as "lastOn"
    from identity.officer
    join identity.account on account.id = officer.account_id
    where officer.account_id = ${accountId}
    ${lock ? fragment`for update of officer` : nothing}`
  return row
}

/** Closes an account at once, or after a last day. */
export const closeAccount = async (sql: Sql, accountId: string, lastOn: string | undefined): Promise<void> => {
  if (lastOn) await sql`update identity.officer set last_on = ${lastOn} where account_id = ${accountId}`
  else await sql`update identity.account set disabled_at = now() where id = ${accountId}`
}
export const reopenAccount = async (sql: Sql, accountId: string): Promise<void> => {
  await sql`update identity.officer set last_on = null where account_id = ${accountId}`
  await sql`update identity.account set disabled_at = null where id = ${accountId}`
}

/** Today in China, as posts begin and end. */
export const civilDay = async (sql: Sql): Promise<string> => {
  const [row] = await sql<{ on: string }>`select identity.civil_day() as on`
  return row?.on ?? ''
}
