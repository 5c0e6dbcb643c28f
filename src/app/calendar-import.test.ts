import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { loadCalendar, seedCalendars } from '../platform/calendar.ts'
import { testDatabase } from '../platform/testing.ts'
import { importCalendar } from './calendar-import.ts'

const folder = new URL('../../data/calendars', import.meta.url).pathname
const db = await testDatabase()
await seedCalendars(db.sql, folder)

/** A notice for 2027 in the words of the State Council's (the days are invented). */
const text2027 = `国务院办公厅关于2027年部分节假日安排的通知
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（周五）至11日（周四）放假调休，共7天。1月30日（周六）上班。
三、清明节：4月3日（周六）至5日（周一）放假，共3天。
四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。5月8日（周六）上班。
五、端午节：6月9日（周三）放假，共1天。
六、中秋节：9月15日（周三）放假，共1天。
七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。10月9日（周六）上班。
`
const waiting = () =>
  db.sql<{ payload: { year: number; from: string } }>`
    select payload
    from graphile_worker._private_jobs as job
    join graphile_worker._private_tasks as task on task.id = job.task_id
    where task.identifier = 'casework.recompute'
    order by job.id`
const imported = async (source: string) => {
  const outcome = await importCalendar(db, source)
  assert.ok('imported' in outcome, JSON.stringify(outcome))
  return outcome.imported
}
const problems = async (source: string) => {
  const before = await loadCalendar(db.sql)
  const outcome = await importCalendar(db, source)
  assert.ok('problems' in outcome, 'the import should be refused')
  assert.deepEqual(await loadCalendar(db.sql), before, 'nothing of it stays')
  return outcome.problems
}

test('T40 the notice in its own words is taken in: what changed is told, open cases are recomputed, again changes nothing', async () => {
  const [first] = await imported(text2027)
  assert.ok(first)
  assert.deepEqual([first.year, first.changes.length, first.recomputes], [2027, 30, true])
  assert.equal(first.changes[0]?.words, '2027年1月1日(周五) 元旦 改为放假')
  assert.ok(first.changes.some(({ words }) => words === '2027年1月30日(周六) 春节 改为上班'))
  assert.ok((await loadCalendar(db.sql)).publishedYears.has(2027))
  assert.deepEqual((await waiting()).map(({ payload }) => [payload.year, payload.from]), [[2027, '2027-01-01'], [2027, '2027-01-01']]) // biome-ignore format: rows
  const [again] = await imported(text2027)
  assert.deepEqual([again?.version, again?.changes, again?.recomputes], [first.version, [], false])
  assert.equal((await waiting()).length, 2)
})

test('an amended notice recomputes from the first day it moves', async () => {
  const [amended] = await imported(
    text2027.replace('9月15日（周三）放假，共1天', '9月15日（周三）至16日（周四）放假调休，共2天。9月18日（周六）上班'),
  )
  assert.deepEqual(
    amended?.changes.map(({ words }) => words),
    ['2027年9月16日(周四) 中秋节 改为放假', '2027年9月18日(周六) 中秋节 改为上班'],
  )
  assert.equal((await waiting()).at(-1)?.payload.from, '2027-09-16')
})

const published = (change: object = {}) => {
  const { days } = JSON.parse(readFileSync(`${folder}/2026.json`, 'utf8')) as { days: { on: string; name: string; open: boolean }[] }
  const foreign = days.map(({ on, name, open }) => ({ name, date: on, isOffDay: !open }))
  return { year: 2026, papers: ['https://www.gov.cn/x'], days: foreign, ...change }
}
const asRows = (days: { name: string; date: string; isOffDay: boolean }[], of = 2026) =>
  days.map(({ name, date, isOffDay }) => JSON.stringify({ date, name, off: isOffDay, year_file: of })).join('\n')

test('the JSON of data/calendars, of holiday-cn, and a row a day say the same', async () => {
  for (const source of [
    readFileSync(`${folder}/2026.json`, 'utf8'),
    JSON.stringify(published()),
    asRows(published().days),
    `[${asRows(published().days).replaceAll('\n', ',')}]`,
  ])
    assert.deepEqual((await imported(source))[0]?.changes, [])
})

test('S-076 a wrong or missing year, an impossible day, days against each other, a workday that is one: refused with line and reason', async () => {
  const { days } = published()
  const lines = (change: (rows: string[]) => string[]) => change(asRows(days).split('\n')).join('\n')
  const oneRow = (date: string, off: boolean, of = 2026) => JSON.stringify({ date, name: '调休', off, year_file: of })
  assert.deepEqual(await problems(lines((rows) => rows.with(3, oneRow('2026-02-30', true)))), [
    { line: 4, reason: 'date:没有这一天，日期写作 2027-10-01' },
  ])
  assert.deepEqual(await problems(lines((rows) => [...rows, oneRow('2026-10-10', true)])), [
    { line: 40, reason: '2026-10-10 出现了两次，一次放假一次上班' },
  ])
  assert.match((await problems(lines((rows) => [...rows, oneRow('2026-03-04', false)])))[0]?.reason ?? '', /2026年3月4日\(周三\)本来就上班/)
  assert.deepEqual(await problems(lines((rows) => [...rows, '{"date":'])), [{ line: 40, reason: '这一行不是 JSON' }])
  assert.match((await problems(asRows(days, 2025)))[0]?.reason ?? '', /2026-01-01 不属于 2025 年的安排/)
  assert.match((await problems(JSON.stringify({ ...published(), year: undefined })))[0]?.reason ?? '', /缺少 year/)
  assert.match((await problems(text2027.replace('2027年', '')))[0]?.reason ?? '', /没有写明是哪一年/)
  assert.deepEqual(await problems(text2027.replace('10月9日（周六）', '10月8日（周五）')), [
    { line: 8, reason: '2027年10月8日(周五)本来就上班，不能作为调休上班日（国庆节）' },
  ])
  assert.deepEqual(await problems(''), [{ line: 0, reason: '没有写明是哪一年的节假日安排' }])
})

test('days that the notice of the year beside it tells otherwise are refused', async () => {
  await imported(text2027.replace('放假，共3天。', '放假，共3天。2026年12月27日（周日）上班。'))
  const doubt = await problems(
    JSON.stringify(published({ days: [...published().days, { name: '元旦', date: '2026-12-27', isOffDay: true }] })),
  )
  assert.match(doubt[0]?.reason ?? '', /2026-12-27 与 2027 年的安排相反（那里写的是上班）/)
})
