import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isWorkday } from '../../../kernel/calendar.ts'
import { addDays, isWeekend, type LocalDate, localDate, weekday } from '../../../kernel/date.ts'
import { on, testCalendar } from '../testing.ts'
import {
  afterCheckDue,
  afterCheckDueOn,
  hearingApplyDue,
  hearingApplyDueOn,
  hearingEarliestOn,
  hearingHoldDueOn,
  replyDue,
  replyDueOn,
  supervisionReplyDays,
} from './deadlines.ts'

const today = on('2026-03-02')
const day = localDate

test('行政许可法第四十七条：告知听证权利后五个工作日内提出申请', () => {
  assert.equal(hearingApplyDueOn(day('2026-02-11'), today), '2026-02-25') // 02-12 02-13 02-14(调休) 02-24 02-25
  const { because } = hearingApplyDue(day('2026-02-11'), today)
  assert.ok(because.includes('2026年2月15日至23日春节放假，不计'))
  assert.ok(because.includes('行政许可法第四十七条第一款'))
})

test('行政许可法第四十七条：收到听证申请后二十个工作日内组织听证', () =>
  assert.equal(hearingHoldDueOn(day('2025-03-03'), today), '2025-03-31'))

test('行政许可法第四十八条、第八十二条：听证前七个工作日公告', () => {
  assert.equal(hearingEarliestOn(day('2026-03-02'), today), '2026-03-11')
  assert.equal(hearingEarliestOn(day('2026-09-24'), today), '2026-10-12') // 09-28 29 30 10-08 09 10(调休) 12
})

test('告知承诺：决定后两个月内核查，到期日休息的顺延，没有对应日的到月末', () => {
  assert.equal(afterCheckDueOn(day('2026-03-02'), today), '2026-05-06') // 05-02 在劳动节假期里
  assert.equal(afterCheckDueOn(day('2025-12-31'), today), '2026-02-28') // 没有 02-31;02-28 是调休上班的周六
  assert.equal(afterCheckDueOn(day('2026-08-03'), today), '2026-10-08')
  assert.match(afterCheckDue(day('2026-03-02'), today).because.join(), /2026年5月2日\(周六\).*顺延至2026年5月6日\(周三\)/)
  assert.equal(afterCheckDue(day('2026-11-20'), today).provisional, true)
})

test('T32 督办一个工作日内回复：节前交办的到节后；再延两个工作日到调休的周六', () => {
  const asked = day('2025-09-30')
  assert.equal(replyDueOn(asked, supervisionReplyDays, today), '2025-10-09')
  assert.equal(replyDueOn(replyDueOn(asked, 1, today), 2, today), '2025-10-11')
  assert.ok(replyDue(asked, 1, today).because.includes('2025年10月1日至8日国庆节、中秋节放假，不计'))
})

test('T34 2026 年 2 月能预约延时服务的周六只有 2 月 7 日，前一日截止', () => {
  const february = Array.from({ length: 28 }, (_, i) => addDays(day('2026-02-01'), i))
  const isFreeSaturday = (d: LocalDate): boolean =>
    weekday(d) === '周六' && isWeekend(d) && !isWorkday(d, testCalendar) && !testCalendar.holidays.has(d)
  assert.deepEqual(february.filter(isFreeSaturday), ['2026-02-07'])
  assert.deepEqual([addDays(day('2026-02-07'), -1), weekday(addDays(day('2026-02-07'), -1))], ['2026-02-06', '周五'])
})
