import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Guide } from '../../terms.ts'
import { lintGuide } from './index.ts'
import { mended, soundGuide } from './testing-guide.ts'

const signs = [
  ...'其他材料有关等及的证明身份、,;。((《》 \u3000\u200b０９XX××0123456789-—:年月日周一至五上下午号楼窗',
  '\u{20BB7}',
  '\uD800',
  '工作日',
  '自然日',
  '9:00',
  '第七条',
]

/** A generator of numbers that gives the same ones for the same seed. */
const numbers = (seed: number) => () => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
  return seed / 2 ** 32
}

/** A value of the same shape with other texts and numbers in it, some empty, some lists cut or doubled. */
const altered = (value: unknown, next: () => number): unknown => {
  if (typeof value === 'string')
    return next() < 0.4 ? value : Array.from({ length: Math.floor(next() * 30) }, () => signs[Math.floor(next() * signs.length)]).join('')
  if (typeof value === 'number') return Math.floor(next() * 200)
  if (Array.isArray(value)) return next() < 0.15 ? [] : [...value, ...(next() < 0.3 ? value : [])].map((one) => altered(one, next))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, altered(one, next)]))
}

/** A guide whose codes are those of the lists and whose texts are anything. */
const anyGuide = (seed: number): Guide => {
  const next = numbers(seed)
  const guide = altered(soundGuide, next) as Guide
  const { type, level, projectType, onlineDepth, legalLimit, promisedLimit } = soundGuide
  const explained = { explanation: String(altered('自受理之日起20个工作日', next)) }
  const limits = { legalLimit: { ...legalLimit, ...explained }, promisedLimit: { ...promisedLimit, ...explained } }
  return { ...guide, type, level, projectType, onlineDepth, ...limits } as Guide
}

test('the linter answers for any guide, the same guide with the same answer', () => {
  for (let seed = 1; seed <= 400; seed += 1) {
    const guide = anyGuide(seed)
    assert.deepEqual(lintGuide(guide, {}), lintGuide(structuredClone(guide), {}), `seed ${seed}`)
  }
})

test('each finding stands where it says: its words are at its place in the text of its field', () => {
  let placed = 0
  for (let seed = 1; seed <= 400; seed += 1) {
    const guide = anyGuide(seed)
    for (const { field, found, at } of lintGuide(guide, {})) {
      if (!at) continue
      const text = field.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], guide)
      assert.equal(String(text).slice(...at), found, `seed ${seed} ${field}`)
      placed += 1
    }
  }
  assert.ok(placed > 100, String(placed))
})

test('a mend removes its finding in any guide', () => {
  let mends = 0
  for (let seed = 1; seed <= 400; seed += 1) {
    const guide = anyGuide(seed)
    for (const finding of lintGuide(guide, {}).filter(({ mend }) => mend !== undefined)) {
      const again = lintGuide(mended(guide, finding), {})
      const same = again.filter(({ rule, field, mend }) => rule === finding.rule && field === finding.field && mend !== undefined)
      assert.deepEqual(same, [], `seed ${seed} ${finding.field} → ${finding.mend}`)
      mends += 1
    }
  }
  assert.ok(mends > 200, String(mends))
})
