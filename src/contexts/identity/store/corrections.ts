import { asStale, fragment, type Sql } from '../../../platform/db.ts'
import type { Correctable } from '../rules/corrections.ts'
import type { NewPerson } from './people.ts'

export type NewCorrection = {
  readonly id: string
  readonly personId: string
  readonly accountId: string
  readonly division: string
  readonly field: Correctable
  readonly former: Buffer
  readonly wanted: Buffer
  readonly reason: string
  readonly file: { readonly sha256: string; readonly name: string; readonly type: string }
}
/** Throws Stale when the person has one that waits. */
export const insertCorrection = async (sql: Sql, c: NewCorrection): Promise<void> => {
  await sql`
    insert into identity.correction
      (id, person_id, account_id, division, field, former_sealed, wanted_sealed, reason, evidence_sha256, evidence_name, evidence_type)
    values (
      ${c.id}, ${c.personId}, ${c.accountId}, ${c.division}, ${c.field}, ${c.former}, ${c.wanted}, ${c.reason},
      ${c.file.sha256}, ${c.file.name}, ${c.file.type}
    )`.catch(asStale)
}

/** A request as its owner sees it; `accepted` null while it waits. */
export type OwnCorrection = {
  readonly id: string
  readonly field: Correctable
  readonly reason: string
  readonly askedAt: string
  readonly decidedAt: string | null
  readonly accepted: boolean | null
  readonly opinion: string | null
}
export const listCorrectionsOf = (sql: Sql, personId: string) => sql<OwnCorrection>`
  select id, field, reason, asked_at as "askedAt", decided_at as "decidedAt", accepted, opinion
  from identity.correction
  where person_id = ${personId}
  order by asked_at desc`

/** A request as an officer sees it. */
export type CorrectionRow = OwnCorrection & {
  readonly personId: string
  readonly accountId: string
  readonly division: string
  readonly name: string
  readonly former: Buffer
  readonly wanted: Buffer
  readonly sha256: string
  readonly fileName: string
  readonly fileType: string
  readonly decidedByName: string | null
}
const correctionWith = (sql: Sql, which: ReturnType<typeof fragment>) => sql<CorrectionRow>`
  select correction.id, correction.person_id as "personId", correction.account_id as "accountId", correction.division, field, reason,
    former_sealed as former, wanted_sealed as wanted, evidence_sha256 as sha256, evidence_name as "fileName",
    evidence_type as "fileType", asked_at as "askedAt", decided_at as "decidedAt", accepted, opinion, person.name,
    officer.name as "decidedByName"
  from identity.correction
  join identity.person on person.id = correction.person_id
  left join identity.officer on officer.account_id = decided_by
  where ${which}
  order by decided_at desc nulls first, asked_at, correction.id
  limit 200`

export const findCorrection = async (sql: Sql, id: string): Promise<CorrectionRow | undefined> =>
  (await correctionWith(sql, fragment`correction.id = ${id}`))[0]

/** Those of the places whose codes begin so: all that wait, the oldest first, then what was decided in the last 90 days. */
export const listCorrectionsAt = (sql: Sql, beginning: string) =>
  correctionWith(
    sql,
    fragment`correction.division like ${`${beginning}%`} and (decided_at is null or decided_at > now() - interval '90 days')`,
  )

/** Which of these contents are evidence of a correction (S-094). */
export const filesOfCorrections = async (sql: Sql, hashes: readonly string[]): Promise<string[]> => {
  const rows = await sql<{ sha256: string }>`
    select evidence_sha256 as sha256
    from identity.correction
    where evidence_sha256 = any(${hashes}::text[])`
  return rows.map(({ sha256 }) => sha256)
}

type Decision = { readonly id: string; readonly by: string; readonly accepted: boolean; readonly opinion: string }
/** Once, and never by the person himself, whatever account he uses. */
export const decideCorrection = async (sql: Sql, { id, by, accepted, opinion }: Decision): Promise<boolean> => {
  const rows = await sql`
    update identity.correction
    set decided_at = now(), decided_by = ${by}, accepted = ${accepted}, opinion = ${opinion}
    where id = ${id}
      and decided_at is null
      and not exists (select from identity.account where account.id = ${by} and account.person_id = correction.person_id)
    returning id`
  return rows.length > 0
}

export const noteRegistryAnswer = (sql: Sql, id: string, { source, evidence }: { source: string; evidence: string }) => sql`
  update identity.correction set source = ${source}, evidence = ${evidence} where id = ${id}`

/** The values of an accepted correction; the database lets no other change through. Throws Stale when the number is another person's. */
export const correctPerson = async (sql: Sql, personId: string, values: Omit<NewPerson, 'id'>): Promise<void> => {
  await sql`
    update identity.person
    set name = ${values.name}, id_number_sealed = ${values.idNumber.sealed}, id_number_hash = ${values.idNumber.hash},
      sex = ${values.sex}, ethnicity = ${values.ethnicity ?? null}
    where id = ${personId}`.catch(asStale)
}
