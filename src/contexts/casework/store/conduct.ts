import type { LocalDate } from '../../../kernel/date.ts'
import type { Sql } from '../../../platform/db.ts'

/** A 告知承诺 that 事后核查 found broken. */
export type BrokenPromise = {
  readonly caseId: string
  readonly division: string
  readonly applicantId: string
  /** Keyed hash of the number of the person or organisation. */
  readonly applicantHash: string
  readonly foundOn: LocalDate
}

export const insertBrokenPromise = (sql: Sql, p: BrokenPromise) => sql`
  insert into casework.broken_promise (case_id, division, applicant_id, applicant_hash, found_on)
  values (${p.caseId}, ${p.division}, ${p.applicantId}, ${p.applicantHash}, ${p.foundOn})
  on conflict do nothing`

/** The promises that any of these applicants broke, and those under a number's keyed hash where it is given; the latest first. */
export const listBrokenPromises = (sql: Sql, { ids, hash }: { readonly ids: readonly string[]; readonly hash?: string }) => sql<{
  caseId: string
  no: string
  itemName: string
  foundOn: LocalDate
}>`
  select case_id as "caseId", no, item_name as "itemName", found_on as "foundOn"
  from casework.broken_promise
  join casework.matter on matter.id = case_id
  where broken_promise.applicant_id = any(${ids}::text[]) or applicant_hash = ${hash ?? null}
  order by found_on desc, case_id`

/** Something the law forbids that an officer tried: it was refused, and is counted. */
export type Violation = {
  readonly caseId: string
  readonly division: string
  readonly department: string
  readonly kind: 'second-correction'
  readonly by: string
  readonly byName: string
  readonly stage: string
  readonly on: LocalDate
}

export const insertViolation = (sql: Sql, v: Violation) => sql`
  insert into casework.violation (case_id, division, department, kind, by, by_name, stage, on_day)
  values (${v.caseId}, ${v.division}, ${v.department}, ${v.kind}, ${v.by}, ${v.byName}, ${v.stage}, ${v.on})`

/** Violations of a division from a day up to and with another, in order. */
export const listViolations = (sql: Sql, division: string, from: LocalDate, to: LocalDate) => sql<Violation & { no: string }>`
  select case_id as "caseId", no, violation.division, violation.department, kind, by, by_name as "byName", violation.stage, on_day as on
  from casework.violation
  join casework.matter on matter.id = case_id
  where violation.division = ${division}
    and on_day between ${from} and ${to}
  order by violation.id`
