import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, test } from 'node:test'
import Fastify, { type FastifyRequest } from 'fastify'
import { localDate } from '../../../kernel/date.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { asProblem, sendProblem } from '../../../platform/http.ts'
import { testDatabase } from '../../../platform/testing.ts'
import { sampleFrame } from '../../../ui/page/sample-frame.ts'
import { loadDivisions } from '../../divisions/index.ts'
import type { Viewer } from '../../identity/index.ts'
import { demoCatalogue } from '../demo-catalogue.ts'
import { loadDemoDirectory } from '../perform/demo-lists.ts'
import { openCatalogue } from '../perform/live-catalogue.ts'
import { publicPages } from '../perform/public-pages.ts'
import { publishMany } from '../perform/publish.ts'
import { planChange } from '../perform/standing.ts'
import { listKinds } from '../terms/lists.ts'
import { guideRoutes } from './guides.ts'
import { listDraftRoutes } from './list-drafts.ts'
import { listRoutes } from './lists.ts'

const db = await testDatabase()
const on = localDate('2026-03-02')
const data = join(import.meta.dirname, '../../../../data')
const city = demoCatalogue(data).filter(({ level }) => level === '3')
await loadDivisions(db)
await publishMany(db, demoCatalogue(data), { by: '测试', on })
await loadDemoDirectory(db, data, on)

const officer = (accountId: string, role: 'editor' | 'catalogueAdmin', division = '150600000000'): Viewer => ({
  kind: 'staff', accountId, name: accountId, roles: [role], unit: '局', departmentCode: '', division,
}) // biome-ignore format: one officer
let viewer: Viewer = officer('editor1', 'editor')
const frame = (request: FastifyRequest) => sampleFrame({ path: request.url })
const catalogue = await openCatalogue(db)
const pages = publicPages({ frame, catalogue })
const app = Fastify({ routerOptions: { maxParamLength: 200 } })
app.setErrorHandler((error, _request, reply) => sendProblem(reply, asProblem(error)))
const looks = { count: () => undefined, flush: async () => undefined, stop: async () => undefined }
guideRoutes(app, { db, frame, catalogue, pages, looks })
listRoutes(app, { db, frame, today: () => on, pages })
listDraftRoutes(app, { db, viewer: () => viewer, today: () => on })
after(async () => {
  await app.close()
  await catalogue.close()
})

const get = (url: string) => app.inject(url)
const drafts = '/api/v1/list-drafts/150600'
const send = (method: 'PATCH' | 'POST' | 'DELETE', url: string, payload?: object) =>
  app.inject({ method, url: `${drafts}${url}`, ...(payload ? { payload } : {}) })
const charged = city.find(({ charges }) => charges.length > 0)
assert.ok(charged)

test('R-064: every list is published with version and day, and its rows lead to guides and back', async () => {
  const index = await get('/lists')
  for (const [kind, title] of Object.entries(listKinds)) {
    assert.ok(index.body.includes(`/lists/${kind}"`) && index.body.includes(title), kind)
    const page = await get(`/lists/${kind}`)
    assert.equal(page.statusCode, 200)
    assert.match(page.body, /第 <span class="num">1<\/span> 版，2026年3月2日发布/)
    assert.match(page.body, /\/guide\/[0-9A-Z]{31}/)
  }
  const guide = await get(`/guide/${charged.code}`)
  assert.ok(guide.body.includes('列入的清单') && guide.body.includes('/lists/charges?q='))
  const row = (await get(`/lists/charges?q=${encodeURIComponent(charged.name)}`)).body
  assert.ok(row.includes(`/guide/${charged.code}`))
  const { items } = (await get(`/api/v1/items/${charged.code}/lists`)).json()
  assert.ok(items.some(({ kind }: { kind: string }) => kind === 'charges'))
})

test('R-048: a change is told on the guide before its day', async () => {
  const [, , , , item] = city
  assert.ok(item)
  const order = { change: '取消', reason: '国务院决定取消', on: localDate('2026-12-01'), by: '目录管理员' } as const
  assert.ok(!isRefusal(await planChange(db, item.code, order, on)))
  await catalogue.refresh()
  const { body } = await get(`/guide/${item.code}`)
  assert.match(body, /自2026年12月1日起，这个事项取消。<\/b>原因：国务院决定取消/)
  assert.ok(body.indexOf('自2026年12月1日起') < body.indexOf('办理流程'))
})

test('R-099: guides of one name are told apart by who carries them out', async () => {
  const { body } = await get('/lists/cross-region')
  assert.match(body, /\/150602\/guide\/[0-9A-Z]{31}">东胜区/)
})

test('a list is searched, and paged without script: each row on exactly one page', async () => {
  const linesOf = (body: string) => body.split('<tbody>')[1]?.split('</tbody>')[0]?.match(/<tr>/g)?.length ?? 0
  const pagesOf = Math.ceil(city.length / 50)
  const counts = await Promise.all(
    Array.from({ length: pagesOf }, async (_, i) => linesOf((await get(`/lists/catalogue?page=${i + 1}`)).body)),
  )
  assert.equal(
    counts.reduce((a, b) => a + b),
    city.length,
  )
  assert.equal(linesOf((await get(`/lists/catalogue?q=${charged.baseCode}`)).body), 1)
  assert.ok((await get('/lists/catalogue?q=%25')).body.includes('清单里没有找到'))
  assert.equal((await get('/lists/none')).statusCode, 404)
  assert.equal((await get('/lists/constructor')).statusCode, 404)
  assert.equal((await get('/lists/powers?version=9')).statusCode, 404)
})

test('API: rows in pages by cursor, none twice; the same rows as CSV and Excel', async () => {
  const first = (await get('/api/v1/lists/powers?limit=100')).json()
  const second = (await get(`/api/v1/lists/powers?limit=100&after=${first.next}`)).json()
  const places = [...first.items, ...second.items].map(({ place }: { place: number }) => place)
  assert.deepEqual(
    places,
    Array.from({ length: first.total }, (_, i) => i + 1),
  )
  const csv = await get('/lists/powers.csv')
  assert.equal(csv.body.trim().split('\r\n').length, first.total + 1)
  assert.equal((await get('/lists/powers.xlsx')).rawPayload.subarray(0, 2).toString(), 'PK')
  assert.equal((await get('/api/v1/lists?site=150602')).json().items.length, 11)
  assert.equal((await get('/api/v1/lists/powers?colour=red')).statusCode, 400)
})

test('two persons: written by one, published by another; the guide says so at once, the old version stays', async () => {
  const before = (await send('PATCH', '/charges', { seen: 0 })).json()
  assert.equal(before.revision, 1)
  const [old] = before.rows
  const row = {
    name: '补证工本费',
    department: charged.department,
    basis: '《某条例》第九条',
    facts: { item: charged.name, standard: '5 元' },
    codes: [charged.code],
  }
  assert.equal((await send('PATCH', '/charges', { seen: 0, put: [row] })).statusCode, 409)
  const saved = (await send('PATCH', '/charges', { seen: 1, put: [row], remove: [old.id] })).json()
  assert.deepEqual([saved.difference, saved.mayPublish, saved.problems], [{ added: 1, removed: 1 }, false, []])
  assert.equal((await send('POST', '/charges/publish', { seen: 2, reason: '调整' })).statusCode, 409)
  viewer = officer('catalogue1', 'catalogueAdmin')
  assert.equal((await send('POST', '/charges/publish', { seen: 1, reason: '调整' })).json().type, '/problems/stale')
  const list = (await send('POST', '/charges/publish', { seen: 2, reason: '新增补证收费' })).json()
  assert.deepEqual([list.version, list.writtenBy, list.publishedBy], [2, 'editor1', 'catalogue1'])
  await catalogue.refresh()
  assert.match((await get(`/guide/${charged.code}`)).body, /收费清单<\/a> <span class="mut">第 2 版/)
  assert.ok((await get('/lists/charges')).body.includes('补证工本费'))
  assert.ok(!(await get('/lists/charges?version=1')).body.includes('补证工本费'))
  assert.match((await get('/lists/charges')).body, /历次版本/)
})

test('who wrote as 政务服务管理部门 does not publish that version; without 依据 nobody does; from the guides again the gap is closed', async () => {
  await send('PATCH', '/proofs', { seen: 0, put: [{ name: '某证明', department: '某局', basis: '', facts: {}, codes: [] }] })
  assert.equal((await send('POST', '/proofs/publish', { seen: 1, reason: '更新' })).json().type, '/problems/own-draft')
  viewer = officer('catalogue2', 'catalogueAdmin')
  const faulty = await send('POST', '/proofs/publish', { seen: 1, reason: '更新' })
  assert.equal(faulty.statusCode, 422)
  assert.match(faulty.json().fields[0].message, /某证明.*没有写依据/)
  assert.equal((await send('DELETE', '/proofs')).statusCode, 400, 'who throws away says what he saw')
  assert.equal((await send('DELETE', '/proofs?seen=0')).json().type, '/problems/stale')
  assert.equal((await send('DELETE', '/proofs?seen=1')).statusCode, 204)
  const anew = (await send('PATCH', '/proofs', { seen: 0, put: [] })).json()
  assert.ok(anew.revision > 1, 'a revision never comes again')
  assert.equal((await send('POST', '/proofs/publish', { seen: 1, reason: '更新' })).json().type, '/problems/own-draft')
  viewer = officer('catalogue3', 'catalogueAdmin')
  assert.equal((await send('POST', '/proofs/publish', { seen: 1, reason: '更新' })).json().type, '/problems/stale')
  assert.equal((await send('DELETE', `/proofs?seen=${anew.revision}`)).statusCode, 204)
  const derived = (await send('POST', '/proofs/derive', { seen: 0 })).json()
  assert.deepEqual([derived.difference, derived.problems], [{ added: 0, removed: 0 }, []])
})

test('R-047: the list of a 苏木乡镇 is compiled by its 旗区', async () => {
  const [town] = await db.sql<{ code: string }>`select code from divisions.division where parent = '150602000000' order by code limit 1`
  assert.ok(town)
  const edit = (who: Viewer) => {
    viewer = who
    return app.inject({
      method: 'PATCH',
      url: `/api/v1/list-drafts/${town.code}/catalogue`,
      payload: { seen: 0, put: [{ name: '高龄津贴受理', department: '民政', basis: '《办法》', facts: {}, codes: [] }] },
    })
  }
  assert.equal((await edit(officer('t', 'catalogueAdmin', town.code))).statusCode, 409)
  assert.equal((await edit(officer('c', 'catalogueAdmin'))).statusCode, 409)
  assert.equal((await edit(officer('b', 'catalogueAdmin', '150602000000'))).statusCode, 200)
  for (const other of [officer('t', 'catalogueAdmin', town.code), officer('c', 'catalogueAdmin'), officer('d', 'editor', '150603000000')]) {
    viewer = other
    for (const url of [`/api/v1/list-drafts/${town.code}/catalogue`, `/api/v1/list-drafts/${town.code}`])
      assert.equal((await app.inject(url)).statusCode, 404, 'nor is its draft read by another place')
  }
  viewer = officer('b', 'catalogueAdmin', '150602000000')
  const own = (await app.inject('/api/v1/list-drafts/150602')).json()
  assert.ok(own.towns.some(({ code }: { code: string }) => code === town.code))
})
