import { fragment, type Sql } from '../../../platform/db.ts'
import type { CellChange, RowState, SheetProblem, UploadLine } from '../terms/sheets.ts'
import type { Guide } from '../terms.ts'

type GuideInForce = { readonly code: string; readonly version: number; readonly body: Guide }

/** The guides in force of these codes. */
export const listGuides = (sql: Sql, codes: readonly string[]): Promise<GuideInForce[]> => sql<GuideInForce>`
  select item.code, item.version, guide_version.body
  from catalogue.item
  join catalogue.guide_version using (code, version)
  where item.code = any(${codes})`

/** The guides in force of a place, after a code: those of one department, or of all for an empty code. */
export const listGuidesOfPlace = (
  sql: Sql,
  division: string,
  departmentCode: string,
  after: string,
  limit: number,
): Promise<GuideInForce[]> => sql<GuideInForce>`
  select item.code, item.version, guide_version.body
  from catalogue.item
  join catalogue.guide_version using (code, version)
  where item.division = ${division}
    and (${departmentCode} = '' or item.department_code = ${departmentCode})
    and item.code > ${after}
  order by item.code
  limit ${limit}`

export type Upload = {
  readonly id: string
  readonly fileName: string
  readonly problems: readonly SheetProblem[]
  readonly uploadedAt: string
}
type NewUpload = {
  readonly id: string
  readonly accountId: string
  readonly name: string
  readonly division: string
  readonly fileName: string
  readonly sha256: string
}

export const insertUpload = (sql: Sql, { id, accountId, name, division, fileName, sha256 }: NewUpload) => sql`
  insert into catalogue.guide_upload (id, account_id, by_whom, division, file_name, sha256)
  values (${id}, ${accountId}, ${name}, ${division}, ${fileName}, ${sha256})`

export const keepProblems = (sql: Sql, id: string, problems: readonly SheetProblem[]) => sql`
  update catalogue.guide_upload
  set problems = ${JSON.stringify(problems)}
  where id = ${id}`

/** A row of an upload as it is kept. */
export type NewUploadRow = {
  readonly position: number
  readonly code: string
  readonly name: string
  readonly line: number
  readonly state: RowState
  readonly changes: readonly CellChange[]
  readonly problems: readonly SheetProblem[]
  readonly formulas: number
  readonly base_version: number | null
  readonly body: Guide | null
}

export const insertUploadRows = (sql: Sql, id: string, rows: readonly NewUploadRow[]) => sql`
  insert into catalogue.guide_upload_row (upload_id, position, code, name, line, state, changes, problems, formulas, base_version, body)
  select ${id}, position, code, name, line, state, changes, problems, formulas, base_version, body
  from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
    as row (position integer, code text, name text, line integer, state text, changes jsonb, problems jsonb, formulas integer, base_version integer, body jsonb)`

/** An upload of this account. */
export const findUpload = async (sql: Sql, id: string, accountId: string): Promise<Upload | undefined> => {
  const [row] = await sql<Upload>`
    select id, file_name as "fileName", problems, uploaded_at as "uploadedAt"
    from catalogue.guide_upload
    where id = ${id}
      and account_id = ${accountId}`
  return row
}

/** The last uploads of an account, the latest first. */
export const listUploads = (sql: Sql, accountId: string, limit: number): Promise<UploadLine[]> => sql<UploadLine>`
  select upload.id, upload.file_name as "fileName", upload.uploaded_at as "uploadedAt", told.rows, told.usable, told.refused, told.taken
  from catalogue.guide_upload upload
  cross join lateral (
    select
      count(*)::integer as rows,
      count(*) filter (where state in ('new', 'changed'))::integer as usable,
      count(*) filter (where state = 'refused')::integer as refused,
      count(taken_at)::integer as taken
    from catalogue.guide_upload_row
    where upload_id = upload.id
  ) told
  where upload.account_id = ${accountId}
  order by upload.uploaded_at desc
  limit ${limit}`

export const countUploadRows = (sql: Sql, id: string) => sql<{ state: string; count: number }>`
  select state, count(*)::integer as count
  from catalogue.guide_upload_row
  where upload_id = ${id}
  group by state`

export type UploadRow = Omit<NewUploadRow, 'body' | 'base_version'> & { readonly takenAt: string | null }

/** Rows of an upload after a position, of one state or of all. */
export const listUploadRows = (
  sql: Sql,
  id: string,
  state: string | undefined,
  after: number,
  limit: number,
): Promise<UploadRow[]> => sql<UploadRow>`
  select position, code, name, line, state, changes, problems, formulas, taken_at as "takenAt"
  from catalogue.guide_upload_row
  where upload_id = ${id}
    and position > ${after}
    ${state === undefined ? fragment`` : fragment`and state = ${state}`}
  order by position
  limit ${limit}`

/** The position after which the page before a position begins: 0 for the first page, undefined where nothing stands before. */
export const findPageBefore = async (
  sql: Sql,
  id: string,
  state: string | undefined,
  at: number,
  limit: number,
): Promise<number | undefined> => {
  const rows = await sql<{ position: number }>`
    select position
    from catalogue.guide_upload_row
    where upload_id = ${id}
      and position <= ${at}
      ${state === undefined ? fragment`` : fragment`and state = ${state}`}
    order by position desc
    limit ${limit + 1}`
  if (rows.length === 0) return undefined
  return rows.length > limit ? rows[limit]?.position : 0
}

export type RowToTake = { readonly code: string; readonly base: number | null; readonly guide: Guide | null; readonly taken: boolean }

export const findUploadRow = async (sql: Sql, id: string, position: number): Promise<RowToTake | undefined> => {
  const [row] = await sql<RowToTake>`
    select code, base_version as base, body as guide, taken_at is not null as taken
    from catalogue.guide_upload_row
    where upload_id = ${id}
      and position = ${position}`
  return row
}

export const markTaken = (sql: Sql, id: string, position: number) => sql`
  update catalogue.guide_upload_row
  set taken_at = now()
  where upload_id = ${id}
    and position = ${position}`
