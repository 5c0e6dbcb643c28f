import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import Fastify, { type FastifyRequest } from 'fastify'
import { asProblem, sendProblem } from '../../platform/http.ts'
import { testDatabase } from '../../platform/testing.ts'
import { sampleFrame } from '../../ui/page/sample-frame.ts'
import { doAct, done } from '../casework/testing-city.ts'
import { openCatalogue, publicPages, publishGuide } from '../catalogue/index.ts'
import { ratingRoutes } from '../ratings/index.ts'
import { drafted, finish, submitted, testCity, testGuide, testToday } from '../ratings/testing-city.ts'
import { portalRoutes } from './index.ts'

const db = await testDatabase()
const city = await testCity(db)
const { casework, viewers } = city
const catalogue = await openCatalogue(db)
const who = { ...viewers, visitor: { kind: 'visitor' } } as const

const viewer = (request: FastifyRequest) => who[(request.headers['x-viewer'] ?? 'visitor') as keyof typeof who]
const frame = (request: FastifyRequest) =>
  sampleFrame({
    path: request.url,
    today: testToday.date,
    ...(viewer(request).kind === 'applicant' ? { viewer: { kind: 'person', name: '示*甲', unread: 0 } } : {}),
  })

const build = async (search = catalogue.search) => {
  const app = Fastify()
  await app.register(cookie)
  await app.register(formbody)
  app.setErrorHandler((error, _request, reply) => sendProblem(reply, asProblem(error)))
  const means = { ...catalogue, search }
  const deps = {
    db,
    casework,
    secrets: casework.secrets,
    catalogue: means,
    frame,
    viewer,
    today: () => testToday.date,
    calendar: () => testToday.calendar,
  }
  await app.register(portalRoutes({ ...deps, registryUrl: '', pages: publicPages({ frame, catalogue }) }))
  await app.register(ratingRoutes({ ...deps, mayLookUp: async () => undefined }))
  after(() => app.close())
  return app
}
const app = await build()
after(() => catalogue.close())
const get = (url: string, as = 'visitor', on = app) => on.inject({ url, headers: { 'x-viewer': as } })

test('P01 首页不登录就有目录和数目，再看一次是同一页(304)', async () => {
  const page = await get('/')
  assert.equal(page.statusCode, 200)
  assert.match(page.body, /href="\/personal\?theme=045"[\s\S]*1 项/)
  assert.match(page.body, /href="\/business\?theme=010"/)
  const again = await app.inject({ url: '/', headers: { 'if-none-match': String(page.headers.etag) } })
  assert.equal(again.statusCode, 304)
})

test('P01 目录变了，首页跟着变', async () => {
  await get('/')
  const other = {
    ...testGuide,
    code: '11152700MB1234567X3000303001000',
    baseCode: '000303001000',
    name: '夜间施工备案',
    personThemes: ['050'],
  } as const
  await db.transaction((sql) => publishGuide(sql, other, { by: '测试', on: testToday.date }))
  await catalogue.refresh()
  assert.match((await get('/')).body, /href="\/personal\?theme=050"/)
})

test('搜索坏了首页还在：目录可点，说明用目录', async () => {
  const broken = await build(() => {
    throw new Error('the index is away')
  })
  const page = await get('/', 'visitor', broken)
  assert.equal(page.statusCode, 200)
  assert.match(page.body, /搜索暂不可用，请用下方目录[\s\S]*href="\/personal"/)
})

test('P01 登录的人接着办：补正在前，草稿在后；别人看不到', async () => {
  const { caseId, no } = await submitted(city, viewers.citizen1)
  const defects = [{ target: 'place', name: '位置', problem: '不清楚', cure: '写明门牌号' }]
  done(await doAct(city, caseId, viewers.clerk1, 'notifyCorrection', testToday.date, { defects }))
  const draft = await drafted(city, viewers.citizen1)
  const mine = (await get('/', 'citizen1')).body
  const places = [mine.indexOf(`/my/cases/${no}/correct`), mine.indexOf(`/apply/${draft}`)]
  assert.ok(places[0] !== -1 && (places[0] ?? 0) < (places[1] ?? 0), String(places))
  for (const other of ['visitor', 'citizen2', 'company1', 'clerk1']) assert.ok(!(await get('/', other)).body.includes(no), other)
})

test('A01 我的：办完可以评价，评过就不再提；在办和结果各在其位', async () => {
  const { caseId, no } = await submitted(city, viewers.company1)
  const running = await submitted(city, viewers.company1)
  await finish(city, caseId)
  const page = (await get('/my', 'company1')).body
  assert.match(
    page,
    new RegExp(
      `/my/cases/${no}/rate[\\s\\S]*在办[\\s\\S]*/my/cases/${running.no}"[\\s\\S]*最近结果[\\s\\S]*/my/cases/${no}"[\\s\\S]*已办成`,
    ),
  )
  const rated = await app.inject({
    method: 'POST',
    url: '/api/v1/ratings',
    payload: { case: no, grade: 'satisfied' },
    headers: { 'x-viewer': 'company1' },
  })
  assert.equal(rated.statusCode, 201)
  assert.ok(!(await get('/my', 'company1')).body.includes('/rate"'))
})

test('A01 没登录先登录，工作人员去工作台，未实名的人看到怎样实名', async () => {
  assert.equal((await get('/my')).statusCode, 401)
  assert.equal((await get('/my', 'clerk1')).headers.location, '/console/')
  assert.match((await get('/my', 'citizen2')).body, /\/my\/realname[\s\S]*现在没有要您处理的事/)
})

test('R-004 阳光政务·今天来自真实办件，公告里没有个人全名', async () => {
  const { caseId } = await submitted(city, viewers.citizen1)
  await finish(city, caseId)
  const fresh = await build()
  const page = (await get('/open', 'visitor', fresh)).body
  const [accepted, finished] = [...page.matchAll(/<b>(\d+)<\/b>件/g)].map(([, n]) => Number(n))
  const [counted] = await db.sql<{ accepted: number; decided: number }>`
    select count(*) filter (where accepted_on = ${testToday.date}) as accepted, count(*) filter (where decided_on = ${testToday.date}) as decided
    from casework.matter`
  assert.deepEqual([accepted, finished], [counted?.accepted, counted?.decided])
  assert.ok((finished ?? 0) >= 2)
  assert.match(page, /100%<\/b>按时办结/)
  const home = (await get('/', 'visitor', fresh)).body
  assert.match(home, /我要看[\s\S]*户外广告备案[\s\S]*准予/)
  const { citizen1 } = viewers
  assert.ok(citizen1.kind === 'applicant' && !home.includes(citizen1.name))
})

test('今天的数目用索引数，不扫整张表', async () => {
  const plan = await db.transaction(async (sql) => {
    await sql`set local enable_seqscan = off`
    return sql<{ 'QUERY PLAN': string }>`
      explain select count(*) from casework.matter where division = '150600000000' and accepted_on = '2026-03-02'`
  })
  assert.match(plan.map((row) => row['QUERY PLAN']).join('\n'), /matter_accepted/)
})

test('R-015 帮助、声明和网站地图都在，没有的题目是 404', async () => {
  for (const path of ['/help', '/help/register', '/help/process', '/accessibility', '/privacy', '/sitemap'])
    assert.equal((await get(path)).statusCode, 200, path)
  assert.equal((await get('/help/nothing')).statusCode, 404)
})
