import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { localDate } from '../../../kernel/date.ts'
import { testDatabase } from '../../../platform/testing.ts'
import { publishGuide } from '../../catalogue/index.ts'
import { brokenAt, findCase } from '../perform/journal.ts'
import { doAct, done, submitted, testGuide } from '../testing-city.ts'
import { deskDay as day, fieldsOf, openTestDesk } from '../testing-desk.ts'

const db = await testDatabase()
const { city, casework, viewers, call, send } = await openTestDesk(db)
const steps = testGuide.steps.map((step) => (step.by === 'approver' ? { ...step, name: '现场核查', twoPersons: true } : step))
await db.transaction((sql) => publishGuide(sql, { ...testGuide, steps }, { by: '测试', on: localDate(day) }))

const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
const hashOf = (content: Buffer): string => createHash('sha256').update(content).digest('hex')
const second = viewers.approver2.kind === 'staff' ? viewers.approver2.name : ''

const accepted = async () => {
  const { caseId, no } = await submitted(city, day)
  done(await doAct(city, caseId, viewers.clerk1, 'accept', day))
  return { caseId, no }
}
const photograph = (no: string, as = 'approver1', name = '取水口.png', content: string | Buffer = png) =>
  send(as, `/cases/${no}/photos`, {}, name, content)
const pass = (no: string, photos: unknown) =>
  call('approver1', 'POST', `/cases/${no}/acts`, { act: 'passStep', opinion: '与申报一致', secondPerson: second, place: '取水口', photos })

test('行政许可法第三十四条 现场照片随环节通过入卷：日志、核查记录写明文件名和摘要，工作人员能看，申请人凭记录也能看', async () => {
  const { caseId, no } = await accepted()
  const kept = await photograph(no)
  assert.deepEqual([kept.status, kept.body.type, kept.body.sha256], [201, 'image/png', hashOf(png)])
  const passed = await pass(no, [{ ...kept.body, name: '改过的名字.png', size: 1 }])
  assert.equal(passed.status, 200, JSON.stringify(passed.body))
  const loaded = await findCase(casework, db.sql, no)
  assert.ok(loaded)
  const photo = { sha256: hashOf(png), name: '取水口.png', size: png.length, type: 'image/png' }
  assert.deepEqual(loaded.events.at(-1)?.photos, [photo])
  const altered = loaded.entries.map((entry) => (entry.body.photos ? { ...entry, body: { ...entry.body, photos: [] } } : entry))
  assert.deepEqual([brokenAt(loaded.entries), brokenAt(altered)], [undefined, loaded.entries.length])
  const [paper] = await db.sql<{ content: string }>`
    select content
    from documents.paper
    where case_id = ${caseId} and type = 'siteRecord'`
  assert.deepEqual(JSON.parse(paper?.content ?? '{}').body.photos, [{ name: photo.name, sha256: photo.sha256 }])
  for (const who of ['approver1', 'decider1', 'citizen1']) {
    const { body } = await call(who, 'GET', `/cases/${no}`)
    const file = { id: photo.sha256, name: photo.name, size: photo.size, type: photo.type }
    assert.deepEqual(body.sitePhotos, [{ step: '现场核查', on: day, files: [file] }], who)
  }
  assert.equal((await call('citizen2', 'GET', `/cases/${no}/files/${photo.sha256}`)).status, 404)
  const [left] = await db.sql<{ n: number }>`select count(*)::int as n from casework.site_photo where case_id = ${caseId}`
  assert.equal(left?.n, 0)
})

test('照片按内容认格式；申请人、别的岗位、还没受理的都不能传；没有上传到这个办件的、不是照片的摘要都拒绝', async () => {
  const [{ no }, other] = [await accepted(), await accepted()]
  assert.equal((await photograph(no, 'approver1', '报告.pdf', '%PDF-1.4\n%%EOF\n')).status, 422)
  assert.equal((await photograph(no, 'approver1', '网页.png', '<script>alert(1)</script>')).status, 422)
  assert.equal((await photograph(no, 'citizen1')).status, 404)
  assert.equal((await photograph(no, 'issuer1')).status, 409)
  assert.equal((await photograph((await submitted(city, day)).no)).status, 409)
  const { body } = await photograph(other.no)
  const refused = await pass(no, [body])
  assert.deepEqual([refused.status, refused.body.type.split('/').at(-1), fieldsOf(refused.body)], [409, 'photo-not-uploaded', ['photos']])
  assert.equal((await pass(no, [])).status, 400)
  assert.equal(
    (
      await pass(
        no,
        Array.from({ length: 13 }, () => body),
      )
    ).status,
    400,
  )
  const file = await findCase(casework, db.sql, no)
  assert.equal(file?.events.at(-1)?.type, 'accept')
})
