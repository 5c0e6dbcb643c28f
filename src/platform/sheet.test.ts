import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inflateRawSync } from 'node:zlib'
import { harmless, type Sheet, workbook } from './sheet.ts'

const bytesOf = async (sheet: Sheet): Promise<Buffer> => Buffer.concat(await workbook(sheet).toArray())

/** The files of a zip, read by its central directory. */
const unzipped = (zip: Buffer): Record<string, string> => {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06'))
  const files: Record<string, string> = {}
  for (let at = zip.readUInt32LE(end + 16), n = zip.readUInt16LE(end + 10); n > 0; n -= 1) {
    const [size, name, extra, comment, start] = [zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32), zip.readUInt32LE(at + 42)]
    const data = start + 30 + zip.readUInt16LE(start + 26) + zip.readUInt16LE(start + 28)
    files[zip.toString('utf8', at + 46, at + 46 + name)] = inflateRawSync(zip.subarray(data, data + size)).toString()
    at += 46 + name + extra + comment
  }
  return files
} // biome-ignore format: offsets of a record

const table = (rows: Sheet['rows']): Sheet => ({
  name: '在办',
  notes: ['共 2 件'],
  columns: [
    { heading: '申请人', width: 20 },
    { heading: '到期', width: 12 },
    { heading: '剩余', width: 8 },
  ],
  rows,
})
const sheetOf = async (rows: Sheet['rows']): Promise<string> => unzipped(await bytesOf(table(rows)))['xl/worksheets/sheet1.xml'] ?? ''

test('S-061 以 = + - @ 制表符、回车开头的文字前加引号,写成文字而不是公式', async () => {
  for (const text of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1']) assert.equal(harmless(text), `'${text}`)
  assert.equal(harmless('张三'), '张三')
  const xml = await sheetOf([['=HYPERLINK("http://x","点")', undefined, 1]])
  assert.ok(xml.includes(`'=HYPERLINK(&quot;http://x&quot;,&quot;点&quot;)`))
  assert.equal(xml.includes('<f>'), false)
})

test('日期是真正的日期:2026-03-16 是第 46097 天,按日期格式显示;数字是数字', async () => {
  const xml = await sheetOf([['张三', { on: '2026-03-16' }, -3]])
  assert.match(xml, /<c r="B3" s="2"><v>46097<\/v><\/c><c r="C3"><v>-3<\/v><\/c>/)
})

test('尖括号、控制字符、半个字都不会弄坏文件', async () => {
  const xml = await sheetOf([['<b>&"\u0000\ud800乙', undefined, 0]])
  assert.ok(xml.includes('&lt;b&gt;&amp;&quot;\ufffd乙'))
})

test('行一页一页来,文件里一行不少', async () => {
  async function* pages() {
    for (let i = 0; i < 20_000; i += 1) yield [`第${i}行`, undefined, i]
  }
  const xml = await sheetOf(pages())
  assert.equal(xml.match(/<row /g)?.length, 20_002)
  assert.match(xml, /<autoFilter ref="A2:C20002"\/>/)
})

test('行读到一半出错,文件随之中断,不会像完整的一样', async () => {
  async function* broken() {
    yield ['甲', undefined, 1]
    throw new Error('数据库断了')
  }
  await assert.rejects(bytesOf(table(broken())), /数据库断了/)
})
