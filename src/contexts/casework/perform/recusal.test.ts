import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { isRefusal } from '../../../kernel/refusal.ts'
import { testDatabase } from '../../../platform/testing.ts'
import { type GrantAct, getPerson, type Viewer } from '../../identity/index.ts'
import { doAct, done, moment, readyDraft, submitted, testCity, testGuide } from '../testing-city.ts'
import { createDraft } from './begin.ts'
import { saveDraft } from './drafts.ts'
import { submitDraft } from './submit.ts'

const db = await testDatabase()
const city = await testCity(db)
const { casework } = city
const { citizen1, company1, clerk1 } = city.viewers
assert.ok(clerk1.kind === 'staff' && citizen1.kind === 'applicant' && company1.kind === 'applicant')
const [himself, boss] = [citizen1.personId, company1.personId].map((personId = '') => ({ ...clerk1, personId }))
assert.ok(himself && boss)
const refused = (outcome: unknown): string | undefined => (isRefusal(outcome) ? outcome.refused : undefined)
const day = moment('2026-03-02')

test('S-048 法定代表人是工作人员的，不能办理本单位的申请；同事可以', async () => {
  const { caseId } = await submitted(city, '2026-03-02', company1)
  assert.equal(refused(await doAct(city, caseId, boss, 'accept', '2026-03-02')), 'own-case')
  done(await doAct(city, caseId, himself, 'accept', '2026-03-02'))
})

test('S-048 没有核对身份的工作人员，与申请人或者法定代表人同名就要回避；核对过是另一个人的可以', async () => {
  const [own, ofCompany] = [await submitted(city, '2026-03-02'), await submitted(city, '2026-03-02', company1)]
  assert.ok(company1.personId)
  const chief = (await getPerson(db.sql, company1.personId, casework.secrets)).name
  const namesake = { ...clerk1, name: citizen1.name }
  assert.equal(refused(await doAct(city, own.caseId, namesake, 'accept', '2026-03-02')), 'own-case')
  assert.equal(refused(await doAct(city, ofCompany.caseId, { ...clerk1, name: chief }, 'accept', '2026-03-02')), 'own-case')
  done(await doAct(city, own.caseId, { ...namesake, personId: randomUUID() }, 'accept', '2026-03-02'))
})

test('S-048 窗口录的是受理员自己的号码：他不能收，同事可以', async () => {
  const { name, idNumber } = await getPerson(db.sql, himself.personId, casework.secrets)
  const walkIn = { kind: 'person', name, idNumber, phone: '13900010001' } as const
  const receive = async (officer: typeof clerk1) => {
    const { id } = done(await createDraft(casework, { item: testGuide.code, viewer: officer, situation: { kind: 'surface' }, walkIn }, day))
    done(await saveDraft(casework, id, { answers: { name, place: '东胜区', amount: '12' }, delivery: { way: 'window' } }, officer, day))
    const checked = [{ material: 'm1', form: '原件', copies: 1 }]
    return submitDraft(casework, id, { viewer: officer, key: randomUUID(), checked }, day)
  }
  assert.equal(refused(await receive(himself)), 'own-case')
  done(await receive(boss))
})

test('S-050 只有查看授权的、授权不含这个事项的经办人，提交不了单位的草稿', async () => {
  assert.ok(company1.organisation)
  const { id, name, uscc } = company1.organisation
  const draft = await readyDraft(city, company1)
  const bounds = { since: '2026-01-01T00:00:00Z', until: '2027-01-01T00:00:00Z' }
  const agentBy = (acts: GrantAct[], scope: string[]): Viewer => ({
    ...citizen1,
    organisation: { id, name, uscc, byGrant: true },
    grants: [{ id: randomUUID(), principal: { kind: 'organisation', id, name }, relation: 'agent', acts, scope, ...bounds }],
  })
  const send = async (viewer: Viewer) => submitDraft(casework, draft, { viewer, key: randomUUID() }, day)
  assert.equal(refused(await send(agentBy(['view'], []))), 'outside-grant')
  assert.equal(refused(await send(agentBy(['view', 'apply'], ['99']))), 'no-such-case')
  done(await send(company1))
})
