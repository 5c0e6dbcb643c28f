import type { FastifyInstance, FastifyRequest } from 'fastify'
import { addDays, type LocalDate } from '../../../kernel/date.ts'
import { notFound, parse } from '../../../platform/http.ts'
import type { Viewer } from '../../identity/index.ts'
import { rolesOf } from '../perform/standing.ts'
import { dayIndex, dayNumber, workdaysBetween } from '../rules/day-index.ts'
import { rowLamp } from '../rules/queue.ts'
import type { Matter } from '../store/matters.ts'
import { countQueue, countSome, listWorklist, type Scope, type Selection } from '../store/worklists.ts'
import type { Role, Today } from '../terms.ts'
import { type CaseworkWeb, cursor, momentOf, readCursor, signedIn } from './api-web.ts'
import { WorklistQuery } from './bodies.ts'

type Staff = Extract<Viewer, { kind: 'staff' }>
type Worklist = { readonly roles: readonly Role[]; readonly selection: (viewer: Staff, today: LocalDate) => Selection }

const officers: readonly Role[] = ['clerk', 'approver', 'chief', 'decider', 'issuer', 'supervisor']
const watched = (own: readonly Role[]): readonly Role[] => [...own, 'chief', 'supervisor']

const preReview: Worklist = { roles: watched(['clerk', 'approver']), selection: () => ({ queue: 'preReview', stages: ['submitted'] }) }
const receive: Worklist = { roles: watched(['clerk']), selection: () => ({ queue: 'preReview', stages: ['preReviewed'] }) }
const received: Worklist = { roles: watched(['clerk', 'approver']), selection: () => ({ queue: 'accept', stages: ['received'] }) }
const corrected: Worklist = { roles: watched(['clerk']), selection: () => ({ queue: 'accept', stages: ['corrected'] }) }
const toAccept: Worklist = { roles: watched(['clerk']), selection: () => ({ queue: 'accept' }) }
const waiting: Worklist = { roles: watched(['clerk', 'approver']), selection: () => ({ queue: 'applicant' }) }
const review: Worklist = { roles: watched(['approver']), selection: () => ({ queue: 'review' }) }
const decide: Worklist = { roles: watched(['decider']), selection: () => ({ queue: 'decide' }) }
const deliver: Worklist = { roles: watched(['issuer']), selection: () => ({ queue: 'deliver' }) }
const mine: Worklist = { roles: officers, selection: (viewer) => ({ handler: viewer.accountId }) }
const overdue: Worklist = { roles: officers, selection: (_, today) => ({ overdueOn: today }) }
const all: Worklist = { roles: officers, selection: () => ({ everywhere: true }) }

/** The queues by name; several names for the same queue where two words are in use. */
const worklists: Readonly<Record<string, Worklist>> = {
  preReview, receive, received, accept: toAccept, toAccept, corrected, waiting, review, processing: review, decide, toDecide: decide, deliver, toDeliver: deliver, mine, overdue, all,
} // biome-ignore format: a list of names
const counted = ['preReview', 'receive', 'accept', 'corrected', 'waiting', 'review', 'decide', 'deliver', 'mine', 'overdue'] as const
/** Lists that no counter covers are counted up to here. */
const most = 1000

const scopeOf = ({ division, departmentCode }: Staff): Scope => ({ division, departmentCode })
const mayRead = (viewer: Staff, list: Worklist): boolean => rolesOf(viewer).some((role) => list.roles.includes(role))

/** Workdays to the due day; negative after it. By the index of the calendar: a page asks this twenty times. */
const remaining = (dueOn: Matter['dueOn'], { date, calendar }: Today): number | undefined => {
  if (dueOn === 'infinity') return undefined
  const index = dayIndex(calendar)
  const [now, due] = [dayNumber(date), dayNumber(dueOn)]
  return due >= now ? workdaysBetween(index, now, due) : -workdaysBetween(index, due, now)
}

const row = (m: Matter, today: Today) => ({
  no: m.no,
  item: m.item,
  itemName: m.itemName,
  applicant: m.applicantName,
  department: m.department,
  stage: m.stage,
  queue: m.queue,
  submittedOn: m.submittedOn ?? undefined,
  dueOn: m.dueOn === 'infinity' ? undefined : m.dueOn,
  remaining: remaining(m.dueOn, today),
  lamp: rowLamp(m, today.date),
})

const dueBy = (due: string | undefined, today: LocalDate): LocalDate | undefined => {
  if (due === 'today') return today
  return due === 'week' ? addDays(today, 7) : (due as LocalDate | undefined)
}

const total = async (web: CaseworkWeb, scope: Scope, selection: Selection, today: LocalDate): Promise<number> => {
  const plain = Object.entries(selection).every(([name, value]) => value === undefined || name === 'queue' || name === 'stages')
  return plain && selection.queue
    ? countQueue(web.db.sql, scope, selection.queue, selection.stages)
    : countSome(web.db.sql, scope, selection, today, most)
}

const officer = (web: CaseworkWeb, request: FastifyRequest): Staff => {
  const viewer = signedIn(web, request)
  if (viewer.kind !== 'staff' || rolesOf(viewer).length === 0) throw notFound()
  return viewer
}

/** A list by its name for an officer who works on it; 404 for others as for none. */
const listFor = (viewer: Staff, name: string): Worklist => {
  const list = Object.hasOwn(worklists, name) ? worklists[name] : undefined
  if (!list || !mayRead(viewer, list)) throw notFound()
  return list
}

const counts = async (web: CaseworkWeb, viewer: Staff): Promise<{ name: string; total: number }[]> => {
  const today = web.today()
  const mine = counted.flatMap((name) => (worklists[name] && mayRead(viewer, worklists[name]) ? [{ name, list: worklists[name] }] : []))
  return Promise.all(
    mine.map(async ({ name, list }) => ({ name, total: await total(web, scopeOf(viewer), list.selection(viewer, today), today) })),
  )
}

const page = async (web: CaseworkWeb, viewer: Staff, list: Worklist, query: unknown) => {
  const { limit, after, lamp, item, q, due } = parse(WorklistQuery, query)
  const { today } = momentOf(web)
  const from = readCursor(after, /^(infinity|\d{4}-\d\d-\d\d)$/)
  const selection: Selection = { ...list.selection(viewer, today.date), lamp, item, q: q || undefined, dueBy: dueBy(due, today.date) }
  const rows = await listWorklist(web.db.sql, scopeOf(viewer), selection, today.date, limit + 1, from && { dueOn: from.a, id: from.b })
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return {
    items: rows.slice(0, limit).map((m) => row(m, today)),
    ...(last ? { next: cursor(last.dueOn, last.id) } : {}),
    total: await total(web, scopeOf(viewer), selection, today.date),
  }
}

/** Officers' queues: the earliest due first, filters, keyset pages, totals from counters. */
export const worklistRoutes =
  (web: CaseworkWeb) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get('/api/v1/worklists', async (request) => ({ items: await counts(web, officer(web, request)) }))

    app.get<{ Params: { name: string } }>('/api/v1/worklists/:name', async (request) => {
      const viewer = officer(web, request)
      return page(web, viewer, listFor(viewer, request.params.name), request.query)
    })
  }
