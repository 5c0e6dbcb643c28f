import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { localDate } from '../../../kernel/date.ts'
import { testDatabase } from '../../../platform/testing.ts'
import type { PaperType } from '../../documents/index.ts'
import { evolve, fold } from '../decide.ts'
import type { Act, ActName } from '../terms.ts'
import { on, play, type Step, testPinned } from '../testing.ts'
import { doAct, done, submitted, type TestCity, testCity } from '../testing-city.ts'
import { recordPapersOf } from './papers.ts'

const db = await testDatabase()
const city = await testCity(db)
const { viewers } = city
type Who = keyof TestCity['viewers']

/** A case of citizen1 after these acts; each day is the next of March 2026 unless told. */
const led = async (steps: readonly (readonly [ActName, Who, Partial<Act>?, string?])[]) => {
  const { caseId: id } = done(await submitted(city))
  for (const [act, who, extra, day = '2026-03-03'] of steps) done(await doAct(city, id, viewers[who], act, day, extra))
  const rows = await db.sql<{ type: PaperType; number: string; unit: string; recipient: string; content: string }>`
    select type, number, unit, recipient, content
    from documents.paper
    where case_id = ${id}
    order by made_at, number`
  return rows.map((row) => ({ ...row, body: JSON.parse(row.content).body }))
}
const last = async (...steps: Parameters<typeof led>[0]) => {
  const papers = await led(steps)
  const paper = papers.at(-1)
  assert.ok(paper)
  return paper
}
const accepted = ['accept', 'clerk1'] as const
const decided = [accepted, ['passStep', 'approver1'], ['proposeGrant', 'approver1'], ['grant', 'decider1']] as const

test('C6 征求意见单 goes to the department that is asked, with the question and the day of the answer', async () => {
  const paper = await last(accepted, ['askOpinion', 'approver1', { days: 5 }])
  assert.deepEqual([paper.type, paper.unit, paper.recipient], ['opinionRequest', '市水利局', '市生态环境局'])
  assert.deepEqual([paper.body.question, paper.body.replyBy], ['取水是否影响湿地', '2026-03-10'])
})

test('C6 催办单: of the applicant to the department, with what remains of the time', async () => {
  const paper = await last(accepted, ['remind', 'citizen1'])
  assert.deepEqual([paper.type, paper.recipient, paper.body.remainingDays], ['remind', '市水利局', 10])
})

test('C6 督办单: an answer is wanted within one workday', async () => {
  const paper = await last(accepted, ['supervise', 'supervisor1'])
  assert.deepEqual([paper.type, paper.recipient, paper.body.replyBy], ['supervision', '市水利局', '2026-03-04'])
})

test('C6 转办单, 终止办理通知书, 听证告知书 say to whom, why, until when', async () => {
  const handed = await last(accepted, ['handOver', 'chief1'])
  assert.deepEqual([handed.type, handed.recipient, handed.body.reason], ['handOver', '水资源科', '经办人调岗'])
  const ended = await last(accepted, ['terminate', 'decider1'])
  assert.deepEqual([ended.type, ended.recipient, ended.body.basis], ['termination', '示例甲', '终止办理规则'])
  const told = await last(accepted, ['tellHearing', 'approver1'])
  assert.deepEqual([told.type, told.body.applyBy], ['hearingNotice', '2026-03-10'])
})

test('C6 延期通知书 of a promise: old and new date, and the workdays between', async () => {
  const { body } = await last(accepted, ['extendPromise', 'chief1', { to: localDate('2026-03-24') }])
  assert.deepEqual([body.oldDue, body.newDue, body.days], ['2026-03-17', '2026-03-24', 5])
})

/** The papers of the last of these acts, as an item on the 告知承诺 list has them. */
const ofLast = async (...steps: Step[]) => {
  const { events } = play([['submit', '2026-03-02'], ...steps], { ...testPinned, onPromise: true })
  const [before, event] = [fold(events.slice(0, -1)), events.at(-1)]
  assert.ok(event)
  const caseId = randomUUID()
  const source = { caseId, no: 'n', queryCode: 'ABC234', event, before, state: evolve(before, event), today: on('2026-03-02') }
  const recorded = await recordPapersOf(db.sql, source)
  const rows = await db.sql<{ type: PaperType; content: string }>`select type, content from documents.paper where case_id = ${caseId}`
  return recorded.map(({ type }) => ({ type, body: JSON.parse(rows.find((row) => row.type === type)?.content ?? '{}').body }))
}

test('行政许可法第三十二条: 告知承诺 leaves a 承诺书 and the dated voucher of acceptance', async () => {
  const [letter, voucher] = await ofLast(['acceptOnPromise', '2026-03-02'])
  assert.deepEqual([letter?.type, voucher?.type, voucher?.body.acceptedOn], ['promiseLetter', 'acceptance', '2026-03-02'])
  assert.match(letter?.body.promises.join(''), /愿意承担不实承诺的法律责任/)
  assert.equal(letter?.body.conditions, '取水符合规划')
})

test('行政许可法第六十九条: a promise that was not kept leaves the result of the check and a 撤销决定书', async () => {
  const promised: Step[] = [
    ['acceptOnPromise', '2026-03-02'],
    ['grant', '2026-03-02'],
    ['failAfterCheck', '2026-03-02'],
  ]
  const [check, revocation] = await ofLast(...promised)
  assert.deepEqual([check?.type, check?.body.passed, check?.body.checkers.length], ['afterCheck', false, 2])
  assert.deepEqual([revocation?.type, revocation?.body.reason], ['revocation', '与承诺不符'])
})

const deliver = (extra: Partial<Act>) => led([...decided, ['deliver', 'issuer1', { recipient: '', ...extra }]])
const refusedAs = async (code: string, extra: Partial<Act>) => {
  await assert.rejects(deliver(extra), new RegExp(`refused: ${code} `))
}

test('C6 送达回证: 直接, 邮寄, 留置, 公告 each with what it needs; the relation of him who took it', async () => {
  const direct = (await deliver({ way: 'direct', recipient: '示例丙', relation: '成年家属' })).at(-1)
  assert.deepEqual([direct?.body.deliveryWay, direct?.body.deliveredTo, direct?.body.relation], ['直接送达', '示例丙', '成年家属'])
  assert.equal(direct?.body.delivered.length, 1)
  await refusedAs('parcel-number', { way: 'post', recipient: '示例甲' })
  await refusedAs('left-with-witness', { way: 'retained', recipient: '示例甲' })
  await refusedAs('announced-where', { way: 'announced' })
  const left = (await deliver({ way: 'retained', recipient: '示例甲', witness: '嘎查长', place: '申请人住所' })).at(-1)
  assert.deepEqual([left?.body.deliveryWay, left?.body.witness, left?.body.place], ['留置送达', '嘎查长', '申请人住所'])
})

test('C6 送达回证写签收人的证件号码，只露头尾；日志里封存，明文不留', async () => {
  const idNumber = '150602199001011238'
  const paper = (await deliver({ way: 'direct', recipient: '示例新', recipientId: idNumber, relation: '成年家属' })).at(-1)
  assert.equal(paper?.body.deliveredToId, '150602********1238')
  const kept = await db.sql<{ n: number }>`
    select count(*)::int as n from casework.journal where body::text like ${`%${idNumber}%`}`
  assert.equal(kept[0]?.n, 0)
  await refusedAs('recipient-number', { recipient: '示例新', recipientId: '150602199001011239' })
})

test("C6 e-delivery needs the recipient's consent", async () => {
  await refusedAs('electronic-agreed', { way: 'electronic' })
})
