import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import Fastify, { type FastifyRequest } from 'fastify'
import { asProblem, sendProblem } from '../../platform/http.ts'
import { testDatabase } from '../../platform/testing.ts'
import { sampleFrame } from '../../ui/page/sample-frame.ts'
import { loadOrganisations, organisationRoutes } from './index.ts'

const db = await testDatabase()
await loadOrganisations(db, new URL('../../../data', import.meta.url).pathname)
const app = Fastify()
app.setErrorHandler((error, _request, reply) => sendProblem(reply, asProblem(error)))
await app.register(organisationRoutes({ db, frame: (request: FastifyRequest) => sampleFrame({ path: request.url }) }))
after(() => app.close())

const body = async (url: string): Promise<string> => (await app.inject({ url })).body
type Row = { name: string; phones: string[]; fax?: string; address?: string; postcode?: string; badge?: string; source: string }
const rows = async (query: string): Promise<Row[]> => JSON.parse(await body(`/api/v1/directory?${query}`)).items

test('R-012: the seed rows of 办事机构 with telephone, fax and postcode, as page and as API', async () => {
  const agencies = await rows('kind=agencies')
  const named = (part: string): Row | undefined => agencies.find(({ name }) => name.includes(part))
  assert.deepEqual(named('市场监督管理局')?.phones, ['0477-8117143'])
  assert.equal(named('科学技术局')?.fax, '0477-8589514')
  assert.equal(named('税务局')?.postcode, '017010')
  const page = await body('/depts')
  for (const words of ['href="tel:0477-8117143"', '宜昌市政务服务中心', '邮政编码 443000', '0717-6599111'])
    assert.ok(page.includes(words), words)
})

test('R-013: 中介机构 with badge, telephone and address; a mobile number of the source is not repeated', async () => {
  const found = await rows('kind=intermediaries')
  assert.deepEqual(
    found.map(({ badge, source }) => [badge, source]),
    found.map(() => ['认证机构', '鄂尔多斯政务服务网“中介机构”页']),
  )
  assert.equal(found.length, 2)
  const page = await body('/intermediaries')
  assert.ok(page.includes('href="tel:0471-5978032"') && page.includes('不转载'))
  assert.ok(!/1[3-9]\d{9}/.test(page))
})

test('R-011: the three directories lead to one another; 专业顾问 that are 示例数据 say so, have no telephone, and what to do stands beside', async () => {
  for (const path of ['/depts', '/intermediaries', '/advisers']) {
    const page = await body(path)
    for (const other of ['/depts', '/intermediaries', '/advisers']) assert.ok(page.includes(`href="${other}"`), `${path} → ${other}`)
  }
  const advisers = await rows('kind=advisers')
  assert.ok(advisers.length > 0)
  for (const { badge, phones } of advisers) assert.deepEqual([badge, phones], ['示例数据', []])
  const page = await body('/advisers')
  assert.ok(page.includes('工程建设') && page.includes('示例数据</') && page.includes('href="tel:12345"'))
  await db.sql`delete from organisations.directory_entry where kind = 'adviser'`
  assert.match(await body('/advisers'), /还没有公布专业顾问名录/)
  assert.equal((await app.inject({ url: '/api/v1/directory?kind=friends' })).statusCode, 400)
})
