import type { Calendar } from '../../../kernel/calendar.ts'
import { addDays, chineseDate, chineseDateWithWeekday, epochDay, type LocalDate, localDate, yearOf } from '../../../kernel/date.ts'

/** Days as numbers from 1990-01-01 on, so that a period is two look-ups instead of a walk. */
const firstDay = localDate('1990-01-01')
const size = 36_525

const firstNumber = epochDay(firstDay)

/** The index of a day; throws RangeError outside 1990 to 2089. */
export const dayNumber = (day: LocalDate): number => {
  const n = epochDay(day) - firstNumber
  if (!(n >= 0 && n < size)) throw new RangeError(`date out of range: ${day}`)
  return n
}

/** What is made once for each day; throws RangeError outside 1990 to 2089. */
const keptByDay = <T extends string>(make: (n: number) => T): ((n: number) => T) => {
  const kept = new Array<T | undefined>(size)
  return (n) => {
    if (!(n >= 0 && n < size)) throw new RangeError(`date out of range: ${n}`)
    const known = kept[n] ?? make(n)
    kept[n] = known
    return known
  }
}
/** The day of an index. */
export const dayText = keptByDay((n) => addDays(firstDay, n))
/** 2026年2月14日 */
export const dayWords = keptByDay((n) => chineseDate(dayText(n)))
/** 2026年2月14日(周六) */
export const dayWordsWithWeekday = keptByDay((n) => chineseDateWithWeekday(dayText(n)))

/** A stretch of days that are not as the week says, with the sentence that tells so. */
export type Note = { readonly from: number; readonly to: number; readonly text: string }

export type DayIndex = {
  /** Workdays up to and with each day. */
  readonly upTo: Int32Array
  /** The nth workday of all. */
  readonly workdays: Int32Array
  readonly notes: readonly Note[]
  /** Days up to and with each day that lie in a year without a published notice. */
  readonly unsure: Int32Array
}

const isWeekendNumber = (n: number): boolean => n % 7 >= 5 // 1990-01-01 was a Monday

const inRange = (day: string): boolean => day >= '1990-01-01' && day < '2090-01-01'
const numbersOf = (days: ReadonlyMap<string, string>): number[] =>
  [...days.keys()]
    .filter(inRange)
    .map((day) => dayNumber(day as LocalDate))
    .sort((a, b) => a - b)

/** 2026年2月15日至23日 · 2025年1月28日至2月4日 · 2026年6月19日 */
const stretch = (from: number, to: number): string => {
  const [a, b] = [dayText(from), dayText(to)]
  if (from === to) return chineseDate(a)
  if (a.slice(0, 4) !== b.slice(0, 4)) return `${chineseDate(a)}至${chineseDate(b)}`
  const end = chineseDate(b).slice(5)
  return `${chineseDate(a)}至${a.slice(5, 7) === b.slice(5, 7) ? end.slice(end.indexOf('月') + 1) : end}`
}

const holidayNotes = (calendar: Calendar): Note[] => {
  const notes: Note[] = []
  let run: { from: number; to: number; name: string } | undefined
  const close = (): void => {
    if (!run) return
    const days = Array.from({ length: run.to - run.from + 1 }, (_, i) => (run?.from ?? 0) + i)
    if (days.some((n) => !isWeekendNumber(n)))
      notes.push({ from: run.from, to: run.to, text: `${stretch(run.from, run.to)}${run.name}放假，不计` })
  }
  for (const n of numbersOf(calendar.holidays)) {
    const name = calendar.holidays.get(dayText(n)) ?? ''
    if (run && run.to === n - 1 && run.name === name) run = { ...run, to: n }
    else {
      close()
      run = { from: n, to: n, name }
    }
  }
  close()
  return notes
}

const makeUpNotes = (calendar: Calendar): Note[] =>
  numbersOf(calendar.makeUpDays)
    .filter(isWeekendNumber)
    .map((n) => ({ from: n, to: n, text: `${dayWordsWithWeekday(n)}为调休工作日，计入` }))

const unsureUpTo = ({ publishedYears }: Calendar): Int32Array => {
  const upTo = new Int32Array(size)
  for (let n = 0, count = 0; n < size; n += 1) {
    if (!publishedYears.has(yearOf(dayText(n)))) count += 1
    upTo[n] = count
  }
  return upTo
}

const build = (calendar: Calendar): DayIndex => {
  const works = new Uint8Array(size)
  for (let n = 0; n < size; n += 1) works[n] = isWeekendNumber(n) ? 0 : 1
  for (const n of numbersOf(calendar.holidays)) works[n] = 0
  for (const n of numbersOf(calendar.makeUpDays)) works[n] = 1
  const upTo = new Int32Array(size)
  const workdays = new Int32Array(size)
  let count = 0
  for (let n = 0; n < size; n += 1) {
    if (works[n]) workdays[count++] = n
    upTo[n] = count
  }
  const notes = [...holidayNotes(calendar), ...makeUpNotes(calendar)].sort((a, b) => a.from - b.from)
  return { upTo, workdays: workdays.slice(0, count), notes, unsure: unsureUpTo(calendar) }
}

const built = new WeakMap<Calendar, DayIndex>()

/** The index of a calendar, built once for each calendar object. */
export const dayIndex = (calendar: Calendar): DayIndex => {
  const known = built.get(calendar)
  if (known) return known
  const index = build(calendar)
  built.set(calendar, index)
  return index
}

/** Workdays in (a, b]; 0 when b is not after a. */
export const workdaysBetween = (index: DayIndex, a: number, b: number): number => (b > a ? (index.upTo[b] ?? 0) - (index.upTo[a] ?? 0) : 0)

/** The nth workday strictly after a; a itself for n = 0. */
export const nthWorkday = (index: DayIndex, a: number, n: number): number => {
  if (n <= 0) return a
  const day = index.workdays[(index.upTo[a] ?? 0) + n - 1]
  if (day === undefined) throw new RangeError('period out of range')
  return day
}

export const isWorkdayNumber = (index: DayIndex, n: number): boolean => (index.upTo[n] ?? 0) > (index.upTo[n - 1] ?? 0)

/** The sentences of the days in (a, b] that are not as the week says, but for those that lie in a pause and move nothing. */
export const notesWithin = (
  index: DayIndex,
  a: number,
  b: number,
  still: readonly { readonly from: number; readonly to: number }[],
): string[] => {
  let low = 0
  let high = index.notes.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((index.notes[middle]?.to ?? 0) <= a) low = middle + 1
    else high = middle
  }
  const found: string[] = []
  for (let i = low; i < index.notes.length; i += 1) {
    const note = index.notes[i]
    if (!note || note.from > b) break
    if (!still.some((span) => note.from > span.from && note.to <= span.to)) found.push(note.text)
  }
  return found
}

/** Whether (a, b], or the day b alone, reaches into a year whose State Council notice is not known. */
export const isProvisional = (index: DayIndex, a: number, b: number): boolean =>
  (index.unsure[b] ?? 0) > (index.unsure[Math.min(a, b - 1)] ?? 0)
