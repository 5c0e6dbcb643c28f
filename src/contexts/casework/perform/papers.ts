import type { Sql } from '../../../platform/db.ts'
import { findGuide, type Guide } from '../../catalogue/index.ts'
import { listPapers, type Paper, type PaperBody, type PaperMaterial, recordPaper } from '../../documents/index.ts'
import { clockOf, correctionDays, correctionDueOn, gapsDueOn, legalDueOn, noticeDueOn, promisedDueOn } from '../rules/clock.ts'
import { afterCheckDueOn, hearingApplyDays, hearingApplyDueOn, replyDueOn, supervisionReplyDays } from '../rules/deadlines.ts'
import { promiseMaterial } from '../rules/guard.ts'
import { present } from '../rules/present.ts'
import { paperOf, procedure } from '../rules/procedure.ts'
import type { Case, CaseEvent, CasePaper, Today } from '../terms.ts'

/** All a paper may draw from: the event, the case before and after it, the guide it was filed under. */
export type PaperSource = {
  readonly caseId: string
  readonly no: string
  readonly queryCode: string
  readonly event: CaseEvent
  readonly before: Case
  readonly state: Case
  readonly guide: Guide | undefined
  readonly today: Today
}

const kinds = { '1': '原件', '2': '复印件', '3': '原件和复印件' } as const
export const deliveryWays = { window: '窗口领取', post: '邮寄送达', electronic: '电子送达' } as const

/** What a material is called in the guide; its id when the guide no longer names it. */
export const materialName = (guide: Guide | undefined, id: string): string =>
  guide?.materials.find((m) => m.id === id)?.name ?? (id === promiseMaterial ? '承诺书' : id)

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
  const electronic = [...files].map(([id, count]) => ({ name: materialName(guide, id), copies: count, format: '电子' }))
  const made = (guide?.materials ?? [])
    .filter((m) => m.fromForm)
    .map((m) => ({ name: m.name, kind: kinds[m.kind], copies: 1, format: '电子' }))
  return [...(handIns.includes(event.type) ? [] : made), ...paper, ...electronic]
}

const basisOf = (guide: Guide | undefined): string | undefined =>
  guide?.basis.map((b) => `《${b.title.replace(/^《|》$/g, '')}》${b.article ?? ''}`).join('、') || undefined

const common = ({ state, guide }: PaperSource) => ({
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
})

const receiver = ({ event, guide }: PaperSource) => ({
  receivedBy: event.by.role === 'applicant' ? '网上办事大厅' : event.by.name,
  window: event.by.role === 'applicant' ? undefined : guide?.places[0]?.window,
})

const limits = ({ state, today }: PaperSource) => ({ legalDue: legalDueOn(state, today), promisedDue: promisedDueOn(state, today) })
const way = ({ state }: PaperSource) => ({ deliveryWay: state.delivery && deliveryWays[state.delivery.way] })
const reasons = ({ event }: PaperSource) => ({ reason: event.reason ?? event.opinion, basis: event.basis, rightAgency: event.rightAgency })

const extension = ({ event, before, state, today }: PaperSource) => {
  const legal = event.type === 'extendLegal'
  return {
    limit: legal ? ('法定办结期限' as const) : ('承诺办结期限' as const),
    oldDue: legal ? legalDueOn(before, today) : promisedDueOn(before, today),
    newDue: legal ? legalDueOn(state, today) : promisedDueOn(state, today),
    days: event.days,
    reason: event.reason,
    approvedBy: event.by.name,
  }
}

const withdrawal = ({ event, state }: PaperSource) => {
  const lapses: Partial<Record<CaseEvent['type'], string>> = {
    lapseCorrection: `补正期限(${state.correction?.within ?? correctionDays}日)届满没有补正,按撤回申请处理`,
    lapseGaps: `容缺补正期限(${state.gaps?.within ?? 0}个工作日)届满没有补齐,视为撤回申请`,
  }
  return {
    reason: lapses[event.type] ?? event.reason ?? '申请人撤回申请',
    basis: procedure[event.type].article,
    returned: '电子材料保留在用户空间,纸质材料到收件窗口领回',
  }
}

/** The certificate a grant leads to; a reply or an approval is none. */
const certificateOf = (guide: Guide | undefined) => {
  const licence = guide?.results.find((result) => result.kind === 'licence')
  return licence && { name: licence.name }
}

/** What each type of paper says beside the common head (domain.md C6). */
const bodies: Record<CasePaper, (s: PaperSource) => Partial<{ [K in keyof PaperBody]: PaperBody[K] | undefined }>> = {
  receipt: (s) => ({ ...receiver(s), materials: listed(s), appliedOn: s.state.submittedOn, receivedOn: s.state.receivedOn ?? s.event.on, queryCode: s.queryCode, noticeDue: noticeDueOn(s.state, s.today) }),
  correctionReceipt: (s) => ({ ...receiver(s), materials: listed(s), receivedOn: s.event.on, queryCode: s.queryCode, noticeDue: s.event.type === 'correct' ? noticeDueOn(s.state, s.today) : undefined, promisedDue: promisedDueOn(s.state, s.today) }),
  acceptance: (s) => ({ ...limits(s), ...way(s), materials: listed(s), appliedOn: s.state.submittedOn ?? s.state.receivedOn, receivedOn: s.state.receivedOn, acceptedOn: s.event.on, queryCode: s.queryCode, deemed: s.state.deemed || undefined, notCounted: s.guide?.specialProcedures.map((p) => p.name) }),
  correctionNotice: (s) => ({ receivedOn: s.state.receivedOn, defects: s.event.defects, correctWithin: s.event.correctWithin ?? correctionDays, correctBy: correctionDueOn(s.state, s.today) }),
  refusal: (s) => ({ ...reasons(s), receivedOn: s.state.receivedOn }),
  notNeeded: (s) => ({ ...reasons(s), receivedOn: s.state.receivedOn }),
  grant: (s) => ({ ...way(s), acceptedOn: s.state.acceptedOn, conditions: s.event.conditions, validFrom: s.event.validFrom, validTo: s.event.validTo, basis: s.event.basis ?? basisOf(s.guide), certificate: certificateOf(s.guide) }),
  denial: (s) => ({ ...reasons(s), acceptedOn: s.state.acceptedOn, heard: s.event.opinion }),
  delivery: (s) => ({ ...way(s), deliveredTo: s.event.recipient ?? s.state.delivery?.recipient ?? s.state.applicant?.name, deliveredBy: s.event.by.name, parcel: s.event.parcel }),
  withdrawal: (s) => withdrawal(s),
  special: (s) => ({ special: s.event.special, startedOn: s.event.on, expectedDays: s.event.expectedDays, basis: s.event.basis, remainingDays: clockOf(s.state, s.today).remaining }),
  extension: (s) => extension(s),
  gaps: (s) => ({ missing: (s.event.missing ?? []).map((id) => materialName(s.guide, id)), supplementWithin: s.event.supplementWithin, supplementBy: gapsDueOn(s.state, s.today), acceptedOn: s.event.on, legalDue: legalDueOn(s.state, s.today), materials: listed(s), queryCode: s.queryCode }),
  supplementOverdue: (s) => withdrawal(s),
  hearingNotice: (s) => ({ matter: s.state.pinned?.itemName, reason: s.event.reason, basis: s.event.basis, applyWithin: hearingApplyDays, applyBy: hearingApplyDueOn(s.event.on, s.today) }),
  hearingAnnouncement: (s) => ({ matter: s.state.pinned?.itemName, hearingOn: s.event.hearingOn, hearingTime: s.event.hearingTime, place: s.event.place, presider: s.event.presider }),
  hearingRecord: (s) => ({ matter: s.state.pinned?.itemName, hearingOn: s.event.on, place: s.state.hearing?.place, presider: s.state.hearing?.presider?.name, recorder: s.event.by.name, record: s.event.record }),
  siteRecord: (s) => ({ ...checkers(s), place: s.event.place, record: s.event.record ?? s.event.opinion, conclusion: s.event.opinion }),
  promiseLetter: (s) => ({ conditions: s.guide?.conditions.join(';') || s.state.pinned?.itemName, promises, liability: '承诺不实的,撤销决定,一定时期内不再适用告知承诺', checkWay: '事后核查', checkBy: afterCheckDueOn(s.event.on, s.today), acceptedOn: s.event.on }),
  afterCheck: (s) => ({ ...checkers(s), passed: s.state.afterCheck?.kept, record: s.event.record, reason: s.event.reason, basis: s.event.basis }),
  handOver: (s) => ({ from: s.event.by.unit, to: s.event.toOfficer ?? s.event.toUnit, reason: s.event.reason, approvedBy: s.event.by.name }),
  opinionRequest: (s) => ({ from: s.state.pinned?.department, to: s.event.toUnit, question: s.event.question, replyWithin: s.event.days, replyBy: replyDueOn(s.event.on, s.event.days ?? 0, s.today) }),
  forwarding: (s) => ({ from: s.state.remote?.unit, to: s.state.pinned?.department, materials: listed(s), parcel: s.event.parcel }),
  remind: (s) => ({ from: s.event.by.name, to: s.state.pinned?.department, reason: s.event.reason }),
  supervision: (s) => ({ from: s.event.by.unit ?? s.event.by.name, to: s.state.pinned?.department, reason: s.event.reason, replyWithin: supervisionReplyDays, replyBy: replyDueOn(s.event.on, supervisionReplyDays, s.today) }),
  termination: (s) => ({ ...reasons(s), returned: '电子材料保留在用户空间,纸质材料到收件窗口领回' }),
  voiding: (s) => ({ reason: s.before.voiding?.reason, proposedBy: s.before.voiding?.name, proposedOn: s.before.voiding?.on, approvedBy: s.event.by.name }),
  renewal: (s) => ({ licence: { name: certificateOf(s.guide)?.name ?? '行政许可证件', number: s.state.about?.licence ?? '' }, oldValidTo: s.state.about?.validTo, validFrom: s.event.on, basis: procedure.deemRenew.article }),
} // biome-ignore format: one row a type of paper

const promises = ['已经知晓办理条件和要求', '符合办理条件,所填信息和材料真实', '接受核查,承担不实承诺的法律责任']
const checkers = ({ event }: PaperSource) => ({ checkers: [event.by.name, event.secondPerson ?? ''].filter(Boolean), checkedOn: event.on })

const decisions = ['grant', 'denial', 'refusal', 'notNeeded']

/** Records the paper of an event in the caller's transaction; undefined when it makes none. */
export const recordPaperOf = async (
  sql: Sql,
  source: Omit<PaperSource, 'guide'>,
): Promise<{ id: string; number: string; type: CasePaper } | undefined> => {
  const { pinned, applicant } = source.state
  const type = paperOf(source.event, source.before, source.state)
  if (!type || !pinned || !applicant) return undefined
  const guide = (await findGuide(sql, pinned.item, pinned.guideVersion))?.guide
  const s = { ...source, guide }
  const delivered =
    type === 'delivery'
      ? (await listPapers(sql, s.caseId)).filter((p) => decisions.includes(p.type)).map(({ title, number }) => ({ title, number }))
      : undefined
  const body = present({ ...common(s), ...bodies[type](s), delivered }) as PaperBody
  const paper: Paper = {
    type,
    caseNo: s.no,
    caseId: s.caseId,
    division: pinned.division,
    unit: pinned.department,
    recipient: applicant.name,
    on: s.event.doneOn,
    body,
  }
  return { ...(await recordPaper(sql, paper)), type }
}
