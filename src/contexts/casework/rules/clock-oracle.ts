/**
 * The clock a second time, for the tests alone: day by day, from the words of the law and of domain.md C2 and C3. It shares no code with
 * the rules it checks, knows no index and no budget, and asks the calendar only which days are closed.
 */

type Event = {
  readonly on: string
  readonly type: string
  readonly supplementWithin?: number
  readonly correctWithin?: number
  readonly kind?: string
  readonly expectedDays?: number
  readonly days?: number
  readonly to?: string
  readonly outcome?: string
}
export type OracleLine = {
  readonly events: readonly Event[]
  readonly today: string
  readonly unit: 'workday' | 'calendarDay'
  readonly legal: number | null
  readonly promised: number | null
}
/** Which days are not as the week says. */
export type OracleDays = { readonly closed: ReadonlySet<string>; readonly open: ReadonlySet<string> }

type Pause = { readonly kind: string; readonly from: string; readonly to?: string }
type World = {
  state: string
  received?: string
  notified?: { on: string; within: number }
  corrected?: string
  accepted?: string
  gaps?: { since: string; within: number; supplied?: string }
  pauses: readonly Pause[]
  extension: number
  /** The promised date as it was told last: by whom it was moved, and how many pauses had been begun then. */
  told?: { to: string; pauses: number } | 'legal'
  decided?: string
  ended?: string
  delivered?: string
}
type Unit = OracleLine['unit']

const dayAfter = (day: string): string => {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const length = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] as number
  const pad = (n: number): string => String(n).padStart(2, '0')
  if (date < length) return `${year}-${pad(month)}-${pad(date + 1)}`
  return month < 12 ? `${year}-${pad(month + 1)}-01` : `${year + 1}-01-01`
}
const known = new Map<string, string>()
const next = (day: string): string => {
  const found = known.get(day) ?? dayAfter(day)
  known.set(day, found)
  return found
}

const weekends = new Map<string, boolean>()
/** Zeller's rule: 0 is Saturday, 1 Sunday. */
const isWeekend = (day: string): boolean => {
  const kept = weekends.get(day)
  if (kept !== undefined) return kept
  const [y, m, d] = day.split('-').map(Number) as [number, number, number]
  const [year, month] = m < 3 ? [y - 1, m + 12] : [y, m]
  const century = Math.floor(year / 100)
  const h =
    (d + Math.floor((13 * (month + 1)) / 5) + (year % 100) + Math.floor((year % 100) / 4) + Math.floor(century / 4) + 5 * century) % 7
  weekends.set(day, h < 2)
  return h < 2
}

const far = 3000

/** Counting by walking: which days count, the nth counted day, how many have passed. */
const walkerOn = (days: OracleDays) => {
  const works = (day: string): boolean => days.open.has(day) || (!isWeekend(day) && !days.closed.has(day))
  const standsStill = (day: string, pauses: readonly Pause[]): boolean =>
    pauses.some((p) => day > p.from && (p.to === undefined || day <= p.to))
  const counts = (day: string, unit: Unit, pauses: readonly Pause[]): boolean =>
    !standsStill(day, pauses) && (unit === 'calendarDay' || works(day))
  return {
    /** The day on which the nth counted day after `from` falls; undefined when a pause without end comes first. */
    walk: (from: string, n: number, unit: Unit, pauses: readonly Pause[]): string | undefined => {
      let at = from
      for (let left = n, steps = 0; left > 0; steps += 1) {
        if (steps > far) return undefined
        at = next(at)
        if (counts(at, unit, pauses)) left -= 1
      }
      while (unit === 'calendarDay' && !works(at)) at = next(at)
      return at
    },
    passed: (from: string, to: string, unit: Unit, pauses: readonly Pause[]): number => {
      let n = 0
      for (let at = from; at < to; ) {
        at = next(at)
        if (counts(at, unit, pauses)) n += 1
      }
      return n
    },
  }
}

type Promise = { readonly from: string; readonly days: number; readonly due: string | undefined }

/** The dates that follow from a world as it stands. */
const datesOf = (line: OracleLine, w: World, { walk, passed }: ReturnType<typeof walkerOn>) => {
  const legalDays = (): number | undefined => (line.legal === null ? undefined : line.legal + w.extension)
  const legal = (): string | undefined => {
    const n = legalDays()
    return w.accepted && n !== undefined ? walk(w.accepted, n, line.unit, w.pauses) : undefined
  }
  const asLegal = (): Promise | undefined => {
    const n = legalDays()
    return n === undefined ? undefined : { from: w.accepted as string, days: n, due: legal() }
  }
  const asTold = (from: string, { to, pauses }: { to: string; pauses: number }): Promise => {
    const allowed = passed(from, to, line.unit, w.pauses.slice(0, pauses))
    return { from, days: allowed, due: w.pauses.length === pauses ? to : walk(from, allowed, line.unit, w.pauses) }
  }
  return {
    legalDays,
    legal,
    notice: (): string | undefined => {
      const from = w.corrected ?? w.received
      return from && walk(from, 5, 'workday', [])
    },
    correction: (): string | undefined => w.notified && walk(w.notified.on, w.notified.within, 'calendarDay', []),
    gaps: (): string | undefined => w.gaps && walk(w.gaps.since, w.gaps.within, 'workday', []),
    /** From when, how many days the promise has, and its last day. */
    promise: (): Promise | undefined => {
      const from = w.gaps ? w.gaps.supplied : w.accepted
      if (!from) return undefined
      if (typeof w.told === 'object') return asTold(from, w.told)
      if (w.told === 'legal' || line.promised === null) return asLegal()
      return { from, days: line.promised, due: walk(from, line.promised, line.unit, w.pauses) }
    },
  }
}
type Dates = ReturnType<typeof datesOf>

const become = (w: World, change: Partial<World>): true => {
  Object.assign(w, change)
  return true
}

/** What the law does by itself at the beginning of a day. */
const dawn = (w: World, dates: Dates, day: string): void => {
  const over = (due: string | undefined): boolean => due !== undefined && day > due
  const lapsed = (due: string | undefined): true => become(w, { state: '视为撤回', ended: next(due as string) })
  if (w.state === '收件' && over(dates.notice())) become(w, { state: '受理', accepted: w.received as string })
  else if (w.state === '待补正' && over(dates.correction())) lapsed(dates.correction())
  else if (w.state === '容缺受理' && over(dates.gaps())) lapsed(dates.gaps())
}

const inTime = (due: string | undefined, day: string): boolean => due === undefined || day <= due
const whole = (n: number | undefined, from: number, to: number): n is number =>
  n !== undefined && Number.isInteger(n) && n >= from && n <= to
const eight = ['听证', '招标', '拍卖', '检验', '检测', '检疫', '鉴定', '专家评审']
const undecided = ['收件', '待补正', '补正已交', '受理', '容缺受理', '在办', '特别程序中']
const isWorking = (w: World): boolean => w.state === '受理' || w.state === '在办'

type Acts = Readonly<Record<string, (e: Event) => boolean>>

/** Acts up to the acceptance: whether each may be done, and what it does. */
const firstActs = (line: OracleLine, w: World, dates: Dates): Acts => ({
  receive: (e) => w.state === '草稿' && become(w, { state: '收件', received: e.on }),
  notifyCorrection: (e) => {
    const within = e.correctWithin ?? 30
    const may = w.state === '收件' && !w.notified && whole(within, 5, 90) && inTime(dates.notice(), e.on)
    return may && become(w, { state: '待补正', notified: { on: e.on, within } })
  },
  correct: (e) => w.state === '待补正' && become(w, { state: '补正已交', corrected: e.on }),
  accept: (e) => {
    const may = w.state === '补正已交' || (w.state === '收件' && inTime(dates.notice(), e.on))
    return may && become(w, { state: '受理', accepted: w.corrected ?? e.on })
  },
  acceptWithGaps: (e) => {
    const most = Math.max(1, (line.legal ?? 20) - (line.promised ?? 0))
    if (w.state !== '收件' || !whole(e.supplementWithin, 1, most)) return false
    return become(w, { state: '容缺受理', accepted: e.on, gaps: { since: e.on, within: e.supplementWithin } })
  },
  supplyGaps: (e) => w.state === '容缺受理' && w.gaps !== undefined && become(w, { state: '受理', gaps: { ...w.gaps, supplied: e.on } }),
})

/** Acts after the acceptance. */
const laterActs = (line: OracleLine, w: World, dates: Dates): Acts => ({
  startSpecial: (e) => {
    const kind = e.kind ?? ''
    const open = w.pauses.some((p) => p.kind === kind && !p.to)
    if (!(isWorking(w) || w.state === '特别程序中') || open || !eight.includes(kind)) return false
    if (!whole(e.expectedDays ?? 20, 1, 366) || !inTime(dates.legal(), e.on) || !inTime(dates.promise()?.due, e.on)) return false
    return become(w, { pauses: [...w.pauses, { kind, from: e.on }], state: '特别程序中' })
  },
  endSpecial: (e) => {
    const open = w.pauses.find((p) => p.kind === e.kind && p.to === undefined)
    if (w.state !== '特别程序中' || !open) return false
    const pauses = w.pauses.map((p) => (p === open ? { ...p, to: e.on } : p))
    return become(w, { pauses, state: pauses.some((p) => p.to === undefined) ? '特别程序中' : '在办' })
  },
  extendLegal: (e) => {
    if (!isWorking(w) || w.extension > 0 || line.legal === null || !inTime(dates.legal(), e.on) || !whole(e.days, 1, 10)) return false
    return become(w, { extension: e.days, told: 'legal' })
  },
  extendPromise: (e) => {
    const due = dates.promise()?.due
    if (!isWorking(w) || !e.to || !inTime(due, e.on)) return false
    if ((due !== undefined && e.to <= due) || !inTime(dates.legal(), e.to)) return false
    return become(w, { told: { to: e.to, pauses: w.pauses.length } })
  },
  decide: (e) => isWorking(w) && become(w, { state: e.outcome === 'deny' ? '不予' : '准予', decided: e.on }),
  deliver: (e) => (w.state === '准予' || w.state === '不予') && become(w, { state: '办结', delivered: e.on }),
  withdraw: (e) => undecided.includes(w.state) && become(w, { state: '撤回', ended: e.on }),
})

/** Lives through the line day by day; true when an act was refused. */
const live = (line: OracleLine, w: World, dates: Dates): boolean => {
  const acts: Acts = { ...firstActs(line, w, dates), ...laterActs(line, w, dates) }
  let refused = false
  const happens = (e: Event): void => {
    const before = { ...w }
    if (w.state === '草稿' && e.type !== 'receive') acts.receive?.(e)
    if (acts[e.type]?.(e)) return
    refused = true
    for (const key of Object.keys(w)) delete (w as Record<string, unknown>)[key]
    Object.assign(w, before)
  }
  let day = line.events[0]?.on ?? line.today
  for (let i = 0; day <= line.today; day = next(day)) {
    dawn(w, dates, day)
    for (; line.events[i]?.on === day; i += 1) happens(line.events[i] as Event)
  }
  return refused
}

const ends = ['准予', '不予', '办结', '撤回', '视为撤回']

/** The day up to which days are counted. */
const countedTo = (line: OracleLine, w: World, dates: Dates): string => {
  const lapsed = w.state === '视为撤回' && w.gaps && !w.gaps.supplied ? dates.gaps() : undefined
  return lapsed ?? w.decided ?? w.ended ?? line.today
}

const colour = (remaining: number, days: number): string => (remaining <= Math.max(1, Math.ceil(days * 0.2)) ? 'yellow' : 'green')

/** Whether the promise is overdue at a day; undefined while it stands still, has not begun or is over. */
const lateness = (w: World, p: Promise | undefined, at: string): boolean | undefined => {
  if (ends.includes(w.state) || !p || w.pauses.some((pause) => pause.to === undefined)) return undefined
  return p.due !== undefined && at > p.due
}

/** Days used and left, lamp, lateness: of the promise, or of the law while no promise runs. */
const countOf = (line: OracleLine, w: World, dates: Dates, { passed }: ReturnType<typeof walkerOn>) => {
  const at = countedTo(line, w, dates)
  const [p, legal] = [dates.promise(), dates.legalDays()]
  const running = p ?? (legal === undefined ? undefined : { from: w.accepted as string, days: legal, due: undefined })
  if (!running) return {}
  const used = passed(running.from, at, line.unit, w.pauses)
  const left = running.days - used
  const remaining = left < 0 && running.due !== undefined && at <= running.due ? 0 : left
  const late = lateness(w, p, at)
  const lit = late === undefined ? 'grey' : late ? 'red' : colour(remaining, running.days)
  const overdueWorkdays = late ? passed(p?.due as string, at, 'workday', w.pauses) : undefined
  return { used, remaining, lamp: ends.includes(w.state) ? undefined : lit, overdueWorkdays }
}

/** The clock of one line, by walking: the members that `tongban clock` tells; `refused`: whether an act was. */
export const oracle = (line: OracleLine, days: OracleDays) => {
  const walker = walkerOn(days)
  const w: World = { state: '草稿', pauses: [], extension: 0 }
  const dates = datesOf(line, w, walker)
  const refused = live(line, w, dates)
  const at = countedTo(line, w, dates)
  const isOpen = !ends.includes(w.state) && !w.pauses.some((p) => p.to === undefined)
  const legal = dates.legal()
  return {
    state: w.state,
    noticeDue: ['收件', '待补正', '补正已交'].includes(w.state) ? dates.notice() : undefined,
    acceptedOn: w.accepted,
    legalDue: legal,
    promisedDue: w.accepted && dates.promise()?.due,
    correctionDue: w.state === '待补正' ? dates.correction() : undefined,
    supplementDue: dates.gaps(),
    deliverDue: w.decided && walker.walk(w.decided, 10, 'workday', []),
    used: undefined,
    remaining: undefined,
    lamp: undefined,
    overdueWorkdays: undefined,
    ...(w.accepted ? countOf(line, w, dates, walker) : {}),
    legalOverdue: (isOpen && legal !== undefined && at > legal) || undefined,
    refused,
  }
}
