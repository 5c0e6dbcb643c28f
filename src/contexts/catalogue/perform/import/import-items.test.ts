import assert from 'node:assert/strict'
import { createReadStream, existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { localDate } from '../../../../kernel/date.ts'
import { testDatabase } from '../../../../platform/testing.ts'
import { demoCatalogue } from '../../demo-catalogue.ts'
import { findGuide } from '../../store/versions.ts'
import { importItems } from './import-items.ts'
import { phonesOf } from './words-of-lists.ts'

const db = await testDatabase()
const how = { on: localDate('2026-03-02'), by: '测试' }
const shared = join(import.meta.dirname, '../../../../../../shared/data')
const data = join(import.meta.dirname, '../../../../../data')

const file = async function* (text: string | Buffer, piece = 7): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece)
}
const national = {
  task_name: '取水许可',
  catalog_code: '150119001000',
  task_code: '11150600MB1234567X3150119001000',
  task_type: '01',
  use_level: '3',
  dept_name: '鄂尔多斯市水利局',
  dept_code: '11150600MB1234567X',
  by_law: '《中华人民共和国水法》第七条\n《取水许可和水资源费征收管理条例》第二条',
  anticipate_day: 45,
  anticipate_type: '1',
  promise_day: '15',
  promise_type: '工作日',
  server_type: '1,2',
  project_type: '2',
  limit_scene_num: 1,
  task_state: '2',
  materials: [{ material_name: '取水许可申请书', material_type: '1', material_format: '3', is_need: '1', page_num: 2, source_type: '10' }],
  steps: [{ step_name: '受理', step_limit: 1, step_stand: '材料齐全', step_result: '受理通知书' }],
}
const lines = (...rows: unknown[]): string => rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n')

test('import: the national element names become a guide, its code as it is and its division out of the 统一社会信用代码', async () => {
  const report = await importItems(db, file(lines(national)), how)
  assert.deepEqual(report, { read: 1, created: 1, updated: 0, unchanged: 0, refused: 0, problems: [] })
  const found = await findGuide(db.sql, national.task_code)
  assert.ok(found)
  const { guide } = found
  assert.deepEqual([guide.division, guide.level, guide.type, guide.audiences], ['150600000000', '3', '01', ['1', '2']])
  assert.deepEqual([guide.legalLimit, guide.promisedLimit], [{ days: 45, unit: 'workday' }, { days: 15, unit: 'workday' }]) // biome-ignore format: pairs
  assert.deepEqual(
    guide.basis.map(({ title }) => title),
    ['《中华人民共和国水法》第七条', '《取水许可和水资源费征收管理条例》第二条'],
  )
  assert.deepEqual([guide.materials[0]?.copies, guide.materials[0]?.kind, guide.steps[0]?.by], [2, '1', 'clerk'])
})

test('R-071 import: telephones are parted at their signs, not within brackets; a text that tells more stays one', () => {
  assert.deepEqual(phonesOf('020-83133283、020-83134746，12333；010-12345678'), ['020-83133283', '020-83134746', '12333', '010-12345678'])
  assert.deepEqual(phonesOf('020-37627439（专科、高职），020-37628091'), ['020-37627439（专科、高职）', '020-37628091'])
  assert.deepEqual(phonesOf('电话：020-86350597；咨询的，能当场回复的当场回复 ；邮政编码：510030'), [
    '电话：020-86350597；咨询的，能当场回复的当场回复 ；邮政编码：510030',
  ])
  assert.deepEqual([phonesOf(undefined), phonesOf('')], [[], []])
})

test('import: our own guides come back as they are, and a second run changes nothing', async () => {
  const guides = demoCatalogue(data).slice(0, 60)
  const text = lines(...guides)
  assert.deepEqual(await importItems(db, file(text, 4096), how), {
    read: 60,
    created: 60,
    updated: 0,
    unchanged: 0,
    refused: 0,
    problems: [],
  })
  assert.deepEqual(await importItems(db, file(text, 4096), how), {
    read: 60,
    created: 0,
    updated: 0,
    unchanged: 60,
    refused: 0,
    problems: [],
  })
  const [first] = guides
  assert.ok(first)
  assert.deepEqual((await findGuide(db.sql, first.code))?.guide, first)
})

test('import: a bad row is reported with its line and reason, the rest goes in', async () => {
  const row = (code: string, change: object = {}) => ({ ...national, task_code: code, ...change })
  const report = await importItems(
    db,
    file(
      lines(
        `\uFEFF${JSON.stringify(row('A1'))}`,
        '',
        '   ',
        row('A2', { task_name: '' }),
        row('A3', { task_type: '02' }),
        '{"task_name": "半行',
        '[1]',
        '{"colour": "red"}',
        row('A4', { dept_code: 'x' }),
        row('A/5'),
        row('A6', { task_state: '3' }),
        row('A7', { task_name: 'x\u0000' }),
        row('A1'),
        row('A1', { task_name: '另一个名称' }),
        row('A8', { by_law: '长'.repeat(1_000_000) }),
        row('A9', { anticipate_day: '三' }),
      ),
      1000,
    ),
    how,
  )
  const reasons = Object.fromEntries(report.problems.map(({ line, reason }) => [line, reason]))
  assert.match(reasons[4] ?? '', /task_name/)
  assert.match(reasons[5] ?? '', /政务服务事项的类型/)
  assert.match(reasons[6] ?? '', /不是完整的 JSON/)
  assert.match(reasons[7] ?? '', /不是一个 JSON 对象/)
  assert.match(reasons[8] ?? '', /认不出的列/)
  assert.match(reasons[9] ?? '', /区划代码/)
  assert.match(reasons[10] ?? '', /编码/)
  assert.match(reasons[11] ?? '', /没有发布/)
  assert.match(reasons[12] ?? '', /U\+0000/)
  assert.match(reasons[14] ?? '', /与第 1 行重复/)
  assert.match(reasons[16] ?? '', /天数/)
  assert.deepEqual([report.read, report.created, report.unchanged, report.refused, report.problems.length], [14, 2, 1, 11, 11])
})

test('import: a line beyond 4 MB is passed over, the next is read', async () => {
  const report = await importItems(db, file(`${'x'.repeat(5_000_000)}\n${JSON.stringify({ ...national, task_code: 'B1' })}`, 65_536), how)
  assert.deepEqual([report.read, report.created, report.refused, report.problems[0]?.line], [2, 1, 1, 1])
})

for (const [name, rows] of [['service_items_gd', 1815], ['service_catalog_guangan', 918]] as const) // biome-ignore format: pairs
  test(`import: every row of ${name} is accounted for, and the second run changes nothing`, { skip: !existsSync(shared) }, async () => {
    const read = () => importItems(db, createReadStream(join(shared, name, 'items.jsonl')), how)
    const first = await read()
    assert.equal(first.read, rows)
    assert.equal(first.created + first.updated + first.unchanged + first.refused, rows)
    assert.equal(first.refused, first.problems.length)
    assert.ok(first.refused <= rows * 0.01, JSON.stringify(first.problems.slice(0, 5)))
    const second = await read()
    assert.deepEqual(
      [second.created, second.updated, second.unchanged, second.refused],
      [0, 0, first.created + first.unchanged, first.refused],
    )
  })
