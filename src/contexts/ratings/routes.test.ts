import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import Fastify, { type FastifyRequest } from 'fastify'
import { asProblem, sendProblem } from '../../platform/http.ts'
import { testDatabase } from '../../platform/testing.ts'
import { sampleFrame } from '../../ui/page/sample-frame.ts'
import { findRating, ratingRoutes } from './index.ts'
import { ended, submitted, testCity, testGuide, testToday } from './testing-city.ts'

const db = await testDatabase()
const city = await testCity(db)
const who = { ...city.viewers, visitor: { kind: 'visitor' } } as const

const frame = (request: FastifyRequest) => sampleFrame({ path: request.url, today: testToday.date })

let lookUps = 0
const app = Fastify()
await app.register(cookie)
await app.register(formbody)
app.setErrorHandler((error, _request, reply) => sendProblem(reply, asProblem(error)))
await app.register(
  ratingRoutes({
    casework: city.casework,
    frame,
    viewer: (request) => who[(request.headers['x-viewer'] ?? 'citizen1') as keyof typeof who],
    today: () => testToday.date,
    mayLookUp: async () => {
      lookUps += 1
    },
  }),
)
after(() => app.close())

const get = (url: string, viewer = 'citizen1') => app.inject({ url, headers: { 'x-viewer': viewer } })
const send = (url: string, fields: string, viewer = 'citizen1') =>
  app.inject({
    method: 'POST',
    url,
    payload: fields,
    headers: { 'x-viewer': viewer, 'content-type': 'application/x-www-form-urlencoded' },
  })
const call = (payload: object, viewer = 'citizen1') =>
  app.inject({ method: 'POST', url: '/api/v1/ratings', payload, headers: { 'x-viewer': viewer } })

test('P06b 没有人评价的事项如实说，没有的事项是 404', async () => {
  const page = await get(`/guide/${testGuide.code}/reviews`, 'visitor')
  assert.equal(page.statusCode, 200)
  assert.match(page.body, /还没有人评价/)
  assert.equal((await get('/guide/nothing/reviews')).statusCode, 404)
  assert.deepEqual((await get(`/api/v1/items/${testGuide.code}/ratings`)).json().summary.count, 0)
})

test('U-018 不用脚本就能评价：五级都不预选，差评原因一直在页面上', async () => {
  const { no, caseId } = await ended(city)
  const page = await get(`/my/cases/${no}/rate`)
  assert.equal(page.statusCode, 200)
  assert.match(page.body, new RegExp(`<form method="post" action="/my/cases/${no}/rate"`))
  assert.equal((page.body.match(/type="radio"/g) ?? []).length, 5)
  assert.doesNotMatch(page.body, /<input[^>]* checked/)
  assert.match(page.body, /时填写[\s\S]*type="checkbox"[\s\S]*<textarea/)
  const answer = await send(`/my/cases/${no}/rate`, 'grade=dissatisfied&reasons=slow&reasons=unclear&words=+等了很久+')
  assert.deepEqual([answer.statusCode, answer.headers.location], [303, `/my/cases/${no}`])
  const kept = await findRating(db.sql, caseId)
  assert.deepEqual(
    [kept?.grade, kept?.reasons, kept?.words, kept?.ratedOn],
    ['dissatisfied', ['slow', 'unclear'], '等了很久', '2026-03-02'],
  )
  const events = await db.sql<{ body: { bad: boolean; no: string } }>`
    select body
    from platform.event
    where topic = 'ratings.rated' and body->>'caseId' = ${caseId}`
  assert.deepEqual(
    events.map(({ body }) => [body.no, body.bad]),
    [[no, true]],
  )
})

test('U-037 没填完整：422，填过的都在，标题先说错误', async () => {
  const { no, caseId } = await ended(city)
  const unchosen = await send(`/my/cases/${no}/rate`, 'words=写了一半')
  assert.equal(unchosen.statusCode, 422)
  assert.match(unchosen.body, /<title>错误：[\s\S]*href="#f-grade"[\s\S]*写了一半<\/textarea>/)
  const bad = await send(`/my/cases/${no}/rate`, 'grade=veryDissatisfied')
  assert.equal(bad.statusCode, 422)
  assert.match(bad.body, /value="veryDissatisfied" checked/)
  assert.match(bad.body, /请选择或写明不满意的原因/)
  assert.equal((await send(`/my/cases/${no}/rate`, 'grade=best')).statusCode, 422)
  assert.equal(await findRating(db.sql, caseId), undefined)
})

test('一事一评：再评一次是 409，同时评十次只有一次', async () => {
  const { no } = await ended(city)
  const answers = await Promise.all(Array.from({ length: 10 }, () => call({ case: no, grade: 'satisfied' })))
  assert.deepEqual(answers.map(({ statusCode }) => statusCode).toSorted(), [201, ...Array(9).fill(409)])
  const again = await call({ case: no, grade: 'verySatisfied' })
  const refusal = [again.statusCode, again.json().type, again.json().title]
  assert.deepEqual(refusal, [409, '/problems/already-rated', '该办件已评价，无需重复评价'])
  assert.equal((await send(`/my/cases/${no}/rate`, 'grade=fair')).statusCode, 409)
  assert.match((await get(`/my/cases/${no}/rate`)).body, /您已经评价过了[\s\S]*满意/)
})

test('没有办结的不能评，页面和接口都说明', async () => {
  const { no } = await submitted(city)
  const answer = await call({ case: no, grade: 'satisfied' })
  assert.deepEqual([answer.statusCode, answer.json().type], [409, '/problems/not-ended'])
  assert.equal((await get(`/my/cases/${no}/rate`)).statusCode, 409)
})

test('S-041 别人的办件和没有的办件一样是 404；没登录的请登录；工作人员不能代评', async () => {
  const { no } = await ended(city)
  for (const viewer of ['citizen2', 'company1']) {
    assert.equal((await call({ case: no, grade: 'satisfied' }, viewer)).statusCode, 404, viewer)
    assert.equal((await get(`/my/cases/${no}/rate`, viewer)).statusCode, 404, viewer)
  }
  assert.equal((await call({ case: 'nothing', grade: 'satisfied' })).statusCode, 404)
  assert.equal((await call({ case: no, grade: 'satisfied' }, 'visitor')).statusCode, 401)
  assert.equal((await call({ case: no, grade: 'satisfied' }, 'clerk1')).statusCode, 403)
})

test('S-042 接口只收写明的内容，错在哪里逐项说', async () => {
  const { no } = await ended(city)
  assert.equal((await call({ case: no, grade: 'satisfied', ratedOn: '2020-01-01' })).statusCode, 400)
  assert.equal((await call({ grade: 'satisfied' })).statusCode, 400)
  const wrong = await call({ case: no, grade: 'perfect' })
  assert.deepEqual([wrong.statusCode, wrong.json().fields[0].field], [422, 'grade'])
  assert.equal((await call({ case: no, grade: 'dissatisfied', reasons: ['other'] })).json().fields[0].field, 'reasons')
  const right = await call({ case: no, grade: 'fair', reasons: [], words: '' })
  assert.deepEqual([right.statusCode, right.json()], [201, { case: no, grade: 'fair', gradeName: '基本满意' }])
})

test('评价一经作出，不能改、不能删', async () => {
  const { no, caseId } = await ended(city)
  await call({ case: no, grade: 'dissatisfied', words: '不好' })
  await assert.rejects(db.sql`update ratings.rating set grade = 'satisfied' where case_id = ${caseId}`, /kept as given/)
  await assert.rejects(db.sql`delete from ratings.rating where case_id = ${caseId}`, /kept as given/)
  await assert.rejects(db.sql`truncate ratings.rating`, /kept as given/)
  assert.equal((await findRating(db.sql, caseId))?.grade, 'dissatisfied')
})

test('公开的评价：新的在前，分页不重不漏，没有姓名、编号和电话', async () => {
  const { no } = await ended(city)
  await call({ case: no, grade: 'verySatisfied', words: '<b>快</b>,有事打13800003210' })
  const page = await get(`/guide/${testGuide.code}/reviews`, 'visitor')
  assert.match(page.body, /好评率[\s\S]*最新的评价[\s\S]*&#60;b&#62;快&#60;\/b&#62;,有事打\*\*\*/)
  assert.ok(!page.body.includes(no) && !page.body.includes('13800003210'))
  const { items, summary } = (await get(`/api/v1/items/${testGuide.code}/ratings`)).json()
  assert.deepEqual([items[0].grade, items[0].words], ['verySatisfied', '<b>快</b>,有事打***'])
  assert.deepEqual(Object.keys(items[0]).toSorted(), ['grade', 'gradeName', 'ratedOn', 'reasons', 'words'])
  const walked: unknown[] = []
  for (let next = ''; ; ) {
    const part = (await get(`/api/v1/items/${testGuide.code}/ratings?limit=2${next && `&after=${next}`}`)).json()
    walked.push(...part.items)
    next = part.next
    if (!next) break
  }
  assert.deepEqual(walked, items)
  assert.equal(walked.length, summary.count)
})

test('一事一评：没有账号的人在窗口凭办件编号和查询码评价；码不对不说是哪个不对，猜码有次数限制，工作人员不能代评', async () => {
  const { no, caseId } = await ended(city)
  const code = city.casework.secrets.queryCode(no)
  const fields = (pair: string) => `no=${no}&code=${pair}&grade=satisfied`
  assert.match((await get(`/rate?no=${no}`, 'visitor')).body, new RegExp(`name="no" value="${no}"`))
  const before = lookUps
  const wrong = await send('/rate', fields('000000'), 'visitor')
  assert.deepEqual([wrong.statusCode, lookUps - before], [422, 1])
  assert.match(wrong.body, /编号或者查询码不对/)
  assert.equal((await send('/rate', fields(code), 'clerk1')).statusCode, 403)
  assert.equal(await findRating(db.sql, caseId), undefined)
  const taken = await send('/rate', fields(code.toLowerCase()), 'visitor')
  assert.deepEqual([taken.statusCode, taken.headers.location], [303, '/rate/thanks'])
  assert.equal((await findRating(db.sql, caseId))?.grade, 'satisfied')
  assert.equal((await send('/rate', fields(code), 'visitor')).statusCode, 409)
})
