/** A civil date in Asia/Shanghai, YYYY-MM-DD. Legal periods count days, never instants. */
export type LocalDate = string & { readonly __brand: 'LocalDate' }

const DAY = 86_400_000
const atMidnight = (day: string): number => Date.parse(`${day}T00:00:00Z`)
const fromMillis = (millis: number): LocalDate => new Date(millis).toISOString().slice(0, 10) as LocalDate

/** Whether a text is a civil date that exists (2001-02-29 does not). */
export const isLocalDate = (text: string): text is LocalDate =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(atMidnight(text)) && fromMillis(atMidnight(text)) === text

/** Reads YYYY-MM-DD; throws TypeError on anything else. */
export const localDate = (text: string): LocalDate => {
  if (!isLocalDate(text)) throw new TypeError(`not a date: ${text}`)
  return text
}

/** The civil date in China at an instant (milliseconds since 1970). China has kept UTC+8 without summer time since 1992. */
export const localDateAt = (instant: number): LocalDate => fromMillis(instant + 8 * 3_600_000)

/** `days` may be negative. */
export const addDays = (day: LocalDate, days: number): LocalDate => fromMillis(atMidnight(day) + days * DAY)

/**
 * The same day of a later month; where that month has no such day, its last one (民法典 §202: 11-30 and three months are 02-28).
 * `months` may be negative.
 */
export const addMonths = (day: LocalDate, months: number): LocalDate => {
  const count = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + months
  const [year, month] = [Math.floor(count / 12), (count % 12) + 1]
  const first = localDate(`${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-01`)
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate()
  return addDays(first, Math.min(Number(day.slice(8)), last) - 1)
}

/** Days from `a` to `b`; negative when `b` is earlier. */
export const daysBetween = (a: LocalDate, b: LocalDate): number => Math.round((atMidnight(b) - atMidnight(a)) / DAY)

export const yearOf = (day: LocalDate): number => Number(day.slice(0, 4))

const weekdayIndex = (day: LocalDate): number => new Date(atMidnight(day)).getUTCDay()
const weekdayNames = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'] as const
/** 周一 … 周日 */
export const weekday = (day: LocalDate): string => weekdayNames[weekdayIndex(day)] as string
export const isWeekend = (day: LocalDate): boolean => weekdayIndex(day) === 0 || weekdayIndex(day) === 6

/** 2026年2月14日 */
export const chineseDate = (day: LocalDate): string => `${Number(day.slice(0, 4))}年${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`
/** 2026年2月14日(周六) */
export const chineseDateWithWeekday = (day: LocalDate): string => `${chineseDate(day)}(${weekday(day)})`
