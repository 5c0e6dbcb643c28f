import { asStale, type Sql } from '../../../platform/db.ts'

/** How the person at the window was recognised: by the code of his own user space, by his number, or by registering him there. */
export type VisitWay = 'code' | 'idNumber' | 'registered'

/** A 到窗口办理码 that is open: whose it is, sealed to its row. */
export type CodeRow = { readonly id: string; readonly applicant: string; readonly sealed: Buffer }

/** Replaces the open code of an applicant. Throws Stale when the six digits are open for somebody else just now. */
export const insertCode = async (sql: Sql, c: CodeRow & { codeHash: string; minutes: number }): Promise<string> => {
  await sql`
    delete from casework.visit_code
    where applicant = ${c.applicant} or expires_at < now()`
  const [row] = await sql<{ expiresAt: string }>`
    insert into casework.visit_code (id, applicant, sealed, code_hash, expires_at)
    values (${c.id}, ${c.applicant}, ${c.sealed}, ${c.codeHash}, now() + make_interval(mins => ${c.minutes}::int))
    returning expires_at as "expiresAt"`.catch(asStale)
  return row?.expiresAt as string
}

/** The open code of an applicant, with the moment at which it ends. */
export const findCode = async (sql: Sql, applicant: string): Promise<{ id: string; expiresAt: string } | undefined> => {
  const [row] = await sql<{ id: string; expiresAt: string }>`
    select id, expires_at as "expiresAt"
    from casework.visit_code
    where applicant = ${applicant} and used_at is null and expires_at > now()
    order by expires_at desc
    limit 1`
  return row
}

/** Uses an open code up, by its digits or by its id: of two at once one gets it. */
export const takeCode = async (sql: Sql, by: { codeHash: string } | { id: string }): Promise<CodeRow | undefined> => {
  const [row] = await sql<CodeRow>`
    update casework.visit_code
    set used_at = now()
    where used_at is null
      and expires_at > now()
      and (code_hash = ${'codeHash' in by ? by.codeHash : null} or id = ${'id' in by ? by.id : null}::uuid)
    returning id, applicant, sealed`
  return row
}

export type VisitRow = {
  readonly id: string
  readonly division: string
  readonly officer: string
  readonly officerName: string
  readonly unit: string
  readonly way: VisitWay
  readonly applicant: string
  readonly sealed: Buffer
}

/** Begins a visit; returns until when it stands. */
export const insertVisit = async (sql: Sql, v: VisitRow & { minutes: number }): Promise<string> => {
  const [row] = await sql<{ until: string }>`
    insert into casework.visit (id, division, officer, officer_name, unit, way, applicant, sealed, until)
    values (
      ${v.id}, ${v.division}, ${v.officer}, ${v.officerName}, ${v.unit}, ${v.way}, ${v.applicant}, ${v.sealed},
      now() + make_interval(mins => ${v.minutes}::int)
    )
    returning until`
  return row?.until as string
}

/** A visit that still stands, before this officer. */
export const findVisitRow = async (sql: Sql, id: string, officer: string): Promise<(VisitRow & { until: string }) | undefined> => {
  const [row] = await sql<VisitRow & { until: string }>`
    select id, division, officer, officer_name as "officerName", unit, way, applicant, sealed, until
    from casework.visit
    where id = ${id} and officer = ${officer} and until > now()`
  return row
}

export const updateVisit = (sql: Sql, id: string, applicant: string, sealed: Buffer) => sql`
  update casework.visit
  set applicant = ${applicant}, sealed = ${sealed}
  where id = ${id}`

/**
 * Forgets who stood at a window once his visit is over for a day, and the codes that nobody uses any more (S-095). The rows of visits stay:
 * they say which officer had whose applications before him (S-041).
 */
export const forgetVisits = async (sql: Sql): Promise<void> => {
  await sql`
    update casework.visit
    set sealed = ''
    where sealed <> '' and until < now() - interval '1 day'`
  await sql`
    delete from casework.visit_code
    where expires_at < now()`
}

/** Writes down that a draft was begun or opened during a visit. */
export const insertLook = (sql: Sql, visitId: string, draftId: string, what: 'begun' | 'opened') => sql`
  insert into casework.visit_look (visit_id, draft_id, what)
  values (${visitId}, ${draftId}, ${what})
  on conflict do nothing`

/** Whether a draft belongs to a visit: it was begun or opened during it. */
export const hasLook = async (sql: Sql, visitId: string, draftId: string): Promise<boolean> =>
  (await sql`select from casework.visit_look where visit_id = ${visitId} and draft_id = ${draftId}`).length > 0

/** Opens a draft to an officer for as long as the visit stands. */
export const openDraftRow = (sql: Sql, draftId: string, officer: string, until: string) => sql`
  update casework.draft
  set opened_by = ${officer}, opened_until = ${until}
  where id = ${draftId}`

export type Confirmation = {
  readonly draftId: string
  readonly revision: number
  readonly answer: 'right' | 'wrong' | null
  readonly words: string
  readonly answeredAt: string | null
}

export const insertConfirmation = (
  sql: Sql,
  c: { tokenHash: string; draftId: string; visitId: string; revision: number; minutes: number },
) => sql`
  insert into casework.confirmation (token_hash, draft_id, visit_id, revision, expires_at)
  values (${c.tokenHash}, ${c.draftId}, ${c.visitId}, ${c.revision}, now() + make_interval(mins => ${c.minutes}::int))`

/** What was asked under a token, while it may be answered. */
export const findConfirmation = async (sql: Sql, tokenHash: string): Promise<Confirmation | undefined> => {
  const [row] = await sql<Confirmation>`
    select draft_id as "draftId", revision, answer, words, answered_at as "answeredAt"
    from casework.confirmation
    where token_hash = ${tokenHash} and expires_at > now()`
  return row
}

/** What the person said last of a draft. */
export const latestConfirmation = async (sql: Sql, draftId: string): Promise<Confirmation | undefined> => {
  const [row] = await sql<Confirmation>`
    select draft_id as "draftId", revision, answer, words, answered_at as "answeredAt"
    from casework.confirmation
    where draft_id = ${draftId}
    order by asked_at desc
    limit 1`
  return row
}

/** Writes the one answer of a confirmation; true when it was this one. */
export const answerConfirmation = async (sql: Sql, tokenHash: string, answer: 'right' | 'wrong', words: string): Promise<boolean> => {
  const answered = await sql`
    update casework.confirmation
    set answer = ${answer}, words = ${words}, answered_at = now()
    where token_hash = ${tokenHash} and answer is null and expires_at > now()
    returning draft_id`
  return answered.length > 0
}
