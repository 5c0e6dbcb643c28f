import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { addDays, type LocalDate } from '../../../kernel/date.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { openDb } from '../../../platform/db.ts'
import { testDatabase } from '../../../platform/testing.ts'
import { publishGuide } from '../../catalogue/index.ts'
import { midnight } from '../jobs.ts'
import { clockOf } from '../rules/clock.ts'
import { rowLamp } from '../rules/queue.ts'
import { countQueue, listWorklist } from '../store/worklists.ts'
import { testCalendar } from '../testing.ts'
import { doAct, done, moment, readyDraft, submitted, testCity, testGuide, testSecrets } from '../testing-city.ts'
import { performAct } from './act.ts'
import { createDraft } from './begin.ts'
import { addDraftFile, findDraft, listMyDrafts, removeDraftFile, saveDraft } from './drafts.ts'
import { brokenAt, findCase, listedOf } from './journal.ts'
import { recomputeDates } from './recompute.ts'
import { actorFor } from './standing.ts'
import { submitDraft } from './submit.ts'
import { caseView, findByCode, listMyCases, publicNotices } from './view.ts'

const db = await testDatabase()
const city = await testCity(db)
const { casework, viewers } = city
const { citizen1, company1, clerk1, approver1, decider1, issuer1, supervisor1 } = viewers

const caseOf = async (id: string) => {
  const loaded = await findCase(casework, db.sql, id)
  assert.ok(loaded)
  return loaded
}
const refused = (outcome: unknown): string | undefined => (isRefusal(outcome) ? outcome.refused : undefined)

test('一个办件从提交到送达，每个行为一份文书', async () => {
  const { caseId, no, stage, papers } = await submitted(city)
  assert.deepEqual([stage, papers.map((p) => p.type)], ['received', ['receipt']])
  assert.match(no, /^11152700MB1234567X300010100100020260302\d{4}$/)
  const acts = [[clerk1, 'accept', '2026-03-02'], [approver1, 'passStep', '2026-03-03'], [approver1, 'proposeGrant', '2026-03-03'], [decider1, 'grant', '2026-03-04'], [issuer1, 'deliver', '2026-03-05']] as const // biome-ignore format: the way of a case
  for (const [viewer, type, day] of acts) done(await doAct(city, caseId, viewer, type, day))
  const view = await caseView(casework, no, citizen1, moment('2026-03-06').today)
  assert.deepEqual(
    view?.papers.map((p) => p.type),
    ['receipt', 'acceptance', 'grant', 'delivery'],
  )
  assert.deepEqual(
    view?.nodes.map((n) => `${n.name} ${n.state}`),
    ['提交申请 done', '收件 done', '受理 done', '审查 done', '决定 done', '送达 done'],
  )
  assert.deepEqual([view?.stageWords, view?.turn.who, view?.decision?.outcome], ['已办成', 'nobody', 'granted'])
  assert.ok(view?.timeline.every((row) => row.role === '申请人' || row.by.includes('*') || row.by.length <= 1))
  const events = await db.sql<{ act: string }>`
    select body->>'act' as act
    from platform.event
    where topic = 'casework.acted' and body->>'caseId' = ${caseId}
    order by at`
  assert.equal(events.length, 6)
})

test('日志连成一条链，改一个字就断在那里；表不许改、不许删', async () => {
  const { caseId } = await submitted(city)
  done(await doAct(city, caseId, clerk1, 'accept', '2026-03-02'))
  const { entries } = await caseOf(caseId)
  assert.equal(brokenAt(entries), undefined)
  assert.equal(brokenAt(entries.map((e) => (e.position === 2 ? { ...e, body: { ...e.body, on: '2026-03-01' } } : e))), 2)
  assert.equal(brokenAt([entries[1] as (typeof entries)[0]]), 1)
  await assert.rejects(db.sql`update casework.journal set at = now() where case_id = ${caseId}`, /append-only/)
  await assert.rejects(db.sql`delete from casework.journal where case_id = ${caseId}`, /append-only/)
  await assert.rejects(db.sql`truncate casework.journal`, /append-only/)
})

test('S-091 日志和草稿里没有明文的证件号、电话和申请内容', async () => {
  const id = await readyDraft(city)
  const { caseId } = await submitted(city)
  const [row] = await db.sql<{ text: string }>`
    select (select string_agg(body::text, '') from casework.journal where case_id = ${caseId})
        || (select row_to_json(draft)::text from casework.draft where id = ${id}) as text`
  const { state } = await caseOf(caseId)
  assert.ok(state.applicant?.idNumber && state.applicant.idNumber.length === 18)
  for (const secret of [state.applicant.idNumber, state.applicant.phone, '东胜区']) assert.ok(!row?.text.includes(secret), secret)
})

test('S-049 五十名受理员同时受理：一人成功，其余被告知是谁做了什么', async () => {
  const { caseId } = await submitted(city)
  const by = actorFor(clerk1, 'accept')
  assert.ok(by)
  const slow = { ...casework, subscribers: [(sql: typeof db.sql) => sql`select pg_sleep(0.3)`.then(() => undefined)] }
  const outcomes = await Promise.all(
    Array.from({ length: 50 }, (_, i) =>
      performAct(slow, caseId, { type: 'accept', by: { ...by, id: `clerk-${i}`, name: `受理员${i}` } }, moment('2026-03-02')),
    ),
  )
  assert.equal(outcomes.filter((o) => !isRefusal(o)).length, 1)
  for (const o of outcomes) if (isRefusal(o)) assert.match(o.refused, /^(stale|wrong-stage)$/)
  const stale = outcomes.find((o) => refused(o) === 'stale')
  assert.ok(stale && isRefusal(stale))
  assert.match(stale.title, /受理员\d+\(综窗受理员\)\d\d:\d\d已经“受理”/)
  assert.equal((await caseOf(caseId)).entries.length, 2)
})

test('看的是旧情况就先看新情况：stale 说明谁刚刚做了什么', async () => {
  const { caseId } = await submitted(city)
  done(await doAct(city, caseId, clerk1, 'accept', '2026-03-02'))
  const by = actorFor(approver1, 'passStep')
  assert.ok(by)
  const outcome = await performAct(casework, caseId, { type: 'passStep', by, opinion: '好' }, { ...moment('2026-03-02'), seen: 1 })
  assert.ok(isRefusal(outcome))
  assert.deepEqual([outcome.refused, outcome.state], ['stale', 'accepted'])
  assert.match(outcome.title, /受理/)
})

test('订阅者与行为同生同灭', async () => {
  const { caseId } = await submitted(city)
  const failing = { ...casework, subscribers: [async () => Promise.reject(new Error('licence press broke'))] }
  const by = actorFor(clerk1, 'accept')
  assert.ok(by)
  await assert.rejects(performAct(failing, caseId, { type: 'accept', by }, moment('2026-03-02')), /licence press broke/)
  const { state, entries } = await caseOf(caseId)
  assert.deepEqual([state.stage, entries.length], ['received', 1])
})

test('S-070 同一个 Idempotency-Key 得到同一个办件编号，换了内容被拒绝', async () => {
  const id = await readyDraft(city)
  const key = randomUUID()
  const first = done(await submitDraft(casework, id, { viewer: citizen1, key }, moment('2026-03-02')))
  assert.deepEqual(done(await submitDraft(casework, id, { viewer: citizen1, key }, moment('2026-03-02'))), first)
  assert.equal(
    refused(await submitDraft(casework, id, { viewer: citizen1, key, body: { other: true } }, moment('2026-03-02'))),
    'idempotency-key-reused',
  )
  assert.equal(refused(await submitDraft(casework, id, { viewer: citizen1, key: randomUUID() }, moment('2026-03-02'))), 'already-submitted')
  assert.equal(
    refused(await submitDraft(casework, await readyDraft(city), { viewer: citizen1, key }, moment('2026-03-02'))),
    'idempotency-key-reused',
  )
})

test('F-16 两个进程五十次并行提交同一个申请，只有一个办件', async () => {
  const other = openDb(db.url, { connections: 5 })
  const id = await readyDraft(city)
  const key = randomUUID()
  const pools = [casework, { ...casework, db: other }]
  const outcomes = await Promise.all(
    Array.from({ length: 50 }, (_, i) => submitDraft(pools[i % 2] ?? casework, id, { viewer: citizen1, key }, moment('2026-03-02'))),
  )
  await other.end()
  assert.deepEqual(new Set(outcomes.map((o) => (isRefusal(o) ? o.refused : o.no))).size, 1)
  const rows = await db.sql`select from casework.matter where id = ${id}`
  assert.equal(rows.length, 1)
})

test('S-074 编号不重复，一天一事项连续编，四位不够就更长', async () => {
  const nos = (await Promise.all(Array.from({ length: 8 }, () => submitted(city, '2026-03-10')))).map((s) => s.no)
  assert.equal(new Set(nos).size, 8)
  assert.deepEqual([...nos].sort().at(-1)?.slice(-4), '0008')
  await db.sql`update casework.number set last = 9999 where item = ${testGuide.code} and day = '2026-03-10'`
  assert.match((await submitted(city, '2026-03-10')).no, /2026031010000$/)
})

test('填的内容对错都保留；后写的人知道盖过了谁', async () => {
  const { id } = done(await createDraft(casework, { item: testGuide.code, viewer: citizen1 }, moment('2026-03-02')))
  const saved = done(
    await saveDraft(
      casework,
      id,
      { answers: { amount: '不是数字', unknown: 'x' }, revision: 1 },
      citizen1,
      moment('2026-03-02', '10:01:00'),
    ),
  )
  assert.deepEqual([saved.revision, saved.overwrote], [2, undefined])
  const again = done(
    await saveDraft(casework, id, { situation: { kind: 'ground' }, revision: 1 }, citizen1, moment('2026-03-02', '10:02:00')),
  )
  assert.deepEqual(again.overwrote?.at, new Date('2026-03-02T10:01:00+08:00').toISOString())
  const draft = await findDraft(casework, id, citizen1)
  assert.deepEqual(
    [draft?.answers.amount, 'unknown' in (draft?.answers ?? {}), draft?.answers.name, draft?.keptUntil],
    ['不是数字', false, '示例甲', '2026-04-01'],
  )
  assert.ok(draft?.prefilled.has('name'))
})

test('没填完不能提交，逐项说明；免提交和由表单生成的材料不要求上传', async () => {
  const { id } = done(
    await createDraft(casework, { item: testGuide.code, viewer: citizen1, situation: { kind: 'ground' } }, moment('2026-03-02')),
  )
  const outcome = await submitDraft(casework, id, { viewer: citizen1, key: randomUUID() }, moment('2026-03-02'))
  assert.ok(isRefusal(outcome))
  assert.deepEqual(
    outcome.fields?.map((f) => f.field),
    ['place', 'amount', 'm-m1', 'm-m3', 'delivery'],
  )
})

test('指南更新后先核对再提交，办件按提交时的指南', async () => {
  const id = await readyDraft(city)
  await db.transaction((sql) =>
    publishGuide(sql, { ...testGuide, conditions: ['取水符合新规划'] }, { by: '测试', on: '2026-03-02' as LocalDate }),
  )
  assert.equal(refused(await submitDraft(casework, id, { viewer: citizen1, key: 'g' }, moment('2026-03-02'))), 'guide-changed')
  const { caseId } = done(await submitDraft(casework, id, { viewer: citizen1, key: 'g' }, moment('2026-03-02')))
  assert.equal((await caseOf(caseId)).state.pinned?.guideVersion, 2)
})

test('S-041 别人的草稿和办件与没有一样', async () => {
  const draft = await readyDraft(city)
  const { caseId, no } = await submitted(city)
  const { today } = moment('2026-03-02')
  assert.equal(await findDraft(casework, draft, company1), undefined)
  assert.equal(refused(await saveDraft(casework, draft, { answers: {} }, company1, moment('2026-03-02'))), 'no-such-case')
  assert.equal(refused(await submitDraft(casework, draft, { viewer: company1, key: 'x' }, moment('2026-03-02'))), 'no-such-case')
  for (const handle of [caseId, no]) {
    assert.equal(await caseView(casework, handle, company1, today), undefined)
    assert.equal(await caseView(casework, handle, viewers.sysadmin, today), undefined)
    assert.ok(await caseView(casework, handle, citizen1, today))
    assert.ok(await caseView(casework, handle, supervisor1, today))
  }
  assert.deepEqual((await listMyDrafts(casework, company1)).length, 0)
})

test('S-048 受理员不能受理自己作为申请人的办件', async () => {
  const { caseId } = await submitted(city)
  assert.ok(citizen1.kind === 'applicant' && clerk1.kind === 'staff' && citizen1.personId)
  const own = { ...clerk1, personId: citizen1.personId }
  assert.equal(refused(await doAct(city, caseId, own, 'accept', '2026-03-02')), 'own-case')
  assert.deepEqual((await caseView(casework, caseId, own, moment('2026-03-02').today))?.open, [])
})

test('R-045 没有实名不能申请', async () => {
  assert.equal(
    refused(await createDraft(casework, { item: testGuide.code, viewer: viewers.citizen2 }, moment('2026-03-02'))),
    'needs-real-name',
  )
})

test('一次性补正：只补告知的，补正之日受理', async () => {
  const { caseId } = await submitted(city, '2026-03-02')
  const defects = [{ target: 'm1', name: '取水工程图', problem: '模糊', cure: '重新扫描' }]
  done(await doAct(city, caseId, clerk1, 'notifyCorrection', '2026-03-03', { defects }))
  const file = { material: 'm1', sha256: 'c'.repeat(64), name: '清晰.pdf', size: 9, type: 'application/pdf' }
  done(await addDraftFile(casework, caseId, file, citizen1, moment('2026-03-04')))
  const extra = done(await addDraftFile(casework, caseId, file, citizen1, moment('2026-03-04')))
  done(await removeDraftFile(casework, caseId, extra.id, citizen1, moment('2026-03-04')))
  done(await saveDraft(casework, caseId, { answers: { amount: '13' } }, citizen1, moment('2026-03-04')))
  done(await doAct(city, caseId, citizen1, 'correct', '2026-03-04'))
  done(await doAct(city, caseId, clerk1, 'accept', '2026-03-06'))
  const { state } = await caseOf(caseId)
  assert.deepEqual(
    [state.acceptedOn, state.answers.amount, state.materials.map((m) => m.sha256[0]), state.answers.place],
    ['2026-03-04', '13', ['c'], '东胜区'],
  )
  assert.equal(refused(await addDraftFile(casework, caseId, file, citizen1, moment('2026-03-06'))), 'no-such-case')
})

test('S-050 S-094 授权书随申请留下：草稿里不能单独删除，提交以后内容永远保留', async () => {
  assert.ok(citizen1.kind === 'applicant' && citizen1.personId)
  const day = moment('2026-03-02')
  const mandate = { material: 'mandate', sha256: 'd'.repeat(64), name: '授权书.pdf', size: 9, type: 'application/pdf' }
  const agent = { id: citizen1.personId, name: '示例甲', mandate: mandate.sha256 }
  const applicant = { kind: 'person', id: randomUUID(), name: '李四', idNumber: '150602199001011234', phone: '13900000000', agent } as const
  const begin = { item: testGuide.code, viewer: citizen1, situation: { kind: 'surface' }, applicant, mandate }
  const { id } = done(await createDraft(casework, begin, day))
  const uploads = () => db.sql<{ id: string }>`select id from casework.upload where case_id = ${id} and material = 'mandate'`
  const [upload] = await uploads()
  assert.equal(refused(await removeDraftFile(casework, id, upload?.id ?? '', citizen1, day)), 'mandate-stays')
  assert.equal((await uploads()).length, 1)
  const answers = { name: '李四', place: '东胜区', amount: '12' }
  done(await saveDraft(casework, id, { answers, delivery: { way: 'window' } }, citizen1, day))
  done(await addDraftFile(casework, id, { ...mandate, material: 'm1', sha256: 'e'.repeat(64) }, citizen1, day))
  await db.sql`delete from casework.upload where case_id = ${id} and material = 'mandate'`
  done(await submitDraft(casework, id, { viewer: citizen1, key: randomUUID() }, day))
  const kept = await db.sql`select from platform.file where for_good and sha256 in (${mandate.sha256}, ${'e'.repeat(64)})`
  assert.equal(kept.length, 2, 'the journal names the 授权书 in the applicant too')
})

test('容缺受理：补齐之后起算承诺期限', async () => {
  const { caseId } = await submitted(city, '2026-03-02')
  done(await doAct(city, caseId, clerk1, 'acceptWithGaps', '2026-03-02'))
  assert.equal(refused(await doAct(city, caseId, citizen1, 'supplyGaps', '2026-03-05', { materials: [] })), 'gaps-filled')
  done(
    await addDraftFile(
      casework,
      caseId,
      { material: 'm2', sha256: 'd'.repeat(64), name: '检测.pdf', size: 9, type: 'application/pdf' },
      citizen1,
      moment('2026-03-05'),
    ),
  )
  done(await doAct(city, caseId, citizen1, 'supplyGaps', '2026-03-05', { materials: [] }))
  assert.equal((await caseOf(caseId)).matter.promisedDue, '2026-03-19')
})

test('T08 到期没有告知：谁先来都先视为受理', async () => {
  const { caseId } = await submitted(city, '2026-03-02')
  assert.equal(refused(await doAct(city, caseId, clerk1, 'notifyCorrection', '2026-03-10')), 'wrong-stage')
  const { state, events } = await caseOf(caseId)
  assert.deepEqual([state.stage, state.deemed, state.acceptedOn, events.at(-1)?.by.role], ['accepted', true, '2026-03-02', 'law'])
})

test('零点：视为受理、补正逾期、容缺逾期各做一次，漏掉的日子补上', async () => {
  const silent = await submitted(city, '2026-04-07')
  const mending = await submitted(city, '2026-04-07')
  const gaps = await submitted(city, '2026-04-07')
  done(await doAct(city, mending.caseId, clerk1, 'notifyCorrection', '2026-04-08', { correctWithin: 5 }))
  done(await doAct(city, gaps.caseId, clerk1, 'acceptWithGaps', '2026-04-08', { supplementWithin: 3 }))
  const running = await submitted(city, '2026-04-07')
  done(await doAct(city, running.caseId, clerk1, 'accept', '2026-04-07'))
  await midnight(casework, moment('2026-04-10', '00:00:00'))
  const night = await midnight(casework, moment('2026-04-25', '00:00:00'))
  assert.equal(night.days, 15)
  assert.deepEqual((await Promise.all([silent, mending, gaps].map(async (s) => (await caseOf(s.caseId)).state))).map((s) => [s.stage, s.acceptedOn ?? s.endedOn, s.endedOn]), [
    ['accepted', '2026-04-07', undefined],
    ['deemedWithdrawn', '2026-04-14', '2026-04-14'],
    ['deemedWithdrawn', '2026-04-08', '2026-04-14'],
  ]) // biome-ignore format: rows
  const lamps = await db.sql<{ lamp: string; on: string }>`
    select body->>'lamp' as lamp, body->>'on' as on
    from platform.event
    where topic = 'casework.lamp' and body->>'caseId' = ${running.caseId} and body->>'level' = 'case'
    order by body->>'on'`
  assert.deepEqual(lamps, [
    { lamp: 'yellow', on: '2026-04-17' },
    { lamp: 'red', on: '2026-04-22' },
  ])
  assert.deepEqual(await midnight(casework, moment('2026-04-25', '00:00:05')), { days: 0, acted: 0, turned: 0, swept: 0 })
})

test('列表上的日期和灯等于日志算出来的；放假安排变了就重算', async () => {
  const { caseId } = await submitted(city, '2026-12-21')
  done(await doAct(city, caseId, clerk1, 'accept', '2026-12-21'))
  const { matter, state, events } = await caseOf(caseId)
  const { today } = moment('2026-12-21')
  const { updatedAt, ...expected } = listedOf(state, events, today, '')
  for (const [name, value] of Object.entries(expected)) assert.deepEqual(matter[name as keyof typeof matter], value, name)
  for (let day = today.date; day < '2027-01-20'; day = addDays(day, 1))
    assert.equal(rowLamp(matter, day), clockOf(state, { ...today, date: day }).lamp, day)
  const calendar = {
    ...testCalendar,
    version: 2,
    holidays: new Map([...testCalendar.holidays, ['2027-01-01', '元旦']]),
    publishedYears: new Set([2025, 2026, 2027]),
  }
  assert.ok((await recomputeDates(casework, { date: today.date, calendar })) >= 1)
  assert.equal((await caseOf(caseId)).matter.promisedDue, '2027-01-05')
  assert.equal(await recomputeDates(casework, { date: today.date, calendar }), 0)
})

test('计数器永远等于逐行数的结果', async () => {
  const more = await Promise.all(Array.from({ length: 7 }, (_, i) => submitted(city, `2026-05-${12 + i}`)))
  done(await doAct(city, more[0]?.caseId ?? '', clerk1, 'accept', '2026-05-12'))
  done(await doAct(city, more[1]?.caseId ?? '', citizen1, 'withdraw', '2026-05-13'))
  const rows = await db.sql<{ division: string; queue: string; stage: string; n: number }>`
    select division, queue, stage, count(*)::int as n
    from casework.matter
    group by division, queue, stage`
  assert.ok(rows.length >= 4)
  for (const { division, queue, stage, n } of rows)
    assert.equal(
      await countQueue(db.sql, { division, departmentCode: '' }, queue as 'accept', [stage as 'received']),
      n,
      `${queue} ${stage}`,
    )
  assert.equal(
    await countQueue(db.sql, { division: '150600000000', departmentCode: testGuide.departmentCode }, 'accept'),
    rows.filter((r) => r.queue === 'accept').reduce((sum, r) => sum + r.n, 0),
  )
})

test('工作列表按到期日分页，一页接一页不重不漏', async () => {
  const scope = { division: '150600000000', departmentCode: '' }
  const { today } = moment('2026-03-12')
  const whole = await listWorklist(db.sql, scope, { queue: 'accept' }, today.date, 100)
  const seen: string[] = []
  for (let after: { dueOn: string; id: string } | undefined; ; ) {
    const page = await listWorklist(db.sql, scope, { queue: 'accept' }, today.date, 3, after)
    seen.push(...page.map((m) => m.id))
    const last = page.at(-1)
    if (!last || page.length < 3) break
    after = { dueOn: last.dueOn, id: last.id }
  }
  assert.deepEqual(
    seen,
    whole.map((m) => m.id),
  )
  assert.ok(whole.length > 3)
  const other = await listWorklist(db.sql, { division: '150602000000', departmentCode: '' }, {}, today.date, 10)
  assert.equal(other.length, 0)
})

test('公众凭编号和查询码看进度：看不到姓名、材料和文书', async () => {
  const { no, queryCode } = await submitted(city)
  const { today } = moment('2026-03-02')
  assert.equal(await findByCode(casework, no, queryCode === 'AAAAAA' ? 'BBBBBB' : 'AAAAAA', today), undefined)
  assert.equal(await findByCode(casework, 'x', queryCode, today), undefined)
  const view = await findByCode(casework, no, queryCode.toLowerCase(), today)
  assert.deepEqual([view?.applicant.name, view?.materials, view?.papers, view?.open, view?.queryCode], ['示*甲', [], [], [], ''])
  assert.match(view?.stageWords ?? '', /已收到，等受理\(最迟2026年3月9日\)/)
})

test('审批办件公告：单位全称，个人姓名打码', async () => {
  const notices = await publicNotices(casework, '150600000000', moment('2026-03-06').today)
  assert.ok(notices.length > 0)
  assert.ok(notices.every((n) => n.applicant === '示*甲' && n.no.includes('****')))
  assert.deepEqual(await publicNotices(casework, '150602000000', moment('2026-03-06').today), [])
  assert.ok((await listMyCases(casework, citizen1, moment('2026-03-06').today, { limit: 100 })).length > 5)
  assert.equal(testSecrets.queryCode('x').length, 6)
})
