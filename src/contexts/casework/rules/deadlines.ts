import type { Calendar } from '../../../kernel/calendar.ts'
import { addDays, type LocalDate } from '../../../kernel/date.ts'
import { dayIndex, dayNumber, dayText, nthWorkday } from './day-index.ts'

/** When a lower authority that accepts for a higher one must have reviewed: 20 workdays (行政许可法 §43). */
export const lowerReviewDueOn = (acceptedOn: LocalDate, calendar: Calendar): LocalDate =>
  dayText(nthWorkday(dayIndex(calendar), dayNumber(acceptedOn), 20))

/** The last day to apply for renewal: 30 days before the licence ends (行政许可法 §50). */
export const renewalBy = (validTo: LocalDate): LocalDate => addDays(validTo, -30)

/** From when a renewal asked for in time and not decided counts as granted (行政许可法 §50). */
export const renewedBySilenceOn = (validTo: LocalDate): LocalDate => addDays(validTo, 1)
