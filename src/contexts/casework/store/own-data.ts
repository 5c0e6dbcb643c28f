import { fragment, type Sql } from '../../../platform/db.ts'

/** An officer's look at a case: when, from which office, what he saw. */
export type LookAtMine = {
  readonly at: string
  readonly unit: string
  readonly what: 'case' | 'numbers'
  readonly no: string
  readonly itemName: string
}

/** Who looked at the cases of an applicant from outside the department that handles them, or had numbers shown; the latest first, all of them when `most` is null. */
export const listLooksAt = (sql: Sql, applicantId: string, most: number | null) => sql<LookAtMine>`
  select access_log.at, access_log.unit, access_log.what, matter.no, matter.item_name as "itemName"
  from casework.matter
  join casework.access_log on access_log.subject = matter.no and access_log.what <> 'list'
  where matter.applicant_id = ${applicantId}
  order by access_log.at desc
  limit ${most}`

/** How many cases of an applicant there are, and how many are not over. */
export const countOfApplicant = async (sql: Sql, applicantId: string): Promise<{ readonly all: number; readonly open: number }> => {
  const [row] = await sql<{ all: number; open: number }>`
    select count(*)::int as "all", (count(*) filter (where queue <> 'closed'))::int as "open"
    from casework.matter
    where applicant_id = ${applicantId}`
  return row ?? { all: 0, open: 0 }
}

/** Forgets the drafts of an applicant with what was handed in for them; gives how many. */
export const deleteDraftsOf = async (sql: Sql, applicantId: string): Promise<number> => {
  const his = fragment`applicant_id = ${applicantId} and not exists (select from casework.matter where matter.id = draft.id)`
  // First what hangs on the drafts: behind the wall it is seen with them.
  await sql`delete from casework.upload where case_id in (select id from casework.draft where ${his})`
  const gone = await sql<{ id: string }>`
    delete from casework.draft
    where ${his}
    returning id`
  return gone.length
}
