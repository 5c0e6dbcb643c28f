import type { LocalDate } from '../../kernel/date.ts'
import type { Sql } from '../../platform/db.ts'
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

type NewPaper = { id: string; caseId: string; paper: RecordedPaper; content: string; contentSha256: string }

export const insertPaper = (sql: Sql, { id, caseId, paper, content, contentSha256 }: NewPaper) => sql`
  insert into documents.paper
    (id, case_id, case_no, type, title, number, code, division, unit, recipient, issued_on, template_version, content, content_sha256)
  values
    (${id}, ${caseId}, ${paper.caseNo}, ${paper.type}, ${paper.title}, ${paper.number}, ${paper.code}, ${paper.division}, ${paper.unit},
     ${paper.recipient}, ${paper.on}, ${paper.templateVersion}, ${content}, ${contentSha256})`

/** The papers of a case, oldest first. */
export const listPapers = (sql: Sql, caseId: string): Promise<PaperEntry[]> => sql<PaperEntry>`
  select id, type, title, number, code, unit, recipient, issued_on as "on", content_sha256 as "contentSha256", case_no as "caseNo"
  from documents.paper
  where case_id = ${caseId}
  order by made_at, number`

/** The paper that carries a 验证码. `toOrganisation`: its recipient is public and need not be masked. */
export const findPaperByCode = async (sql: Sql, code: string): Promise<(PaperEntry & { toOrganisation: boolean }) | undefined> => {
  const [row] = await sql<PaperEntry & { toOrganisation: boolean }>`
    select id, type, title, number, code, unit, recipient, issued_on as "on", content_sha256 as "contentSha256", case_no as "caseNo",
      coalesce(content::jsonb -> 'body' ->> 'applicantIdKind' = '统一社会信用代码', false) as "toOrganisation"
    from documents.paper
    where code = ${code}`
  return row
}

export type StoredPaper = {
  caseId: string
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
