import type { LocalDate } from '../../../kernel/date.ts'
import type { Answers, Form } from '../../../kernel/form.ts'
import type { About } from '../terms/course.ts'
import type { ActName, Clock, Defect, Delivery, Lamp, Pause, Stage } from '../terms.ts'
import type { Beside } from './beside.ts'

/** A row of `GET /api/v1/worklists/{name}`. */
export type WorkRow = {
  readonly no: string
  readonly item: string
  readonly itemName: string
  readonly about?: About['kind']
  readonly applicant: string
  readonly department: string
  readonly stage: Stage
  readonly steps: readonly string[]
  readonly pending: readonly string[]
  readonly handler?: string
  readonly submittedOn?: LocalDate
  readonly dueOn?: LocalDate
  readonly remaining?: number
  readonly lamp?: Lamp
}
export type WorkPage = { readonly items: readonly WorkRow[]; readonly next?: string; readonly total?: number; readonly before?: number }

/** A file as `GET /api/v1/cases/{no}` lists it. `id` names its content: the same file may stand under two materials. */
export type CaseFile = {
  readonly id: string
  readonly material: string
  readonly name: string
  readonly size: number
  readonly type: string
}

/** The files of a material as they were handed in at one time. */
export type EarlierRound = {
  readonly material: string
  readonly act: ActName
  readonly on: LocalDate
  readonly files: readonly CaseFile[]
}

/** A row of `GET /api/v1/cases/{no}/journal`. */
export type JournalRow = {
  readonly position: number
  readonly act: ActName
  readonly by: string
  readonly role: string
  readonly unit?: string
  readonly on: LocalDate
  readonly at: string
  readonly opinion?: string
  readonly reason?: string
  readonly basis?: string
  readonly defects?: readonly Defect[]
  readonly conditions?: string
}

export type PaperRow = { readonly id: string; readonly title: string; readonly number: string; readonly on: LocalDate }

/** The guide a case was filed under, as far as an officer needs it beside the case. */
export type GuidePart = {
  readonly form?: Form
  readonly basis: readonly { readonly title: string; readonly article?: string }[]
  readonly conditions: readonly string[]
  readonly materials: readonly {
    readonly id: string
    readonly name: string
    readonly need: '1' | '2' | '3'
    readonly kind: '1' | '2' | '3'
    readonly copies: number
    readonly shared?: string
    readonly fromForm?: boolean
    /** Needed only in some situations. */
    readonly when?: object
    readonly standard?: string
  }[]
}

export type ReviewStep = { readonly id: string; readonly name: string; readonly days: number; readonly twoPersons?: boolean }

/** `GET /api/v1/cases/{no}` as an officer sees it. Personal data is masked by the server. */
export type CaseView = {
  readonly no: string
  readonly stage: Stage
  readonly item: string
  readonly itemName: string
  readonly guideVersion: number
  readonly department: string
  readonly applicant: {
    readonly kind: 'person' | 'organisation'
    readonly name: string
    readonly idNumber: string
    readonly phone: string
    readonly agent?: string
  }
  readonly about?: About
  readonly delivery?: Delivery
  /** Numbers of persons are starred; those of `masked` can be shown. */
  readonly answers: Answers
  readonly masked: readonly string[]
  readonly materials: readonly CaseFile[]
  /** What was handed in before and replaced, oldest first. */
  readonly earlier: readonly EarlierRound[]
  /** 现场照片, by the step that they were taken for. */
  readonly sitePhotos: readonly { readonly step: string; readonly on: LocalDate; readonly files: readonly Omit<CaseFile, 'material'>[] }[]
  readonly clock: Clock
  /** The day on which the clock was read. */
  readonly today: LocalDate
  readonly history?: readonly MovedDate[]
  readonly cards?: readonly Card[]
  readonly open: readonly ActName[]
  readonly position: number
  /** The review steps of the process; those of `openSteps` can be passed now, `stepsDone` says when others were. */
  readonly steps: readonly ReviewStep[]
  readonly openSteps: readonly string[]
  readonly stepsDone: Readonly<Record<string, LocalDate>>
  readonly pauses: readonly Pause[]
  readonly correction?: { readonly notifiedOn: LocalDate; readonly correctedOn?: LocalDate; readonly defects: readonly Defect[] }
  readonly gaps?: { readonly missing: readonly string[] }
  readonly limits: {
    readonly legal: number | null
    readonly promised: number | null
    readonly unit: 'workday' | 'calendarDay'
    readonly instant: boolean
  }
} & Beside

/** A date that a new calendar moved. */
export type MovedDate = {
  readonly date: string
  readonly was?: LocalDate
  readonly became?: LocalDate
  readonly because: readonly string[]
  readonly at: string
}
/** 黄牌, 红牌 of the case or of a step; `replyDue` when a 督办 is to be answered. */
export type Card = {
  readonly level: 'case' | 'step'
  readonly step: string
  readonly colour: 'yellow' | 'red'
  readonly on: LocalDate
  readonly replyDue?: LocalDate
  readonly told: readonly { readonly account: string; readonly name: string; readonly role: string }[]
}

/** The steps that can be passed now; several where branches run side by side. */
export const openStepsOf = ({ steps, openSteps }: Pick<CaseView, 'steps' | 'openSteps'>): ReviewStep[] =>
  steps.filter(({ id }) => openSteps.includes(id))

const ways = { window: '窗口领取', post: '邮寄', electronic: '电子送达' } as const
/** 邮寄,张三,13900000001,康巴什区… */
export const deliveryText = ({ way, recipient, phone, address }: Delivery): string =>
  [ways[way], recipient, phone, address].filter(Boolean).join(',')
