import { type Placed, placed } from '../../../kernel/process.ts'
import type { Step } from '../terms.ts'

/** A line of text in a box: the name of the step, or who does it in what time and on which terms. `y` is its baseline. */
type BoxText = { readonly text: string; readonly isName: boolean; readonly y: number }
/** A box of the drawn process: where it stands, in the units of the drawing, and which step it is. */
export type Box = {
  readonly step: Placed<Step>
  readonly row: number
  readonly x: number
  readonly y: number
  readonly texts: readonly BoxText[]
}
export type Point = { readonly x: number; readonly y: number }
/** A line of the drawn process, from corner to corner; the last bears the arrow. `from` or `to` is absent at the two ends of the process. */
export type Line = { readonly from?: string; readonly to?: string; readonly points: readonly Point[] }
/** A process laid out from above to below: the steps of one layer side by side, lines between the columns. */
export type Chart = {
  readonly width: number
  readonly height: number
  readonly start: Point
  readonly end: Point
  readonly boxes: readonly Box[]
  readonly lines: readonly Line[]
}

/** Measures of the drawing in px at 17 px of text: boxes of one size, so that two branches stand side by side on a phone. */
export const sizes = { box: 148, height: 96, gapX: 16, gapY: 40, edge: 6, knob: 9, letters: 8, line: 21 } as const

/** A knot of the layout: a step, or the place where a line passes a layer. */
type Knot = {
  readonly id: string
  readonly layer: number
  readonly from: readonly string[]
  readonly step?: Placed<Step>
  readonly row: number
}

const layersOf = (steps: readonly Placed<Step>[]): Map<string, number> => {
  const layers = new Map<string, number>()
  for (const _ of steps) for (const step of steps) layers.set(step.id, 1 + Math.max(-1, ...step.after.map((id) => layers.get(id) ?? -1)))
  return layers
}

const endId = '\u0000end'

/** Steps and, for lines that reach over layers, the places where they pass; the last knot is the end, after all that nothing follows. */
const knotsOf = (steps: readonly Placed<Step>[]): Knot[] => {
  const layers = layersOf(steps)
  const followed = new Set(steps.flatMap(({ after }) => after))
  const last = Math.max(...layers.values()) + 1
  const knots: Knot[] = []
  const reach = (from: string, to: string, layer: number): string => {
    let before = from
    for (let at = (layers.get(from) ?? 0) + 1; at < layer; at += 1) {
      const id = `${from}\u0000${to}\u0000${at}`
      knots.push({ id, layer: at, from: [before], row: -1 })
      before = id
    }
    return before
  }
  const knot = (id: string, layer: number, after: readonly string[], row: number, step?: Placed<Step>): void =>
    void knots.push({ id, layer, from: after.map((one) => reach(one, id, layer)), row, ...(step ? { step } : {}) })
  for (const [row, step] of steps.entries()) knot(step.id, layers.get(step.id) ?? 0, step.after, row, step)
  knot(
    endId,
    last,
    steps.filter(({ id }) => !followed.has(id)).map(({ id }) => id),
    steps.length,
  )
  return knots
}

const mean = (numbers: readonly number[]): number => numbers.reduce((sum, n) => sum + n, 0) / Math.max(1, numbers.length)

/** The column of every knot, in half columns: each layer in the order of what leads to it, centred. */
const columnsOf = (knots: readonly Knot[]): { readonly column: Map<string, number>; readonly columns: number } => {
  const layers = Map.groupBy(knots, ({ layer }) => layer)
  const columns = Math.max(...[...layers.values()].map((layer) => layer.length))
  const column = new Map<string, number>()
  for (const layer of [...layers.keys()].toSorted((a, b) => a - b)) {
    const here = layers.get(layer) ?? []
    const pull = (knot: Knot): number => mean(knot.from.map((id) => column.get(id) ?? columns - 1))
    const sorted = here.toSorted((a, b) => pull(a) - pull(b) || a.row - b.row)
    for (const [i, { id }] of sorted.entries()) column.set(id, columns - sorted.length + 2 * i)
  }
  return { column, columns }
}

/** A name on one or two lines; longer ones end with … */
const nameLines = (name: string): string[] => {
  const letters = [...name]
  if (letters.length <= sizes.letters) return [name]
  const second = letters.slice(sizes.letters)
  return [
    letters.slice(0, sizes.letters).join(''),
    second.length > sizes.letters ? `${second.slice(0, sizes.letters - 1).join('')}…` : second.join(''),
  ]
}

const doneBy: Record<Step['by'], string> = { clerk: '窗口', approver: '审批', decider: '决定', issuer: '出件' }
const termsOf = ({ when, twoPersons }: Step): string => [twoPersons && '两人', when && '视情形'].filter(Boolean).join(' · ')

/** What a box says, set in its middle. */
const textsOf = (step: Step, y: number): BoxText[] => {
  const names = nameLines(step.name)
  const days = step.days === 0 ? '当场' : `${step.days} 工作日`
  const texts = [...names, `${doneBy[step.by]} · ${days}`, ...(termsOf(step) ? [termsOf(step)] : [])]
  const top = y + (sizes.height - texts.length * sizes.line) / 2 + 16
  return texts.map((text, i) => ({ text, isName: i < names.length, y: top + i * sizes.line }))
}

type Placing = { readonly column: Map<string, number>; readonly knots: ReadonlyMap<string, Knot> }
const centre = ({ column }: Placing, id: string): number =>
  sizes.edge + sizes.box / 2 + ((column.get(id) ?? 0) * (sizes.box + sizes.gapX)) / 2
const topOf = (layer: number): number => sizes.edge + 2 * sizes.knob + sizes.gapY + layer * (sizes.height + sizes.gapY)

/** From below one knot to above the next: straight down, or with two corners, `part` of the gap above the next. */
const bend = (from: Point, to: Point, part = 0.5): Point[] => {
  const half = to.y - sizes.gapY * part
  return from.x === to.x ? [from, to] : [from, { x: from.x, y: half }, { x: to.x, y: half }, to]
}

/** Where lines come from several knots to several, each that is reached has a height of its own, so that no two can be confused. */
const partOf = ({ knots, column }: Placing, { id, layer }: Knot): number => {
  const here = [...knots.values()]
    .filter((knot) => knot.layer === layer)
    .toSorted((a, b) => (column.get(a.id) ?? 0) - (column.get(b.id) ?? 0))
  if (here.length === 1 || new Set(here.flatMap(({ from }) => from)).size <= 1) return 0.5
  return (here.findIndex((knot) => knot.id === id) + 1) / (here.length + 1)
}

const merged = (points: readonly Point[]): Point[] =>
  points.filter((point, i) => {
    const [a, b] = [points[i - 1], points[i + 1]]
    if (a && a.x === point.x && a.y === point.y) return false
    return !(a && b && ((a.x === point.x && b.x === point.x) || (a.y === point.y && b.y === point.y)))
  })

/** The line that ends at a knot, followed back through the layers it passes to the step it comes from. */
const lineTo = (placing: Placing, end: Knot, first: string): Line => {
  const points: Point[] = []
  let [knot, from]: [Knot, string] = [end, first]
  for (;;) {
    const source = placing.knots.get(from)
    if (!source) break
    points.unshift(
      ...bend(
        { x: centre(placing, from), y: topOf(source.layer) + sizes.height },
        { x: centre(placing, knot.id), y: topOf(knot.layer) },
        partOf(placing, knot),
      ),
    )
    if (source.step) break
    points.unshift({ x: centre(placing, from), y: topOf(source.layer) })
    ;[knot, from] = [source, source.from[0] ?? '']
  }
  return { from, ...(end.step ? { to: end.id } : {}), points: merged(points) }
}

/** The drawing of a process without faults: layers by the longest way from the beginning, lines that cross no box. */
export const chartOf = (given: readonly Step[]): Chart => {
  const steps = placed(given)
  const all = knotsOf(steps)
  const { column, columns } = columnsOf(all)
  const placing: Placing = { column, knots: new Map(all.map((knot) => [knot.id, knot])) }
  const end = all.at(-1)
  const middle = sizes.edge + (columns * sizes.box + (columns - 1) * sizes.gapX) / 2
  const start = { x: middle, y: sizes.edge + sizes.knob }
  const first = all.filter((knot) => knot.step && knot.from.length === 0)
  const endTop = topOf(end?.layer ?? 0)
  return {
    width: 2 * middle,
    height: endTop + 2 * sizes.knob + sizes.edge,
    start,
    end: { x: middle, y: endTop + sizes.knob },
    boxes: all.flatMap(({ id, layer, step, row }) =>
      step ? [{ step, row, x: centre(placing, id) - sizes.box / 2, y: topOf(layer), texts: textsOf(step, topOf(layer)) }] : [],
    ),
    lines: [
      ...first.map(({ id }) => ({ to: id, points: bend({ x: middle, y: start.y + sizes.knob }, { x: centre(placing, id), y: topOf(0) }) })),
      ...all.flatMap((knot) => (knot.step || knot === end ? knot.from.map((from) => lineTo(placing, knot, from)) : [])),
    ],
  }
}

/** Whether a process is one line of steps without conditions, so that a list tells all of it. */
export const isStraight = (steps: readonly Step[]): boolean =>
  placed(steps).every(
    ({ after, when }, i, all) => !when && (i === 0 ? after.length === 0 : after.length === 1 && after[0] === all[i - 1]?.id),
  )
