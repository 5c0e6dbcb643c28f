import { addDays, daysBetween, isLocalDate, type LocalDate, weekday } from '../../kernel/date.ts'
import type { CalendarDay, CalendarYear } from '../calendar.ts'

/** Something in a notice that cannot be taken as it is; `line` counts from 1 and is 0 when no line is to blame. */
export type NoticeProblem = { readonly line: number; readonly reason: string }

/** A notice with the line on which each of its days is written. */
export type ReadNotice = { readonly notice: CalendarYear; readonly lineOf: (on: LocalDate | undefined) => number }

type Item = { readonly name: string; readonly line: number; readonly text: string }
type Named = { readonly on: LocalDate; readonly weekday: string | undefined }

/** A problem on its way out of the reading of one item. */
class Unreadable extends Error {}

const heading = /^(?:[一二三四五六七八九十]+|\d+)[、.]\s*([^:。]{1,20}):(.*)$/
const hasDay = (text: string): boolean => /\d+日/.test(text)
/** Full-width figures and signs become plain ones; white space inside a line says nothing. */
const tidy = (line: string): string => line.normalize('NFKC').replace(/\s/g, '')

/** The numbered items of the notice (“二、春节:2月15日…”), each with what is wrapped onto the lines below it. */
const itemsOf = (lines: readonly string[]): Item[] => {
  const items: Item[] = []
  let open = false
  for (const [i, line] of lines.entries()) {
    const found = heading.exec(line)
    const last = items.at(-1)
    if (found) items.push({ name: found[1] ?? '', line: i + 1, text: found[2] ?? '' })
    else if (open && last && line !== '') items[items.length - 1] = { ...last, text: last.text + line }
    open = items.length > 0 && line !== '' && !items.at(-1)?.text.endsWith('。')
  }
  return items.filter(({ text }) => hasDay(text))
}

const date = (year: number, month: number, day: number): LocalDate => {
  const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  if (!isLocalDate(text)) throw new Unreadable(`没有${year}年${month}月${day}日这一天`)
  return text
}

/** The year in which a day that names none lies: near the first day of its item, which for December is the year before. */
const yearNear = (anchor: LocalDate | undefined, year: number, month: number): number => {
  if (!anchor) return month === 12 ? year - 1 : year
  const distance = (y: number): number => Math.abs(daysBetween(anchor, `${y}-${String(month).padStart(2, '0')}-15` as LocalDate))
  return [year - 1, year, year + 1].reduce((best, y) => (distance(y) < distance(best) ? y : best), year)
}

/** Reads the days of an item in order; what a day leaves out (year, month) it takes from those before it. */
const dayReader = (year: number) => {
  let anchor: LocalDate | undefined
  let month = 0
  return (y: string | undefined, m: string | undefined, d: string, words: string | undefined): Named => {
    if (m) month = Number(m)
    if (month === 0) throw new Unreadable(`“${d}日”前面没有写月份`)
    const on = date(y ? Number(y) : yearNear(anchor, year, month), month, Number(d))
    anchor ??= on
    const told = /(?:周|星期)([一二三四五六日天])/.exec(words ?? '')?.[1]
    return { on, weekday: told && `周${told === '天' ? '日' : told}` }
  }
}

const checked = ({ on, weekday: told }: Named): LocalDate => {
  if (told && told !== weekday(on)) throw new Unreadable(`${on}是${weekday(on)},通知里写的是${told};请核对年份和日期`)
  return on
}

const range = (from: LocalDate, to: LocalDate): LocalDate[] => {
  const length = daysBetween(from, to)
  if (length <= 0 || length > 20) throw new Unreadable(`${from}至${to}不成一段假期`)
  return Array.from({ length: length + 1 }, (_, i) => addDays(from, i))
}

const oneDay = /(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:\(([^)]*)\))?/g
const isRange = (between: string): boolean => /^(?:至|到|—+|-+|~)$/.test(between)

/** The days a piece of text names, ranges spelled out. */
const daysIn = (text: string, read: ReturnType<typeof dayReader>): LocalDate[] => {
  const days: LocalDate[] = []
  let end = 0
  for (const found of text.matchAll(oneDay)) {
    const on = checked(read(found[1], found[2], found[3] ?? '', found[4]))
    const last = days.at(-1)
    if (last && isRange(text.slice(end, found.index))) days.push(...range(last, on).slice(1))
    else days.push(on)
    end = found.index + found[0].length
  }
  return days
}

type Verdicts = { readonly off: Set<LocalDate>; readonly open: Set<LocalDate>; readonly given: Set<LocalDate> }

/** Which days a clause is about by its verb: off, or open; undefined when it has none. */
const verdictOf = (clause: string): 'off' | 'open' | undefined => {
  const plain = clause.replace(/\([^)]*\)/g, '')
  if (/上班/.test(plain)) return 'open'
  return /放假|补休|公休|假日/.test(plain) ? 'off' : undefined
}

/** What a clause says of its days and of those `waiting` for a verb; 公休日调至 gives a rest day away for another. Returns the days that still wait. */
const judge = (clause: string, waiting: readonly LocalDate[], read: ReturnType<typeof dayReader>, into: Verdicts): LocalDate[] => {
  const [, given, taken] = /^(.*?)(?:分别)?调至(.*)$/.exec(clause) ?? []
  const days = [...waiting, ...daysIn(given ?? clause, read)]
  const verdict = taken === undefined ? verdictOf(clause) : 'given'
  if (!verdict) return days
  for (const on of days) into[verdict].add(on)
  for (const on of daysIn(taken ?? '', read)) into.off.add(on)
  return []
}

const total = (text: string, days: number): void => {
  const told = /共(\d+)天/.exec(text)?.[1]
  if (told && Number(told) !== days) throw new Unreadable(`写的是共${told}天，列出的是${days}天`)
}

/** The days of one item. A clause without a verb lends its days to the next; days that nothing is said of are not guessed at. */
const readItem = ({ name, text }: Item, year: number): CalendarDay[] => {
  const into: Verdicts = { off: new Set(), open: new Set(), given: new Set() }
  const read = dayReader(year)
  let waiting: LocalDate[] = []
  for (const sentence of text.split(/[。;]/)) {
    for (const clause of sentence.split(/,(?![^(]*\))/)) waiting = judge(clause, waiting, read, into)
    if (waiting.length > 0) throw new Unreadable(`没有写明${waiting.join('、')}放假还是上班`)
  }
  const both = [...into.open].find((on) => into.off.has(on))
  if (both) throw new Unreadable(`${both}又写放假又写上班`)
  total(text, into.off.size)
  const open = new Set([...into.open, ...[...into.given].filter((on) => !into.off.has(on))])
  return [...[...into.off].map((on) => ({ on, name, open: false })), ...[...open].map((on) => ({ on, name, open: true }))]
}

const titleOf = (lines: readonly string[], year: string): string => {
  const number = /国办发(?:明电)?[〔[(]\d{4}[〕\])]\d+号/.exec(lines.join(''))?.[0]
  return `国务院办公厅关于${year}年部分节假日安排的通知${number ? `(${number})` : ''}`
}

/**
 * Reads the State Council's yearly notice in its own words (“二、春节:2月15日(周日)至23日放假调休,共9天。2月14日(周六)上班。”).
 * Weekdays and totals that the notice tells must be true; what is not understood is a problem with its line, never a guess.
 */
export const readNoticeText = (source: string): ReadNotice | readonly NoticeProblem[] => {
  const lines = source.split('\n').map(tidy)
  const year = /(\d{4})年[^。]{0,20}节假日(?:放假)?安排/.exec(lines.join(''))?.[1]
  if (!year) return [{ line: 0, reason: '没有写明是哪一年的节假日安排' }]
  const problems: NoticeProblem[] = []
  const written = new Map<LocalDate, number>()
  const days = itemsOf(lines).flatMap((item) => {
    try {
      const found = readItem(item, Number(year))
      for (const { on } of found) written.set(on, item.line)
      return found
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error
      problems.push({ line: item.line, reason: `${item.name}:${error.message}` })
      return []
    }
  })
  if (problems.length > 0) return problems
  if (days.length === 0) return [{ line: 0, reason: '没有找到“一、元旦:…”这样的各项安排' }]
  days.sort((a, b) => (a.on < b.on ? -1 : 1))
  return { notice: { year: Number(year), notice: titleOf(lines, year), days }, lineOf: (on) => (on && written.get(on)) ?? 0 }
}
