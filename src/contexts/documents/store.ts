import type { LocalDate } from '../../kernel/date.ts'
import { fragment, type Sql } from '../../platform/db.ts'
import type { PaperEntry, PaperType, RecordedPaper } from './terms.ts'

/** The next serial of a type and year. The row stays locked until the transaction ends: none is skipped, none is given twice. */
export const nextSerial = async (sql: Sql, type: PaperType, year: number): Promise<number> => {
  const [row] = await sql<{ last: number }>`
    insert into documents.paper_number (type, year, last)
    values (${type}, ${year}, 1)
    on conflict (type, year) do update
    set last = paper_number.last + 1
    returning last`
  return row?.last as number
}

type NewPaper = { id: string; caseId: string | undefined; paper: RecordedPaper; content: string; contentSha256: string }

export const insertPaper = (sql: Sql, { id, caseId, paper, content, contentSha256 }: NewPaper) => sql`
  insert into documents.paper
    (id, case_id, case_no, type, title, number, code, division, unit, recipient, issued_on, template_version, content, content_sha256)
  values
    (${id}, ${caseId ?? null}, ${paper.caseNo}, ${paper.type}, ${paper.title}, ${paper.number}, ${paper.code}, ${paper.division}, ${paper.unit},
     ${paper.recipient}, ${paper.on}, ${paper.templateVersion}, ${content}, ${contentSha256})`

const columns = fragment`
  id, type, title, number, code, unit, recipient, issued_on as "on", content_sha256 as "contentSha256", case_no as "caseNo", case_id as "caseId"`

/** The papers of a case, oldest first. */
export const listPapers = (sql: Sql, caseId: string): Promise<PaperEntry[]> => sql<PaperEntry>`
  select ${columns}
  from documents.paper
  where case_id = ${caseId}
  order by made_at, number`

/** The papers of several cases, those of a case together and oldest first. */
export const listPapersOfCases = (sql: Sql, caseIds: readonly string[]): Promise<PaperEntry[]> => sql<PaperEntry>`
  select ${columns}
  from documents.paper
  where case_id = any(${caseIds}::uuid[])
  order by array_position(${caseIds}::uuid[], case_id), made_at, number`

/** Papers by their ids, in the order of the ids; unknown ones are left out. */
export const findPapers = (sql: Sql, ids: readonly string[]): Promise<PaperEntry[]> => sql<PaperEntry>`
  select ${columns}
  from documents.paper
  where id = any(${ids}::uuid[])
  order by array_position(${ids}::uuid[], id)`

/** The paper that carries a 验证码. `toOrganisation`: its recipient is an organisation or an office, public, and need not be masked. */
export const findPaperByCode = async (sql: Sql, code: string): Promise<(PaperEntry & { toOrganisation: boolean }) | undefined> => {
  const [row] = await sql<PaperEntry & { toOrganisation: boolean }>`
    select ${columns},
      coalesce(content::jsonb -> 'body' ->> 'applicantIdKind' = '统一社会信用代码', false)
        or recipient is distinct from content::jsonb -> 'body' ->> 'applicantName' as "toOrganisation"
    from documents.paper
    where code = ${code}`
  return row
}

export type StoredPaper = {
  caseId: string | null
  number: string
  title: string
  on: LocalDate
  content: string
  contentSha256: string
  pdfSha256: string | null
}

export const findStoredPaper = async (sql: Sql, id: string): Promise<StoredPaper | undefined> => {
  const [row] = await sql<StoredPaper>`
    select case_id as "caseId", number, title, issued_on as "on", content, content_sha256 as "contentSha256", pdf_sha256 as "pdfSha256"
    from documents.paper
    where id = ${id}`
  return row
}

/** Keeps the hash of the first PDF; returns the hash that stands, which is another's when he was first. */
export const keepPdf = async (sql: Sql, id: string, pdfSha256: string): Promise<string> => {
  await sql`
    update documents.paper
    set pdf_sha256 = ${pdfSha256}
    where id = ${id} and pdf_sha256 is null`
  const [row] = await sql<{ pdfSha256: string }>`
    select pdf_sha256 as "pdfSha256"
    from documents.paper
    where id = ${id}`
  return row?.pdfSha256 as string
}

/** The contents of papers, in the order of the ids. */
export const listContents = (sql: Sql, ids: readonly string[]) => sql<{ id: string; content: string }>`
  select id, content
  from documents.paper
  where id = any(${ids}::uuid[])
  order by array_position(${ids}::uuid[], id)`

/** The paper that tells of a version of a guide, if it was asked for before. Whoever asks first has the others wait until his transaction ends. */
export const findNotice = async (sql: Sql, item: string, version: number): Promise<string | undefined> => {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`documents.notice ${item} ${version}`}, 0))`
  const [row] = await sql<{ paper: string }>`
    select paper
    from documents.notice
    where item = ${item}
      and version = ${version}`
  return row?.paper
}

export const keepNotice = (sql: Sql, item: string, version: number, paper: string) => sql`
  insert into documents.notice (item, version, paper)
  values (${item}, ${version}, ${paper})`
