import assert from 'node:assert/strict'
import { test } from 'node:test'
import { localDate } from '../../../kernel/date.ts'
import { fold } from '../decide.ts'
import type { Case, Clock, Pinned } from '../terms.ts'
import { attempt, on, play, refusedCode, type Step, testCalendar, testPinned } from '../testing.ts'
import { clockOf, lampDates, nextDueOn } from './clock.ts'
import { lowerReviewDueOn, renewalBy, renewedBySilenceOn } from './deadlines.ts'

const limits = (legal: number | null, promised: number | null, more: Partial<Pinned> = {}): Pinned => ({
  ...testPinned,
  legal,
  promised,
  steps: [],
  ...more,
})
const acceptedOn = (day: string, ...then: Step[]): Step[] => [['submit', day], ['accept', day], ...then]
const clock = (steps: readonly Step[], pinned: Pinned, today: string): Clock => clockOf(play(steps, pinned).state, on(today))
const dues = (c: Clock) => ({ legal: c.legalDue?.on, promised: c.promisedDue?.on })
const told = (c: Clock) => ({ used: c.used, remaining: c.remaining, lamp: c.lamp })

test('T01 受理次日起算：20 个工作日、承诺 10 个工作日', () =>
  assert.deepEqual(dues(clock(acceptedOn('2025-03-03'), limits(20, 10), '2025-03-03')), { legal: '2025-03-31', promised: '2025-03-17' }))

test('T02 春节不计、调休的周日和周六计入', () =>
  assert.deepEqual(dues(clock(acceptedOn('2025-01-17'), limits(20, 7), '2025-01-17')), { legal: '2025-02-20', promised: '2025-01-27' }))

test('T03 劳动节前后', () => assert.equal(clock(acceptedOn('2025-04-25'), limits(20, 5), '2025-04-25').promisedDue?.on, '2025-05-06'))

test('T05 九天春节；每个变动的日子都说明原因', () => {
  const due = clock(acceptedOn('2026-02-13'), limits(20, 10), '2026-02-13').promisedDue
  assert.equal(due?.on, '2026-03-05')
  assert.deepEqual(due?.because, [
    '自2026年2月13日受理次日起算，第10个工作日为2026年3月5日(周四)',
    '2026年2月14日(周六)为调休工作日，计入',
    '2026年2月15日至23日春节放假，不计',
    '2026年2月28日(周六)为调休工作日，计入',
  ])
})

test('T06 到期日可以是调休的周六', () =>
  assert.equal(clock(acceptedOn('2026-02-14'), limits(20, 5), '2026-02-14').promisedDue?.on, '2026-02-28'))

test('T07 第五个工作日发出补正告知是及时的', () => {
  const received: Step[] = [['submit', '2025-06-25']]
  assert.equal(clock(received, testPinned, '2025-06-25').noticeDue?.on, '2025-07-02')
  const { state } = play([...received, ['notifyCorrection', '2025-07-02']])
  assert.equal(state.stage, 'correcting')
  const then = clockOf(state, on('2025-07-02'))
  assert.deepEqual([then.used, then.legalDue, then.lamp], [undefined, undefined, undefined])
})

test('T08 五个工作日内没有告知的，自收到材料之日起即为受理', () => {
  const received: Step[] = [['submit', '2025-06-25']]
  assert.equal(refusedCode(attempt(received, ['deemAccept', '2025-07-02'])), 'notice-not-due')
  const { state } = play([...received, ['deemAccept', '2025-07-03']], limits(20, 20))
  assert.deepEqual([state.stage, state.deemed, state.acceptedOn], ['accepted', true, '2025-06-25'])
  const c = clockOf(state, on('2025-07-03'))
  assert.deepEqual([c.legalDue?.on, c.used, c.remaining], ['2025-07-23', 6, 14])
  assert.equal(refusedCode(attempt([...received, ['deemAccept', '2025-07-03']], ['notifyCorrection', '2025-07-03'])), 'wrong-stage')
  assert.equal(refusedCode(attempt(received, ['notifyCorrection', '2025-07-03'])), 'notice-late')
})

test('T09 周六晚上网上提交，次工作日起算五个工作日', () => {
  const { state } = play([['submit', '2025-07-05']])
  assert.deepEqual(
    [state.stage, state.receivedOn, clockOf(state, on('2025-07-05')).noticeDue?.on],
    ['received', '2025-07-05', '2025-07-11'],
  )
})

test('T11 补正后的受理日期是收到补正材料之日', () => {
  const steps: Step[] = [
    ['submit', '2025-08-04'],
    ['notifyCorrection', '2025-08-06'],
    ['correct', '2025-08-20'],
    ['accept', '2025-08-22'],
  ]
  const { state, events } = play(steps, limits(20, 7))
  assert.equal(state.acceptedOn, '2025-08-20')
  assert.equal(events.at(-1)?.doneOn, '2025-08-22')
  assert.deepEqual(dues(clockOf(state, on('2025-08-22'))), { legal: '2025-09-17', promised: '2025-08-29' })
})

const review: Step[] = [
  ['startSpecial', '2025-03-07'],
  ['endSpecial', '2025-03-21'],
]
test('T12 专家评审的时间不计入期限', () => {
  const c = clock(acceptedOn('2025-03-03', ...review), limits(20, 10), '2025-03-21')
  assert.deepEqual(dues(c), { legal: '2025-04-15', promised: '2025-03-31' })
  assert.ok(c.promisedDue?.because.includes('2025年3月7日至2025年3月21日专家评审，其间10个工作日不计入期限(行政许可法第四十五条)'))
})

test('T15 特别程序中：灯灰，剩余不变，没有到期日', () => {
  const c = clock(
    acceptedOn('2025-11-03', ['startSpecial', '2025-11-10', { special: '鉴定', expectedDays: 15 }]),
    limits(20, 10),
    '2025-11-28',
  )
  assert.deepEqual({ ...told(c), ...dues(c) }, { used: 5, remaining: 5, lamp: 'grey', legal: undefined, promised: undefined })
  assert.match(c.because.join(), /鉴定，预计15个工作日/)
})

test('T16 到期日当天批准延长十个工作日', () => {
  const steps = acceptedOn('2025-10-09')
  assert.equal(clock(steps, limits(20, 20), '2025-11-05').legalDue?.on, '2025-11-05')
  const c = clock([...steps, ['extendLegal', '2025-11-05']], limits(20, 20), '2025-11-05')
  assert.deepEqual(dues(c), { legal: '2025-11-19', promised: '2025-11-19' })
  assert.ok(c.legalDue?.because.includes('经批准延长10个工作日(行政许可法第四十二条)'))
})

test('T17 法定期限已过不能延长，第二次延长也不能', () => {
  const steps = acceptedOn('2026-01-05')
  assert.equal(refusedCode(attempt(steps, ['extendLegal', '2026-02-03'], limits(20, 20))), 'legal-overdue')
  assert.deepEqual(
    [clock(steps, limits(20, 20), '2026-02-03').lamp, clock(steps, limits(20, 20), '2026-02-03').legalOverdue],
    ['red', true],
  )
  assert.equal(
    refusedCode(attempt([...steps, ['extendLegal', '2026-01-20']], ['extendLegal', '2026-01-21'], limits(20, 20))),
    'extended-once',
  )
})

test('T20 下级初审二十个工作日', () => assert.equal(lowerReviewDueOn(localDate('2025-12-01'), testCalendar), '2025-12-29'))

const decided: Step[] = [
  ['proposeGrant', '2025-12-24'],
  ['grant', '2025-12-24'],
]
test('T21 决定后十个工作日内送达', () =>
  assert.equal(clock(acceptedOn('2025-12-22', ...decided), limits(20, 10), '2025-12-24').deliverDue?.on, '2026-01-08'))

const gaps: Step[] = [
  ['submit', '2026-03-02'],
  ['acceptWithGaps', '2026-03-02'],
]
test('T23 容缺受理：补齐之日起算承诺期限，法定期限不变', () => {
  const pinned = limits(20, 5)
  const waiting = clock(gaps, pinned, '2026-03-05')
  assert.deepEqual([waiting.supplementDue?.on, waiting.promisedDue, waiting.lamp], ['2026-03-16', undefined, 'grey'])
  const c = clock([...gaps, ['supplyGaps', '2026-03-11']], pinned, '2026-03-11')
  assert.deepEqual(dues(c), { legal: '2026-03-30', promised: '2026-03-18' })
  assert.equal(
    refusedCode(attempt([['submit', '2026-03-02']], ['acceptWithGaps', '2026-03-02', { supplementWithin: 16 }], pinned)),
    'gap-time',
  )
  assert.equal(
    refusedCode(attempt([['submit', '2026-03-02']], ['acceptWithGaps', '2026-03-02', { supplementWithin: 15 }], pinned)),
    undefined,
  )
})

test('T24 容缺期满没有补齐，视为撤回', () => {
  const pinned = limits(20, 5)
  assert.equal(refusedCode(attempt(gaps, ['lapseGaps', '2026-03-16'], pinned)), 'gaps-not-due')
  const { state } = play([...gaps, ['lapseGaps', '2026-03-17']], pinned)
  assert.deepEqual([state.stage, clockOf(state, on('2026-03-17')).used], ['deemedWithdrawn', 10])
})

for (const [id, today, used, remaining, lamp, overdue] of [
  ['T25', '2026-05-14', 7, 3, 'green', undefined],
  ['T26', '2026-05-15', 8, 2, 'yellow', undefined],
  ['T27', '2026-05-19', 10, 0, 'yellow', undefined],
  ['T28', '2026-05-20', 11, -1, 'red', 1],
] as const)
  test(`${id} 红黄绿灯：${today}`, () => {
    const c = clock(acceptedOn('2026-05-06'), limits(20, 10), today)
    assert.deepEqual([c.promisedDue?.on, c.used, c.remaining, c.lamp, c.overdueWorkdays], ['2026-05-19', used, remaining, lamp, overdue])
  })

test('T29 提前办结：用时 8 个工作日', () => {
  const c = clock(acceptedOn('2026-05-06', ['proposeGrant', '2026-05-15'], ['grant', '2026-05-15']), limits(20, 10), '2026-06-30')
  assert.deepEqual([c.used, c.remaining, c.lamp], [8, 2, undefined])
})

test('T30 即办件当日没有办结，次日起超期', () => {
  const pinned = limits(20, 1, { instant: true })
  const steps = acceptedOn('2026-06-18')
  assert.notEqual(clock(steps, pinned, '2026-06-18').lamp, 'red')
  assert.deepEqual([clock(steps, pinned, '2026-06-19').lamp, clock(steps, pinned, '2026-06-19').overdueWorkdays], ['red', 0])
  assert.equal(clock(steps, pinned, '2026-06-22').overdueWorkdays, 1)
})

test('即办件经批准法定延期后，承诺日期随新的法定期限走', () => {
  const pinned = limits(6, 0, { instant: true })
  const c = clock(acceptedOn('2026-06-17', ['extendLegal', '2026-06-18', { days: 2 }]), pinned, '2026-06-18')
  assert.deepEqual([dues(c), c.lamp], [{ legal: '2026-06-30', promised: '2026-06-30' }, 'green'])
})

test('T35 撤回：用时 3 个工作日', () => {
  const { state } = play(acceptedOn('2025-07-07', ['withdraw', '2025-07-10']), limits(20, 10))
  assert.deepEqual([state.stage, clockOf(state, on('2025-09-01')).used, state.outcome], ['withdrawn', 3, undefined])
})

test('T36 预审五个工作日内答复；收到原件之日起算', () => {
  const pinned = limits(20, 10, { depth: '2' })
  const submitted: Step[] = [['submit', '2025-07-11']]
  const { state } = play(submitted, pinned)
  assert.deepEqual([state.stage, clockOf(state, on('2025-07-11')).noticeDue?.on], ['submitted', '2025-07-18'])
  const later = play([...submitted, ['preReviewPass', '2025-07-15'], ['receive', '2025-07-21'], ['accept', '2025-07-21']], pinned).state
  assert.deepEqual([later.acceptedOn, clockOf(later, on('2025-07-21')).legalDue?.on], ['2025-07-21', '2025-08-18'])
})

test('T38 延续：届满三十日前申请，届满未决定视为准予', () => {
  assert.equal(renewalBy(localDate('2026-12-31')), '2026-12-01')
  assert.equal(renewedBySilenceOn(localDate('2026-12-31')), '2027-01-01')
})

test('T40 放假安排未公布的年份只作预计，公布后重算', () => {
  const { state } = play(acceptedOn('2026-12-21'), limits(20, 20))
  const due = clockOf(state, on('2026-12-21')).promisedDue
  assert.deepEqual([due?.on, due?.provisional], ['2027-01-18', true])
  assert.ok(due?.because.includes('2027年放假安排尚未公布，暂按周六、周日休息推算'))
  const known = {
    ...testCalendar,
    version: 2,
    holidays: new Map([...testCalendar.holidays, ['2027-01-01', '元旦']]),
    publishedYears: new Set([2025, 2026, 2027]),
  }
  const after = clockOf(state, { date: localDate('2026-12-21'), calendar: known }).promisedDue
  assert.deepEqual([after?.on, after?.provisional], ['2027-01-19', false])
})

test('T42 承诺延期不晚于法定期限', () => {
  const pinned = limits(20, 5)
  const steps = acceptedOn('2026-07-06')
  assert.deepEqual(dues(clock(steps, pinned, '2026-07-06')), { legal: '2026-08-03', promised: '2026-07-13' })
  assert.equal(clock([...steps, ['extendPromise', '2026-07-10']], pinned, '2026-07-10').promisedDue?.on, '2026-07-20')
  assert.equal(refusedCode(attempt(steps, ['extendPromise', '2026-07-10', { to: localDate('2026-08-04') }], pinned)), 'promise-date')
  assert.equal(refusedCode(attempt(steps, ['extendPromise', '2026-07-14'], pinned)), 'promise-overdue')
})

test('落在特别程序里的调休日没有移动期限，不作说明', () => {
  const due = clock(
    acceptedOn('2026-02-13', ['startSpecial', '2026-02-25'], ['endSpecial', '2026-02-28']),
    limits(20, 10),
    '2026-03-02',
  ).promisedDue
  assert.ok(due?.because.some((words) => words.startsWith('2026年2月14日')))
  assert.ok(!due?.because.some((words) => words.startsWith('2026年2月28日')))
})

test('承诺延期之后的特别程序照样顺延', () => {
  const pinned = limits(20, 5)
  const later: Step[] = [
    ['extendPromise', '2026-07-10'],
    ['startSpecial', '2026-07-15'],
    ['endSpecial', '2026-07-17'],
  ]
  assert.equal(clock(acceptedOn('2026-07-06', ...later), pinned, '2026-07-17').promisedDue?.on, '2026-07-22')
})

test('自然日到期不是工作日的顺延', () => {
  const c = clock(acceptedOn('2026-06-09'), limits(20, 10, { unit: 'calendarDay' }), '2026-06-20')
  assert.equal(c.promisedDue?.on, '2026-06-22')
  assert.deepEqual([c.remaining, c.lamp], [0, 'yellow'])
  assert.ok(c.promisedDue?.because.includes('该日不是工作日，顺延至2026年6月22日(周一)(民法典第二百零三条)'))
})

test('环节时限单独计算', () => {
  const pinned = { ...limits(20, 10), steps: testPinned.steps }
  assert.equal(clock(acceptedOn('2026-05-06'), pinned, '2026-05-06').stepDue?.on, '2026-05-12')
})

test('列表里的灯日期与钟一致', () => {
  const { state } = play(acceptedOn('2026-05-06'), limits(20, 10))
  assert.deepEqual(lampDates(state, on('2026-05-06')), { yellowOn: '2026-05-15', dueOn: '2026-05-19' })
  assert.equal(nextDueOn(state, on('2026-05-06')), '2026-05-19')
  assert.deepEqual(lampDates(fold([]) as Case, on('2026-05-06')), {})
})
