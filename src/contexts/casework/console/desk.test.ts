import assert from 'node:assert/strict'
import { test } from 'node:test'
import { desksInTree, desksOf } from './desk.ts'
import { scannedNo } from './scanned.ts'

test('工作区只列有事等着的旁支列表；正在看的一直列着', () => {
  const chief = desksOf(['chief'])
  const names = (counts: Record<string, number>, current?: string): string[] => desksInTree(chief, counts, current).map(({ name }) => name)
  assert.equal(names({}).includes('special'), false)
  assert.ok(names({ special: 1 }).includes('special'))
  assert.ok(names({}, 'special').includes('special'))
})

test('扫描枪读到的是编号本身，或者进度查询的网址', () => {
  const no = '11150600MB1050008X000117051000202611230001'.padStart(43, '1')
  assert.equal(scannedNo(` ${no} `), no)
  assert.equal(scannedNo(`https://example.cn/track?no=${no}&code=ABCD`), no)
  assert.equal(scannedNo(' 王小明 '), '王小明')
})
