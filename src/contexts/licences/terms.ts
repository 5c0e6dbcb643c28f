import type { LocalDate } from '../../kernel/date.ts'

/** 证照状态; derived from dates and revocation, never stored. */
export const licenceStates = { notYetValid: '尚未生效', valid: '有效', expired: '过期', revoked: '注销' } as const
export type LicenceState = keyof typeof licenceStates

/** What is signed: the elements of GB/T 36903. `salt` keeps the hash of the content from giving away the identity number. */
export type LicenceContent = {
  readonly format: 'tongban-licence/1'
  readonly id: string
  /** 证照标识 */
  readonly identifier: string
  readonly type: { readonly code: string; readonly name: string }
  /** 证照编号 */
  readonly number: string
  readonly issuer: { readonly name: string; readonly code: string }
  readonly holder: { readonly kind: 'person' | 'organisation'; readonly name: string; readonly idKind: string; readonly idNumber: string }
  readonly item: { readonly code: string; readonly name: string }
  readonly caseNo: string
  readonly issuedOn: LocalDate
  readonly validFrom: LocalDate
  /** Absent: 长期. */
  readonly validTo?: LocalDate
  /** 条件与范围 */
  readonly scope?: string
  /** 验证码 */
  readonly code: string
  readonly salt: string
}

/** A licence as a list and its page need it. */
export type Licence = {
  readonly id: string
  readonly identifier: string
  readonly typeName: string
  readonly number: string
  readonly issuerName: string
  readonly issuerCode: string
  readonly division: string
  readonly holderKind: 'person' | 'organisation'
  readonly holderName: string
  readonly holderHash: string
  readonly itemCode: string
  readonly itemName: string
  readonly caseNo: string
  readonly issuedOn: LocalDate
  readonly validFrom: LocalDate
  readonly validTo: LocalDate | null
  readonly code: string
  readonly revokedOn: LocalDate | null
  readonly revokedBecause: string | null
}

/** One look at a licence: who, when, by which code. */
export type Verification = { readonly at: string; readonly verifier: string; readonly way: 'printed' | 'presented' }

/** What a verifier may know. `spent`: a code of 亮证 whose minute is over or that was scanned before. */
export type CheckAnswer =
  | {
      readonly kind: 'licence'
      readonly state: LicenceState
      readonly name: string
      readonly number: string
      readonly identifier: string
      readonly issuer: string
      readonly holder: string
      readonly issuedOn: LocalDate
      readonly validFrom: LocalDate
      readonly validTo?: LocalDate
      readonly revokedOn?: LocalDate
    }
  | {
      readonly kind: 'paper'
      readonly name: string
      readonly number: string
      readonly issuer: string
      readonly holder: string
      readonly issuedOn: LocalDate
    }
  | { readonly kind: 'spent'; readonly because: 'used' | 'late' }
