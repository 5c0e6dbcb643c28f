import type { LocalDate } from '../../kernel/date.ts'
import { fragment, type Sql } from '../../platform/db.ts'
import type { JsonSignature } from '../../platform/signed-json.ts'
import type { Licence, LicenceContent, Verification } from './terms.ts'

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
  caseId: string
}

export const insertLicence = (sql: Sql, { content, sealed, signatures, division, holderHash, caseId }: NewLicence) => sql`
  insert into licences.licence
    (id, identifier, type_code, type_name, number, issuer_name, issuer_code, division, holder_kind, holder_name, holder_hash,
     item_code, item_name, case_id, case_no, issued_on, valid_from, valid_to, code, content_sealed, signatures)
  values
    (${content.id}, ${content.identifier}, ${content.type.code}, ${content.type.name}, ${content.number}, ${content.issuer.name},
     ${content.issuer.code}, ${division}, ${content.holder.kind}, ${content.holder.name}, ${holderHash}, ${content.item.code},
     ${content.item.name}, ${caseId}, ${content.caseNo}, ${content.issuedOn}, ${content.validFrom}, ${content.validTo ?? null},
     ${content.code}, ${sealed}, ${JSON.stringify(signatures)}::jsonb)`

const columns = fragment`
  id, identifier, type_name as "typeName", number, issuer_name as "issuerName", issuer_code as "issuerCode", division,
  holder_kind as "holderKind", holder_name as "holderName", holder_hash as "holderHash", item_code as "itemCode",
  item_name as "itemName", case_no as "caseNo", issued_on as "issuedOn", valid_from as "validFrom", valid_to as "validTo", code,
  revoked_on as "revokedOn", revoked_because as "revokedBecause"`

/** The licences of a holder, newest first. */
export const listLicences = (sql: Sql, holderHash: string): Promise<Licence[]> => sql<Licence>`
  select ${columns}
  from licences.licence
  where holder_hash = ${holderHash}
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

/** Whether this made it revoked; false when it was already, or is not there. */
export const revoke = async (sql: Sql, id: string, how: { on: LocalDate; because: string; by: string; with: string }): Promise<boolean> => {
  const rows = await sql`
    update licences.licence
    set revoked_on = ${how.on}, revoked_because = ${how.because}, revoked_by = ${how.by}, revoked_with = ${how.with}
    where id = ${id} and revoked_on is null
    returning id`
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

/** The last fifty looks at a licence, newest first. */
export const listVerifications = (sql: Sql, licenceId: string): Promise<Verification[]> => sql<Verification>`
  select at, verifier, way
  from licences.verification
  where licence_id = ${licenceId}
  order by at desc
  limit 50`
