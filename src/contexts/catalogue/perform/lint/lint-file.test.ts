import assert from 'node:assert/strict'
import { test } from 'node:test'
import { handwritten } from '../../../../platform/testing-sheets.ts'
import { soundGuide } from '../../rules/lint/testing-guide.ts'
import type { Guide } from '../../terms.ts'
import { writeGuides } from '../excel/write-guides.ts'
import { type FileFinding, lintRows, rowsOfFile } from './lint-file.ts'

const chunks = async function* (text: string) {
  for (let at = 0; at < text.length; at += 7) yield text.slice(at, at + 7)
}
const bytesOf = async function* (bytes: Buffer) {
  yield bytes
}
const lint = (name: string, text: string): Promise<FileFinding[]> => lintChunks(name, chunks(text))
const lintBytes = (name: string, bytes: Buffer): Promise<FileFinding[]> => lintChunks(name, bytesOf(bytes))
const lintChunks = async (name: string, file: AsyncIterable<Uint8Array | string>): Promise<FileFinding[]> => {
  const rows = rowsOfFile(name, file)
  assert.ok(rows)
  const found: FileFinding[] = []
  for await (const { findings } of lintRows(rows, {})) found.push(...findings)
  return found
}
const at = (found: readonly FileFinding[], rule: string): string[] => found.filter((one) => one.rule === rule).map(({ field }) => field)

const material = { material_name: '身份证', material_type: '1', material_format: '1', page_num: 1, source_type: '10' }
const national = {
  task_name: '示例事项', task_code: '11150600MB1050000833150105001000', task_type: '01', dept_name: '示例部门', materials: [material],
} // biome-ignore format: a row

test('interfaces §3: a finding names the item by its code, the column of the national table, the words and how to mend them', async () => {
  const found = await lint(
    'a.json',
    JSON.stringify([{ ...national, materials: [material, { ...material, material_name: '户口簿等有关材料' }] }]),
  )
  const [catchAll] = found.filter(({ rule }) => rule === 'R-053')
  assert.ok(catchAll)
  assert.deepEqual([catchAll.item, catchAll.field, catchAll.severity], [national.task_code, 'materials.1.material_name', 'error'])
  assert.equal(catchAll.found, '等有关材料')
})

test('the same rows are read from .json, .jsonl and a single object', async () => {
  const row = JSON.stringify(national)
  const one = await lint('a.json', row)
  assert.ok(one.length > 0)
  assert.deepEqual(await lint('a.JSON', `[${row}]`), one)
  assert.deepEqual(await lint('a.jsonl', `${row}\n\n`), one)
})

test('a file of another kind is not read', () => assert.equal(rowsOfFile('a.doc', chunks('')), undefined))

test('R-067, R-068: a limit whose unit is not stated in the row is an error, though a guide always has one', async () => {
  const found = await lint('a.json', JSON.stringify({ ...national, anticipate_day: 20, promise_day: 5, promise_type: '1' }))
  assert.deepEqual(at(found, 'R-067'), ['anticipate_type'])
  assert.deepEqual(at(found, 'R-068'), [])
})

test('R-073, R-074, R-075: what a row leaves out of a material is named column by column', async () => {
  const found = await lint('a.json', JSON.stringify({ ...national, materials: [{ material_name: '身份证' }] }))
  assert.deepEqual(at(found, 'R-073'), ['materials.0.source_explain'])
  assert.deepEqual(at(found, 'R-074'), ['materials.0.page_num'])
  assert.deepEqual(at(found, 'R-075'), ['materials.0.material_type', 'materials.0.material_format'])
})

test('a row that cannot be read whole is looked at as far as it can be', async () => {
  const found = await lint(
    'a.json',
    JSON.stringify({
      promise_day: '十五',
      materials: [
        { ...material, material_name: '' },
        { ...material, material_name: '其他材料' },
      ],
    }),
  )
  assert.deepEqual(at(found, 'R-053'), ['materials.1.material_name'])
  const missing = at(found, 'R-052')
  for (const field of ['task_name', 'task_type', 'dept_name', 'task_code', 'promise_day', 'materials.0.material_name'])
    assert.ok(missing.includes(field), field)
})

test('lines that are no guide are findings with their line, and the rest goes on', async () => {
  const found = await lint('a.jsonl', ['{', '[]', '"x"', JSON.stringify({ ...soundGuide, conditions: [] })].join('\n'))
  assert.deepEqual(
    found.filter(({ severity }) => severity === 'error').map(({ line, field }) => [line, field]),
    [
      [1, ''],
      [2, ''],
      [3, ''],
      [4, 'conditions'],
    ],
  )
})

const book = async (sheets: Readonly<Record<string, string>>): Promise<FileFinding[]> => lintBytes('a.xlsx', await handwritten(sheets))
const sheetOf = (...rows: readonly (readonly string[])[]): string =>
  `<sheetData>${rows.map((cells) => `<row>${cells.map((text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`).join('')}</row>`).join('')}</sheetData>`

test('R-053, interfaces §3: the workbook that a department edits is looked at like every other file, its columns named as they are there', async () => {
  const named = {
    ...soundGuide,
    code: `${soundGuide.code.slice(0, -1)}9`,
    materials: [...soundGuide.materials, { ...soundGuide.materials[0], id: 'm9', name: '其他相关材料' }],
  } as Guide
  const found = await lintBytes('指南.XLSX', await writeGuides([soundGuide, named]))
  const [catchAll, ...more] = found.filter(({ rule }) => rule === 'R-053')
  assert.deepEqual(more, [])
  assert.deepEqual(
    [catchAll?.item, catchAll?.line, catchAll?.field],
    [named.code, 3, `materials.${soundGuide.materials.length}.material_name`],
  )
  assert.deepEqual(at(await lintBytes('a.xlsx', await writeGuides([{ ...soundGuide, conditions: [] }])), 'R-052'), ['accept_condition'])
})

test('a row of a workbook that is no guide, a sheet that is not known and a file that is no workbook are findings with what to do', async () => {
  const wrong = await book({ 事项: sheetOf(['实施编码', '事项名称', '到办事现场次数'], ['1', '甲', '一次']) })
  assert.deepEqual(wrong.map(({ item, line, field, why }) => [item, line, field, why]), [['1', 2, '事项 C 到办事现场次数', '“一次”不是整数']]) // biome-ignore format: one comparison
  assert.deepEqual((await book({ 事项: sheetOf(['实施编码', '事项名称']), 表3: '' })).map(({ field }) => field), ['表3']) // biome-ignore format: one comparison
  assert.match((await lintBytes('a.xlsx', Buffer.from('实施编码,事项名称\n')))[0]?.fix ?? '', /另存为/)
})
