import { shapeFaults } from '../../../kernel/process.ts'
import { chartOf, type Point, sizes } from '../rules/process-chart.ts'
import type { Edited } from './edit-process.ts'

const path = (points: readonly Point[]): string => points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x} ${y}`).join('')

/** The process as the guide draws it; with faults of its shape there is nothing to draw. `row` is the one being edited. */
export const ProcessDiagram = ({ steps, row }: { readonly steps: Edited; readonly row: number | undefined }) => {
  if (shapeFaults(steps).length > 0) return <p className="quiet">流程有回路或缺前一环节，改好后再画。</p>
  const { width, height, start, end, boxes, lines } = chartOf(steps)
  return (
    <svg className="flow" role="img" aria-label="流程图" width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
      {lines.map(({ points }) => {
        const [way, tip] = [path(points), points.at(-1)]
        return (
          <g key={way}>
            <path className="way" d={way} />
            {tip && <path className="tip" d={`M${tip.x} ${tip.y}l-5 -9h10z`} />}
          </g>
        )
      })}
      <circle className="knob" cx={start.x} cy={start.y} r={sizes.knob - 2} />
      <circle className="knob last" cx={end.x} cy={end.y} r={sizes.knob - 2} />
      {boxes.map(({ step, x, y, texts, row: at }) => (
        <g key={step.id} className={at === row ? 'edited' : undefined}>
          <rect className={step.when ? 'box cond' : 'box'} x={x} y={y} width={sizes.box} height={sizes.height} rx={4} />
          {texts.map(({ text, isName, y: line }) => (
            <text key={line} className={isName ? 'name' : undefined} x={x + sizes.box / 2} y={line}>
              {text}
            </text>
          ))}
        </g>
      ))}
    </svg>
  )
}
