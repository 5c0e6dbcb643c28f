import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import formbody from '@fastify/formbody'
import Fastify, { type FastifyRequest } from 'fastify'
import { isRefusal } from '../../../kernel/refusal.ts'
import { asProblem, sendProblem } from '../../../platform/http.ts'
import type { Session } from '../../../platform/session.ts'
import { testDatabase } from '../../../platform/testing.ts'
import { sampleFrame } from '../../../ui/page/sample-frame.ts'
import { applyRoutes, createDraft, findCase, listMyCases, myCaseRoutes, saveDraft, sees, submitDraft } from '../../casework/index.ts'
import { openCatalogue, publicPages } from '../../catalogue/index.ts'
import { type Applicant, listMessages, viewerOf } from '../../identity/index.ts'
import { submitted, testCity, testGuide, testToday } from '../../ratings/testing-city.ts'
import { portalRoutes } from '../index.ts'

const db = await testDatabase()
const city = await testCity(db)
const { casework } = city
const catalogue = await openCatalogue(db)
after(() => catalogue.close())

const [company] = await db.sql<{ id: string }>`select organisation_id as id from identity.account where user_name = 'company1'`
const org = company?.id ?? ''
const idNumbers = { citizen1: '150602198803159029', agent1: '150622199209099086', legal1: '150621197506209055' }
const names = { citizen1: '示例甲', agent1: '示例丁', legal1: '示例丙' }
type Who = keyof typeof names
const moment = { today: testToday, now: `${testToday.date}T10:00:00+08:00` }

/** Who somebody is at this very request: nothing is kept from an earlier one. */
const as = async (name: Who | 'company1', actingFor = ''): Promise<Applicant> => {
  const [account] = await db.sql<{ id: string }>`select id from identity.account where user_name = ${name}`
  const data = actingFor ? { actingFor } : {}
  const viewer = await viewerOf(db, casework.secrets)({ session: { kind: 'applicant', subjectId: account?.id ?? '', data, csrf: '' } })
  if (viewer.kind !== 'applicant') throw new Error(`${name} is no applicant`)
  return viewer
}

let isFresh = true
const app = Fastify()
await app.register(formbody)
app.setErrorHandler((error, _request, reply) => sendProblem(reply, asProblem(error)))
app.addHook('onRequest', async (request) => {
  const [name, actingFor] = String(request.headers['x-who']).split(' ')
  request.viewer = await as(name as Who, actingFor)
  request.session = {
    kind: 'applicant',
    subjectId: 'x',
    data: isFresh ? { freshAt: new Date().toISOString() } : {},
    csrf: '',
  } satisfies Session
})
const frame = (request: FastifyRequest) => sampleFrame({ path: request.url, today: testToday.date })
const viewer = (request: FastifyRequest) => request.viewer ?? ({ kind: 'visitor' } as const)
const common = {
  db,
  casework,
  secrets: casework.secrets,
  frame,
  viewer,
  today: () => testToday.date,
  calendar: () => testToday.calendar,
  now: () => moment.now,
}
/** The population registry: who is 监护人 of the child, both by name and number. */
const child = { name: '示例戌', idNumber: '15060220180601943X' }
const registry = Fastify()
registry.post('/guardianship', async (request) => {
  const asked = JSON.stringify(request.body)
  const known = JSON.stringify({ child, guardian: { name: '示例甲', idNumber: idNumbers.citizen1 } })
  return asked === known ? { matched: true, evidence: 'GUA-1' } : { matched: false }
})
const registryUrl = await registry.listen({ port: 0, host: '127.0.0.1' })
after(() => registry.close())
await app.register(portalRoutes({ ...common, registryUrl, catalogue, pages: publicPages({ frame, catalogue }) }))
await app.register(
  myCaseRoutes({ ...common, files: {} as never, extras: async () => ({ licences: [], canRate: false }), mayLookUp: async () => undefined }),
)
await app.register(
  applyRoutes({ ...common, files: {} as never, extras: async () => ({ licences: [], canRate: false }), mayLookUp: async () => undefined }),
)
after(() => app.close())

const get = (url: string, who: string) => app.inject({ url, headers: { 'x-who': who } })
const post = (url: string, who: string, fields: Record<string, string | string[]> = {}) => {
  const payload = new URLSearchParams(
    Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one) => [name, one])),
  ).toString()
  return app.inject({ method: 'POST', url, payload, headers: { 'x-who': who, 'content-type': 'application/x-www-form-urlencoded' } })
}
const bounds = { since: '2026-01-01', until: '2026-12-31', reach: 'all' }
const offer = (helper: Who, acts: string[], more: Record<string, string> = {}) => ({
  name: names[helper],
  idNumber: idNumbers[helper],
  acts,
  ...bounds,
  ...more,
})
const latest = async (): Promise<string> => {
  const [row] = await db.sql<{ id: string }>`select id from identity.acting_grant order by granted_at desc limit 1`
  return row?.id ?? ''
}
const apply = async (by: Applicant) => {
  const begun = await createDraft(casework, { item: testGuide.code, viewer: by }, moment)
  if (isRefusal(begun)) return begun
  await saveDraft(casework, begun.id, { answers: { place: '东胜区' }, delivery: { way: 'electronic' } }, by, moment)
  return submitDraft(casework, begun.id, { viewer: by, key: randomUUID() }, moment)
}

test('S-050 R-043 法定代表人授权经办人：接受才生效，只做列出的事，撤销后下一次请求就不行', async () => {
  await db.sql`update identity.acting_grant set ended_at = now()`
  assert.equal((await as('citizen1', org)).organisation, undefined)
  const form = await get(`/my/orgs/${org}/delegations/new`, `legal1 ${org}`)
  assert.match(form.body, /可以替您做什么/)
  const sent = await post(`/my/orgs/${org}/delegations/new`, `legal1 ${org}`, offer('citizen1', ['apply']))
  assert.equal(sent.statusCode, 303, sent.body)
  assert.equal((await as('citizen1', org)).organisation, undefined, 'offered only')
  const id = await latest()
  assert.equal((await post(`/my/grants/${id}/accept`, 'agent1')).statusCode, 404, 'another may not even see it (S-041)')
  assert.equal((await post(`/my/grants/${id}/accept`, 'citizen1')).statusCode, 303)
  const agent = await as('citizen1', org)
  assert.deepEqual([agent.organisation?.id, agent.organisation?.byGrant, agent.grants?.length], [org, true, 1])
  const outcome = await apply(agent)
  assert.ok(!isRefusal(outcome), JSON.stringify(outcome))
  const loaded = await findCase(casework, db.sql, outcome.no)
  const [first] = loaded?.events ?? []
  assert.deepEqual([first?.by.person, first?.by.onBehalfOf, first?.by.grant], [agent.personId, org, id], 'person AND principal (S-050)')
  const refused = await post(`/my/cases/${outcome.no}/withdraw`, `citizen1 ${org}`)
  assert.equal(refused.statusCode, 409)
  assert.equal(refused.json().type, '/problems/outside-grant')
  assert.match(refused.json().detail, /查看、申报/)
  assert.doesNotMatch((await get(`/my/cases/${outcome.no}`, `citizen1 ${org}`)).body, /\/withdraw"/, 'no button that would be refused')
  assert.match((await get(`/my/grants/${id}`, `legal1 ${org}`)).body, /示例甲[\s\S]*户外广告备案/)
  assert.equal((await post(`/my/grants/${id}/end`, `legal1 ${org}`)).statusCode, 303)
  const former = await as('citizen1', org)
  assert.equal(former.organisation, undefined, 'at once')
  const inOwnName = await apply(former)
  assert.equal(isRefusal(inOwnName) && inOwnName.refused, 'standing-lost', 'nothing is begun in his own name unasked')
  assert.ok(!isRefusal(await createDraft(casework, { item: testGuide.code, viewer: await as('citizen1') }, moment)))
})

test('S-050 授权限定事项：范围以外看不到也办不了，拒绝里写明是哪份授权', async () => {
  const own = await submitted(city, await as('company1'))
  await post(`/my/orgs/${org}/delegations/new`, `company1`, offer('citizen1', ['apply'], { reach: 'some', matters: '没有这个事项' })).then(
    (page) => {
      assert.equal(page.statusCode, 422)
      assert.match(page.body, /没有找到“没有这个事项”/)
    },
  )
  await post(
    `/my/orgs/${org}/delegations/new`,
    `company1`,
    offer('citizen1', ['apply', 'withdraw'], { reach: 'some', matters: testGuide.name }),
  )
  const id = await latest()
  await post(`/my/grants/${id}/accept`, 'citizen1')
  await db.sql`update identity.acting_grant set scope = '{11150600MB1950000F}' where id = ${id}`
  const agent = await as('citizen1', org)
  const matter = (await findCase(casework, db.sql, own.caseId))?.matter
  assert.ok(matter)
  assert.equal(sees(agent, matter), false)
  assert.deepEqual(await listMyCases(casework, agent, moment.today), [])
  const refused = await apply(agent)
  assert.ok(isRefusal(refused))
  assert.equal(refused.refused, 'outside-grant')
  assert.match(refused.detail ?? '', /限 1 项范围/)
  const first = await get(`/apply/start/${testGuide.code}`, `citizen1 ${org}`)
  assert.deepEqual([first.statusCode, first.json().type], [403, '/problems/outside-grant'], 'before he has answered anything')
  await db.sql`update identity.acting_grant set scope = ${[matter.item.slice(0, 18)]} where id = ${id}`
  assert.equal(sees(await as('citizen1', org), matter), true, 'a department reaches its items')
})

test('S-050 法定代表人变更：全部授权当场冻结，重新授权才恢复', async () => {
  assert.ok((await as('citizen1', org)).organisation)
  const [before] = await db.sql<{ id: string }>`select legal_representative_id as id from identity.organisation where id = ${org}`
  await db.sql`update identity.organisation set legal_representative_id = (select person_id from identity.account where user_name = 'agent1') where id = ${org}`
  assert.equal((await as('citizen1', org)).organisation, undefined)
  assert.match((await get(`/my/orgs/${org}/delegations`, 'company1')).body, /已冻结/)
  await db.sql`update identity.organisation set legal_representative_id = ${before?.id} where id = ${org}`
  await db.sql`update identity.acting_grant set ended_at = now()`
})

test('S-050 转授权不能多于自己得到的：事项、行为、期限', async () => {
  await post(`/my/orgs/${org}/delegations/new`, `company1`, offer('citizen1', ['apply', 'delegate'], { until: '2026-12-30' }))
  const source = await latest()
  await post(`/my/grants/${source}/accept`, 'citizen1')
  const wider = await post(`/my/orgs/${org}/delegations/new`, `citizen1 ${org}`, offer('agent1', ['apply']))
  assert.equal(wider.statusCode, 422, 'a day longer than his own')
  const withdraw = await post(`/my/orgs/${org}/delegations/new`, `citizen1 ${org}`, offer('agent1', ['withdraw'], { until: '2026-12-30' }))
  assert.equal(withdraw.statusCode, 422)
  const within = await post(`/my/orgs/${org}/delegations/new`, `citizen1 ${org}`, offer('agent1', ['apply'], { until: '2026-12-30' }))
  assert.equal(within.statusCode, 303, within.body)
  await post(`/my/grants/${await latest()}/accept`, 'agent1')
  assert.ok((await as('agent1', org)).organisation)
  await post(`/my/grants/${source}/end`, 'company1')
  assert.equal((await as('agent1', org)).organisation, undefined, 'it ends with the one it came out of')
})

test('S-051 代办老人：本人授权，代办人以自己的名义替他办，每一件事本人都看到，随时结束', async () => {
  const form = { ...offer('agent1', ['apply', 'correct']), relation: 'family' }
  assert.equal((await post('/my/family/new', 'citizen1', form)).statusCode, 303)
  const id = await latest()
  await post(`/my/grants/${id}/accept`, 'agent1')
  const helper = await as('agent1')
  assert.equal(helper.organisation, undefined)
  const principal = await as('citizen1')
  const applicant = { kind: 'person', id: principal.personId ?? '', name: '示例甲', idNumber: idNumbers.citizen1, phone: '', agent: { id: helper.personId ?? '', name: '示例丁', grant: id } } as const // biome-ignore format: one
  const begun = await createDraft(casework, { item: testGuide.code, viewer: helper, applicant }, moment)
  assert.ok(!isRefusal(begun))
  await saveDraft(casework, begun.id, { answers: { place: '东胜区' }, delivery: { way: 'electronic' } }, helper, moment)
  const done = await submitDraft(casework, begun.id, { viewer: helper, key: randomUUID() }, moment)
  assert.ok(!isRefusal(done), JSON.stringify(done))
  const [told] = await listMessages(db.sql, principal.personId ?? '')
  assert.match(told?.title ?? '', /示例丁替您申报了户外广告备案/)
  assert.match((await get(`/my/grants/${id}`, 'citizen1')).body, /示例丁 提交/)
  assert.match((await get(`/my/grants/${id}`, 'agent1')).body, /示例甲的办件[\s\S]*户外广告备案/)
  assert.equal((await get(`/my/cases/${done.no}`, 'agent1')).statusCode, 200)
  assert.equal((await post(`/my/cases/${done.no}/withdraw`, 'agent1')).statusCode, 409, '撤回 was not granted')
  await post(`/my/grants/${id}/end`, 'citizen1')
  assert.equal((await get(`/my/cases/${done.no}`, 'agent1')).statusCode, 404, 'nothing is seen any more (S-041)')
  assert.equal((await get(`/my/cases/${done.no}`, 'citizen1')).statusCode, 200)
})

/** The way of a citizen through the pages: begins at “为谁办理”, fills in, submits. */
const applyFor = async (who: Who, grant: string): Promise<string> => {
  const begun = await post(`/apply/start/${testGuide.code}`, who, { for: grant })
  assert.equal(begun.statusCode, 303, begun.body)
  const draft = String(begun.headers.location).split('/').at(-1) ?? ''
  assert.match((await get(`/apply/${draft}`, who)).body, new RegExp(`以 .+ 的名义申请，${names[who]}代办`))
  const by = await as(who)
  await saveDraft(casework, draft, { answers: { place: '东胜区' }, delivery: { way: 'electronic' } }, by, moment)
  const done = await submitDraft(casework, draft, { viewer: by, key: randomUUID() }, moment)
  if (isRefusal(done)) throw new Error(done.title)
  return done.no
}

test('S-051 “为谁办理”：页面上选了老人，草稿和办件就是老人的，选的不是自己的授权办不了', async () => {
  await post('/my/family/new', 'citizen1', { ...offer('agent1', ['apply']), relation: 'family' })
  const id = await latest()
  await post(`/my/grants/${id}/accept`, 'agent1')
  const page = await get(`/apply/start/${testGuide.code}`, 'agent1')
  assert.match(page.body, /为谁办理[\s\S]*示例丁\(本人\)[\s\S]*示例甲/)
  assert.doesNotMatch((await get(`/apply/start/${testGuide.code}`, 'legal1')).body, /为谁办理/)
  assert.equal((await post(`/apply/start/${testGuide.code}`, 'legal1', { for: id })).statusCode, 403)
  const no = await applyFor('agent1', id)
  const loaded = await findCase(casework, db.sql, no)
  assert.deepEqual([loaded?.matter.applicantName, loaded?.events[0]?.by.grant], ['示例甲', id])
  await post(`/my/grants/${id}/end`, 'agent1')
})

test('个人信息保护法第三十一条 民法典第二十三条：监护人经人口库核对才添加孩子；孩子不用帐号，办件记下两个人', async () => {
  const form = { ...child, consent: ['yes'] }
  assert.equal((await post('/my/family/children', 'citizen1', { ...child, consent: [] })).statusCode, 422, 'the guardian consents himself')
  const stranger = await post('/my/family/children', 'legal1', form)
  assert.equal(stranger.statusCode, 422)
  assert.match(stranger.body, /没有查到您是这个孩子的监护人/)
  assert.match((await post('/my/family/children', 'citizen1', { ...form, idNumber: idNumbers.agent1 })).body, /已满十八周岁/)
  assert.equal((await post('/my/family/children', 'citizen1', form)).statusCode, 303)
  assert.match((await post('/my/family/children', 'citizen1', form)).body, /已经添加过/)
  const id = await latest()
  assert.match((await get('/my/family', 'citizen1')).body, /我的孩子[\s\S]*示例戌[\s\S]*监护人/)
  assert.match((await get(`/apply/start/${testGuide.code}`, 'citizen1')).body, /示例甲\(本人\)[\s\S]*示例戌/)
  const no = await applyFor('citizen1', id)
  const by = (await findCase(casework, db.sql, no))?.events[0]?.by
  const guardian = await as('citizen1')
  const [ward] = await db.sql<{ id: string; accounts: number }>`
    select id, (select count(*)::int from identity.account where person_id = person.id) as accounts from identity.person where name = ${child.name}`
  assert.deepEqual([by?.person, by?.onBehalfOf, by?.grant, ward?.accounts], [guardian.personId, ward?.id, id, 0], 'the journal names both')
  assert.match((await get(`/my/grants/${id}`, 'citizen1')).body, /示例甲是示例戌的监护人[\s\S]*示例戌的办件[\s\S]*户外广告备案/)
  assert.equal((await get(`/my/cases/${no}`, 'citizen1')).statusCode, 200)
})

test('民法典第十七条：监护在孩子十八周岁生日当天自己结束，没有一处写着结束的日子', async () => {
  const standing = async (born: string): Promise<number> => {
    await db.sql`update identity.acting_grant set ward_born_on = (identity.civil_day() - ${born}::interval)::date where relation = 'guardian'`
    return (await as('citizen1')).grants?.length ?? 0
  }
  assert.equal(await standing('18 years -1 day'), 1, 'the last day')
  assert.equal(await standing('18 years'), 0)
  const [row] = await db.sql<{ id: string; until: string | null }>`select id, until from identity.acting_grant where relation = 'guardian'`
  assert.equal(row?.until, null)
  assert.match((await get(`/my/grants/${row?.id}`, 'citizen1')).body, /已到期/)
  assert.equal((await post(`/apply/start/${testGuide.code}`, 'citizen1', { for: row?.id ?? '' })).statusCode, 403)
})

test('S-050 S-035 授权的接口：先再次确认是本人，列出、授权、接受、结束，和页面同一套规则', async () => {
  const call = (who: string, url: string, body?: object) =>
    app.inject({ url: `/api/v1/grants${url}`, headers: { 'x-who': who }, ...(body ? { method: 'POST', payload: body } : {}) })
  const { idNumber, name } = offer('agent1', [])
  const body = { name, idNumber, acts: ['apply'], matters: [testGuide.name], sinceOn: '2026-01-01', untilOn: '2026-12-31' }
  isFresh = false
  const stale = await call('citizen1', '', body)
  assert.deepEqual([stale.statusCode, stale.json().type], [403, '/problems/fresh-sign-in-needed'])
  isFresh = true
  assert.equal((await call('citizen1', '', { ...body, acts: ['delegate'] })).statusCode, 422, 'a person passes nothing on')
  assert.match((await call('citizen1', '', { ...body, matters: ['没有这个事项'] })).json().title, /没有找到/)
  const sent = await call('citizen1', '', body)
  assert.equal(sent.statusCode, 201, sent.body)
  const { id } = sent.json()
  assert.equal((await call('legal1', `/${id}/acts`, { act: 'accept' })).statusCode, 404, 'another’s is not there (S-041)')
  assert.equal((await call('citizen1', `/${id}/acts`, { act: 'accept' })).statusCode, 409, 'nobody accepts for another')
  assert.equal((await call('agent1', `/${id}/acts`, { act: 'accept' })).json().state, 'active')
  const seen = (await call('agent1', '')).json().items.find((one: { id: string }) => one.id === id)
  assert.deepEqual(
    [seen.side, seen.principal, seen.acts, seen.scope],
    ['helper', { kind: 'person', name: '示例甲' }, ['view', 'apply'], [testGuide.code]],
  )
  assert.ok(!sent.body.includes(idNumber) && !JSON.stringify(seen).includes(idNumber), 'names, never numbers')
  assert.equal((await call('citizen1', `/${id}/acts`, { act: 'end' })).json().state, 'ended')
  assert.equal((await as('agent1')).grants, undefined, 'at once')
})
