/** What could not be read, and the words it stands at. */
export type HoursProblem = { readonly problem: string; readonly found: string }

/** A word of opening hours. A time of -1 is the whole day. */
export type Token =
  | { readonly is: 'days'; readonly days: readonly number[]; readonly text: string }
  | { readonly is: 'half'; readonly afternoon: boolean; readonly text: string }
  | { readonly is: 'time'; readonly minutes: number; readonly text: string }
  | { readonly is: 'season' | 'to' | 'comma' | 'holidays' | 'noBreak' | 'note'; readonly text: string }

export const weekday = '一二三四五六日天'
const dayOf = (sign: string): number => Math.min(weekday.indexOf(sign) + 1, 7)
const span = (from: number, to: number): number[] => Array.from({ length: 7 }, (_, i) => i + 1).filter((day) => day >= from && day <= to)
const day = '(?:星期|周|礼拜)?'

const readDays = (text: string): number[] => {
  if (/工作日/.test(text)) return span(1, 5)
  if (/^(每[天日]|全年)/.test(text)) return span(1, 7)
  return [...text.matchAll(/([一二三四五六日天])(?:(?:至|到|[-—–~])+(?:星期|周|礼拜)?([一二三四五六日天]))?/gu)].flatMap(
    ([, from = '', to]) => (to === undefined ? [dayOf(from)] : span(dayOf(from), dayOf(to))),
  )
}

const readTime = ([, hours, minutes]: RegExpMatchArray | readonly (string | undefined)[]): number =>
  Number(hours) * 60 + (minutes === '半' ? 30 : Number(minutes ?? 0))

type Reader = readonly [pattern: RegExp, read: (match: RegExpMatchArray) => Token]
const plain =
  (is: 'season' | 'to' | 'comma' | 'holidays' | 'noBreak' | 'note') =>
  (match: RegExpMatchArray): Token => ({ is, text: match[0] })
/** What is tried in turn at each place; the longer reading first. */
const readers: readonly Reader[] = [
  [/^[\s]+/u, plain('note')],
  [/^(?:国家|国务院)?(?:的)?(?:法定)?(?:节假日|节日)(?:和周末|及周末|和公休日|及公休日)?(?:除外|休息|不办公|不对外办公|放假)/u, plain('holidays')],
  [/^(?:中午|午间)(?:不休息|不休|不间断|不打烊)/u, plain('noBreak')],
  [/^(?:夏季|冬季|夏令时|冬令时|春季|秋季)/u, plain('season')],
  [/^(?:每年)?\d{1,2}月(?:\d{1,2}日)?(?:至|到|[-—–~])+(?:次年)?\d{1,2}月(?:\d{1,2}日)?/u, plain('season')],
  [/^(?:24小时|全天(?:候)?开放|全天24小时)/u, ({ 0: text }) => ({ is: 'time', minutes: -1, text })],
  [/^(?:每个?工作日|法定工作日|工作日|每天|每日|全年)/u, ({ 0: text }) => ({ is: 'days', days: readDays(text), text })],
  [
    new RegExp(`^每?(?:星期|周|礼拜)[${weekday}](?:(?:至|到|[-—–~、,和及])+${day}[${weekday}](?![月日号]))*`, 'u'),
    ({ 0: text }) => ({ is: 'days', days: readDays(text), text }),
  ],
  [/^(?:上午|早上|早|中午|午间)/u, ({ 0: text }) => ({ is: 'half', afternoon: false, text })],
  [/^(?:下午|晚上|晚|傍晚)/u, ({ 0: text }) => ({ is: 'half', afternoon: true, text })],
  [/^([01]?\d|2[0-4])[::.]([0-5]\d)(?:分)?/u, (match) => ({ is: 'time', minutes: readTime(match), text: match[0] })],
  [/^([01]?\d|2[0-4])[时点](?:([0-5]?\d)分?|(半)|整)?/u, (match) => ({ is: 'time', minutes: readTime([match[0], match[1], match[2] ?? match[3]]), text: match[0] })],
  [/^([01]\d|2[0-4])([0-5]\d)(?!\d)/u, (match) => ({ is: 'time', minutes: readTime(match), text: match[0] })],
  [/^(?:至|到|[-—–~―−]+)/u, plain('to')],
  [/^[,、;。/:()]/u, plain('comma')],
  [/^(?:对外)?(?:办公时间|办理时间|受理时间|服务时间|工作时间|营业时间|接待时间|和|及|为)/u, plain('note')],
] // biome-ignore format: a table

/** The words of opening hours one after another, or the first that is not understood. */
export const tokensOf = (text: string): Token[] | HoursProblem => {
  const tokens: Token[] = []
  let rest = text
  while (rest !== '') {
    const read = readers.map(([pattern, make]) => ({ match: pattern.exec(rest), make })).find(({ match }) => match !== null)
    if (!read?.match) return { problem: '这几个字不是星期、时刻或者通用的说明', found: rest.slice(0, 12) }
    tokens.push(read.make(read.match))
    rest = rest.slice(read.match[0].length)
  }
  return tokens
}
