import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keepPlace, type Placed } from './keep-place.ts'

const placed = (text: string): Placed<string>[] => [...text].map((row) => ({ row, gone: false }))
const shownAs = (rows: readonly Placed<string>[]): string => rows.map(({ row, gone }) => (gone ? `(${row})` : row)).join('')
const keep = (shown: string, fresh: string, focused?: string): string =>
  shownAs(keepPlace(placed(shown), [...fresh], focused, (row) => row))

test('新到的办件排在有焦点的一行之后，这一行不动', () => {
  assert.equal(keep('abc', 'xaybc', 'b'), 'abxyc')
})

test('别人办完的办件在焦点之前的留着并注明，焦点之后的撤下', () => {
  assert.equal(keep('abcd', 'bd', 'b'), '(a)bd')
})

test('焦点不在列表里、或者焦点所在的一行已经离开：按最新的列表显示', () => {
  assert.equal(keep('abc', 'xab'), 'xab')
  assert.equal(keep('abc', 'xac', 'b'), 'xac')
})

test('焦点移开以后，留着的行随下一次更新离开', () => {
  const after = keepPlace(keepPlace(placed('ab'), ['b'], 'b', String), ['b'], undefined, String)
  assert.equal(shownAs(after), 'b')
})
