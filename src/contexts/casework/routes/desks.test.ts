import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { after, test } from 'node:test'
import multipart from '@fastify/multipart'
import Fastify, { type FastifyRequest } from 'fastify'
import { asProblem, sendProblem } from '../../../platform/http.ts'
import { testDatabase } from '../../../platform/testing.ts'
import { cellsOf, sheetPart } from '../../../platform/testing-sheets.ts'
import type { Viewer } from '../../identity/index.ts'
import { performAct } from '../perform/act.ts'
import { runBatch } from '../perform/batch.ts'
import type { Casework } from '../perform/journal.ts'
import { actorFor } from '../perform/standing.ts'
import { testCalendar } from '../testing.ts'
import { doAct, done, moment, submitted, testCity, testSecrets } from '../testing-city.ts'
import { caseworkApi } from './api.ts'
import type { CaseworkWeb } from './api-web.ts'

const db = await testDatabase()
const city = await testCity(db)
const { viewers } = city
const day = '2026-03-02'

/** Officers whose session has ended. */
const signedOut = new Set<string>()

const web: CaseworkWeb = {
  db,
  secrets: testSecrets,
  files: city.files,
  subscribers: [],
  calendar: () => testCalendar,
  today: () => moment(day).today.date,
  now: () => `${day}T10:00:00+08:00`,
  viewer: (request: FastifyRequest): Viewer => viewers[request.headers['x-as'] as keyof typeof viewers] ?? { kind: 'visitor' },
  sessions: { stillOpen: async (requests) => new Set(requests.filter((request) => !signedOut.has(String(request.headers['x-as'])))) },
  mayLookUp: async () => undefined,
  paper: async () => undefined,
  licences: async () => [],
  receipt: async () => Buffer.from(''),
}
const app = Fastify()
await app.register(multipart)
app.setErrorHandler((error, _, reply) => sendProblem(reply, asProblem(error)))
await app.register(caseworkApi({ ...web, print: () => Readable.from([]) }))
const address = await app.listen({ port: 0, host: '127.0.0.1' })
after(() => app.close())

type As = keyof typeof viewers
const call = async (as: As, method: 'GET' | 'POST' | 'DELETE', path: string, body?: object, headers: Record<string, string> = {}) => {
  const reply = await app.inject({ method, url: `/api/v1${path}`, headers: { 'x-as': as, ...headers }, ...(body ? { payload: body } : {}) })
  const isJson = String(reply.headers['content-type']).includes('json')
  return { status: reply.statusCode, body: isJson && reply.body ? JSON.parse(reply.body) : reply.rawPayload, headers: reply.headers }
}
const key = (): Record<string, string> => ({ 'idempotency-key': randomUUID() })

/** Cases waiting for review; each one a paid-for submission, so few where few will do. */
const accepted = async (count: number): Promise<{ no: string; caseId: string }[]> => {
  const cases: { no: string; caseId: string }[] = []
  for (let i = 0; i < count; i += 1) {
    const { no, caseId } = await submitted(city)
    done(await doAct(city, caseId, viewers.clerk1, 'accept', day))
    cases.push({ no, caseId })
  }
  return cases
}
const pass = { act: 'passStep', details: { opinion: '符合条件' } }
const send = (id: string, casework: Casework = city.casework) => runBatch(casework, id, () => moment(day))
const linesOf = async (sheet: Buffer): Promise<string[]> => (await cellsOf(sheet)).map((row) => row.join('|'))

test('一批 200 件、其中 3 件不能办：197 件办成，3 件各自说明原因、依据和可以办的动作，并能导出', async () => {
  const cases = await accepted(200)
  const withdrawn = [cases[5], cases[77], cases[199]].map((one) => one as { no: string; caseId: string })
  const ordered = await call('approver1', 'POST', '/batches', { ...pass, cases: cases.map(({ no }) => no) }, key())
  assert.deepEqual([ordered.status, ordered.body.state, ordered.body.total], [202, 'waiting', 200])
  for (const { caseId } of withdrawn) done(await doAct(city, caseId, viewers.citizen1, 'withdraw', day))
  await send(ordered.body.id)
  const { body } = await call('approver1', 'GET', `/batches/${ordered.body.id}`)
  assert.deepEqual([body.state, body.done, body.refused], ['done', 197, 3])
  const refused = body.cases.filter((one: { state: string }) => one.state === 'refused')
  assert.deepEqual(refused.map((one: { no: string }) => one.no), withdrawn.map(({ no }) => no)) // biome-ignore format: one comparison
  for (const { refusal } of refused) assert.deepEqual([refusal.refused, refusal.state, refusal.open], ['stale', 'withdrawn', []])
  const sheet = await call('approver1', 'GET', `/batches/${ordered.body.id}/refusals.xlsx`)
  const lines = await linesOf(sheet.body)
  for (const { no } of withdrawn) assert.ok(lines.some((line) => line.includes(no)))
  assert.match(lines[0] ?? '', /共 3 件/)
  const journal = await call('approver1', 'GET', `/cases/${cases[0]?.no}/journal`)
  assert.deepEqual(journal.body.items.map((row: { act: string }) => row.act), ['submit', 'accept', 'passStep']) // biome-ignore format: one comparison
})

test('S-070 同一批办件发两次是同一批；内容不同是 422；没有 Idempotency-Key 是 400', async () => {
  const [one] = await accepted(1)
  const cases = [one?.no]
  const headers = key()
  const [first, again] = await Promise.all([1, 2].map(() => call('approver1', 'POST', '/batches', { ...pass, cases }, headers)))
  assert.deepEqual([first?.status, again?.status, again?.body.id], [202, 202, first?.body.id])
  const other = await call('approver1', 'POST', '/batches', { ...pass, details: { opinion: '不同' }, cases }, headers)
  assert.deepEqual([other.status, other.body.type], [422, '/problems/idempotency-key-reused'])
  assert.equal((await call('approver1', 'POST', '/batches', { ...pass, cases })).status, 400)
  const [row] = await db.sql<{ n: number }>`select count(*)::int as n from graphile_worker.jobs where key = ${`batch:${first?.body.id}`}`
  assert.equal(row?.n, 1, 'one job waits')
})

test('发出前 10 秒内可以撤销，一件都不会办；发出以后撤销是 409', async () => {
  const [one] = await accepted(1)
  const order = async () => (await call('approver1', 'POST', '/batches', { ...pass, cases: [one?.no] }, key())).body.id as string
  const taken = await order()
  assert.equal((await call('approver1', 'DELETE', `/batches/${taken}`)).body.state, 'cancelled')
  await send(taken)
  assert.equal((await call('approver1', 'GET', `/batches/${taken}`)).body.done, 0)
  const gone = await order()
  await send(gone)
  const late = await call('approver1', 'DELETE', `/batches/${gone}`)
  assert.deepEqual([late.status, late.body.type], [409, '/problems/already-sent'])
  assert.equal((await call('approver1', 'GET', `/batches/${gone}`)).body.done, 1)
})

test('S-072 办成一件后断电，接着办：每件恰好一次', async () => {
  const cases = await accepted(4)
  const { body } = await call('approver1', 'POST', '/batches', { ...pass, cases: cases.map(({ no }) => no) }, key())
  let done = 0
  const transaction: Casework['db']['transaction'] = async (work) => {
    const result = await city.casework.db.transaction(work)
    done += 1
    if (done === 2) throw new Error('the power went')
    return result
  }
  const breaking: Casework = { ...city.casework, db: { ...city.casework.db, transaction } }
  await assert.rejects(send(body.id, breaking), /the power went/)
  await Promise.all([send(body.id), send(body.id)])
  const after = (await call('approver1', 'GET', `/batches/${body.id}`)).body
  assert.deepEqual([after.state, after.done, after.refused], ['done', 4, 0])
  for (const { no } of cases) {
    const journal = await call('approver1', 'GET', `/cases/${no}/journal`)
    assert.equal(journal.body.items.filter((row: { act: string }) => row.act === 'passStep').length, 1)
  }
})

test('S-041 别人的批次是 404；不在自己范围的办件像没有一样被拒绝', async () => {
  const [one] = await accepted(1)
  const { body } = await call('approver1', 'POST', '/batches', { ...pass, cases: [one?.no, '没有这个编号'] }, key())
  assert.deepEqual(body.cases[1], {
    no: '没有这个编号',
    state: 'refused',
    refusal: { refused: 'no-such-case', title: '没有这个办件，或者不在您的范围内' },
  })
  for (const [method, as] of [
    ['GET', 'chief1'],
    ['DELETE', 'clerk1'],
    ['GET', 'citizen1'],
  ] as const)
    assert.equal((await call(as, method, `/batches/${body.id}`)).status, 404)
})

test('成批只收同样的内容：要逐件办理的、不带的内容、超过 200 件、重复的办件都是 400', async () => {
  const many = Array.from({ length: 201 }, (_, i) => `n${i}`)
  const wrong = [
    { act: 'notifyCorrection', details: { defects: [{ target: 'm1', name: '图', problem: '模糊', cure: '重扫' }] }, cases: ['a'] },
    { act: 'passStep', details: { opinion: '好', parcel: 'EMS' }, cases: ['a'] },
    { act: 'deliver', details: { recipient: '示例甲', recipientId: '150602198803159029' }, cases: ['a'] },
    { act: 'siteCheck', details: { photos: [] }, cases: ['a'] },
    { ...pass, cases: many },
    { ...pass, cases: ['a', 'a'] },
    { ...pass, cases: [] },
    { act: 'withdraw', details: {}, cases: ['a'] },
  ]
  for (const body of wrong)
    assert.equal((await call('approver1', 'POST', '/batches', body, key())).status, 400, JSON.stringify(body).slice(0, 80))
})

test('可选的动作是至少一件可以办的，并说明几件可以办', async () => {
  const [a, b] = await accepted(2)
  done(await doAct(city, a?.caseId ?? '', viewers.approver1, 'passStep', day))
  const { body } = await call('approver1', 'POST', '/batches/acts', { cases: [a?.no, b?.no] })
  const open = new Map(body.items.map((item: { act: string; open: number }) => [item.act, item.open]))
  assert.deepEqual([open.get('passStep'), open.get('proposeGrant')], [1, 1])
})

test('筛选：事项、灯、状态、环节、申请人、到期范围都在地址里；存下的筛选按名取回，只给本人', async () => {
  const query = 'applicant=示例&dueFrom=2026-03-01&dueTo=2026-12-31&lamp=green&stage=accepted&step=审查'
  const list = await call('approver1', 'GET', `/worklists/review?${query}`)
  assert.equal(list.status, 200, JSON.stringify(list.body))
  for (const wrong of ['stage=x', 'dueFrom=昨天', 'sort=1'])
    assert.equal((await call('approver1', 'GET', `/worklists/review?${wrong}`)).status, 400)
  assert.equal((await call('approver1', 'GET', '/worklists/review?applicant=没有此人')).body.total, 0)
  assert.equal((await call('approver1', 'GET', '/worklists/review?dueTo=2026-03-01')).body.total, 0)
  const kept = await call('approver1', 'POST', '/saved-filters', { name: '本周', list: 'review', query: `${query}&after=x` })
  assert.equal(kept.status, 201)
  assert.equal(new URLSearchParams(kept.body.query).get('after'), null)
  const again = await call('approver1', 'POST', '/saved-filters', { name: '本周', list: 'review', query: 'lamp=red' })
  assert.equal(again.body.id, kept.body.id)
  assert.deepEqual((await call('approver1', 'GET', '/saved-filters')).body.items, [{ ...kept.body, query: 'lamp=red' }])
  assert.deepEqual((await call('chief1', 'GET', '/saved-filters')).body.items, [])
  assert.equal((await call('chief1', 'DELETE', `/saved-filters/${kept.body.id}`)).status, 404)
  assert.equal((await call('approver1', 'POST', '/saved-filters', { name: '坏', list: 'review', query: 'sort=1' })).status, 400)
  assert.equal((await call('approver1', 'POST', '/saved-filters', { name: '别处', list: 'decide', query: '' })).status, 404)
  assert.equal((await call('approver1', 'DELETE', `/saved-filters/${kept.body.id}`)).status, 204)
})

test('第几件：每一页说出前面有多少件', async () => {
  const first = await call('approver1', 'GET', '/worklists/review?limit=5')
  const second = await call('approver1', 'GET', `/worklists/review?limit=5&after=${first.body.next}`)
  assert.deepEqual([first.body.before, second.body.before], [0, 5])
  let last = first.body
  while (last.next) last = (await call('approver1', 'GET', `/worklists/review?limit=5&after=${last.next}`)).body
  assert.equal(last.before + last.items.length, last.total, 'the last page ends where the list ends')
  const [due, id] = Buffer.from(first.body.next, 'base64url').toString().split('|')
  const far = Buffer.from(`${due}|${id}|9000`).toString('base64url')
  const { before, total } = (await call('approver1', 'GET', `/worklists/review?limit=5&after=${far}`)).body
  assert.ok(before <= total - 5, 'what has left the list since is not counted')
})

test('导出整个筛选：中文表头、真正的日期、统计了几件和统计时间；每次导出都有记录，记录不能改', async () => {
  const list = await call('approver1', 'GET', '/worklists/review')
  const { status, body, headers } = await call('approver1', 'GET', '/worklists/review.xlsx?lamp=green')
  assert.equal(status, 200)
  assert.match(String(headers['content-type']), /spreadsheetml/)
  const lines = await linesOf(body)
  for (const heading of ['办件编号', '申请人', '到期日期', '剩余工作日']) assert.ok(lines[2]?.includes(heading))
  assert.match(lines[0] ?? '', new RegExp(`在办，共 ${list.body.total} 件`))
  assert.match(lines[1] ?? '', /统计时间 2026-03-02 10:00/)
  assert.match(lines[3] ?? '', /\|2026-03-16\|/)
  assert.match(await sheetPart(body, 'xl/worksheets/sheet1.xml'), /<v>46097<\/v>/, '2026-03-16 as a date')
  assert.equal(lines.length, list.body.total + 3)
  const looks = await db.sql<{
    what: string
    subject: string
    query: string
    rows: number
  }>`select what, subject, query, rows from casework.access_log where what = 'list'`
  assert.deepEqual(looks.at(-1), { what: 'list', subject: 'review', query: 'lamp=green', rows: list.body.total })
  await assert.rejects(db.sql`delete from casework.access_log`, /append-only/)
  assert.equal((await call('approver1', 'GET', '/worklists/decide.xlsx')).status, 404)
})

test('新办件不用刷新就知道：在范围内的人听到哪个队列变了，听不到编号和姓名；别人一律 404', async () => {
  const control = new AbortController()
  const tooLong = setTimeout(() => control.abort(new Error('no news came')), 20_000)
  const answer = await fetch(`${address}/api/v1/events`, { headers: { 'x-as': 'clerk1' }, signal: control.signal })
  assert.match(answer.headers.get('content-type') ?? '', /text\/event-stream/)
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
  const { no } = await submitted(city)
  let heard = ''
  while (!heard.includes('"accept"')) heard += (await reader?.read())?.value ?? ''
  assert.equal(heard.includes(no) || heard.includes('示例'), false)
  clearTimeout(tooLong)
  control.abort()
  assert.equal((await call('citizen1', 'GET', '/events')).status, 404)
})

test('S-033 退出登录以后，实时消息随即断开，没有退出的人继续收听', async () => {
  const control = new AbortController()
  const tooLong = setTimeout(() => control.abort(new Error('the stream did not end')), 30_000)
  const listen = async (as: As) => {
    const answer = await fetch(`${address}/api/v1/events`, { headers: { 'x-as': as }, signal: control.signal })
    return answer.body?.pipeThrough(new TextDecoderStream()).getReader()
  }
  const [leaving, staying] = await Promise.all([listen('issuer1'), listen('clerk1')])
  signedOut.add('issuer1')
  for (let end = false; !end; ) end = (await leaving?.read())?.done !== false
  signedOut.clear()
  await submitted(city)
  let heard = ''
  while (!heard.includes('"accept"')) heard += (await staying?.read())?.value ?? ''
  clearTimeout(tooLong)
  control.abort()
})

test('S-049 F-17 五十人同时办一件：一人办成，其余的人得知是谁在什么时候办了什么', async () => {
  const [one] = await accepted(1)
  const by = actorFor(viewers.approver1, 'passStep')
  assert.ok(one && by)
  const outcomes = await Promise.all(
    Array.from({ length: 50 }, (_, i) =>
      performAct(
        city.casework,
        one.caseId,
        { type: 'passStep', opinion: '好', by: { ...by, id: `${by.id}-${i}`, name: `审批员${i}` } },
        { ...moment(day), seen: 2 },
      ),
    ),
  )
  const refusals = outcomes.flatMap((outcome) => ('refused' in outcome ? [outcome] : []))
  assert.equal(refusals.length, 49)
  for (const refusal of refusals) {
    assert.equal(refusal.refused, 'stale')
    assert.match(refusal.title, /审批员\d+\(审批员\)10:00.*“环节通过”/)
  }
})

test('C06 监控调度：各部门、事项、人员的灯数合计等于未办结办件数；只给首席代表和监控调度员', async () => {
  await accepted(1)
  const [open] = await db.sql<{ n: number }>`select count(*)::int as n from casework.matter where queue <> 'closed'`
  for (const by of ['department', 'item', 'handler']) {
    const { body } = await call('supervisor1', 'GET', `/supervision/lights?by=${by}`)
    const sum = (name: string): number => body.items.reduce((total: number, row: Record<string, number>) => total + (row[name] ?? 0), 0)
    assert.equal(sum('total'), open?.n, by)
    assert.equal(sum('red') + sum('yellow') + sum('green') + sum('grey') + sum('none'), open?.n, by)
  }
  const { body } = await call('supervisor1', 'GET', '/supervision/lights?by=item')
  const list = await call('supervisor1', 'GET', `/worklists/all?lamp=green&item=${body.items[0].key}`)
  assert.equal(list.body.total, body.items[0].green, 'each number is the list behind it')
  const handlers = (await call('supervisor1', 'GET', '/supervision/lights?by=handler')).body.items as { key: string; total: number }[]
  assert.ok(
    handlers.some(({ key }) => key === ''),
    'somebody has handled nothing of these yet',
  )
  for (const { key, total } of handlers) {
    const behind = await call('supervisor1', 'GET', `/worklists/all?open=yes&handler=${key || 'none'}`)
    assert.equal(behind.body.total, total, `the cases behind the number of ${key || 'nobody'}`)
  }
  const departments = (await call('supervisor1', 'GET', '/supervision/lights?by=department')).body.items
  const inDepartment = await call('supervisor1', 'GET', `/worklists/all?open=yes&department=${departments[0].key}`)
  assert.equal(inDepartment.body.total, departments[0].total, 'closed cases do not count')
  assert.equal((await call('chief1', 'GET', '/supervision/lights')).status, 200)
  for (const as of ['clerk1', 'approver1', 'citizen1'] as const) assert.equal((await call(as, 'GET', '/supervision/lights')).status, 404)
})

test('跨部门查看办件留下记录，一天一条；本部门办理不记', async () => {
  const [one] = await accepted(1)
  for (const as of ['supervisor1', 'supervisor1', 'clerk1'] as const) assert.equal((await call(as, 'GET', `/cases/${one?.no}`)).status, 200)
  const looks = await db.sql<{
    name: string
    day: string
  }>`select name, day from casework.access_log where what = 'case' and subject = ${one?.no}`
  assert.deepEqual(looks, [{ name: viewers.supervisor1.kind === 'staff' ? viewers.supervisor1.name : '', day }])
})
