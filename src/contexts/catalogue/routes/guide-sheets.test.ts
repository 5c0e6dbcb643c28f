import assert from 'node:assert/strict'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { after, test } from 'node:test'
import multipart from '@fastify/multipart'
import Fastify from 'fastify'
import { localDate } from '../../../kernel/date.ts'
import { asProblem, sendProblem } from '../../../platform/http.ts'
import { testDatabase } from '../../../platform/testing.ts'
import { handwritten } from '../../../platform/testing-sheets.ts'
import type { Staff, StaffRole, Viewer } from '../../identity/index.ts'
import { demoCatalogue } from '../demo-catalogue.ts'
import { writeGuides } from '../perform/excel/write-guides.ts'
import { publishMany } from '../perform/publish.ts'
import { findOpenDraft } from '../store/guide-drafts.ts'
import { findGuide } from '../store/versions.ts'
import type { UploadLine } from '../terms/sheets.ts'
import type { Guide } from '../terms.ts'
import { guideSheetRoutes } from './guide-sheets.ts'

const db = await testDatabase()
const on = localDate('2026-11-23')
const city = '150600000000'
const guides = demoCatalogue(join(import.meta.dirname, '../../../../data')).filter(({ division }) => division === city)
await publishMany(db, guides, { by: '测试', on, reason: '首次发布' })
const [first] = guides as [Guide]
const [mine, theirs] = [
  guides.filter((one) => one.departmentCode === first.departmentCode),
  guides.filter((one) => one.departmentCode !== first.departmentCode),
]
const [own, second] = mine as [Guide, Guide]

const staff = (accountId: string, role: StaffRole, departmentCode: string): Staff => ({
  kind: 'staff', accountId, name: `示例${accountId}`, roles: [role], unit: '测试局', departmentCode, division: city,
}) // biome-ignore format: a row
const editor = staff('editor', 'editor', first.departmentCode)
let viewer: Viewer = editor
const app = Fastify()
app.setErrorHandler((error, _request, reply) => sendProblem(reply, asProblem(error)))
await app.register(multipart, { throwFileSizeLimit: false })
await app.register(async (scope) => guideSheetRoutes(scope, { db, viewer: () => viewer }))
after(() => app.close())

const call = async (who: Viewer, method: 'GET' | 'POST', path: string, payload?: object) => {
  viewer = who
  const answer = await app.inject({ method, url: `/api/v1/catalogue${path}`, ...(payload ? { payload } : {}) })
  return {
    status: answer.statusCode,
    bytes: answer.rawPayload,
    body: answer.headers['content-type']?.includes('json') ? answer.json() : undefined,
  }
}
const upload = (who: Viewer, bytes: Buffer) => {
  const form = new FormData()
  form.append('file', new Blob([new Uint8Array(bytes)]), '办事指南.xlsx')
  return call(who, 'POST', '/uploads', form)
}

test('部门下载自己的事项，改了再上传：一行一行看新的、改了的、没变的、不收的；接收的成为草稿，没有接收的什么都不变', async () => {
  const download = await call(editor, 'GET', '/guides.xlsx')
  const same = await upload(editor, download.bytes)
  assert.deepEqual(same.body.counts, [{ state: 'unchanged', count: mine.length }])

  const next: Guide = { ...own, conditions: [...own.conditions, '取水口位置合乎规划'] }
  const added: Guide = { ...own, code: `${own.code.slice(0, -3)}999`, name: '新事项' }
  const { status, body } = await upload(editor, await writeGuides([next, added, second, theirs[0] as Guide]))
  assert.equal(status, 201)
  const seen = (await call(editor, 'GET', `/uploads/${body.id}`)).body
  assert.deepEqual(seen.items.map(({ state, code }: { state: string; code: string }) => [state, code]), [['changed', next.code], ['new', added.code], ['unchanged', second.code], ['refused', theirs[0]?.code]]) // biome-ignore format: one comparison
  assert.deepEqual(seen.items[0].changes.map(({ field }: { field: string }) => field), ['受理条件']) // biome-ignore format: one comparison
  assert.equal(seen.items[3].problems[0].code, 'sheet.not-your-item')

  const taken = (await call(editor, 'POST', `/uploads/${body.id}/rows`, { rows: [1, 4] })).body.items
  assert.deepEqual(taken.map(({ draft, why }: { draft: boolean; why?: string }) => [draft, why]), [[true, undefined], [false, 'nothing-to-take']]) // biome-ignore format: one comparison
  assert.deepEqual((await findOpenDraft(db.sql, own.code))?.guide.conditions, next.conditions)
  assert.deepEqual((await findGuide(db.sql, own.code))?.version, 1, 'in force is what was published')
  assert.equal(await findOpenDraft(db.sql, added.code), undefined)
  const again = (await call(editor, 'POST', `/uploads/${body.id}/rows`, { rows: [1] })).body.items
  assert.equal(again[0].draft, true, 'what is a draft stays one')

  const { items } = (await call(editor, 'GET', '/uploads')).body
  assert.deepEqual(items.map(({ id, rows, usable, refused, taken: count }: UploadLine) => [id, rows, usable, refused, count]), [[body.id, 4, 2, 1, 1], [same.body.id, mine.length, 0, 0, 0]]) // biome-ignore format: one comparison
})

test('有人正在起草的事项、上传之后发布了新版本的事项，不会被表格盖掉', async () => {
  const { body } = await upload(
    editor,
    await writeGuides([
      { ...own, summary: '另一种说法' },
      { ...second, summary: '改了' },
    ]),
  )
  await publishMany(db, [{ ...second, summary: '先发布的' }], { by: '测试', on, reason: '改' })
  const { items } = (await call(editor, 'POST', `/uploads/${body.id}/rows`, { rows: [1, 2] })).body
  assert.deepEqual(items.map(({ why }: { why: string }) => why), ['draft-open', 'newer-version']) // biome-ignore format: one comparison
})

test('接收一行和记下这一行已经接收同时发生：记不下来，草稿也没有', async () => {
  const { body } = await upload(editor, await writeGuides([{ ...own, summary: '第三种说法' }]))
  const draft = await findOpenDraft(db.sql, own.code)
  await db.sql`update catalogue.guide_draft set state = 'discarded' where id = ${draft?.id}`
  await db.sql`create function refuse_taken() returns trigger language plpgsql as $$ begin raise exception 'no room'; end $$`
  await db.sql`create trigger refuse_taken before update on catalogue.guide_upload_row for each row execute function refuse_taken()`
  assert.equal((await call(editor, 'POST', `/uploads/${body.id}/rows`, { rows: [1] })).status, 500)
  assert.equal(await findOpenDraft(db.sql, own.code), undefined)
  await db.sql`drop trigger refuse_taken on catalogue.guide_upload_row`
  assert.equal((await call(editor, 'POST', `/uploads/${body.id}/rows`, { rows: [1] })).body.items[0].draft, true)
  assert.equal((await findOpenDraft(db.sql, own.code))?.guide.summary, '第三种说法')
})

test('逐行看的一页一页：往后翻、往前翻，每一行都在一页里', async () => {
  const { body } = await upload(editor, await writeGuides(theirs.slice(0, 5)))
  const page = async (query: string) => (await call(editor, 'GET', `/uploads/${body.id}?limit=2${query}`)).body
  const pages = [await page(''), await page('&after=2'), await page('&after=4')]
  const rows = pages.map(({ items }) => items.map(({ position }: { position: number }) => position))
  assert.deepEqual([rows, pages.map(({ next }) => next), pages.map(({ previous }) => previous)], [[[1, 2], [3, 4], [5]], [2, 4, null], [null, 0, 2]]) // biome-ignore format: one comparison
  assert.equal((await page('&state=refused&after=3')).previous, 1)
  assert.equal((await page('&state=new&after=3')).previous, null)
})

test('整个文件不能用的，什么都没有留下；不是 .xlsx 的说出是什么', async () => {
  const before = await db.sql`select from catalogue.guide_upload`
  const bad = await upload(editor, await handwritten({ 事项: '<sheetData/>', 别的: '' }))
  assert.deepEqual([bad.status, bad.body.type], [422, '/problems/sheet.unusable'])
  assert.deepEqual(bad.body.problems.map(({ code }: { code: string }) => code), ['sheet.unknown']) // biome-ignore format: one comparison
  const csv = await upload(editor, Buffer.from('实施编码，事项名称\n'))
  assert.deepEqual([csv.status, csv.body.type], [422, '/problems/sheet.csv'])
  assert.equal((await db.sql`select from catalogue.guide_upload`).length, before.length)
})

test('超过 32 MB 的文件不收：看请求自报的大小，没有自报的收到上限为止；什么都没有留下', async () => {
  const uploads = async () => (await db.sql`select id from catalogue.guide_upload`).length
  const before = await uploads()
  const told = await upload(editor, Buffer.alloc(33 * 1024 * 1024))
  assert.deepEqual([told.status, told.body.type], [413, '/problems/sheet.too-large'])
  const head = '--b\r\ncontent-disposition: form-data; name="file"; filename="x.xlsx"\r\n\r\n'
  const sent = Readable.from([head, Buffer.alloc(32 * 1024 * 1024), 'x', '\r\n--b--\r\n'])
  const untold = await app.inject({ method: 'POST', url: '/api/v1/catalogue/uploads', headers: { 'content-type': 'multipart/form-data; boundary=b' }, payload: sent }) // biome-ignore format: one call
  assert.deepEqual([untold.statusCode, untold.json().type], [413, '/problems/sheet.too-large'])
  assert.equal(await uploads(), before)
})

test('S-041 别人的上传看不到、收不了；不是事项管理员的不能上传；没有登录的先登录', async () => {
  const { body } = await upload(editor, await writeGuides([own]))
  const other = staff('other', 'editor', first.departmentCode)
  assert.equal((await call(other, 'GET', `/uploads/${body.id}`)).status, 404)
  assert.deepEqual((await call(other, 'GET', '/uploads')).body.items, [])
  assert.equal((await call(other, 'POST', `/uploads/${body.id}/rows`, { rows: [1] })).status, 404)
  assert.equal((await upload(staff('clerk', 'clerk', ''), await writeGuides([own]))).status, 403)
  assert.equal((await call({ kind: 'visitor' } as Viewer, 'GET', '/guides.xlsx')).status, 401)
})
