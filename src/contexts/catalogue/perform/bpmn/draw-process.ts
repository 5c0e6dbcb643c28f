import { type Box, type Chart, chartOf, type Point, sizes } from '../../rules/process-chart.ts'
import type { Step } from '../../terms.ts'

/** Where a node of a BPMN diagram stands: around which step, above or below it; or at one of the two ends. */
export type Slot = 'start' | 'first' | 'wait' | 'ask' | 'task' | 'join' | 'fork' | 'last' | 'end'
export type Shape = { readonly id: string; readonly step?: string; readonly slot: Slot }
export type Flow = { readonly id: string; readonly from: string; readonly to: string; readonly isBypass: boolean }
export type Bounds = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

const slots = ['wait', 'ask', 'task', 'join', 'fork'] as const
const measure = { task: { width: 130, height: 80 }, gateway: { width: 50, height: 50 }, event: { width: 36, height: 36 } } as const
/** Columns stand wide enough apart for the way around a step. */
const wide = 1.8
const between = 30
const gap = 70

const sizeOf = (slot: Slot): { readonly width: number; readonly height: number } =>
  slot === 'task' ? measure.task : slot === 'start' || slot === 'end' ? measure.event : measure.gateway

/** A layer of the chart and the room it takes in the diagram, with the top of every slot that is used in it. */
type Layer = { readonly top: number; readonly tops: ReadonlyMap<Slot, number>; readonly bottom: number; readonly chartTop: number }

const layersOf = (chart: Chart, shapes: readonly Shape[]): Layer[] => {
  const tops = [...new Set(chart.boxes.map(({ y }) => y))].toSorted((a, b) => a - b)
  let y = 40 + measure.event.height + gap + (shapes.some(({ slot }) => slot === 'first') ? measure.gateway.height + between : 0)
  return tops.map((chartTop) => {
    const here = new Set(chart.boxes.filter((box) => box.y === chartTop).map(({ step }) => step.id))
    const used = slots.filter((slot) => shapes.some((shape) => shape.slot === slot && here.has(shape.step ?? '')))
    const [top, places] = [y, new Map<Slot, number>()]
    for (const slot of used) {
      places.set(slot, y)
      y += sizeOf(slot).height + between
    }
    const bottom = y - between
    y = bottom + gap
    return { top, tops: places, bottom, chartTop }
  })
}

/** From a height of the chart to a height of the diagram: layers onto layers, gaps onto gaps. */
const heightOf =
  (layers: readonly Layer[]) =>
  (y: number): number => {
    const layer = layers.findLast(({ chartTop }) => y >= chartTop)
    if (!layer) return (layers[0]?.top ?? 0) - gap / 2
    const below = y - layer.chartTop
    if (below <= sizes.height) return layer.top + (below / sizes.height) * (layer.bottom - layer.top)
    return layer.bottom + ((below - sizes.height) / sizes.gapY) * gap
  }

const round = (n: number): number => Math.round(n)
const middle = (box: Bounds): number => box.x + box.width / 2

/** The way around a step that is not asked for. */
const around = (from: Bounds, to: Bounds): Point[] => {
  const [y1, y2, left] = [from.y + from.height / 2, to.y + to.height / 2, middle(from) - measure.task.width / 2 - 25]
  return [{ x: from.x, y: y1 }, { x: left, y: y1 }, { x: left, y: y2 }, { x: to.x, y: y2 }] // biome-ignore format: a way
}

/** From below one node to above another, over the corners that the chart gives the line. */
const way = (from: Bounds, to: Bounds, corners: readonly Point[]): Point[] => [
  { x: middle(from), y: from.y + from.height },
  ...corners,
  { x: middle(to), y: to.y },
]

/**
 * The bounds of every shape and the way of every flow, in their order. Follows the layout of the chart; gateways stand above and below
 * the step they belong to.
 */
export const draw = (
  steps: readonly Step[],
  shapes: readonly Shape[],
  flows: readonly Flow[],
): { readonly bounds: readonly Bounds[]; readonly waypoints: readonly (readonly Point[])[] } => {
  const chart = chartOf(steps)
  const layers = layersOf(chart, shapes)
  const boxOf = new Map<string, Box>(chart.boxes.map((box) => [box.step.id, box]))
  const bottom = (layers.at(-1)?.bottom ?? 0) + gap
  const ends: Partial<Record<Slot, number>> = {
    start: 40,
    first: 40 + measure.event.height + between,
    last: bottom,
    end: bottom + (shapes.some(({ slot }) => slot === 'last') ? measure.gateway.height + between : 0),
  }
  const boundsOf = ({ step, slot }: Shape): Bounds => {
    const [box, size] = [boxOf.get(step ?? ''), sizeOf(slot)]
    const y = ends[slot] ?? layers.find(({ chartTop }) => chartTop === box?.y)?.tops.get(slot) ?? 0
    const centre = box ? box.x + sizes.box / 2 : chart.start.x
    return { x: round(100 + centre * wide - size.width / 2), y: round(y), ...size }
  }
  const byId = new Map(shapes.map((shape) => [shape.id, { shape, bounds: boundsOf(shape) }]))
  const toDiagram = heightOf(layers)
  const cornersOf = (from: Shape, to: Shape): Point[] => {
    if (from.step === to.step) return []
    const line = chart.lines.find((one) => one.from === from.step && one.to === to.step)
    return (line?.points.slice(1, -1) ?? []).map(({ x, y }) => ({ x: round(100 + x * wide), y: round(toDiagram(y)) }))
  }
  const waypoints = flows.map(({ from, to, isBypass }) => {
    const [a, b] = [byId.get(from), byId.get(to)]
    if (!a || !b) return []
    return isBypass ? around(a.bounds, b.bounds) : way(a.bounds, b.bounds, cornersOf(a.shape, b.shape))
  })
  return { bounds: shapes.map((shape) => boundsOf(shape)), waypoints }
}
