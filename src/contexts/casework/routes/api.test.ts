import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import multipart from '@fastify/multipart'
import Fastify, { type FastifyRequest, type InjectOptions } from 'fastify'
import { asProblem, sendProblem } from '../../../platform/http.ts'
import { testDatabase } from '../../../platform/testing.ts'
import type { Viewer } from '../../identity/index.ts'
import { actNames } from '../rules/procedure.ts'
import { testCalendar } from '../testing.ts'
import { doAct, done, moment, readyDraft, submitted, testCity, testGuide, testSecrets, testSessions } from '../testing-city.ts'
import { caseworkApi } from './api.ts'

const db = await testDatabase()
const city = await testCity(db)
const { viewers } = city
let day = '2026-03-02'
let lookUps = 0

const app = Fastify()
await app.register(multipart)
app.setErrorHandler((error, _, reply) => sendProblem(reply, asProblem(error)))
await app.register(
  caseworkApi({
    db,
    secrets: testSecrets,
    files: city.files,
    subscribers: [],
    calendar: () => testCalendar,
    today: () => moment(day).today.date,
    now: () => `${day}T10:00:00+08:00`,
    viewer: (request: FastifyRequest): Viewer => viewers[request.headers['x-as'] as keyof typeof viewers] ?? { kind: 'visitor' },
    sessions: testSessions,
    mayLookUp: async () => {
      lookUps += 1
    },
    paper: async (id) => ({ bytes: Buffer.from(`%PDF ${id}`), name: '受理通知书.pdf' }),
    print: (ids) => Readable.from([`%PDF ${ids.join(' ')}`]),
    licences: async () => [],
    receipt: async (facts) => Buffer.from(JSON.stringify(facts)),
  }),
)

type As = keyof typeof viewers | undefined
const call = async (
  as: As,
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  body?: object,
  headers: Record<string, string> = {},
) => {
  const options: InjectOptions = {
    method,
    url: `/api/v1${path}`,
    headers: { ...(as ? { 'x-as': as } : {}), ...headers },
    ...(body ? { payload: body } : {}),
  }
  const reply = await app.inject(options)
  const isJson = String(reply.headers['content-type']).includes('json')
  return { status: reply.statusCode, body: isJson && reply.body ? JSON.parse(reply.body) : reply.body, headers: reply.headers }
}

const pdf = Buffer.from(
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
)
const upload = async (as: As, no: string, material: string, content = pdf, name = '图.pdf') => {
  const boundary = 'tongban'
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="material"\r\n\r\n${material}\r\n--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: application/pdf\r\n\r\n`
  const payload = Buffer.concat([Buffer.from(head), content, Buffer.from(`\r\n--${boundary}--\r\n`)])
  const reply = await app.inject({
    method: 'POST',
    url: `/api/v1/cases/${no}/files`,
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}`, ...(as ? { 'x-as': as } : {}) },
    payload,
  })
  return { status: reply.statusCode, body: JSON.parse(reply.body) }
}

test('申请人的路：开始、填写、传材料、提交、看办件，officers 办到送达', async () => {
  const begun = await call('citizen1', 'POST', '/cases', { item: testGuide.code, situation: { kind: 'surface' } })
  assert.equal(begun.status, 201)
  const path = `/cases/${begun.body.no}`
  const saved = await call('citizen1', 'PATCH', `${path}/draft`, {
    answers: { place: '东胜区', amount: '12' },
    delivery: { way: 'electronic' },
  })
  assert.deepEqual([saved.status, saved.body.revision], [200, 2])
  const file = await upload('citizen1', begun.body.no, 'm1')
  assert.deepEqual([file.status, file.body.type], [201, 'application/pdf'])
  const sent = await call('citizen1', 'POST', `${path}/submit`, {}, { 'idempotency-key': 'k1' })
  assert.equal(sent.status, 201)
  const { no } = sent.body
  const acts = [
    ['clerk1', { act: 'accept' }],
    ['approver1', { act: 'passStep', opinion: '符合' }],
    ['approver1', { act: 'proposeGrant', opinion: '同意' }],
    ['decider1', { act: 'grant', conditions: '按计划取水' }],
    ['issuer1', { act: 'deliver', recipient: '示例甲' }],
  ] as const
  for (const [as, body] of acts) {
    const seen = await call(as, 'GET', `/cases/${no}`)
    assert.ok(seen.body.open.includes(body.act), `${as} ${body.act}`)
    assert.equal((await call(as, 'POST', `/cases/${no}/acts`, { ...body, seen: seen.body.position })).status, 200)
  }
  const end = await call('citizen1', 'GET', path)
  assert.deepEqual([end.body.stage, end.body.outcome, end.body.open], ['finished', 'granted', []])
  const papers = await call('citizen1', 'GET', `/cases/${no}/documents`)
  assert.equal(papers.body.items.length, 4)
  const one = await call('citizen1', 'GET', `/cases/${no}/documents/${papers.body.items[0].id}.pdf`)
  assert.deepEqual([one.status, one.headers['content-type']], [200, 'application/pdf'])
  const receipt = await call('citizen1', 'GET', `/cases/${no}/receipt`)
  assert.deepEqual([receipt.body.no, receipt.body.position, receipt.body.materials[0].material], [no, 1, 'm1'])
  const taken = await call('approver1', 'GET', `/cases/${no}/files/${end.body.materials[0].id}`)
  assert.deepEqual([taken.status, String(taken.headers['content-disposition']).startsWith('attachment')], [200, true])
  const own = await call('citizen1', 'GET', `/cases/${no}/journal`)
  const office = await call('approver1', 'GET', `/cases/${no}/journal`)
  assert.deepEqual([own.body.items[2].opinion, office.body.items[2].opinion], [undefined, '符合'])
  assert.ok(own.body.items[1].by.includes('*') && !office.body.items[1].by.includes('*'))
})

test('S-041 别人的办件、草稿、文书、材料一律 404，与没有一样', async () => {
  const draft = await readyDraft(city)
  const { no } = await submitted(city)
  const papers = await call('citizen1', 'GET', `/cases/${no}/documents`)
  const paths = [
    `/cases/${no}`,
    `/cases/${no}/journal`,
    `/cases/${no}/clock`,
    `/cases/${no}/documents`,
    `/cases/${no}/receipt`,
    `/cases/${no}/documents/${papers.body.items[0].id}.pdf`,
    `/cases/${no}/files/${'b'.repeat(64)}`,
    `/cases/${draft}/draft`,
    `/cases/${draft}`,
  ]
  for (const path of paths)
    for (const as of ['company1', 'sysadmin', 'editor1'] as const) {
      const absent = await call(as, 'GET', path.replace(no, '不存在').replace(draft, randomUUID()))
      const there = await call(as, 'GET', path)
      assert.deepEqual([there.status, { ...there.body, instance: '' }], [404, { ...absent.body, instance: '' }], `${as} ${path}`)
    }
  assert.equal((await call('company1', 'POST', `/cases/${no}/acts`, { act: 'withdraw' })).status, 404)
  assert.equal((await call('company1', 'PATCH', `/cases/${draft}/draft`, { answers: {} })).status, 404)
  assert.equal((await call('company1', 'DELETE', `/cases/${draft}/draft`)).status, 404)
  assert.equal((await call('company1', 'POST', `/cases/${draft}/submit`, {}, { 'idempotency-key': 'z' })).status, 404)
  assert.equal((await upload('company1', draft, 'm1')).status, 404)
  const theirs = await upload('company1', await readyDraft(city, viewers.company1), 'm1')
  assert.equal(theirs.status, 201)
  assert.equal((await call('citizen1', 'GET', `/cases/${no}/files/${theirs.body.sha256}`)).status, 404, 'through a case of his own')
  const other = await submitted(city)
  assert.equal((await call('citizen1', 'GET', `/cases/${other.no}/documents/${papers.body.items[0].id}.pdf`)).status, 404)
})

test('没有登录的一律 401', async () => {
  const { no } = await submitted(city)
  for (const path of ['/cases', `/cases/${no}`, '/worklists', '/worklists/mine'])
    assert.equal((await call(undefined, 'GET', path)).status, 401, path)
  assert.equal((await call(undefined, 'POST', '/cases', { item: testGuide.code })).status, 401)
})

test('S-056 不认识的字段、超长、过深、保留字段都是 400', async () => {
  const { no } = await submitted(city)
  const wrong = [
    { act: 'accept', extra: 1 },
    { act: 'fly' },
    {},
    { act: 'accept', materials: [] },
    { act: 'accept', pinned: {} },
    { act: 'passStep', opinion: 'x'.repeat(3000) },
    { act: 'withdraw', seen: -1 },
  ]
  for (const body of wrong) assert.equal((await call('clerk1', 'POST', `/cases/${no}/acts`, body)).status, 400, JSON.stringify(body))
  assert.equal((await call('citizen1', 'POST', '/cases', { item: testGuide.code, owner: 'x' })).status, 400)
  assert.equal((await call('clerk1', 'GET', '/worklists/mine?sort=no')).status, 400)
  assert.equal((await call('clerk1', 'GET', '/worklists/mine?after=xxxx')).status, 400)
  const raw = await app.inject({
    method: 'POST',
    url: `/api/v1/cases/${no}/acts`,
    headers: { 'x-as': 'clerk1', 'content-type': 'application/json' },
    payload: '{"act":"accept","__proto__":{"x":1}}',
  })
  assert.equal(raw.statusCode, 400)
})

test('S-042 每个行为只收它自己的内容', async () => {
  const { no } = await submitted(city)
  const reply = await call('clerk1', 'POST', `/cases/${no}/acts`, { act: 'accept', conditions: '随便', validTo: '2099-01-01' })
  assert.deepEqual([reply.status, reply.body.type], [400, '/problems/invalid-request'])
})

test('S-042 为谁申请只有窗口能写：申请人自己写的 applicant 不是被忽略，而是 400', async () => {
  const somebody = { kind: 'person', name: '李四', idNumber: '150602194910019007', phone: '13900000001' }
  const body = { item: testGuide.code, applicant: somebody }
  for (const as of ['citizen1', 'approver1'] as const) {
    const reply = await call(as, 'POST', '/cases', body)
    assert.deepEqual([reply.status, reply.body.type], [400, '/problems/invalid-request'], as)
  }
  assert.equal((await call('clerk1', 'POST', '/cases', body)).status, 201)
})

test('S-049 不能跳步、重复、倒退：除了开放的行为，其余全是 409', async () => {
  const { no } = await submitted(city)
  const details: Record<string, object> = { notifyCorrection: { defects: [{ target: 'm1', name: '图', problem: '模糊', cure: '重扫' }] } }
  for (const as of ['approver1', 'decider1', 'issuer1'] as const) {
    const { body } = await call(as, 'GET', `/cases/${no}`)
    for (const act of actNames.filter((name) => !body.open.includes(name))) {
      const reply = await call(as, 'POST', `/cases/${no}/acts`, { act, ...details[act] })
      assert.equal(reply.status, 409, `${as} ${act}`)
      assert.deepEqual([reply.body.act, reply.body.state, reply.body.open], [act, 'received', body.open])
      assert.ok(reply.body.article)
    }
  }
  assert.equal((await call('clerk1', 'POST', `/cases/${no}/acts`, { act: 'accept' })).status, 200)
  assert.equal((await call('clerk1', 'POST', `/cases/${no}/acts`, { act: 'accept' })).status, 409)
  assert.equal(
    (await call('approver1', 'POST', `/cases/${no}/acts`, { act: 'passStep', opinion: '好', seen: 1 })).body.type,
    '/problems/stale',
  )
})

test('S-070 没有 Idempotency-Key 是 400，换内容是 422，重复得到同一个答复', async () => {
  const draft = await readyDraft(city)
  const path = `/cases/${draft}/submit`
  assert.equal((await call('citizen1', 'POST', path, {})).status, 400)
  const first = await call('citizen1', 'POST', path, {}, { 'idempotency-key': 'same' })
  const again = await call('citizen1', 'POST', path, {}, { 'idempotency-key': 'same' })
  assert.deepEqual([first.status, again.status, again.body], [201, 201, first.body])
  const other = await call('citizen1', 'POST', `/cases/${await readyDraft(city)}/submit`, {}, { 'idempotency-key': 'same' })
  assert.deepEqual([other.status, other.body.type], [422, '/problems/idempotency-key-reused'])
})

test('没填完的提交说明每一项', async () => {
  const { body } = await call('citizen1', 'POST', '/cases', { item: testGuide.code })
  const reply = await call('citizen1', 'POST', `/cases/${body.no}/submit`, {}, { 'idempotency-key': randomUUID() })
  assert.deepEqual(
    [reply.status, reply.body.fields.map((f: { field: string }) => f.field)],
    [422, ['place', 'amount', 's-kind', 'm-m1', 'delivery']],
  )
})

test('材料：不要的材料、不是文件的内容都拒绝，别的材料还在', async () => {
  const draft = await readyDraft(city)
  assert.equal((await upload('citizen1', draft, 'm9')).status, 422)
  assert.equal((await upload('citizen1', draft, 'm1', Buffer.from('<script>alert(1)</script>'), 'a.pdf')).status >= 400, true)
  const { body } = await call('citizen1', 'GET', `/cases/${draft}/draft`)
  assert.equal(body.files.length, 1)
  assert.equal((await call('citizen1', 'DELETE', `/cases/${draft}/files/${body.files[0].id}`)).status, 204)
  assert.equal((await call('citizen1', 'DELETE', `/cases/${draft}/files/${body.files[0].id}`)).status, 404)
})

test('窗口收件：受理员替到场的人开始并收件', async () => {
  const applicant = { kind: 'person', name: '王小明', idNumber: '150602198803159029', phone: '13800001234' }
  const begun = await call('clerk1', 'POST', '/cases', { item: testGuide.code, applicant, situation: { kind: 'surface' } })
  assert.equal(begun.status, 201)
  await call('clerk1', 'PATCH', `/cases/${begun.body.no}/draft`, {
    answers: { place: '康巴什区', amount: '3' },
    delivery: { way: 'window' },
  })
  const unticked = await call('clerk1', 'POST', `/cases/${begun.body.no}/submit`, {}, { 'idempotency-key': randomUUID() })
  assert.equal(unticked.status, 422)
  const sent = await call(
    'clerk1',
    'POST',
    `/cases/${begun.body.no}/submit`,
    { checked: [{ material: 'm1', form: '原件', copies: 1 }] },
    { 'idempotency-key': randomUUID() },
  )
  assert.deepEqual([sent.status, sent.body.stage], [201, 'received'])
  const { body } = await call('approver1', 'GET', `/cases/${sent.body.no}`)
  assert.deepEqual([body.applicant.name, body.applicant.idNumber], ['王小明', '150602********9029'])
})

test('工作列表：各岗位看各自的，按灯、事项、到期、编号筛选，总数来自计数器', async () => {
  const { no } = await submitted(city)
  await call('clerk1', 'POST', `/cases/${no}/acts`, { act: 'accept' })
  const list = await call('approver1', 'GET', '/worklists/review?limit=1')
  assert.equal(list.body.items.length, 1)
  const row = list.body.items[0]
  assert.deepEqual([row.lamp, row.dueOn, row.remaining, row.itemName], ['green', '2026-03-16', 10, '取水许可'])
  const counts = await call('approver1', 'GET', '/worklists')
  assert.equal(counts.status, 200, JSON.stringify(counts.body))
  assert.equal(counts.body.items.find((c: { name: string }) => c.name === 'review').total, list.body.total)
  assert.equal((await call('approver1', 'GET', '/worklists/decide')).status, 404)
  assert.equal((await call('approver1', 'GET', '/worklists/toString')).status, 404)
  assert.equal((await call('citizen1', 'GET', '/worklists/review')).status, 404)
  assert.equal((await call('approver1', 'GET', `/worklists/review?q=${no.slice(-6)}`)).body.items[0].no, no)
  assert.equal((await call('approver1', 'GET', `/worklists/all?q=${no}`)).body.items.length, 1)
  assert.equal((await call('approver1', 'GET', '/worklists/review?item=x')).body.total, 0)
  assert.equal((await call('approver1', 'GET', '/worklists/review?lamp=red')).body.items.length, 0)
  assert.equal((await call('approver1', 'GET', '/worklists/review?due=today')).body.items.length, 0)
  assert.ok((await call('clerk1', 'GET', '/worklists/mine')).body.items.some((r: { no: string }) => r.no === no))
  day = '2026-03-17'
  assert.ok((await call('approver1', 'GET', '/worklists/review?lamp=red')).body.items.some((r: { no: string }) => r.no === no))
  assert.ok(
    (await call('supervisor1', 'GET', '/worklists/overdue')).body.items.some(
      (r: { no: string; remaining: number }) => r.no === no && r.remaining === -1,
    ),
  )
  day = '2026-03-02'
  const next = await call('approver1', 'GET', `/worklists/review?limit=1&after=${list.body.next ?? ''}`)
  if (list.body.next) assert.notEqual(next.body.items[0]?.no, row.no)
})

test('我的办件分页', async () => {
  const first = await call('citizen1', 'GET', '/cases?limit=2')
  const second = await call('citizen1', 'GET', `/cases?limit=2&after=${first.body.next}`)
  assert.equal(new Set([...first.body.items, ...second.body.items].map((r: { no: string }) => r.no)).size, 4)
})

test('查进度：编号加查询码，错一个都是同一句话，有次数限制', async () => {
  const { no, queryCode } = await submitted(city)
  const before = lookUps
  const right = await call(undefined, 'POST', '/progress', { no, code: queryCode })
  assert.deepEqual([right.status, right.body.applicant], [200, '示*甲'])
  const wrong = await call(undefined, 'POST', '/progress', { no, code: 'ZZZZZZ' })
  const none = await call(undefined, 'POST', '/progress', { no: 'nothing', code: queryCode })
  assert.deepEqual([wrong.status, wrong.body.title, none.body.title], [404, none.body.title, wrong.body.title])
  assert.equal(lookUps, before + 3)
})

test('S-041 机关之间的文书(催办单)，申请人在接口里列不出、读不到；工作人员可以', async () => {
  const { no, caseId } = done(await submitted(city))
  done(await doAct(city, caseId, viewers.citizen1, 'remind', '2026-03-02'))
  const [mine, theirs] = await Promise.all((['citizen1', 'clerk1'] as const).map((who) => call(who, 'GET', `/cases/${no}/documents`)))
  const inside = theirs?.body.items.find((paper: { type: string }) => paper.type === 'remind')
  assert.deepEqual(mine?.body.items.map((paper: { type: string }) => paper.type), ['receipt']) // biome-ignore format: one comparison
  assert.equal((await call('citizen1', 'GET', `/cases/${no}/documents/${inside.id}.pdf`)).status, 404)
  assert.equal((await call('clerk1', 'GET', `/cases/${no}/documents/${inside.id}.pdf`)).status, 200)
})
