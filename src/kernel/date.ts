/** A civil date in Asia/Shanghai, YYYY-MM-DD. Legal periods count days, never instants. */
export type LocalDate = string & { readonly __brand: 'LocalDate' }

const DAY = 86_400_000
const figures = (text: string, from: number, to: number): number => {
  let value = 0
  for (let i = from; i < to; i += 1) value = value * 10 + text.charCodeAt(i) - 48
  return value
}

/** Days since 1970-01-01 by the Gregorian rule alone: a calendar asks for millions of them. */
export const epochDay = (day: LocalDate): number => {
  const month = figures(day, 5, 7)
  const year = figures(day, 0, 4) - (month <= 2 ? 1 : 0)
  const era = Math.floor(year / 400)
  const yearOfEra = year - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + figures(day, 8, 10) - 1
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
}
const two = (n: number): string => (n < 10 ? `0${n}` : `${n}`)
/** The other way round. */
const dayOf = (days: number): LocalDate => {
  const z = days + 719_468
  const era = Math.floor(z / 146_097)
  const dayOfEra = z - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shifted = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shifted < 10 ? shifted + 3 : shifted - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1)}` as LocalDate
}

const shape = /^\d{4}-\d{2}-\d{2}$/
const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const
const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0

/** Whether a text is a civil date that exists (2001-02-29 does not). */
export const isLocalDate = (text: string): text is LocalDate => {
  if (!shape.test(text)) return false
  const [month, day] = [figures(text, 5, 7), figures(text, 8, 10)]
  const length = lengths[month - 1] ?? 0
  return day >= 1 && day <= length + (month === 2 && isLeap(figures(text, 0, 4)) ? 1 : 0)
}

/** Reads YYYY-MM-DD; throws TypeError on anything else. */
export const localDate = (text: string): LocalDate => {
  if (!isLocalDate(text)) throw new TypeError(`not a date: ${text}`)
  return text
}

/** The civil date in China at an instant (milliseconds since 1970). China has kept UTC+8 without summer time since 1992. */
export const localDateAt = (instant: number): LocalDate => dayOf(Math.floor((instant + 8 * 3_600_000) / DAY))

/** `days` may be negative. */
export const addDays = (day: LocalDate, days: number): LocalDate => dayOf(epochDay(day) + days)

/**
 * The same day of a later month; where that month has no such day, its last one (民法典 §202: 11-30 and three months are 02-28).
 * `months` may be negative.
 */
export const addMonths = (day: LocalDate, months: number): LocalDate => {
  const count = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + months
  const [year, month] = [Math.floor(count / 12), (count % 12) + 1]
  const first = localDate(`${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-01`)
  const last = (lengths[month - 1] ?? 0) + (month === 2 && isLeap(year) ? 1 : 0)
  return addDays(first, Math.min(Number(day.slice(8)), last) - 1)
}

/** Days from `a` to `b`; negative when `b` is earlier. */
export const daysBetween = (a: LocalDate, b: LocalDate): number => epochDay(b) - epochDay(a)

export const yearOf = (day: LocalDate): number => Number(day.slice(0, 4))

/** 0 is Sunday; 1970-01-01 was a Thursday. */
const weekdayIndex = (day: LocalDate): number => (((epochDay(day) + 4) % 7) + 7) % 7
const weekdayNames = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'] as const
/** 周一 … 周日 */
export const weekday = (day: LocalDate): string => weekdayNames[weekdayIndex(day)] as string
export const isWeekend = (day: LocalDate): boolean => weekdayIndex(day) === 0 || weekdayIndex(day) === 6

/** 2026年2月14日 */
export const chineseDate = (day: LocalDate): string => `${Number(day.slice(0, 4))}年${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`
/** 2026年2月14日(周六) */
export const chineseDateWithWeekday = (day: LocalDate): string => `${chineseDate(day)}(${weekday(day)})`
