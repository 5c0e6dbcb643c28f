import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addWorkdays, countWorkdays, isWorkday } from '../../../kernel/calendar.ts'
import { addDays, type LocalDate, localDate } from '../../../kernel/date.ts'
import { evolve, fold, unopened } from '../decide.ts'
import type { Case, Pause } from '../terms.ts'
import { on, play, type Step, testCalendar, testPinned } from '../testing.ts'
import { clockOf, promisedDueOn } from './clock.ts'
import { dayIndex, dayNumber, dayText, nthWorkday, workdaysBetween } from './day-index.ts'
import { lastDay, unite } from './period.ts'

const base = localDate('2025-01-01')
const day = fc.integer({ min: 0, max: 600 }).map((n) => addDays(base, n))
const pause = fc.tuple(day, fc.integer({ min: 0, max: 40 })).map(([from, n]): Pause => ({ kind: '鉴定', from, to: addDays(from, n) }))
const unit = fc.constantFrom('workday' as const, 'calendarDay' as const)
const index = dayIndex(testCalendar)
const lastOn = (from: LocalDate, days: number, u: 'workday' | 'calendarDay', pauses: readonly Pause[]) =>
  lastDay(index, { from, days, unit: u }, unite(pauses)) as number

test('查表的工作日算法与逐日数的相同', () =>
  fc.assert(
    fc.property(day, fc.integer({ min: 0, max: 120 }), day, (from, n, to) => {
      assert.equal(dayText(nthWorkday(index, dayNumber(from), n)), addWorkdays(from, n, testCalendar))
      assert.equal(workdaysBetween(index, dayNumber(from), dayNumber(to)), countWorkdays(from, to, testCalendar))
    }),
    { numRuns: 300 },
  ))

test('多一段暂停，到期日只会推后', () =>
  fc.assert(
    fc.property(day, fc.integer({ min: 0, max: 60 }), unit, fc.array(pause, { maxLength: 4 }), pause, (from, n, u, pauses, more) =>
      assert.ok(lastOn(from, n, u, [...pauses, more]) >= lastOn(from, n, u, pauses)),
    ),
    { numRuns: 500 },
  ))

test('重叠的暂停与先后次序无关，也不重复扣除', () =>
  fc.assert(
    fc.property(day, fc.integer({ min: 1, max: 60 }), unit, fc.array(pause, { maxLength: 5 }), (from, n, u, pauses) => {
      assert.equal(lastOn(from, n, u, [...pauses].reverse()), lastOn(from, n, u, pauses))
      assert.equal(lastOn(from, n, u, [...pauses, ...pauses]), lastOn(from, n, u, pauses))
    }),
    { numRuns: 500 },
  ))

/** The definition of domain.md C2, day by day and without any index. */
const slowDue = (from: LocalDate, days: number, u: 'workday' | 'calendarDay', pauses: readonly Pause[]): LocalDate | undefined => {
  const still = (d: LocalDate): boolean => pauses.some((p) => p.from < d && (p.to === undefined || d <= p.to))
  let at = from
  for (let left = days, walked = 0; left > 0; walked += 1) {
    if (walked > 2000) return undefined
    at = addDays(at, 1)
    if (!still(at) && (u === 'calendarDay' || isWorkday(at, testCalendar))) left -= 1
  }
  while (u === 'calendarDay' && !isWorkday(at, testCalendar)) at = addDays(at, 1)
  return at
}
const slowUsed = (from: LocalDate, to: LocalDate, u: 'workday' | 'calendarDay', pauses: readonly Pause[]): number => {
  let used = 0
  for (let at = addDays(from, 1); at <= to; at = addDays(at, 1))
    if (!pauses.some((p) => p.from < at && (p.to === undefined || at <= p.to)) && (u === 'calendarDay' || isWorkday(at, testCalendar)))
      used += 1
  return used
}

const randomCase = fc
  .record({
    acceptedOn: day,
    unit,
    legal: fc.integer({ min: 1, max: 60 }),
    promised: fc.integer({ min: 1, max: 40 }),
    pauses: fc.array(pause, { maxLength: 4 }),
    open: fc.option(fc.integer({ min: 0, max: 60 }), { freq: 4 }),
    extension: fc.integer({ min: 0, max: 10 }),
    today: fc.integer({ min: 0, max: 120 }),
  })
  .map((r) => {
    const open: Pause[] = r.open === null ? [] : [{ kind: '检测', from: addDays(r.acceptedOn, r.open) }]
    const state: Case = {
      ...fold([]),
      stage: open.length > 0 ? 'paused' : 'processing',
      pinned: { ...testPinned, legal: r.legal, promised: r.promised, unit: r.unit, steps: [] },
      acceptedOn: r.acceptedOn,
      pauses: [...r.pauses, ...open],
      legalExtension: r.extension,
    }
    return { state, today: addDays(r.acceptedOn, r.today), legal: r.legal + r.extension, promised: r.promised, unit: r.unit }
  })

test('2000 个随机办件：钟与逐日计算的另一种实现处处相同', () =>
  fc.assert(
    fc.property(randomCase, ({ state, today, legal, promised, unit: u }) => {
      const from = state.acceptedOn as LocalDate
      const clock = clockOf(state, { date: today, calendar: testCalendar })
      const due = slowDue(from, promised, u, state.pauses)
      assert.equal(clock.legalDue?.on, slowDue(from, legal, u, state.pauses))
      assert.equal(clock.promisedDue?.on, due)
      const used = slowUsed(from, today, u, state.pauses)
      assert.equal(clock.used, used)
      const late = state.stage !== 'paused' && due !== undefined && today > due
      const remaining = promised - used
      const lamp =
        state.stage === 'paused' ? 'grey' : late ? 'red' : remaining <= Math.max(1, Math.ceil(promised * 0.2)) ? 'yellow' : 'green'
      assert.equal(clock.lamp, lamp)
      assert.equal(clock.overdueWorkdays, late ? slowUsed(due, today, 'workday', state.pauses) : undefined)
    }),
    { numRuns: 2000 },
  ))

test('重算不改变结果；同一份日志总是同一个办件', () => {
  const steps: Step[] = [
    ['submit', '2026-07-06'],
    ['accept', '2026-07-06'],
    ['startSpecial', '2026-07-07'],
    ['endSpecial', '2026-07-09'],
    ['passStep', '2026-07-09'],
  ]
  const { events, state } = play(steps)
  assert.deepEqual(fold(JSON.parse(JSON.stringify(events))), state)
  assert.deepEqual(clockOf(state, on('2026-07-10')), clockOf(fold(events), on('2026-07-10')))
  assert.equal(promisedDueOn(state, on('2026-07-10')), promisedDueOn(state, on('2026-08-10')))
})

/** Nothing in it can be changed: whoever tries throws. */
const frozen = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null) for (const part of Object.values(Object.freeze(value))) frozen(part)
  return value
}

test('从办件的任何一刻接着叠起来，与逐条推演相同，那一刻的办件不变', () => {
  const steps: Step[] = [
    ['submit', '2026-07-06'], ['accept', '2026-07-06'], ['startSpecial', '2026-07-07'], ['endSpecial', '2026-07-09'],
    ['passStep', '2026-07-09'], ['returnStep', '2026-07-10'], ['passStep', '2026-07-13'],
  ] // biome-ignore format: steps
  const events = frozen(play(steps).events)
  const states: Case[] = [frozen(unopened)]
  for (const e of events) states.push(frozen(evolve(states.at(-1) ?? unopened, e)))
  for (const [i, from] of states.entries()) {
    const before = JSON.stringify(from)
    assert.deepEqual(fold(events.slice(i), from), states.at(-1))
    assert.equal(JSON.stringify(from), before)
  }
})
