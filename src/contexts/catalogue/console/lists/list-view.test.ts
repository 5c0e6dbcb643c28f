import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DraftRow } from '../../terms/lists.ts'
import { emptyRow, found, sent, typed } from './list-view.ts'

const row = (name: string, codes: readonly string[] = []): DraftRow => ({ id: name, own: false, name, department: '市水利局', basis: '《水法》', facts: { type: '行政许可' }, codes, sample: false }) // biome-ignore format: a row

test('codes are typed one a line or pasted in any way; each is sent once', () => {
  assert.deepEqual(sent({ ...emptyRow, codes: ' a\nb,c、a ;d\n' }).codes, ['a', 'b', 'c', 'd'])
  const { name, codes } = sent(typed(row('取水许可', ['x', 'y'])))
  assert.deepEqual([name, codes], ['取水许可', ['x', 'y']])
})

test('a row is found by every word of its name, department, basis, facts and codes', () => {
  const rows = [row('取水许可', ['A1']), row('排污许可', ['B2'])]
  const names = (q: string) => found(rows, q).map(({ name }) => name)
  assert.deepEqual(names(''), ['取水许可', '排污许可'])
  assert.deepEqual(names('取水 水利'), ['取水许可'])
  assert.deepEqual(names('b2'), ['排污许可'])
  assert.deepEqual(names('取水 b2'), [])
})
