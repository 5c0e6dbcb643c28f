import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { localDate } from '../../../kernel/date.ts'
import { fen } from '../../../kernel/money.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { testDatabase } from '../../../platform/testing.ts'
import { changeState, type Guide, type Material, publishGuide } from '../../catalogue/index.ts'
import { doAct, done, moment, readyDraft, submitted, testCity, testGuide } from '../testing-city.ts'
import { addDraftFile, findDraft, saveDraft } from './drafts.ts'
import { findCase } from './journal.ts'
import { submitDraft } from './submit.ts'
import { acknowledgeVersion, carryToSuccessor } from './successor.ts'
import { caseView } from './view.ts'

const db = await testDatabase()
const city = await testCity(db)
const { casework, viewers } = city
const { citizen1, company1, clerk1 } = viewers
const day = '2026-03-02'
const on = localDate(day)

let reason = 0
/** Publishes the guide with these elements; without any, as it was at first. */
const publish = (change: Partial<Guide> = {}, code = testGuide.code) =>
  db.transaction((sql) => publishGuide(sql, { ...testGuide, ...change, code }, { by: '测试', on, reason: `第 ${++reason} 次` }))
const draftOf = async (id: string, viewer = citizen1) => {
  const draft = await findDraft(casework, id, viewer)
  assert.ok(draft)
  return draft
}
const submit = (id: string, viewer = citizen1) => submitDraft(casework, id, { viewer, key: randomUUID() }, moment(day))
const refusedAs = async (outcome: Promise<unknown>): Promise<string | undefined> => {
  const got = await outcome
  return isRefusal(got) ? got.refused : undefined
}
const material = (id: string, name: string, more: Partial<Material> = {}): Material => ({ id, name, need: '1', kind: '1', format: '3', copies: 1, source: '10', ...more }) // biome-ignore format: a row
const form = (change: (fields: NonNullable<Guide['form']>['pages'][0]['fields']) => NonNullable<Guide['form']>['pages'][0]['fields']) => ({
  form: { pages: (testGuide.form?.pages ?? []).map((page) => ({ ...page, fields: change(page.fields) })) },
})
const without = (...ids: string[]) => testGuide.materials.filter(({ id }) => !ids.includes(id))

/** A filled draft of the first version, and then the next one published under it. */
const draftUnder = async (change: Partial<Guide>): Promise<string> => {
  await publish()
  const id = await readyDraft(city)
  await publish(change)
  return id
}

test('B3 a new version under an open draft: told in sentences, only the touched task is reopened, refused once, then submitted under the new one', async () => {
  const id = await draftUnder(form((fields) => [...fields, { name: 'use', label: '取水用途', kind: 'text', optional: true }]))
  const draft = await draftOf(id)
  assert.deepEqual([draft.changes.map(({ says }) => says), draft.reopened], [['增加填写“取水用途”(选填)'], ['q-p']])
  assert.ok(
    draft.guide.form?.pages[0]?.fields.some(({ name }) => name === 'use'),
    'the draft is filled in under the new version',
  )
  const refusal = await submit(id)
  assert.ok(isRefusal(refusal))
  assert.deepEqual([refusal.refused, refusal.detail], ['guide-changed', '增加填写“取水用途”(选填)。'])
  const { caseId } = done(await submit(id))
  const loaded = await findCase(casework, db.sql, caseId)
  assert.equal(loaded?.state.pinned?.guideVersion, draft.currentVersion)
})

test('a task that was filled in again, a file that was added or confirmed, is not reopened any more; what comes later opens it anew', async () => {
  const id = await draftUnder({ ...form((fields) => fields.map((f) => ({ ...f, label: `${f.label}(全称)` }))), materials: testGuide.materials.map((m) => (m.need === '1' && !m.shared ? { ...m, copies: 2 } : m)) }) // biome-ignore format: a call
  assert.deepEqual((await draftOf(id)).reopened.toSorted(), ['m-m1', 'm-m3', 'q-p'])
  done(await saveDraft(casework, id, { answers: { place: '伊金霍洛旗' } }, citizen1, moment(day)))
  done(
    await addDraftFile(
      casework,
      id,
      { material: 'm1', sha256: 'd'.repeat(64), name: '二.pdf', size: 9, type: 'application/pdf' },
      citizen1,
      moment(day),
    ),
  )
  assert.deepEqual((await draftOf(id)).reopened, ['m-m3'])
  done(await saveDraft(casework, id, { confirmed: ['m-m3'] }, citizen1, moment(day)))
  assert.deepEqual((await draftOf(id)).reopened, [])
  await publish({ conditions: ['另一个条件'] })
  assert.deepEqual((await draftOf(id)).reopened.includes('start'), true)
})

test('R-066 what changes for another situation is not this applicant’s: not told, not refused', async () => {
  const id = await draftUnder({ materials: testGuide.materials.map((m) => (m.id === 'm3' ? { ...m, copies: 4 } : m)) })
  assert.deepEqual((await draftOf(id)).changes, [])
  done(await saveDraft(casework, id, { situation: { kind: 'ground' } }, citizen1, moment(day)))
  assert.deepEqual((await draftOf(id)).changes.map(({ says }) => says), ['材料“地下水评价”由 1 份改为 4 份']) // biome-ignore format: one
  done(await saveDraft(casework, id, { situation: { kind: 'surface' } }, citizen1, moment(day)))
  done(await submit(id))
})

test('a change of wording alone neither tells nor refuses', async () => {
  const id = await draftUnder({ faq: [{ question: '要多久？', answer: '很快' }], summary: '新的说明' })
  assert.deepEqual([(await draftOf(id)).changes, (await draftOf(id)).reopened], [[], []])
  done(await submit(id))
})

test('“看过了” stands for the refusal: then the first submission goes through', async () => {
  const id = await draftUnder({ conditions: ['取水符合新规划'] })
  assert.deepEqual((await draftOf(id)).reopened, ['start'])
  assert.equal(await refusedAs(acknowledgeVersion(casework, id, company1)), 'no-such-case')
  done(await acknowledgeVersion(casework, id, citizen1))
  assert.equal((await draftOf(id)).guideVersion, (await draftOf(id)).currentVersion)
  done(await submit(id))
})

test('the files of a removed material are kept until submission and not sent; they are back when the material is', async () => {
  const id = await draftUnder({ materials: without('m1') })
  const [kept] = (await draftOf(id)).files
  assert.equal(kept?.material, 'gone:取水工程图')
  done(await saveDraft(casework, id, {}, citizen1, moment(day)))
  await publish({ materials: [...without('m1'), material('m9', '取水工程图')] })
  assert.equal((await draftOf(id)).files[0]?.material, 'm9', 'back under its new number')
  await publish({ materials: without('m1') })
  assert.equal(await refusedAs(submit(id)), 'guide-changed')
  done(await submit(id))
  const rows = await db.sql`select from casework.upload where case_id = ${id}`
  assert.equal(rows.length, 0)
  const loaded = await findCase(casework, db.sql, id)
  assert.deepEqual(loaded?.state.materials, [])
})

test('a row put in at the top moves all numbers: each file stays with its material, none is sent for another', async () => {
  const shifted = [material('m1', '授权委托书', { need: '2' }), material('m2', '取水工程图'), material('m3', '水质检测报告', { need: '3' })]
  const id = await draftUnder({ materials: shifted })
  assert.deepEqual((await draftOf(id)).files.map((file) => file.material), ['m2']) // biome-ignore format: one
  assert.equal(await refusedAs(submit(id)), 'guide-changed')
  const { caseId } = done(await submit(id))
  assert.deepEqual(
    (await findCase(casework, db.sql, caseId))?.state.materials.map((m) => m.material),
    ['m2'],
  )
})

test('what the new version asks in addition keeps the draft from being submitted; a choice that is gone is to be made again', async () => {
  const id = await draftUnder({
    materials: [...testGuide.materials, material('m7', '承诺书')],
    deliveries: ['electronic'],
    situations: [{ id: 'kind', question: '您取什么水？', options: [{ value: 'ground', label: '地下水' }, { value: 'mine', label: '矿井水' }] }],
    ...form((fields) => fields.filter(({ name }) => name !== 'amount')),
  }) // biome-ignore format: a guide
  assert.equal(await refusedAs(submit(id)), 'guide-changed')
  const refusal = await submit(id)
  assert.ok(isRefusal(refusal))
  assert.deepEqual(refusal.fields?.map(({ field }) => field).toSorted(), ['delivery', 'm-m7', 's-kind'])
  done(await saveDraft(casework, id, { situation: { kind: 'mine' }, delivery: { way: 'electronic' } }, citizen1, moment(day)))
  done(
    await addDraftFile(
      casework,
      id,
      { material: 'm7', sha256: 'e'.repeat(64), name: '承诺.pdf', size: 9, type: 'application/pdf' },
      citizen1,
      moment(day),
    ),
  )
  const { caseId } = done(await submit(id))
  const answers = (await findCase(casework, db.sql, caseId))?.state.answers
  assert.deepEqual([answers?.place, 'amount' in (answers ?? {})], ['东胜区', false], 'an answer that is not asked for is not sent')
})

test('R-050 取消: submission is refused with day, reason and successor, the draft is kept and longer; all that carries the same name goes to the successor, once', async () => {
  const code = `${testGuide.code.slice(0, -1)}9`
  await publish({ name: '取水许可(新)', materials: [material('a', '取水工程图'), material('b', '节水方案')], ...form((fields) => [...fields.filter(({ name }) => name !== 'amount'), { name: 'yearly', label: '年取水量', kind: 'number' }, { name: 'purpose', label: '用途', kind: 'text' }]) }, code) // biome-ignore format: a guide
  await publish()
  const id = await readyDraft(city)
  assert.equal(await refusedAs(carryToSuccessor(casework, id, citizen1, moment(day))), 'no-successor')
  await db.transaction((sql) => changeState(sql, testGuide.code, { change: '取消', state: 'cancelled', reason: '并入新事项', on, by: '测试', successor: code })) // biome-ignore format: a call
  const refusal = await submitDraft(casework, id, { viewer: citizen1, key: randomUUID() }, moment('2026-03-20'))
  assert.ok(isRefusal(refusal))
  assert.equal(refusal.refused, 'item-not-open')
  assert.match(refusal.detail ?? '', /自2026年3月2日起不再办理。原因：并入新事项。现在请办“取水许可\(新\)”/)
  const { since, successor, reason: why } = refusal as unknown as Record<string, unknown>
  assert.deepEqual([since, why, successor], ['2026-03-02', '并入新事项', { code, name: '取水许可(新)' }])
  const old = await draftOf(id)
  assert.deepEqual([old.answers.place, old.files.length, old.keptUntil, old.closed?.successor?.code], ['东胜区', 1, '2026-04-19', code])

  assert.equal(await refusedAs(carryToSuccessor(casework, id, company1, moment(day))), 'no-such-case')
  const [first, second] = await Promise.all([carryToSuccessor(casework, id, citizen1, moment(day)), carryToSuccessor(casework, id, citizen1, moment(day))]) // biome-ignore format: a pair
  assert.equal(done(first).id, done(second).id)
  const next = await draftOf(done(first).id)
  assert.deepEqual(
    [next.guide.code, next.answers.place, next.answers.yearly, next.answers.name, next.situation, next.delivery, next.carriedFrom],
    [code, '东胜区', '12', '示例甲', { kind: 'surface' }, { way: 'window' }, id],
  )
  assert.deepEqual(next.files.map((file) => [file.material, file.name]), [['a', 'm1.pdf']]) // biome-ignore format: one
  assert.equal((await draftOf(id)).files.length, 1, 'the old draft has lost nothing')
  await db.transaction((sql) => changeState(sql, testGuide.code, { change: '恢复', state: 'published', reason: '恢复', on, by: '测试' }))
})

test('no longer online: refused with what to do, also for a draft that was ready', async () => {
  const { form: _, ...offline } = testGuide
  await publish()
  const id = await readyDraft(city)
  await db.transaction((sql) => publishGuide(sql, offline, { by: '测试', on }))
  assert.equal(await refusedAs(submit(id)), 'item-not-online')
})

test('house.md §3.3 a case keeps the version it was filed under: limits, steps, materials; what favours the applicant is told as his', async () => {
  await publish({ charges: [{ name: '工本费', amount: fen(1000), standard: '每证', basis: '价格目录' }] })
  const { caseId } = await submitted(city)
  const today = moment(day).today
  assert.equal((await caseView(casework, caseId, citizen1, today))?.since, undefined)
  await publish({ promisedLimit: { days: 3, unit: 'workday' }, steps: testGuide.steps.slice(0, 2), materials: without('m1') })
  const view = await caseView(casework, caseId, citizen1, today)
  const { pinned } = view?.state ?? {}
  assert.deepEqual([pinned?.promised, pinned?.steps.length, view?.guide?.materials.length], [10, 3, 5])
  assert.deepEqual(view?.since?.waived, ['m1'])
  assert.deepEqual(view?.since?.charges, [], 'a charge that was abolished is not taken')
  assert.ok(view?.since?.changes.some(({ says }) => says === '承诺办结时限由 10 个工作日改为 3 个工作日'))
})

test('行政许可法第三十一条: no 补正 and no 容缺 asks for what the current guide does not require; other defects may be told', async () => {
  await publish()
  const { caseId } = await submitted(city)
  await publish({ materials: [...without('m1', 'm2'), material('m1', '新的图')] })
  const defect = (target: string, name: string) => ({ target, name, problem: '模糊', cure: '重交' })
  const asked = (defects: object[]) => doAct(city, caseId, clerk1, 'notifyCorrection', day, { defects: defects as never })
  const refusal = await asked([defect('m1', '取水工程图'), defect('place', '取水地点')])
  assert.ok(isRefusal(refusal))
  assert.deepEqual([refusal.refused, refusal.article], ['not-required-any-more', '行政许可法第三十一条'])
  assert.match(refusal.title, /不再需要材料“取水工程图”/)
  assert.equal(await refusedAs(doAct(city, caseId, clerk1, 'acceptWithGaps', day, { missing: ['m2'] })), 'not-required-any-more')
  done(await asked([defect('place', '取水地点')]))
})

test('a 容缺 material that the guide stops asking for need not be supplied; the journal says which', async () => {
  await publish()
  const { caseId } = await submitted(city)
  done(await doAct(city, caseId, clerk1, 'acceptWithGaps', day))
  assert.equal(await refusedAs(doAct(city, caseId, citizen1, 'supplyGaps', day, { materials: [] })), 'gaps-filled')
  await publish({ materials: without('m2') })
  done(await doAct(city, caseId, citizen1, 'supplyGaps', day, { materials: [] }))
  const loaded = await findCase(casework, db.sql, caseId)
  assert.deepEqual([loaded?.state.stage, loaded?.events.at(-1)?.waived], ['accepted', ['m2']])
})
