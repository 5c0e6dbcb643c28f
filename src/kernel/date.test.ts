import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addWorkdays, type Calendar, countWorkdays, isWorkday, nextWorkdayFrom } from './calendar.ts'
import { addDays, addMonths, chineseDateWithWeekday, daysBetween, isLocalDate, isWeekend, localDate, localDateAt } from './date.ts'

const calendar: Calendar = {
  version: 1,
  holidays: new Map([...Array(8).keys()].map((i) => [addDays(localDate('2025-01-28'), i), '春节'])),
  makeUpDays: new Map([
    ['2025-01-26', '春节'],
    ['2025-02-08', '春节'],
  ]),
  publishedYears: new Set([2025]),
}

test('a date that does not exist is refused', () => {
  for (const text of ['2001-02-29', '2026-13-01', '2026-1-1', '20260101', '']) assert.equal(isLocalDate(text), false, text)
  assert.equal(isLocalDate('2024-02-29'), true)
})
test('the civil date is that of China, whatever the server thinks', () => {
  assert.equal(localDateAt(Date.parse('2026-02-13T15:59:59Z')), '2026-02-13')
  assert.equal(localDateAt(Date.parse('2026-02-13T16:00:00Z')), '2026-02-14')
})
test('a make-up Saturday or Sunday is a workday and says so by name', () => {
  assert.equal(isWorkday(localDate('2025-01-26'), calendar), true)
  assert.equal(isWorkday(localDate('2025-01-25'), calendar), false)
  assert.equal(chineseDateWithWeekday(localDate('2025-01-26')), '2025年1月26日(周日)')
})
test('T02: seven workdays over the spring festival end on 2025-01-27, twenty on 2025-02-20', () => {
  assert.equal(addWorkdays(localDate('2025-01-17'), 7, calendar), '2025-01-27')
  assert.equal(addWorkdays(localDate('2025-01-17'), 20, calendar), '2025-02-20')
})
test('days agree with the calendar of the machine over four centuries', () =>
  fc.assert(
    fc.property(fc.integer({ min: -40_000, max: 110_000 }), fc.integer({ min: -2000, max: 2000 }), (n, more) => {
      const text = (days: number) => new Date(days * 86_400_000).toISOString().slice(0, 10)
      const day = localDate(text(n))
      assert.equal(addDays(day, more), text(n + more))
      assert.equal(daysBetween(day, addDays(day, more)), more)
      assert.equal(isWeekend(day), [0, 6].includes(new Date(n * 86_400_000).getUTCDay()))
      assert.equal(localDateAt(n * 86_400_000), day)
    }),
    { numRuns: 2000 },
  ))
test('民法典 §202: months end on the same day, or on the last of a month that has none', () => {
  const cases = [['2025-12-31', 2, '2026-02-28'], ['2023-12-31', 2, '2024-02-29'], ['2026-08-03', 5, '2027-01-03'], ['2026-03-31', -1, '2026-02-28']] as const // biome-ignore format: rows
  for (const [from, months, to] of cases) assert.equal(addMonths(localDate(from), months), to)
})
test('a period that ends on a holiday ends on the next workday (民法典 §203)', () =>
  assert.equal(nextWorkdayFrom(localDate('2025-01-29'), calendar), '2025-02-05'))

const anyDay = fc.integer({ min: 0, max: 700 }).map((n) => addDays(localDate('2024-06-01'), n))
test('counting workdays undoes adding them', () => {
  fc.assert(
    fc.property(anyDay, fc.integer({ min: 0, max: 120 }), (from, n) => countWorkdays(from, addWorkdays(from, n, calendar), calendar) === n),
  )
})
test('adding days and measuring between dates agree', () => {
  fc.assert(fc.property(anyDay, fc.integer({ min: -500, max: 500 }), (from, n) => daysBetween(from, addDays(from, n)) === n))
})
