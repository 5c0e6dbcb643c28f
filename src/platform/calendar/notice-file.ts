import { z } from 'zod'
import { isLocalDate, type LocalDate } from '../../kernel/date.ts'
import { type CalendarYear, calendarYearSchema } from '../calendar.ts'
import { type NoticeProblem, type ReadNotice, readNoticeText } from './notice-text.ts'

const day = z.custom<LocalDate>((value) => typeof value === 'string' && isLocalDate(value), '没有这一天，日期写作 2027-10-01')
const year = z.int('要写明年份').min(2008, '2008 年以前的安排不再导入').max(2100, '年份不对')
const name = z.string().min(1).max(40)

/** The foreign shapes: a year as holiday-cn publishes it, and a row a day. */
const publishedYear = z.object({
  year,
  papers: z.array(z.string()).default([]),
  days: z.array(z.object({ date: day, name, isOffDay: z.boolean() })).max(80),
})
const dayRow = z.object({ date: day, name, off: z.boolean(), year_file: year })

const lineOfText = (source: string, text: string): number => {
  const at = source.indexOf(text)
  return at < 0 ? 0 : source.slice(0, at).split('\n').length
}
const title = (of: number): string => `国务院办公厅关于${of}年部分节假日安排的通知`

const problemsOf = (error: z.ZodError, value: unknown, lineOf: (text: string) => number): NoticeProblem[] =>
  error.issues.map((issue) => {
    const found = issue.path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], value)
    const reason = `${issue.path.join('.')}:${issue.message}`
    return { line: typeof found === 'string' ? lineOf(`"${found}"`) : 0, reason: found === undefined ? `缺少 ${reason}` : reason }
  })

const asNotice = (value: unknown): z.ZodSafeParseResult<CalendarYear> => {
  const days = (value as { days?: unknown } | null)?.days
  const isForeign = Array.isArray(days) && days.some((one) => one && typeof one === 'object' && 'isOffDay' in one)
  if (!isForeign) return calendarYearSchema.safeParse(value)
  const read = publishedYear.safeParse(value)
  if (!read.success) return read as unknown as z.ZodSafeParseResult<CalendarYear>
  const { year: of, papers, days: rows } = read.data
  const notice = [title(of), ...papers].join(' ')
  return { success: true, data: { year: of, notice, days: rows.map((d) => ({ on: d.date, name: d.name, open: !d.isOffDay })) } }
}

const readYear = (source: string, value: unknown): readonly ReadNotice[] | readonly NoticeProblem[] => {
  const lineOf = (text: string): number => lineOfText(source, text)
  const read = asNotice(value)
  return read.success ? [{ notice: read.data, lineOf: (on) => (on ? lineOf(`"${on}"`) : 0) }] : problemsOf(read.error, value, lineOf)
}

type Row = { readonly line: number; readonly value: unknown }

const readRows = (rows: readonly Row[]): readonly ReadNotice[] | readonly NoticeProblem[] => {
  const read = rows.map(({ line, value }) => ({ line, value, outcome: dayRow.safeParse(value) }))
  const problems = read.flatMap(({ line, value, outcome }) =>
    outcome.success ? [] : problemsOf(outcome.error, value, () => line).map(({ reason }) => ({ line, reason })),
  )
  if (problems.length > 0) return problems
  const good = read.flatMap(({ line, outcome }) => (outcome.success ? [{ line, ...outcome.data }] : []))
  return [...new Set(good.map((row) => row.year_file))].map((of) => {
    const own = good.filter((row) => row.year_file === of)
    return {
      notice: { year: of, notice: title(of), days: own.map((row) => ({ on: row.date, name: row.name, open: !row.off })) },
      lineOf: (on) => own.findLast((row) => row.date === on)?.line ?? 0,
    }
  })
}

const parsed = (source: string): { value: unknown } | undefined => {
  try {
    return { value: JSON.parse(source) }
  } catch {
    return undefined
  }
}

const readLines = (source: string): readonly ReadNotice[] | readonly NoticeProblem[] => {
  const lines = source.split('\n').map((text, i) => ({ line: i + 1, text }))
  const rows = lines.filter(({ text }) => text.trim() !== '').map(({ line, text }) => ({ line, read: parsed(text) }))
  const broken = rows.find(({ read }) => !read)
  if (broken) return [{ line: broken.line, reason: '这一行不是 JSON' }]
  return readRows(rows.map(({ line, read }) => ({ line, value: read?.value })))
}

/**
 * Reads the yearly notice in any of its forms: its own Chinese text; JSON of data/calendars; JSON as holiday-cn publishes it; a row a day
 * (`{date, name, off, year_file}`, as JSON Lines or one array, one or many years). What cannot be read is told with its line.
 */
export const readNoticeFile = (source: string): readonly ReadNotice[] | readonly NoticeProblem[] => {
  const text = source.replace(/^\uFEFF/, '')
  if (!/^\s*[[{]/.test(text)) {
    const outcome = readNoticeText(text)
    return 'notice' in outcome ? [outcome] : outcome
  }
  const whole = parsed(text)
  if (!whole) return readLines(text)
  if (Array.isArray(whole.value))
    return readRows(
      whole.value.map((value: unknown) => ({ line: lineOfText(text, `"${(value as { date?: string } | null)?.date}"`), value })),
    )
  const isRow = typeof whole.value === 'object' && whole.value !== null && 'year_file' in whole.value
  return isRow ? readRows([{ line: 1, value: whole.value }]) : readYear(text, whole.value)
}
