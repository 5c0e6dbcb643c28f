import { type Html, html } from '../../../ui/page/html.ts'
import { type Chart, chartOf, type Point, sizes } from '../rules/process-chart.ts'
import type { Step } from '../terms.ts'

const path = (points: readonly Point[]): string => points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x} ${y}`).join('')
/** The drawing grows with the reader's letters: its sides are told in em of a text of 17 px. */
const em = (px: number): string => `${Math.round((px / 17) * 100) / 100}em`

const arrow = ({ points }: Chart['lines'][number]): Html | false => {
  const tip = points.at(-1)
  return tip !== undefined && html`<path class="tip" d="M${tip.x} ${tip.y}l-5 -9h10z"/>`
}

/** The process of an item as a drawing: its steps from above to below, branches side by side. The list beside it says the same in words. */
export const flowChart = (name: string, steps: readonly Step[]): Html => {
  const { width, height, start, end, boxes, lines } = chartOf(steps)
  return html`<div class="flow" tabindex="0" role="group" aria-label="流程图，文字说明见下"><svg role="img" aria-label="${name}办理流程图" width="${em(width)}" height="${em(height)}" viewBox="0 0 ${width} ${height}">
${lines.map((line) => html`<path class="way" d="${path(line.points)}"/>${arrow(line)}`)}
<circle class="knob" cx="${start.x}" cy="${start.y}" r="${sizes.knob - 2}"/><circle class="knob last" cx="${end.x}" cy="${end.y}" r="${sizes.knob - 2}"/>
${boxes.map(
  ({ step, x, y, texts }) =>
    html`<rect class="${step.when ? 'box cond' : 'box'}" x="${x}" y="${y}" width="${sizes.box}" height="${sizes.height}" rx="4"/>${texts.map(
      ({ text, isName, y: line }) => html`<text${isName && html` class="name"`} x="${x + sizes.box / 2}" y="${line}">${text}</text>`,
    )}`,
)}</svg></div>`
}
