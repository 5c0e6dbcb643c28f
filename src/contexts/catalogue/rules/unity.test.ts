import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { demoCatalogue } from '../demo-catalogue.ts'
import type { Guide } from '../terms.ts'
import { elementDifferences, unityDifferences } from './unity.ts'

const guides = demoCatalogue(join(import.meta.dirname, '../../../../data'))
const banner = guides.find(({ level, charges, materials }) => level === '4' && charges.length > 0 && materials.length > 1)
assert.ok(banner)
const city = guides.find(({ level, baseCode }) => level === '3' && baseCode === banner.baseCode) ?? { ...banner, level: '3' as const }
const base = { code: city.baseCode, name: city.name, type: city.type, basis: city.basis }
const found = (differences: readonly { element: string }[]): string[] => differences.map(({ element }) => element)

test('R-065: 名称, 编码, 依据, 类型 of an item equal the 基本目录; each difference is shown with both sides', () => {
  assert.deepEqual(elementDifferences(base, banner), [])
  assert.deepEqual(elementDifferences(base, { ...banner, name: `${banner.name}(旗区)` }), [
    { element: '事项名称', expected: base.name, found: `${banner.name}(旗区)` },
  ])
  assert.deepEqual(found(elementDifferences(base, { ...banner, baseCode: '150199999000' })), ['基本编码'])
  assert.deepEqual(found(elementDifferences(base, { ...banner, basis: [{ title: '另一部法' }] })), ['设定依据'])
  assert.deepEqual(found(elementDifferences(base, { ...banner, type: base.type === '01' ? '20' : '01' })), ['事项类型'])
})

test('R-065: the order of the laws, their 《》 and widths of signs make no difference', () => {
  const basis = [...base.basis, { title: '乙法', article: '第二条' }]
  const otherOrder = [{ title: '《乙法》', article: ' 第二条' }, ...base.basis]
  assert.deepEqual(elementDifferences({ ...base, basis }, { ...banner, basis: otherOrder }), [])
})

test('R-021 五个统一: 名称, 材料, 流程, 时限, 收费标准 are compared, one by one', () => {
  const changed: readonly (readonly [string, Partial<Guide>])[] = [
    ['名称', { name: '别的名称' }],
    ['材料', { materials: city.materials.slice(1) }],
    ['流程', { steps: city.steps.slice(1) }],
    ['时限', { promisedLimit: { days: 99, unit: 'workday' } }],
    ['收费标准', { charges: [] }],
  ]
  assert.deepEqual(unityDifferences(city, { ...city, level: '4' }), [])
  for (const [element, members] of changed) assert.deepEqual(found(unityDifferences(city, { ...city, ...members })), [element])
})
