import { chineseDate, type LocalDate } from '../../../kernel/date.ts'
import { type About, aboutKinds } from '../terms/course.ts'
import { type ActName, acts, type Case, type CaseEvent, type Clock, type Due, type Stage, stages } from '../terms.ts'
import { isMoreAsked } from './beside.ts'
import { queueOf } from './queue.ts'
import { stepsInOrder } from './steps.ts'

/** What the office says to itself: the applicant reads that it happened, not the words. */
export const insideActs: ReadonlySet<ActName> = new Set<ActName>([
  'passStep', 'returnStep', 'handOver', 'askOpinion', 'giveOpinion', 'withdrawOpinion', 'proposeSpecial', 'proposeGrant', 'proposeDeny', 'proposeVoid', 'supervise', 'replySupervision',
]) // biome-ignore format: a list of words

/** What the decision of a case about a licence is called. */
const decisionWords: Record<About['kind'], string> = {
  change: '准予变更',
  renew: '准予延续',
  reissue: '准予补证',
  cancel: '准予注销',
  revoke: '撤销证照',
}

/** An act in words; a decision about a licence says what it does to it. */
export const actWords = (type: ActName, about?: Pick<About, 'kind'>): string => {
  if (about && type === 'grant') return decisionWords[about.kind]
  return about?.kind === 'revoke' && type === 'proposeGrant' ? '拟撤销证照' : acts[type]
}

/** What a stage is called; a 撤销 that was decided is no 准予. */
export const stageName = (stage: Stage, about?: Pick<About, 'kind'>): string =>
  stage === 'granted' && about?.kind === 'revoke' ? '已撤销证照' : stages[stage]

/** Which licence a case is about, and what is wanted of it: “延续 取水许可证(证照编号 1506…)”. */
export const aboutWords = ({ kind, name, licence }: About): string => `${aboutKinds[kind]} ${name ?? '证照'}(证照编号 ${licence})`

/** Whose turn it is, in words: the applicant, an office, nobody any more. */
export type Turn = { readonly who: 'applicant' | 'office' | 'nobody'; readonly name: string }

/** One knot of the spine (ui.md): a step with its state, when it was done, and by when it must be. */
export type Node = {
  readonly name: string
  readonly state: 'done' | 'now' | 'todo' | 'stop'
  readonly when?: string
  readonly note?: string
}

const by = (due: Due | undefined): string => (due ? chineseDate(due.on) : '')

const words: Record<Stage, (c: Case, clock: Clock, department: string) => string> = {
  draft: () => '还没有提交',
  submitted: (_, clock) => `已提交，等预审(最迟${by(clock.noticeDue)}答复)`,
  preReviewReturned: () => '预审没有通过，请修改后重新提交',
  preReviewed: () => '预审通过，请把原件交到窗口',
  received: (_, clock) => `已收到，等受理(最迟${by(clock.noticeDue)})`,
  correcting: (_, clock) => `等您补正(${by(clock.correctionDue)}前)`,
  corrected: (_, clock) => `补正已交，等受理(最迟${by(clock.noticeDue)})`,
  notNeeded: () => '不需要办理',
  refused: () => '不予受理',
  accepted: (_, __, department) => `办理中，轮到${department}`,
  acceptedWithGaps: (_, clock) => `已受理，等您补齐材料(${by(clock.supplementDue)}前)`,
  processing: (_, __, department) => `办理中，轮到${department}`,
  paused: (c) => `${open(c).join('、')}进行中，时限暂停`,
  toDecide: () => '审定中',
  granted: (c) =>
    c.renewedBySilence ? '视为准予延续，结果送达中' : c.about?.kind === 'revoke' ? '证照已撤销，决定书送达中' : '已办成，结果送达中',
  denied: () => '未批准，结果送达中',
  finished: (c) => (c.revoked ? '决定已撤销' : c.about?.kind === 'revoke' ? '证照已撤销' : c.outcome === 'denied' ? '未批准' : '已办成'),
  withdrawn: () => '已撤回',
  deemedWithdrawn: () => '已按撤回处理，可接着旧资料再办',
  terminated: () => '已终止',
  voided: () => '已作废',
}
const open = (c: Case): string[] => c.pauses.filter((p) => p.to === undefined).map((p) => p.kind)

/** The state in words for citizens (ui.md §2.4). */
export const stageWords = (c: Case, clock: Clock, department: string): string => words[c.stage](c, clock, department)

/** Who must do something next. */
export const turnOf = (c: Case, department: string): Turn => {
  const queue = queueOf(c.stage)
  if (queue === 'closed') return { who: 'nobody', name: '' }
  if (queue === 'applicant' || c.stage === 'preReviewed' || (queue === 'review' && isMoreAsked(c))) return { who: 'applicant', name: '您' }
  return { who: 'office', name: queue === 'accept' || queue === 'preReview' ? '综合窗口' : queue === 'deliver' ? '出件窗口' : department }
}

/** The next date that matters, with what it is. */
export const nextDate = (c: Case, clock: Clock): { readonly what: string; readonly due: Due } | undefined => {
  const dates: readonly (readonly [string, Due | undefined])[] = [
    ['请在此日前补正', clock.correctionDue],
    ['请在此日前补齐材料', c.stage === 'acceptedWithGaps' ? clock.supplementDue : undefined],
    ['最迟告知是否受理', clock.noticeDue],
    ['最迟送达', c.deliveredOn ? undefined : clock.deliverDue],
    ['承诺办结', c.decidedOn || c.endedOn ? undefined : clock.promisedDue],
    ['法定办结', c.decidedOn || c.endedOn ? undefined : clock.legalDue],
  ]
  const found = dates.find(([, due]) => due !== undefined)
  return found?.[1] && { what: found[0], due: found[1] }
}

const doneWhen = (events: readonly CaseEvent[], ...types: CaseEvent['type'][]): LocalDate | undefined =>
  events.findLast((e) => types.includes(e.type))?.on

type Knot = { readonly name: string; readonly on: LocalDate | undefined; readonly note?: string | undefined; readonly isOpen?: boolean }

const beforeAcceptance = (c: Case, events: readonly CaseEvent[]): Knot[] => {
  if (c.about?.kind === 'revoke')
    return [
      { name: '启动撤销', on: c.acceptedOn },
      { name: '告知听证权利', on: c.hearing?.toldOn },
    ]
  const knots: Knot[] = [{ name: '提交申请', on: c.submittedOn ?? c.receivedOn }]
  if (c.pinned?.depth === '2') knots.push({ name: '预审', on: doneWhen(events, 'preReviewPass') })
  knots.push({ name: '收件', on: c.receivedOn })
  if (c.correction) knots.push({ name: '补正', on: c.correction.correctedOn, note: '一次性补正告知' })
  knots.push({ name: '受理', on: c.acceptedOn, note: c.deemed ? '期满没有告知，自收到材料之日起视为受理' : undefined })
  return knots
}

/** The way of the case as knots on a line: what is done and when, where it is, what is still to come, where it stopped. */
export const spineOf = (c: Case, clock: Clock, events: readonly CaseEvent[]): Node[] => {
  const inReview = queueOf(c.stage) === 'review'
  const steps: Knot[] = stepsInOrder(c).map(({ name, on, isOpen }) => ({ name, on, isOpen: isOpen && inReview }))
  const knots: Knot[] = [
    ...beforeAcceptance(c, events),
    ...(c.gaps ? [{ name: '补齐容缺材料', on: c.gaps.suppliedOn }] : []),
    ...steps,
    { name: '决定', on: c.decidedOn, note: c.outcome === 'denied' ? '未批准' : undefined },
    { name: '送达', on: c.deliveredOn },
  ]
  const stopped = c.endedOn !== undefined && c.deliveredOn === undefined
  const at = knots.findIndex((knot) => knot.on === undefined)
  return knots.slice(0, stopped && at >= 0 ? at + 1 : knots.length).map((knot, i) => nodeOf(knot, i, at, stopped, c, clock))
}

const nodeOf = (knot: Knot, i: number, at: number, stopped: boolean, c: Case, clock: Clock): Node => {
  if (knot.on) return { name: knot.name, state: 'done', when: chineseDate(knot.on), ...(knot.note ? { note: knot.note } : {}) }
  if (i !== at && !knot.isOpen) return { name: knot.name, state: 'todo' }
  if (stopped && c.endedOn) return { name: stageWords(c, clock, ''), state: 'stop', when: chineseDate(c.endedOn) }
  const expected = c.pauses
    .filter((p) => p.to === undefined)
    .map((p) => `时限暂停，共约${p.expectedDays ?? ''}个工作日(${p.kind}，行政许可法第四十五条)`)
  return { name: knot.name, state: 'now', ...(expected[0] ? { note: expected[0] } : {}) }
}
