import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import formbody from '@fastify/formbody'
import multipart from '@fastify/multipart'
import Fastify, { type FastifyRequest } from 'fastify'
import { asProblem, sendProblem } from '../../../platform/http.ts'
import { testDatabase } from '../../../platform/testing.ts'
import { sampleFrame } from '../../../ui/page/sample-frame.ts'
import type { Viewer } from '../../identity/index.ts'
import { findCase } from '../perform/journal.ts'
import { testCalendar } from '../testing.ts'
import { doAct, done, moment, submitted, testCity } from '../testing-city.ts'
import { myCaseRoutes } from './my-cases.ts'

const db = await testDatabase()
const city = await testCity(db)
const { casework, viewers, files } = city
const day = '2026-03-04'

const frame = (request: FastifyRequest) => sampleFrame({ path: request.url, today: moment(day).today.date })

const app = Fastify()
await app.register(formbody)
await app.register(multipart)
app.setErrorHandler((error, _request, reply) => sendProblem(reply, asProblem(error)))
await app.register(
  myCaseRoutes({
    casework,
    frame,
    files,
    viewer: (request): Viewer => viewers[request.headers['x-as'] as 'citizen1'] ?? { kind: 'visitor' },
    today: () => moment(day).today.date,
    calendar: () => testCalendar,
    now: () => moment(day).now,
    extras: async () => ({ licences: [], canRate: false }),
    mayLookUp: async () => undefined,
  }),
)
after(() => app.close())

const get = async (url: string) => (await app.inject({ url, headers: { 'x-as': 'citizen1' } })).body
const post = (url: string, payload: Buffer | string = '', type = 'application/x-www-form-urlencoded') =>
  app.inject({ method: 'POST', url, payload, headers: { 'x-as': 'citizen1', 'content-type': type } })

const accepted = async () => {
  const { caseId, no } = await submitted(city)
  done(await doAct(city, caseId, viewers.clerk1, 'accept', '2026-03-02'))
  return { caseId, no }
}
const stateOf = async (caseId: string) => (await findCase(casework, db.sql, caseId))?.state

test('行政许可法第四十七条：被告知后，申请人在网页上申请听证；没有告知的没有这个按钮', async () => {
  const { caseId, no } = await accepted()
  assert.ok(!(await get(`/my/cases/${no}`)).includes('申请听证'))
  done(await doAct(city, caseId, viewers.approver1, 'tellHearing', '2026-03-03'))
  assert.ok((await get(`/my/cases/${no}`)).includes(`/my/cases/${no}/hearing`))
  assert.match(await get(`/my/cases/${no}/hearing`), /5 个工作日内可以申请/)
  assert.equal((await post(`/my/cases/${no}/hearing`)).statusCode, 303)
  assert.equal((await stateOf(caseId))?.hearing?.appliedOn, day)
  assert.ok(!(await get(`/my/cases/${no}`)).includes(`/my/cases/${no}/hearing`))
})

const pdf =
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n'
const upload = (url: string) => {
  const head = '--b\r\ncontent-disposition: form-data; name="file-supplement"; filename="a.pdf"\r\ncontent-type: application/pdf\r\n\r\n'
  return post(url, Buffer.from(`${head}${pdf}\r\n--b--\r\n`), 'multipart/form-data; boundary=b')
}

test('协助补充：网页写明要什么，没有上传不能提交，上传后提交，办件里有这份文件', async () => {
  const { caseId, no } = await accepted()
  done(await doAct(city, caseId, viewers.approver1, 'requestMore', '2026-03-03', { request: '取水口坐标图' }))
  const page = await get(`/my/cases/${no}`)
  assert.ok(page.includes('轮到您') && page.includes('补充材料'))
  assert.match(await get(`/my/cases/${no}/correct`), /请您补充[\s\S]*取水口坐标图/)
  assert.equal((await post(`/my/cases/${no}/correct`)).statusCode, 422)
  assert.equal((await upload(`/my/cases/${no}/correct/supplement`)).statusCode, 303)
  assert.equal((await post(`/my/cases/${no}/correct`)).statusCode, 303)
  const state = await stateOf(caseId)
  assert.equal(state?.moreAsked[0]?.suppliedOn, day)
  assert.ok(state?.materials.some(({ material }) => material === 'supplement'))
})
