import type { LocalDate } from '../../../kernel/date.ts'
import type { Case, Clock, Due, Lamp, Pause, Today } from '../terms.ts'
import { type DayIndex, dayIndex, dayNumber, dayText, nthWorkday, workdaysBetween } from './day-index.ts'
import { type Budget, type Dated, dueDay, explain, lastDay, type Span, unite, usedBy } from './period.ts'
import { present } from './present.ts'
import { openStepsOf } from './steps.ts'

const noPauses: readonly Pause[] = []
const nothing: readonly string[] = []
/** 行政许可法 §32: five workdays to say whether a case is accepted. */
export const noticeDays = 5
/** 行政许可法 §44: ten workdays to hand over a decision. */
export const deliveryDays = 10
/** Time to mend, in calendar days, unless the notice says otherwise. */
export const correctionDays = 30

const workdays = (from: LocalDate, days: number): Budget => ({ from, days, unit: 'workday' })
const dateOf = (today: Today, budget: Budget | undefined, pauses: readonly Pause[] = noPauses): LocalDate | undefined => {
  if (!budget) return undefined
  const due = dueDay(dayIndex(today.calendar), budget, unite(pauses))
  return due === undefined ? undefined : dayText(due)
}

/** Until when the applicant must be told whether the case is accepted; after a 补正 it counts from the mended material. */
const noticeBudget = (c: Case): Budget | undefined => {
  const from = c.stage === 'submitted' ? c.submittedOn : (c.correction?.correctedOn ?? c.receivedOn)
  return from && workdays(from, noticeDays)
}
export const noticeDueOn = (c: Case, today: Today): LocalDate | undefined => dateOf(today, noticeBudget(c))

const correctionBudget = (c: Case): Budget | undefined =>
  c.correction && { from: c.correction.notifiedOn, days: c.correction.within, unit: 'calendarDay' }
export const correctionDueOn = (c: Case, today: Today): LocalDate | undefined => dateOf(today, correctionBudget(c))

const gapsBudget = (c: Case): Budget | undefined => c.gaps && workdays(c.gaps.since, c.gaps.within)
export const gapsDueOn = (c: Case, today: Today): LocalDate | undefined => dateOf(today, gapsBudget(c))

/** The legal period: from acceptance, with its extension. */
export const legalBudget = (c: Case): Budget | undefined => {
  if (!c.acceptedOn || !c.pinned || c.pinned.legal === null) return undefined
  return { from: c.acceptedOn, days: c.pinned.legal + c.legalExtension, unit: c.pinned.unit }
}
export const legalDueOn = (c: Case, today: Today): LocalDate | undefined => dateOf(today, legalBudget(c), c.pauses)

/** With 容缺受理 the promised period begins when the last material is there. */
const promiseStart = (c: Case): LocalDate | undefined => (c.gaps ? c.gaps.suppliedOn : c.acceptedOn)

/** The promised period; the legal one where nothing is promised or after a 法定延期. Undefined before it begins. */
export const promisedBudget = (c: Case, index: DayIndex): Budget | undefined => {
  const from = promiseStart(c)
  if (!from || !c.pinned) return undefined
  const unit = c.pinned.promisedUnit ?? c.pinned.unit
  if (c.promisedTo) {
    const spans = unite(c.pauses.slice(0, c.promisedPauses ?? 0))
    return { from, days: usedBy(index, { from, days: 0, unit }, spans, dayNumber(c.promisedTo)), unit }
  }
  if (c.promisedAsLegal) return legalBudget(c)
  if (c.pinned.instant || c.onPromise) return { from, days: 0, unit }
  if (c.pinned.promised === null) return legalBudget(c)
  return { from, days: c.pinned.promised, unit }
}

/** A date that was told to the applicant stands as told, until a later pause moves it. */
const promisedDay = (c: Case, index: DayIndex, budget: Budget, spans: readonly Span[]): number | undefined =>
  c.promisedTo && c.pauses.length === (c.promisedPauses ?? 0) ? dayNumber(c.promisedTo) : dueDay(index, budget, spans)

export const promisedDueOn = (c: Case, today: Today): LocalDate | undefined => {
  const index = dayIndex(today.calendar)
  const budget = promisedBudget(c, index)
  const due = budget && promisedDay(c, index, budget, unite(c.pauses))
  return due === undefined ? undefined : dayText(due)
}

/** When a decision must be handed over (行政许可法 §44). */
export const deliverDueOn = (c: Case, today: Today): LocalDate | undefined =>
  c.decidedOn && dayText(nthWorkday(dayIndex(today.calendar), dayNumber(c.decidedOn), deliveryDays))

const isOpenPause = (c: Case): boolean => c.pauses.some((pause) => pause.to === undefined)

/** Yellow begins when a fifth of the promised days, at least one, is left (domain.md C2). */
const yellowFrom = (days: number): number => days - Math.max(1, Math.ceil(days * 0.2))

/** The first day of a yellow lamp, and the last day before red; absent while the clock stands still or has not begun. */
export const lampDates = (c: Case, today: Today): { yellowOn?: LocalDate; dueOn?: LocalDate } => {
  const index = dayIndex(today.calendar)
  const budget = promisedBudget(c, index)
  if (!budget || isOpenPause(c)) return {}
  const spans = unite(c.pauses)
  const due = promisedDay(c, index, budget, spans)
  const yellow = lastDay(index, { ...budget, days: Math.max(0, yellowFrom(budget.days)) }, spans)
  return { ...(yellow === undefined ? {} : { yellowOn: dayText(yellow) }), ...(due === undefined ? {} : { dueOn: dayText(due) }) }
}

const dated = (index: DayIndex, start: string, budget: Budget | undefined): Dated | undefined => {
  const day = budget && dueDay(index, budget, unite(noPauses))
  return day === undefined || !budget ? undefined : { budget, pauses: noPauses, day, start, extra: nothing }
}

const finished: ReadonlySet<string> = new Set([
  'granted', 'denied', 'finished', 'withdrawn', 'deemedWithdrawn', 'terminated', 'voided', 'refused', 'notNeeded',
]) // biome-ignore format: a list of words
/** Whether nothing runs any more but the delivery. */
export const isFinished = (c: Case): boolean => finished.has(c.stage)

/** The day up to which days are counted: today, or the day on which the case was decided or ended. */
const countedTo = (c: Case, today: Today): number => {
  const lapsed = c.stage === 'deemedWithdrawn' && c.gaps && !c.gaps.suppliedOn ? gapsDueOn(c, today) : undefined
  return dayNumber(lapsed ?? c.decidedOn ?? c.endedOn ?? today.date)
}

const lampOf = (remaining: number, days: number, still: boolean, late: boolean): Lamp => {
  if (still) return 'grey'
  if (late) return 'red'
  return remaining <= Math.max(1, Math.ceil(days * 0.2)) ? 'yellow' : 'green'
}

const extensionNotes = (c: Case): readonly string[] =>
  c.legalExtension > 0 ? [`经批准延长${c.legalExtension}个工作日(行政许可法第四十二条)`] : nothing

/** The due of each review step a case waits in, the earliest first; none while it is paused. */
export const stepDuesOf = (c: Case, today: Today): readonly { readonly id: string; readonly name: string; readonly due: Due }[] => {
  if (isOpenPause(c) || (c.stage !== 'accepted' && c.stage !== 'processing')) return []
  const index = dayIndex(today.calendar)
  const dues = openStepsOf(c).flatMap(({ id, name, days }) => {
    const from = c.stepSince?.[id]
    if (!from) return []
    const budget = workdays(from, Math.ceil(days))
    const day = dueDay(index, budget, unite(c.pauses))
    return day === undefined
      ? []
      : [{ id, name, due: explain(index, { budget, pauses: c.pauses, day, start: `进入“${name}”`, extra: nothing }) }]
  })
  return dues.toSorted((a, b) => (a.due.on < b.due.on ? -1 : 1))
}

const dueNames = ['noticeDue', 'correctionDue', 'supplementDue', 'deliverDue', 'legalDue', 'promisedDue'] as const
export type DueName = (typeof dueNames)[number]
/** What the clock says of a case before it is put into words: of all dues mostly the ruling one is explained. */
export type Days = Omit<Clock, DueName | 'stepDue' | 'because'> & {
  readonly dues: Readonly<Record<DueName, Dated | undefined>>
  /** The due that counts now. */
  readonly ruling: DueName
  readonly standing: readonly string[]
}

const promisedDated = (c: Case, index: DayIndex, budget: Budget, spans: readonly Span[]): Dated | undefined => {
  const day = promisedDay(c, index, budget, spans)
  if (day === undefined) return undefined
  const extra = c.promisedTo ? ['经首席代表批准，承诺期限已延长并书面告知'] : c.promisedAsLegal ? extensionNotes(c) : nothing
  return { budget, pauses: c.pauses, day, start: c.gaps ? '补齐材料' : '受理', extra }
}
const legalDated = (c: Case, index: DayIndex, budget: Budget, spans: readonly Span[]): Dated | undefined => {
  const day = dueDay(index, budget, spans)
  return day === undefined ? undefined : { budget, pauses: c.pauses, day, start: '受理', extra: extensionNotes(c) }
}

/** Workdays after the due day; a pause that began on the due day does not make a case later. */
const overdue = (index: DayIndex, c: Case, dueOn: number, at: number, spans: readonly Span[]): number =>
  c.pauses.length === 0 ? workdaysBetween(index, dueOn, at) : usedBy(index, workdays(dayText(dueOn), 0), spans, at)

const standing = (c: Case): readonly string[] => {
  if (c.pauses.length === 0) return nothing
  const open = c.pauses.filter((pause) => pause.to === undefined)
  const expected = open.map((p) => `${p.kind}${p.expectedDays === undefined ? '' : `，预计${p.expectedDays}个工作日`}`)
  return open.length > 0 ? [`特别程序中(${expected.join(';')})，时限暂停`] : nothing
}

const noticeWords: Partial<Record<Case['stage'], string>> = {
  submitted: '提交',
  received: '收到材料',
  correcting: '收到材料',
  corrected: '补正',
}

type Counted = Pick<Days, 'used' | 'remaining' | 'lamp' | 'legalOverdue' | 'overdueWorkdays'>
type Running = { readonly budget: Budget; readonly due: number | undefined; readonly still: boolean; readonly at: number }

/** Days used and left of the promised period (of the legal one before the promise begins) and the lamp they light. */
const counted = (
  c: Case,
  index: DayIndex,
  { budget, due, still, at }: Running,
  spans: readonly Span[],
  legalDay: number | undefined,
): Counted => {
  const isOver = isFinished(c)
  const used = usedBy(index, budget, spans, at)
  const left = budget.days - used
  // A period rolled over a weekend is not overdrawn before its rolled day.
  const remaining = left < 0 && due !== undefined && at <= due ? 0 : left
  const late = !isOver && !still && due !== undefined && at > due
  return {
    used,
    remaining,
    ...(isOver ? {} : { lamp: lampOf(remaining, budget.days, still, late) }),
    legalOverdue: !isOver && !isOpenPause(c) && legalDay !== undefined && at > legalDay,
    ...(late ? { overdueWorkdays: overdue(index, c, due, at, spans) } : {}),
  }
}

/** The dues that run or ran from acceptance, and what they say of today. */
const running = (c: Case, today: Today, index: DayIndex) => {
  const spans = unite(c.pauses)
  const [legal, promised] = [legalBudget(c), promisedBudget(c, index)]
  const legalDue = legal && legalDated(c, index, legal, spans)
  const promisedDue = promised && promisedDated(c, index, promised, spans)
  const still = isOpenPause(c) || !promised
  const budget = promised ?? legal
  const run = budget && { budget, due: promisedDue?.day, still, at: countedTo(c, today) }
  return { legalDue, promisedDue, still, counted: run ? counted(c, index, run, spans, legalDue?.day) : notCounted }
}
const notCounted: Counted = { legalOverdue: false }

/** What runs on a day, as days (domain.md C2). Derived from the case and the calendar alone; throws RangeError outside 1990 to 2089. */
export const daysOf = (c: Case, today: Today): Days => {
  const index = dayIndex(today.calendar)
  const word = noticeWords[c.stage]
  const decided = c.stage === 'granted' || c.stage === 'denied' || c.deliveredOn ? c.decidedOn : undefined
  const noticeDue = word ? dated(index, word, noticeBudget(c)) : undefined
  const correctionDue = c.stage === 'correcting' ? dated(index, '告知', correctionBudget(c)) : undefined
  const supplementDue = dated(index, '容缺受理', gapsBudget(c))
  const deliverDue = dated(index, '决定', decided && workdays(decided, deliveryDays))
  if (!c.acceptedOn) {
    const dues = { noticeDue, correctionDue, supplementDue, deliverDue, legalDue: undefined, promisedDue: undefined }
    return { dues, ruling: correctionDue ? 'correctionDue' : 'noticeDue', standing: nothing, ...notCounted }
  }
  const { legalDue, promisedDue, still, counted } = running(c, today, index)
  const begun = promisedDue ? 'promisedDue' : still ? 'supplementDue' : 'legalDue'
  return {
    dues: { noticeDue, correctionDue, supplementDue, deliverDue, legalDue, promisedDue },
    ruling: deliverDue ? 'deliverDue' : begun,
    standing: standing(c),
    ...counted,
  }
}

/**
 * What the clock says of a case on a day (domain.md C2): dates with the sentences that explain them, days used and left of the
 * promised period, the lamp. Derived from the case and the calendar alone; throws RangeError outside 1990 to 2089.
 */
export const clockOf = (c: Case, today: Today): Clock => {
  const index = dayIndex(today.calendar)
  const { dues, ruling, standing, ...counted } = daysOf(c, today)
  const told: { [K in DueName]?: Due } = {}
  for (const name of dueNames) if (dues[name]) told[name] = explain(index, dues[name])
  const stepDue = c.acceptedOn && !isFinished(c) ? stepDuesOf(c, today)[0]?.due : undefined
  return { ...told, ...present({ stepDue }), ...counted, because: [...standing, ...(told[ruling]?.because ?? [])] }
}

/** The date by which the next thing must happen in the stage the case is in; for sorting queues. */
export const nextDueOn = (c: Case, today: Today): LocalDate | undefined => {
  if (c.stage === 'submitted' || c.stage === 'received' || c.stage === 'corrected') return noticeDueOn(c, today)
  if (c.stage === 'correcting') return correctionDueOn(c, today)
  if (c.stage === 'acceptedWithGaps') return gapsDueOn(c, today)
  if (c.stage === 'granted' || c.stage === 'denied') return deliverDueOn(c, today)
  return isFinished(c) || !c.acceptedOn ? undefined : promisedDueOn(c, today)
}
