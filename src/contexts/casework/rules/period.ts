import type { LocalDate } from '../../../kernel/date.ts'
import type { Due, Pause } from '../terms.ts'
import {
  type DayIndex,
  dayNumber,
  dayText,
  dayWords,
  dayWordsWithWeekday,
  isProvisional,
  isWorkdayNumber,
  notesWithin,
  nthWorkday,
  workdaysBetween,
} from './day-index.ts'

/** So many days from a day on; the day itself is not counted (民法典 §201). */
export type Budget = { readonly from: LocalDate; readonly days: number; readonly unit: 'workday' | 'calendarDay' }

/** Days after `from` up to and with `to` stand still; an open one has no end. */
export type Span = { readonly from: number; readonly to: number }

const endless = Number.POSITIVE_INFINITY
const none: readonly Span[] = []

/** Pauses as disjoint spans in order of time; overlapping ones count once. */
export const unite = (pauses: readonly Pause[]): readonly Span[] => {
  if (pauses.length === 0) return none
  const spans = pauses
    .map((p) => ({ from: dayNumber(p.from), to: p.to === undefined ? endless : dayNumber(p.to) }))
    .sort((a, b) => a.from - b.from)
  const united: Span[] = []
  for (const span of spans) {
    const last = united.at(-1)
    if (last && span.from <= last.to) united[united.length - 1] = { from: last.from, to: Math.max(last.to, span.to) }
    else united.push(span)
  }
  return united
}

const between = (index: DayIndex, unit: Budget['unit'], a: number, b: number): number =>
  unit === 'workday' ? workdaysBetween(index, a, b) : Math.max(0, b - a)
const after = (index: DayIndex, unit: Budget['unit'], a: number, n: number): number =>
  unit === 'workday' ? nthWorkday(index, a, n) : a + n

/** The day on which the budget is used up, in no pause; undefined while an open pause lies before it. */
export const lastDay = (index: DayIndex, { from, days, unit }: Budget, spans: readonly Span[]): number | undefined => {
  let left = days
  let at = dayNumber(from)
  for (const span of spans) {
    if (span.to <= at) continue
    const free = between(index, unit, at, span.from)
    if (left <= free) return after(index, unit, at, left)
    if (span.to === endless) return undefined
    left -= free
    at = span.to
  }
  return after(index, unit, at, left)
}

/** The first workday from a day on; throws RangeError where the calendar ends before it. */
const rolled = (index: DayIndex, n: number): number => {
  for (let day = n; day < index.upTo.length; day += 1) if (isWorkdayNumber(index, day)) return day
  throw new RangeError('period out of range')
}

/** The due day: for calendar days rolled to a workday (民法典 §203). */
export const dueDay = (index: DayIndex, budget: Budget, spans: readonly Span[]): number | undefined => {
  const last = lastDay(index, budget, spans)
  return last === undefined || budget.unit === 'workday' ? last : rolled(index, last)
}

/** Days of the budget's unit in (from, at] that were in no pause. */
export const usedBy = (index: DayIndex, { from, unit }: Budget, spans: readonly Span[], at: number): number => {
  const start = dayNumber(from)
  let used = between(index, unit, start, at)
  for (const span of spans) {
    const [a, b] = [Math.max(span.from, start), Math.min(span.to, at)]
    if (b > a) used -= between(index, unit, a, b)
  }
  return used
}

const unitWords = { workday: '个工作日', calendarDay: '个自然日' } as const

const pauseNotes = (index: DayIndex, budget: Budget, pauses: readonly Pause[], due: number): string[] =>
  pauses.flatMap(({ kind, from, to }) => {
    const began = dayNumber(from)
    if (to === undefined) return [`${dayWords(began)}起${kind}，时限暂停`]
    const ended = dayNumber(to)
    const days = between(index, budget.unit, Math.max(began, dayNumber(budget.from)), Math.min(ended, due))
    return days > 0
      ? [`${dayWords(began)}至${dayWords(ended)}${kind}，其间${days}${unitWords[budget.unit]}不计入期限(行政许可法第四十五条)`]
      : []
  })

/** A due as days: the period with its pauses, the day it ends, what it begins with, and what else moved it. */
export type Dated = {
  readonly budget: Budget
  readonly pauses: readonly Pause[]
  readonly day: number
  readonly start: string
  readonly extra: readonly string[]
}

/** Whether a due lies in a year whose days off are not published, or reaches over one. */
export const isDueProvisional = (index: DayIndex, { budget, day }: Dated): boolean => isProvisional(index, dayNumber(budget.from), day)

/** “自2025年3月3日受理次日起算,第10个工作日为2025年3月17日(周一)” and whatever moved it. */
export const explain = (index: DayIndex, { budget, pauses, day: due, start, extra }: Dated): Due => {
  const from = dayNumber(budget.from)
  const spans = unite(pauses)
  const last = budget.unit === 'workday' ? due : (lastDay(index, budget, spans) ?? due)
  const provisional = isProvisional(index, from, due)
  const because = [
    budget.days === 0
      ? `即办件，${start}当日${dayWordsWithWeekday(due)}办结`
      : `自${dayWords(from)}${start}次日起算，第${budget.days}${unitWords[budget.unit]}为${dayWordsWithWeekday(last)}`,
  ]
  if (budget.unit === 'workday') because.push(...notesWithin(index, from, due, spans))
  if (pauses.length > 0) because.push(...pauseNotes(index, budget, pauses, due))
  if (last !== due) because.push(`该日不是工作日，顺延至${dayWordsWithWeekday(due)}(民法典第二百零三条)`)
  because.push(...extra)
  if (provisional) because.push(`${dayText(due).slice(0, 4)}年放假安排尚未公布，暂按周六、周日休息推算`)
  return { on: dayText(due), provisional, because }
}
