import { randomBytes, randomUUID } from 'node:crypto'
import { canonical } from '../../../kernel/canonical.ts'
import { type LocalDate, yearOf } from '../../../kernel/date.ts'
import { isUscc } from '../../../kernel/identifiers.ts'
import type { SigningKey } from '../../../platform/cms.ts'
import type { Sql } from '../../../platform/db.ts'
import { publish } from '../../../platform/outbox.ts'
import type { Secrets } from '../../../platform/secrets.ts'
import { signJson } from '../../../platform/signed-json.ts'
import type { Case, CaseEvent, Subscriber } from '../../casework/index.ts'
import type { Guide } from '../../catalogue/index.ts'
import { findGuide } from '../../catalogue/index.ts'
import { verificationCode } from '../../documents/index.ts'
import { issuerSerial, lastDay, licenceIdentifier, licenceNumber } from '../rules.ts'
import { insertLicence, licenceTypeCode, nextSerial } from '../store.ts'
import type { LicenceContent } from '../terms.ts'

export type Issuing = { readonly secrets: Secrets; readonly key: SigningKey }

/** What a licence is made of. `issuer.code` is the 统一社会信用代码 of the deciding department. */
export type LicenceRequest = {
  readonly typeName: string
  readonly issuer: { readonly name: string; readonly code: string }
  readonly division: string
  readonly holder: { readonly kind: 'person' | 'organisation'; readonly name: string; readonly idNumber: string }
  readonly item: { readonly code: string; readonly name: string }
  readonly caseId: string
  readonly caseNo: string
  readonly on: LocalDate
  readonly validFrom?: LocalDate | undefined
  readonly validTo?: LocalDate | undefined
  readonly scope?: string | undefined
}

/** The place a content is sealed for. */
export const contentPlace = (id: string): string => `licences.licence.content_sealed:${id}`

/** Finds a holder's licences by 公民身份号码 or 统一社会信用代码 without storing it. */
export const holderHash = (secrets: Secrets, idNumber: string): string => secrets.lookupHash(idNumber, 'licences.holder')

/** Issues one licence in the caller's transaction: numbered, signed, sealed, told of. Returns its content. */
export const issueLicence = async (sql: Sql, { secrets, key }: Issuing, request: LicenceRequest): Promise<LicenceContent> => {
  const { issuer, division, on } = request
  const year = yearOf(on)
  const code = await licenceTypeCode(sql, issuer, request.typeName)
  const number = licenceNumber(division, year, await nextSerial(sql, `number ${code} ${division.slice(0, 6)}`, year))
  const serial = issuerSerial(year, await nextSerial(sql, `issuer ${issuer.code}`, year))
  const content: LicenceContent = {
    format: 'tongban-licence/1',
    id: randomUUID(),
    identifier: licenceIdentifier(code, issuer.code, serial, 1),
    type: { code, name: request.typeName },
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
  }
  await insertLicence(sql, {
    content,
    sealed: secrets.seal(canonical(content), contentPlace(content.id)),
    signatures: await signJson(key, content),
    division,
    holderHash: holderHash(secrets, request.holder.idNumber),
    caseId: request.caseId,
  })
  await publish(sql, 'licences.issued', { licenceId: content.id, caseNo: request.caseNo, typeName: request.typeName, on })
  return content
}

/** The department's 统一社会信用代码; an item whose department has none carries it in the first 18 characters of its 实施编码. */
const issuerCode = (departmentCode: string, item: string): string => {
  const code = [departmentCode, item.slice(0, 18)].find(isUscc)
  if (!code) throw new TypeError(`no issuer code for item ${item}`)
  return code
}

/** The licences a grant gives by its guide; none when the result is a reply or a payment, or the act is another. */
export const licencesOfGrant = (guide: Guide, { caseId, no, event, state }: Granted): LicenceRequest[] => {
  const { pinned, applicant } = state
  if (event.type !== 'grant' || !pinned || !applicant) return []
  const from = event.validFrom ?? event.on
  return guide.results
    .filter((result) => result.kind === 'licence')
    .map((result) => ({
      typeName: result.name,
      issuer: { name: pinned.department, code: issuerCode(pinned.departmentCode, pinned.item) },
      division: pinned.division,
      holder: { kind: applicant.kind, name: applicant.name, idNumber: applicant.idNumber },
      item: { code: pinned.item, name: pinned.itemName },
      caseId,
      caseNo: no,
      on: event.on,
      validFrom: from,
      validTo: event.validTo ?? (result.validMonths ? lastDay(from, result.validMonths) : undefined),
      scope: event.conditions,
    }))
}
type Granted = { readonly caseId: string; readonly no: string; readonly event: CaseEvent; readonly state: Case }

/** For casework: a grant and its e-licence are one transaction. Other acts pass by. */
export const licenceSubscriber =
  (issuing: Issuing): Subscriber =>
  async (sql, happened) => {
    const { pinned } = happened.state
    if (happened.event.type !== 'grant' || !pinned) return
    const version = await findGuide(sql, pinned.item, pinned.guideVersion)
    if (!version) throw new TypeError(`no guide ${pinned.item} version ${pinned.guideVersion}`)
    for (const request of licencesOfGrant(version.guide, happened)) await issueLicence(sql, issuing, request)
  }
