import type { Refusal } from '../../../kernel/refusal.ts'
import {
  type Act,
  type ActDetails,
  type ActName,
  type Actor,
  acts,
  type Case,
  type CasePaper,
  type Role,
  roles,
  type Stage,
  stages,
  type Today,
} from '../terms.ts'
import type { Check, Condition } from './guard.ts'
import { type CheckName, type ConditionName, checks, conditions } from './guards.ts'
import { stepOf } from './steps.ts'

/** What an act does to the clocks; printed in the flow chart. */
export type ClockEffect = 'none' | 'notice' | 'stop' | 'start' | 'legal' | 'promise' | 'pause' | 'resume' | 'extend'
type CaseDate = 'submittedOn' | 'receivedOn' | 'acceptedOn' | 'decidedOn' | 'deliveredOn' | 'endedOn'

/**
 * One act of the procedure (domain.md C3): who may do it in which stages, where it leads, which date it sets, what it does to the
 * clock, which paper it makes, which article says so, which details it must carry, and what must hold.
 * `to`: a stage, 'same', 'byDepth' (Ⅱ级 waits for pre-review, Ⅲ级 and Ⅳ级 are received at once), 'byPauses' (back to work when the last pause ends).
 */
export type Rule = {
  readonly by: readonly Role[]
  readonly from: readonly Stage[]
  readonly to: Stage | 'same' | 'byDepth' | 'byPauses'
  readonly sets?: CaseDate
  readonly clock: ClockEffect
  readonly paper?: CasePaper
  readonly article: string
  readonly needs: readonly (keyof ActDetails)[]
  /** Details it may carry beside those it needs and words of its own (opinion, reason). */
  readonly may?: readonly (keyof ActDetails)[]
  readonly conditions: readonly ConditionName[]
  readonly checks: readonly CheckName[]
}

const undecided: readonly Stage[] = [
  'submitted', 'preReviewReturned', 'preReviewed', 'received', 'correcting', 'corrected', 'accepted', 'acceptedWithGaps', 'processing', 'paused', 'toDecide',
] // biome-ignore format: a list of stages
const waiting: readonly Stage[] = ['submitted', 'preReviewed', 'received', 'corrected', 'accepted', 'acceptedWithGaps', 'processing', 'paused', 'toDecide', 'granted', 'denied'] // biome-ignore format: a list of stages
const working: readonly Stage[] = ['accepted', 'processing']
/** Under review, whether the clock runs or stands still. */
const reviewed: readonly Stage[] = ['accepted', 'processing', 'paused']
const received: readonly Stage[] = [
  'received',
  'correcting',
  'corrected',
  'accepted',
  'acceptedWithGaps',
  'processing',
  'paused',
  'toDecide',
]
/** Every stage of a case that was filed and not voided. */
const filed = (Object.keys(stages) as Stage[]).filter((stage) => stage !== 'draft' && stage !== 'voided')

const licensing = (article: string): string => `行政许可法${article}`

/** The procedure. Guards, buttons, API, journal, tests and the printed flow chart all read this table. */
// biome-ignore format: a table reads best in rows
export const procedure: Record<ActName, Rule> = {
  submit: { by: ['applicant'], from: ['draft'], to: 'byDepth', sets: 'submittedOn', clock: 'notice', paper: 'receipt', article: licensing('第二十九条'), needs: [], conditions: ['not-applicant'], checks: [] },
  preReviewPass: { by: ['clerk', 'approver'], from: ['submitted'], to: 'preReviewed', clock: 'none', article: '网上预审规则', needs: [], conditions: ['own-case'], checks: [] },
  preReviewReturn: { by: ['clerk', 'approver'], from: ['submitted'], to: 'preReviewReturned', clock: 'none', article: '网上预审规则', needs: ['reason'], conditions: ['own-case'], checks: [] },
  resubmit: { by: ['applicant'], from: ['preReviewReturned'], to: 'submitted', sets: 'submittedOn', clock: 'none', article: '网上预审规则', needs: [], conditions: ['not-applicant'], checks: [] },
  receive: { by: ['clerk'], from: ['draft', 'submitted', 'preReviewed'], to: 'received', sets: 'receivedOn', clock: 'notice', paper: 'receipt', article: licensing('第三十二条'), needs: ['checked'], conditions: ['own-case'], checks: ['own-place'] },
  receiveRemote: { by: ['remoteClerk'], from: ['draft'], to: 'received', sets: 'receivedOn', clock: 'notice', paper: 'receipt', article: '鄂尔多斯市政务服务条例第二十七条', needs: ['checked'], conditions: ['own-case'], checks: ['remote-place'] },
  forwardRemote: { by: ['remoteClerk'], from: ['received', 'correcting', 'corrected'], to: 'same', clock: 'none', paper: 'forwarding', article: '鄂尔多斯市政务服务条例第二十七条', needs: [], may: ['checked', 'parcel'], conditions: ['own-case', 'not-remote', 'forwarded'], checks: [] },
  correctOnSpot: { by: ['clerk'], from: ['received'], to: 'same', clock: 'none', article: licensing('第三十二条第一款第三项'), needs: ['reason'], conditions: ['own-case'], checks: [] },
  notifyCorrection: { by: ['clerk', 'approver'], from: ['received', 'corrected'], to: 'correcting', clock: 'stop', paper: 'correctionNotice', article: licensing('第三十二条第一款第四项'), needs: ['defects'], may: ['correctWithin'], conditions: ['own-case', 'corrected-once', 'notice-late'], checks: ['defects-listed', 'correction-time'] },
  correct: { by: ['applicant', 'clerk', 'remoteClerk'], from: ['correcting'], to: 'corrected', clock: 'notice', paper: 'correctionReceipt', article: licensing('第三十二条第一款第五项'), needs: [], may: ['checked'], conditions: ['own-case', 'not-applicant', 'not-present', 'accepts-only', 'correction-late'], checks: ['ticked-at-window'] },
  lapseCorrection: { by: ['law'], from: ['correcting'], to: 'deemedWithdrawn', sets: 'endedOn', clock: 'stop', paper: 'supplementOverdue', article: '一次性补正告知书所载期限', needs: [], conditions: ['correction-not-due'], checks: [] },
  declareNotNeeded: { by: ['clerk'], from: ['received'], to: 'notNeeded', sets: 'endedOn', clock: 'stop', paper: 'notNeeded', article: licensing('第三十二条第一款第一项'), needs: ['reason', 'basis'], conditions: ['own-case', 'notice-late'], checks: [] },
  refuse: { by: ['clerk'], from: ['received', 'corrected'], to: 'refused', sets: 'endedOn', clock: 'stop', paper: 'refusal', article: licensing('第三十二条第一款第二项'), needs: ['reason', 'basis'], may: ['rightAgency'], conditions: ['own-case', 'notice-late'], checks: [] },
  accept: { by: ['clerk'], from: ['received', 'corrected'], to: 'accepted', sets: 'acceptedOn', clock: 'start', paper: 'acceptance', article: licensing('第三十二条第一款第五项'), needs: [], conditions: ['own-case', 'accepts-only', 'notice-late'], checks: [] },
  deemAccept: { by: ['law'], from: ['received'], to: 'accepted', sets: 'acceptedOn', clock: 'start', paper: 'acceptance', article: licensing('第三十二条第一款第四项'), needs: [], conditions: ['notice-not-due'], checks: [] },
  acceptOnPromise: { by: ['clerk'], from: ['received'], to: 'toDecide', sets: 'acceptedOn', clock: 'start', paper: 'promiseLetter', article: '鄂尔多斯市政务服务条例第二十一条', needs: [], may: ['checked'], conditions: ['own-case', 'accepts-only', 'notice-late', 'promise-not-listed'], checks: ['promise-signed'] },
  acceptWithGaps: { by: ['clerk'], from: ['received'], to: 'acceptedWithGaps', sets: 'acceptedOn', clock: 'legal', paper: 'gaps', article: '鄂尔多斯市政务服务条例第二十四条', needs: ['missing', 'supplementWithin'], may: ['checked'], conditions: ['own-case', 'accepts-only', 'notice-late', 'gaps-not-listed'], checks: ['gap-time', 'gap-promise-signed'] },
  supplyGaps: { by: ['applicant', 'clerk', 'remoteClerk'], from: ['acceptedWithGaps'], to: 'accepted', clock: 'promise', paper: 'correctionReceipt', article: '鄂尔多斯市政务服务条例第二十四条', needs: [], may: ['checked'], conditions: ['own-case', 'not-applicant', 'not-present', 'accepts-only', 'gaps-late'], checks: ['ticked-at-window', 'gaps-filled'] },
  lapseGaps: { by: ['law'], from: ['acceptedWithGaps'], to: 'deemedWithdrawn', sets: 'endedOn', clock: 'stop', paper: 'deemedWithdrawal', article: '鄂尔多斯市政务服务条例第二十四条', needs: [], conditions: ['gaps-not-due'], checks: [] },
  passStep: { by: ['approver'], from: working, to: 'processing', clock: 'none', paper: 'siteRecord', article: licensing('第三十四条'), needs: ['opinion'], may: ['step', 'secondPerson', 'place', 'record', 'photos'], conditions: ['own-case', 'reviews-only', 'presided', 'no-step-left'], checks: ['step-open', 'two-persons', 'photos-of-site', 'photos-fit'] },
  returnStep: { by: ['approver', 'decider'], from: ['processing', 'toDecide'], to: 'processing', clock: 'none', article: '办理流程', needs: ['step', 'reason'], conditions: ['own-case', 'reviews-only', 'returns-decision', 'no-step-done'], checks: ['step-done'] },
  handOver: { by: ['chief'], from: reviewed, to: 'same', clock: 'none', paper: 'handOver', article: '转办规则', needs: ['reason'], may: ['toUnit', 'toOfficer'], conditions: ['own-case'], checks: ['handed-over'] },
  requestMore: { by: ['approver'], from: reviewed, to: 'same', clock: 'none', article: '协助补充规则', needs: ['request'], conditions: ['own-case', 'reviews-only'], checks: [] },
  supplyMore: { by: ['applicant', 'clerk', 'remoteClerk'], from: reviewed, to: 'same', clock: 'none', paper: 'correctionReceipt', article: '协助补充规则', needs: [], may: ['checked'], conditions: ['own-case', 'not-applicant', 'not-present', 'accepts-only', 'more-not-asked'], checks: ['ticked-at-window'] },
  askOpinion: { by: ['approver', 'chief'], from: reviewed, to: 'same', clock: 'none', paper: 'opinionRequest', article: licensing('第二十六条第二款'), needs: ['toUnit', 'question', 'days'], may: ['toDepartment', 'required'], conditions: ['own-case', 'reviews-only'], checks: ['other-department', 'asked-already', 'reply-days'] },
  giveOpinion: { by: ['consulted'], from: [...reviewed, 'toDecide'], to: 'same', clock: 'none', article: licensing('第二十六条第二款'), needs: ['opinion', 'agrees'], conditions: ['own-case', 'not-asked'], checks: [] },
  withdrawOpinion: { by: ['approver', 'chief'], from: [...reviewed, 'toDecide'], to: 'same', clock: 'none', article: licensing('第二十六条第二款'), needs: ['reason'], may: ['toDepartment', 'toUnit'], conditions: ['own-case', 'not-asked-by-you'], checks: ['which-opinion'] },
  proposeSpecial: { by: ['approver'], from: reviewed, to: 'same', clock: 'none', article: licensing('第四十五条'), needs: ['special', 'expectedDays', 'basis'], conditions: ['own-case', 'reviews-only', 'overdue'], checks: ['special-kind', 'special-days', 'special-running'] },
  startSpecial: { by: ['chief'], from: reviewed, to: 'paused', clock: 'pause', paper: 'special', article: licensing('第四十五条'), needs: [], may: ['special', 'expectedDays', 'basis'], conditions: ['own-case', 'reviews-only', 'special-not-proposed', 'proposed-special', 'overdue'], checks: ['special-as-proposed', 'special-days', 'special-running'] },
  endSpecial: { by: ['approver'], from: ['paused'], to: 'byPauses', clock: 'resume', article: licensing('第四十五条'), needs: ['special', 'opinion'], conditions: ['own-case', 'reviews-only'], checks: ['special-not-running', 'hearing-by-record'] },
  tellHearing: { by: ['approver'], from: reviewed, to: 'same', clock: 'none', paper: 'hearingNotice', article: licensing('第四十七条第一款'), needs: ['reason', 'basis'], conditions: ['own-case', 'reviews-only', 'hearing-told'], checks: [] },
  applyHearing: { by: ['applicant'], from: reviewed, to: 'same', clock: 'none', article: licensing('第四十七条第一款'), needs: [], conditions: ['not-applicant', 'hearing-not-told', 'hearing-applied', 'hearing-apply-late'], checks: [] },
  announceHearing: { by: ['approver', 'chief'], from: reviewed, to: 'paused', clock: 'pause', paper: 'hearingAnnouncement', article: licensing('第四十八条第一款第一项'), needs: ['hearingOn', 'place', 'presider'], may: ['hearingTime'], conditions: ['own-case', 'reviews-only', 'hearing-not-applied', 'hearing-announced'], checks: ['hearing-notice', 'hearing-hold', 'presider-apart'] },
  holdHearing: { by: ['approver', 'chief', 'decider'], from: ['paused'], to: 'byPauses', clock: 'resume', paper: 'hearingRecord', article: licensing('第四十八条第一款第五项'), needs: ['record'], conditions: ['own-case', 'hearing-not-announced', 'hearing-early', 'presider-only'], checks: [] },
  extendLegal: { by: ['decider'], from: working, to: 'same', clock: 'extend', paper: 'extension', article: licensing('第四十二条'), needs: ['days', 'reason'], conditions: ['own-case', 'reviews-only', 'extended-once', 'legal-overdue'], checks: ['extension-days'] },
  extendPromise: { by: ['chief'], from: working, to: 'same', clock: 'extend', paper: 'extension', article: '鄂政务发〔2023〕13号限时办结制度第七条', needs: ['to', 'reason'], conditions: ['own-case', 'promise-overdue'], checks: ['promise-date'] },
  proposeGrant: { by: ['approver'], from: working, to: 'toDecide', clock: 'none', article: licensing('第三十四条'), needs: ['opinion'], conditions: ['own-case', 'reviews-only', 'presided', 'steps-open', 'opinions-open', 'holder-not-told', 'hearing-open', 'hearing-pending'], checks: [] },
  proposeDeny: { by: ['approver'], from: working, to: 'toDecide', clock: 'none', article: licensing('第三十四条'), needs: ['opinion'], conditions: ['own-case', 'is-revocation', 'reviews-only', 'presided', 'steps-open', 'opinions-open', 'hearing-open', 'hearing-pending'], checks: [] },
  grant: { by: ['decider'], from: ['toDecide'], to: 'granted', sets: 'decidedOn', clock: 'stop', paper: 'grant', article: licensing('第三十八条第一款'), needs: [], may: ['basis', 'conditions', 'validFrom', 'validTo'], conditions: ['own-case', 'reviews-only', 'another-reviewer', 'gaps-open'], checks: ['validity-order'] },
  deny: { by: ['decider'], from: ['toDecide'], to: 'denied', sets: 'decidedOn', clock: 'stop', paper: 'denial', article: licensing('第三十八条第二款'), needs: ['reason', 'basis'], conditions: ['own-case', 'is-revocation', 'reviews-only', 'another-reviewer'], checks: [] },
  deemRenew: { by: ['law'], from: ['received', 'corrected', 'accepted', 'processing', 'paused', 'toDecide'], to: 'granted', sets: 'decidedOn', clock: 'stop', paper: 'renewal', article: licensing('第五十条第二款'), needs: [], conditions: ['not-renewal', 'renewal-late', 'renewal-not-due'], checks: [] },
  deliver: { by: ['issuer'], from: ['granted', 'denied'], to: 'finished', sets: 'deliveredOn', clock: 'none', paper: 'delivery', article: licensing('第四十四条'), needs: [], may: ['recipient', 'recipientId', 'parcel', 'way', 'relation', 'witness', 'place'], conditions: ['own-case', 'delivers-only', 'revoked'], checks: ['handed-to', 'recipient-number', 'recipient-himself', 'agent-mandate', 'parcel-number', 'electronic-agreed', 'left-with-witness', 'announced-where'] },
  withdraw: { by: ['applicant'], from: undecided, to: 'withdrawn', sets: 'endedOn', clock: 'stop', paper: 'withdrawal', article: '撤回申请规则', needs: [], conditions: ['not-applicant', 'opened-by-office'], checks: [] },
  terminate: { by: ['decider'], from: received, to: 'terminated', sets: 'endedOn', clock: 'stop', paper: 'termination', article: '终止办理规则', needs: ['reason', 'basis'], conditions: ['own-case', 'reviews-only'], checks: [] },
  passAfterCheck: { by: ['approver'], from: ['granted', 'finished'], to: 'same', clock: 'none', paper: 'afterCheck', article: '鄂尔多斯市政务服务条例第二十一条', needs: ['record', 'secondPerson'], conditions: ['own-case', 'reviews-only', 'after-checked', 'no-promise'], checks: ['second-officer'] },
  failAfterCheck: { by: ['approver'], from: ['granted', 'finished'], to: 'finished', clock: 'none', paper: 'afterCheck', article: '鄂尔多斯市政务服务条例第二十一条、行政许可法第六十九条第二款', needs: ['reason', 'basis', 'record', 'secondPerson'], conditions: ['own-case', 'reviews-only', 'after-checked', 'no-promise'], checks: ['second-officer'] },
  openRevocation: { by: ['approver'], from: ['draft'], to: 'processing', sets: 'acceptedOn', clock: 'none', article: licensing('第六十九条'), needs: ['reason', 'basis'], conditions: ['own-case'], checks: ['about-revocation'] },
  proposeVoid: { by: ['chief'], from: filed, to: 'same', clock: 'none', article: '作废规则', needs: ['reason'], conditions: ['own-case', 'void-proposed'], checks: [] },
  confirmVoid: { by: ['bureau'], from: filed, to: 'voided', sets: 'endedOn', clock: 'stop', paper: 'voiding', article: '作废规则', needs: [], conditions: ['own-case', 'void-not-proposed', 'void-alone'], checks: [] },
  remind: { by: ['applicant', 'chief', 'supervisor'], from: waiting, to: 'same', clock: 'none', paper: 'remind', article: '催办规则', needs: [], conditions: ['own-case', 'not-applicant', 'reminded-today'], checks: [] },
  supervise: { by: ['supervisor', 'bureau', 'law'], from: filed, to: 'same', clock: 'none', paper: 'supervision', article: '督办规则', needs: ['reason'], conditions: ['own-case'], checks: [] },
  replySupervision: { by: ['approver', 'chief'], from: filed, to: 'same', clock: 'none', article: '督办规则', needs: ['opinion'], conditions: ['own-case', 'not-supervised', 'supervised-self'], checks: [] },
}
export const actNames = Object.keys(procedure) as readonly ActName[]

/** The paper an event makes, if any: Ⅱ级 submissions get their receipt with the originals, a step its 现场核查记录 only when two persons did it. */
export const paperOf = (e: Act, before: Case, after: Case): CasePaper | undefined => {
  if (e.type === 'submit' && after.stage === 'submitted') return undefined
  if (e.type === 'passStep' && stepOf(before, e.step)?.twoPersons !== true) return undefined
  return procedure[e.type].paper
}

/** The details an act may carry; whatever else is sent with it is refused (S-042). */
export const detailsFor = (type: ActName): readonly (keyof ActDetails)[] => [
  'opinion',
  'reason',
  ...procedure[type].needs,
  ...(procedure[type].may ?? []),
]

const inPlace = (type: ActName, c: Case, role: Role): boolean => procedure[type].by.includes(role) && procedure[type].from.includes(c.stage)
const failing = (type: ActName, c: Case, actor: Actor, today: Today): ConditionName | undefined =>
  procedure[type].conditions.find((name) => !(conditions[name] as Condition).holds(c, actor, today))

/** Whether this actor could do the act now, its details aside. A button is shown exactly when this holds. */
export const permitted = (type: ActName, c: Case, actor: Actor, today: Today): boolean =>
  inPlace(type, c, actor.role) && failing(type, c, actor, today) === undefined

/** The acts this actor could do now, in the order of the table. */
export const openActs = (c: Case, actor: Actor, today: Today): ActName[] => actNames.filter((type) => permitted(type, c, actor, today))

/** 督办 on a red card is the law's too, once for each card: nothing that falls due by itself. */
const lawNames = actNames.filter((type) => procedure[type].by.every((role) => role === 'law'))
const lawNamesIn = new Map(
  (Object.keys(stages) as Stage[]).map((stage) => [stage, lawNames.filter((type) => procedure[type].from.includes(stage))]),
)
/** What time does by itself on a day: 视为受理, 补正逾期, 容缺逾期, 视为准予延续. Asked at every entry of every journal. */
export const lawActs = (c: Case, today: Today): ActName[] =>
  lawNamesIn.get(c.stage)?.filter((type) => failing(type, c, law, today) === undefined) ?? []
/** The actor of what time does. */
export const law: Actor = { role: 'law', id: 'law', name: roles.law }

const isGiven = (value: unknown): boolean =>
  typeof value === 'string' ? value.trim() !== '' : Array.isArray(value) ? value.length > 0 : value !== undefined

/** Chinese names of details, for refusals. */
const detailNames: Partial<Record<keyof ActDetails, string>> = {
  reason: '理由', basis: '依据', opinion: '意见', checked: '收件清单', defects: '补正事项', missing: '缺项材料', supplementWithin: '补正期限',
  special: '特别程序种类', expectedDays: '所需时间', days: '天数', to: '新的日期', step: '环节', request: '要补充的材料', toDepartment: '征求意见的部门代码', toUnit: '征求意见的部门',
  question: '征求意见的事项', agrees: '是否同意', hearingOn: '听证日期', place: '地点', presider: '主持人', record: '记录', secondPerson: '另一名核查人',
} // biome-ignore format: pairs read best in rows

/** A refusal of an act for a reason, with what is open instead; the article is that of the act where no other is given. */
export const refuseAct = (
  act: Act,
  c: Case,
  today: Today,
  refused: string,
  title: string,
  article = procedure[act.type].article,
): Refusal => ({
  refused,
  title,
  detail: `“${acts[act.type]}”没有完成：${title}。办件现在是“${stages[c.stage]}”。`,
  act: act.type,
  state: c.stage,
  article,
  open: openActs(c, act.by, today),
})

/** Why an act cannot be done: wrong person, wrong stage, a condition that fails, a detail that is missing or wrong; undefined when it can. */
export const refusalFor = (act: Act, c: Case, today: Today): Refusal | undefined => {
  const rule = procedure[act.type]
  const refuse = (code: string, title: string, article = rule.article): Refusal => refuseAct(act, c, today, code, title, article)
  if (!rule.by.includes(act.by.role)) return refuse('not-your-act', `${roles[act.by.role]}不能${acts[act.type]}`)
  if (!rule.from.includes(c.stage)) return refuse('wrong-stage', `办件处于“${stages[c.stage]}”，不能${acts[act.type]}`)
  const condition = failing(act.type, c, act.by, today)
  if (condition) return refuse(condition, conditions[condition].title, conditions[condition].article)
  const missing = rule.needs.filter((name) => !isGiven(act[name]))
  if (missing.length > 0) {
    const fields = missing.map((name) => ({ field: name, message: `请填写${detailNames[name] ?? name}` }))
    return { ...refuse('incomplete', fields.map((f) => f.message).join(';')), fields }
  }
  const check = rule.checks.find((name) => !(checks[name] as Check).holds(act, c, today))
  return check && refuse(check, checks[check].title, checks[check].article)
}
