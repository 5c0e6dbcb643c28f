import assert from 'node:assert/strict'
import { test } from 'node:test'
import { drawPaper } from '../contexts/documents/perform/print.ts'
import { paperTypes } from '../contexts/documents/terms.ts'
import { longPapers, shortPapers } from '../contexts/documents/testing-papers.ts'
import { verifyFile } from '../contexts/licences/index.ts'
import { signingKey } from '../platform/keys.ts'
import { secrets } from '../platform/secrets.ts'
import { signPdf } from '../platform/signed-pdf.ts'
import { testDatabase } from '../platform/testing.ts'

const db = await testDatabase()
const key = await signingKey(db, secrets('a secret that only these tests know'), 'papers')
const printing = { publicUrl: 'https://zwfw.example', sealLines: ['业务专用章'] }
const [short, long] = [shortPapers, longPapers].map((papers) => new Map(papers.map((paper) => [paper.type, paper])))

for (const [type, title] of Object.entries(paperTypes)) {
  test(`C3 (v) tongban verify accepts ${title}, short and over pages, and names a changed byte`, async () => {
    for (const paper of [short?.get(type as never), long?.get(type as never)]) {
      assert.ok(paper)
      const pdf = await signPdf(key, await drawPaper(paper, printing))
      const verdict = verifyFile(pdf, { trust: key.authority })
      assert.deepEqual([verdict.ok, verdict.kind, verdict.failure], [true, 'paper', undefined])
      pdf[Math.floor(pdf.length / 3)] = (pdf[Math.floor(pdf.length / 3)] ?? 0) ^ 1
      assert.equal(verifyFile(pdf, { trust: key.authority }).failure, 'digest')
    }
  })
}
