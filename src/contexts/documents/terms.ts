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
  special: '特别程序告知书',
  extension: '延期通知书',
  gaps: '容缺受理通知书',
} as const
export type PaperType = keyof typeof paperTypes

/** A material as it stands on a paper, in words: 原件, 2 份, 纸质. */
export type PaperMaterial = { readonly name: string; readonly kind?: string; readonly copies?: number; readonly format?: string }

/** One thing to mend (一次性补正告知书): what, what is wrong, how to cure it, on what basis. */
export type PaperDefect = { readonly name: string; readonly problem: string; readonly cure: string; readonly basis?: string }

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
  readonly relation?: string
  readonly deliveredBy?: string
  readonly parcel?: string
  /** 材料退还方式 */
  readonly returned?: string
}

/** A paper to be recorded. `unit` is whose seal it carries; `recipient` the 抬头; `on` the date at its foot. */
export type Paper = {
  readonly type: PaperType
  readonly caseNo: string
  readonly caseId: string
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
}
