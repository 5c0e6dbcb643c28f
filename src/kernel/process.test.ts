import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { areAllDone, openSteps, type ProcessStep, placed, shapeFaults, withFollowers } from './process.ts'

const ids = (steps: readonly { readonly id: string }[]): string[] => steps.map(({ id }) => id)
const step = (id: string, after: readonly string[], when?: ProcessStep['when']): ProcessStep => ({
  id,
  name: id,
  after,
  ...(when ? { when } : {}),
})

test('steps without predecessors are done one after another, as they are written', () => {
  const steps = [{ name: '受理' }, { name: '审查' }, { name: '决定' }]
  assert.deepEqual(
    placed(steps).map(({ id, after }) => [id, after]),
    [['s1', []], ['s2', ['s1']], ['s3', ['s2']]], // biome-ignore format: pairs
  )
  assert.deepEqual(ids(openSteps(steps, [], {})), ['s1'])
  assert.deepEqual(ids(openSteps(steps, ['s1'], {})), ['s2'])
  assert.ok(areAllDone(steps, ['s1', 's2', 's3'], {}) && !areAllDone(steps, ['s1', 's2'], {}))
})

const branches = [step('a', []), step('b', ['a']), step('c', ['a']), step('d', ['b', 'c'])]

test('branches with a common predecessor are open side by side, and what joins them waits for all of them', () => {
  assert.deepEqual(ids(openSteps(branches, ['a'], {})), ['b', 'c'])
  assert.deepEqual(ids(openSteps(branches, ['a', 'c'], {})), ['b'])
  assert.deepEqual(ids(openSteps(branches, ['a', 'c', 'b'], {})), ['d'])
})

const place = (...is: string[]) => ({ question: 'place', is })
const conditional = [step('a', []), step('b', ['a'], place('rent')), step('c', ['b'], place('rent', 'loan')), step('d', ['c'])]

test('a step is asked for by the answers alone; without it the way goes on to the next', () => {
  assert.deepEqual(ids(openSteps(conditional, ['a'], { place: 'rent' })), ['b'])
  assert.deepEqual(ids(openSteps(conditional, ['a'], { place: 'loan' })), ['c'])
  assert.deepEqual(ids(openSteps(conditional, ['a'], { place: 'own' })), ['d'])
  assert.deepEqual(ids(openSteps(conditional, ['a'], { place: ['own', 'loan'] })), ['c'])
  assert.ok(areAllDone(conditional, ['a', 'd'], { place: 'own' }) && !areAllDone(conditional, ['a', 'd'], { place: 'rent' }))
})

test('a skipped step holds nobody up, but does not let the next begin before those before it are over', () => {
  assert.deepEqual(ids(openSteps(conditional, [], { place: 'own' })), ['a'])
})

test('what follows a step: itself and everything behind it', () => {
  assert.deepEqual([...withFollowers(branches, 'b')].toSorted(), ['b', 'd'])
  assert.deepEqual([...withFollowers(branches, 'a')].toSorted(), ['a', 'b', 'c', 'd'])
})

const faults = (...steps: ProcessStep[]) => shapeFaults(steps).map(({ code, row, about }) => [code, row, ...(about ? [about] : [])])

test('each fault of a process is named with its row', () => {
  assert.deepEqual(faults(), [['no-steps', 0]])
  assert.deepEqual(faults(...branches), [])
  assert.deepEqual(faults(step('a', []), step('a', [])), [['repeated-id', 1, 'a']])
  assert.deepEqual(faults(step('a', []), step('b', ['x'])), [['unknown-step', 1, 'x']])
  assert.deepEqual(faults(step('a', ['a'])), [['cycle', 0]])
  assert.deepEqual(faults(step('a', []), step('b', ['a', 'c']), step('c', ['b']), step('d', ['c'])), [
    ['cycle', 1],
    ['cycle', 2],
    ['unreachable', 3],
  ])
})

const processes = fc.integer({ min: 1, max: 9 }).chain((n) =>
  fc.tuple(
    ...Array.from({ length: n }, (_, i) =>
      fc.record({
        id: fc.constant(`s${i}`),
        name: fc.constant(`环节${i}`),
        after: fc.subarray(Array.from({ length: i }, (__, j) => `s${j}`)),
        when: fc.option(fc.record({ question: fc.constantFrom('q', 'r'), is: fc.subarray(['x', 'y'], { minLength: 1 }) }), {
          nil: undefined,
        }),
      }),
    ),
  ),
)
const answers = fc.record({ q: fc.constantFrom('x', 'y', 'z'), r: fc.constantFrom('x', 'y', 'z') })

test('whichever open step is done next, a sound process ends with every step asked for done once', () => {
  fc.assert(
    fc.property(processes, answers, fc.infiniteStream(fc.nat()), (drawn, given, choices) => {
      const steps = drawn.map(({ when, ...rest }) => ({ ...rest, ...(when ? { when } : {}) }))
      assert.deepEqual(shapeFaults(steps), [])
      const done: string[] = []
      for (let open = openSteps(steps, done, given); open.length > 0; open = openSteps(steps, done, given)) {
        const chosen = open[(choices.next().value ?? 0) % open.length]
        assert.ok(chosen && !done.includes(chosen.id))
        done.push(chosen.id)
      }
      assert.ok(areAllDone(steps, done, given))
    }),
  )
})
