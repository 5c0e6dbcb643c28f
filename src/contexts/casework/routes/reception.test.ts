import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '../../../platform/testing.ts'
import { listMyDrafts } from '../perform/drafts.ts'
import { listMyCases } from '../perform/view.ts'
import { done, moment, readyDraft, testGuide } from '../testing-city.ts'
import { deskDay as day, fieldsOf as fields, idNumberOf, openTestDesk, registered } from '../testing-desk.ts'

const db = await testDatabase()
const { city, casework, viewers, call, send, codeOf } = await openTestDesk(db)

test('U-043 手机上开始的草稿，凭本人的到窗口办理码在窗口打开、改、收件；本人在自己的空间看到办件', async () => {
  const draft = await readyDraft(city)
  assert.equal((await call('clerk1', 'GET', `/cases/${draft}/draft`)).status, 404)
  const { digits } = await codeOf(viewers.citizen1)
  const visit = await call('clerk1', 'POST', '/reception/visits', { proof: digits })
  assert.equal(visit.status, 201)
  assert.deepEqual([visit.body.way, visit.body.self, visit.body.present.name], ['code', true, '示例甲'])
  assert.match(visit.body.present.idNumber, /\*{8}/)
  assert.ok(visit.body.drafts.some((one: { id: string; itemName: string }) => one.id === draft && one.itemName === testGuide.name))
  const opened = await call('clerk1', 'POST', `/reception/visits/${visit.body.id}/drafts/${draft}/open`)
  assert.equal(opened.status, 200)
  const seen = await call('clerk1', 'GET', `/cases/${draft}/draft`)
  assert.deepEqual([seen.status, seen.body.answers.place], [200, '东胜区'])
  assert.equal((await call('clerk2', 'GET', `/cases/${draft}/draft`)).status, 404)
  const saved = await call('clerk1', 'PATCH', `/cases/${draft}/draft`, { answers: { amount: '15' } })
  assert.equal(saved.status, 200)
  const checked = [{ material: 'm1', form: '原件', copies: 1 }]
  const sent = await call('clerk1', 'POST', `/cases/${draft}/submit`, { checked }, { 'idempotency-key': 'w1' })
  assert.deepEqual([sent.status, sent.body.stage], [201, 'received'])
  const own = await listMyCases(casework, viewers.citizen1, moment(day).today)
  assert.ok(own.some(({ no }) => no === sent.body.no))
  const looks = await db.sql<{ what: string; officer: string }>`
    select what, officer from casework.visit_look join casework.visit on visit.id = visit_id where draft_id = ${draft}`
  assert.deepEqual(looks, [{ what: 'opened', officer: (viewers.clerk1 as { accountId: string }).accountId }])
})

test('S-041 到窗口办理码只能用一次，过了十分钟、输错、换新以后都不能用；扫码和输数字一样', async () => {
  const first = await codeOf(viewers.citizen1)
  const second = await codeOf(viewers.citizen1)
  const scan = (proof: string) => call('clerk1', 'POST', '/reception/visits', { proof })
  assert.deepEqual([(await scan(first.text)).status, (await scan(first.text)).body.type], [422, '/problems/wrong-code'])
  assert.equal((await scan(`${second.text.slice(0, -1)}${second.text.endsWith('0') ? '1' : '0'}`)).status, 422)
  assert.equal((await scan(second.text.toLowerCase())).status, 201)
  assert.equal((await scan(second.digits)).status, 422)
  const third = await codeOf(viewers.citizen1)
  await db.sql`update casework.visit_code set expires_at = now() - interval '1 second' where used_at is null`
  const late = await scan(third.digits)
  assert.deepEqual([late.status, fields(late.body)], [422, ['proof']])
})

test('S-041 只输身份证号：能办新的事，看不到草稿；别的窗口、别的角色看不到这次接待', async () => {
  const draft = await readyDraft(city)
  const visit = await call('clerk1', 'POST', '/reception/visits', { proof: ' 15060219880315902 9' })
  assert.deepEqual([visit.status, visit.body.way, visit.body.drafts], [201, 'idNumber', []])
  const path = `/reception/visits/${visit.body.id}`
  assert.equal((await call('clerk1', 'POST', `${path}/drafts/${draft}/open`)).status, 404)
  assert.equal((await call('clerk2', 'GET', path)).status, 410)
  for (const other of ['approver1', 'citizen1']) assert.equal((await call(other, 'GET', path)).status, 404, other)
  const begun = await call('clerk1', 'POST', `${path}/drafts`, { item: testGuide.code, situation: { kind: 'surface' } })
  assert.equal(begun.status, 201)
  const seen = await call('clerk1', 'GET', `/cases/${begun.body.id}/draft`)
  assert.equal(seen.body.answers.name, '示例甲')
})

test('U-043 窗口开始的草稿，本人回家在手机上接着填', async () => {
  const visit = await call('clerk1', 'POST', '/reception/visits', { proof: idNumberOf.citizen1 })
  const begun = await call('clerk1', 'POST', `/reception/visits/${visit.body.id}/drafts`, { item: testGuide.code })
  const own = await listMyDrafts(casework, viewers.citizen1)
  assert.ok(own.some(({ id }) => id === begun.body.id))
  assert.equal((await call('citizen1', 'PATCH', `/cases/${begun.body.id}/draft`, { answers: { place: '伊金霍洛旗' } })).status, 200)
})

test('平台上没有的人：登记姓名、证件号、手机，由人口库核验；核对不上时在姓名处说明；登记以后凭证件号就认得', async () => {
  const unknown = await call('clerk1', 'POST', '/reception/visits', { proof: registered.idNumber })
  assert.deepEqual([unknown.status, unknown.body.type], [422, '/problems/unknown-person'])
  const wrong = await call('clerk1', 'POST', '/reception/people', { name: '某人', idNumber: registered.idNumber, phone: '13900019999' })
  assert.deepEqual([wrong.status, fields(wrong.body)], [422, ['name']])
  const half = await call('clerk1', 'POST', '/reception/people', { name: '', idNumber: '1', phone: '2' })
  assert.deepEqual(fields(half.body), ['name', 'idNumber', 'phone'])
  const visit = await call('clerk1', 'POST', '/reception/people', { ...registered, phone: '13900019999' })
  assert.deepEqual([visit.status, visit.body.way, visit.body.present.name], [201, 'registered', registered.name])
  const again = await call('clerk1', 'POST', '/reception/visits', { proof: registered.idNumber })
  assert.deepEqual([again.status, again.body.present.name], [201, registered.name])
  const proofs = await db.sql<{ account_id: string | null; officer: string; evidence: string }>`
    select account_id, officer, evidence from identity.proofing where method = 'window'`
  assert.deepEqual(proofs, [{ account_id: null, officer: (viewers.clerk1 as { accountId: string }).accountId, evidence: 'T-1' }])
})

const sendMandate = (visit: string) => send('clerk1', `/reception/visits/${visit}/mandate`)

test('行政许可法第二十九条：替他人办要有授权书；授权书随申请入卷，代理人也看得到办件', async () => {
  const visit = await call('clerk1', 'POST', '/reception/visits', { proof: idNumberOf.citizen1 })
  const path = `/reception/visits/${visit.body.id}`
  const himself = await call('clerk1', 'POST', `${path}/party`, {
    of: 'person',
    name: '示例甲',
    idNumber: idNumberOf.citizen1,
    phone: '13900019999',
  })
  assert.deepEqual([himself.status, fields(himself.body)], [422, ['idNumber']])
  const party = await call('clerk1', 'POST', `${path}/party`, { of: 'person', ...registered, phone: '13900019999' })
  assert.deepEqual([party.status, party.body.mandateMissing, party.body.applicant.name], [200, true, registered.name])
  const early = await call('clerk1', 'POST', `${path}/drafts`, { item: testGuide.code })
  assert.deepEqual([early.status, fields(early.body)], [422, ['mandate']])
  assert.equal((await sendMandate(visit.body.id)).status, 200)
  const begun = await call('clerk1', 'POST', `${path}/drafts`, { item: testGuide.code, situation: { kind: 'surface' } })
  assert.equal(begun.status, 201)
  const answers = { name: registered.name, place: '东胜区', amount: '3' }
  await call('clerk1', 'PATCH', `/cases/${begun.body.id}/draft`, { answers, delivery: { way: 'window' } })
  const checked = [{ material: 'm1', form: '原件', copies: 1 }]
  const sent = await call('clerk1', 'POST', `/cases/${begun.body.id}/submit`, { checked }, { 'idempotency-key': 'w2' })
  assert.equal(sent.status, 201)
  const seen = await call('citizen1', 'GET', `/cases/${sent.body.no}`)
  assert.deepEqual([seen.status, seen.body.applicant.name, seen.body.applicant.agent], [200, registered.name, '示例甲'])
  assert.ok(seen.body.materials.some((file: { material: string }) => file.material === 'mandate'))
  assert.ok(seen.body.open.includes('withdraw'))
  assert.equal((await call('company1', 'GET', `/cases/${sent.body.no}`)).status, 404)
})

test('为单位办：法定代表人不用授权书，不在单位名下的人要授权书；平台上没有的单位要登记', async () => {
  const company = viewers.company1
  assert.ok(company.kind === 'applicant' && company.organisation)
  const visit = await call('clerk1', 'POST', '/reception/visits', { proof: idNumberOf.citizen1 })
  const path = `/reception/visits/${visit.body.id}/party`
  const stranger = await call('clerk1', 'POST', path, { of: 'organisation', uscc: company.organisation.uscc })
  assert.deepEqual([stranger.status, stranger.body.mandateMissing, stranger.body.applicant.name], [200, true, company.organisation.name])
  const unknown = await call('clerk1', 'POST', path, { of: 'organisation', uscc: '91150600MA0EXAMPLE' })
  assert.deepEqual([unknown.status, fields(unknown.body)], [422, ['uscc']])
  const code = await codeOf(company)
  const own = await call('clerk1', 'POST', '/reception/visits', { proof: code.text })
  assert.deepEqual([own.status, own.body.applicant.name, own.body.mandateMissing], [201, company.organisation.name, false])
})

test('异地收件：别的区划的站点收的件，收件人自己看得到，同站别人看不到', async () => {
  const visit = await call('clerkAfar', 'POST', '/reception/visits', { proof: idNumberOf.citizen1 })
  const begun = await call('clerkAfar', 'POST', `/reception/visits/${visit.body.id}/drafts`, {
    item: testGuide.code,
    situation: { kind: 'surface' },
  })
  const answers = { place: '东胜区', amount: '3' }
  await call('clerkAfar', 'PATCH', `/cases/${begun.body.id}/draft`, { answers, delivery: { way: 'window' } })
  const checked = [{ material: 'm1', form: '原件', copies: 1 }]
  const sent = await call('clerkAfar', 'POST', `/cases/${begun.body.id}/submit`, { checked }, { 'idempotency-key': 'w3' })
  assert.equal(sent.status, 201)
  assert.equal((await call('clerkAfar', 'GET', `/cases/${sent.body.no}`)).status, 200)
  assert.equal((await call('clerk1', 'GET', `/cases/${sent.body.no}`)).status, 200)
})

test('S-041 S-016 输错十次，要等一会儿才能再试；同时试的也一次一次算', async () => {
  const tries = Array.from({ length: 15 }, () => call('clerk2', 'POST', '/reception/visits', { proof: '000001' }))
  assert.equal((await Promise.all(tries)).filter(({ status }) => status === 429).length, 5)
  assert.equal((await call('clerk2', 'POST', '/reception/visits', { proof: (await codeOf(viewers.citizen1)).digits })).status, 429)
  done({ ok: true })
})
