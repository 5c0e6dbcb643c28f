import type { Answers } from '../../../../kernel/form.ts'
import type { HandIn, ToMend } from '../../rules/to-mend.ts'
import type { About } from '../../terms/course.ts'
import type { Delivery, Stage } from '../../terms.ts'
import type { GuidePart } from '../shapes.ts'

type Party = {
  readonly kind: 'person' | 'organisation'
  readonly name: string
  readonly idNumber: string
  readonly phone: string
  readonly agent?: string
}

/** `POST /api/v1/reception/visits`: who stands there, for whom, and what he has begun. */
export type VisitView = {
  readonly id: string
  readonly way: 'code' | 'idNumber' | 'registered'
  readonly until: string
  readonly present: Party
  readonly applicant: Party
  readonly self: boolean
  readonly mandateMissing: boolean
  readonly mandate?: string
  readonly drafts: readonly { readonly id: string; readonly item: string; readonly itemName: string; readonly savedAt: string }[]
  readonly cases: readonly {
    readonly no: string
    readonly itemName: string
    readonly stage: Stage
    readonly applicantsTurn: boolean
    readonly closed: boolean
    readonly dueOn?: string
  }[]
}

/** `GET /api/v1/cases/{no}/draft`. */
export type DraftView = {
  readonly id: string
  readonly item: string
  readonly itemName: string
  readonly guideVersion: number
  readonly answers: Answers
  readonly situation: Answers
  readonly delivery?: Delivery
  /** The licence it is about. */
  readonly about?: About
  readonly files: readonly {
    readonly id: string
    readonly material: string
    readonly name: string
    readonly size: number
    readonly type: string
  }[]
  readonly revision: number
  readonly savedAt: string
}

/** A guide as the window needs it beside what an officer reads of it. */
export type WindowGuide = GuidePart & {
  readonly code: string
  readonly name: string
  readonly department: string
  readonly divisionName?: string
  readonly situations: readonly {
    readonly id: string
    readonly question: string
    readonly options: readonly { readonly value: string; readonly label: string }[]
  }[]
  readonly deliveries: readonly Delivery['way'][]
  readonly legalLimit?: { readonly days: number }
  readonly promisedLimit?: { readonly days: number }
  readonly projectType: string
  /** On the 告知承诺 list. */
  readonly onPromise?: boolean
}

/** What was handed over at the counter for one material; 容缺: it follows later. */
export const tickForms = ['原件', '复印件', '电子', '容缺'] as const
export type TickForm = (typeof tickForms)[number]
export type Tick = { readonly form: TickForm; readonly copies: number }
export type Ticks = Readonly<Record<string, Tick>>

/** `POST /api/v1/cases/{no}/submit` and `…/acts`: what an act made. */
export type Received = {
  readonly no: string
  readonly queryCode: string
  readonly stage: Stage
  readonly papers: readonly { readonly id: string; readonly number: string; readonly type: string }[]
}

export type MendItem = ToMend
/** `POST /api/v1/reception/visits/{visit}/cases/{no}/open`: what a running case waits for. */
export type MendView = {
  readonly id: string
  readonly no: string
  readonly itemName: string
  readonly act: HandIn
  readonly applicant: Party
  readonly position: number
  readonly due?: string
  readonly notice?: string
  readonly toMend: readonly MendItem[]
  readonly answers: Answers
  readonly files: DraftView['files']
}

/** A row of `GET /api/v1/reception/visits/{visit}/licences`. */
export type LicenceMatter = {
  readonly kind: 'change' | 'renew' | 'reissue' | 'cancel'
  readonly name: string
  readonly until?: string
  readonly objection?: { readonly title: string }
}
export type HeldLicence = {
  readonly id: string
  readonly name: string
  readonly number: string
  readonly state: string
  readonly stateName: string
  readonly validTo?: string
  readonly matters: readonly LicenceMatter[]
}
