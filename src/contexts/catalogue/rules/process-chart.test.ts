import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Step } from '../terms.ts'
import { type Box, type Chart, chartOf, isStraight, type Point, sizes } from './process-chart.ts'

const step = (id: string, after?: readonly string[]): Step => ({
  id,
  name: id,
  by: 'approver',
  days: 1,
  standard: '符合规定',
  result: '意见',
  ...(after ? { after } : {}),
})

const drawn = fc
  .integer({ min: 1, max: 9 })
  .chain((n) =>
    fc.tuple(
      ...Array.from({ length: n }, (_, i) =>
        fc.subarray(Array.from({ length: i }, (__, j) => `s${j}`)).map((after) => step(`s${i}`, after)),
      ),
    ),
  )

const isInside = (box: Box, { x, y }: Point): boolean => x > box.x && x < box.x + sizes.box && y > box.y && y < box.y + sizes.height
/** Points along a line, close enough that none passes a box unseen. */
const along = (points: readonly Point[]): Point[] =>
  points.flatMap((to, i) => {
    const from = points[i - 1]
    if (!from) return []
    return Array.from({ length: 41 }, (_, k) => ({ x: from.x + ((to.x - from.x) * k) / 40, y: from.y + ((to.y - from.y) * k) / 40 }))
  })
const crossings = ({ boxes, lines }: Chart): number =>
  lines.flatMap(({ points }) => along(points)).filter((point) => boxes.some((box) => isInside(box, point))).length

test('the drawing: every step once, no box over another, no line through a box, all inside the sheet', () => {
  fc.assert(
    fc.property(drawn, (steps) => {
      const chart = chartOf(steps)
      assert.equal(chart.boxes.length, steps.length)
      for (const [i, a] of chart.boxes.entries())
        for (const b of chart.boxes.slice(i + 1))
          assert.ok(Math.abs(a.x - b.x) >= sizes.box || Math.abs(a.y - b.y) >= sizes.height, `${a.step.id} over ${b.step.id}`)
      assert.equal(crossings(chart), 0)
      const points = chart.lines.flatMap((line) => line.points)
      assert.ok(points.every(({ x, y }) => x >= 0 && x <= chart.width && y >= 0 && y <= chart.height))
    }),
  )
})

test('the drawing: a line for every predecessor, from above to below, straight or at right angles', () => {
  fc.assert(
    fc.property(drawn, (steps) => {
      const { lines } = chartOf(steps)
      const pairs = lines.flatMap(({ from, to }) => (from && to ? [`${from}>${to}`] : []))
      assert.deepEqual(pairs.toSorted(), steps.flatMap(({ id, after }) => (after ?? []).map((one) => `${one}>${id}`)).toSorted())
      for (const { points } of lines)
        for (const [i, to] of points.entries()) {
          const from = points[i - 1]
          if (from) assert.ok(from.y <= to.y && (from.x === to.x || from.y === to.y))
        }
    }),
  )
})

test('two branches stand side by side on a phone of 360 px; a line of steps is straight', () => {
  const branched = chartOf([step('a'), step('b'), step('c', ['a']), step('d', ['b', 'c'])])
  const [, b, c] = branched.boxes
  assert.ok(b && c && b.y === c.y && b.x !== c.x)
  assert.ok(branched.width <= 328, `${branched.width} px`)
  assert.ok(isStraight([step('a'), step('b')]))
  assert.ok(!isStraight([step('a'), step('b'), step('c', ['a'])]))
  assert.ok(!isStraight([step('a'), { ...step('b'), when: { question: 'q', is: ['x'] } }]))
})

test('a long name stands on two lines of the box', () => {
  const [box] = chartOf([{ ...step('a'), name: '公众聚集场所投入使用、营业前现场消防安全检查', twoPersons: true }]).boxes
  assert.deepEqual(
    box?.texts.map(({ text }) => text),
    ['公众聚集场所投入', '使用、营业前现…', '审批 · 1 工作日', '两人'],
  )
})
