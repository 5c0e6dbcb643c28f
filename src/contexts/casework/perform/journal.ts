import { createHash } from 'node:crypto'
import { canonical, type Json } from '../../../kernel/canonical.ts'
import type { Db, Sql } from '../../../platform/db.ts'
import type { Secrets } from '../../../platform/secrets.ts'
import { fold } from '../decide.ts'
import { openOpinions } from '../rules/beside.ts'
import { clockOf, lampDates, legalDueOn, nextDueOn, promisedDueOn, stepDuesOf } from '../rules/clock.ts'
import { lawDayOf } from '../rules/law-day.ts'
import { pendingOf, queueOf } from '../rules/queue.ts'
import { openStepsOf } from '../rules/steps.ts'
import { type Entry, loadEntries } from '../store/journal.ts'
import { findMatter, type Listed, type Matter } from '../store/matters.ts'
import type { About } from '../terms/course.ts'
import type { Actor, Case, CaseEvent, Role, Today } from '../terms.ts'

/** What happened, as those who must act in the same transaction get it. */
export type Happened = { readonly caseId: string; readonly no: string; readonly event: CaseEvent; readonly state: Case }
/** Something born in the transaction of an act, such as the licence of a grant. */
export type Subscriber = (sql: Sql, happened: Happened) => Promise<void>

/** What the acts of this context need from outside. */
export type Casework = {
  readonly db: Pick<Db, 'sql' | 'read' | 'transaction'>
  readonly secrets: Secrets
  readonly subscribers: readonly Subscriber[]
}

/** When something is done: the civil day with its calendar, and the instant (RFC 3339). */
export type Moment = { readonly today: Today; readonly now: string }

const place = (caseId: string, position: number): string => `casework.journal.sealed:${caseId}/${position}`
type Personal = Pick<CaseEvent, 'applicant' | 'answers' | 'delivery' | 'recipientId'> & { readonly said?: Pick<About, 'reason' | 'was'> }

/** What is said of a licence is personal; which licence, and until when it is valid, is what dates follow from. */
const parted = (about: About | undefined): { about?: About; said?: Pick<About, 'reason' | 'was'> } => {
  if (!about) return {}
  const { reason, was, ...open } = about
  const said = { ...(reason === undefined ? {} : { reason }), ...(was === undefined ? {} : { was }) }
  return { about: open, ...(Object.keys(said).length > 0 ? { said } : {}) }
}

const sha256 = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex')

/** The hash of an entry: over its place, time, public part, the ciphertext of its personal part, and the hash before. */
export const hashOf = (e: Omit<Entry, 'hash'>): string =>
  sha256(canonical({ position: e.position, at: e.at, body: e.body, sealed: e.sealed ? sha256(e.sealed) : null, prev: e.prevHash }))

/** An event as it is stored: what is personal is sealed, the rest stays readable. */
export const entryOf = (
  secrets: Secrets,
  caseId: string,
  event: CaseEvent,
  before: { position: number; hash: string },
  now: string,
): Entry => {
  const { applicant, answers, delivery, recipientId, about: whole, ...rest } = JSON.parse(JSON.stringify(event)) as CaseEvent
  const { about, said } = parted(whole)
  const open = { ...rest, ...(about ? { about } : {}) }
  const position = before.position + 1
  const personal = { applicant, answers, delivery, recipientId, said } as Personal
  const isPersonal = Object.values(personal).some((value) => value !== undefined)
  const entry = {
    position,
    body: open as unknown as Entry['body'],
    sealed: isPersonal ? secrets.seal(JSON.stringify(personal), place(caseId, position)) : null,
    at: new Date(now).toISOString(),
    prevHash: before.hash,
  }
  return { ...entry, hash: hashOf(entry) }
}

/** A stored entry as the event it was. */
export const eventOf = (secrets: Secrets, caseId: string, e: Entry): CaseEvent => {
  const open = e.body as unknown as CaseEvent
  if (!e.sealed) return open
  const { said, ...personal } = JSON.parse(secrets.unseal(e.sealed, place(caseId, e.position))) as Personal
  return { ...open, ...personal, ...(open.about && said ? { about: { ...open.about, ...said } } : {}) }
}

/** The first place in a journal where its chain does not hold; undefined when it is whole. */
export const brokenAt = (entries: readonly Entry[]): number | undefined => {
  let prev = ''
  for (const [i, e] of entries.entries()) {
    if (e.position !== i + 1 || e.prevHash !== prev || hashOf(e) !== e.hash) return i + 1
    prev = e.hash
  }
  return undefined
}

export type Loaded = {
  readonly matter: Matter
  readonly entries: readonly Entry[]
  readonly events: readonly CaseEvent[]
  readonly state: Case
}

/** A case by the uuid of its draft or its 办件编号, with its whole journal; undefined when there is none. */
export const findCase = async ({ secrets }: Pick<Casework, 'secrets'>, sql: Sql, handle: string): Promise<Loaded | undefined> => {
  const matter = await findMatter(sql, handle)
  if (!matter) return undefined
  const entries = await loadEntries(sql, matter.id)
  const events = entries.map((e) => eventOf(secrets, matter.id, e))
  return { matter, entries, events, state: fold(events) }
}

/** Roles that look at a case or answer for it and do not handle it. */
const beside: readonly Role[] = ['applicant', 'law', 'consulted', 'supervisor', 'bureau']
/** In whose hands the case is: who acted on it last, or to whom it was handed over. */
const lastOfficer = (events: readonly CaseEvent[]): Pick<Actor, 'id' | 'name'> | undefined => {
  const last = events.findLast((e) => !beside.includes(e.by.role))
  return last?.type === 'handOver' && last.toOfficerId ? { id: last.toOfficerId, name: last.toOfficer ?? '' } : last?.by
}

const orNull = <T>(value: T | undefined): T | null => value ?? null

/** The dates that lists show; all of them follow from the journal and the calendar. */
export const listedDates = (
  state: Case,
  today: Today,
): Pick<Listed, 'promisedDue' | 'legalDue' | 'dueOn' | 'yellowOn' | 'paused' | 'lawOn' | 'stepDues'> => {
  const queue = queueOf(state.stage)
  const isLit = queue !== 'closed' && queue !== 'deliver'
  return {
    promisedDue: orNull(promisedDueOn(state, today)),
    legalDue: orNull(legalDueOn(state, today)),
    dueOn: nextDueOn(state, today) ?? 'infinity',
    yellowOn: isLit ? orNull(lampDates(state, today).yellowOn) : null,
    paused: isLit && clockOf(state, today).lamp === 'grey',
    lawOn: orNull(lawDayOf(state, today)),
    stepDues: isLit ? stepDuesOf(state, today).map(({ due }) => due.on) : [],
  }
}

/** What lists show of a case: derived from its journal and calendar, so it can be rebuilt at any time. */
export const listedOf = (state: Case, events: readonly CaseEvent[], today: Today, updatedAt: string): Listed => ({
  stage: state.stage,
  queue: queueOf(state.stage),
  handler: lastOfficer(events)?.id ?? null,
  handlerName: lastOfficer(events)?.name ?? null,
  steps: queueOf(state.stage) === 'review' ? openStepsOf(state).map(({ name }) => name) : [],
  pending: pendingOf(state),
  consulted: [...new Set(state.opinions.filter(({ withdrawnOn }) => withdrawnOn === undefined).map(({ department }) => department))],
  asked: queueOf(state.stage) === 'closed' ? [] : openOpinions(state).map(({ department }) => department),
  position: events.length,
  outcome: orNull(state.outcome),
  aboutKind: orNull(state.about?.kind),
  submittedOn: orNull(state.submittedOn ?? state.receivedOn),
  receivedOn: orNull(state.receivedOn),
  acceptedOn: orNull(state.acceptedOn),
  decidedOn: orNull(state.decidedOn),
  endedOn: orNull(state.endedOn ?? state.deliveredOn),
  ...listedDates(state, today),
  updatedAt,
})

/** JSON that a body may carry. */
export const asJson = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json
