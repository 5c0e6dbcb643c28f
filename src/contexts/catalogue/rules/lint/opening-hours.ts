import { type HoursProblem, type Token, tokensOf, weekday } from './opening-hours-words.ts'

/** From and to in minutes after midnight; 24:00 is 1440. */
export type TimeRange = readonly [from: number, to: number]
/** Days of the week, 1 is 星期一, and when it is open on them; `season` where it differs over the year. */
export type OpenDays = { readonly days: readonly number[]; readonly times: readonly TimeRange[]; readonly season?: string }
export type OpeningHours = { readonly open: readonly OpenDays[]; readonly holidaysClosed: boolean; readonly noBreak: boolean }

type Reading = {
  open: { days: readonly number[]; times: TimeRange[]; season?: string }[]
  from: number | undefined
  afternoon: boolean
  to: boolean
}

/** 下午2:00 is 14:00; 9:00-5:30 ends in the afternoon. */
const clock = (minutes: number, afternoon: boolean, after: number | undefined): number =>
  minutes < 720 && (afternoon || (after !== undefined && after < 720 && minutes <= after)) ? minutes + 720 : minutes

const takeTime = (reading: Reading, { minutes, text }: Extract<Token, { is: 'time' }>): HoursProblem | undefined => {
  const last = reading.open.at(-1)
  if (!last) return { problem: '没有写明星期几', found: text }
  if (minutes === -1) {
    last.times.push([0, 1440])
    return undefined
  }
  if (reading.from === undefined) {
    reading.from = clock(minutes, reading.afternoon, undefined)
    return undefined
  }
  if (!reading.to) return { problem: '两个时刻之间没有“—”', found: text }
  const range: TimeRange = [reading.from, clock(minutes, reading.afternoon, reading.from)]
  reading.from = undefined
  reading.to = false
  if (range[1] <= range[0] || range[1] > 1440) return { problem: '结束的时刻不晚于开始的时刻', found: text }
  if (last.times.some(([from, to]) => range[0] < to && from < range[1])) return { problem: '与前面的时段重叠', found: text }
  last.times.push(range)
  return undefined
}

const takeDays = ({ open }: Reading, days: readonly number[]): void => {
  const last = open.at(-1)
  const season = last?.times.length === 0 ? last.season : undefined
  if (last?.times.length === 0) open.pop()
  open.push({ days, times: [], ...(season === undefined ? {} : { season }) })
}
const takeSeason = ({ open }: Reading, text: string): void => {
  const last = open.at(-1)
  if (last?.times.length === 0) last.season = `${last.season ?? ''}${text}`
  else open.push({ days: last?.days ?? [], times: [], season: text })
}

const take = (reading: Reading, token: Token): HoursProblem | undefined => {
  if (token.is === 'time') return takeTime(reading, token)
  if (token.is === 'days') takeDays(reading, token.days)
  if (token.is === 'season') takeSeason(reading, token.text)
  if (token.is === 'to') reading.to = true
  if (token.is === 'half' || token.is === 'days' || token.is === 'season') reading.afternoon = token.is === 'half' && token.afternoon
  return undefined
}

const wanting = ({ open, from }: Reading, text: string): HoursProblem | undefined => {
  const found = text.slice(0, 12)
  if (from !== undefined) return { problem: '有开始的时刻，没有结束的时刻', found }
  if (open.length === 0 || open.some(({ days }) => days.length === 0)) return { problem: '没有写明星期几', found }
  return open.some(({ times }) => times.length === 0) ? { problem: '没有写明几点到几点', found } : undefined
}

/**
 * Reads opening hours: days of the week × times, 12-hour afternoons (下午2:00), 4-digit times (1730), seasons, and the usual remarks.
 * “星期一至星期五上午09:00—12:00、下午13:00—17:00(法定节假日除外)” (R-070). Answers what is wrong where it does not understand every word.
 */
export const readOpeningHours = (text: string): OpeningHours | HoursProblem => {
  const tokens = tokensOf(text.normalize('NFKC'))
  if ('problem' in tokens) return tokens
  const reading: Reading = { open: [], from: undefined, afternoon: false, to: false }
  for (const token of tokens) {
    const problem = take(reading, token)
    if (problem) return problem
  }
  const said = (is: Token['is']): boolean => tokens.some((token) => token.is === is)
  return wanting(reading, text) ?? { open: reading.open, holidaysClosed: said('holidays'), noBreak: said('noBreak') }
}

const dayName = (number: number): string => `星期${weekday.charAt(number - 1)}`
const daysText = (days: readonly number[]): string => {
  const [first = 1] = days
  const last = days.at(-1) ?? first
  const whole = days.length > 2 && last - first + 1 === days.length
  return whole ? `${dayName(first)}至${dayName(last)}` : days.map(dayName).join('、')
}
const timeText = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
const rangeText = ([from, to]: TimeRange): string => {
  const half = from >= 720 ? '下午' : to <= 780 ? '上午' : ''
  return `${half}${timeText(from)}—${timeText(to)}`
}

/** The hours in the form of 附件1 序号15. */
export const hoursText = ({ open, holidaysClosed, noBreak }: OpeningHours): string => {
  const remarks = [...(holidaysClosed ? ['法定节假日除外'] : []), ...(noBreak ? ['中午不休息'] : [])]
  const groups = open.map(({ days, times, season }) => `${season ?? ''}${daysText(days)}${times.map(rangeText).join('、')}`)
  return `${groups.join(';')}${remarks.length > 0 ? `(${remarks.join(',')})` : ''}`
}
