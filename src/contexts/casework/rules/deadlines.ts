import type { Calendar } from '../../../kernel/calendar.ts'
import { addDays, addMonths, chineseDate, chineseDateWithWeekday, type LocalDate } from '../../../kernel/date.ts'
import type { Due, Today } from '../terms.ts'
import { dayIndex, dayNumber, dayText, isProvisional, isWorkdayNumber, nthWorkday } from './day-index.ts'
import { explain } from './period.ts'

/** 行政许可法 §47: five days to ask for a hearing after being told of the right to it. */
export const hearingApplyDays = 5
/** 行政许可法 §47: twenty days to hold the hearing after it was asked for. */
export const hearingHoldDays = 20
/** 行政许可法 §48: time and place are told seven days before; by §82 these are workdays. */
export const hearingNoticeDays = 7
/** 告知承诺: months in which what was promised is looked at. */
export const afterCheckMonths = 2
/** Workdays to answer a 督办. */
export const supervisionReplyDays = 1

/** When a lower authority that accepts for a higher one must have reviewed: 20 workdays (行政许可法 §43). */
export const lowerReviewDueOn = (acceptedOn: LocalDate, calendar: Calendar): LocalDate =>
  dayText(nthWorkday(dayIndex(calendar), dayNumber(acceptedOn), 20))

/** The last day to apply for renewal: 30 days before the licence ends (行政许可法 §50). */
export const renewalBy = (validTo: LocalDate): LocalDate => addDays(validTo, -30)

/** From when a renewal asked for in time and not decided counts as granted (行政许可法 §50). */
export const renewedBySilenceOn = (validTo: LocalDate): LocalDate => addDays(validTo, 1)

const workdaysAfter = (from: LocalDate, days: number, { calendar }: Today, start: string, article: string): Due => {
  const index = dayIndex(calendar)
  const day = nthWorkday(index, dayNumber(from), days)
  return explain(index, { budget: { from, days, unit: 'workday' }, pauses: [], day, start, extra: [article] })
}

/** Until when a hearing may be asked for: 5 workdays after the right to it was told (行政许可法 §47). */
export const hearingApplyDue = (toldOn: LocalDate, today: Today): Due =>
  workdaysAfter(toldOn, hearingApplyDays, today, '听证告知', '行政许可法第四十七条第一款')
export const hearingApplyDueOn = (toldOn: LocalDate, today: Today): LocalDate => hearingApplyDue(toldOn, today).on

/** Until when a hearing that was asked for must be held: 20 workdays (行政许可法 §47). */
export const hearingHoldDue = (appliedOn: LocalDate, today: Today): Due =>
  workdaysAfter(appliedOn, hearingHoldDays, today, '听证申请', '行政许可法第四十七条第一款')
export const hearingHoldDueOn = (appliedOn: LocalDate, today: Today): LocalDate => hearingHoldDue(appliedOn, today).on

/** The first day on which a hearing announced on a day may be held: the seventh workday after it (行政许可法 §48, §82). */
export const hearingEarliest = (announcedOn: LocalDate, today: Today): Due =>
  workdaysAfter(announcedOn, hearingNoticeDays, today, '听证公告', '行政许可法第四十八条第一款第一项')
export const hearingEarliestOn = (announcedOn: LocalDate, today: Today): LocalDate => hearingEarliest(announcedOn, today).on

/** Until when 事后核查 of a 告知承诺 must be done: two months after the decision, rolled to a workday (民法典 §202, §203). */
export const afterCheckDue = (decidedOn: LocalDate, { calendar }: Today): Due => {
  const index = dayIndex(calendar)
  const last = addMonths(decidedOn, afterCheckMonths)
  let day = dayNumber(last)
  while (!isWorkdayNumber(index, day)) day += 1
  const on = dayText(day)
  const provisional = isProvisional(index, dayNumber(decidedOn), day)
  return {
    on,
    provisional,
    because: [
      `自${chineseDate(decidedOn)}决定起${afterCheckMonths}个月为${chineseDateWithWeekday(last)}(民法典第二百零二条)`,
      ...(on === last ? [] : [`该日不是工作日，顺延至${chineseDateWithWeekday(on)}(民法典第二百零三条)`]),
      ...(provisional ? [`${on.slice(0, 4)}年放假安排尚未公布，暂按周六、周日休息推算`] : []),
    ],
  }
}
export const afterCheckDueOn = (decidedOn: LocalDate, today: Today): LocalDate => afterCheckDue(decidedOn, today).on

/** Until when something that was asked inside the office must be answered: 督办 within 1 workday, opinions within those that were set. */
export const replyDue = (askedOn: LocalDate, workdays: number, today: Today): Due => {
  const index = dayIndex(today.calendar)
  const day = nthWorkday(index, dayNumber(askedOn), workdays)
  return explain(index, { budget: { from: askedOn, days: workdays, unit: 'workday' }, pauses: [], day, start: '发出', extra: [] })
}
export const replyDueOn = (askedOn: LocalDate, workdays: number, today: Today): LocalDate => replyDue(askedOn, workdays, today).on
