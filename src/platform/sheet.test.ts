import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Sheet, workbook } from './sheet.ts'
import { cutMark, harmless, unquoted } from './sheet-cells.ts'
import { readWorkbook } from './sheet-reading.ts'
import { cellsOf, piecesOf, sheetPart } from './testing-sheets.ts'

const table = (rows: Sheet['rows']): Sheet => ({
  name: '在办',
  notes: ['共 2 件'],
  columns: [
    { heading: '申请人', width: 20 },
    { heading: '到期', width: 12 },
    { heading: '剩余', width: 8, choices: ['1', '"2"'] },
  ],
  rows,
})
const readBack = async (rows: Sheet['rows'], most?: number) => cellsOf(await workbook(table(rows), most))

test('S-061 以 = + - @ 制表符、回车开头的文字前加引号，写成文字而不是公式；读回来是原来的文字', async () => {
  for (const text of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', "'=1"]) {
    assert.equal(harmless(text), `'${text}`)
    assert.equal(unquoted(harmless(text)), text)
  }
  for (const text of ['张三', "'张三"]) assert.deepEqual([harmless(text), unquoted(text)], [text, text])
  const formula = '=HYPERLINK("http://x","点")'
  const bytes = await workbook(table([[formula, undefined, 1]]))
  assert.deepEqual((await cellsOf(bytes))[2], [`'${formula}`, '', '1'])
  assert.equal((await sheetPart(bytes, 'xl/worksheets/sheet1.xml')).includes('<f>'), false)
})

test('日期是真正的日期：2026-03-16 是第 46097 天，按日期格式显示；数字是数字', async () => {
  const bytes = await workbook(table([['张三', { on: '2026-03-16' }, -3]]))
  assert.match(await sheetPart(bytes, 'xl/worksheets/sheet1.xml'), /<v>46097<\/v>/)
  const { sheets } = await readWorkbook(bytes)
  const rows = await piecesOf(sheets[0])
  const kinds = rows.map((row) => ('cells' in row ? [...row.cells.values()].map(({ kind }) => kind) : []))
  assert.deepEqual(kinds.at(-1), ['text', 'date', 'number'])
  assert.deepEqual((await cellsOf(bytes))[2], ['张三', '2026-03-16', '-3'])
})

test('尖括号、控制字符、半个字、对象自带的名字都不会弄坏文件', async () => {
  const rows = await readBack([['<b>&"\u0000\ud800乙', undefined, 0], ['constructor'], ['__proto__']])
  assert.deepEqual(rows.slice(2), [['<b>&"乙', '', '0'], ['constructor'], ['__proto__']])
})

test('行一页一页来，文件里一行不少；表头上有筛选，固定的值有下拉列表', async () => {
  async function* pages() {
    for (let i = 0; i < 2_000; i += 1) yield [`第${i}行`, undefined, i]
  }
  const bytes = await workbook(table(pages()))
  const rows = await cellsOf(bytes)
  assert.deepEqual([rows.length, rows[0], rows.at(-1)], [2_002, ['共 2 件'], ['第1999行', '', '1999']])
  const xml = await sheetPart(bytes, 'xl/worksheets/sheet1.xml')
  assert.match(xml, /<\/sheetData><autoFilter ref="A2:C2002"\/><dataValidations count="1">/)
  assert.match(xml, /sqref="C3:C2002"><formula1>"1,&quot;2&quot;"<\/formula1>/)
})

test('超过能放的行数：写到上限为止，表头上方说明后面的没有写入', async () => {
  const rows = await readBack([['甲'], ['乙'], ['丙']], 2)
  assert.deepEqual(rows.slice(-2), [['甲'], ['乙']])
  assert.match(rows[0]?.[0] ?? '', /^共 2 件；一个表最多放 2 行，后面的行没有写入/)
  assert.deepEqual((await readBack([['甲'], ['乙']], 2))[0], ['共 2 件'])
})

test('一格放不下的文字截断，并说明没有写全', async () => {
  const [, , [text = ''] = []] = await readBack([['长'.repeat(40_000)]])
  assert.equal(text.length, 32_767)
  assert.ok(text.endsWith(cutMark))
})

test('行读到一半出错，就没有文件，不会发出半个', async () => {
  async function* broken() {
    yield ['甲', undefined, 1]
    throw new Error('数据库断了')
  }
  await assert.rejects(workbook(table(broken())), /数据库断了/)
})

test('几个表在一个文件里，各按自己的名字读回', async () => {
  const book = await readWorkbook(await workbook([table([['甲']]), { ...table([['乙']]), name: '材料[1]' }]))
  assert.deepEqual(book.sheets.map(({ name }) => name), ['在办', '材料 1 ']) // biome-ignore format: one comparison
})
