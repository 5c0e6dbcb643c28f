import { addDays } from '../../../kernel/date.ts'
import { answerText, fieldsOf } from '../../../kernel/form.ts'
import { tidyIdentifier } from '../../../kernel/identifiers.ts'
import { maskIdNumber } from '../../../kernel/text.ts'
import type { Guide } from '../../catalogue/index.ts'
import type { PaperBody, PaperEntry, PaperMaterial, PaperType } from '../../documents/index.ts'
import { clockOf, correctionDays, correctionDueOn, gapsDueOn, legalDueOn, noticeDueOn, promisedDueOn } from '../rules/clock.ts'
import { dayIndex, dayNumber, workdaysBetween } from '../rules/day-index.ts'
import { afterCheckMonths, hearingApplyDays, hearingApplyDueOn, replyDueOn, supervisionReplyDays } from '../rules/deadlines.ts'
import { moreMaterial, promiseMaterial } from '../rules/guard.ts'
import { procedure } from '../rules/procedure.ts'
import { handingWays } from '../terms/handing.ts'
import type { Case, CaseEvent, Today } from '../terms.ts'

/** All a paper may draw from: the event, the case before and after it, the guide it was filed under, the papers there are. */
export type PaperSource = {
  readonly caseId: string
  readonly no: string
  readonly queryCode: string
  readonly event: CaseEvent
  readonly before: Case
  readonly state: Case
  readonly guide: Guide | undefined
  readonly earlier: readonly PaperEntry[]
  readonly today: Today
}
type Body = { [K in keyof PaperBody]?: PaperBody[K] | undefined }

const kinds = { '1': '原件', '2': '复印件', '3': '原件和复印件' } as const
/** 送达方式 as papers and messages call them. */
export const deliveryWays = { window: '窗口领取', post: '邮寄送达', electronic: '电子送达' } as const

/** Materials that no guide lists. */
const unlisted: Readonly<Record<string, string>> = { [promiseMaterial]: '承诺书', [moreMaterial]: '补充材料', mandate: '授权书' }

/** What a material is called in the guide; its id when the guide no longer names it. */
export const materialName = (guide: Guide | undefined, id: string): string =>
  guide?.materials.find((m) => m.id === id)?.name ?? unlisted[id] ?? id

/** Acts that hand in what was asked for: their receipt lists that alone. */
const handIns: readonly CaseEvent['type'][] = ['correct', 'supplyGaps', 'supplyMore']

const listed = ({ event, state, guide }: PaperSource): PaperMaterial[] => {
  const paper = (event.checked ?? []).map((k) => ({
    name: materialName(guide, k.material),
    kind: k.form,
    copies: k.copies,
    format: '纸质',
  }))
  const given = handIns.includes(event.type) ? (event.materials ?? []) : state.materials
  const files = new Map<string, number>()
  for (const h of given) files.set(h.material, (files.get(h.material) ?? 0) + 1)
  const electronic = [...files].map(([id, count]) => ({ name: materialName(guide, id), kind: '电子件', copies: count, format: '电子' }))
  const made = (guide?.materials ?? [])
    .filter((m) => m.fromForm)
    .map((m) => ({ name: m.name, kind: kinds[m.kind], copies: 1, format: '电子' }))
  return [...(handIns.includes(event.type) ? [] : made), ...paper, ...electronic]
}

const basisOf = (guide: Guide | undefined): string | undefined =>
  guide?.basis.map((b) => `《${b.title.replace(/^《|》$/g, '')}》${b.article ?? ''}`).join('、') || undefined

/** Head of every body: matter, applicant, telephones. */
export const commonBody = ({ state, guide }: PaperSource): Body => ({
  itemName: state.pinned?.itemName ?? '',
  itemCode: state.pinned?.item ?? '',
  itemType: state.pinned?.itemType ?? '',
  applicantName: state.applicant?.name ?? '',
  applicantIdKind: state.applicant?.kind === 'organisation' ? '统一社会信用代码' : '居民身份证',
  applicantId: state.applicant?.idNumber,
  agentName: state.applicant?.agent?.name,
  phone: state.applicant?.phone || undefined,
  consultPhone: guide?.consultPhones.join('、') || undefined,
  supervisePhone: guide?.supervisePhones.join('、') || undefined,
  appliedOn: state.submittedOn ?? state.receivedOn,
})

const receiver = ({ event, guide }: PaperSource): Body => {
  if (event.by.role === 'applicant') return { receivedBy: '网上办事大厅' }
  return { receivedBy: event.by.name, window: event.by.role === 'remoteClerk' ? event.by.unit : guide?.places[0]?.window }
}

const limits = ({ state, today }: PaperSource): Body => ({ legalDue: legalDueOn(state, today), promisedDue: promisedDueOn(state, today) })
/** What an office reads first in a paper about a case. */
const course = (s: PaperSource): Body => ({ ...limits(s), acceptedOn: s.state.acceptedOn })
const way = ({ state }: PaperSource): Body => ({ deliveryWay: state.delivery && deliveryWays[state.delivery.way] })
const reasons = ({ event }: PaperSource): Body => ({
  reason: event.reason ?? event.opinion,
  basis: event.basis,
  rightAgency: event.rightAgency,
})
const returned = '电子材料保留在用户空间，纸质材料到收件窗口领回'

const acceptance = (s: PaperSource): Body => ({
  ...limits(s),
  ...way(s),
  materials: listed(s),
  receivedOn: s.state.receivedOn,
  acceptedOn: s.event.on,
  queryCode: s.queryCode,
  deemed: s.state.deemed || undefined,
  notCounted: s.guide?.specialProcedures.map((p) => p.name),
})

const correctionNotice = (s: PaperSource): Body => ({
  receivedOn: s.state.receivedOn,
  defects: s.event.defects,
  correctWithin: s.event.correctWithin ?? correctionDays,
  correctBy: correctionDueOn(s.state, s.today),
  samples: s.guide?.form && `平台办事指南“${s.guide.name}”页的空表和样表`,
})

const extension = ({ event, before, state, today }: PaperSource): Body => {
  const due = event.type === 'extendLegal' ? legalDueOn : promisedDueOn
  const [oldDue, newDue] = [due(before, today), due(state, today)]
  const between = oldDue && newDue && workdaysBetween(dayIndex(today.calendar), dayNumber(oldDue), dayNumber(newDue))
  return {
    limit: event.type === 'extendLegal' ? '法定办结期限' : '承诺办结期限',
    oldDue,
    newDue,
    days: event.days ?? between,
    reason: event.reason,
    approvedBy: event.by.name,
  }
}

const gaps = (s: PaperSource): Body => ({
  missing: (s.event.missing ?? []).map((id) => materialName(s.guide, id)),
  supplementWithin: s.event.supplementWithin,
  supplementBy: gapsDueOn(s.state, s.today),
  acceptedOn: s.event.on,
  legalDue: legalDueOn(s.state, s.today),
  materials: listed(s),
  queryCode: s.queryCode,
})

/** What was not mended in time: the names in the notice, the gaps that were promised. */
const overdue = ({ event, before, guide, today }: PaperSource): Body => {
  const basis = procedure[event.type].article
  if (event.type === 'lapseGaps')
    return {
      basis,
      returned,
      reason: `容缺补正期限(${before.gaps?.within ?? 0}个工作日)届满没有补齐，视为撤回申请`,
      startedOn: before.gaps?.since,
      supplementBy: gapsDueOn(before, today),
      missing: (before.gaps?.missing ?? []).map((id) => materialName(guide, id)),
    }
  return {
    basis,
    returned,
    reason: `补正期限(${before.correction?.within ?? correctionDays}日)届满没有补正，按撤回申请处理`,
    startedOn: before.correction?.notifiedOn,
    correctBy: correctionDueOn(before, today),
    missing: before.correction?.defects.map((defect) => defect.name),
  }
}

/** Which papers a 送达回证 covers: those that decide, end or take back. */
const delivered: readonly string[] = ['grant', 'denial', 'refusal', 'notNeeded', 'renewal', 'change', 'cancellation', 'revocation']
const delivery = (s: PaperSource): Body => ({
  ...(s.event.way ? { deliveryWay: handingWays[s.event.way] } : way(s)),
  deliveredTo: s.event.recipient ?? s.state.delivery?.recipient ?? s.state.applicant?.name,
  deliveredToId: s.event.recipientId && maskIdNumber(tidyIdentifier(s.event.recipientId)),
  relation: s.event.relation,
  witness: s.event.witness,
  place: s.event.place,
  deliveredBy: s.event.by.name,
  parcel: s.event.parcel,
  delivered: s.earlier.filter((paper) => delivered.includes(paper.type)).map(({ title, number }) => ({ title, number })),
})

const checkers = ({ event }: PaperSource): Body => ({
  checkers: [event.by.name, event.secondPerson ?? ''].filter(Boolean),
  checkedOn: event.on,
})

const hearing = ({ state, event }: PaperSource): Body => ({
  matter: state.pinned?.itemName,
  hearingOn: event.hearingOn ?? (event.type === 'holdHearing' ? event.on : undefined),
  hearingTime: event.hearingTime,
  place: event.place ?? state.hearing?.place,
  presider: event.presider ?? state.hearing?.presider?.name,
})

const promises = [
  '已经知晓行政机关告知的全部条件和要求。',
  '符合上列条件，所填信息和所交材料真实、准确。',
  '接受并配合事后核查。',
  '愿意承担不实承诺的法律责任。',
  '以上陈述是申请人的真实意思表示。',
]
const promiseLetter = ({ guide, state }: PaperSource): Body => ({
  conditions: guide?.conditions.join('\n') || `办事指南“${state.pinned?.itemName ?? ''}”所列的条件`,
  promises,
  disclosed: true,
  checkWay: `决定作出后${afterCheckMonths}个月内由两名以上工作人员核查`,
  basis: [procedure.acceptOnPromise.article, basisOf(guide)].filter(Boolean).join('、'),
})

/** The licence that a case is about; without one, that which its grant led to. */
const licence = ({ state, guide }: PaperSource): NonNullable<PaperBody['licence']> => ({
  name: state.about?.name ?? guide?.results.find((result) => result.kind === 'licence')?.name ?? state.pinned?.itemName ?? '',
  number: state.about?.licence ?? '见原决定书',
})
/** What the holder answers otherwise than when the licence was given, in the words of the form. */
const answerChanges = ({ state, guide }: PaperSource): PaperBody['changes'] => {
  const was = state.about?.was
  if (!was || !guide?.form) return undefined
  return fieldsOf(guide.form).flatMap((field) => {
    const [from, to] = [answerText(field, was[field.name]), answerText(field, state.answers[field.name])]
    return from === to ? [] : [{ what: field.label, from, to }]
  })
}
const changed = (s: PaperSource): Body => ({
  ...way(s),
  licence: licence(s),
  acceptedOn: s.state.acceptedOn,
  conditions: s.event.conditions ?? (answerChanges(s)?.length === 0 ? s.state.about?.reason : undefined),
  basis: s.event.basis,
  validTo: s.event.validTo ?? s.state.about?.validTo,
  changes: answerChanges(s),
})
const renewal = (s: PaperSource): Body => {
  const last = s.state.about?.validTo
  return {
    ...changed(s),
    deemed: s.event.type === 'deemRenew' || undefined,
    oldValidTo: last,
    validFrom: s.event.validFrom ?? (last ? addDays(last, 1) : s.event.on),
    validTo: s.event.validTo ?? s.state.about?.renewTo,
  }
}
const revocation = (s: PaperSource): Body => ({
  ...way(s),
  licence: licence(s),
  acceptedOn: s.before.decidedOn,
  reason: s.event.reason ?? s.state.about?.reason ?? s.event.conditions ?? '作出决定以后查实，原许可存在依法应当撤销的情形。',
  basis: s.event.basis ?? '《中华人民共和国行政许可法》第六十九条',
  heard: s.event.opinion,
})
const cancellation = (s: PaperSource): Body => ({
  licence: licence(s),
  reason: s.event.reason ?? s.state.about?.reason ?? s.event.conditions ?? '持证人申请注销',
  basis: s.event.basis ?? '《中华人民共和国行政许可法》第七十条',
})

/** What each type of paper says beside the common head (domain.md C6); a 一次性告知书 for enquiries is of no case. */
export const paperBodies: Record<Exclude<PaperType, 'enquiryNotice'>, (s: PaperSource) => Body> = {
  receipt: (s) => ({ ...receiver(s), materials: listed(s), receivedOn: s.state.receivedOn ?? s.event.on, queryCode: s.queryCode, noticeDue: noticeDueOn(s.state, s.today) }),
  correctionReceipt: (s) => ({ ...receiver(s), materials: listed(s), receivedOn: s.event.on, queryCode: s.queryCode, noticeDue: s.event.type === 'correct' ? noticeDueOn(s.state, s.today) : undefined, promisedDue: promisedDueOn(s.state, s.today) }),
  acceptance,
  correctionNotice,
  refusal: (s) => ({ ...reasons(s), receivedOn: s.state.receivedOn }),
  notNeeded: (s) => ({ ...reasons(s), receivedOn: s.state.receivedOn }),
  grant: (s) => ({ ...way(s), acceptedOn: s.state.acceptedOn, conditions: s.event.conditions, validFrom: s.event.validFrom, validTo: s.event.validTo, basis: s.event.basis ?? basisOf(s.guide), certificate: s.guide?.results.find((result) => result.kind === 'licence') && { name: licence(s).name } }),
  denial: (s) => ({ ...reasons(s), acceptedOn: s.state.acceptedOn, heard: s.event.opinion }),
  delivery,
  withdrawal: (s) => ({ reason: s.event.reason ?? '申请人撤回申请', basis: procedure[s.event.type].article, returned }),
  special: (s) => ({ special: s.event.special, startedOn: s.event.on, expectedDays: s.event.expectedDays, basis: s.event.basis, reason: s.event.reason, remainingDays: clockOf(s.state, s.today).remaining }),
  extension,
  gaps,
  supplementOverdue: overdue,
  deemedWithdrawal: overdue,
  promiseLetter,
  afterCheck: (s) => ({ ...checkers(s), passed: s.event.type === 'passAfterCheck', record: [s.event.record, s.event.reason].filter(Boolean).join('\n'), basis: s.event.basis ?? procedure[s.event.type].article }),
  hearingNotice: (s) => ({ ...hearing(s), reason: s.event.reason, basis: s.event.basis, applyWithin: hearingApplyDays, applyBy: hearingApplyDueOn(s.event.on, s.today) }),
  hearingAnnouncement: (s) => ({ ...hearing(s), basis: s.event.basis }),
  hearingRecord: (s) => ({ ...hearing(s), recorder: s.event.by.name, record: s.event.record, conclusion: s.event.opinion }),
  siteRecord: (s) => ({ ...checkers(s), place: s.event.place, record: s.event.record ?? s.event.opinion, conclusion: s.event.opinion, photos: s.event.photos?.map(({ name, sha256 }) => ({ name, sha256 })) }),
  handOver: (s) => ({ ...course(s), from: s.event.by.unit ?? s.state.pinned?.department, to: [s.event.toUnit, s.event.toOfficer].filter(Boolean).join(' '), reason: s.event.reason, approvedBy: s.event.by.name }),
  opinionRequest: (s) => ({ ...course(s), from: s.state.pinned?.department, to: s.event.toUnit, question: s.event.question, replyWithin: s.event.days, replyBy: replyDueOn(s.event.on, s.event.days ?? 0, s.today) }),
  forwarding: (s) => ({ from: s.state.remote?.unit || s.event.by.unit, to: s.state.pinned?.department, materials: listed(s), parcel: s.event.parcel, receivedOn: s.state.receivedOn, receivedBy: s.event.by.name, noticeDue: noticeDueOn(s.state, s.today) }),
  remind: (s) => ({ ...course(s), from: [s.event.by.role === 'applicant' ? '' : s.event.by.unit, s.event.by.name].filter(Boolean).join(' '), to: s.state.pinned?.department, reason: s.event.reason, remainingDays: clockOf(s.state, s.today).remaining }),
  supervision: (s) => ({ ...course(s), from: [s.event.by.unit, s.event.by.name].filter(Boolean).join(' '), to: s.state.pinned?.department, responsible: s.state.assigned?.officer?.name, rule: procedure.supervise.article, reason: s.event.reason, replyWithin: supervisionReplyDays, replyBy: replyDueOn(s.event.on, supervisionReplyDays, s.today) }),
  termination: (s) => ({ ...reasons(s), returned }),
  voiding: (s) => ({ reason: s.before.voiding?.reason, proposedBy: s.before.voiding?.name, proposedOn: s.before.voiding?.on, approvedBy: s.event.by.name, basis: procedure.confirmVoid.article }),
  renewal,
  change: changed,
  cancellation,
  revocation,
} // biome-ignore format: one row a type of paper
