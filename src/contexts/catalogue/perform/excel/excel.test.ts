import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { handwritten } from '../../../../platform/testing-sheets.ts'
import { demoCatalogue } from '../../demo-catalogue.ts'
import type { Guide } from '../../terms.ts'
import { type ComparedGuide, compareGuide } from './compare-guide.ts'
import { mostGuides, type ReadGuide, readGuideBook, type SheetReading } from './read-guides.ts'
import { writeGuides } from './write-guides.ts'

const guides = demoCatalogue(join(import.meta.dirname, '../../../../../data'))
const [first] = guides as [Guide]

const readAll = async (bytes: Buffer): Promise<SheetReading[]> => {
  const readings: SheetReading[] = []
  readings.push(...(await readGuideBook(bytes))())
  return readings
}
const guidesOf = (readings: readonly SheetReading[]): ReadGuide[] => readings.flatMap((one) => ('guide' in one ? [one.guide] : []))
const codesOf = (readings: readonly SheetReading[]): string[] => readings.flatMap((one) => ('problem' in one ? [one.problem.code] : []))
const mine = () => true
const compared = async (bytes: Buffer, base?: Guide): Promise<ComparedGuide[]> =>
  guidesOf(await readAll(bytes)).map((read) => compareGuide(read, base ?? guides.find(({ code }) => code === read.code), mine))

const cell = (text: string): string => `<c t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`
const row = (...cells: string[]): string => `<row>${cells.map((one) => (one.startsWith('<c') ? one : cell(one))).join('')}</row>`
const sheet = (...rows: string[]): string => `<sheetData>${rows.join('')}</sheetData>`

test('下载的表原样上传：每一个事项都没有变化(示例城市的全部事项)', async () => {
  const some = guides.filter((_, i) => i % 7 === 0 || guides[i]?.form)
  const outcomes = await compared(await writeGuides(some))
  assert.equal(outcomes.length, some.length)
  assert.deepEqual(outcomes.filter(({ state }) => state !== 'unchanged').map(({ name, state, changes, problems }) => ({ name, state, changes, problems })), []) // biome-ignore format: one comparison
})

test('改了的格子一项一项说出原来的和现在的；加的、删的材料也说出来；表里没有的内容保持原样', async () => {
  const base = guides.find(({ form, materials }) => form && materials.length > 2) as Guide
  const [gone, changed, ...rest] = base.materials
  const next: Guide = { ...base, name: `${base.name}(新)`, materials: [{ ...changed, copies: 9 } as (typeof base.materials)[0], ...rest, { ...gone, id: 'mx', name: '新材料' } as (typeof base.materials)[0]] } // biome-ignore format: one guide
  const [outcome] = await compared(await writeGuides([next]), base)
  assert.equal(outcome?.state, 'changed')
  const told = outcome?.changes.map(({ sheet: name, of, field, from, to }) =>
    [name, of, field, from, to].filter((one) => one !== undefined).join('|'),
  )
  assert.ok(told?.includes(`事项|事项名称|${base.name}|${next.name}`))
  assert.ok(told?.includes(`材料|${changed?.name}|份数|${changed?.copies}|9`))
  assert.ok(told?.includes(`材料|${gone?.name}|整行|${gone?.name}|`))
  assert.ok(told?.includes('材料|新材料|材料名称||新材料'))
  assert.deepEqual([outcome?.guide?.form, outcome?.guide?.situations], [base.form, base.situations])
  assert.equal(new Set(outcome?.guide?.materials.map(({ id }) => id)).size, next.materials.length)
})

test('整列、整张表没有的不改；格子空着的清空', async () => {
  const only = sheet(row('实施编码', '事项名称', 'task_summary'), row(first.code, first.name))
  const [outcome] = await compared(await handwritten({ 事项: only }))
  assert.deepEqual(outcome?.guide?.materials, first.materials)
  assert.equal(outcome?.guide?.summary, undefined)
})

test('整个文件不收：表头不认识、缺、重复，表的名字不认识、同类两张、没有事项表；一次说全，各有固定的代码', async () => {
  const whole = async (sheets: Record<string, string>) => codesOf(await readAll(await handwritten(sheets)))
  const good = sheet(row('实施编码', '事项名称'))
  assert.deepEqual(await whole({ 事项: sheet(row('实施编码', '事项名', '实施编码(task_code)')) }), [
    'sheet.header-unknown',
    'sheet.header-twice',
    'sheet.header-missing',
  ])
  assert.deepEqual(await whole({ 事项: good, '事项(2)': good, 表3: '' }), ['sheet.twice', 'sheet.unknown'])
  assert.deepEqual(await whole({ 材料: good }), ['sheet.missing'])
  assert.deepEqual(await whole({ 事项: sheet(row('政务服务事项表'), row('实施编码', '事项名称')) }), [])
})

const refusalsOf = async (sheets: Record<string, string>): Promise<string[]> =>
  (await compared(await handwritten(sheets), first)).flatMap(({ problems }) =>
    problems.map((one) => `${one.code} ${one.sheet} ${one.row} ${one.column ?? ''}`.trim()),
  )

test('事项多于 20000 行的整个文件不收，数到那里就停', async () => {
  const rows = Array.from({ length: mostGuides + 1 }, (_, i) => `<row r="${i + 2}"><c t="str"><v>W${i}</v></c></row>`)
  const head = '<row r="1"><c t="str"><v>实施编码</v></c><c t="str"><v>事项名称</v></c></row>'
  const told = (some: readonly string[]) => handwritten({ 事项: `<sheetData>${head}${some.join('')}</sheetData>` })
  const readings = [...(await readGuideBook(await told(rows)))()]
  assert.deepEqual(readings.map((reading) => ('problem' in reading ? [reading.problem.code, reading.isWhole] : 'guide')), [['sheet.too-many-rows', true]]) // biome-ignore format: one comparison
  assert.equal([...(await readGuideBook(await told(rows.slice(1))))()].length, mostGuides)
})

test('一行不收，说出表、行、列、原因和改法：合并的格子、错误值、没有结果的公式、存成数字的编码、按日期显示的天数、不在范围里的值', async () => {
  const heads = row('实施编码', '事项名称', '办件类型', '到办事现场次数')
  const line = (...cells: string[]) => ({ 事项: sheet(heads, row(first.code, first.name, ...cells)) })
  assert.deepEqual(await refusalsOf(line('加急件')), ['sheet.not-a-choice 事项 2 C 办件类型'])
  assert.deepEqual(await refusalsOf(line('承诺件', '一次')), ['sheet.not-a-number 事项 2 D 到办事现场次数'])
  assert.deepEqual(await refusalsOf(line('承诺件', '<c t="e"><v>#N/A</v></c>')), ['sheet.cell-error 事项 2 D 到办事现场次数'])
  assert.deepEqual(await refusalsOf(line('承诺件', '<c><f>A1</f></c>')), ['sheet.formula-empty 事项 2 D 到办事现场次数'])
  assert.deepEqual(await refusalsOf(line('承诺件', '<c t="d"><v>2026-03-16</v></c>')), ['sheet.date-here 事项 2 D 到办事现场次数'])
  const number = sheet(heads, row('<c><v>11150600011500000</v></c>', '甲'))
  assert.equal((await refusalsOf({ 事项: number }))[0], 'sheet.code-as-number 事项 2 A 实施编码')
  const merged = `${sheet(row('实施编码', '材料名称'), row(first.code, '甲'), row('<c/>', '乙'))}<mergeCells><mergeCell ref="A2:A3"/></mergeCells>`
  const both = await refusalsOf({ 事项: sheet(row('实施编码', '事项名称'), row(first.code, first.name)), 材料: merged })
  assert.deepEqual(both, ['sheet.merged 材料 2', 'sheet.merged 材料 3'])
})

test('全角数字照样读；公式的结果取来并且说明；材料对不上事项、实施编码重复的说明在哪一行', async () => {
  const items = sheet(
    row('实施编码', '事项名称', '到办事现场次数'),
    row(first.code, first.name, '２'),
    row(first.code, '又一个', '<c><f>1+1</f><v>2</v></c>'),
  )
  const readings = await readAll(await handwritten({ 事项: items, 材料: sheet(row('实施编码', '材料名称'), row('没有的', '甲')) }))
  assert.deepEqual(codesOf(readings), ['sheet.no-such-item'])
  const [one, two] = guidesOf(readings)
  assert.deepEqual([one?.members.visits, two?.members.visits, two?.formulas], [2, 2, 1])
  assert.deepEqual(two?.problems.map(({ code, row: at }) => [code, at]), [['sheet.code-twice', 3]]) // biome-ignore format: one comparison
})

test('S-041 别的部门的事项不收', async () => {
  const [read] = guidesOf(await readAll(await writeGuides([first])))
  assert.equal(compareGuide(read as ReadGuide, first, () => false).problems[0]?.code, 'sheet.not-your-item')
})
