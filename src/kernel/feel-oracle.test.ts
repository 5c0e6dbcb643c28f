import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { date, evaluate } from 'feelin'
import { holds } from './condition.ts'
import { readFeel } from './feel.ts'

/** What was answered: as our conditions get it, as texts; and as FEEL has it, with its types. */
const answers = { kind: 'rent', place: '自有', area: '120', rooms: '3', rate: '0.5', born: '2008-05-01', moved: '2024-02-29', uses: ['shop', 'store'] } // biome-ignore format: one question after another
const typed = { ...answers, area: 120, rooms: 3, rate: 0.5, born: date('2008-05-01'), moved: date('2024-02-29'), gap: null }

/** true or false; undefined for everything else, null and faults among it. */
const oracle = (feel: string): boolean | undefined => {
  try {
    const { value } = evaluate(feel, typed)
    return typeof value === 'boolean' ? value : undefined
  } catch {
    return undefined
  }
}

type Text = fc.Arbitrary<string>
const compareSigns = ['=', '!=', '<', '<=', '>', '>='] as const
const joined = (part: Text, signs: readonly string[]): Text =>
  fc.tuple(part, fc.constantFrom(...signs), part).map(([a, sign, b]) => `${a} ${sign} ${b}`)
const bracketed = (part: Text): Text => part.map((text) => `(${text})`)

/** Numbers without division by what may be nought: of those the two part, see decision 0017. */
const { number } = fc.letrec<{ number: string; leaf: string }>((tie) => ({
  leaf: fc.constantFrom('area', 'rooms', 'rate', '0', '1', '3', '12.5', '120', 'number("3")', 'count(uses)', 'count([1, 2])'),
  number: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'number' },
    tie('leaf'),
    joined(tie('number'), ['+', '-', '*']),
    bracketed(tie('number')),
    tie('leaf').map((text) => `-${text}`),
    tie('number').map((text) => `(${text}) / 4`),
  ),
}))
const literal = fc
  .oneof(
    fc.constantFrom('rent', 'own', '自有', '', 'a"b', 'a\\b', '行\n行', '\t', 'é', '😀'),
    fc.string({ maxLength: 4 }).filter((text) => !/^-?[\d.]+$/.test(text)),
  )
  .map((text) => JSON.stringify(text))
const texts = fc.oneof(literal, fc.constantFrom('kind', 'place'), joined(literal, ['+']))
const days = fc.oneof(
  fc.constantFrom('born', 'moved'),
  fc.constantFrom('2008-05-01', '2024-02-29', '1999-12-31', '2026-11-23').map((text) => `date("${text}")`),
)

/**
 * Every test of a value of one kind, those with a square bracket in round ones of their own: the other reader takes an `and` behind `in […]` for a
 * part of what stands behind `in`. Ranges go upwards: it turns those that do not around. Comparing, between, in a range, in one of several tests, in a list. */
const testsOf = (value: Text, ranges: readonly (readonly [string, string])[]): Text => {
  const range = fc.constantFrom(...ranges)
  return fc.oneof(
    joined(value, compareSigns),
    fc.tuple(value, value, value).map(([a, b, c]) => `${a} in (${b}, ${c})`),
    fc.tuple(value, value, value).map(([a, b, c]) => `(${a} in [${b}, ${c}])`),
    fc.tuple(value, range).map(([a, [from, to]]) => `${a} between ${from} and ${to}`),
    fc
      .tuple(value, fc.constantFrom('[', '('), range, fc.constantFrom(']', ')'))
      .map(([a, open, [from, to], end]) => `(${a} in ${open}${from}..${to}${end})`),
    fc.tuple(value, fc.constantFrom('<', '<=', '>', '>='), value, value).map(([a, sign, b, c]) => `${a} in (${sign} ${b}, ${c})`),
  )
}
const numberRanges = [['0', '3'], ['rooms', 'area'], ['-12.5', 'rate * 2'], ['3', '3']] as const // biome-ignore format: pairs
const textRanges = [['"a"', '"t"'], ['kind', 'place'], ['""', '"rent"']] as const // biome-ignore format: pairs
const dayRanges = [['born', 'moved'], ['date("2008-05-01")', 'date("2009-01-01")']] as const // biome-ignore format: pairs
const conditionOver = (leaf: Text, extra: (part: Text) => Text[] = () => []): Text =>
  fc.letrec<{ condition: string }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'condition' },
      leaf,
      joined(tie('condition'), ['and', 'or']),
      bracketed(tie('condition')),
      tie('condition').map((text) => `not(${text})`),
      ...extra(bracketed(tie('condition'))),
    ),
  })).condition

const decided = fc.oneof(
  testsOf(number, numberRanges),
  testsOf(texts, textRanges),
  testsOf(days, dayRanges),
  fc.tuple(texts, literal).map(([a, b]) => `contains(${a}, ${b})`),
  fc.tuple(fc.constantFrom('uses', '["rent", "own"]'), texts).map(([a, b]) => `list contains(${a}, ${b})`),
  fc.constantFrom('true', 'false', 'uses = ["shop", "store"]', 'place = null', 'gap = null', 'gap != null', '1 / 0 = null', 'date("2023-02-29") = null'),
) // biome-ignore format: the last one is a list

/** Conditions beside conditions: `=` makes of null, which is not known here, a false there. */
const equated = (part: Text): Text[] => [joined(part, ['=', '!='])]

test('R-066 DMN 1.5 §10.3: a condition whose questions are answered holds exactly when another reader of FEEL says so', () => {
  fc.assert(
    fc.property(conditionOver(decided, equated), (feel) => {
      if (feel.length > 1000) return
      assert.ok('node' in readFeel(feel), `not read: ${feel}`)
      assert.equal(holds({ feel }, answers), oracle(feel), feel)
    }),
    { numRuns: 800 },
  )
})

const fixedNumber = fc.constantFrom('0', '3', '-12.5', '(1 + 2) * 4', 'number("3")', 'count(uses)')
const fixedDay = fc.constantFrom('date("2008-05-01")', 'date("2024-02-29")', 'date("2024-02-30")')
/** Values of every kind beside each other, what was not answered among them; a number or a day that was answered is a text beside a text. */
const single = fc.oneof(fixedNumber, literal, fixedDay, fc.constantFrom('gap', 'gap', 'true', 'area / 0', 'gap + 1', '-gap'))
const lists = fc.constantFrom('uses', '["rent"]', '[gap]', '[1, "a"]')
const mixed = fc.oneof(
  testsOf(single, [
    ['0', '3'],
    ['"a"', '"t"'],
    ['date("2008-05-01")', 'date("2009-01-01")'],
    ['gap', '3'],
  ]),
  fc.tuple(lists, single).map(([a, b]) => `list contains(${a}, ${b})`),
  decided,
)

test('R-066: whatever stands beside what, and whatever was not answered: where a condition decides, FEEL never decides the other way', () => {
  fc.assert(
    fc.property(conditionOver(mixed), (feel) => {
      const own = holds({ feel }, answers)
      if (own === undefined || feel.length > 1000) return
      assert.ok([own, undefined].includes(oracle(feel)), `${feel}: ${own}`)
    }),
    { numRuns: 800 },
  )
})
