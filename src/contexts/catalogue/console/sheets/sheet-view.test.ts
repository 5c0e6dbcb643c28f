import assert from 'node:assert/strict'
import { test } from 'node:test'
import { canTake, changeWords, differing, firstState, placeWords, timeWords } from './sheet-view.ts'

test('a place in a workbook is told as far as it is known', () => {
  const problem = { code: 'sheet.not-a-number', sheet: '材料', message: '', fix: '' }
  assert.equal(placeWords({ ...problem, row: 3, column: 'C 份数' }), '“材料”表第 3 行 C 份数')
  assert.equal(placeWords(problem), '“材料”表')
  assert.equal(changeWords({ sheet: '材料', of: '身份证', field: '份数', from: '1', to: '2' }), '材料“身份证” 份数')
})

test('rows that say something new are taken once; the others never', () => {
  const taken = (['changed', 'new', 'unchanged', 'refused'] as const).map((state) => canTake({ state, takenAt: null }))
  assert.deepEqual(taken, [true, true, false, false])
  assert.equal(canTake({ state: 'changed', takenAt: '2026-11-23T01:00:00Z' }), false)
})

test('what changed is looked at before what is new, and what is as it was not at all', () => {
  assert.equal(firstState([{ state: 'new', count: 1 }, { state: 'changed', count: 2 }]), 'changed') // biome-ignore format: one comparison
  assert.equal(firstState([{ state: 'unchanged', count: 9 }]), undefined)
  assert.equal(timeWords('2026-11-22T16:05:00Z'), '11月23日 00:05')
})

test('a long text is shown once with what differs in it; short texts, and texts that differ in most, are shown whole', () => {
  const [head, tail] = ['鄂尔多斯市政务服务中心｜文明东街国泰广场｜', '｜综合窗口｜周一至周五 9:00-12:00']
  const parts = differing(`${head}窗口服务区${tail}`, `${head}一楼 105 室${tail}`)
  assert.deepEqual(parts, { before: head, from: '窗口服务区', to: '一楼 105 室', after: tail })
  assert.deepEqual(differing(`${head}甲`, `${head}甲${tail}`), { before: `${head}甲`, from: '', to: tail, after: '' })
  assert.deepEqual(differing('100', '101'), { before: '', from: '100', to: '101', after: '' })
})
