import { Readable } from 'node:stream'
import type { SigningKey } from '../../../platform/cms.ts'
import type { Sql } from '../../../platform/db.ts'
import { type FileStore, keepForGood } from '../../../platform/files.ts'
import type { Secrets } from '../../../platform/secrets.ts'
import { type JsonSignature, signedFile } from '../../../platform/signed-json.ts'
import { signPdf } from '../../../platform/signed-pdf.ts'
import { drawCertificate } from '../../../ui/paper/draw-certificate.ts'
import { printedCode, sayUnprintable } from '../../documents/index.ts'
import { certificateOf, type Printing } from '../pages/certificate.ts'
import { findContent, keepPdf } from '../store.ts'
import type { LicenceContent } from '../terms.ts'
import { contentPlace } from './issue.ts'

/** What printing a licence needs. `printing.sealLines` stand inside the seal. */
export type LicencePress = {
  readonly sql: Sql
  readonly files: FileStore
  readonly key: SigningKey
  readonly secrets: Secrets
  readonly printing: Omit<Printing, 'printedCode'>
}

export type OpenedLicence = {
  readonly content: LicenceContent
  readonly signatures: readonly JsonSignature[]
  readonly pdfSha256: string | null
}

/** The signed content of a licence, unsealed; undefined when there is no such licence. */
export const openLicence = async (sql: Sql, secrets: Secrets, id: string): Promise<OpenedLicence | undefined> => {
  const stored = await findContent(sql, id)
  if (!stored) return undefined
  return { ...stored, content: JSON.parse(secrets.unseal(stored.sealed, contentPlace(id))) as LicenceContent }
}

/** Draws a licence, with an empty signature in it: the same content always gives the same bytes. */
export const drawLicence = (content: LicenceContent, printing: LicencePress['printing']): Promise<Buffer> =>
  drawCertificate(certificateOf(content, { ...printing, printedCode }), {
    title: `${content.type.name} ${content.number}`,
    author: content.issuer.name,
    at: new Date(`${content.issuedOn}T00:00:00+08:00`),
    marks: {
      Kind: 'licence',
      Code: content.code,
      Identifier: content.identifier,
      ValidFrom: content.validFrom,
      ...(content.validTo ? { ValidTo: content.validTo } : {}),
    },
  })

const largest = 8 * 1024 * 1024

/** The signed PDF: drawn and signed at first need, from then on the same stored bytes. Undefined when there is no such licence. */
export const renderLicence = async ({ sql, files, key, secrets, printing }: LicencePress, id: string): Promise<Buffer | undefined> => {
  const opened = await openLicence(sql, secrets, id)
  if (!opened) return undefined
  if (opened.pdfSha256) return files.bytes(opened.pdfSha256)
  const signed = await signPdf(key, await drawLicence(opened.content, printing).catch(sayUnprintable))
  const { sha256 } = await files.put(Readable.from([signed]), { maxBytes: largest })
  await keepForGood(sql, [sha256]) // first: a licence must not name what may be removed
  const standing = await keepPdf(sql, id, sha256)
  return standing === sha256 ? signed : files.bytes(standing)
}

/** The licence as a signed JSON file, whole identity number included: for its holder. */
export const licenceFile = async (
  { sql, key, secrets }: Pick<LicencePress, 'sql' | 'key' | 'secrets'>,
  id: string,
): Promise<Buffer | undefined> => {
  const opened = await openLicence(sql, secrets, id)
  return opened && signedFile(opened.content, opened.signatures, key.authority)
}
