import { randomBytes, randomUUID } from 'node:crypto'
import { canonical } from '../../../kernel/canonical.ts'
import { type LocalDate, yearOf } from '../../../kernel/date.ts'
import type { SigningKey } from '../../../platform/cms.ts'
import type { Sql } from '../../../platform/db.ts'
import { publish } from '../../../platform/outbox.ts'
import type { Secrets } from '../../../platform/secrets.ts'
import { signJson } from '../../../platform/signed-json.ts'
import { verificationCode } from '../../documents/index.ts'
import { issuerSerial, licenceIdentifier, licenceNumber, nextIdentifier } from '../rules.ts'
import { insertLicence, licenceTypeCode, listEditions, nextSerial, replaceBy } from '../store.ts'
import type { Licence, LicenceContent } from '../terms.ts'

export type Issuing = { readonly secrets: Secrets; readonly key: SigningKey }

/** What a licence is made of. `issuer.code` is the 统一社会信用代码 of the deciding department. */
export type LicenceRequest = {
  readonly typeName: string
  readonly issuer: { readonly name: string; readonly code: string }
  readonly division: string
  readonly holder: { readonly kind: 'person' | 'organisation'; readonly name: string; readonly idNumber: string }
  /** Whose it is, whatever becomes of his number; absent when the platform does not know him. */
  readonly holderId?: string | undefined
  readonly item: { readonly code: string; readonly name: string }
  readonly caseId: string
  readonly caseNo: string
  readonly on: LocalDate
  readonly validFrom?: LocalDate | undefined
  readonly validTo?: LocalDate | undefined
  readonly scope?: string | undefined
  /** 变更, 延续, 补证: the edition that this one follows; number, type and 流水号 stay. */
  readonly follows?: Licence | undefined
}

/** The place a content is sealed for. */
export const contentPlace = (id: string): string => `licences.licence.content_sealed:${id}`

/** Finds the licences whose holder is known by no more than his number, by 公民身份号码 or 统一社会信用代码 without storing it. */
export const holderHash = (secrets: Secrets, idNumber: string): string => secrets.lookupHash(idNumber, 'licences.holder')

type Edition = Pick<LicenceContent, 'type' | 'number' | 'identifier'> & { readonly version: number }

const firstEdition = async (sql: Sql, { issuer, division, on, typeName }: LicenceRequest): Promise<Edition> => {
  const year = yearOf(on)
  const code = await licenceTypeCode(sql, issuer, typeName)
  const number = licenceNumber(division, year, await nextSerial(sql, `number ${code} ${division.slice(0, 6)}`, year))
  const serial = issuerSerial(year, await nextSerial(sql, `issuer ${issuer.code}`, year))
  return { type: { code, name: typeName }, number, identifier: licenceIdentifier(code, issuer.code, serial, 1), version: 1 }
}

/** A version is never used twice: one that was taken back keeps its own. */
const nextEdition = async (sql: Sql, before: Licence): Promise<Edition> => {
  const { typeCode, typeName, number, identifier } = before
  const version = ((await listEditions(sql, typeCode, number, true)).at(-1) ?? before).version + 1
  return { type: { code: typeCode, name: typeName }, number, identifier: nextIdentifier(identifier, version), version }
}

/** Issues one licence in the caller's transaction: numbered, signed, sealed, told of. Returns its content. */
export const issueLicence = async (sql: Sql, { secrets, key }: Issuing, request: LicenceRequest): Promise<LicenceContent> => {
  const { issuer, division, on } = request
  const { type, number, identifier, version } = await (request.follows ? nextEdition(sql, request.follows) : firstEdition(sql, request))
  const content: LicenceContent = {
    format: 'tongban-licence/1',
    id: randomUUID(),
    identifier,
    type,
    number,
    issuer,
    holder: { ...request.holder, idKind: request.holder.kind === 'person' ? '居民身份证' : '统一社会信用代码' },
    item: request.item,
    caseNo: request.caseNo,
    issuedOn: on,
    validFrom: request.validFrom ?? on,
    ...(request.validTo ? { validTo: request.validTo } : {}),
    ...(request.scope ? { scope: request.scope } : {}),
    code: verificationCode(randomBytes(10)),
    salt: randomBytes(16).toString('base64url'),
    ...(request.follows ? { replaces: request.follows.identifier } : {}),
  }
  await insertLicence(sql, {
    content,
    sealed: secrets.seal(canonical(content), contentPlace(content.id)),
    signatures: await signJson(key, content),
    division,
    holderHash: holderHash(secrets, request.holder.idNumber),
    holderId: request.holderId ?? null,
    caseId: request.caseId,
    version,
  })
  if (request.follows) await replaceBy(sql, request.follows.id, content.id)
  await publish(sql, 'licences.issued', { licenceId: content.id, caseNo: request.caseNo, typeName: request.typeName, on })
  return content
}
