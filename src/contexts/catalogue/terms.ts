import type { Feel } from '../../kernel/condition.ts'
import type { LocalDate } from '../../kernel/date.ts'
import type { Answers, Form } from '../../kernel/form.ts'
import type { Fen } from '../../kernel/money.ts'
import type { ProcessStep } from '../../kernel/process.ts'
import type {
  Audience,
  EnterpriseStage,
  ItemType,
  OnlineDepth,
  OrganisationTheme,
  PersonStage,
  PersonTheme,
  ProjectType,
  UseLevel,
} from './terms/code-lists.ts'

/** 时限 with its unit; 工作日 or 自然日 must be said. */
export type TimeLimit = { readonly days: number; readonly unit: 'workday' | 'calendarDay'; readonly explanation?: string }

/** 设定依据: the law, its article, and the sentence where it helps. */
export type Basis = { readonly title: string; readonly article?: string; readonly text?: string }

/** A 空表 or 样表 that the department made itself: a stored content with the name it is saved under. `type` is a media type, `size` in bytes. */
export type OwnSheet = { readonly sha256: string; readonly type: string; readonly size: number; readonly name: string }
/** Which member of a material holds which sheet. */
export const sheetMembers = { blank: 'blankSheet', sample: 'sampleSheet' } as const

/** One row of 申请材料 (B3, R-053, R-073… ). `name` never is a catch-all. */
export type Material = {
  readonly id: string
  readonly name: string
  /** 必要性: 1 必要 2 非必要 3 容缺后补 */
  readonly need: '1' | '2' | '3'
  /** 材料类型: 1 原件 2 复印件 3 原件和复印件 */
  readonly kind: '1' | '2' | '3'
  /** 材料形式: 1 纸质 2 电子 3 纸质/电子 */
  readonly format: '1' | '2' | '3'
  readonly copies: number
  /** 来源渠道: 10 申请人自备 20 政府部门核发 99 其他 */
  readonly source: '10' | '20' | '99'
  /** 出具单位, e.g. 户口所在地派出所 */
  readonly issuer?: string
  /** Held by the platform or shared by its owner: the applicant does not hand it in (免提交, R-082). */
  readonly shared?: string
  /** Why it is asked for though the platform holds it. */
  readonly askedBecause?: string
  readonly hint?: string
  readonly standard?: string
  readonly basis?: string
  /** The list this comes from gives the name alone: 原件 or 复印件, 形式 and 份数 are not stated. */
  readonly nameOnly?: boolean
  /** Made from the online form; nothing to upload. */
  readonly fromForm?: boolean
  /** The department's own 空表 and 样表; they stand in place of those made from the form. */
  readonly blankSheet?: OwnSheet
  readonly sampleSheet?: OwnSheet
  /** 非必要时情形: needed only when the situation is answered so. */
  readonly when?: { readonly situation: string; readonly is: readonly string[] } | Feel
}

/** One row of 办理流程: 环节, 时限, 标准, 结果, and where it stands in the process. `days` are workdays. `by` is the role that does it. */
export type Step = ProcessStep & {
  readonly by: 'clerk' | 'approver' | 'decider' | 'issuer'
  readonly days: number
  readonly standard: string
  readonly result: string
  /** 实质核查 by two or more staff (行政许可法 §34③). */
  readonly twoPersons?: boolean
}

/** 收费项目 with its basis. No charges = 不收费. */
export type Charge = { readonly name: string; readonly amount?: Fen; readonly standard: string; readonly basis: string }

/** 办理结果. `licence` names the type of e-licence a grant issues (licences context). */
export type Result = { readonly name: string; readonly kind: 'licence' | 'approval' | 'reply' | 'payment'; readonly validMonths?: number }

/** What may be asked for about a licence that was given. */
export const licenceMatters = { change: '变更', renew: '延续', reissue: '补证', cancel: '注销' } as const
export type LicenceMatter = keyof typeof licenceMatters

/** 办理地点 with 街道, 门牌号, 房间号, 窗口号 and its hours. */
export type Place = {
  readonly hall: string
  readonly street: string
  readonly room: string
  readonly window?: string
  readonly hours: string
}

/** 情形引导: a question that decides materials. */
export type Situation = {
  readonly id: string
  readonly question: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
}

/**
 * A published 办事指南 (实施清单), every element of domain.md B3. `code` is the 实施编码 (31) or 业务办理项编码 (33);
 * foreign codes are kept as they are. Optional elements a foreign list does not carry are absent, and the page says “未提供”.
 */
export type Guide = {
  readonly code: string
  readonly baseCode: string
  readonly name: string
  /** The name people use: 教师证 */
  readonly plainName?: string
  readonly summary?: string
  readonly type: ItemType
  readonly level: UseLevel
  /** 12-digit 区划 code of the site the item belongs to. */
  readonly division: string
  readonly department: string
  /** 统一社会信用代码 of the 实施主体. */
  readonly departmentCode: string
  /** 责任处(科)室 */
  readonly office?: string
  readonly audiences: readonly Audience[]
  readonly personThemes: readonly PersonTheme[]
  readonly organisationThemes: readonly OrganisationTheme[]
  readonly stages: readonly (PersonStage | EnterpriseStage)[]
  readonly projectType: ProjectType
  readonly onlineDepth: OnlineDepth
  /** 到办事现场次数 and why. */
  readonly visits?: number
  readonly visitReason?: string
  readonly legalLimit?: TimeLimit
  readonly promisedLimit?: TimeLimit
  readonly basis: readonly Basis[]
  readonly conditions: readonly string[]
  readonly situations: readonly Situation[]
  readonly materials: readonly Material[]
  readonly steps: readonly Step[]
  readonly charges: readonly Charge[]
  readonly results: readonly Result[]
  readonly places: readonly Place[]
  readonly consultPhones: readonly string[]
  readonly supervisePhones: readonly string[]
  /** 特别程序 and 中介服务 with their legal basis. */
  readonly specialProcedures: readonly { readonly name: string; readonly basis: string }[]
  readonly faq: readonly { readonly question: string; readonly answer: string }[]
  /** Absent: the item cannot be applied for here; the button is absent too. */
  readonly form?: Form
  /** 实名 level needed to apply. */
  readonly minimumLevel: 'realName' | 'advanced'
  readonly deliveries: readonly ('window' | 'post' | 'electronic')[]
  /** In the 综合窗口 list. */
  readonly integratedWindow: boolean
  /** On the published 告知承诺 list (鄂尔多斯市政务服务条例 §21). */
  readonly onPromise?: boolean
  /** What the holder of its licence may ask for later: 变更, 延续, 补证, 注销 (行政许可法 §49, §50, §70). */
  readonly licenceMatters?: readonly LicenceMatter[]
  readonly onlineUrl?: string
  /** The words are ours, not an office's: shown as 示例数据. */
  readonly sample: boolean
  readonly source: { readonly name: string; readonly url?: string; readonly on?: LocalDate }
}

/** A published version; immutable. A case keeps the one it was filed under. */
export type GuideVersion = { readonly guide: Guide; readonly version: number; readonly publishedOn: LocalDate; readonly state: ItemState }

/** 已发布 · 暂停办理 · 已取消. */
export type ItemState = 'published' | 'suspended' | 'cancelled'

/** One line of the history of versions. */
export type VersionRow = {
  readonly version: number
  readonly publishedOn: LocalDate
  readonly publishedBy: string
  readonly reason: string
  readonly sha256: string
}

/** A change of an item that is not a new text: who, when, why, and what took its place. */
export type StateChange = {
  readonly change: '承接' | '下放' | '取消' | '调整' | '暂停' | '恢复'
  readonly state: ItemState
  readonly reason: string
  readonly on: LocalDate
  readonly by: string
  readonly successor?: string
}

/** Whether an item is handled today. */
export type ItemStanding = {
  readonly code: string
  readonly name: string
  readonly division: string
  readonly state: ItemState
  readonly reason: string | null
  readonly on: LocalDate | null
  readonly successor: string | null
  readonly successorName: string | null
}

/** What lists and search need of a guide, under the names of the columns. */
export type Listing = {
  readonly base_code: string
  readonly division: string
  readonly level: string
  readonly type: string
  readonly department: string
  readonly department_code: string
  readonly name: string
  readonly plain_name?: string | undefined
  readonly summary?: string | undefined
  readonly results: readonly string[]
  readonly audiences: readonly string[]
  readonly person_themes: readonly string[]
  readonly organisation_themes: readonly string[]
  readonly stages: readonly string[]
  readonly project_type: string
  readonly online_depth: string
  readonly visits?: number | undefined
  readonly legal_limit?: TimeLimit | undefined
  readonly promised_limit?: TimeLimit | undefined
  readonly applicable: boolean
  readonly sample: boolean
  readonly pinyin: string
}

/** A listed item as it is read back. */
export type ItemRow = {
  readonly code: string
  readonly version: number
  readonly state: ItemState
  readonly baseCode: string
  readonly division: string
  readonly level: UseLevel
  readonly type: ItemType
  readonly department: string
  readonly name: string
  readonly plainName: string | null
  readonly summary: string | null
  readonly results: readonly string[]
  readonly audiences: readonly Audience[]
  readonly personThemes: readonly PersonTheme[]
  readonly organisationThemes: readonly OrganisationTheme[]
  readonly stages: readonly string[]
  readonly projectType: ProjectType
  readonly onlineDepth: OnlineDepth
  readonly visits: number | null
  readonly legalLimit: TimeLimit | null
  readonly promisedLimit: TimeLimit | null
  readonly applicable: boolean
  readonly sample: boolean
  readonly pinyin: string
  readonly changeNumber: number
}

/** A row of a list or of search results. `highlight` marks the matched parts of `name`. */
export type ItemHit = {
  readonly code: string
  readonly name: string
  readonly plainName?: string
  readonly type: ItemType
  readonly department: string
  readonly division: string
  readonly divisionName: string
  readonly level: UseLevel
  readonly visits?: number
  readonly legalLimit?: TimeLimit
  readonly promisedLimit?: TimeLimit
  readonly onlineDepth: OnlineDepth
  readonly applicable: boolean
  readonly sample: boolean
  readonly highlight?: readonly { readonly text: string; readonly hit: boolean }[]
  /** Its place in the order of the matter of life that was searched for, from 1. */
  readonly step?: number
}

/** Answers to the 情形 questions, by situation id. */
export type SituationAnswers = Answers
