import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { localDate } from '../../../kernel/date.ts'
import type { Field } from '../../../kernel/form.ts'
import { testDatabase } from '../../../platform/testing.ts'
import { publishGuide } from '../../catalogue/index.ts'
import { saveDraft } from '../perform/drafts.ts'
import { submitDraft } from '../perform/submit.ts'
import { showBudget, showPurposes } from '../rules/numbers.ts'
import { doAct, done, moment, readyDraft, testGuide } from '../testing-city.ts'
import { deskDay as day, openTestDesk } from '../testing-desk.ts'

const db = await testDatabase()
const { city, casework, viewers, call } = await openTestDesk(db)
const asked: Field[] = [
  { name: 'partner', label: '合伙人证件号码', kind: 'text', prefill: 'person.idNumber' },
  { name: 'partnerPhone', label: '合伙人手机', kind: 'phone' },
  { name: 'other', label: '联系人手机', kind: 'phone', optional: true },
]
const form = { pages: [...(testGuide.form?.pages ?? []), { id: 'partner', title: '合伙人', fields: asked }] }
await db.transaction((sql) => publishGuide(sql, { ...testGuide, form }, { by: '测试', on: localDate(day) }))
const given = { partner: '150602199001011238', partnerPhone: '13900007788' }
const starred = { partner: '150602********1238', partnerPhone: '139****7788' }

const filed = async (): Promise<{ caseId: string; no: string }> => {
  const draft = await readyDraft(city)
  done(await saveDraft(casework, draft, { answers: given }, viewers.citizen1, moment(day)))
  const { caseId, no } = done(await submitDraft(casework, draft, { viewer: viewers.citizen1, key: randomUUID() }, moment(day)))
  return { caseId, no }
}
const answersOf = async (as: string, no: string) => {
  const { body } = await call(as, 'GET', `/cases/${no}`)
  return { partner: body.answers.partner, partnerPhone: body.answers.partnerPhone, masked: body.masked, place: body.answers.place }
}
const looksAt = (no: string) => db.sql<{ name: string; query: string; rows: number }>`
  select name, query, rows
  from casework.access_log
  where what = 'numbers' and subject = ${no}`

test('S-092 表单里的身份证号和手机号，工作人员看到的打星号，申请人看到自己填的；别的内容不变', async () => {
  const { no } = await filed()
  const masked = ['partner', 'partnerPhone']
  assert.deepEqual(await answersOf('clerk1', no), { ...starred, masked, place: '东胜区' })
  assert.deepEqual(await answersOf('citizen1', no), { ...given, masked: [], place: '东胜区' })
  const acted = await call('clerk1', 'POST', `/cases/${no}/acts`, { act: 'accept' })
  assert.deepEqual([acted.status, acted.body.answers.partner], [200, starred.partner])
})

test('S-092 办理的人可以显示完整号码，每次留下记录；只监督的、只被征求意见的、申请人不行，也不留记录', async () => {
  const { caseId, no } = await filed()
  for (const purpose of ['contact', 'verify']) {
    const { status, body } = await call('clerk1', 'POST', `/cases/${no}/numbers`, { purpose })
    assert.deepEqual([status, body.answers], [200, given])
  }
  const name = viewers.clerk1.kind === 'staff' ? viewers.clerk1.name : ''
  assert.deepEqual(await looksAt(no), [
    { name, query: 'contact', rows: 2 },
    { name, query: 'verify', rows: 2 },
  ])
  done(await doAct(city, caseId, viewers.clerk1, 'accept', day))
  const department = viewers.fire1.kind === 'staff' ? viewers.fire1.departmentCode : ''
  done(await doAct(city, caseId, viewers.approver1, 'askOpinion', day, { toDepartment: department, toUnit: '消防' }))
  for (const who of ['supervisor1', 'fire1']) {
    assert.deepEqual(await answersOf(who, no), { ...starred, masked: [], place: '东胜区' }, who)
    assert.equal((await call(who, 'POST', `/cases/${no}/numbers`, { purpose: 'verify' })).status, 403, who)
  }
  assert.equal((await call('citizen1', 'POST', `/cases/${no}/numbers`, { purpose: 'verify' })).status, 403)
  assert.equal((await call('citizen2', 'POST', `/cases/${no}/numbers`, { purpose: 'verify' })).status, 404)
  assert.equal((await looksAt(no)).length, 2)
})

test('S-092 不说为什么、说了别的，看不到号码，也不留记录', async () => {
  const { no } = await filed()
  for (const body of [{}, { purpose: '' }, { purpose: 'curious' }, { purpose: 'verify', all: true }])
    assert.equal((await call('clerk1', 'POST', `/cases/${no}/numbers`, body)).status, 400, JSON.stringify(body))
  assert.deepEqual(await looksAt(no), [])
})

test('S-095 条例§30 政务数据只用于所办的事项：不办这件事的，说了用途也看不到号码；办这件事的，用途在清单以外也不给；都不留“看过”的记录', async () => {
  const { no } = await filed()
  for (const who of ['fire1', 'editor1', 'catalogue1', 'sysadmin', 'supervisor1'])
    for (const purpose of Object.keys(showPurposes)) {
      const { status, body } = await call(who, 'POST', `/cases/${no}/numbers`, { purpose })
      assert.ok(status === 403 || status === 404, `${who} ${purpose}: ${status}`)
      assert.ok(!JSON.stringify(body).includes(given.partner), who)
    }
  for (const purpose of ['statistics', '营销', 'credit', 'other'])
    assert.equal((await call('clerk1', 'POST', `/cases/${no}/numbers`, { purpose })).status, 400, purpose)
  assert.deepEqual(await looksAt(no), [])
})

test('S-092 一天第五十次：只提醒一次，审计记录和监控调度员都看得到；第四十九次不提醒，别人的、昨天的不算', async () => {
  const { no } = await filed()
  const account = viewers.clerk1.kind === 'staff' ? viewers.clerk1.accountId : ''
  const look = (who: string, days: number, times: number) => db.sql`
    insert into casework.access_log (at, day, account, name, unit, what, subject, query, rows)
    select now(), ${day}::date - ${days}::int, ${who}, 'x', 'x', 'numbers', 'x', 'verify', 1
    from generate_series(1, ${times}::int)`
  const alarms = async () =>
    (await call('supervisor1', 'GET', '/supervision/lights')).body.alarms.map(({ name, shown }: { name: string; shown: number }) => [
      name,
      shown,
    ])
  const [had] = await db.sql<{ count: number }>`
    select count(*)::int as count from casework.access_log where account = ${account} and day = ${day} and what = 'numbers'`
  await look('somebody else', 0, 60)
  await look(account, 1, 60)
  await look(account, 0, showBudget - 2 - (had?.count ?? 0))
  const show = () => call('clerk1', 'POST', `/cases/${no}/numbers`, { purpose: 'paper' })
  assert.equal((await show()).status, 200)
  assert.deepEqual(await alarms(), [], '四十九次')
  const rest = await Promise.all([show(), show(), show()])
  assert.deepEqual(
    rest.map(({ status }) => status),
    [200, 200, 200],
  )
  const name = viewers.clerk1.kind === 'staff' ? viewers.clerk1.name : ''
  assert.deepEqual(await alarms(), [[name, 50]], '同时看的几次里只有一次是第五十次')
  const kept = await db.sql`select after from platform.audit where act = 'numbersOverBudget'`
  assert.deepEqual(kept, [{ after: { shown: 50, purpose: '填写文书或者证照' } }])
})
