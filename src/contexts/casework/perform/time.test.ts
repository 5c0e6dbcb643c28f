import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Calendar } from '../../../kernel/calendar.ts'
import { addDays, type LocalDate, localDate } from '../../../kernel/date.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { seedCalendars } from '../../../platform/calendar.ts'
import { deliver } from '../../../platform/outbox.ts'
import { testDatabase } from '../../../platform/testing.ts'
import { publishGuide } from '../../catalogue/index.ts'
import type { Viewer } from '../../identity/index.ts'
import { midnight } from '../jobs.ts'
import { clockOf } from '../rules/clock.ts'
import { lawActs } from '../rules/procedure.ts'
import { openStepsOf } from '../rules/steps.ts'
import { listCards } from '../store/cards.ts'
import { listMovedDates } from '../store/night.ts'
import type { ActName } from '../terms.ts'
import { testCalendar } from '../testing.ts'
import { doAct, done, moment, submitted, testCity, testGuide } from '../testing-city.ts'
import { cardConsumer } from './cards.ts'
import { findCase, listedOf } from './journal.ts'
import { recomputeDates } from './recompute.ts'
import { type RedCard, redCardConsumer, superviseByCard, superviseTask } from './red-cards.ts'

const db = await testDatabase()
await seedCalendars(db.sql, new URL('../../../../data/calendars', import.meta.url).pathname)
const city = await testCity(db)
const { casework, viewers } = city
const { clerk1, approver1 } = viewers

const caseOf = async (id: string) => {
  const loaded = await findCase(casework, db.sql, id)
  assert.ok(loaded)
  return loaded
}
/** A case that was submitted and accepted on a day. */
const accepted = async (day: string): Promise<string> => {
  const { caseId } = await submitted(city, day)
  done(await doAct(city, caseId, clerk1, 'accept', day))
  return caseId
}
/** Passes the step a case waits in. */
const passStep = async (id: string, day: string): Promise<void> => {
  const [step] = openStepsOf((await caseOf(id)).state)
  done(await doAct(city, id, approver1, 'passStep', day, { step: step?.id ?? '' }))
}
/** Brings every lamp that was told to the cards, as the queue would; again changes nothing. */
const deliverLamps = async (): Promise<void> => {
  const events = await db.sql<{ id: string }>`select id from platform.event where topic = 'casework.lamp'`
  for (const { id } of events) await deliver(db, [cardConsumer(casework)], id)
}
const lampsOf = (caseId: string) =>
  db.sql<{ level: string; lamp: string; on: string }>`
    select body->>'level' as level, body->>'lamp' as lamp, body->>'on' as on
    from platform.event
    where topic = 'casework.lamp' and body->>'caseId' = ${caseId}
    order by body->>'on', level`

test('第一次敲钟：装好以前就在的办件，从最早该亮灯的一天起逐日补上，各亮一次', async () => {
  const before = await accepted('2026-04-01') // 黄牌 04-14, 到期 04-16
  const night = await midnight(casework, moment('2026-04-20', '00:00:00'))
  assert.deepEqual((await lampsOf(before)).filter(({ level }) => level === 'case'), [
    { level: 'case', lamp: 'yellow', on: '2026-04-14' },
    { level: 'case', lamp: 'red', on: '2026-04-17' },
  ]) // biome-ignore format: rows
  assert.ok(night.days <= 20 && night.days >= 8, `${night.days} days: from the first lamp, not from the beginning of time`)
  assert.deepEqual(await midnight(casework, moment('2026-04-20', '00:00:09')), { days: 0, acted: 0, turned: 0, swept: 0 })
})

test('三天没有敲钟：补上的三天各按其日，顺序不变', async () => {
  await midnight(casework, moment('2026-05-11', '00:00:00'))
  const first = await accepted('2026-05-06') // 黄牌 05-15, 到期 05-19
  const silent = await submitted(city, '2026-05-11') // 05-18 期满
  await midnight(casework, moment('2026-05-14', '00:00:00'))
  const night = await midnight(casework, moment('2026-05-20', '00:00:00'))
  assert.equal(night.days, 6)
  assert.deepEqual((await lampsOf(first)).filter(({ level }) => level === 'case'), [
    { level: 'case', lamp: 'yellow', on: '2026-05-15' },
    { level: 'case', lamp: 'red', on: '2026-05-20' },
  ]) // biome-ignore format: rows
  const { state } = await caseOf(silent.caseId)
  assert.deepEqual([state.deemed, state.acceptedOn], [true, '2026-05-11'])
  assert.deepEqual(await midnight(casework, moment('2026-05-20', '00:00:09')), { days: 0, acted: 0, turned: 0, swept: 0 })
})

test('黄牌告知经办人和首席代表；红牌加监控调度员，并立督办，一个工作日内回复', async () => {
  const id = await accepted('2026-05-21') // P10: 黄牌 06-02, 到期 06-04
  await midnight(casework, moment('2026-06-05', '00:00:00'))
  await deliverLamps()
  await deliverLamps()
  const cards = (await listCards(db.sql, id)).filter(({ level }) => level === 'case')
  assert.deepEqual(cards.map(({ colour, on, replyDue }) => [colour, on, replyDue]), [['yellow', '2026-06-02', null], ['red', '2026-06-05', '2026-06-08']]) // biome-ignore format: rows
  const roles = cards.map(({ told }) => told.map(({ role }) => role))
  assert.deepEqual(roles[0], ['经办人', '首席代表'])
  assert.ok(roles[1]?.includes('监控调度员'))
  const told = await db.sql<{ colour: string; replyBy: string | null; accounts: number }>`
    select body->>'colour' as colour, body->>'replyBy' as "replyBy", jsonb_array_length(body->'told') as accounts
    from platform.event
    where topic = 'casework.card' and body->>'caseId' = ${id} and body->>'level' = 'case'
    order by body->>'on'`
  assert.deepEqual(told.map(({ colour, replyBy }) => [colour, replyBy]), [['yellow', null], ['red', '2026-06-08']]) // biome-ignore format: rows
  assert.ok(told.every(({ accounts }, i) => accounts === roles[i]?.length))
})

/** Runs the jobs that opened from red cards of a case, as the queue would. */
const superviseDue = async (caseId: string, day: string): Promise<boolean[]> => {
  for (const { id } of await db.sql<{ id: string }>`select id from platform.event where topic = 'casework.card'`)
    await deliver(db, [redCardConsumer], id)
  const jobs = await db.sql<{ payload: RedCard }>`
    select j.payload
    from graphile_worker._private_jobs as j
      join graphile_worker._private_tasks as t on t.id = j.task_id
    where t.identifier = ${superviseTask} and j.payload->>'caseId' = ${caseId}`
  const did: boolean[] = []
  for (const { payload } of jobs) did.push(await superviseByCard(casework, payload, moment(day)))
  return did
}

test('督办规则：红牌由系统立督办，只立一次，日志写明为什么、谁在哪天前回复；黄牌和已经决定的不立', async () => {
  const late = await accepted('2026-05-28')
  const decided = await accepted('2026-05-28')
  await midnight(casework, moment('2026-06-09', '00:00:00')) // 到期 06-11, 黄牌 06-09
  await deliverLamps()
  assert.deepEqual(await superviseDue(late, '2026-06-09'), [], 'a yellow card opens none')
  await midnight(casework, moment('2026-06-12', '00:00:00'))
  await deliverLamps()
  await passStep(decided, '2026-06-12')
  done(await doAct(city, decided, approver1, 'proposeDeny', '2026-06-12'))
  done(await doAct(city, decided, viewers.decider1, 'deny', '2026-06-12'))
  assert.deepEqual(await superviseDue(decided, '2026-06-12'), [false])
  assert.deepEqual(await superviseDue(late, '2026-06-12'), [true])
  assert.deepEqual(await superviseDue(late, '2026-06-12'), [false], 'once')
  const { events, state, matter } = await caseOf(late)
  const told = events.filter(({ type }) => type === 'supervise')
  assert.equal(told.length, 1)
  assert.deepEqual([told[0]?.by.role, told[0]?.by.unit], ['law', '电子监察'])
  assert.match(
    told[0]?.reason ?? '',
    /^2026年6月12日起超期，已亮红牌。请首席代表示例.*在2026年6月15日前说明原因并尽快办结，由监控调度员示例.*督办。$/,
  )
  assert.deepEqual(
    [state.stage, matter.handler],
    ['accepted', clerk1.kind === 'staff' ? clerk1.accountId : ''],
    'it stays in the same hands',
  )
  const answered = done(await doAct(city, late, viewers.chief1, 'replySupervision', '2026-06-12'))
  assert.equal(answered.state.supervisions[0]?.repliedOn, '2026-06-12')
})

test('环节时限过了，总时限还没到：环节红牌写明哪个环节；按时走完的环节没有', async () => {
  const late = await accepted('2026-06-08') // 审查 5 个工作日: 到 06-15
  const intime = await accepted('2026-06-08')
  await passStep(intime, '2026-06-12')
  await midnight(casework, moment('2026-06-16', '00:00:00'))
  await passStep(late, '2026-06-16') // before the card is written
  await deliverLamps()
  assert.deepEqual(
    (await listCards(db.sql, late)).map(({ level, step, colour, on, replyDue }) => [level, step, colour, on, replyDue]),
    [['step', '审查', 'red', '2026-06-16', null]],
  )
  assert.deepEqual(await listCards(db.sql, intime), [])
})

const withNewYear = (): Calendar => ({
  ...testCalendar,
  version: 2,
  holidays: new Map([...testCalendar.holidays, ['2027-01-01', '元旦']]),
  publishedYears: new Set([2025, 2026, 2027]),
})

test('T40 新的放假安排导入后重算：旧日期留在历史里，写明为什么；不涉及的办件不动', async () => {
  const moved = await accepted('2026-12-21')
  const earlier = await accepted('2026-11-02')
  const waiting = await submitted(city, '2026-12-28')
  const today = { date: localDate('2026-12-28'), calendar: withNewYear() }
  const why = { notice: '国务院办公厅关于2027年部分节假日安排的通知', from: localDate('2027-01-01') }
  const before = (await caseOf(moved)).matter
  assert.ok((await recomputeDates(casework, today, why)) >= 2)
  const after = await caseOf(moved)
  assert.deepEqual([before.promisedDue, after.matter.promisedDue], ['2027-01-04', '2027-01-05'])
  const history = await listMovedDates(db.sql, moved)
  assert.deepEqual(history.map(({ date, was, became }) => [date, was, became]), [['promisedDue', '2027-01-04', '2027-01-05'], ['legalDue', '2027-01-18', '2027-01-19']]) // biome-ignore format: rows
  assert.equal(history[0]?.because[0], '因国务院办公厅关于2027年部分节假日安排的通知重新计算')
  assert.ok(history[0]?.because.includes('2027年1月1日元旦放假，不计'))
  assert.deepEqual(await listMovedDates(db.sql, earlier), [])
  assert.deepEqual((await listMovedDates(db.sql, waiting.caseId)).map(({ date, was, became }) => [date, was, became]), [['noticeDue', '2027-01-04', '2027-01-05']]) // biome-ignore format: rows
  assert.equal(await recomputeDates(casework, today, why), 0, 'what has moved does not move twice')
  assert.equal((await listMovedDates(db.sql, moved)).length, 2)
  assert.equal(await recomputeDates(casework, today), 0, 'the first changed day left nothing out')
  await assert.rejects(db.sql`delete from casework.date_history`, /append-only/)
})

test('视为受理从收件起算：承诺期限早已过的，当夜就有红牌，督办从当日起算', async () => {
  await db.transaction((sql) =>
    publishGuide(sql, { ...testGuide, promisedLimit: { days: 3, unit: 'workday' } }, { by: '测试', on: localDate('2026-06-20') }),
  )
  const { caseId } = await submitted(city, '2026-06-22') // 告知期限 06-29; 承诺 06-25
  await midnight(casework, moment('2026-06-29', '00:00:00'))
  await midnight(casework, moment('2026-06-30', '00:00:00'))
  await deliverLamps()
  assert.deepEqual((await listCards(db.sql, caseId)).filter(({ level }) => level === 'case').map(({ colour, on, replyDue }) => [colour, on, replyDue]), [['red', '2026-06-30', '2026-07-01']]) // biome-ignore format: rows
})

const anyAct = fc.record({
  act: fc.constantFrom('accept', 'correct', 'proposeSpecial', 'startSpecial', 'endSpecial', 'extendLegal', 'extendPromise', 'passStep', 'withdraw'),
  wait: fc.integer({ min: 0, max: 5 }),
}) // biome-ignore format: a list of acts
const officers: Partial<Record<ActName, Viewer>> = {
  correct: viewers.citizen1, withdraw: viewers.citizen1, proposeSpecial: approver1, startSpecial: viewers.chief1, endSpecial: approver1,
  extendLegal: viewers.decider1, extendPromise: viewers.chief1, passStep: approver1,
} // biome-ignore format: who does what

/** Whether the row of a case says what its journal says. */
const rowIsJournal = async (id: string, day: LocalDate): Promise<void> => {
  const { matter, state, events } = await caseOf(id)
  const { updatedAt, ...expected } = listedOf(state, events, moment(day).today, '')
  for (const [name, value] of Object.entries(expected)) assert.deepEqual(matter[name as keyof typeof matter], value, `${id} ${day} ${name}`)
}
/** Tries an act on a case; whether it was done. */
const tried = async (id: string, act: ActName, day: LocalDate): Promise<boolean> => {
  const [step] = openStepsOf((await caseOf(id)).state)
  const extra = { passStep: { step: step?.id ?? '' }, extendPromise: { to: addDays(day, 8) } }[act as string] ?? {}
  return !isRefusal(await doAct(city, id, officers[act] ?? clerk1, act, day, extra))
}

test('随机的行为，办得成办不成的都有：每一步之后列表行等于日志重放的结果', async () => {
  let count = 0
  for (const [i, acts] of fc.sample(fc.array(anyAct, { minLength: 5, maxLength: 9 }), { numRuns: 12, seed: 20260302 }).entries()) {
    let day = addDays(localDate('2026-07-06'), i)
    const { caseId } = await submitted(city, day)
    const opening = (['accept', 'accept', 'notifyCorrection', 'acceptWithGaps'] as const)[i % 4] ?? 'accept'
    for (const { act, wait } of [{ act: opening, wait: 0 }, ...acts]) {
      day = addDays(day, wait)
      if (await tried(caseId, act, day)) count += 1
      await rowIsJournal(caseId, day)
    }
  }
  assert.ok(count >= 20, `only ${count} acts were done`)
})

test('每一行列表的日期都等于日志重放的结果，重放多少次都一样', async () => {
  const rows = await db.sql<{ id: string }>`select id from casework.matter order by id`
  assert.ok(rows.length >= 8)
  const today = { date: localDate('2026-12-28'), calendar: withNewYear() }
  for (const { id } of rows) {
    const { matter, state, events } = await caseOf(id)
    const { updatedAt, ...expected } = listedOf(state, events, today, '')
    for (const [name, value] of Object.entries(expected)) assert.deepEqual(matter[name as keyof typeof matter], value, `${id} ${name}`)
    assert.deepEqual(clockOf(state, today), clockOf(JSON.parse(JSON.stringify(state)), today))
    const day = matter.lawOn
    if (!day) continue
    assert.ok(lawActs(state, { ...today, date: day }).length > 0, `time acts on ${day}`)
    assert.equal(lawActs(state, { ...today, date: addDays(day, -1) }).length, 0, `and not before ${day}`)
  }
})

test('几个办件敲钟时出错：别的办件照办、灯照亮，作业以失败结束，下一次再办', async () => {
  const bad: string[] = []
  for (let i = 0; i < 3; i += 1) bad.push((await submitted(city, '2026-10-12')).caseId) // 告知期限 10-19; as many as work at once
  const good = await submitted(city, '2026-10-13')
  const before = await accepted('2026-10-12')
  const deemed = async (id: string) => (await caseOf(id)).state.deemed
  await midnight(casework, moment('2026-10-13', '00:00:00'))
  await db.sql`create function casework.fail_for_test() returns trigger language plpgsql as 'begin raise exception ''broken''; end'`
  await db.pool.query(
    `create trigger fail_for_test before insert on casework.journal for each row when (new.case_id in ('${bad.join("','")}')) execute function casework.fail_for_test()`,
  )
  await assert.rejects(midnight(casework, moment('2026-10-30', '00:00:00')), AggregateError)
  assert.deepEqual([await deemed(good.caseId), ...(await Promise.all(bad.map(deemed)))], [true, false, false, false])
  assert.ok((await lampsOf(before)).some(({ lamp }) => lamp === 'red'))
  await db.sql`drop trigger fail_for_test on casework.journal`
  const { acted, days } = await midnight(casework, moment('2026-10-30', '00:00:09'))
  assert.deepEqual([...(await Promise.all(bad.map(deemed))), acted, days], [true, true, true, 3, 0])
})
