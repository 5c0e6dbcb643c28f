import { addDays, type LocalDate } from '../../../kernel/date.ts'
import type { Sql } from '../../../platform/db.ts'
import type { Viewer } from '../../identity/index.ts'
import { dayIndex, dayNumber, workdaysBetween } from '../rules/day-index.ts'
import { rowLamp } from '../rules/queue.ts'
import type { Matter } from '../store/matters.ts'
import { countQueue, countSome, isWholeQueue, type Scope, type Selection } from '../store/worklists.ts'
import type { Lamp, Queue, Role, Stage, Today } from '../terms.ts'
import { rolesOf } from './standing.ts'

export type Staff = Extract<Viewer, { kind: 'staff' }>
/** A list of the desk: who works on it, and what it shows. `title` is how pages and exports call it. */
export type Worklist = {
  readonly title: string
  readonly roles: readonly Role[]
  readonly selection: (viewer: Staff, today: LocalDate) => Selection
}

const officers: readonly Role[] = ['clerk', 'approver', 'chief', 'decider', 'issuer', 'supervisor']
const watched = (own: readonly Role[]): readonly Role[] => [...own, 'chief', 'supervisor']
const listOf = (title: string, roles: readonly Role[], selection: Selection): Worklist => ({ title, roles, selection: () => selection })

const preReview = listOf('待预审', watched(['clerk', 'approver']), { queue: 'preReview', stages: ['submitted'] })
const receive = listOf('待收件', watched(['clerk']), { queue: 'preReview', stages: ['preReviewed'] })
const received = listOf('已收件', watched(['clerk', 'approver']), { queue: 'accept', stages: ['received'] })
const corrected = listOf('补正已交', watched(['clerk']), { queue: 'accept', stages: ['corrected'] })
const accept = listOf('待受理', watched(['clerk']), { queue: 'accept' })
const waiting = listOf('等申请人', watched(['clerk', 'approver']), { queue: 'applicant' })
const review = listOf('在办', watched(['approver']), { queue: 'review' })
const decide = listOf('待决定', watched(['decider']), { queue: 'decide' })
const deliver = listOf('待出件', watched(['issuer']), { queue: 'deliver' })
const mine: Worklist = {
  title: '我经手的',
  roles: officers,
  selection: ({ accountId, standsInFor = [] }) => ({ handlers: [accountId, ...standsInFor] }),
}
const overdue: Worklist = { title: '超期', roles: officers, selection: (_, today) => ({ overdueOn: today }) }
const special = listOf('待批特别程序', ['chief'], { pending: 'special' })
const hearing = listOf('待公告听证', ['approver', 'chief'], { pending: 'hearing' })
const opinion = listOf('等待意见', ['approver', 'chief'], { pending: 'opinion' })
/** Only a department is asked: an officer of the hall has nothing here. */
const consulted: Worklist = {
  title: '待我部门回复',
  roles: ['approver'],
  selection: ({ departmentCode }) => ({ askedOf: departmentCode || 'none' }),
}
const supervised = listOf('待回复督办', ['approver', 'chief', 'supervisor'], { pending: 'supervision' })
const afterCheck = listOf('待事后核查', ['approver', 'chief'], { pending: 'afterCheck' })
const voiding = listOf('待确认作废', ['chief', 'bureau'], { pending: 'void' })
const all = listOf('全部办件', officers, { everywhere: true })

/** The queues by name; several names for the same queue where two words are in use. */
const worklists: Readonly<Record<string, Worklist>> = {
  preReview, receive, received, accept, toAccept: accept, corrected, waiting, review, processing: review, decide, toDecide: decide, deliver, toDeliver: deliver, mine, overdue, special, hearing, opinion, consulted, supervised, afterCheck, voiding, all,
} // biome-ignore format: a list of names
const counted = ['preReview', 'receive', 'accept', 'corrected', 'waiting', 'review', 'decide', 'deliver', 'special', 'hearing', 'opinion', 'consulted', 'supervised', 'afterCheck', 'voiding', 'mine', 'overdue'] as const // biome-ignore format: a list of names
/** Lists that no counter covers are counted up to here. */
export const most = 1000

const mayRead = (viewer: Staff, list: Worklist): boolean => rolesOf(viewer).some((role) => list.roles.includes(role))

/** A list by its name for an officer who works on it; undefined for others as for none. */
export const findWorklist = (viewer: Staff, name: string): Worklist | undefined => {
  const list = Object.hasOwn(worklists, name) ? worklists[name] : undefined
  return list && mayRead(viewer, list) ? list : undefined
}

/** Where an officer's lists look: his division (a supervisor's with all below it), his department unless he is of the hall. */
export const scopeOf = ({ division, departmentCode, roles }: Staff): Scope => ({
  division,
  departmentCode,
  ...(roles.includes('supervisor') ? { below: true } : {}),
})

/** What an officer filters a list by. Dates are civil; `due` is a day, or 'today', or 'week' (seven days from today). */
export type Chosen = {
  readonly lamp?: Lamp
  readonly item?: string
  readonly stage?: Stage
  readonly step?: string
  readonly q?: string
  readonly applicant?: string
  readonly department?: string
  readonly handler?: string
  readonly queue?: Queue
  readonly open?: 'yes'
  readonly due?: string
  readonly dueFrom?: LocalDate
  readonly dueTo?: LocalDate
}

const dueBy = (due: string | undefined, today: LocalDate): LocalDate | undefined => {
  if (due === 'today') return today
  return due === 'week' ? addDays(today, 7) : (due as LocalDate | undefined)
}

/** What a list shows an officer who filters it. */
export const selectionOf = (list: Worklist, viewer: Staff, chosen: Chosen, today: LocalDate): Selection => {
  const own = list.selection(viewer, today)
  const { due, dueFrom, dueTo, q, queue, handler, open, ...rest } = chosen
  return {
    ...own,
    ...rest,
    queue: own.queue ?? queue,
    handler: own.handler ?? handler,
    q: q || undefined,
    open: open === 'yes' || undefined,
    dueFrom,
    dueBy: dueTo ?? dueBy(due, today),
  }
}

/** How many cases a list has: from the counters when nothing is filtered, else counted up to a thousand. */
export const totalOf = async (sql: Sql, scope: Scope, selection: Selection, today: LocalDate): Promise<number> =>
  isWholeQueue(selection) ? countQueue(sql, scope, selection.queue, selection.stages) : countSome(sql, scope, selection, today, most)

/** How many cases wait in each list of an officer. */
export const totalsOf = async (sql: Sql, viewer: Staff, today: LocalDate): Promise<{ name: string; total: number }[]> =>
  Promise.all(
    counted
      .flatMap((name) => {
        const list = findWorklist(viewer, name)
        return list ? [{ name, list }] : []
      })
      .map(async ({ name, list }) => ({ name, total: await totalOf(sql, scopeOf(viewer), list.selection(viewer, today), today) })),
  )

/** Workdays to the due day; negative after it. By the index of the calendar: a page asks this twenty times. */
const remaining = (dueOn: Matter['dueOn'], { date, calendar }: Today): number | undefined => {
  if (dueOn === 'infinity') return undefined
  const index = dayIndex(calendar)
  const [now, due] = [dayNumber(date), dayNumber(dueOn)]
  return due >= now ? workdaysBetween(index, now, due) : -workdaysBetween(index, due, now)
}

/** A case as lists show it. `remaining` in workdays. */
export const workRow = (m: Matter, today: Today) => ({
  no: m.no,
  item: m.item,
  itemName: m.itemName,
  about: m.aboutKind ?? undefined,
  applicant: m.applicantName,
  department: m.department,
  stage: m.stage,
  queue: m.queue,
  steps: m.steps,
  pending: m.pending,
  handler: m.handlerName ?? undefined,
  submittedOn: m.submittedOn ?? undefined,
  dueOn: m.dueOn === 'infinity' ? undefined : m.dueOn,
  remaining: remaining(m.dueOn, today),
  lamp: rowLamp(m, today.date),
})
export type WorkRow = ReturnType<typeof workRow>
