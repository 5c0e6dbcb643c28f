import assert from 'node:assert/strict'
import { test } from 'node:test'
import { choiceOf, feelFault, feelOf, holds, namesOf } from './condition.ts'
import { feelWords } from './feel-words.ts'

const meets = (feel: string, answers: Record<string, string | readonly string[]> = {}) => holds({ feel }, answers)

test('R-066 FEEL (DMN 1.5 §10.3): comparison, membership, ranges, between, and, or, not', () => {
  const answers = { kind: 'rent', area: '120', born: '2008-05-01', uses: ['shop', 'store'] }
  const examples: readonly (readonly [string, boolean | undefined])[] = [
    ['kind = "rent"', true],
    ['kind != "rent"', false],
    ['kind in ("rent", "loan")', true],
    ['kind in ["own"]', false],
    ['area > 100 and area <= 120', true],
    ['area in [100..120)', false],
    ['area in (< 50, >= 120)', true],
    ['area between 1 and 120', true],
    ['area between 1 and 120 and kind = "own"', false],
    ['area * 2 - 40 = 200', true],
    ['-area < 0', true],
    ['born < date("2008-11-23")', true],
    ['born = date("2008-05-02")', false],
    ['list contains(uses, "shop")', true],
    ['list contains(uses, "home")', false],
    ['count(uses) = 2', true],
    ['uses in ("store")', true],
    ['not(kind = "own") and (area > 500 or kind = "rent")', true],
    ['true', true],
    ['"rent" = 3', undefined],
    ['area / 0 > 1', undefined],
    ['kind', undefined],
  ]
  for (const [feel, wanted] of examples) assert.equal(meets(feel, answers), wanted, feel)
})

test('what was not answered decides nothing, unless the other side decides alone; whether it was answered can be asked', () => {
  assert.equal(meets('kind = "rent"'), undefined)
  assert.equal(meets('not(kind = "rent")'), undefined)
  assert.equal(meets('kind = "rent" and area > 1', { area: '0' }), false)
  assert.equal(meets('kind = "rent" or area > 1', { area: '2' }), true)
  assert.deepEqual([meets('kind = null'), meets('kind != null', { kind: 'x' }), meets('kind = null', { kind: '' })], [true, true, true])
  assert.equal(meets('constructor = null'), true, 'nothing of the language behind is a question')
})

test('R-066: two answers that are figures are compared as numbers, codes and numbers of persons as the texts they are', () => {
  const answers = { area: '120', rooms: '9', code: '01', other: '1', one: '150602199001011231', two: '150602199001011232' }
  assert.deepEqual(
    [meets('area > rooms', answers), meets('area between rooms and 200', answers), meets('area + rooms = 129', answers)],
    [true, true, true],
  )
  assert.deepEqual([meets('code = other', answers), meets('one = two', answers), meets('one < two', answers)], [false, false, true])
})

test('FEEL: a day that does not exist is none; escapes are read; lists are equal sign by sign, what is not known in them stays so', () => {
  const examples: readonly (readonly [string, boolean | undefined])[] = [
    ['date("2024-02-30") = null', true],
    ['born > date("2020-01-01")', undefined],
    ['"\\u81ea\\u6709\\n" = place', true],
    ['"\\U01F600" = face', true],
    ['[1, 2] = [1]', false],
    ['[gap] = [1]', undefined],
    ['list contains([1, "a"], 3)', false],
    ['list contains([gap], 3)', undefined],
  ]
  for (const [feel, wanted] of examples) assert.equal(meets(feel, { born: '2024-02-30', place: '自有\n', face: '😀' }), wanted, feel)
  assert.match(feelFault({ feel: 'x = "\\UFFFFFF"' }, ['x'])?.why ?? '', /没有 FFFFFF/)
})

test('a bad expression is told where and why, in Chinese', () => {
  const names = ['kind', 'area']
  const examples: readonly (readonly [string, number, RegExp])[] = [
    ['', 0, /还没有写/],
    ['kind = "rent', 7, /引号没有成对/],
    ['kind = ', 7, /没有写完/],
    ['kind == "rent"', 6, /“=”/],
    ['(kind = "rent"', 14, /右括号/],
    ['kind "rent"', 5, /缺 and/],
    ['sort(kind)', 0, /没有“sort”这个函数/],
    ['colour = "red"', 0, /没有“colour”这个问题.*kind、area/],
    ['kind = “rent”', 7, /半角的/],
    ['for x in [1..9] return x', 0, /不能用“for”/],
    ['count()', 0, /要写 1 个值/],
    [`${'('.repeat(60)}kind${')'.repeat(60)}`, 19, /太深/],
    ['a'.repeat(1001), 1000, /太长/],
  ]
  for (const [feel, at, why] of examples) {
    const fault = feelFault({ feel }, names)
    assert.ok(fault && why.test(fault.why), `${feel.slice(0, 30)}: ${JSON.stringify(fault)}`)
    if (!why.source.includes('太深')) assert.equal(fault.at, at, feel)
    assert.equal(meets(feel, { kind: 'rent' }), undefined, 'and meets nothing')
  }
  assert.equal(feelFault({ feel: 'kind = "rent" or area in [1..9]' }, names), undefined)
})

test('a condition is read back in the words of its questions; a choice of answers is the same in FEEL', () => {
  const kind = { id: 'kind', question: '场所怎么来的？', options: [{ value: 'rent', label: '租赁' }, { value: 'own', label: '自有' }] } // biome-ignore format: a question
  const area = { id: 'area', question: '面积', options: [] }
  const say = (feel: string) => feelWords({ feel }, [kind, area])
  assert.equal(say('kind in ("rent", "own") and area > 100'), '“场所怎么来的”是“租赁”或“自有”，并且“面积”大于100')
  assert.equal(say('area in [1..9) or kind != "rent"'), '“面积”是1(含)到9(不含)，或者“场所怎么来的”不是“租赁”')
  assert.equal(say('not(kind = null)'), '不是(“场所怎么来的”没有填)')
  assert.equal(say('kind ='), 'kind =')
  assert.equal(meets(feelOf('kind', ['a"b', 'c']), { kind: 'a"b' }), true)
  assert.deepEqual(namesOf({ feel: 'kind = "x" and (area > 1 or kind = "y")' }), ['kind', 'area'])
  assert.deepEqual([choiceOf({ is: ['a'] }), choiceOf({ feel: 'x' }), choiceOf(undefined)], [{ is: ['a'] }, undefined, undefined])
})
