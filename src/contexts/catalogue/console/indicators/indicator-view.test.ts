import assert from 'node:assert/strict'
import { test } from 'node:test'
import { indicators } from '../../rules/indicators/duties.ts'
import type { IndicatorRow } from '../../terms/indicators.ts'
import { barOf, doneText, gapText, targetText } from './indicator-view.ts'

const [, immediate, , , , , , services] = indicators
assert.ok(immediate && services)
const row = (change: Partial<IndicatorRow>): IndicatorRow => ({ number: 2, departmentCode: '', department: '', numerator: 1, denominator: 3, value: 1 / 3, met: true, gap: 0, ...change }) // biome-ignore format: a row

test('E: shares with 2 decimals, a dash where nothing counts', () => {
  assert.deepEqual([doneText(immediate, row({})), targetText(immediate, row({})), gapText(immediate, row({}))], ['33.33%', '20%', '达标'])
  const none = row({ numerator: 0, denominator: 0 })
  assert.deepEqual([doneText(immediate, none), gapText(immediate, none), barOf(immediate, none)], ['—', '—', undefined])
  assert.equal(gapText(immediate, row({ met: false, gap: 4 })), '差 4 项')
})

test('R-063: a department has a number of items to reach, the place a number of departments', () => {
  const own = row({ departmentCode: 'A', numerator: 5, denominator: 1, met: false, gap: 15 })
  assert.deepEqual([doneText(services, own), targetText(services, own), gapText(services, own)], ['5 项', '20 项', '差 15 项'])
  assert.deepEqual(barOf(services, own), { done: 0.25, target: 1 })
  const place = row({ numerator: 1, denominator: 4, met: false, gap: 3 })
  assert.deepEqual([doneText(services, place), targetText(services, place), gapText(services, place)], ['25.00%', '100%', '差 3 个部门'])
})
