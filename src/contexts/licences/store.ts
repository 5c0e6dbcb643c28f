import type { LocalDate } from '../../kernel/date.ts'
import { asStale, fragment, nothing, type Sql } from '../../platform/db.ts'
import type { JsonSignature } from '../../platform/signed-json.ts'
import type { Holder } from './rules.ts'
import type { Ending, Licence, LicenceContent, Matter, MatterKind, Verification } from './terms.ts'

/** The next number of a series in a year; the row stays locked until the transaction ends. */
export const nextSerial = async (sql: Sql, scope: string, year: number): Promise<number> => {
  const [row] = await sql<{ last: number }>`
    insert into licences.serial (scope, year, last)
    values (${scope}, ${year}, 1)
    on conflict (scope, year) do update
    set last = serial.last + 1
    returning last`
  return row?.last as number
}

/** The 证照类型代码 of a name as a body defines it; a new name gets the body's next serial. */
export const licenceTypeCode = async (sql: Sql, body: { code: string; name: string }, typeName: string): Promise<string> => {
  const known = () => sql<{ code: string }>`
    select code
    from licences.licence_type
    where body_code = ${body.code} and name = ${typeName}`
  const [found] = await known()
  if (found) return found.code
  await sql`select pg_advisory_xact_lock(hashtext(${`licences.licence_type ${body.code}`}))`
  await sql`
    insert into licences.licence_type (code, name, body_code, body_name, serial)
    select ${body.code}::text || lpad((coalesce(max(serial), 0) + 1)::text, 3, '0'), ${typeName}, ${body.code}, ${body.name}, coalesce(max(serial), 0) + 1
    from licences.licence_type
    where body_code = ${body.code}
    on conflict (body_code, name) do nothing`
  const [made] = await known()
  return made?.code as string
}

type NewLicence = {
  content: LicenceContent
  sealed: Buffer
  signatures: readonly JsonSignature[]
  division: string
  holderHash: string
  holderId: string | null
  caseId: string
  version: number
}

export const insertLicence = (
  sql: Sql,
  { content, sealed, signatures, division, holderHash, holderId, caseId, version }: NewLicence,
) => sql`
  insert into licences.licence
    (id, identifier, type_code, type_name, number, issuer_name, issuer_code, division, holder_kind, holder_name, holder_hash, holder_id,
     item_code, item_name, case_id, case_no, issued_on, valid_from, valid_to, code, content_sealed, signatures, version)
  values
    (${content.id}, ${content.identifier}, ${content.type.code}, ${content.type.name}, ${content.number}, ${content.issuer.name},
     ${content.issuer.code}, ${division}, ${content.holder.kind}, ${content.holder.name}, ${holderHash}, ${holderId}, ${content.item.code},
     ${content.item.name}, ${caseId}, ${content.caseNo}, ${content.issuedOn}, ${content.validFrom}, ${content.validTo ?? null},
     ${content.code}, ${sealed}, ${JSON.stringify(signatures)}::jsonb, ${version})`

const columns = fragment`
  id, identifier, type_name as "typeName", number, issuer_name as "issuerName", issuer_code as "issuerCode", division,
  holder_kind as "holderKind", holder_name as "holderName", holder_hash as "holderHash", holder_id as "holderId", item_code as "itemCode",
  item_name as "itemName", case_no as "caseNo", issued_on as "issuedOn", valid_from as "validFrom", valid_to as "validTo", code,
  type_code as "typeCode", version, ended_on as "endedOn", ended_as as "endedAs", ended_because as "endedBecause",
  replaced_by as "replacedBy"`

/** The licences of a holder, newest first, those made out to a number that was corrected since among them. */
export const listLicences = (sql: Sql, holder: Holder): Promise<Licence[]> => sql<Licence>`
  select ${columns}
  from licences.licence
  where holder_id = ${holder.id} or holder_id is null and holder_hash = ${holder.hash}
  order by issued_at desc, id`

export const listLicencesOfCase = (sql: Sql, caseId: string): Promise<Licence[]> => sql<Licence>`
  select ${columns}
  from licences.licence
  where case_id = ${caseId}
  order by number`

export const findLicence = async (sql: Sql, id: string): Promise<Licence | undefined> => {
  const [row] = await sql<Licence>`
    select ${columns}
    from licences.licence
    where id = ${id}`
  return row
}

export const findLicenceByCode = async (sql: Sql, code: string): Promise<Licence | undefined> => {
  const [row] = await sql<Licence>`
    select ${columns}
    from licences.licence
    where code = ${code}`
  return row
}

export type StoredContent = { sealed: Buffer; signatures: readonly JsonSignature[]; pdfSha256: string | null }

export const findContent = async (sql: Sql, id: string): Promise<StoredContent | undefined> => {
  const [row] = await sql<StoredContent>`
    select content_sealed as sealed, signatures, pdf_sha256 as "pdfSha256"
    from licences.licence
    where id = ${id}`
  return row
}

/** Keeps the hash of the first PDF; returns the hash that stands, which is another's when he was first. */
export const keepPdf = async (sql: Sql, id: string, pdfSha256: string): Promise<string> => {
  await sql`
    update licences.licence
    set pdf_sha256 = ${pdfSha256}
    where id = ${id} and pdf_sha256 is null`
  const [row] = await sql<{ pdfSha256: string }>`
    select pdf_sha256 as "pdfSha256"
    from licences.licence
    where id = ${id}`
  return row?.pdfSha256 as string
}

/** All editions of a 证照编号, the first one first; locked for the rest of the transaction when one is going to follow or end. */
export const listEditions = (sql: Sql, typeCode: string, number: string, lock = false): Promise<Licence[]> =>
  lock
    ? sql<Licence>`
        select ${columns}
        from licences.licence
        where type_code = ${typeCode} and number = ${number}
        order by version
        for update`
    : sql<Licence>`
        select ${columns}
        from licences.licence
        where type_code = ${typeCode} and number = ${number}
        order by version`

/** The licences of a 证照编号, of whatever type, in the editions that none followed: what an officer finds by typing it. */
export const findByNumber = (sql: Sql, number: string): Promise<Licence[]> => sql<Licence>`
  select distinct on (type_code) ${columns}
  from licences.licence
  where number = ${number} and replaced_by is null
  order by type_code, ended_on is null desc, version desc
  limit 20`

/** How a licence ends: who decided, who was the second person, by which case. */
export type End = {
  readonly on: LocalDate
  readonly as: Ending
  readonly because: string
  readonly by: string
  readonly with?: string | undefined
  readonly caseNo?: string | undefined
}

/** Whether this ended it; false when it had ended already, or is not there. */
export const endLicence = async (sql: Sql, id: string, { on, as, because, by, with: second, caseNo }: End): Promise<boolean> => {
  const rows = await sql`
    update licences.licence
    set ended_on = ${on}, ended_as = ${as}, ended_because = ${because}, ended_by = ${by}, ended_with = ${second ?? null},
        ended_case = ${caseNo ?? null}
    where id = ${id} and ended_on is null
    returning id`
  return rows.length === 1
}

/** The edition `next` comes in the place of another. */
export const replaceBy = (sql: Sql, id: string, next: string) => sql`
  update licences.licence
  set replaced_by = ${next}
  where id = ${id}`

/** The edition that `next` came in the place of stands as before `next`: followed by none, and not ended by the case that made it. */
export const standAgain = (sql: Sql, next: Pick<Licence, 'id' | 'caseNo'>) => sql`
  update licences.licence
  set replaced_by = null,
      ended_on = case when by_it then null else ended_on end,
      ended_as = case when by_it then null else ended_as end,
      ended_because = case when by_it then null else ended_because end,
      ended_by = case when by_it then null else ended_by end,
      ended_with = case when by_it then null else ended_with end,
      ended_case = case when by_it then null else ended_case end
  from (select id as old, ended_case = ${next.caseNo} as by_it from licences.licence where replaced_by = ${next.id}) as before
  where id = old`

/** Keeps that a case about a licence is under way. Throws Stale when another is. */
export const insertMatter = (
  sql: Sql,
  m: { caseId: string; caseNo: string; division: string; edition: Licence; kind: MatterKind; filedOn: LocalDate },
) =>
  sql`
  insert into licences.matter (case_id, case_no, division, edition, type_code, number, kind, filed_on)
  values (${m.caseId}, ${m.caseNo}, ${m.division}, ${m.edition.id}, ${m.edition.typeCode}, ${m.edition.number}, ${m.kind}, ${m.filedOn})`.catch(
    asStale,
  )

export const closeMatter = (sql: Sql, caseId: string, on: LocalDate) => sql`
  update licences.matter
  set closed_on = ${on}
  where case_id = ${caseId} and closed_on is null`

/** A 注销 or 撤销 that is 作废 ended nothing: every edition it ended stands as before. */
export const undoEnding = async (sql: Sql, caseId: string, caseNo: string, on: LocalDate): Promise<void> => {
  await sql`
    update licences.matter
    set voided_on = ${on}
    where case_id = ${caseId}`
  await sql`
    update licences.licence
    set ended_on = null, ended_as = null, ended_because = null, ended_by = null, ended_with = null, ended_case = null
    where ended_case = ${caseNo} and ended_as in ('cancelled', 'revoked')`
}

/** What is under way about a licence. */
export const findMatterOf = async (sql: Sql, { typeCode, number }: Licence): Promise<Matter | undefined> => {
  const [row] = await sql<Matter>`
    select case_no as "caseNo", kind, filed_on as "filedOn"
    from licences.matter
    where type_code = ${typeCode} and number = ${number} and closed_on is null`
  return row
}

/** Licences that end in at most so many days and whose holder was not told so yet; keyset by id. */
export const listExpiring = (sql: Sql, today: LocalDate, days: number, after: string | undefined, limit: number): Promise<Licence[]> =>
  sql<Licence>`
    select ${columns}
    from licences.licence
    where valid_to between ${today}::date and ${today}::date + ${days}::int
      and ended_on is null
      and replaced_by is null
      and not exists (select from licences.reminder where licence_id = id and reminder.days <= ${days})
      ${after === undefined ? nothing : fragment`and id > ${after}`}
    order by id
    limit ${limit}`

/** Whether this reminder had not been sent before; it is now. */
export const keepReminder = async (sql: Sql, licenceId: string, days: number, on: LocalDate): Promise<boolean> => {
  const rows = await sql`
    insert into licences.reminder (licence_id, days, told_on)
    values (${licenceId}, ${days}, ${on})
    on conflict do nothing
    returning days`
  return rows.length === 1
}

/** Whether the code of this 亮证 had not been used before; it is now. */
export const spendPresentation = async (sql: Sql, tokenHash: string, licenceId: string): Promise<boolean> => {
  const rows = await sql`
    insert into licences.presentation (token_hash, licence_id)
    values (${tokenHash}, ${licenceId})
    on conflict do nothing
    returning token_hash`
  return rows.length === 1
}

export const recordVerification = (sql: Sql, id: string, licenceId: string, way: Verification['way'], verifier: string) => sql`
  insert into licences.verification (id, licence_id, way, verifier)
  values (${id}, ${licenceId}, ${way}, ${verifier})`

/** The last fifty looks at a licence, newest first; all of them when `most` is null. */
export const listVerifications = (sql: Sql, licenceId: string, most: number | null = 50): Promise<Verification[]> => sql<Verification>`
  select at, verifier, way
  from licences.verification
  where licence_id = ${licenceId}
  order by at desc
  limit ${most}`
