import type { IndicatorAbout, IndicatorDay, IndicatorRow } from '../../terms/indicators.ts'
import { barOf, doneText, percent } from './indicator-view.ts'

const barWidth = 160

/** How far it is done as a bar, with the target as a mark across it; the words stand beside it. */
export const Bar = ({ about, row }: { readonly about: IndicatorAbout; readonly row: IndicatorRow }) => {
  const bar = barOf(about, row)
  if (!bar) return null
  const at = Math.min(barWidth - 2, bar.target * barWidth)
  return (
    <svg className="bar-chart" width={barWidth} height="18" aria-hidden="true">
      <rect className="ground" width={barWidth} height="10" y="4" />
      <rect className={row.met ? 'done' : 'done short'} width={bar.done * barWidth} height="10" y="4" />
      <rect className="mark" x={at - 1} width="3" height="18" />
    </svg>
  )
}

const [width, height, left] = [720, 200, 48]
const plot = { w: width - left - 12, h: height - 40 }

/** The days as points of a line; one day alone is a point. */
export const Trend = ({ about, days }: { readonly about: IndicatorAbout; readonly days: readonly IndicatorDay[] }) => {
  const shown = days.flatMap(({ on, numerator, denominator }) =>
    denominator === 0 ? [] : [{ on, share: Math.min(1, numerator / denominator) }],
  )
  const [first, last] = [shown[0], shown.at(-1)]
  if (!first || !last || about.unit === 'count') return <p className="quiet">每天零时后记录一次，记录以后这里画出走势。</p>
  const x = (i: number): number => left + (shown.length === 1 ? plot.w : (i / (shown.length - 1)) * plot.w)
  const y = (share: number): number => 12 + (1 - share) * plot.h
  const points = shown.map(({ share }, i) => `${x(i)},${y(share)}`).join(' ')
  const label = `从 ${first.on} 的 ${percent(first.share)} 到 ${last.on} 的 ${percent(last.share)}，目标 ${percent(about.target)}`
  return (
    <figure className="trend">
      <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
        {[0, 0.5, 1].map((share) => (
          <g key={share}>
            <line className="grid" x1={left} x2={left + plot.w} y1={y(share)} y2={y(share)} />
            <text x={left - 8} y={y(share) + 5} className="tick">
              {share * 100}%
            </text>
          </g>
        ))}
        <line className="goal" x1={left} x2={left + plot.w} y1={y(about.target)} y2={y(about.target)} />
        <polyline points={points} />
        {shown.map(({ on, share }, i) => (
          <circle key={on} cx={x(i)} cy={y(share)} r="4" />
        ))}
        <text x={left} y={height - 6} className="day">
          {first.on}
        </text>
        {shown.length > 1 && (
          <text x={left + plot.w} y={height - 6} className="day end">
            {last.on}
          </text>
        )}
      </svg>
      <figcaption className="quiet">{label}。</figcaption>
    </figure>
  )
}

/** The value beside its bar. */
export const Done = ({ about, row }: { readonly about: IndicatorAbout; readonly row: IndicatorRow }) => (
  <span className={row.met || row.denominator === 0 ? undefined : 'short-text'}>{doneText(about, row)}</span>
)
