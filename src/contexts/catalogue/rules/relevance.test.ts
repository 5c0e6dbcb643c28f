import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ndcg, plainSearch, readJudged } from '../../../../bench/relevance.ts'
import { asked, rows } from '../testing-search.ts'

test('the judged questions are many, told once, and judged by names of the catalogue', () => {
  const judged = readJudged()
  const names = new Set(rows.map(({ name }) => name))
  assert.ok(judged.length >= 60)
  assert.equal(new Set(judged.map(({ q }) => q)).size, judged.length)
  for (const one of judged) {
    for (const [name, grade] of Object.entries(one.judged)) assert.ok(names.has(name) && [1, 2, 3].includes(grade), `${one.q}: ${name}`)
    assert.ok(Object.values(one.judged).includes(3), one.q)
  }
})

test('nDCG at ten: 1 for the best order, less when the answer comes later, 0 without it', () => {
  const one = { q: '', judged: { 甲: 3, 乙: 1 } }
  assert.equal(ndcg(one, ['甲', '乙', '丙']), 1)
  assert.ok(Math.abs(ndcg(one, ['丙', '甲', '乙']) - (7 / Math.log2(3) + 0.5) / (7 + 1 / Math.log2(3))) < 1e-9)
  assert.equal(ndcg(one, ['丙']), 0)
})

test('what search answers is worth at least 0.85 on the judged questions, and far more than plain pairs', () => {
  const judged = readJudged().filter(({ heldOut }) => !heldOut)
  const names = [...new Set(rows.map(({ name }) => name))]
  const answer = (q: string): string[] => {
    const { items, elsewhere } = asked(q)
    return [...new Set([...items, ...elsewhere].map(({ name }) => name))]
  }
  const mean = (of: (q: string) => string[]): number => judged.reduce((sum, one) => sum + ndcg(one, of(one.q)), 0) / judged.length
  assert.ok(mean(answer) >= 0.85, String(mean(answer)))
  assert.ok(mean(answer) > 5 * mean((q) => plainSearch(names, q)))
})
