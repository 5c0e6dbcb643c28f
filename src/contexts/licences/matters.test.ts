import assert from 'node:assert/strict'
import { test } from 'node:test'
import { localDate } from '../../kernel/date.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import { testDatabase } from '../../platform/testing.ts'
import { type Act, type ActName, findCase, midnight, saveDraft } from '../casework/index.ts'
import { done, testSecrets as secrets } from '../casework/testing-city.ts'
import type { Viewer } from '../identity/index.ts'
import { remindHolders } from './jobs.ts'
import { checkCode } from './perform/check.ts'
import { beginMatter, beginRevocation } from './perform/matters.ts'
import { openLicence } from './perform/print.ts'
import { findByNumber, findLicence, listEditions, listLicencesOfCase } from './store.ts'
import type { Licence, MatterKind } from './terms.ts'
import { doAct, granted, licensed, moment, submit, testCity } from './testing-city.ts'

const db = await testDatabase()
const city = await testCity(db)
const { casework, viewers } = city

const licenceOf = async (caseId: string): Promise<Licence> => {
  const [licence] = await listLicencesOfCase(db.sql, caseId)
  assert.ok(licence)
  return licence
}
const licenceFrom = async (day: string, validTo?: string): Promise<Licence> =>
  licenceOf((await licensed(city, day, validTo ? localDate(validTo) : undefined)).caseId)
const begin = (licence: Licence, kind: MatterKind, day: string, reason = '') =>
  beginMatter(casework, { licence, kind, reason, viewer: viewers.citizen1 }, moment(day))
const filed = async (licence: Licence, kind: MatterKind, day: string, reason = '') =>
  done(await submit(city, done(await begin(licence, kind, day, reason)).id, day))
const refused = (outcome: unknown): string | undefined => (isRefusal(outcome) ? outcome.refused : undefined)
const checked = async ({ code }: Licence, day: string) => {
  const answer = await checkCode({ db, secrets, today: localDate(day), now: 0 }, code, { kind: 'visitor' })
  assert.ok(answer?.kind === 'licence')
  return answer
}
const fresh = async ({ id }: Licence): Promise<Licence> => (await findLicence(db.sql, id)) as Licence
const papersOf = (caseId: string) => db.sql<{ type: string; content: string }>`
  select type, content
  from documents.paper
  where case_id = ${caseId}
  order by made_at`

test('许可法§49 变更: a new edition of the same number; the old one says 已变更 and points to it', async () => {
  const old = await licenceFrom('2026-03-02')
  const { id } = done(await begin(old, 'change', '2026-04-01', '取水地点变更'))
  done(await saveDraft(casework, id, { answers: { place: '康巴什区' } }, viewers.citizen1, moment('2026-04-01')))
  const { caseId } = done(await submit(city, id, '2026-04-01'))
  await granted(city, caseId, '2026-04-10', { conditions: '年取水量不超过12万立方米' })
  const next = await licenceOf(caseId)
  assert.deepEqual([next.number, next.version, next.validFrom, next.validTo], [old.number, 2, '2026-04-10', '2027-03-01'])
  const before = await checked(old, '2026-04-10')
  assert.deepEqual([before.state, before.endedOn, before.next?.identifier], ['changed', '2026-04-10', next.identifier])
  assert.equal((await checked(next, '2026-04-10')).state, 'valid')
  const content = (await openLicence(db.sql, secrets, next.id))?.content
  assert.deepEqual([content?.replaces, content?.scope], [old.identifier, '年取水量不超过12万立方米'])
  const paper = (await papersOf(caseId)).find(({ type }) => type === 'change')
  assert.match(paper?.content ?? '', /"changes":\[\{"from":"东胜区","to":"康巴什区","what":"取水地点"\}\]/)
})

test('条例§30: the form is filled from the licence, and what was handed in is not asked for again', async () => {
  const licence = await licenceFrom('2026-03-02')
  const { caseId } = await filed(licence, 'reissue', '2026-04-01', '遗失')
  const loaded = await findCase(casework, db.sql, caseId)
  assert.deepEqual([loaded?.state.answers.place, loaded?.state.materials.map(({ material }) => material)], ['东胜区', ['m1']])
  assert.deepEqual([loaded?.state.about?.kind, loaded?.state.about?.licence], ['reissue', licence.number])
})

test('S-091: what the holder says of his licence is kept sealed in the journal, and read back', async () => {
  const { caseId } = await filed(await licenceFrom('2026-03-02'), 'cancel', '2026-04-01', '法定代表人张三去世')
  const [row] = await db.sql<{ body: object }>`select body from casework.journal where case_id = ${caseId} and position = 1`
  assert.doesNotMatch(JSON.stringify(row?.body), /张三/)
  assert.equal((await findCase(casework, db.sql, caseId))?.state.about?.reason, '法定代表人张三去世')
})

test('补证: a new copy of the same number and term; the old copy is 已作废', async () => {
  const old = await licenceFrom('2026-03-02')
  const { caseId } = await filed(old, 'reissue', '2026-04-01', '遗失')
  await granted(city, caseId, '2026-04-03')
  const next = await licenceOf(caseId)
  assert.deepEqual([next.number, next.version, next.validTo], [old.number, 2, old.validTo])
  assert.notEqual(next.code, old.code)
  assert.equal((await checked(old, '2026-04-03')).state, 'reissued')
})

test('许可法§70 注销: no licence of the number stays in force; its reason is kept, its date is told', async () => {
  const licence = await licenceFrom('2026-03-02')
  const { caseId } = await filed(licence, 'cancel', '2026-04-01', '不再取水')
  await granted(city, caseId, '2026-04-03')
  const answer = await checked(licence, '2026-04-03')
  assert.deepEqual([answer.state, answer.endedOn], ['cancelled', '2026-04-03'])
  assert.equal((await fresh(licence)).endedBecause, '不再取水')
  assert.deepEqual(await listLicencesOfCase(db.sql, caseId), [])
  assert.ok((await papersOf(caseId)).some(({ type }) => type === 'cancellation'))
})

test('许可法§50 延续: valid on from the day after the old end, same number, as long as the first term', async () => {
  const old = await licenceFrom('2026-01-01')
  assert.equal(old.validTo, '2026-12-31')
  const { caseId } = await filed(old, 'renew', '2026-11-02')
  await granted(city, caseId, '2026-11-20')
  const next = await licenceOf(caseId)
  assert.deepEqual([next.number, next.validFrom, next.validTo], [old.number, '2027-01-01', '2027-12-31'])
  assert.deepEqual([(await checked(old, '2026-12-31')).state, (await checked(next, '2026-12-31')).state], ['valid', 'notYetValid'])
  const after = await checked(old, '2027-01-01')
  assert.deepEqual([after.state, after.next?.validTo], ['expired', '2027-12-31'])
})

test('T38 许可法§50: valid to 2026-12-31, asked for on 2026-12-01 and undecided: renewed on 2027-01-01, and not a day before', async () => {
  const old = await licenceFrom('2026-01-01')
  const { caseId } = await filed(old, 'renew', '2026-12-01')
  done(await doAct(city, caseId, viewers.clerk1, 'accept', '2026-12-02'))
  await midnight(casework, moment('2026-12-31'))
  assert.equal((await findCase(casework, db.sql, caseId))?.state.stage, 'accepted')
  await midnight(casework, moment('2027-01-01'))
  const loaded = await findCase(casework, db.sql, caseId)
  assert.deepEqual([loaded?.state.stage, loaded?.state.renewedBySilence, loaded?.state.decidedOn], ['granted', true, '2027-01-01'])
  const next = await licenceOf(caseId)
  assert.deepEqual([next.number, next.validFrom, next.validTo], [old.number, '2027-01-01', '2027-12-31'])
  assert.equal((await checked(next, '2027-01-01')).state, 'valid')
  const paper = (await papersOf(caseId)).find(({ type }) => type === 'renewal')
  assert.match(paper?.content ?? '', /"deemed":true/)
  assert.match(paper?.content ?? '', /"validTo":"2027-12-31"/)
  assert.match((await textsOf(`deem-renew ${loaded?.matter.no}`)).join(), /视为准予延续，有效期至2027年12月31日/)
})

test('T38: asked for on 2026-12-02 it is refused with the last day and what else can be done', async () => {
  const licence = await licenceFrom('2026-01-01')
  const outcome = await begin(licence, 'renew', '2026-12-02')
  assert.ok(isRefusal(outcome))
  assert.deepEqual([outcome.refused, outcome.detail], ['renewal-late', '请在有效期届满前重新申请这个许可。'])
  assert.match(outcome.title, /2026年12月1日/)
  assert.equal(refused(await begin(licence, 'renew', '2026-10-01')), 'renewal-early')
  assert.equal(refused(await begin(licence, 'renew', '2026-10-02')), undefined)
})

test('T38: begun in time and submitted too late is refused at submission', async () => {
  const licence = await licenceFrom('2026-01-01')
  const { id } = done(await begin(licence, 'renew', '2026-12-01'))
  await assert.rejects(submit(city, id, '2026-12-02'), { code: 'renewal-late' })
})

test('one matter of a licence at a time: the second is refused and names the first', async () => {
  const licence = await licenceFrom('2026-03-02')
  const other = done(await begin(licence, 'cancel', '2026-04-01', '不再取水'))
  const { no } = await filed(licence, 'change', '2026-04-01', '取水地点变更')
  const outcome = await begin(licence, 'reissue', '2026-04-02', '遗失')
  assert.ok(isRefusal(outcome) && outcome.refused === 'under-way' && outcome.title.includes(no))
  await assert.rejects(submit(city, other.id, '2026-04-02'), { code: 'under-way' })
})

test('a matter that was withdrawn leaves the licence as it was, and another can begin', async () => {
  const licence = await licenceFrom('2026-03-02')
  const { caseId } = await filed(licence, 'cancel', '2026-04-01', '不再取水')
  done(await doAct(city, caseId, viewers.citizen1, 'withdraw', '2026-04-02'))
  assert.equal((await checked(licence, '2026-04-02')).state, 'valid')
  assert.equal(refused(await begin(licence, 'change', '2026-04-02', '取水地点变更')), undefined)
})

test('what is to change, why a copy is needed, why it ends must be said', async () => {
  const licence = await licenceFrom('2026-03-02')
  for (const kind of ['change', 'reissue', 'cancel'] as const)
    assert.equal(refused(await begin(licence, kind, '2026-04-01', ' ')), 'reason-needed')
})

test('许可法§69 撤销: opened by one officer, the holder told and heard, decided by another; the paper says why, the check only when', async () => {
  const licence = await licenceFrom('2026-03-02')
  const [reason, basis] = ['以欺骗手段取得许可', '行政许可法第六十九条第二款']
  const open = (viewer = viewers.approver1) => beginRevocation(casework, { licence, reason, basis, viewer }, moment('2026-04-01'))
  assert.equal(refused(await open(viewers.citizen1)), 'not-your-act')
  const { caseId } = done(await open())
  assert.equal(refused(await open()), 'under-way')
  assert.deepEqual(await db.sql`select about_kind from casework.matter where id = ${caseId}`, [{ about_kind: 'revoke' }])
  const does = (viewer: Viewer, type: ActName, day: string, extra: Partial<Act> = {}) => doAct(city, caseId, viewer, type, day, extra)
  assert.equal(refused(await does(viewers.citizen1, 'withdraw', '2026-04-01')), 'opened-by-office')
  assert.equal(refused(await does(viewers.approver1, 'proposeGrant', '2026-04-02', { opinion: '拟撤销' })), 'holder-not-told')
  done(await does(viewers.approver1, 'tellHearing', '2026-04-02', { reason, basis }))
  done(await does(viewers.citizen1, 'applyHearing', '2026-04-03'))
  assert.equal(refused(await does(viewers.approver1, 'proposeGrant', '2026-04-20', { opinion: '拟撤销' })), 'hearing-pending')
  const presider = viewers.decider1.kind === 'staff' ? viewers.decider1.name : ''
  done(await does(viewers.chief1, 'announceHearing', '2026-04-07', { hearingOn: localDate('2026-04-20'), place: '301', presider }))
  done(await does(viewers.chief1, 'holdHearing', '2026-04-20', { record: '持证人陈述，双方质证' }))
  done(await does(viewers.approver1, 'proposeGrant', '2026-04-21', { opinion: '拟撤销' }))
  assert.equal((await checked(licence, '2026-04-21')).state, 'valid')
  done(await does(viewers.decider1, 'grant', '2026-04-22'))
  const answer = await checked(licence, '2026-04-22')
  assert.deepEqual([answer.state, answer.endedOn], ['revoked', '2026-04-22'])
  assert.equal((await fresh(licence)).endedBecause, reason)
  const papers = await papersOf(caseId)
  assert.deepEqual(
    papers.map(({ type }) => type),
    ['hearingNotice', 'hearingAnnouncement', 'hearingRecord', 'revocation'],
  )
  assert.match(papers.at(-1)?.content ?? '', /以欺骗手段取得许可/)
})

test('S-049 许可法§69 撤销: of two who begin it in the same moment one does, the other is told what is under way', async () => {
  const licence = await licenceFrom('2026-03-02')
  const opening = { licence, reason: '以欺骗手段取得许可', basis: '行政许可法第六十九条第二款', viewer: viewers.approver1 }
  const once = () => beginRevocation(casework, opening, moment('2026-04-01')).then(refused, ({ code }) => code)
  const all = await Promise.all([once(), once(), once(), once()])
  assert.deepEqual(all.sort(), ['under-way', 'under-way', 'under-way', undefined])
})

test('§21 告知承诺: a failed 事后核查 takes the licence back, by two officers', async () => {
  const { id } = done(await begin(await licenceFrom('2026-03-02'), 'change', '2026-04-01', '取水地点变更'))
  const { caseId } = done(await submit(city, id, '2026-04-01'))
  done(
    await doAct(city, caseId, viewers.clerk1, 'acceptOnPromise', '2026-04-01', {
      checked: [{ material: 'promise', form: '原件', copies: 1 }],
    }),
  )
  done(await doAct(city, caseId, viewers.decider1, 'grant', '2026-04-01'))
  const licence = await licenceOf(caseId)
  const found = { reason: '没有计量设施', basis: '行政许可法第六十九条第二款', record: '现场没有计量设施', secondPerson: 'approver2' }
  const second = viewers.approver2.kind === 'staff' ? viewers.approver2.name : ''
  done(await doAct(city, caseId, viewers.approver1, 'failAfterCheck', '2026-04-20', { ...found, secondPerson: second }))
  const [first] = await listEditions(db.sql, licence.typeCode, licence.number)
  assert.ok(first)
  assert.deepEqual([(await checked(licence, '2026-04-20')).state, (await checked(first, '2026-04-20')).state], ['revoked', 'changed'])
})

/** The texts that lie in the outbox for a telephone, opened. */
const textsOf = async (key: string): Promise<string[]> => {
  const rows = await db.sql<{ sealed: string }>`select body->>'sealed' as sealed from platform.event where topic = 'sms.requested'`
  const messages = rows.map(({ sealed }) => JSON.parse(secrets.unseal(Buffer.from(sealed, 'base64'), 'platform.event.body:sms')))
  return messages.filter((message) => message.key.includes(key)).map(({ text }) => text)
}

const voidCase = async (caseId: string, day: string): Promise<void> => {
  done(await doAct(city, caseId, viewers.chief1, 'proposeVoid', day, { reason: '重复录入' }))
  done(await doAct(city, caseId, viewers.catalogue1, 'confirmVoid', day))
}

test('作废规则: a case recorded by mistake takes its licence with it, and every edition that followed; only when two have confirmed it', async () => {
  const { caseId } = await licensed(city, '2026-03-02')
  const old = await licenceOf(caseId)
  const changed = await filed(old, 'change', '2026-04-01', '取水地点变更')
  await granted(city, changed.caseId, '2026-04-10')
  const next = await licenceOf(changed.caseId)
  done(await doAct(city, caseId, viewers.chief1, 'proposeVoid', '2026-05-06', { reason: '重复录入' }))
  assert.equal((await checked(next, '2026-05-06')).state, 'valid', 'proposed is not confirmed')
  done(await doAct(city, caseId, viewers.catalogue1, 'confirmVoid', '2026-05-07'))
  assert.deepEqual([(await checked(next, '2026-05-07')).state, (await fresh(next)).endedOn], ['cancelled', '2026-05-07'])
  assert.equal((await checked(old, '2026-05-07')).state, 'changed')
})

test('作废规则: a 延续 recorded by mistake ends the edition it made; the term before it stands', async () => {
  const old = await licenceFrom('2026-01-01')
  const { caseId } = await filed(old, 'renew', '2026-11-02')
  await granted(city, caseId, '2026-11-20')
  const next = await licenceOf(caseId)
  await voidCase(caseId, '2026-11-23')
  assert.deepEqual([(await checked(old, '2026-11-23')).state, (await checked(next, '2026-11-23')).state], ['valid', 'cancelled'])
  const again = await filed(await fresh(old), 'renew', '2026-11-24')
  await granted(city, again.caseId, '2026-11-30')
  const second = await licenceOf(again.caseId)
  assert.deepEqual([(await fresh(old)).replacedBy, second.version, second.validTo], [second.id, 3, '2027-12-31'])
})

for (const kind of ['change', 'reissue'] as const)
  test(`作废规则: a ${kind} recorded by mistake gives the edition before it back as it was, and another matter of it can begin`, async () => {
    const old = await licenceFrom('2026-01-01')
    const { caseId } = await filed(old, kind, '2026-04-01', '录入错误')
    await granted(city, caseId, '2026-04-10')
    assert.notEqual((await fresh(old)).endedOn, null)
    await voidCase(caseId, '2026-04-13')
    assert.deepEqual(await fresh(old), old)
    assert.deepEqual(
      (await findByNumber(db.sql, old.number)).map(({ id }) => id),
      [old.id],
      'an officer who types the number finds the edition that stands',
    )
    const again = await filed(await fresh(old), 'renew', '2026-11-02')
    await granted(city, again.caseId, '2026-11-20')
    assert.equal((await licenceOf(again.caseId)).validFrom, '2027-01-01')
  })

test('作废规则: a 注销 recorded by mistake ended nothing: the licence is valid again as it was, and nothing else brings it back', async () => {
  const licence = await licenceFrom('2026-03-02')
  const { caseId, no } = await filed(licence, 'cancel', '2026-06-01', '不再取水')
  await granted(city, caseId, '2026-06-05')
  assert.equal((await checked(licence, '2026-06-05')).state, 'cancelled')
  await assert.rejects(db.sql`update licences.licence set ended_on = null, ended_as = null where ended_case = ${no}`, /never changed/)
  await voidCase(caseId, '2026-06-08')
  assert.deepEqual([(await checked(licence, '2026-06-08')).state, await fresh(licence)], ['valid', licence])
  assert.equal(refused(await begin(await fresh(licence), 'cancel', '2026-06-09', '不再取水')), undefined)
})

test('作废规则: an edition that was followed, or a licence that ended since by another decision, is not brought back', async () => {
  const old = await licenceFrom('2026-01-01')
  const first = await filed(old, 'change', '2026-04-01', '录入错误')
  await granted(city, first.caseId, '2026-04-10')
  const second = await filed(await licenceOf(first.caseId), 'change', '2026-05-06', '取水地点变更')
  await granted(city, second.caseId, '2026-05-15')
  await voidCase(first.caseId, '2026-05-18')
  const states = [old, await licenceOf(first.caseId), await licenceOf(second.caseId)].map(
    async (one) => (await checked(one, '2026-05-18')).state,
  )
  assert.deepEqual(await Promise.all(states), ['changed', 'changed', 'valid'])
  const ended = await filed(await licenceOf(second.caseId), 'cancel', '2026-06-01', '不再取水')
  await granted(city, ended.caseId, '2026-06-05')
  await voidCase(second.caseId, '2026-06-08')
  assert.equal((await checked(await licenceOf(first.caseId), '2026-06-08')).state, 'changed')
})

test('a holder is reminded 60 and 35 days before the end, once each, and no more once it is renewed', async () => {
  const licence = await licenceFrom('2027-01-01')
  assert.equal(licence.validTo, '2027-12-31')
  await remindHolders(casework, moment('2027-10-31'))
  assert.deepEqual(await textsOf(licence.id), [])
  for (const day of ['2027-11-01', '2027-11-01', '2027-11-20']) await remindHolders(casework, moment(day))
  const [first, ...more] = await textsOf(licence.id)
  assert.deepEqual(more, [])
  assert.match(first ?? '', /取水许可证（尾号\d{4}）有效期至2027年12月31日.*2027年12月1日前/)
  for (const day of ['2027-11-26', '2027-11-27']) await remindHolders(casework, moment(day))
  assert.equal((await textsOf(licence.id)).length, 2)
})

test('of two reminders due at once only the nearer goes out, and a renewed licence is not reminded of', async () => {
  const [late, renewed] = [await licenceFrom('2027-01-01'), await licenceFrom('2027-01-01')]
  const { caseId } = await filed(renewed, 'renew', '2027-11-02')
  await granted(city, caseId, '2027-11-02')
  await remindHolders(casework, moment('2027-11-28'))
  await remindHolders(casework, moment('2027-11-29'))
  assert.deepEqual([(await textsOf(late.id)).length, (await textsOf(renewed.id)).length], [1, 0])
})
