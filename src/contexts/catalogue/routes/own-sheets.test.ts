import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import multipart from '@fastify/multipart'
import Fastify, { type FastifyRequest } from 'fastify'
import { localDate } from '../../../kernel/date.ts'
import { diskStore } from '../../../platform/files.ts'
import { asProblem, sendProblem } from '../../../platform/http.ts'
import { testDatabase } from '../../../platform/testing.ts'
import { sampleFrame } from '../../../ui/page/sample-frame.ts'
import type { Staff, Viewer } from '../../identity/index.ts'
import { demoCatalogue } from '../demo-catalogue.ts'
import { openCatalogue } from '../perform/live-catalogue.ts'
import { publicPages } from '../perform/public-pages.ts'
import { publishGuide } from '../perform/publish.ts'
import { changesBetween } from '../rules/changes.ts'
import { findGuide } from '../store/versions.ts'
import type { Guide, OwnSheet } from '../terms.ts'
import { draftRoutes } from './drafts.ts'
import { guideRoutes } from './guides.ts'
import { ownSheetRoutes } from './own-sheets.ts'

const db = await testDatabase()
const on = localDate('2026-11-23')
const found = demoCatalogue(join(import.meta.dirname, '../../../../data')).find(
  ({ form, materials, situations }) => form && situations.length === 0 && materials.some(({ fromForm }) => fromForm),
)
assert.ok(found)
const guide: Guide = found
await db.transaction((sql) => publishGuide(sql, guide, { by: '测试', on }))
const made = guide.materials.findIndex(({ fromForm }) => fromForm)
const material = guide.materials[made]
assert.ok(material)

const folder = await mkdtemp(join(tmpdir(), 'own-sheets-'))
const files = diskStore(folder)
const editor: Staff = {
  kind: 'staff', accountId: 'editor', name: '示例编辑', roles: ['editor'], unit: '测试局', departmentCode: '', division: guide.division,
} // biome-ignore format: a row
let viewer: Viewer = editor
const frame = (request: FastifyRequest) => sampleFrame({ path: request.url })
const catalogue = await openCatalogue(db)
const pages = publicPages({ frame, catalogue })
const app = Fastify({ routerOptions: { maxParamLength: 200 } })
app.setErrorHandler((error, _request, reply) => sendProblem(reply, asProblem(error)))
await app.register(multipart, { throwFileSizeLimit: false })
const looks = { count: () => undefined, flush: async () => undefined, stop: async () => undefined }
guideRoutes(app, { db, frame, catalogue, pages, looks })
ownSheetRoutes(app, { db, files, viewer: () => viewer })
draftRoutes(app, { db, frame, viewer: () => viewer, today: () => on, openDrafts: async () => ({ drafts: 0, cases: 0 }) })
after(async () => {
  await app.close()
  await catalogue.close()
  await rm(folder, { recursive: true })
})

const pdf = Buffer.from('%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n') // biome-ignore format: one document
const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
const upload = async (name: string, bytes: Buffer) => {
  const form = new FormData()
  form.append('file', new Blob([new Uint8Array(bytes)]), name)
  return app.inject({ method: 'POST', url: '/api/v1/catalogue/sheets', payload: form })
}
const save = (next: Guide, seen: number) =>
  app.inject({ method: 'PUT', url: `/api/v1/catalogue/drafts/${guide.code}`, payload: { guide: next, seen, reason: '换空表' } })
const withSheets = (sheets: Pick<Guide['materials'][number], 'blankSheet' | 'sampleSheet'>): Guide => ({
  ...guide,
  materials: guide.materials.with(made, { ...(material as Guide['materials'][number]), ...sheets }),
})
const address = `/guide/${guide.code}/forms/blank`

test('R-078 R-079: an own 空表 stands in place of the one made from the form, in the guide, at its address and in each version', async () => {
  const before = (await app.inject(`/guide/${guide.code}`)).body
  assert.ok(before.includes(`${address}"`) && (await app.inject(address)).statusCode === 200)
  const sent = await upload('C:\\表格\\申请表(空表).pdf', pdf)
  assert.equal(sent.statusCode, 201, sent.body)
  const blankSheet = sent.json() as OwnSheet
  assert.deepEqual([blankSheet.name, blankSheet.type, blankSheet.size], ['申请表(空表).pdf', 'application/pdf', pdf.length])
  const next = withSheets({ blankSheet })
  assert.equal((await save(next, 0)).statusCode, 200)
  assert.equal((await app.inject(`${address}/${material.id}`)).statusCode, 404, 'a draft shows nothing outside')
  await db.transaction((sql) => publishGuide(sql, next, { by: '测试', on }))
  await catalogue.refresh()
  const page = (await app.inject(`/guide/${guide.code}`)).body
  assert.ok(page.includes(`${address}/${material.id}" download>空表(PDF 1 KB)</a>`), 'the own one')
  assert.ok(page.includes('/forms/sample">样表</a>'), 'and the sample made from the form still')
  const file = await app.inject(`${address}/${material.id}`)
  assert.deepEqual([file.statusCode, file.headers['content-type'], file.rawPayload.equals(pdf)], [200, 'application/pdf', true])
  assert.match(String(file.headers['content-disposition']), /^attachment; filename\*=UTF-8''/)
  const again = await app.inject({ url: `${address}/${material.id}`, headers: { 'if-none-match': String(file.headers.etag) } })
  assert.equal(again.statusCode, 304)
  assert.equal((await app.inject(address)).headers.location, `${address}/${material.id}`)
  const old = await findGuide(db.sql, guide.code, 1)
  assert.deepEqual(changesBetween(old?.guide as Guide, next).map(({ says }) => says), [`材料“${material.name}”有了空表“申请表(空表).pdf”`]) // biome-ignore format: one comparison
  await db.transaction((sql) => publishGuide(sql, guide, { by: '测试', on }))
  await catalogue.refresh()
  assert.equal((await app.inject(address)).statusCode, 200, 'taken away, the one of the form is back')
  assert.equal((await app.inject(`${address}/${material.id}`)).statusCode, 404)
  assert.ok((await app.inject(`/guide/${guide.code}?version=2`)).body.includes(`${address}/${material.id}?version=2"`))
  assert.equal((await app.inject(`${address}/${material.id}?version=2`)).statusCode, 200, 'the version that had it still has it')
})

test('S-066 S-067: what is no plain document is refused with a cure, and nothing is kept of it', async () => {
  const count = async () => (await db.sql`select from catalogue.own_sheet`).length
  const before = await count()
  for (const [name, bytes] of [
    ['空表.pdf', png],
    ['空表.pdf', Buffer.from('%PDF-1.4\n1 0 obj << /OpenAction << /S /JavaScript /JS (x) >> >> endobj\n%%EOF')],
    ['空表.html', Buffer.from('<!doctype html><script>1</script>')],
    ['空表.pdf', Buffer.alloc(0)],
  ] as const) {
    const refused = await upload(name, bytes)
    assert.equal(refused.statusCode, 422, name)
    assert.ok(refused.json().detail, 'says what to do')
  }
  assert.equal((await upload('空表.pdf', Buffer.concat([pdf, Buffer.alloc(10 * 1024 * 1024)]))).statusCode, 413)
  assert.equal(await count(), before)
})

test('S-041: a guide never gives out a stored file that nobody uploaded as a sheet; only editors upload', async () => {
  const stored = await files.put((async function* () { yield png })(), { maxBytes: 1024, name: '身份证.png' }) // biome-ignore format: a stream
  const blankSheet = { ...stored, name: '空表.png' }
  const seen = (await app.inject(`/api/v1/catalogue/drafts/${guide.code}`)).json().draft.revision
  const refused = await save(withSheets({ blankSheet }), seen)
  assert.deepEqual([refused.statusCode, refused.json().fields?.[0]?.field], [422, `materials.${made}.blankSheet`])
  await db.transaction((sql) => publishGuide(sql, withSheets({ blankSheet }), { by: '导入', on }))
  assert.equal((await app.inject(`${address}/${material.id}`)).statusCode, 404, 'nor when an import names it')
  assert.equal((await app.inject(`/api/v1/catalogue/sheets/${stored.sha256}`)).statusCode, 404)
  for (const [who, status] of [
    [{ kind: 'visitor' }, 401],
    [{ kind: 'applicant', accountId: 'p', name: '张三', phone: '', level: 'realName' }, 403],
    [{ ...editor, roles: ['clerk'] }, 403],
  ] as const satisfies readonly (readonly [Viewer, number])[]) {
    viewer = who
    assert.equal((await upload('空表.pdf', pdf)).statusCode, status)
    assert.equal((await app.inject(`/api/v1/catalogue/sheets/${stored.sha256}`)).statusCode, status)
  }
})
