import type { LocalDate } from '../../kernel/date.ts'

/** The papers the procedure makes (domain.md C6). */
export const paperTypes = {
  receipt: '收件回执',
  correctionReceipt: '补正材料接收凭证',
  acceptance: '受理通知书',
  correctionNotice: '一次性补正告知书',
  refusal: '不予受理通知书',
  notNeeded: '不受理告知书',
  grant: '准予行政许可决定书',
  denial: '不予行政许可决定书',
  delivery: '送达回证',
  withdrawal: '撤回申请确认书',
  deemedWithdrawal: '视为撤回通知书',
  special: '特别程序告知书',
  extension: '延期通知书',
  gaps: '容缺受理通知书',
  supplementOverdue: '逾期未补正告知书',
  promiseLetter: '告知承诺书',
  afterCheck: '事后核查结果告知书',
  hearingNotice: '听证告知书',
  hearingAnnouncement: '听证公告',
  hearingRecord: '听证笔录',
  siteRecord: '现场核查记录',
  handOver: '转办单',
  opinionRequest: '征求意见单',
  forwarding: '材料转递单',
  remind: '催办单',
  supervision: '督办单',
  termination: '终止办理通知书',
  voiding: '作废审批单',
  renewal: '准予延续决定书',
  change: '准予变更决定书',
  cancellation: '注销公告',
  revocation: '撤销决定书',
  enquiryNotice: '一次性告知书',
} as const
export type PaperType = keyof typeof paperTypes

/** A material as it stands on a paper, in words: 原件, 2 份, 纸质. */
export type PaperMaterial = { readonly name: string; readonly kind?: string; readonly copies?: number; readonly format?: string }

/** One thing to mend (一次性补正告知书): what, what is wrong, how to cure it, on what basis. */
export type PaperDefect = { readonly name: string; readonly problem: string; readonly cure: string; readonly basis?: string }

/** What is said of a matter to somebody who asks before applying (鄂政务发〔2023〕13号 一次性告知制度 §2): all of it, in words. */
export type PaperGuide = {
  readonly version: number
  readonly conditions: readonly string[]
  /** `remark`: when it is needed, who issues it, whether the platform has it already. */
  readonly materials: readonly (PaperMaterial & { readonly remark?: string })[]
  /** 现场勘查等特殊程序 */
  readonly special: readonly string[]
  readonly flow: readonly { readonly name: string; readonly limit: string; readonly result: string }[]
  readonly legalLimit: string
  readonly promisedLimit: string
  readonly fees: readonly string[]
  readonly places: readonly { readonly where: string; readonly hours: string }[]
  /** 网上办理 */
  readonly online?: string
}

/**
 * What a paper says, beside its head. One shape for all types: whoever records a paper gives all that he knows, and the
 * template of the type takes what C6 asks of it. `required` in rules.ts says which members a type cannot do without.
 * Identity numbers and phones are masked when the paper is recorded.
 */
export type PaperBody = {
  readonly itemName: string
  /** 实施编码 */
  readonly itemCode: string
  /** 事项类型, two digits; decides the title of a decision. */
  readonly itemType: string
  readonly applicantName: string
  /** 居民身份证 or 统一社会信用代码 */
  readonly applicantIdKind?: string
  readonly applicantId?: string
  readonly agentName?: string
  readonly phone?: string

  readonly materials?: readonly PaperMaterial[]
  /** 收件人 and 窗口. */
  readonly receivedBy?: string
  readonly window?: string
  readonly appliedOn?: LocalDate
  readonly receivedOn?: LocalDate
  readonly acceptedOn?: LocalDate
  /** 查询码 */
  readonly queryCode?: string
  /** 是否受理最迟告知日 */
  readonly noticeDue?: LocalDate
  readonly legalDue?: LocalDate
  readonly promisedDue?: LocalDate
  /** 不计入期限的程序 */
  readonly notCounted?: readonly string[]
  /** 结果领取方式: 窗口领取, 邮寄送达, 电子送达 */
  readonly deliveryWay?: string
  readonly consultPhone?: string
  readonly supervisePhone?: string
  /** 视为受理: silence counted as acceptance (行政许可法 §32). */
  readonly deemed?: boolean

  readonly reason?: string
  readonly basis?: string
  /** 应向哪个机关申请 */
  readonly rightAgency?: string

  readonly defects?: readonly PaperDefect[]
  readonly correctWithin?: number
  readonly correctBy?: LocalDate
  /** Where blank and filled-in forms are found. */
  readonly samples?: string

  /** 缺项材料, by name. */
  readonly missing?: readonly string[]
  readonly supplementWithin?: number
  readonly supplementBy?: LocalDate

  /** 特别程序: one of the eight of §45. */
  readonly special?: string
  readonly startedOn?: LocalDate
  readonly expectedDays?: number
  readonly remainingDays?: number

  /** 延期: which limit, from when to when. */
  readonly limit?: '法定办结期限' | '承诺办结期限'
  readonly oldDue?: LocalDate
  readonly newDue?: LocalDate
  readonly days?: number
  readonly approvedBy?: string

  /** 决定: scope and conditions, validity, the certificate it comes with. */
  readonly conditions?: string
  readonly validFrom?: LocalDate
  readonly validTo?: LocalDate
  readonly certificate?: { readonly name: string; readonly number?: string }
  /** 陈述申辩记录 */
  readonly heard?: string
  /** 复议机关 and 法院; named generally when absent. */
  readonly reviewAgency?: string
  readonly court?: string

  /** 送达: which papers, how, to whom. */
  readonly delivered?: readonly { readonly title: string; readonly number?: string }[]
  readonly deliveredTo?: string
  /** 证件号码 of who took it, masked. */
  readonly deliveredToId?: string
  readonly relation?: string
  readonly deliveredBy?: string
  readonly parcel?: string
  /** 留置送达的见证人, and where it was left or announced. */
  readonly witness?: string
  /** 材料退还方式 */
  readonly returned?: string

  /** 听证: what about, when, where, who presides; by when it may be asked for. `hearingTime`: 09:30. */
  readonly matter?: string
  readonly applyWithin?: number
  readonly applyBy?: LocalDate
  readonly hearingOn?: LocalDate
  readonly hearingTime?: string
  readonly place?: string
  readonly presider?: string
  readonly recorder?: string
  readonly attendees?: readonly string[]
  /** 笔录 or 核查情况, and what follows from it. */
  readonly record?: string
  readonly conclusion?: string
  /** 核查人, two or more (行政许可法 §34). */
  readonly checkers?: readonly string[]
  readonly checkedOn?: LocalDate
  /** 照片, by name and by the hash of its content. */
  readonly photos?: readonly { readonly name: string; readonly sha256: string }[]

  /** 告知承诺: what is promised, what follows a false promise, whether it is published, how and by when it is checked. */
  readonly promises?: readonly string[]
  readonly liability?: string
  readonly disclosed?: boolean
  readonly checkWay?: string
  readonly checkBy?: LocalDate
  /** 核查结果: the promise was kept. */
  readonly passed?: boolean

  /** 转办, 征求意见, 转递, 催办, 督办: from whom to whom, what is asked, by when an answer is due. */
  readonly from?: string
  readonly to?: string
  readonly question?: string
  readonly replyWithin?: number
  readonly replyBy?: LocalDate
  readonly reply?: string
  /** 依据规则编号 */
  readonly rule?: string
  readonly responsible?: string
  readonly proposedBy?: string
  readonly proposedOn?: LocalDate

  /** 延续, 变更, 注销, 撤销: which licence, until when it was valid, what changes in it. */
  readonly licence?: { readonly name: string; readonly number: string }
  readonly oldValidTo?: LocalDate
  readonly changes?: readonly { readonly what: string; readonly from: string; readonly to: string }[]

  readonly guide?: PaperGuide
}

/** A paper to be recorded. `caseId` is absent for what is told of a guide, `unit` is whose seal it carries; `recipient` the 抬头; `on` the date at its foot. */
export type Paper = {
  readonly type: PaperType
  readonly caseNo: string
  readonly caseId?: string
  readonly division: string
  readonly unit: string
  readonly recipient: string
  readonly on: LocalDate
  readonly body: PaperBody
}

/** A paper as it was recorded: all that its PDF is drawn from. */
export type RecordedPaper = Omit<Paper, 'caseId'> & {
  readonly title: string
  readonly number: string
  /** 验证码 */
  readonly code: string
  readonly templateVersion: number
}

/** A row of a case's list of papers. */
export type PaperEntry = {
  readonly id: string
  readonly type: PaperType
  readonly title: string
  readonly number: string
  readonly code: string
  readonly unit: string
  readonly recipient: string
  readonly on: LocalDate
  readonly contentSha256: string
  readonly caseNo: string
  readonly caseId: string | null
}
