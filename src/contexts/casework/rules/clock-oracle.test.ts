import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addDays, type LocalDate, localDate } from '../../../kernel/date.ts'
import { testCalendar } from '../testing.ts'
import { type ClockAnswer, type LineEvent, readClockLine, runClock } from './clock-line.ts'
import { oracle } from './clock-oracle.ts'

const days = { closed: new Set(testCalendar.holidays.keys()), open: new Set(testCalendar.makeUpDays.keys()) }
const runs = Number(process.env.ORACLE ?? 2000)

const kinds = ['听证', '鉴定', '检测', '专家评审', '现场勘查'] as const
const type = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('startSpecial', 'endSpecial') },
  { weight: 3, arbitrary: fc.constantFrom('accept', 'notifyCorrection', 'correct', 'acceptWithGaps', 'supplyGaps', 'receive') },
  { weight: 2, arbitrary: fc.constantFrom('extendLegal', 'extendPromise', 'decide', 'deliver', 'withdraw') },
)
const step = fc.record({
  type,
  wait: fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 0, max: 4 }) }, { weight: 1, arbitrary: fc.integer({ min: 5, max: 40 }) }),
  kind: fc.constantFrom(...kinds),
  n: fc.integer({ min: 0, max: 20 }),
  far: fc.integer({ min: 0, max: 50 }),
  denied: fc.boolean(),
})
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

const eventOf = ({ type: name, kind, n, far, denied }: Step, on: LocalDate): LineEvent => ({
  on,
  type: name,
  ...(name === 'acceptWithGaps' ? { supplementWithin: n } : {}),
  ...(name === 'notifyCorrection' && n % 3 > 0 ? { correctWithin: n * 3 } : {}),
  ...(name === 'startSpecial' || name === 'endSpecial' ? { kind } : {}),
  ...(name === 'extendLegal' ? { days: n } : {}),
  ...(name === 'extendPromise' ? { to: addDays(on, far) } : {}),
  ...(name === 'decide' ? { outcome: denied ? 'deny' : 'grant' } : {}),
})

/** A journal as it may come from anywhere: right and wrong acts in any order, days that only go forward, limits of every kind. */
const line = fc
  .record({
    begin: fc.integer({ min: 0, max: 650 }),
    first: fc.constantFrom('receive', 'receive', 'accept', 'acceptWithGaps'),
    steps: fc.array(step, { maxLength: 9 }),
    rest: fc.integer({ min: 0, max: 60 }),
    unit: fc.constantFrom('workday', 'workday', 'calendarDay'),
    legal: fc.option(fc.integer({ min: 1, max: 60 }), { freq: 8 }),
    promised: fc.option(fc.integer({ min: 0, max: 30 }), { freq: 8 }),
  })
  .map(({ begin, first, steps, rest, unit, legal, promised }) => {
    let on = addDays(localDate('2025-01-01'), begin)
    const events: LineEvent[] = [{ on, type: first, ...(first === 'acceptWithGaps' ? { supplementWithin: 1 + (begin % 12) } : {}) }]
    for (const one of steps) {
      on = addDays(on, one.wait)
      events.push(eventOf(one, on))
    }
    const value = {
      id: 1,
      events,
      today: addDays(on, rest),
      unit,
      legal,
      promised: promised === null || legal === null ? promised : Math.min(promised, legal),
    }
    const read = readClockLine(value)
    assert.ok(typeof read === 'object', String(read))
    return read
  })

const compared = ['state', 'noticeDue', 'acceptedOn', 'legalDue', 'promisedDue', 'correctionDue', 'supplementDue', 'deliverDue', 'used', 'remaining', 'lamp', 'overdueWorkdays', 'legalOverdue'] as const // biome-ignore format: a list of names

const shown = (answer: ClockAnswer) => ({
  ...Object.fromEntries(compared.map((name) => [name, answer[name]])),
  refused: answer.refused !== undefined,
})

test(`${runs} 份随机日志：钟与从法条另写一遍、逐日走的实现处处相同`, () =>
  fc.assert(
    fc.property(line, (one) => assert.deepEqual(shown(runClock(one, testCalendar)), oracle(one, days))),
    { numRuns: runs },
  ))

test('多一段先后不相交的特别程序，法定和承诺到期日都不会提前', () =>
  fc.assert(
    fc.property(line, fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 12 }), (one, wait, length) => {
      const plain = runClock({ ...one, events: one.events.slice(0, 1) }, testCalendar)
      const from = addDays(one.events[0]?.on as LocalDate, wait)
      const more: LineEvent[] = [
        { on: from, type: 'startSpecial', kind: '拍卖' },
        { on: addDays(from, length), type: 'endSpecial', kind: '拍卖' },
      ]
      const paused = runClock({ ...one, events: [...one.events.slice(0, 1), ...more] }, testCalendar)
      for (const name of ['legalDue', 'promisedDue'] as const) assert.ok((paused[name] ?? '9') >= (plain[name] ?? ''), name)
    }),
    { numRuns: Math.min(runs, 5000) },
  ))
