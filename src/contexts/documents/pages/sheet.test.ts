import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import jsQR from 'jsqr'
import { GlyphMissing } from '../../../ui/paper/type.ts'
import { drawPaper } from '../perform/print.ts'
import { paperTypes, type RecordedPaper } from '../terms.ts'

const papers = JSON.parse(readFileSync(new URL('samples.json', import.meta.url), 'utf8')) as RecordedPaper[]
const printing = { publicUrl: 'https://zwfw.example', sealLines: ['业务专用章', '(示例)'] }
const folder = mkdtempSync(join(tmpdir(), 'papers-'))
after(() => rmSync(folder, { recursive: true }))

const has = (program: string): boolean => {
  try {
    execFileSync(program, ['-v'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
const poppler = has('pdftotext') && has('pdftoppm') ? false : 'poppler-utils is not installed'
const sample = (type: RecordedPaper['type']): RecordedPaper => {
  const paper = papers.find((one) => one.type === type)
  assert.ok(paper, type)
  return paper
}
const drawn = async (paper: RecordedPaper): Promise<string> => {
  const file = join(folder, `${paper.type}.pdf`)
  writeFileSync(file, await drawPaper(paper, printing))
  return file
}

test('there is a sample and a template of every paper type (domain.md C6)', () => {
  assert.deepEqual(papers.map(({ type }) => type).sort(), Object.keys(paperTypes).sort())
})

for (const paper of papers) {
  test(`${paper.title}: its text can be read out of the PDF, with number, case number and code`, { skip: poppler }, async () => {
    const text = execFileSync('pdftotext', ['-layout', await drawn(paper), '-']).toString()
    for (const part of [paper.number, paper.caseNo, paper.unit, '7K2M-9XQ4-T0WZ-3B8D', paper.body.itemCode])
      assert.ok(text.includes(part), part)
  })
}

test('the same record gives the same bytes, whenever it is drawn', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: Date.parse('2026-03-02T01:00:00Z') })
  const first = await drawPaper(sample('grant'), printing)
  t.mock.timers.setTime(Date.parse('2027-09-30T12:34:56Z')) // a clock in the file would show
  assert.ok(first.equals(await drawPaper(sample('grant'), printing)))
})

test('another word gives other bytes', async () => {
  const paper = sample('grant')
  assert.ok(!(await drawPaper(paper, printing)).equals(await drawPaper({ ...paper, recipient: '他人' }, printing)))
})

test('U-052: the printed QR code leads to the verification of this paper', { skip: poppler }, async () => {
  const file = await drawn(sample('notNeeded'))
  execFileSync('pdftoppm', ['-r', '150', file, join(folder, 'page')])
  const read = (name: string): string | undefined => {
    const image = readFileSync(join(folder, name))
    const [head, width, height] = /^P6\n(\d+) (\d+)\n255\n/.exec(image.subarray(0, 40).toString('latin1')) ?? []
    const colours = image.subarray(head?.length)
    const pixels = new Uint8ClampedArray((colours.length / 3) * 4)
    for (let i = 0; i < colours.length; i += 1) pixels[Math.floor(i / 3) * 4 + (i % 3)] = colours[i] ?? 0
    return jsQR.default(pixels, Number(width), Number(height))?.data
  }
  const pages = readdirSync(folder).filter((name) => /^page.*ppm$/.test(name))
  assert.ok(pages.map(read).includes('https://zwfw.example/verify?code=7K2M9XQ4T0WZ3B8D'))
})

test('U-053: 天头 37 mm, 订口 28 mm, 版心 156 × 225 mm, within 1 mm (GB/T 9704)', { skip: poppler }, async () => {
  const boxes = execFileSync('pdftotext', ['-bbox', await drawn(sample('refusal')), '-']).toString()
  const words = [...boxes.matchAll(/xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)/g)].map(([, ...of]) => ({
    left: (Number(of[0]) * 25.4) / 72,
    right: (Number(of[2]) * 25.4) / 72,
    bottom: (Number(of[3]) * 25.4) / 72,
    text: of[4] ?? '',
  }))
  const body = words.filter(({ text }) => !/^[—\d]$/.test(text))
  assert.ok(Math.abs(Math.min(...body.map(({ left }) => left)) - 28) <= 1)
  assert.ok(Math.max(...body.map(({ right }) => right)) <= 28 + 156 + 1)
  assert.ok(Math.max(...body.map(({ bottom }) => bottom)) <= 37 + 225 + 2)
})

test('a name with a rare character is drawn, 〇 is no blank', { skip: poppler }, async () => {
  const text = execFileSync('pdftotext', [await drawn({ ...sample('receipt'), recipient: '张䶮〇㛃' }), '-']).toString()
  assert.match(text, /张䶮〇㛃/)
})

test('a character without a glyph is an error that names it, never a blank', async () => {
  await assert.rejects(
    drawPaper({ ...sample('receipt'), recipient: '张\u{1F600}' }, printing),
    (error) => error instanceof GlyphMissing && error.character === '\u{1F600}',
  )
})

test('a licence cites 行政许可法, a 公共服务 does not', { skip: poppler }, async () => {
  const paper = sample('acceptance')
  const other = { ...paper, body: { ...paper.body, itemType: '20' } }
  assert.match(execFileSync('pdftotext', [await drawn(paper), '-']).toString(), /行政许可法/)
  assert.doesNotMatch(execFileSync('pdftotext', [await drawn(other), '-']).toString(), /行政许可法/)
})

test('a very long reason goes over several pages and no word of it is lost', { skip: poppler }, async () => {
  const paper = sample('correctionNotice')
  const long = { ...paper, body: { ...paper.body, defects: [{ name: '申请表', problem: '䶮处'.repeat(300), cure: '逐处更正' }] } }
  const text = execFileSync('pdftotext', [await drawn(long), '-']).toString()
  assert.equal(text.match(/䶮/g)?.length, 300)
  const pages = execFileSync('pdftotext', ['-bbox', await drawn(long), '-']).toString()
  const lowest = Math.max(...[...pages.matchAll(/yMax="([\d.]+)">[^—\d]/g)].map(([, y]) => Number(y)))
  assert.ok((lowest * 25.4) / 72 <= 37 + 225 + 2, `text at ${lowest}`)
})
