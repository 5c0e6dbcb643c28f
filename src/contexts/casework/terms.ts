import type { Calendar } from '../../kernel/calendar.ts'
import type { LocalDate } from '../../kernel/date.ts'
import type { Answers } from '../../kernel/form.ts'
import type { ProcessStep } from '../../kernel/process.ts'
// biome-ignore format: a list of names
import type { About, AfterCheck, Assignment, Hearing, MoreAsked, OpinionAsked, RemoteReceipt, SpecialProposal, Supervision, Voiding } from './terms/course.ts'
import type { HandingWay } from './terms/handing.ts'

/** 办件状态 (domain.md B5). */
export const stages = {
  draft: '草稿', submitted: '已提交', preReviewReturned: '预审退回', preReviewed: '预审通过', received: '收件', correcting: '待补正', corrected: '补正已交',
  notNeeded: '不受理', refused: '不予受理', accepted: '受理', acceptedWithGaps: '容缺受理', processing: '在办', paused: '特别程序中', toDecide: '待决定',
  granted: '准予', denied: '不予', finished: '办结', withdrawn: '撤回', deemedWithdrawn: '视为撤回', terminated: '终止', voided: '作废',
} as const // biome-ignore format: pairs read best in rows
export type Stage = keyof typeof stages

/** Whose turn it is: the queue a case waits in. */
export const queues = {
  preReview: '待预审', accept: '待受理', applicant: '等申请人', review: '审查中', decide: '待决定', deliver: '待送达', closed: '已结束',
} as const // biome-ignore format: pairs read best in rows
export type Queue = keyof typeof queues

/**
 * Who may act on a case (domain.md D2). `remoteClerk` is a 综窗受理员 elsewhere, `consulted` an 审批员 of a department that was asked,
 * `bureau` the 政务服务管理部门; `law` is what time does by itself.
 */
export const roles = {
  applicant: '申请人', clerk: '综窗受理员', approver: '审批员', chief: '首席代表', decider: '审批人', issuer: '出件员', supervisor: '监控调度员',
  remoteClerk: '异地收件员', consulted: '征求意见部门', bureau: '政务服务管理部门', law: '系统',
} as const // biome-ignore format: pairs read best in rows
export type Role = keyof typeof roles

/** The acts of the procedure (domain.md C3). */
export const acts = {
  submit: '提交申请', preReviewPass: '预审通过', preReviewReturn: '预审退回', resubmit: '重新提交', receive: '收件', receiveRemote: '异地收件', forwardRemote: '转递材料',
  correctOnSpot: '当场更正', notifyCorrection: '一次性补正告知', correct: '提交补正', lapseCorrection: '补正逾期', declareNotNeeded: '不受理', refuse: '不予受理',
  accept: '受理', deemAccept: '视为受理', acceptOnPromise: '告知承诺受理', acceptWithGaps: '容缺受理', supplyGaps: '补齐容缺材料', lapseGaps: '容缺逾期',
  passStep: '环节通过', returnStep: '退回环节', handOver: '转办', requestMore: '协助补充', supplyMore: '补充材料', askOpinion: '征求意见', giveOpinion: '回复意见', withdrawOpinion: '撤回征求意见',
  proposeSpecial: '提请特别程序', startSpecial: '启动特别程序', endSpecial: '结束特别程序', tellHearing: '告知听证权利', applyHearing: '申请听证', announceHearing: '公告听证', holdHearing: '举行听证',
  extendLegal: '法定延期', extendPromise: '承诺延期', proposeGrant: '拟准予', proposeDeny: '拟不予', grant: '准予', deny: '不予', deemRenew: '视为准予延续', deliver: '送达',
  withdraw: '撤回申请', terminate: '终止', passAfterCheck: '事后核查通过', failAfterCheck: '事后核查不符', proposeVoid: '提请作废', confirmVoid: '作废',
  openRevocation: '启动撤销', remind: '催办', supervise: '督办', replySupervision: '回复督办',
} as const // biome-ignore format: pairs read best in rows
export type ActName = keyof typeof acts

/** A person who acts: an account of a role, and the person or organisation for whom an applicant acts. */
export type Actor = {
  readonly role: Role
  /** The account that acts. */
  readonly id: string
  readonly name: string
  readonly unit?: string
  /** For staff: the 区划 of the account and the 统一社会信用代码 of its department; absent for the whole hall. */
  readonly division?: string
  readonly department?: string
  /** For an applicant, and for a clerk before whom he stands: the person or organisation whose case it is. */
  readonly onBehalfOf?: string
  /** For a clerk at the window: the visit during which he acts on behalf of who stands there. */
  readonly visit?: string
  /** The person behind the account: of an officer so that nobody acts on an own case (S-048), of the applicant's side who it was (S-050). */
  readonly person?: string
  /** For who acts for the applicant by 授权: the grant (S-050, S-051). */
  readonly grant?: string
}

/** One thing to mend in a 一次性补正告知书: which material or field, what is wrong, how to cure it, on what basis. */
export type Defect = {
  readonly target: string
  readonly name: string
  readonly problem: string
  readonly cure: string
  readonly basis?: string
}

/** A file handed in for a material. */
export type HandedIn = {
  readonly material: string
  readonly sha256: string
  readonly name: string
  readonly size: number
  readonly type: string
}

/** A photograph of a 现场核查; its hash names its content. */
export type Photo = Omit<HandedIn, 'material'>

/** What a case was filed under, fixed at submission (house.md §3.3). Limits in days with their unit. */
export type Pinned = {
  readonly item: string
  readonly itemName: string
  readonly guideVersion: number
  readonly itemType: string
  readonly division: string
  readonly department: string
  readonly departmentCode: string
  readonly depth: '1' | '2' | '3' | '4'
  readonly unit: 'workday' | 'calendarDay'
  /** When the promise is counted in another unit than the law. */
  readonly promisedUnit?: 'workday' | 'calendarDay'
  readonly legal: number | null
  readonly promised: number | null
  readonly instant: boolean
  /** The process (rules/steps.ts): who does which step in how many workdays, after which others, in which 情形. */
  readonly steps: readonly (ProcessStep & { readonly by: string; readonly days: number; readonly twoPersons?: boolean })[]
  /** How the 情形 questions were answered. */
  readonly situation?: Answers
  readonly toleratesGaps: boolean
  /** On the 告知承诺 list. */
  readonly onPromise?: boolean
  /** The materials of the guide that are a signed 承诺书. */
  readonly promiseLetters?: readonly string[]
}

export type Applicant = {
  readonly kind: 'person' | 'organisation'
  readonly id: string
  readonly name: string
  /** 公民身份号码 or 统一社会信用代码 */
  readonly idNumber: string
  readonly phone: string
  /** The 经办人 of an organisation, or who applies for a person; `mandate` is the SHA-256 of his 授权书, `grant` his 授权 in the user space. */
  readonly agent?: { readonly id: string; readonly name: string; readonly mandate?: string; readonly grant?: string }
}

export type Delivery = {
  readonly way: 'window' | 'post' | 'electronic'
  readonly recipient?: string
  readonly phone?: string
  readonly address?: string
}

/** What an act carries beside who and when. Each act reads its own members; see rules.ts for which are required. */
export type ActDetails = {
  readonly opinion?: string
  readonly reason?: string
  readonly basis?: string
  readonly rightAgency?: string
  readonly defects?: readonly Defect[]
  readonly correctWithin?: number
  readonly materials?: readonly HandedIn[]
  readonly answers?: Answers
  readonly checked?: readonly { readonly material: string; readonly form: string; readonly copies: number }[]
  readonly missing?: readonly string[]
  /** 容缺 materials that a newer guide does not ask for any more; filled in when they are due, never sent. */
  readonly waived?: readonly string[]
  readonly supplementWithin?: number
  readonly special?: string
  readonly expectedDays?: number
  readonly days?: number
  readonly to?: LocalDate
  /** The id of a step of the process. */
  readonly step?: string
  readonly secondPerson?: string
  /** The account of an officer who was named; filled in from the roster, never sent. */
  readonly secondPersonId?: string
  readonly presiderId?: string
  readonly toOfficerId?: string
  readonly presider?: string
  readonly toOfficer?: string
  readonly toUnit?: string
  /** 统一社会信用代码 of the department that is asked. */
  readonly toDepartment?: string
  readonly question?: string
  readonly required?: boolean
  readonly agrees?: boolean
  readonly request?: string
  readonly hearingOn?: LocalDate
  readonly hearingTime?: string
  readonly place?: string
  /** 笔录, 核查情况 */
  readonly record?: string
  /** 现场照片; as they were uploaded for the case. */
  readonly photos?: readonly Photo[]
  readonly conditions?: string
  readonly validFrom?: LocalDate
  readonly validTo?: LocalDate
  readonly recipient?: string
  /** 公民身份号码 of who took the paper; kept sealed, shown masked. */
  readonly recipientId?: string
  readonly parcel?: string
  /** How a paper was handed over, what the one who took it is to the recipient, who saw it left (留置). */
  readonly way?: HandingWay
  readonly relation?: string
  readonly witness?: string
}

/** What opens a case: the matter as pinned, for whom, how the result shall be handed over, and which licence it is about. */
export type Filing = { readonly pinned?: Pinned; readonly applicant?: Applicant; readonly delivery?: Delivery; readonly about?: About }

export type Act = { readonly type: ActName; readonly by: Actor } & ActDetails & Filing

/**
 * An act that happened. `on` is the day it counts from (it differs from the day of doing only in 视为受理 and after a 补正);
 * `doneOn` is the day it was done. Position, instant and hashes are added where it is stored.
 */
export type CaseEvent = Act & { readonly on: LocalDate; readonly doneOn: LocalDate }

/** The papers an act makes; the documents context draws them. */
export type CasePaper =
  | 'receipt' | 'correctionReceipt' | 'acceptance' | 'correctionNotice' | 'refusal' | 'notNeeded' | 'grant' | 'denial' | 'delivery' | 'withdrawal' | 'deemedWithdrawal'
  | 'special' | 'extension' | 'gaps' | 'supplementOverdue' | 'hearingNotice' | 'hearingAnnouncement' | 'hearingRecord' | 'siteRecord' | 'promiseLetter' | 'afterCheck'
  | 'handOver' | 'opinionRequest' | 'termination' | 'voiding' | 'supervision' | 'remind' | 'forwarding' | 'renewal' // biome-ignore format: a list of words

/** A time during which the clock stands still (§45): days after `from` up to and with `to` do not count. Open: no `to`. */
export type Pause = { readonly kind: string; readonly from: LocalDate; readonly to?: LocalDate; readonly expectedDays?: number }

/** The case as its journal tells it: a fold over its events. */
export type Case = {
  readonly stage: Stage
  readonly pinned?: Pinned
  readonly applicant?: Applicant
  readonly delivery?: Delivery
  readonly answers: Answers
  readonly materials: readonly HandedIn[]
  readonly submittedOn?: LocalDate
  readonly receivedOn?: LocalDate
  readonly correction?: {
    readonly notifiedOn: LocalDate
    readonly within: number
    readonly defects: readonly Defect[]
    readonly correctedOn?: LocalDate
  }
  readonly acceptedOn?: LocalDate
  readonly acceptedBy?: string
  readonly deemed: boolean
  readonly gaps?: {
    readonly missing: readonly string[]
    readonly within: number
    readonly since: LocalDate
    readonly suppliedOn?: LocalDate
  }
  /** When each review step was passed, by its id. */
  readonly stepsDone: Readonly<Record<string, LocalDate>>
  /** Since when each open step waits, by its id. */
  readonly stepSince?: Readonly<Record<string, LocalDate>>
  readonly reviewers: readonly string[]
  readonly pauses: readonly Pause[]
  readonly legalExtension: number
  /** 承诺延期: the new date, and how many of `pauses` lay before it was given (later ones move it). */
  readonly promisedTo?: LocalDate
  readonly promisedPauses?: number
  /** After a 法定延期 the date that was told is the legal one. */
  readonly promisedAsLegal?: boolean
  readonly proposal?: 'grant' | 'deny'
  readonly decidedOn?: LocalDate
  readonly decidedBy?: string
  readonly outcome?: 'granted' | 'denied'
  readonly deliveredOn?: LocalDate
  readonly endedOn?: LocalDate
  readonly remindedOn?: LocalDate
  readonly about?: About
  readonly remote?: RemoteReceipt
  /** 告知承诺: accepted on the applicant's promise, to be looked at after the grant. */
  readonly onPromise?: boolean
  readonly afterCheck?: AfterCheck
  /** The grant was taken back. */
  readonly revoked?: boolean
  readonly specialProposal?: SpecialProposal
  readonly hearing?: Hearing
  readonly assigned?: Assignment
  readonly opinions: readonly OpinionAsked[]
  readonly moreAsked: readonly MoreAsked[]
  readonly supervisions: readonly Supervision[]
  readonly voiding?: Voiding
  /** §50: the office was silent until the licence ended. */
  readonly renewedBySilence?: boolean
}

/** Time arrives as data. */
export type Today = { readonly date: LocalDate; readonly calendar: Calendar }

/** The eight procedures of 行政许可法 §45 whose time is not counted. */
export const specialProcedures = ['听证', '招标', '拍卖', '检验', '检测', '检疫', '鉴定', '专家评审'] as const

export type Lamp = 'green' | 'yellow' | 'red' | 'grey'
export const lamps: Record<Lamp, string> = { green: '正常', yellow: '预警', red: '超期', grey: '暂停' }

/** One date with the sentences that explain it (“2026年2月14日(周六)为调休工作日,计入”). */
export type Due = { readonly on: LocalDate; readonly provisional: boolean; readonly because: readonly string[] }

/** What the clock says of a case today. Absent where it does not apply. `used`, `remaining`, `lamp` are of the promised period. */
export type Clock = {
  readonly noticeDue?: Due
  readonly correctionDue?: Due
  readonly supplementDue?: Due
  readonly legalDue?: Due
  readonly promisedDue?: Due
  readonly stepDue?: Due
  readonly deliverDue?: Due
  readonly used?: number
  readonly remaining?: number
  readonly lamp?: Lamp
  readonly legalOverdue: boolean
  readonly overdueWorkdays?: number
  readonly because: readonly string[]
}
