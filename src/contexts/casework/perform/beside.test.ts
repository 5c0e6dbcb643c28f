import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { localDate } from '../../../kernel/date.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { testDatabase } from '../../../platform/testing.ts'
import { publishGuide } from '../../catalogue/index.ts'
import type { Viewer } from '../../identity/index.ts'
import { loadOrganisations } from '../../organisations/index.ts'
import { walkInId } from '../rules/walk-in.ts'
import { listViolations } from '../store/conduct.ts'
import { countQueue, listWorklist } from '../store/worklists.ts'
import type { Act, ActName } from '../terms.ts'
import { detailsOf } from '../testing.ts'
import { doAct, done, moment, readyDraft, submitted, testCity, testGuide } from '../testing-city.ts'
import { performAct } from './act.ts'
import { createDraft } from './begin.ts'
import { brokenPromises } from './conduct.ts'
import { addDraftFile, saveDraft } from './drafts.ts'
import { findCase } from './journal.ts'
import { actorFor, sees } from './standing.ts'
import { submitDraft } from './submit.ts'
import { caseView } from './view.ts'

const db = await testDatabase()
await loadOrganisations(db, new URL('../../../../data', import.meta.url).pathname)
const city = await testCity(db)
const { casework, viewers } = city
const { citizen1, clerk1, clerk2, approver1, approver2, fire1, chief1, decider1, issuer1, supervisor1, catalogue1 } = viewers

const caseOf = async (id: string) => {
  const loaded = await findCase(casework, db.sql, id)
  assert.ok(loaded)
  return loaded
}
const refused = (outcome: unknown): string | undefined => (isRefusal(outcome) ? outcome.refused : undefined)

/** Does an act as somebody of whom the case decides in which role he may. */
const doAs = async (caseId: string, viewer: Viewer, type: ActName, day: string, extra: Partial<Act> = {}) => {
  const by = actorFor(viewer, type, (await caseOf(caseId)).matter)
  return by ? performAct(casework, caseId, { ...detailsOf[type], ...extra, type, by }, moment(day)) : undefined
}
const accepted = async (): Promise<string> => {
  const { caseId } = await submitted(city)
  done(await doAct(city, caseId, clerk1, 'accept', '2026-03-02'))
  return caseId
}
const fire = fire1.kind === 'staff' ? fire1.departmentCode : ''

test('行政许可法第二十六条：被征求意见的部门看得到这个办件，只能回复意见', async () => {
  const caseId = await accepted()
  assert.equal(await caseView(casework, caseId, fire1, moment('2026-03-03').today), undefined)
  const nobody = await doAct(city, caseId, approver1, 'askOpinion', '2026-03-03', { toDepartment: '', toUnit: '没有的部门' })
  assert.ok(isRefusal(nobody))
  assert.deepEqual([nobody.refused, nobody.fields?.map((f) => f.field)], ['no-such-department', ['toUnit']])
  const asked = done(await doAct(city, caseId, approver1, 'askOpinion', '2026-03-03', { toDepartment: '', toUnit: '消防救援支队' }))
  assert.deepEqual(
    asked.papers.map((p) => p.type),
    ['opinionRequest'],
  )
  assert.deepEqual((await caseView(casework, caseId, fire1, moment('2026-03-03').today))?.open, ['giveOpinion'])
  assert.equal(refused(await doAs(caseId, fire1, 'passStep', '2026-03-03')), 'not-your-act')
  const waiting = () =>
    listWorklist(db.sql, { division: '150600000000', departmentCode: fire }, { askedOf: fire }, localDate('2026-03-03'), 20)
  assert.deepEqual(
    (await waiting()).map(({ id }) => id),
    [caseId],
  )
  const given = await doAs(caseId, fire1, 'giveOpinion', '2026-03-04')
  assert.ok(given && !isRefusal(given))
  assert.deepEqual(await waiting(), [])
  const { matter, state } = await caseOf(caseId)
  assert.deepEqual([matter.consulted, state.opinions[0]?.givenOn, state.opinions[0]?.agrees], [[fire], '2026-03-04', true])
})

test('行政许可法第二十六条：征求意见撤回后，那个部门不再看到这个办件，也不再有待回复', async () => {
  const caseId = await accepted()
  done(await doAct(city, caseId, approver1, 'askOpinion', '2026-03-03', { toDepartment: '', toUnit: '消防救援支队' }))
  done(await doAct(city, caseId, approver1, 'withdrawOpinion', '2026-03-04', { reason: '已经另行答复' }))
  const { matter, events } = await caseOf(caseId)
  assert.deepEqual([matter.consulted, sees(fire1, matter), events.at(-1)?.reason], [[], false, '已经另行答复'])
  assert.deepEqual(
    await listWorklist(db.sql, { division: '150600000000', departmentCode: fire }, { askedOf: fire }, localDate('2026-03-04'), 20),
    [],
  )
})

test('条例第二十七条：异地收件的办件由办理地受理，收件的人看到受理为止，只能转递材料', async () => {
  const walkIn = { kind: 'person', name: '示例乙', idNumber: '150603199511029039', phone: '13900010009' } as const
  const { id } = done(
    await createDraft(casework, { item: testGuide.code, viewer: clerk2, walkIn, situation: { kind: 'surface' } }, moment('2026-03-02')),
  )
  const patch = { answers: { name: '示例乙', place: '东胜区', amount: '3' }, delivery: { way: 'window' } } as const
  done(await saveDraft(casework, id, patch, clerk2, moment('2026-03-02')))
  const checked = [{ material: 'm1', form: '复印件', copies: 1 }]
  const before = await countQueue(db.sql, { division: '150600000000', departmentCode: '' }, 'accept')
  const { caseId, papers } = done(await submitDraft(casework, id, { viewer: clerk2, key: randomUUID(), checked }, moment('2026-03-02')))
  const { matter, events } = await caseOf(caseId)
  assert.deepEqual([events[0]?.type, matter.division, papers.map((p) => p.type)], ['receiveRemote', '150600000000', ['receipt']])
  assert.equal(await countQueue(db.sql, { division: '150600000000', departmentCode: '' }, 'accept'), before + 1)
  assert.equal(sees(clerk2, matter), true)
  assert.equal(refused(await doAs(caseId, clerk2, 'accept', '2026-03-03')), 'not-your-act')
  const forwarded = await doAs(caseId, clerk2, 'forwardRemote', '2026-03-03', { parcel: 'SF1001' })
  assert.ok(forwarded && !isRefusal(forwarded))
  assert.deepEqual(
    forwarded.papers.map((p) => p.type),
    ['forwarding'],
  )
  done(await doAct(city, caseId, clerk1, 'accept', '2026-03-04'))
  assert.equal(sees(clerk2, (await caseOf(caseId)).matter), false)
})

test('转办给本部门的真实人员，办件到他名下；花名册里没有的人不行', async () => {
  const caseId = await accepted()
  const nobody = await doAct(city, caseId, chief1, 'handOver', '2026-03-03', { toOfficer: '查无此人' })
  assert.ok(isRefusal(nobody))
  assert.deepEqual([nobody.refused, nobody.article, nobody.fields?.map((f) => f.field)], ['no-such-officer', '转办规则', ['toOfficer']])
  done(await doAct(city, caseId, chief1, 'handOver', '2026-03-03', { toOfficer: 'approver2' }))
  const { matter, state } = await caseOf(caseId)
  const second = approver2.kind === 'staff' ? approver2 : undefined
  assert.deepEqual([matter.handler, state.assigned?.officer], [second?.accountId, { id: second?.accountId, name: second?.name }])
  const mine = await listWorklist(
    db.sql,
    { division: '150600000000', departmentCode: '' },
    { handler: second?.accountId },
    localDate('2026-03-03'),
    20,
  )
  assert.ok(mine.some(({ id }) => id === caseId))
})

test('行政许可法第四十八条：主持人是花名册里的人，公告和笔录各出一份文书', async () => {
  const caseId = await accepted()
  done(await doAct(city, caseId, approver1, 'passStep', '2026-03-03'))
  done(await doAct(city, caseId, approver1, 'tellHearing', '2026-03-03'))
  done(await doAct(city, caseId, citizen1, 'applyHearing', '2026-03-04'))
  const hearing = { hearingOn: localDate('2026-03-16'), presider: '示例核查员' }
  const own = await doAct(city, caseId, chief1, 'announceHearing', '2026-03-04', { ...hearing, presider: 'approver1' })
  assert.equal(refused(own), 'presider-apart')
  const announced = done(await doAct(city, caseId, chief1, 'announceHearing', '2026-03-04', hearing))
  assert.deepEqual(
    announced.papers.map((p) => p.type),
    ['hearingAnnouncement'],
  )
  const held = done(await doAct(city, caseId, approver2, 'holdHearing', '2026-03-16'))
  assert.deepEqual([held.state.stage, held.papers.map((p) => p.type)], ['processing', ['hearingRecord']])
})

test('协助补充：申请人补充的文件进入办件，出接收凭证', async () => {
  const caseId = await accepted()
  done(await doAct(city, caseId, approver1, 'requestMore', '2026-03-03'))
  const file = { material: 'supplement', sha256: '1'.repeat(64), name: '坐标图.pdf', size: 3, type: 'application/pdf' }
  done(await addDraftFile(casework, caseId, file, citizen1, moment('2026-03-03')))
  const supplied = done(await doAct(city, caseId, citizen1, 'supplyMore', '2026-03-04', { materials: [] }))
  assert.deepEqual([supplied.papers.map((p) => p.type), supplied.state.stage], [['correctionReceipt'], 'accepted'])
  assert.ok(supplied.state.materials.some(({ sha256 }) => sha256 === file.sha256))
})

const promiseGuide = { ...testGuide, code: '11152700MB1234567X3000101002000', onPromise: true }
await db.transaction((sql) => publishGuide(sql, promiseGuide, { by: '测试', on: localDate('2026-01-05') }))

const onPromise = async (): Promise<string> => {
  const id = await readyDraft(city, citizen1, '2026-03-02', promiseGuide.code)
  return done(await submitDraft(casework, id, { viewer: citizen1, key: randomUUID() }, moment('2026-03-02'))).caseId
}

test('条例第二十一条：作出不实承诺的人不再适用告知承诺', async () => {
  const first = await onPromise()
  done(await doAct(city, first, clerk1, 'acceptOnPromise', '2026-03-02'))
  done(await doAct(city, first, decider1, 'grant', '2026-03-02'))
  done(await doAct(city, first, issuer1, 'deliver', '2026-03-03'))
  const failed = done(await doAct(city, first, approver1, 'failAfterCheck', '2026-04-01', { secondPerson: '示例核查员' }))
  assert.deepEqual([failed.state.stage, failed.state.revoked], ['finished', true])
  const { applicant } = failed.state
  assert.ok(applicant)
  const atWindow = walkInId(casework.secrets.lookupHash(applicant.idNumber, 'casework.applicant'))
  for (const same of [{ id: atWindow }, { idNumber: '150602198803159109' }])
    assert.deepEqual(
      (await brokenPromises(casework, { ...applicant, ...same })).map(({ caseId }) => caseId),
      [first],
      'at the window, and after his number was corrected',
    )
  assert.deepEqual(await brokenPromises(casework, { ...applicant, id: randomUUID() }), [], 'of who bears the number since then')
  const second = await doAct(city, await onPromise(), clerk1, 'acceptOnPromise', '2026-03-02')
  assert.ok(isRefusal(second))
  assert.deepEqual([second.refused, second.article], ['promise-broken', '鄂尔多斯市政务服务条例第二十一条'])
})

test('行政许可法第七十二条第四项：第二次补正告知被拒绝，并且记下一次', async () => {
  const { caseId } = await submitted(city)
  done(await doAct(city, caseId, clerk1, 'notifyCorrection', '2026-03-03'))
  done(await doAct(city, caseId, citizen1, 'correct', '2026-03-04'))
  const again = await doAct(city, caseId, clerk1, 'notifyCorrection', '2026-03-04')
  assert.equal(refused(again), 'corrected-once')
  assert.equal(refused(await doAct(city, caseId, citizen1, 'notifyCorrection', '2026-03-04')), 'not-your-act')
  const counted = (await listViolations(db.sql, '150600000000', localDate('2026-03-04'), localDate('2026-03-04'))).filter(
    (v) => v.caseId === caseId,
  )
  assert.deepEqual(
    counted.map(({ kind, byName, stage }) => [kind, byName, stage]),
    [['second-correction', '示例受理员', 'corrected']],
  )
  assert.equal((await caseOf(caseId)).entries.length, 3)
  await assert.rejects(db.sql`delete from casework.violation where case_id = ${caseId}`, /append-only/)
})

test('督办、作废由各自的人做，内部的话不给申请人看', async () => {
  const caseId = await accepted()
  done(await doAct(city, caseId, supervisor1, 'supervise', '2026-03-03', { reason: '内部的话一' }))
  done(await doAct(city, caseId, chief1, 'replySupervision', '2026-03-03', { opinion: '内部的话二' }))
  done(await doAct(city, caseId, chief1, 'proposeVoid', '2026-03-03', { reason: '内部的话三' }))
  const view = await caseView(casework, caseId, citizen1, moment('2026-03-03').today)
  assert.ok(!JSON.stringify(view?.timeline).includes('内部的话'))
  const voided = done(await doAct(city, caseId, catalogue1, 'confirmVoid', '2026-03-04'))
  assert.deepEqual([voided.state.stage, voided.papers.map((p) => p.type)], ['voided', ['voiding']])
})
