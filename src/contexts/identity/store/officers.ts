import type { Sql } from '../../../platform/db.ts'
import type { StaffRole } from '../terms.ts'

/** An officer as those who send word to him know him. */
export type Officer = { readonly account: string; readonly name: string; readonly roles: readonly StaffRole[] }

/** The division itself and all above it: 150602001000 → 150602001000, 150602000000, 150600000000, 150000000000. */
const upwards = (division: string): string[] => [...new Set([12, 9, 6, 4, 2].map((length) => division.slice(0, length).padEnd(12, '0')))]

/**
 * Officers with one of some roles who answer for a department of a division: those of the department, or of the hall ('').
 * `above`: those of the divisions above it too.
 */
export const listOfficers = (
  sql: Sql,
  place: { readonly division: string; readonly departmentCode: string; readonly above?: boolean },
  roles: readonly StaffRole[],
): Promise<Officer[]> => sql<Officer>`
  select account_id as account, name, roles
  from identity.staff
  join identity.account on account.id = staff.account_id
  where roles && ${roles}::text[]
    and division = any(${place.above ? upwards(place.division) : [place.division]})
    and department_code in ('', ${place.departmentCode})
    and disabled_at is null
  order by account_id`

/** Officers by their accounts, with who stands in for them today (交接); those that are no longer there are left out. */
export const findOfficers = (sql: Sql, accounts: readonly string[]): Promise<Officer[]> => sql<Officer>`
  select account_id as account, name, roles
  from identity.staff
  join identity.account on account.id = staff.account_id
  where (
      account_id::text = any(${accounts})
      or account_id in (
        select substitute_id
        from identity.substitution
        where absent_id::text = any(${accounts})
          and ended_at is null
          and identity.civil_day() between from_on and until_on
      )
    )
    and disabled_at is null
  order by account_id`
