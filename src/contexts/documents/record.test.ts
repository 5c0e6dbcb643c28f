import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { localDate } from '../../kernel/date.ts'
import { diskStore } from '../../platform/files.ts'
import { Problem } from '../../platform/http.ts'
import { signingKey } from '../../platform/keys.ts'
import { secrets as secretsOf } from '../../platform/secrets.ts'
import { verifyPdf } from '../../platform/signed-pdf.ts'
import { testDatabase } from '../../platform/testing.ts'
import { listPapers, type Paper, recordPaper, renderPaper } from './index.ts'

const db = await testDatabase()

const receipt = (over: Partial<Paper> = {}): Paper => ({
  type: 'receipt',
  caseNo: '11150600MB105000084000105001000202603020001',
  caseId: randomUUID(),
  division: '150600000000',
  unit: '鄂尔多斯市教育体育局',
  recipient: '苏日娜',
  on: localDate('2026-03-02'),
  ...over,
  body: {
    itemName: '教师资格认定',
    itemCode: '11150600MB105000084000105001000',
    itemType: '01',
    applicantName: '苏日娜',
    applicantIdKind: '居民身份证',
    applicantId: '150602198506150028',
    phone: '13847712345',
    ...over.body,
  },
})

test('numbers are per type and year, without gaps and never reused, under 20 transactions at once', async () => {
  const numbers = await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      db
        .transaction(async (sql) => {
          const { number } = await recordPaper(sql, receipt())
          if (i % 5 === 0) throw new Error('rolled back')
          return number
        })
        .catch(() => undefined),
    ),
  )
  const given = numbers.filter((number) => number !== undefined).sort()
  assert.equal(given.length, 16)
  assert.deepEqual(
    given,
    Array.from({ length: 16 }, (_, i) => `鄂政服收字〔2026〕${String(i + 1).padStart(6, '0')}号`),
  )
})

test('another type and another year begin at 000001', async () => {
  const acceptance = receipt({ type: 'acceptance' })
  const first = await recordPaper(db.sql, { ...acceptance, body: { ...acceptance.body, acceptedOn: localDate('2026-03-03') } })
  assert.equal(first.number, '鄂政服受字〔2026〕000001号')
  assert.equal((await recordPaper(db.sql, receipt({ on: localDate('2027-01-04') }))).number, '鄂政服收字〔2027〕000001号')
})

test('a paper is never changed or deleted', async () => {
  const paper = receipt()
  const { id } = await recordPaper(db.sql, paper)
  await assert.rejects(db.sql`update documents.paper set recipient = '他人' where id = ${id}`, /never changed/)
  await assert.rejects(db.sql`delete from documents.paper where id = ${id}`, /never changed/)
  assert.equal((await listPapers(db.sql, paper.caseId ?? ''))[0]?.recipient, '苏日娜')
})

test('S-091: a recorded paper holds no whole identity number and no whole phone', async () => {
  const { id } = await recordPaper(db.sql, receipt())
  const [row] = await db.sql<{ content: string }>`select content from documents.paper where id = ${id}`
  assert.match(row?.content ?? '', /150602\*{8}0028/)
  assert.doesNotMatch(row?.content ?? '', /150602198506150028|13847712345/)
})

test('不予受理通知书 without its legal basis is not recorded (行政许可法 §32)', async () => {
  const refusal = receipt({ type: 'refusal' })
  await assert.rejects(recordPaper(db.sql, { ...refusal, body: { ...refusal.body, reason: '不属于本机关职权范围' } }), /basis/)
})

test('a paper is signed at first need and kept: its bytes never change, and its number is on it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'papers-'))
  after(() => rmSync(folder, { recursive: true }))
  const secrets = secretsOf('a secret that only these tests know')
  const key = await signingKey(db, secrets, 'papers')
  const press = { sql: db.sql, files: diskStore(folder), key, printing: { publicUrl: 'https://zwfw.example', sealLines: ['业务专用章'] } }
  const { id, number } = await recordPaper(db.sql, receipt())
  const [one, other] = await Promise.all([renderPaper(press, id), renderPaper(press, id)]) // two readers at once
  assert.ok(one && other)
  assert.ok(one.bytes.equals(other.bytes) && one.bytes.equals((await renderPaper(press, id))?.bytes ?? Buffer.alloc(0)))
  assert.ok(one.name.includes(number))
  verifyPdf(one.bytes)
  assert.equal(await renderPaper(press, randomUUID()), undefined)
})

test('a paper with a character that cannot be drawn stands as recorded; its reader is told which one', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'papers-'))
  after(() => rmSync(folder, { recursive: true }))
  const key = await signingKey(db, secretsOf('a secret that only these tests know'), 'papers')
  const press = { sql: db.sql, files: diskStore(folder), key, printing: { publicUrl: 'https://zwfw.example', sealLines: ['业务专用章'] } }
  const { id } = await recordPaper(db.sql, receipt({ recipient: '张\u{2E9F5}' }))
  await assert.rejects(
    renderPaper(press, id),
    (error) => error instanceof Problem && error.code === 'glyph-missing' && error.title.includes('\u{2E9F5}'),
  )
})
