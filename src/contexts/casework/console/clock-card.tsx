import type { ReactNode } from 'react'
import { chineseDateWithWeekday } from '../../../kernel/date.ts'
import { Lamp } from '../../../ui/console/lamp.tsx'
import type { Clock, Due } from '../terms.ts'

const dues: readonly (readonly [keyof Clock, string])[] = [
  ['noticeDue', '受理或告知期限'],
  ['correctionDue', '补正期限'],
  ['supplementDue', '容缺补齐期限'],
  ['promisedDue', '承诺办结'],
  ['legalDue', '法定办结'],
  ['stepDue', '本环节'],
  ['deliverDue', '送达期限'],
]

const isDue = (value: unknown): value is Due => typeof value === 'object' && value !== null && 'on' in value

const Line = ({ name, due }: { readonly name: string; readonly due: Due }) => (
  <div className="due">
    <span className="quiet">{name}</span>
    <b className="num">
      {chineseDateWithWeekday(due.on)}
      {due.provisional && '(预计)'}
    </b>
    {due.because.length > 0 && (
      <details>
        <summary>为什么是这一天</summary>
        <ul>
          {due.because.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </details>
    )}
  </div>
)

const remainingText = (clock: Clock, unit: string): ReactNode => {
  if (clock.overdueWorkdays !== undefined) return <b className="wrong">已超期 {clock.overdueWorkdays} 个工作日</b>
  if (clock.remaining === undefined) return null
  return (
    <b className="num">
      还有 {clock.remaining} {unit}
      <span className="quiet">(已用 {clock.used})</span>
    </b>
  )
}

/** The clocks of a case: lamp, what is left, every running date with the sentences that explain it. */
export const ClockCard = ({ clock, unit }: { readonly clock: Clock; readonly unit: 'workday' | 'calendarDay' }) => {
  const decided = clock.deliverDue !== undefined
  const running = dues.flatMap(([key, name]) => {
    if (decided && key !== 'deliverDue') return []
    const due = clock[key]
    return isDue(due) ? [{ name, due }] : []
  })
  if (running.length === 0 && !clock.lamp) return null
  return (
    <section className="clock" aria-label="时限">
      <div className="clock-head">
        {clock.lamp && <Lamp lamp={clock.lamp} />}
        {!decided && remainingText(clock, unit === 'workday' ? '个工作日' : '天')}
        {clock.legalOverdue && <b className="wrong">已超过法定期限</b>}
      </div>
      {running.map(({ name, due }) => (
        <Line key={name} name={name} due={due} />
      ))}
    </section>
  )
}
