import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '../../../platform/testing.ts'
import { listPapers } from '../../documents/index.ts'
import { findCase } from '../perform/journal.ts'
import { doAct, done, submitted } from '../testing-city.ts'
import { deskDay as day, fieldsOf, idNumberOf, openTestDesk } from '../testing-desk.ts'

const db = await testDatabase()
const { city, casework, viewers, call, send, codeOf } = await openTestDesk(db)

const defects = [
  { target: 'm1', name: '取水工程图', problem: '没有盖章', cure: '交盖章的图', basis: '取水条例第二条' },
  { target: 'place', name: '取水地点', problem: '没有写到嘎查村', cure: '写到嘎查村' },
]
/** A case of citizen1 that waits for his 补正. */
const waiting = async (): Promise<{ caseId: string; no: string }> => {
  const { caseId, no } = await submitted(city, day)
  done(await doAct(city, caseId, viewers.clerk1, 'notifyCorrection', day, { defects }))
  return { caseId, no }
}
const receive = async (proof = idNumberOf.citizen1, clerk = 'clerk1') =>
  (await call(clerk, 'POST', '/reception/visits', { proof })).body.id as string
const at = (visit: string, no: string, what = '') => `/reception/visits/${visit}/cases/${no}${what}`
const checked = [{ material: 'm1', form: '原件', copies: 2 }]

test('补正在窗口：列出告知书的每一项，扫描的、清点的、改正的都算；日志写明受理员、申请人和窗口，收据写明收件人', async () => {
  const { caseId, no } = await waiting()
  const visit = await receive()
  const shown = await call('clerk1', 'POST', at(visit, no, '/open'), {})
  assert.equal(shown.status, 200)
  assert.deepEqual(
    shown.body.toMend.map(({ target, problem, cure, basis }: Record<string, string>) => [target, problem, cure, basis]),
    defects.map(({ target, problem, cure, basis }) => [target, problem, cure, basis]),
  )
  assert.deepEqual([shown.body.act, shown.body.due], ['correct', '2026-04-01'])
  const early = await call('clerk1', 'POST', at(visit, no, '/hand-in'), {})
  assert.deepEqual([early.status, fieldsOf(early.body)], [422, ['m-m1']])
  assert.equal((await send('clerk1', `/cases/${caseId}/files`, { material: 'm1' }, '盖章的图.pdf')).status, 201)
  await call('clerk1', 'PATCH', `/cases/${caseId}/draft`, { answers: { place: '东胜区罕台镇' } })
  const sent = await call('clerk1', 'POST', at(visit, no, '/hand-in'), { checked, seen: shown.body.position })
  assert.deepEqual([sent.status, sent.body.stage, sent.body.papers.length], [200, 'corrected', 1])
  const loaded = await findCase(casework, db.sql, no)
  const event = loaded?.events.at(-1)
  assert.deepEqual(
    [event?.type, event?.by.role, event?.by.visit, event?.by.onBehalfOf],
    ['correct', 'clerk', visit, loaded?.state.applicant?.id],
  )
  assert.deepEqual([event?.materials?.map(({ name }) => name), event?.checked], [['盖章的图.pdf'], checked])
  assert.deepEqual([loaded?.state.answers.place, loaded?.state.correction?.correctedOn], ['东胜区罕台镇', day])
  const rows = (await call('clerk1', 'GET', `/cases/${no}/journal`)).body.items
  assert.deepEqual([rows.at(-1).channel, rows.at(-1).onBehalfOf], ['窗口', '示例甲'])
  assert.equal((await listPapers(db.sql, caseId)).at(-1)?.type, 'correctionReceipt')
  assert.equal((await call('clerk1', 'POST', `/cases/${no}/acts`, { act: 'accept' })).status, 200)
})

test('没有申请人在场的证明，窗口不能代他补正：没有识别的、别人的、别的窗口的接待、网上的接口都拒绝', async () => {
  const { no } = await waiting()
  const bare = await call('clerk1', 'POST', `/cases/${no}/acts`, { act: 'correct' })
  assert.deepEqual([bare.status, bare.body.type], [409, '/problems/not-present'])
  const company = (await call('clerk1', 'POST', '/reception/visits', { proof: (await codeOf(viewers.company1)).text })).body.id
  const other = await call('clerk1', 'POST', at(company, no, '/open'), {})
  assert.deepEqual([other.status, other.body.type], [409, '/problems/not-present'])
  const visit = await receive()
  assert.equal((await call('clerk2', 'POST', at(visit, no, '/hand-in'), { checked })).status, 410)
  for (const one of ['approver1', 'citizen1']) assert.equal((await call(one, 'POST', at(visit, no, '/open'), {})).status, 404, one)
  const ticked = await call('citizen1', 'POST', `/cases/${no}/acts`, { act: 'correct', checked })
  assert.deepEqual([ticked.status, ticked.body.type], [409, '/problems/ticked-at-window'])
  const before = (await findCase(casework, db.sql, no))?.events.length
  assert.equal(before, 2)
})

test('行政许可法第二十九条：替单位补正没有授权书的，窗口不收；授权书传了才收，随补正入卷', async () => {
  const company = viewers.company1
  assert.ok(company.kind === 'applicant' && company.organisation)
  const { caseId, no } = await submitted(city, day, company)
  done(await doAct(city, caseId, viewers.clerk1, 'notifyCorrection', day))
  const visit = await receive()
  const uscc = company.organisation.uscc
  await call('clerk1', 'POST', `/reception/visits/${visit}/party`, { of: 'organisation', uscc })
  const bare = await call('clerk1', 'POST', at(visit, no, '/hand-in'), { checked })
  assert.deepEqual([bare.status, fieldsOf(bare.body)], [422, ['mandate']])
  assert.equal((await send('clerk1', `/reception/visits/${visit}/mandate`)).status, 200)
  assert.equal((await call('clerk1', 'POST', at(visit, no, '/hand-in'), { checked })).status, 200)
  const event = (await findCase(casework, db.sql, no))?.events.at(-1)
  assert.deepEqual(
    event?.materials?.map(({ material, name }) => [material, name]),
    [['mandate', '授权书.pdf']],
  )
})

test('S-041:申请人在网上填着的补正，只有他出示的码才打开；报身份证号的只能从头收，网上填的不给窗口看，也不会随窗口的补正交上去', async () => {
  const { caseId, no } = await waiting()
  assert.equal((await call('citizen1', 'PATCH', `/cases/${caseId}/draft`, { answers: { place: '网上写的地方' } })).status, 200)
  assert.equal((await send('citizen1', `/cases/${caseId}/files`, { material: 'm1' }, '网上传的图.pdf')).status, 201)
  const typed = await receive()
  for (const [what, body] of [['/open', {}], ['/hand-in', {}], ['/hand-in', { checked }]] as const) // biome-ignore format: a table
    assert.equal((await call('clerk1', 'POST', at(typed, no, what), body)).body.type, '/problems/kept-online', what)
  assert.ok([403, 404].includes((await call('clerk1', 'GET', `/cases/${caseId}/draft`)).status))
  const shown = (await call('clerk1', 'POST', '/reception/visits', { proof: (await codeOf(viewers.citizen1)).text })).body.id
  const his = await call('clerk1', 'POST', at(shown, no, '/open'), {})
  assert.deepEqual([his.body.answers.place, his.body.files[0]?.name], ['网上写的地方', '网上传的图.pdf'])
  const again = await receive()
  const anew = await call('clerk1', 'POST', at(again, no, '/open'), { anew: true })
  assert.deepEqual([anew.status, anew.body.files, anew.body.answers.place === '网上写的地方'], [200, [], false])
})

test('不在补正的办件：窗口打不开，说明现在的状态', async () => {
  const { no } = await submitted(city, day)
  const idle = await call('clerk1', 'POST', at(await receive(), no, '/open'), {})
  assert.deepEqual([idle.status, idle.body.state], [409, 'received'])
})

test('扫办件编号或者文书的二维码：说明是哪个办件，仍要识别来办事的人；不在自己辖区的不说', async () => {
  const { caseId, no } = await waiting()
  const scanned = await call('clerk1', 'POST', '/reception/visits', { proof: no })
  assert.deepEqual([scanned.status, scanned.body.type, scanned.body.case], [422, '/problems/person-first', no])
  assert.match(scanned.body.title, /取水许可.*待补正/)
  const [paper] = await db.sql<{ code: string }>`select code from documents.paper where case_id = ${caseId} limit 1`
  const qr = await call('clerk1', 'POST', '/reception/visits', { proof: `http://localhost/verify?code=${paper?.code}` })
  assert.equal(qr.body.case, no)
  const afar = await call('clerkAfar', 'POST', '/reception/visits', { proof: no })
  assert.deepEqual([afar.status, afar.body.type], [422, '/problems/unreadable'])
  const view = (await call('clerk1', 'GET', `/reception/visits/${await receive()}`)).body
  assert.equal(view.cases[0].applicantsTurn, true)
})

test('容缺材料在窗口补齐：纸质的当场清点；协助补充也一样', async () => {
  const { caseId, no } = await submitted(city, day)
  done(await doAct(city, caseId, viewers.clerk1, 'acceptWithGaps', day))
  const visit = await receive()
  const short = await call('clerk1', 'POST', at(visit, no, '/hand-in'), { checked })
  assert.deepEqual([short.status, fieldsOf(short.body)], [422, ['m-m2']])
  const sent = await call('clerk1', 'POST', at(visit, no, '/hand-in'), { checked: [{ material: 'm2', form: '原件', copies: 1 }] })
  assert.deepEqual([sent.status, sent.body.stage], [200, 'accepted'])
  done(await doAct(city, caseId, viewers.approver1, 'requestMore', day))
  const opened = await call('clerk1', 'POST', at(visit, no, '/open'), {})
  assert.deepEqual([opened.body.act, opened.body.toMend[0].target], ['supplyMore', 'supplement'])
  const more = await call('clerk1', 'POST', at(visit, no, '/hand-in'), { checked: [{ material: 'supplement', form: '复印件', copies: 1 }] })
  assert.deepEqual([more.status, (await findCase(casework, db.sql, no))?.state.moreAsked[0]?.suppliedOn], [200, day])
})
