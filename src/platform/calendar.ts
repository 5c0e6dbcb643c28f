import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Calendar } from '../kernel/calendar.ts'
import { canonical } from '../kernel/canonical.ts'
import { chineseDateWithWeekday, isLocalDate, isWeekend, type LocalDate, yearOf } from '../kernel/date.ts'
import type { Refusal } from '../kernel/refusal.ts'
import type { Db, Sql } from './db.ts'

/** A day that the notice names: a holiday, or a make-up workday (调休上班, `open`). */
export type CalendarDay = { readonly on: LocalDate; readonly name: string; readonly open: boolean }

/** The State Council's notice for one year. `notice` is its title and address. */
export type CalendarYear = { readonly year: number; readonly notice: string; readonly days: readonly CalendarDay[] }

/** The shape of data/calendars/<year>.json and of an import. */
export const calendarYearSchema = z.strictObject({
  year: z.int().min(2008).max(2100),
  notice: z.string().min(1).max(500),
  days: z
    .array(
      z.strictObject({
        on: z.custom<LocalDate>((value) => typeof value === 'string' && isLocalDate(value), '请填写日期，例如 2026-10-01'),
        name: z.string().min(1).max(40),
        open: z.boolean(),
      }),
    )
    .max(80),
})

/** The calendar that some yearly notices make together. */
export const calendarOf = (
  years: readonly { readonly year: number; readonly days: readonly CalendarDay[]; readonly version: number }[],
): Calendar => {
  const named = (open: boolean) =>
    new Map(years.flatMap(({ days }) => days.filter((day) => day.open === open).map((day) => [day.on, day.name])))
  return {
    version: Math.max(0, ...years.map(({ version }) => version)),
    holidays: named(false),
    makeUpDays: named(true),
    publishedYears: new Set(years.map(({ year }) => year)),
  }
}

/** The calendar as it stands: every imported year together. Version 0 has no year at all: only weekends are closed then. */
export const loadCalendar = async (sql: Sql): Promise<Calendar> => {
  const years = await sql<{ year: number; days: CalendarDay[]; version: number }>`
    select year, days, version
    from platform.calendar_year
    order by year`
  return calendarOf(years)
}

const refuse = (detail: string): Refusal => ({ refused: 'calendar-doubtful', title: '节假日安排有疑点，没有导入', detail })

/** What is wrong with a notice, and the day it is about. */
export type Doubt = { readonly reason: string; readonly on?: LocalDate }

/** A notice may reach into the last days of the year before (2022-12-31 belongs to that of 2023). */
const belongs = (day: LocalDate, year: number): boolean => yearOf(day) === year || (day >= `${year - 1}-12-25` && day < `${year}-01-01`)

const doubtfulDay = ({ on, name, open }: CalendarDay, year: number): Doubt | undefined => {
  if (!belongs(on, year)) return { on, reason: `${on} 不属于 ${year} 年的安排` }
  if (open && !isWeekend(on)) return { on, reason: `${chineseDateWithWeekday(on)}本来就上班，不能作为调休上班日（${name}）` }
  return undefined
}

/** The days off that 全国年节及纪念日放假办法 §2 fixes by date, and the festivals that move with the moon. */
const fixedHolidays = ['01-01', '05-01', '10-01', '10-02', '10-03']
const movingFestivals = ['春节', '清明', '端午', '中秋']

const missingFestival = ({ year, days }: CalendarYear): Doubt | undefined => {
  const off = days.filter(({ open }) => !open)
  const missing = fixedHolidays.map((day) => `${year}-${day}`).find((day) => !off.some(({ on }) => on === day))
  if (missing) return { reason: `缺少法定节假日 ${missing}` }
  const festival = movingFestivals.find((name) => !off.some((day) => day.name.includes(name)))
  return festival ? { reason: `缺少法定节日：${festival}` } : undefined
}

/** A day that the notice tells twice. */
const twice = ({ days }: CalendarYear): Doubt | undefined => {
  const seen = new Map<LocalDate, boolean>()
  for (const { on, open } of days) {
    const other = seen.get(on)
    if (other !== undefined) return { on, reason: `${on} 出现了两次${other === open ? '' : '，一次放假一次上班'}` }
    seen.set(on, open)
  }
  return undefined
}

/** A day that the notice of the year beside it tells otherwise. */
const against = ({ year, days }: CalendarYear, others: readonly CalendarYear[]): Doubt | undefined => {
  const told = new Map(days.map(({ on, open }) => [on, open]))
  for (const other of others.filter((one) => Math.abs(one.year - year) === 1)) {
    const found = other.days.find(({ on, open }) => told.has(on) && told.get(on) !== open)
    if (found) return { on: found.on, reason: `${found.on} 与 ${other.year} 年的安排相反（那里写的是${found.open ? '上班' : '放假'}）` }
  }
  return undefined
}

/** What speaks against a notice: a day that is not of its year, a make-up day that is a workday anyway, days that contradict each other or another year's. */
export const doubtOf = (notice: CalendarYear, others: readonly CalendarYear[] = []): Doubt | undefined => {
  for (const day of notice.days) {
    const found = doubtfulDay(day, notice.year)
    if (found) return found
  }
  return twice(notice) ?? against(notice, others) ?? missingFestival(notice)
}

/** The notices that were imported, oldest first. */
export const listCalendarYears = (sql: Sql): Promise<CalendarYear[]> => sql<CalendarYear>`
  select year, notice, days
  from platform.calendar_year
  order by year`

/** Keeps a notice that nothing speaks against. A changed year gets the next version of the whole calendar and is told to every process. */
export const putCalendarYear = async (sql: Sql, notice: CalendarYear): Promise<{ version: number }> => {
  const days = canonical(notice.days)
  const [changed] = await sql<{ version: number }>`
    insert into platform.calendar_year as known (year, notice, days, version)
    values (${notice.year}, ${notice.notice}, ${days}::jsonb,
            (select coalesce(max(version), 0) + 1 from platform.calendar_year))
    on conflict (year) do update
      set notice = excluded.notice, days = excluded.days, version = excluded.version, loaded_at = now()
      where known.days <> excluded.days or known.notice <> excluded.notice
    returning version`
  if (changed) {
    await sql`select pg_notify('platform.calendar', ${String(changed.version)})`
    return changed
  }
  return { version: (await loadCalendar(sql)).version }
}

/** Takes in the notice of a year, or refuses with the day that is wrong; the same content again changes nothing. Returns the calendar's version. */
export const importCalendarYear = async (sql: Sql, notice: CalendarYear): Promise<{ version: number } | Refusal> => {
  const wrong = doubtOf(notice, await listCalendarYears(sql))
  return wrong ? refuse(wrong.reason) : putCalendarYear(sql, notice)
}

/** Imports the <year>.json files of a folder for years that are not there yet; a notice that was imported by hand stays. Throws on a bad file. */
export const seedCalendars = async (sql: Sql, folder: string): Promise<void> => {
  const { publishedYears } = await loadCalendar(sql)
  for (const name of (await readdir(folder)).filter((file) => /^\d{4}\.json$/.test(file)).sort()) {
    const year = calendarYearSchema.parse(JSON.parse(await readFile(join(folder, name), 'utf8')))
    if (publishedYears.has(year.year)) continue
    const outcome = await importCalendarYear(sql, year)
    if ('refused' in outcome) throw new Error(`${name}: ${outcome.detail}`)
  }
}

/** The calendar in memory. `current` never waits. */
export type CalendarCache = { readonly current: () => Calendar; readonly stop: () => Promise<void> }

const lookEvery = 60_000

/** Loads the calendar and keeps it current: at once when a year is imported, and each minute in case the news was lost. */
export const calendarCache = async (db: Pick<Db, 'sql' | 'listen'>): Promise<CalendarCache> => {
  const unlisten = await db.listen('platform.calendar', () => void refresh())
  let calendar = await loadCalendar(db.sql)
  const refresh = async (): Promise<void> => {
    const latest = await loadCalendar(db.sql).catch(() => calendar) // the database is away: what we know still holds
    if (latest.version >= calendar.version) calendar = latest
  }
  const look = setInterval(refresh, lookEvery)
  look.unref()
  return {
    current: () => calendar,
    async stop() {
      clearInterval(look)
      await unlisten()
    },
  }
}
