import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, test } from 'node:test'
import Fastify from 'fastify'
import { localDate } from '../../../kernel/date.ts'
import { asProblem, sendProblem } from '../../../platform/http.ts'
import { testDatabase } from '../../../platform/testing.ts'
import { sampleFrame } from '../../../ui/page/sample-frame.ts'
import type { Staff, StaffRole, Viewer } from '../../identity/index.ts'
import { demoCatalogue } from '../demo-catalogue.ts'
import { importBaseItems } from '../perform/base-items.ts'
import { demoBaseItems } from '../perform/demo-lists.ts'
import { publishMany } from '../perform/publish.ts'
import type { Guide } from '../terms.ts'
import { baseItemKeeping } from './base-items.ts'
import { draftRoutes } from './drafts.ts'

const db = await testDatabase()
const on = localDate('2026-11-23')
const city = '150600000000'
const guides = demoCatalogue(join(import.meta.dirname, '../../../../data')).filter(({ division }) => division === city).slice(0, 6) // biome-ignore format: one list
await publishMany(db, guides, { by: '测试', on })
const [first, other] = [guides[0], guides.find(({ departmentCode }) => departmentCode !== guides[0]?.departmentCode)] as [Guide, Guide]

const staff = (accountId: string, role: StaffRole, departmentCode = '', division = city): Staff => ({
  kind: 'staff', accountId, name: `示例${accountId}`, roles: [role], unit: '测试局', departmentCode, division,
}) // biome-ignore format: a row
const [author, bureau] = [staff('author', 'editor', first.departmentCode), staff('bureau', 'catalogueAdmin')]
let viewer: Viewer = author
const app = Fastify({ routerOptions: { maxParamLength: 200 } })
app.setErrorHandler((error, _request, reply) => sendProblem(reply, asProblem(error)))
const means = { db, viewer: () => viewer, today: () => on }
baseItemKeeping(app, means)
draftRoutes(app, { ...means, frame: (request) => sampleFrame({ path: request.url }), openDrafts: async () => ({ drafts: 0, cases: 0 }) })
after(() => app.close())

const call = async (who: Viewer, method: 'GET' | 'PUT' | 'POST', path: string, payload?: object) => {
  viewer = who
  const answer = await app.inject({ method, url: `/api/v1${path}`, ...(payload ? { payload } : {}) })
  return { status: answer.statusCode, body: answer.json() }
}
const entry = {
  code: '150199001000',
  name: '新设的许可',
  type: '01',
  basis: [{ title: '示例条例', article: '第三条' }],
  levels: ['3', '4'],
}
const lines = (...rows: readonly unknown[]) => [rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n')]
async function* file(...rows: readonly unknown[]) {
  yield* lines(...rows)
}
const bringing = { by: '自治区基本目录2026', on }

test('R-046: the 基本目录 is imported line by line; what cannot be used is told with its line; a second run changes nothing', async () => {
  const region = demoBaseItems(guides, on).map(({ source: _source, publishedOn: _on, ...row }) => row)
  const bad = ['{', { ...entry, code: '150199009000', type: '99' }, { ...entry, code: '150199009000', basis: [] }]
  const done = await importBaseItems(db, file(entry, ...region, '', ...bad), bringing)
  assert.deepEqual([done.read, done.created, done.refused], [region.length + 4, region.length + 1, 3])
  assert.deepEqual(done.problems.map(({ line }) => line), [region.length + 3, region.length + 4, region.length + 5]) // biome-ignore format: lines
  const again = await importBaseItems(db, file(entry, ...region), bringing)
  assert.deepEqual([again.created, again.updated, again.unchanged], [0, 0, region.length + 1])
  const changed = await importBaseItems(db, file({ ...entry, levels: ['4', '3', '2'] }), bringing)
  assert.deepEqual([changed.created, changed.updated], [0, 1])
  const journal = await db.sql<{ by: string }>`select by_whom as by from catalogue.base_item_entry where code = ${entry.code}`
  assert.deepEqual(journal, [{ by: bringing.by }, { by: bringing.by }])
  await assert.rejects(() => db.sql`delete from catalogue.base_item_entry`)
})

test('R-065: a new item has code, name, type and basis of the 基本目录, and they stay', async () => {
  const begun = await call(author, 'POST', '/catalogue/items', { base: entry.code, body: first.departmentCode })
  const code = `${first.departmentCode}3${entry.code}`
  assert.deepEqual([begun.status, begun.body], [201, { code }])
  const view = (await call(author, 'GET', `/catalogue/drafts/${code}`)).body
  const { guide } = view.draft
  assert.deepEqual([guide.name, guide.type, guide.basis, guide.department], [entry.name, entry.type, entry.basis, first.department])
  assert.deepEqual([view.inForce, view.base.item.code, view.base.differences], [null, entry.code, []])
  const save = (next: Partial<Guide>, seen = 1) => call(author, 'PUT', `/catalogue/drafts/${code}`, { guide: { ...guide, ...next }, seen })
  for (const next of [
    { name: '别的名字' },
    { type: '07' },
    { basis: [{ title: '办法' }] },
    { baseCode: '150199001099' },
  ] as Partial<Guide>[]) {
    const { status, body } = await save(next)
    assert.deepEqual([status, body.fields[0].field], [422, Object.keys(next)[0]])
  }
  assert.equal((await save({ summary: '一句简介' })).status, 200)
  const twice = await call(author, 'POST', '/catalogue/items', { base: entry.code, body: first.departmentCode })
  assert.deepEqual([twice.status, twice.body.code], [409, code])
})

test('R-065: when the 基本目录 changes, items show where they differ, may stay so or be brought to it', async () => {
  const [base] = demoBaseItems([first], on)
  const { source: _source, publishedOn: _on, ...row } = base as NonNullable<typeof base>
  assert.equal((await call(author, 'PUT', `/base-items/${row.code}`, { ...row, name: '统一后的名称' })).status, 403)
  assert.equal((await call(staff('b', 'catalogueAdmin', '', '150602000000'), 'PUT', `/base-items/${row.code}`, row)).status, 403)
  assert.equal((await call(bureau, 'PUT', `/base-items/${row.code}`, { ...row, name: '统一后的名称' })).status, 200)
  const view = (await call(author, 'GET', `/catalogue/drafts/${first.code}`)).body
  assert.deepEqual(view.base.differences, [{ element: '事项名称', expected: '统一后的名称', found: first.name }])
  const save = (guide: Guide, seen: number) => call(author, 'PUT', `/catalogue/drafts/${first.code}`, { guide, seen })
  assert.equal((await save({ ...first, summary: '先改别处' }, 0)).status, 200, 'what differed before may stay')
  assert.equal((await save({ ...first, name: '第三个名称' }, 1)).status, 422)
  assert.equal((await save({ ...first, name: '统一后的名称' }, 1)).status, 200)
  assert.equal((await save(first, 2)).status, 200, 'and back to what is in force')
  const { items, mayWrite } = (await call(bureau, 'GET', `/base-items?q=${encodeURIComponent('统一后')}`)).body
  assert.deepEqual([items.length, items[0].carriedOut, mayWrite], [1, 1, true])
})

test('S-041 B2: a 业务办理项 beside an own item; nobody begins one for another department or on a level that has none', async () => {
  const beside = await call(author, 'POST', '/catalogue/items', { like: first.code })
  assert.deepEqual([beside.status, beside.body.code], [201, `${first.code.slice(0, 31)}01`])
  assert.equal((await call(author, 'POST', '/catalogue/items', { like: first.code })).body.code, `${first.code.slice(0, 31)}02`)
  assert.equal((await call(author, 'POST', '/catalogue/items', { like: other.code })).status, 409)
  assert.equal((await call(author, 'POST', '/catalogue/items', { base: entry.code, body: other.departmentCode })).status, 409)
  assert.deepEqual((await call(author, 'GET', '/catalogue/bodies')).body.items, [{ code: first.departmentCode, name: first.department }])
  const state = { ...entry, code: '150199002000', levels: ['2'] }
  assert.equal((await call(bureau, 'PUT', `/base-items/${state.code}`, state)).status, 200)
  const refused = await call(author, 'POST', '/catalogue/items', { base: state.code, body: first.departmentCode })
  assert.deepEqual([refused.status, refused.body.type], [409, '/problems/not-your-level'])
  for (const [who, status] of [
    [{ kind: 'visitor' }, 401],
    [staff('c', 'clerk'), 403],
  ] as [Viewer, number][])
    assert.equal((await call(who, 'POST', '/catalogue/items', { like: first.code })).status, status)
})
