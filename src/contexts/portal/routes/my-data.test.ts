import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import Fastify, { type FastifyRequest } from 'fastify'
import { fromBufferPromise } from 'yauzl'
import { asProblem, sendProblem } from '../../../platform/http.ts'
import type { Session } from '../../../platform/session.ts'
import { testDatabase } from '../../../platform/testing.ts'
import { sampleFrame } from '../../../ui/page/sample-frame.ts'
import { openCatalogue, publicPages } from '../../catalogue/index.ts'
import { legalHold, retentionTask, viewerOf } from '../../identity/index.ts'
import { drafted, finish, submitted, testCity, testToday } from '../../ratings/testing-city.ts'
import { erasing, portalRoutes } from '../index.ts'
import { makeCopy, ownDataOf } from '../perform/own-copy.ts'
import { inventory, personalColumn } from '../rules/inventory.ts'
import { plainColumns } from '../rules/plain-columns.ts'

const db = await testDatabase()
const city = await testCity(db)
const { casework, viewers } = city
const catalogue = await openCatalogue(db)
after(() => catalogue.close())
const today = testToday
const idNumber = '150602198803159029'

const accountOf = async (name: string): Promise<string> => {
  const [row] = await db.sql<{ id: string }>`select id from identity.account where user_name = ${name}`
  return row?.id ?? ''
}
const accounts = { citizen1: await accountOf('citizen1'), agent1: await accountOf('agent1'), company1: await accountOf('company1') }

let isFresh = true
const app = Fastify()
await app.register(cookie)
await app.register(formbody)
app.setErrorHandler((error, _request, reply) => sendProblem(reply, asProblem(error)))
app.addHook('onRequest', async (request) => {
  const subjectId = accounts[String(request.headers['x-who']) as keyof typeof accounts]
  const session: Session = { kind: 'applicant', subjectId, data: isFresh ? { freshAt: new Date().toISOString() } : {}, csrf: '' }
  request.session = session
  request.viewer = await viewerOf(db, casework.secrets)({ session })
})
const frame = (request: FastifyRequest) => sampleFrame({ path: request.url, today: testToday.date })
await app.register(
  portalRoutes({
    db, casework, secrets: casework.secrets, registryUrl: '', frame, catalogue, pages: publicPages({ frame, catalogue }),
    viewer: (request) => request.viewer ?? { kind: 'visitor' }, today: () => testToday.date, calendar: () => testToday.calendar,
  }), // biome-ignore format: a bag of means
)
after(() => app.close())
const get = (url: string, who = 'citizen1') => app.inject({ url, headers: { 'x-who': who } })
const post = (url: string, fields: Record<string, string> = {}, who = 'citizen1') =>
  app.inject({ method: 'POST', url, payload: new URLSearchParams(fields).toString(), headers: { 'x-who': who, 'content-type': 'application/x-www-form-urlencoded' } }) // biome-ignore format: one request

test('S-093 每一张表的每一列都在清单里：写明在副本的哪一节，或者为什么不在，名字再怪也漏不掉', async () => {
  const columns = await db.sql<{ table: string; column: string }>`
    select table_schema || '.' || table_name as table, column_name as column
    from information_schema.columns
    join information_schema.tables using (table_schema, table_name)
    where table_type = 'BASE TABLE'
      and table_schema not in ('pg_catalog', 'information_schema', 'graphile_worker', 'sandbox', 'catalogue', 'divisions', 'organisations')`
  const plain = (table: string): string[] => plainColumns[table]?.split(' ') ?? []
  const listed = [...new Set([...Object.keys(inventory), ...Object.keys(plainColumns)])].flatMap((table) =>
    [...(inventory[table]?.columns ?? []), ...plain(table)].map((column) => `${table}.${column}`),
  )
  assert.deepEqual(
    listed.sort(),
    columns.map(({ table, column }) => `${table}.${column}`).sort(),
    'say in portal/rules/inventory.ts or plain-columns.ts what becomes of a column; each stands there once',
  )
  const named = columns.filter(({ table, column }) => new RegExp(personalColumn).test(column) && plain(table).includes(column))
  assert.deepEqual(named, [], 'a column of such a name is never plain')
  assert.deepEqual(
    Object.keys(plainColumns).filter((table) => !inventory[table]),
    [],
    'every table has its answer',
  )
  const copy = await ownDataOf(casework, accounts.citizen1, today, async () => ({ 应用授权: [] }))
  for (const [table, answered] of Object.entries(inventory))
    if ('in' in answered) assert.ok(answered.in in copy, `${table}: ${answered.in}`)
})

test('A08 个保法第四十四条：谁看过我的办件，按单位、用途、办件说明；别人看不到', async () => {
  const { no } = await submitted(city, viewers.citizen1)
  await db.sql`
    insert into casework.access_log (at, day, account, name, unit, what, subject)
    values (now(), ${testToday.date}, 'x', '示例审批员', '市消防救援支队', 'case', ${no}), (now(), ${testToday.date}, 'y', '示例受理员', '综合窗口', 'numbers', ${no})`
  const { body } = await get('/my/data')
  assert.match(body, /市消防救援支队[\s\S]*查看办件/)
  assert.match(body, /综合窗口[\s\S]*核对完整号码/)
  assert.match(body, /用户注册协议/)
  assert.doesNotMatch(body, /示例审批员/, 'the office, not the name of the officer')
  assert.doesNotMatch((await get('/my/data', 'agent1')).body, /市消防救援支队/)
})

test('S-041 法人帐号不是法定代表人本人：看不到他的消息、家人和谁看过他', async () => {
  const [behind] = await db.sql<{ person: string }>`
    select legal_representative_id as person
    from identity.organisation
    join identity.account on account.organisation_id = organisation.id
    where account.id = ${accounts.company1}`
  assert.ok(behind)
  await db.sql`
    insert into identity.message (id, person_id, title, body, link)
    values (gen_random_uuid(), ${behind.person}, '只给他本人的消息', '', '')`
  await db.sql`
    insert into identity.acting_grant (id, principal_id, helper_id, relation, acts, scope, since, until, granted_by, under)
    select gen_random_uuid(), id, ${behind.person}, 'family', '{view}', '{}', now(), now() + interval '1 day', id, null
    from identity.person where id <> ${behind.person} limit 1`
  const [grant] = await db.sql<{
    id: string
  }>`select id from identity.acting_grant where helper_id = ${behind.person} and accepted_at is null`
  assert.doesNotMatch((await get('/my/messages', 'company1')).body, /只给他本人的消息/)
  assert.equal((await get('/my/family', 'company1')).statusCode, 403)
  assert.equal((await get(`/my/grants/${grant?.id}`, 'company1')).statusCode, 404)
  assert.equal((await post(`/my/grants/${grant?.id}/accept`, {}, 'company1')).statusCode, 404)
  assert.equal((await get('/my/orgs', 'company1')).statusCode, 200)
  const [message] = await db.sql<{ unread: boolean }>`
    select read_at is null as unread from identity.message where person_id = ${behind.person} and title = '只给他本人的消息'`
  assert.equal(message?.unread, true)
  await db.sql`delete from identity.acting_grant where id = ${grant?.id ?? null}`
  await db.sql`delete from identity.message where person_id = ${behind.person}`
})

test('S-093 副本：先重新验证，由作业制作，JSON 和 PDF 齐全，只有本人能下载', async () => {
  isFresh = false
  assert.equal((await post('/my/data/export')).statusCode, 403)
  isFresh = true
  assert.equal((await post('/my/data/export')).statusCode, 303)
  await post('/my/data/export')
  const requests = await db.sql<{ id: string; due: string }>`select id, due_on as due from identity.data_request where kind = 'export'`
  assert.equal(requests.length, 1, 'one at a time')
  assert.equal(requests[0]?.due, '2026-03-23', '15 workdays after 2 March 2026')
  const id = requests[0]?.id ?? ''
  await makeCopy(casework, id, { today, now: '2026-03-02T02:00:00Z', beside: async () => ({}) })
  assert.match((await get('/my/data')).body, /下载副本/)
  const [row] = await db.sql<{ sealed: string }>`select encode(sealed, 'escape') as sealed from identity.data_request where id = ${id}`
  assert.ok(!row?.sealed.includes(idNumber), 'S-091: the copy at rest is sealed')
  assert.equal((await get(`/my/data/copies/${id}`, 'agent1')).statusCode, 404)
  const { rawPayload } = await get(`/my/data/copies/${id}`)
  const zip = await fromBufferPromise(rawPayload, { lazyEntries: true })
  const files: Record<string, Buffer> = {}
  for await (const entry of zip.eachEntry()) {
    const chunks: Buffer[] = []
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer)
    files[String(entry.fileName)] = Buffer.concat(chunks)
  }
  const json = JSON.parse(String(files['我的个人信息.json']))
  assert.equal(json.实名信息.idNumber, idNumber)
  assert.equal(json.帐号.手机号码, '13900010001')
  assert.equal(json.办件[0].answers.place, '东胜区')
  assert.equal(files['摘要.pdf']?.subarray(0, 5).toString(), '%PDF-')
})

test('S-094 注销：有办件在办不行；办完以后申请，24 小时内可取消；依法保留的留下，别的都没有', async () => {
  await drafted(city, viewers.citizen1)
  assert.match((await get('/my/data/erase')).body, /还有 1 个办件没有办完/)
  assert.equal((await post('/my/data/erase', { sure: '1' })).statusCode, 409)
  const [open] = await db.sql<{ id: string }>`select id from casework.matter where queue <> 'closed'`
  await finish(city, open?.id ?? '')
  const page = (await get('/my/data/erase')).body
  assert.match(page, /1 个办件的档案/)
  assert.deepEqual(
    Object.values(legalHold).filter(({ name, why }) => !page.includes(name) || !page.includes(why)),
    [],
    'what is kept and why is told before',
  )
  assert.equal((await post('/my/data/erase', {})).statusCode, 422)
  assert.equal((await post('/my/data/erase', { sure: '1' })).statusCode, 303)
  await post('/my/data/erase/cancel')
  await post('/my/data/erase', { sure: '1' })
  const task = retentionTask({ ...erasing, secrets: casework.secrets }, { info: () => undefined })
  await task.run({}, db)
  assert.ok(await accountOf('citizen1'), 'not within the day')
  await db.sql`update identity.data_request set asked_at = now() - interval '25 hours' where kind = 'erase'`
  await task.run({}, db)
  const [account] = await db.sql<{ left: unknown }>`
    select to_jsonb(array[user_name, phone_hash, encode(phone_sealed, 'hex'), person_id::text]) as left from identity.account where id = ${accounts.citizen1}`
  assert.deepEqual(account?.left, [null, null, null, null])
  const [counts] = await db.sql<{ drafts: number; messages: number; persons: number; kept: string[] }>`
    select (select count(*)::int from casework.draft) as drafts, (select count(*)::int from identity.message) as messages,
      (select count(*)::int from identity.person where name = '示例甲') as persons,
      (select kept from identity.data_request where kind = 'erase') as kept`
  assert.deepEqual([counts?.drafts, counts?.messages, counts?.persons], [0, 0, 1], 'the archive of the case keeps who he was')
  assert.match(counts?.kept.join() ?? '', /行政许可法第六十一条/)
  await task.run({}, db)
})

test('S-094 没有依法保留的内容：姓名和号码也抹去，身份证号可以重新注册', async () => {
  await db.sql`
    insert into identity.data_request (id, account_id, kind, due_on, asked_at)
    values (gen_random_uuid(), ${accounts.agent1}, 'erase', ${testToday.date}, now() - interval '25 hours')`
  await retentionTask({ ...erasing, secrets: casework.secrets }, { info: () => undefined }).run({}, db)
  const [left] = await db.sql<{ n: number }>`select count(*)::int as n from identity.person where name = '示例丁'`
  assert.equal(left?.n, 0)
})

test('S-095 每一类到期就忘：登录记录 180 天，验证码、验证过程、过期的登录当晚', async () => {
  await db.sql`
    insert into identity.sign_in (account_id, at, outcome, device, place)
    values (null, now() - interval '181 days', 'wrong', 'd', 'p'), (null, now() - interval '179 days', 'wrong', 'd', 'p')`
  await db.sql`
    insert into identity.captcha (id, binding, action, answer_hash, usable_at, expires_at)
    values (gen_random_uuid(), 'b', 'register', 'h', now(), now() - interval '1 minute')`
  await db.sql`insert into platform.session (token_hash, subject_kind, expires_at) values ('\\x01', 'visitor', now() - interval '1 minute'), ('\\x02', 'visitor', now() + interval '1 hour')`
  let told: Readonly<Record<string, unknown>> = {}
  await retentionTask({ ...erasing, secrets: casework.secrets }, { info: (fields) => (told = fields as typeof told) }).run({}, db)
  assert.deepEqual([told.signIns, told.captchas, told.sessions], [1, 1, 1])
})
