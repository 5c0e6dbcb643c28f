import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { HandedIn } from '../terms.ts'
import { play, type Step } from '../testing.ts'
import { earlierRounds } from './rounds.ts'

const file = (material: string, name: string): HandedIn => ({
  material,
  sha256: name.padEnd(64, '0'),
  name,
  size: 1,
  type: 'application/pdf',
})
const submitted: Step = ['submit', '2026-07-06', { materials: [file('m1', 'a'), file('m2', 'b'), file('m2', 'c')] }]
const corrected: Step[] = [
  submitted,
  ['notifyCorrection', '2026-07-07'],
  ['correct', '2026-07-08', { materials: [file('m2', 'd')] }],
  ['accept', '2026-07-08'],
]
const roundsOf = (steps: readonly Step[]) =>
  earlierRounds(play(steps).events).map(({ material, act, on, files }) => [material, act, on, files.map(({ name }) => name)])

test('补正后，原来的文件和新的文件可以对照：换过的材料才有上一次，没有换的没有', () => {
  assert.deepEqual(roundsOf([submitted]), [])
  assert.deepEqual(roundsOf(corrected), [['m2', 'submit', '2026-07-06', ['b', 'c']]])
})

test('又补充一次的，两次都在，先后不变', () => {
  const more: Step[] = [...corrected, ['requestMore', '2026-07-09'], ['supplyMore', '2026-07-10', { materials: [file('m2', 'e')] }]]
  assert.deepEqual(roundsOf(more), [
    ['m2', 'submit', '2026-07-06', ['b', 'c']],
    ['m2', 'correct', '2026-07-08', ['d']],
  ])
})
