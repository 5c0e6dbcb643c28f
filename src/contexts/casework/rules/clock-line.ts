import type { Calendar } from '../../../kernel/calendar.ts'
import { isLocalDate, type LocalDate } from '../../../kernel/date.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { decide, fold, unopened } from '../decide.ts'
import { type Act, type ActName, type Actor, type Case, type Role, roles, type Stage, stages } from '../terms.ts'
import { daysOf, isFinished } from './clock.ts'
import { dayIndex, dayText } from './day-index.ts'
import { promiseMaterial } from './guard.ts'
import { type Dated, explain, isDueProvisional } from './period.ts'
import { present } from './present.ts'
import { law, lawActs } from './procedure.ts'

/** One event of a line: a date, a type, and the members of that type (interfaces.md §3). */
export type LineEvent = {
  readonly on: LocalDate
  readonly type: string
  readonly supplementWithin?: number
  readonly correctWithin?: number
  readonly kind?: string
  readonly expectedDays?: number
  readonly days?: number
  readonly to?: LocalDate
  readonly outcome?: 'grant' | 'deny'
}

/** One line of `tongban clock`. Limits in days of `unit`; null or absent: none. `promised` 0 is 即办件. */
export type ClockLine = {
  readonly id: string | number
  readonly events: readonly LineEvent[]
  readonly today: LocalDate
  readonly unit: 'workday' | 'calendarDay'
  readonly legal: number | null
  readonly promised: number | null
}

/** What `tongban clock` says of a line; members that do not apply are absent. `state` is the Chinese name, `stage` its key. */
export type ClockAnswer = {
  readonly id: string | number
  readonly state?: string
  readonly stage?: Stage
  readonly noticeDue?: LocalDate
  readonly acceptedOn?: LocalDate
  readonly legalDue?: LocalDate
  readonly promisedDue?: LocalDate
  readonly correctionDue?: LocalDate
  readonly supplementDue?: LocalDate
  readonly deliverDue?: LocalDate
  readonly used?: number
  readonly remaining?: number
  readonly lamp?: string
  readonly overdueWorkdays?: number
  readonly legalOverdue?: boolean
  readonly provisional: boolean
  readonly refused?: { readonly code: string; readonly article: string }
  readonly because: readonly string[]
}

/** One officer of each role, and the applicant: nobody in a line acts on what he did himself. */
const cast = Object.fromEntries(
  (Object.keys(roles) as Role[]).map((role) => [
    role,
    { role, id: `line-${role}`, name: role, ...(role === 'applicant' ? { onBehalfOf: 'line' } : {}) },
  ]),
) as Readonly<Record<Role, Actor>>

const received: Act = { type: 'receive', by: cast.clerk, checked: [{ material: '1', form: '电子', copies: 1 }] }

/** How the words of a line are said as acts of the procedure. */
const words: Readonly<Record<string, (e: LineEvent) => readonly Act[]>> = {
  receive: () => [received],
  notifyCorrection: (e) => [
    {
      type: 'notifyCorrection',
      by: cast.clerk,
      defects: [{ target: '1', name: '材料', problem: '不齐全', cure: '补齐' }],
      ...(e.correctWithin === undefined ? {} : { correctWithin: e.correctWithin }),
    },
  ],
  correct: () => [{ type: 'correct', by: cast.applicant }],
  accept: () => [{ type: 'accept', by: cast.clerk }],
  deemAccept: () => [{ type: 'deemAccept', by: law }],
  acceptWithGaps: (e) => [
    {
      type: 'acceptWithGaps',
      by: cast.clerk,
      missing: ['1'],
      checked: [{ material: promiseMaterial, form: '纸质', copies: 1 }],
      ...(e.supplementWithin === undefined ? {} : { supplementWithin: e.supplementWithin }),
    },
  ],
  supplyGaps: () => [{ type: 'supplyGaps', by: cast.applicant, materials: [{ material: '1', sha256: '', name: '', size: 0, type: '' }] }],
  startSpecial: (e) => [
    {
      type: 'proposeSpecial',
      by: cast.approver,
      basis: '行政许可法第四十五条',
      expectedDays: e.expectedDays ?? 20,
      ...(e.kind ? { special: e.kind } : {}),
    },
    { type: 'startSpecial', by: cast.chief },
  ],
  endSpecial: (e) => [{ type: 'endSpecial', by: cast.approver, opinion: '已完成', ...(e.kind ? { special: e.kind } : {}) }],
  extendLegal: (e) => [{ type: 'extendLegal', by: cast.decider, reason: '特殊原因', ...(e.days === undefined ? {} : { days: e.days }) }],
  extendPromise: (e) => [{ type: 'extendPromise', by: cast.chief, reason: '特殊原因', ...(e.to ? { to: e.to } : {}) }],
  decide: (e) => [
    { type: e.outcome === 'deny' ? 'proposeDeny' : 'proposeGrant', by: cast.approver, opinion: '审查完毕' },
    e.outcome === 'deny'
      ? { type: 'deny', by: cast.decider, reason: '不符合条件', basis: '设定依据' }
      : { type: 'grant', by: cast.decider },
  ],
  deliver: () => [{ type: 'deliver', by: cast.issuer, recipient: '申请人' }],
  withdraw: () => [{ type: 'withdraw', by: cast.applicant }],
}

const spoken = new Map(Object.entries(words))

const somebody: Case = { ...unopened, applicant: { kind: 'person', id: 'line', name: '', idNumber: '', phone: '' } }
const opened = (line: ClockLine): Case => ({
  ...somebody,
  pinned: {
    item: '', itemName: '', guideVersion: 1, itemType: '01', division: '', department: '', departmentCode: '', depth: '4',
    unit: line.unit, legal: line.legal, promised: line.promised, instant: line.promised === 0, steps: [], toleratesGaps: true,
  }, // biome-ignore format: what a line does not say
})

type Refused = { readonly code: string; readonly article: string }
/** Where a line stands: the case, why its last event was refused, and the day of that event. */
type Told = { readonly case: Case; readonly refused: Refused | undefined; readonly last: LocalDate | undefined }

/** What time has done by itself up to the beginning of a day. */
const passed = (c: Case, date: LocalDate, calendar: Calendar): Case => {
  const today = { date, calendar }
  const [due] = c.receivedOn ? lawActs(c, today) : []
  if (!due) return c
  const done = decide({ type: due, by: law } satisfies { type: ActName; by: Actor }, c, today)
  return isRefusal(done) ? c : fold(done, c)
}

/** Several acts are one event: where one is refused, none has happened. */
const performed = (c: Case, given: readonly Act[], on: LocalDate, calendar: Calendar, before: Told): Told => {
  const today = { date: on, calendar }
  let next = c
  for (const act of given) {
    const done = decide(act, next, today)
    if (isRefusal(done)) return { case: c, refused: { code: done.refused, article: done.article ?? '' }, last: on }
    next = fold(done, next)
  }
  return { case: next, refused: before.refused, last: on }
}

/** A line may begin with the acceptance; then the material was received that day. */
const withReceipt = (c: Case, e: LineEvent, given: readonly Act[]): readonly Act[] =>
  c.stage === 'draft' && e.type !== 'receive' ? [received, ...given] : given

const backDated: Refused = { code: 'back-dated', article: '鄂政务发〔2023〕13号限时办结制度第九条' }
const unknown: Refused = { code: 'unknown-event', article: '' }

const told = (before: Told, e: LineEvent, calendar: Calendar): Told => {
  if (before.last !== undefined && e.on < before.last) return { case: before.case, refused: backDated, last: before.last }
  const c = passed(before.case, e.on, calendar)
  const given = spoken.get(e.type)
  if (!given) return { case: c, refused: unknown, last: e.on }
  // The law has said it already: 视为受理 is not said twice.
  if (e.type === 'deemAccept' && c.deemed) return { case: c, refused: before.refused, last: e.on }
  return performed(c, withReceipt(c, e, given(e)), e.on, calendar, before)
}

/** What may still move with a notice of days off; the time to mend runs in calendar days. */
const mayMove = ['noticeDue', 'legalDue', 'promisedDue', 'supplementDue', 'deliverDue'] as const
const onOf = (due: Dated | undefined): LocalDate | undefined => due && dayText(due.day)

const answer = (line: ClockLine, { case: c, refused }: Told, calendar: Calendar): ClockAnswer => {
  const index = dayIndex(calendar)
  const { dues, ruling, standing, ...counted } = daysOf(c, { date: line.today, calendar })
  const ruled = dues[ruling]
  return present({
    id: line.id,
    state: stages[c.stage],
    stage: c.stage,
    noticeDue: onOf(dues.noticeDue),
    acceptedOn: c.acceptedOn,
    legalDue: onOf(dues.legalDue),
    promisedDue: onOf(dues.promisedDue),
    correctionDue: onOf(dues.correctionDue),
    supplementDue: onOf(dues.supplementDue),
    deliverDue: onOf(dues.deliverDue),
    used: counted.used,
    remaining: counted.remaining,
    lamp: counted.lamp,
    overdueWorkdays: counted.overdueWorkdays,
    legalOverdue: counted.legalOverdue || undefined,
    provisional: !isFinished(c) && mayMove.some((name) => dues[name] && isDueProvisional(index, dues[name])),
    refused,
    because: ruled ? [...standing, ...explain(index, ruled).because] : standing,
  })
}

/**
 * Replays one line of `tongban clock` (interfaces.md §3): each event is an act of the procedure; between events and up to `today`
 * time does what the law says (视为受理, 补正逾期, 容缺逾期). A refused event changes nothing.
 */
export const runClock = (line: ClockLine, calendar: Calendar): ClockAnswer => {
  try {
    let end: Told = { case: opened(line), refused: undefined, last: undefined }
    for (const e of line.events) end = told(end, e, calendar)
    const last = { ...end, case: passed(end.case, line.today, calendar) }
    return answer(line, last, calendar)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return { id: line.id, provisional: false, refused: { code: 'out-of-range', article: '' }, because: [] }
  }
}

const isLimit = (value: unknown): value is number | null | undefined =>
  value === undefined || value === null || (Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 3660)
const isEvent = (value: unknown): value is LineEvent => {
  const { on, type, to } = (value ?? {}) as Record<string, unknown>
  return (
    typeof on === 'string' &&
    isLocalDate(on) &&
    typeof type === 'string' &&
    (to === undefined || (typeof to === 'string' && isLocalDate(to)))
  )
}

const wrongLine = ({ id, events, today, unit, legal, promised }: Record<string, unknown>): string | undefined => {
  if (typeof id !== 'string' && typeof id !== 'number') return 'id is missing'
  if (!Array.isArray(events) || !events.every(isEvent)) return 'events must be a list of {on, type} with dates YYYY-MM-DD'
  if (typeof today !== 'string' || !isLocalDate(today)) return 'today must be a date YYYY-MM-DD'
  if (unit !== undefined && unit !== 'workday' && unit !== 'calendarDay') return 'unit must be workday or calendarDay'
  return isLimit(legal) && isLimit(promised) ? undefined : 'legal and promised must be whole days'
}

/** Reads one parsed line; a text says what is wrong with it. */
export const readClockLine = (value: unknown): ClockLine | string => {
  const line = (value ?? {}) as Record<string, unknown>
  return (
    wrongLine(line) ?? ({ ...line, unit: line.unit ?? 'workday', legal: line.legal ?? null, promised: line.promised ?? null } as ClockLine)
  )
}
