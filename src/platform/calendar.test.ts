import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { addWorkdays, type Calendar, countWorkdays, isPublished, isWorkday } from '../kernel/calendar.ts'
import { addDays, localDate } from '../kernel/date.ts'
import {
  type CalendarDay,
  type CalendarYear,
  calendarCache,
  calendarYearSchema,
  importCalendarYear,
  loadCalendar,
  seedCalendars,
} from './calendar.ts'
import { testDatabase } from './testing.ts'

const db = await testDatabase()
const folder = new URL('../../data/calendars', import.meta.url).pathname
const yearFile = (year: number): CalendarYear => calendarYearSchema.parse(JSON.parse(readFileSync(`${folder}/${year}.json`, 'utf8')))
const empty = await loadCalendar(db.sql)
await seedCalendars(db.sql, folder)
const calendar = await loadCalendar(db.sql)

const workdaysOf = (year: number, of: Calendar): number[] =>
  Array.from({ length: 12 }, (_, month) => {
    const first = localDate(`${year}-${String(month + 1).padStart(2, '0')}-01`)
    const next = month === 11 ? localDate(`${year + 1}-01-01`) : localDate(`${year}-${String(month + 2).padStart(2, '0')}-01`)
    return countWorkdays(addDays(first, -1), addDays(next, -1), of)
  })

test('before any notice is imported only weekends are closed, and no year counts as published', () => {
  assert.equal(empty.version, 0)
  assert.equal(isWorkday(localDate('2026-10-01'), empty), true)
  assert.equal(isPublished(localDate('2026-10-01'), empty), false)
})

test('the workdays of each month of 2025 and 2026 are those of the State Council notices', () => {
  assert.deepEqual(workdaysOf(2025, calendar), [19, 19, 21, 22, 19, 20, 23, 21, 23, 18, 20, 23])
  assert.deepEqual(workdaysOf(2026, calendar), [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23])
  assert.equal(
    workdaysOf(2024, calendar).reduce((a, b) => a + b),
    251,
  )
})

test('S-076 make-up workdays count, holidays do not: the fifth workday after 11 February 2026 is 25 February', () => {
  assert.equal(addWorkdays(localDate('2026-02-11'), 5, calendar), '2026-02-25')
  assert.equal(isWorkday(localDate('2026-02-14'), calendar), true)
  assert.equal(isPublished(localDate('2027-01-04'), calendar), false, 'the notice for 2027 is not here yet')
})

test('seeding again changes nothing, and leaves a notice that was imported by hand', async () => {
  const amended = { ...yearFile(2026), notice: '更正' }
  await importCalendarYear(db.sql, amended)
  const before = await loadCalendar(db.sql)
  await seedCalendars(db.sql, folder)
  assert.deepEqual(await loadCalendar(db.sql), before)
  assert.deepEqual(await db.sql`select notice from platform.calendar_year where year = 2026`, [{ notice: '更正' }])
})

const refusal = async (change: (days: readonly CalendarDay[]) => readonly CalendarDay[]): Promise<string | undefined> => {
  const outcome = await importCalendarYear(db.sql, { ...yearFile(2026), days: change(yearFile(2026).days) })
  assert.ok('refused' in outcome, 'the import should be refused')
  return outcome.detail
}
const day = (on: string, name: string, open: boolean): CalendarDay => ({ on: localDate(on), name, open })

test('S-076 a doubtful notice is refused and says which day is wrong', async () => {
  const before = await loadCalendar(db.sql)
  assert.match((await refusal((days) => [...days, day('2027-02-06', '春节', false)])) ?? '', /2027-02-06 不属于 2026 年/)
  assert.match((await refusal((days) => [...days, day('2026-03-04', '调休', true)])) ?? '', /2026年3月4日.*本来就上班/)
  assert.match((await refusal((days) => days.filter(({ on }) => on !== '2026-10-02'))) ?? '', /缺少法定节假日 2026-10-02/)
  assert.match((await refusal((days) => days.filter(({ name }) => name !== '端午节'))) ?? '', /端午/)
  assert.match((await refusal((days) => [...days, day('2026-10-10', '国庆节', false)])) ?? '', /2026-10-10 出现了两次/)
  const wrongYear = await importCalendarYear(db.sql, { ...yearFile(2026), year: 2025 })
  assert.ok('refused' in wrongYear)
  assert.deepEqual(await loadCalendar(db.sql), before, 'nothing of it stays')
})

test('S-076 a changed notice raises the version, the same notice does not', async () => {
  const { version } = await loadCalendar(db.sql)
  const changed = { ...yearFile(2025), notice: '补充通知', days: [...yearFile(2025).days, day('2025-09-03', '纪念日', false)] }
  assert.deepEqual(await importCalendarYear(db.sql, changed), { version: version + 1 })
  assert.deepEqual(await importCalendarYear(db.sql, changed), { version: version + 1 })
  assert.equal(isWorkday(localDate('2025-09-03'), await loadCalendar(db.sql)), false)
})

test('an import reaches the calendar in memory of another process without a restart', { timeout: 20_000 }, async () => {
  const cache = await calendarCache(db)
  const version = cache.current().version
  await importCalendarYear(db.sql, { ...yearFile(2024), notice: '再次更正' })
  while (cache.current().version === version) await new Promise((resolve) => setTimeout(resolve, 5))
  assert.equal(cache.current().version, version + 1)
  await cache.stop()
})

const history = new URL('../../../shared/data/holidays/holidays_2007_2026.jsonl', import.meta.url)
test('every notice since 2008 is taken in', { skip: !existsSync(history) && 'the data set is not here' }, async () => {
  const rows = readFileSync(history, 'utf8').trim().split('\n')
  const plainMonday = '2020-02-03' // the data set lists it as a make-up day
  const days = rows.map((row) => JSON.parse(row) as { date: string; name: string; off: boolean; year_file: number })
  for (let year = 2008; year <= 2026; year += 1) {
    const ofYear = days
      .filter(({ year_file, date }) => year_file === year && date !== plainMonday)
      .map(({ date, name, off }) => day(date, name, !off))
    const outcome = await importCalendarYear(db.sql, { year, notice: `${year}`, days: ofYear })
    assert.ok('version' in outcome, `${year}: ${JSON.stringify(outcome)}`)
  }
})
