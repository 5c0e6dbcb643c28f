import type { LocalDate } from '../../../kernel/date.ts'
import type { Change, Charge } from '../../catalogue/index.ts'
import type { About } from '../terms/course.ts'
import type { ActName, Clock, Defect, Delivery, Due, Lamp } from '../terms.ts'

export type CaseFile = { readonly id: string; readonly name: string; readonly size: number; readonly type: string }

/** What the pages of a case read of it; the door's case view has all of these members. */
export type CaseModel = {
  readonly no: string
  readonly queryCode: string
  readonly item: string
  readonly itemName: string
  /** What has changed of the guide since it was filed. */
  readonly since?: {
    readonly from: number
    readonly to: number
    readonly changes: readonly Change[]
    readonly waived: readonly string[]
    readonly charges: readonly Charge[]
  }
  readonly department: string
  readonly stageWords: string
  readonly turn: { readonly who: 'applicant' | 'office' | 'nobody'; readonly name: string }
  readonly next?: { readonly what: string; readonly due: Due }
  readonly lamp?: Lamp
  readonly clock: Clock
  readonly history: readonly {
    readonly date: string
    readonly was: LocalDate | null
    readonly became: LocalDate | null
    readonly because: readonly string[]
  }[]
  readonly open: readonly ActName[]
  readonly nodes: readonly {
    readonly name: string
    readonly state: 'done' | 'now' | 'todo' | 'stop'
    readonly when?: string
    readonly note?: string
  }[]
  readonly applicant: {
    readonly kind: 'person' | 'organisation'
    readonly name: string
    readonly idNumber: string
    readonly phone: string
    readonly agent?: string
  }
  readonly delivery?: Delivery
  readonly about?: About
  readonly materials: readonly { readonly id: string; readonly name: string; readonly files: readonly CaseFile[] }[]
  readonly defects: readonly Defect[]
  readonly missing: readonly { readonly id: string; readonly name: string }[]
  readonly decision?: {
    readonly outcome: 'granted' | 'denied'
    readonly on: LocalDate
    readonly reason?: string
    readonly basis?: string
    readonly conditions?: string
  }
  readonly timeline: readonly {
    readonly position: number
    readonly label: string
    readonly at: string
    readonly role: string
    readonly by: string
    readonly unit?: string
    readonly words?: string
  }[]
  readonly papers: readonly { readonly id: string; readonly title: string; readonly number: string; readonly on: LocalDate }[]
  readonly masked: boolean
}

/** A licence as the case page links to it. */
export type CaseLicence = { readonly id: string; readonly name: string; readonly number: string }

/** What the applicant can do beside the acts of the procedure. */
export type CaseExtras = { readonly licences: readonly CaseLicence[]; readonly rated?: string; readonly canRate: boolean }
