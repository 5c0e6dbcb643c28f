import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import jsQR from 'jsqr'
import { GlyphMissing } from '../../../ui/paper/type.ts'
import { drawPaper } from '../perform/print.ts'
import { required } from '../rules.ts'
import { paperTypes, type RecordedPaper } from '../terms.ts'
import { longName, longPapers, shortPapers as papers } from '../testing-papers.ts'

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
const drawn = async (paper: RecordedPaper, name: string = paper.type): Promise<string> => {
  const file = join(folder, `${name}.pdf`)
  writeFileSync(file, await drawPaper(paper, printing))
  return file
}

test('there is a sample and a template of every paper type (domain.md C6)', () => {
  assert.deepEqual(papers.map(({ type }) => type).sort(), Object.keys(paperTypes).sort())
})

const textOf = (file: string, ...options: string[]): string => execFileSync('pdftotext', [...options, file, '-']).toString()
/** Text as a reader reads it: over lines, cells and pages, with the punctuation of print. */
const joined = (text: string): string => text.replace(/\s/g, '').replace(/—\d+—/g, '')

for (const paper of papers) {
  test(`C6 ${paper.title}: 文号, 办件编号, 申请人, 实施编码, 日期, 验证码 can be read out of the PDF`, { skip: poppler }, async () => {
    const text = textOf(await drawn(paper), '-layout')
    for (const part of [paper.number, paper.caseNo, paper.unit, '7K2M-9XQ4-T0WZ-3B8D', paper.body.itemCode, paper.body.applicantName])
      assert.ok(text.includes(part), part)
    assert.match(text, /2026年\d+月\d+日\s/)
  })
}

type Word = { readonly left: number; readonly right: number; readonly bottom: number; readonly text: string }
/** Every word of a page in millimetres. */
const wordsOf = (file: string): Word[][] =>
  textOf(file, '-bbox')
    .split('<page ')
    .slice(1)
    .map((page) =>
      [...page.matchAll(/xMin="(-?[\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)/g)].map(([, ...of]) => ({
        left: (Number(of[0]) * 25.4) / 72,
        right: (Number(of[2]) * 25.4) / 72,
        bottom: (Number(of[3]) * 25.4) / 72,
        text: of[4] ?? '',
      })),
    )

/** What a list of forty rows must show to its last row. */
const lastRows = {
  defects: '第40项',
  materials: '之40',
  missing: '之40',
  delivered: '之40',
  photos: '之40',
  changes: '之40',
  record: '第40项',
} as const
const columnsOf: Partial<Record<RecordedPaper['type'], string>> = {
  receipt: '原件/复印件', correctionReceipt: '原件/复印件', acceptance: '原件/复印件', forwarding: '原件/复印件', correctionNotice: '存在的问题', gaps: '补齐方式', delivery: '文书名称', change: '变更前', enquiryNotice: '原件/复印件',
} // biome-ignore format: pairs read best in rows

for (const paper of longPapers) {
  test(`${paper.title}: a name of 60 characters, 40 rows, several pages: nothing is cut, heads are said again`, {
    skip: poppler,
  }, async () => {
    const file = await drawn(paper, `long-${paper.type}`)
    const [text, pages] = [joined(textOf(file)), wordsOf(file)]
    for (const word of pages.flat().filter(({ text: said }) => !/^[—\d]+$/.test(said)))
      assert.ok(word.left >= 27 && word.right <= 28 + 156 + 1 && word.bottom <= 37 + 225 + 2, `${word.text} at ${JSON.stringify(word)}`)
    if (paper.body.applicantName) assert.ok(text.includes(longName), 'the whole name')
    for (const [member, last] of Object.entries(lastRows)) {
      const isPrinted = required[paper.type].includes(member as never) || member === 'materials'
      if (isPrinted && paper.body[member as keyof typeof lastRows]) assert.ok(text.includes(last), `${member} to the last row`)
    }
    const column = columnsOf[paper.type]
    if (column) assert.ok(text.split(column).length - 1 >= 2, `${column} at the top of every page`)
    pages.forEach((page, i) => {
      assert.ok(
        page.some(({ text: said, bottom }) => said === String(i + 1) && bottom > 37 + 225),
        `page number ${i + 1}`,
      )
    })
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
  const words = [...boxes.matchAll(/xMin="(-?[\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)/g)].map(([, ...of]) => ({
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
