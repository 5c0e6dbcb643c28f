import type { LocalDate } from '../../kernel/date.ts'

/** 证照状态; derived from its dates and how it ended, never stored. */
export const licenceStates = {
  notYetValid: '尚未生效',
  valid: '有效',
  expired: '已过期',
  changed: '已变更',
  reissued: '已作废',
  cancelled: '已注销',
  revoked: '已撤销',
} as const
export type LicenceState = keyof typeof licenceStates

/** How a licence ends before its last day: 变更 and 补证 put a new edition in its place, 注销 and 撤销 nothing. */
export type Ending = 'changed' | 'reissued' | 'cancelled' | 'revoked'

/** What may be asked for about a licence (行政许可法 §49, §50, §70), and what the office begins itself (§69). */
export const matterKinds = { change: '变更', renew: '延续', reissue: '补证', cancel: '注销', revoke: '撤销' } as const
export type MatterKind = keyof typeof matterKinds

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
  /** 关联证照标识: the edition before. */
  readonly replaces?: string
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
  /** The person or organisation; null where no case here gave it, or its applicant was not recognised at the window: its number says whose it is. */
  readonly holderId: string | null
  readonly itemCode: string
  readonly itemName: string
  readonly caseNo: string
  readonly issuedOn: LocalDate
  readonly validFrom: LocalDate
  readonly validTo: LocalDate | null
  readonly code: string
  readonly typeCode: string
  /** 版本号, from 1. */
  readonly version: number
  readonly endedOn: LocalDate | null
  readonly endedAs: Ending | null
  readonly endedBecause: string | null
  /** The next edition. */
  readonly replacedBy: string | null
}

/** A case about a licence that is not decided yet. */
export type Matter = { readonly caseNo: string; readonly kind: MatterKind; readonly filedOn: LocalDate }

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
      /** When it ended before its last day, and in the words of the decision why. */
      readonly endedOn?: LocalDate
      /** The edition that took its place. */
      readonly next?: { readonly identifier: string; readonly validFrom: LocalDate; readonly validTo?: LocalDate }
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
