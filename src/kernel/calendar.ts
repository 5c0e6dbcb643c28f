import { addDays, isWeekend, type LocalDate, yearOf } from './date.ts'

/**
 * The days the government is open: Monday to Friday, less the published holidays, plus the make-up workdays (调休).
 * `publishedYears` are those whose State Council notice is known; dates outside them are provisional.
 */
export type Calendar = {
  readonly version: number
  readonly holidays: ReadonlyMap<string, string>
  readonly makeUpDays: ReadonlyMap<string, string>
  readonly publishedYears: ReadonlySet<number>
}

export const isWorkday = (day: LocalDate, calendar: Calendar): boolean =>
  calendar.makeUpDays.has(day) || (!isWeekend(day) && !calendar.holidays.has(day))

export const isPublished = (day: LocalDate, calendar: Calendar): boolean => calendar.publishedYears.has(yearOf(day))

/** The nth workday strictly after `from`; the day of the event is not counted (民法典 §201). n = 0 gives `from`. */
export const addWorkdays = (from: LocalDate, n: number, calendar: Calendar): LocalDate => {
  let day = from
  for (let left = n; left > 0; ) {
    day = addDays(day, 1)
    if (isWorkday(day, calendar)) left -= 1
  }
  return day
}

/** Workdays in (a, b]; 0 when b is not after a. */
export const countWorkdays = (a: LocalDate, b: LocalDate, calendar: Calendar): number => {
  let count = 0
  for (let day = a; day < b; ) {
    day = addDays(day, 1)
    if (isWorkday(day, calendar)) count += 1
  }
  return count
}

/** The day itself when it is a workday, else the next one (民法典 §203). */
export const nextWorkdayFrom = (from: LocalDate, calendar: Calendar): LocalDate => {
  let day = from
  while (!isWorkday(day, calendar)) day = addDays(day, 1)
  return day
}
