import type { ReactNode } from 'react'
import { chineseDateWithWeekday, type LocalDate } from '../../../kernel/date.ts'
import { Lamp } from '../../../ui/console/lamp.tsx'
import type { Clock, Due } from '../terms.ts'
import type { Card, MovedDate } from './shapes.ts'

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

const Line = ({ name, due, today }: { readonly name: string; readonly due: Due; readonly today: LocalDate }) => (
  <div className="due">
    <span className="quiet">{name}</span>
    <b className={due.on < today ? 'num wrong' : 'num'}>
      {chineseDateWithWeekday(due.on)}
      {due.provisional && '(预计)'}
      {due.on < today && ' 已过'}
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

const nameOf = (date: string): string => dues.find(([key]) => key === date)?.[1] ?? date
const dayOf = (day: MovedDate['was']): string => (day ? chineseDateWithWeekday(day) : '未定')

/** Dates that a new calendar moved; the old ones stay readable. */
const Moved = ({ history }: { readonly history: readonly MovedDate[] }) => (
  <details>
    <summary>改过的日期({history.length})</summary>
    <ul>
      {history.map(({ date, was, became, because, at }) => (
        <li key={`${date}${at}`}>
          {nameOf(date)}：<s className="num">{dayOf(was)}</s>改为<b className="num">{dayOf(became)}</b>。{because.join('；')}
        </li>
      ))}
    </ul>
  </details>
)

/** 黄牌, 红牌 that were raised, of the case and of its steps, with whom they were told. */
const Cards = ({ cards }: { readonly cards: readonly Card[] }) => (
  <ul className="cards">
    {cards.map(({ level, step, colour, on, replyDue, told }) => (
      <li key={`${level}${step}${colour}${on}`}>
        <Lamp lamp={colour} /> {chineseDateWithWeekday(on)} {colour === 'red' ? '红牌' : '黄牌'}
        {level === 'step' && `(环节“${step}”超时)`}
        {replyDue && `，督办，${chineseDateWithWeekday(replyDue)}前回复`}
        <span className="quiet">{told.length > 0 && ` 已告知${told.map(({ name, role }) => `${role}${name}`).join('、')}`}</span>
      </li>
    ))}
  </ul>
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

type Props = {
  readonly clock: Clock
  /** The day on which the clock was read. */
  readonly today: LocalDate
  readonly unit: 'workday' | 'calendarDay'
  readonly history?: readonly MovedDate[] | undefined
  readonly cards?: readonly Card[] | undefined
}

/** The clocks of a case: lamp, what is left, every running date with the sentences that explain it. */
export const ClockCard = ({ clock, today, unit, history = [], cards = [] }: Props) => {
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
        <Line key={name} name={name} due={due} today={today} />
      ))}
      {cards.length > 0 && <Cards cards={cards} />}
      {history.length > 0 && <Moved history={history} />}
    </section>
  )
}
