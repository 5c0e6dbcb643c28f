import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Bounds, bytesOfWorkbook, SheetFault, usualBounds } from './sheet-archive.ts'
import { dayOf, isDateFormat } from './sheet-dates.ts'
import { type ReadCell, readWorkbook, type SheetPiece } from './sheet-reading.ts'
import { archive, handwritten, piecesOf } from './testing-sheets.ts'

const pieces = async (sheet: string, more = {}): Promise<SheetPiece[]> => {
  const { sheets } = await readWorkbook(await handwritten({ 事项: sheet }, more))
  return piecesOf(sheets[0])
}
const cell = async (xml: string): Promise<ReadCell | undefined> => {
  const [row] = await pieces(`<sheetData><row r="1">${xml}</row></sheetData>`)
  return row && 'cells' in row ? row.cells.get(1) : undefined
}
const refusal = async (bytes: Buffer, bounds?: Partial<Bounds>): Promise<string> => {
  try {
    for (const sheet of (await readWorkbook(bytes, { ...usualBounds, ...bounds })).sheets) await piecesOf(sheet)
    return 'read'
  } catch (error) {
    assert.ok(error instanceof SheetFault, String(error))
    assert.ok(error.message && error.fix)
    return error.code
  }
}

test('不是 .xlsx 的文件各有说法：csv、xls、xlsb、有密码、有宏、损坏、别的压缩包', async () => {
  const ole = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
  assert.equal(await refusal(Buffer.from('实施编码，事项名称\n1，甲\n')), 'sheet.csv')
  assert.equal(await refusal(Buffer.alloc(0)), 'sheet.not-a-workbook')
  assert.equal(await refusal(Buffer.concat([ole, Buffer.alloc(600)])), 'sheet.old-format')
  assert.equal(await refusal(Buffer.concat([ole, Buffer.from('EncryptedPackage', 'utf16le')])), 'sheet.password')
  assert.equal(await refusal(await handwritten({ 事项: '' }, { 'xl/vbaProject.bin': 'x' })), 'sheet.macros')
  assert.equal(await refusal(await archive({ '[Content_Types].xml': '<Types/>', 'xl/workbook.bin': 'x' })), 'sheet.binary')
  assert.equal(await refusal(await archive({ '说明.txt': 'x' })), 'sheet.not-a-workbook')
  const whole = await handwritten({ 事项: '<sheetData/>' })
  assert.equal(await refusal(whole), 'read')
  assert.equal(await refusal(whole.subarray(0, whole.length - 40)), 'sheet.damaged')
  assert.equal(await refusal(await handwritten({ 事项: '<sheetData><row>' })), 'sheet.damaged')
})

test('解压后远大于本身的文件(压缩炸弹)、上千个部件的文件，不解压就拒绝', async () => {
  const bomb = await handwritten({ 事项: '' }, { 'xl/media/x.bin': Buffer.alloc(2_000_000) })
  assert.ok(bomb.length < 10_000)
  assert.equal(await refusal(bomb, { entries: 100, unpacked: 1_000_000 }), 'sheet.too-large')
  assert.equal(await refusal(bomb, { entries: 4, unpacked: 9_000_000 }), 'sheet.too-large')
  assert.equal(await refusal(bomb, { entries: 100, unpacked: 9_000_000 }), 'read')
})

test('行、有内容的格子、共用的文字超过上限的，读到上限就停，各有说法；空行不算', async () => {
  const rows = Array.from({ length: 5 }, (_, i) => `<row r="${i + 1}"><c r="A${i + 1}"><v>1</v></c><c r="B${i + 1}"><v>2</v></c></row>`)
  const bytes = await handwritten({ 事项: `<sheetData>${rows.join('')}${'<row/>'.repeat(50)}</sheetData>` })
  assert.equal(await refusal(bytes, { rows: 5, cells: 10 }), 'read')
  assert.equal(await refusal(bytes, { rows: 4 }), 'sheet.too-many-rows')
  assert.equal(await refusal(bytes, { cells: 9 }), 'sheet.too-many-cells')
  const one = `<sheetData>${rows[0]}</sheetData>`
  const two = await handwritten({ 事项: one, 材料: one })
  assert.equal(await refusal(two, { rows: 1 }), 'sheet.too-many-rows', 'all sheets together')
  let read = 0
  const sheet = (await readWorkbook(bytes, { ...usualBounds, rows: 4 })).sheets[0]
  await assert.rejects(async () => {
    for await (const _ of sheet?.pieces ?? []) read += 1
  }, SheetFault)
  assert.ok(read <= 4)
})

test('文件边收边数，超过 32 MB 就不再收', async () => {
  let sent = 0
  async function* endless() {
    for (;;) {
      sent += 1
      yield Buffer.alloc(1024 * 1024)
    }
  }
  await assert.rejects(bytesOfWorkbook(endless()), (error) => error instanceof SheetFault && error.code === 'sheet.too-large')
  assert.equal(sent, 33)
})

test('目录里写小了的部件，读到写的大小为止就拒绝', async () => {
  const bytes = await handwritten({ 事项: `<sheetData>${' '.repeat(50_000)}</sheetData>` })
  const entry = bytes.lastIndexOf('xl/worksheets/sheet1.xml')
  bytes.writeUInt32LE(100, entry - 46 + 24)
  assert.equal(await refusal(bytes), 'sheet.damaged')
})

test('带文档类型声明(实体炸弹)的部件不读', async () => {
  const sheet = '<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet><sheetData/></worksheet>'
  assert.equal(await refusal(await handwritten({ 事项: '' }, { 'xl/worksheets/sheet1.xml': sheet })), 'sheet.damaged')
})

test('公式取上一次的结果，并认得出是公式；没有结果的也认得出；错误值是错误', async () => {
  assert.deepEqual(await cell('<c r="A1"><f>1+1</f><v>2</v></c>'), { text: '2', kind: 'number', formula: true })
  assert.deepEqual(await cell('<c r="A1"><f>1+1</f></c>'), { text: '', kind: 'text', formula: true })
  assert.deepEqual(await cell('<c r="A1" t="e"><v>#REF!</v></c>'), { text: '#REF!', kind: 'error', formula: false })
})

test('写在格子里的文字、分段的文字、是和否都读成文字；注音不读', async () => {
  assert.equal((await cell('<c t="inlineStr"><is><r><t>张</t></r><r><t>三</t></r><rPh><t>zhang</t></rPh></is></c>'))?.text, '张三')
  assert.equal((await cell('<c t="b"><v>1</v></c>'))?.text, '是')
})

test('50000 个空行不占地方；有命名空间前缀的写法照样读；合并的格子在行之后说出来', async () => {
  const empty = Array.from({ length: 50_000 }, (_, i) => `<row r="${i + 2}"><c r="A${i + 2}" s="1"/></row>`).join('')
  const found = await pieces(
    `<sheetData><x:row xmlns:x="m" r="1"><x:c r="AB1"><x:v>7</x:v></x:c></x:row>${empty}</sheetData><mergeCells><mergeCell ref="A1:A9"/></mergeCells>`,
  )
  assert.deepEqual(found, [{ row: 1, cells: new Map([[28, { text: '7', kind: 'number', formula: false }]]) }, { merged: 'A1:A9' }])
})

test('隐藏的表不读', async () => {
  const workbook = '<workbook xmlns:r="r"><sheets><sheet name="藏" state="hidden" r:id="r1"/></sheets></workbook>'
  const { sheets } = await readWorkbook(await handwritten({ 藏: '' }, { 'xl/workbook.xml': workbook }))
  assert.deepEqual(sheets, [])
})

test('哪些格式是日期；1900 年没有 2 月 29 日，1904 年起算的表另算', () => {
  const own = new Map([[164, 'yyyy"年"m"月"'], [165, '0.00"day"'], [166, '[Red]#,##0']]) // biome-ignore format: one list
  assert.deepEqual([14, 22, 31, 0, 164, 165, 166].map((id) => isDateFormat(id, own)), [true, true, true, false, true, false, false]) // biome-ignore format: one comparison
  assert.deepEqual(
    [dayOf(46097, false), dayOf(44635, true), dayOf(59, false), dayOf(61, false)],
    ['2026-03-16', '2026-03-16', '1900-02-28', '1900-03-01'],
  )
  assert.deepEqual([dayOf(0, false), dayOf(3e6, false)], [undefined, undefined])
})
