import type { Calendar } from '../../kernel/calendar.ts'
import { addDays, localDate } from '../../kernel/date.ts'
import { isRefusal, type Refusal } from '../../kernel/refusal.ts'
import { decide, fold } from './decide.ts'
import type { Act, ActDetails, ActName, Actor, Applicant, Case, CaseEvent, Pinned, Role } from './terms.ts'

const ranges2025and2026: readonly (readonly [string, string, string])[] = [
  ['2025-01-01', '2025-01-01', '元旦'], ['2025-01-28', '2025-02-04', '春节'], ['2025-04-04', '2025-04-06', '清明节'], ['2025-05-01', '2025-05-05', '劳动节'],
  ['2025-05-31', '2025-06-02', '端午节'], ['2025-10-01', '2025-10-08', '国庆节、中秋节'],
  ['2026-01-01', '2026-01-03', '元旦'], ['2026-02-15', '2026-02-23', '春节'], ['2026-04-04', '2026-04-06', '清明节'], ['2026-05-01', '2026-05-05', '劳动节'],
  ['2026-06-19', '2026-06-21', '端午节'], ['2026-09-25', '2026-09-27', '中秋节'], ['2026-10-01', '2026-10-07', '国庆节'],
] // biome-ignore format: a list of days
const makeUp = ['2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11', '2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'] // biome-ignore format: a list of days

const daysOf = ([from, to, name]: readonly [string, string, string]): [string, string][] => {
  const days: [string, string][] = []
  for (let day = localDate(from); day <= to; day = addDays(day, 1)) days.push([day, name])
  return days
}

/** 国办发明电 for 2025 and 2026 (domain.md C2); 2027 is not known. */
export const testCalendar: Calendar = {
  version: 1,
  holidays: new Map(ranges2025and2026.flatMap(daysOf)),
  makeUpDays: new Map(makeUp.map((day) => [day, '调休'])),
  publishedYears: new Set([2025, 2026]),
}

export const on = (day: string) => ({ date: localDate(day), calendar: testCalendar })

export const testPinned: Pinned = {
  item: '11152700MB1234567X3000101001000',
  itemName: '取水许可',
  guideVersion: 1,
  itemType: '01',
  division: '150600000000',
  department: '市水利局',
  departmentCode: '11152700MB1234567X',
  depth: '4',
  unit: 'workday',
  legal: 20,
  promised: 10,
  instant: false,
  steps: [
    { name: '受理', by: 'clerk', days: 1 },
    { name: '审查', by: 'approver', days: 5 },
    { name: '决定', by: 'decider', days: 3 },
  ],
  toleratesGaps: true,
}
export const testApplicant: Applicant = {
  kind: 'person',
  id: 'person-1',
  name: '张三',
  idNumber: '150602199001011234',
  phone: '13800003210',
}

/** One actor a role, all of them different people; the applicant stands before the clerks. */
export const actorOf = (role: Role): Actor => ({
  role,
  id: `${role}-1`,
  name: role,
  ...(role === 'applicant' ? { onBehalfOf: testApplicant.id } : {}),
  ...(role === 'clerk' || role === 'remoteClerk' ? { onBehalfOf: testApplicant.id, visit: 'visit-1' } : {}),
  ...(role === 'consulted' ? { department: 'consulted-department' } : {}),
  ...(role === 'remoteClerk' ? { division: '150602000000' } : {}),
})

/** Details with which each act passes its checks, in a case of `testPinned`. */
export const detailsOf: Partial<Record<ActName, ActDetails>> = {
  preReviewReturn: { reason: '缺少身份证背面' },
  receive: { checked: [{ material: 'm1', form: '原件', copies: 1 }] },
  correctOnSpot: { reason: '更正笔误' },
  notifyCorrection: { defects: [{ target: 'm1', name: '营业执照', problem: '已过期', cure: '上传有效的营业执照' }] },
  declareNotNeeded: { reason: '不需要许可', basis: '水法第四十八条' },
  refuse: { reason: '不属于本机关职权', basis: '水法第四十八条', rightAgency: '自治区水利厅' },
  receiveRemote: { checked: [{ material: 'm1', form: '原件', copies: 1 }] },
  acceptOnPromise: { checked: [{ material: 'promise', form: '原件', copies: 1 }] },
  acceptWithGaps: { missing: ['m2'], supplementWithin: 10, checked: [{ material: 'promise', form: '原件', copies: 1 }] },
  supplyGaps: { materials: [{ material: 'm2', sha256: 'a'.repeat(64), name: '补.pdf', size: 1, type: 'application/pdf' }] },
  passStep: { opinion: '符合条件' },
  returnStep: { step: 's2', reason: '结论依据不足' },
  handOver: { reason: '经办人调岗', toUnit: '水资源科' },
  requestMore: { request: '取水口坐标图' },
  supplyMore: { materials: [{ material: 'm9', sha256: 'c'.repeat(64), name: '坐标图.pdf', size: 1, type: 'application/pdf' }] },
  askOpinion: { toDepartment: 'consulted-department', toUnit: '市生态环境局', question: '取水是否影响湿地', days: 5 },
  giveOpinion: { opinion: '没有影响', agrees: true },
  withdrawOpinion: { reason: '该部门已另行书面答复' },
  proposeSpecial: { special: '专家评审', expectedDays: 10, basis: '水法' },
  tellHearing: { reason: '拟不予许可，涉及申请人重大利益', basis: '行政许可法第四十七条' },
  announceHearing: { hearingOn: localDate('2026-07-17'), place: '市政务服务中心301', presider: '王五', presiderId: 'presider-1' },
  holdHearing: { record: '申请人陈述，双方质证' },
  terminate: { reason: '申请人死亡', basis: '终止办理规则' },
  passAfterCheck: { record: '现场与承诺一致', secondPerson: '李四', secondPersonId: 'approver-9' },
  failAfterCheck: {
    record: '现场没有计量设施',
    reason: '与承诺不符',
    basis: '行政许可法第六十九条',
    secondPerson: '李四',
    secondPersonId: 'approver-9',
  },
  openRevocation: { reason: '以欺骗手段取得', basis: '行政许可法第六十九条第二款' },
  proposeVoid: { reason: '重复录入' },
  supervise: { reason: '将要超期' },
  replySupervision: { opinion: '今日办结' },
  startSpecial: { special: '专家评审', expectedDays: 10, basis: '水法' },
  endSpecial: { special: '专家评审', opinion: '通过' },
  extendLegal: { days: 10, reason: '案情复杂' },
  extendPromise: { to: localDate('2026-07-20'), reason: '系统升级' },
  proposeGrant: { opinion: '建议准予' },
  proposeDeny: { opinion: '建议不予' },
  deny: { reason: '不符合条件', basis: '水法第四十八条' },
  deliver: { recipient: '张三' },
}

export type Step = readonly [type: ActName, on: string, extra?: Partial<Act>]

/** An act with details that pass, done by the usual person of its role. */
export const actOf = (type: ActName, by: Actor, extra: Partial<Act> = {}): Act => ({ ...detailsOf[type], by, ...extra, type })

const usual: Partial<Record<ActName, Role>> = {
  receive: 'clerk', notifyCorrection: 'clerk', accept: 'clerk', acceptWithGaps: 'clerk', refuse: 'clerk', declareNotNeeded: 'clerk', correctOnSpot: 'clerk', preReviewPass: 'clerk',
  preReviewReturn: 'clerk', deemAccept: 'law', lapseCorrection: 'law', lapseGaps: 'law', passStep: 'approver', proposeGrant: 'approver', proposeDeny: 'approver', startSpecial: 'chief', proposeSpecial: 'approver',
  endSpecial: 'approver', extendLegal: 'decider', extendPromise: 'chief', grant: 'decider', deny: 'decider', deliver: 'issuer',
  receiveRemote: 'remoteClerk', forwardRemote: 'remoteClerk', acceptOnPromise: 'clerk', returnStep: 'approver', handOver: 'chief', requestMore: 'approver', askOpinion: 'approver', giveOpinion: 'consulted', withdrawOpinion: 'approver',
  tellHearing: 'approver', announceHearing: 'chief', holdHearing: 'chief', deemRenew: 'law', terminate: 'decider', passAfterCheck: 'approver', failAfterCheck: 'approver', proposeVoid: 'chief',
  confirmVoid: 'bureau', openRevocation: 'approver', supervise: 'supervisor', replySupervision: 'chief',
} // biome-ignore format: pairs
export const usualActor = (type: ActName): Actor => actorOf(usual[type] ?? 'applicant')

/** A 特别程序 is proposed before it is started; a list of steps need not say so. */
const withProposals = (steps: readonly Step[]): Step[] =>
  steps.flatMap((step, i) => {
    const [type, day, extra] = step
    const isProposed =
      type !== 'startSpecial' || steps.slice(0, i).some(([one, , more]) => one === 'proposeSpecial' && more?.special === extra?.special)
    return isProposed ? [step] : [['proposeSpecial', day, extra?.special ? { special: extra.special } : {}] as Step, step]
  })

/** Plays acts one after another; throws on the first refusal. */
export const play = (steps: readonly Step[], pinned: Pinned = testPinned): { events: CaseEvent[]; state: Case } => {
  const events: CaseEvent[] = []
  for (const [type, day, extra] of withProposals(steps)) {
    const filing = type === 'submit' ? { pinned, applicant: testApplicant } : {}
    const outcome = decide(actOf(type, usualActor(type), { ...filing, ...extra }), fold(events), on(day))
    if (isRefusal(outcome)) throw new Error(`${type} on ${day}: ${outcome.refused}`)
    events.push(...outcome)
  }
  return { events, state: fold(events) }
}

/** Tries one more act after others. */
export const attempt = (steps: readonly Step[], [type, day, extra]: Step, pinned: Pinned = testPinned): CaseEvent[] | Refusal =>
  decide(actOf(type, extra?.by ?? usualActor(type), extra), play(steps, pinned).state, on(day))

export const refusedCode = (outcome: unknown): string | undefined => (isRefusal(outcome) ? outcome.refused : undefined)
