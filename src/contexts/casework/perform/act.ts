import type { LocalDate } from '../../../kernel/date.ts'
import type { Refusal } from '../../../kernel/refusal.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { type Sql, Stale } from '../../../platform/db.ts'
import { keepForGood } from '../../../platform/files.ts'
import { publish } from '../../../platform/outbox.ts'
import type { Guide } from '../../catalogue/index.ts'
import { recordGrantUse } from '../../identity/index.ts'
import { decide, evolve } from '../decide.ts'
import { law, lawActs, openActs, procedure } from '../rules/procedure.ts'
import { deleteDraftRow, deleteUploads, findDraftRow, listUploads } from '../store/drafts.ts'
import { appendEntry } from '../store/journal.ts'
import { updateMatter } from '../store/matters.ts'
import { type Act, acts, type Case, type CaseEvent, roles, stages } from '../terms.ts'
import { countViolation, recordConduct, untrusted } from './conduct.ts'
import { contentOf } from './draft-content.ts'
import { asJson, type Casework, entryOf, findCase, type Loaded, listedOf, type Moment } from './journal.ts'
import { tellLampOfAct } from './lamps.ts'
import { withOfficers } from './named.ts'
import { type RecordedPaper, recordPapersOf } from './papers.ts'
import { recused } from './recusal.ts'
import { askedTooMuch, withWaived } from './since-filed.ts'
import { clearPhotos, withPhotos } from './site-photos.ts'

export type { RecordedPaper } from './papers.ts'

/** A case after an act. `position` is its last journal entry; `papers` those the act made. */
export type Performed = {
  readonly caseId: string
  readonly no: string
  readonly state: Case
  readonly position: number
  readonly papers: readonly RecordedPaper[]
}

/** `at`: the instant of the last entry. */
type Progress = Performed & { readonly events: readonly CaseEvent[]; readonly hash: string; readonly at?: string }

const startOf = ({ matter, state, events, entries }: Loaded): Progress => ({
  caseId: matter.id,
  no: matter.no,
  state,
  events,
  position: entries.length,
  hash: entries.at(-1)?.hash ?? '',
  at: entries.at(-1)?.at ?? '',
  papers: [],
})

const doneUnder = ({ type }: CaseEvent, no: string, { pinned }: Case) => ({
  act: acts[type],
  no,
  itemName: pinned?.itemName ?? '',
  isSubmission: type === 'submit',
})

/** The stored contents that an event names. */
const namedBy = ({ materials = [], photos = [], applicant }: CaseEvent): string[] => [
  ...[...materials, ...photos].map(({ sha256 }) => sha256),
  ...(applicant?.agent?.mandate ? [applicant.agent.mandate] : []),
]

/**
 * Appends one event with everything that is born with it: paper, outbox row, what subscribers make. The serial of a paper is locked for the
 * whole city until the transaction ends: it is taken after whatever else can be sent with it. `guide`: that of the case, where it is known.
 */
export const append = async (
  casework: Casework,
  sql: Sql,
  at: Progress,
  event: CaseEvent,
  division: string,
  moment: Moment,
  guide?: Guide,
): Promise<Progress> => {
  const { caseId, no } = at
  const entry = entryOf(casework.secrets, caseId, event, at, moment.now)
  const state = evolve(at.state, event)
  const queryCode = casework.secrets.queryCode(no)
  const [, , , papers] = await Promise.all([
    appendEntry(sql, caseId, division, entry),
    keepForGood(sql, namedBy(event)),
    publish(sql, 'casework.acted', asJson({ caseId, no, act: event.type, stage: state.stage, on: event.on })),
    recordPapersOf(sql, { caseId, no, queryCode, event, before: at.state, state, today: moment.today }, guide),
  ])
  await recordConduct(casework, sql, { caseId, division, event, state })
  for (const subscriber of casework.subscribers) await subscriber(sql, { caseId, no, event, state })
  if (event.by.grant) await recordGrantUse(sql, event.by.grant, doneUnder(event, no, state))
  return {
    caseId,
    no,
    state,
    events: [...at.events, event],
    position: entry.position,
    hash: entry.hash,
    at: entry.at,
    papers: [...at.papers, ...papers],
  }
}

/** What time has already decided comes first, whoever acts: silence is acceptance even when no clock has struck. */
const caughtUp = async (casework: Casework, sql: Sql, start: Progress, division: string, moment: Moment): Promise<Progress> => {
  let at = start
  for (let due = lawActs(at.state, moment.today)[0]; due; due = lawActs(at.state, moment.today)[0]) {
    const outcome = decide({ type: due, by: law }, at.state, moment.today)
    if (isRefusal(outcome)) return at
    for (const event of outcome) at = await append(casework, sql, at, event, division, moment)
  }
  return at
}

/** 3月2日10:05 in China; the time alone when it is today's. */
const clockText = (at: string, today: LocalDate): string => {
  const there = new Date(Date.parse(at) + 8 * 3_600_000).toISOString()
  const day = there.slice(0, 10) === today ? '' : `${Number(there.slice(5, 7))}月${Number(there.slice(8, 10))}日`
  return `${day}${there.slice(11, 16)}`
}

/** Somebody else was first: who, when, what, and what is open now (F-17). */
const staleRefusal = (act: Act, state: Case, last: CaseEvent | undefined, at: string, moment: Moment): Refusal => ({
  refused: 'stale',
  title: `${last ? `${last.by.name}(${roles[last.by.role]})${clockText(at, moment.today.date)}已经“${acts[last.type]}”` : '办件刚刚有了变化'}，办件现在是“${stages[state.stage]}”，请看过最新情况再办`,
  act: act.type,
  state: state.stage,
  article: procedure[act.type].article,
  open: openActs(state, act.by, moment.today),
})

type Doing = Moment & {
  /** The position the actor saw; another one is refused as stale. */
  readonly seen?: number | undefined
}

const handIns: readonly Act['type'][] = ['correct', 'supplyGaps', 'supplyMore', 'resubmit']

/** An act that hands something in takes the files and answers that were kept for it. */
const withHandedIn = async (casework: Casework, sql: Sql, caseId: string, act: Act): Promise<Act> => {
  if (!handIns.includes(act.type)) return act
  const row = await findDraftRow(sql, caseId, true)
  const files = await listUploads(sql, caseId)
  const materials = files.map(({ material, sha256, name, size, type }) => ({ material, sha256, name, size, type }))
  return { ...act, materials: [...(act.materials ?? []), ...materials], ...(row ? { answers: contentOf(casework, row).answers } : {}) }
}
const clearTaken = async (sql: Sql, caseId: string, act: Act): Promise<void> => {
  await clearPhotos(sql, caseId, act)
  if (!handIns.includes(act.type)) return
  await deleteUploads(sql, caseId)
  await deleteDraftRow(sql, caseId)
}

/** The events of an act, or why there are none; no act, no events. */
const outcomeOf = async (
  casework: Casework,
  sql: Sql,
  at: Progress,
  act: Act | undefined,
  doing: Doing,
): Promise<CaseEvent[] | Refusal> => {
  if (!act) return []
  const isStale = doing.seen !== undefined && doing.seen !== at.position
  if (isStale) return staleRefusal(act, at.state, at.events.at(-1), at.at ?? doing.now, doing)
  const handedIn = await withWaived(sql, await withHandedIn(casework, sql, at.caseId, act), at.state)
  const pictured = await withPhotos(sql, at.caseId, handedIn, at.state, doing.today)
  const whole = isRefusal(pictured) ? pictured : await withOfficers(sql, pictured, at.state, doing.today)
  if (isRefusal(whole)) return whole
  const outcome = decide(whole, at.state, doing.today)
  if (isRefusal(outcome)) return outcome
  return (
    (await recused(casework, sql, whole, at.state, doing.today)) ??
    (await untrusted(casework, sql, whole, at.state, doing.today)) ??
    (await askedTooMuch(sql, whole, at.state, doing.today)) ??
    outcome
  )
}

/** The listing row after an act, and the lamp if the act itself has lit it. */
const keepListed = async (sql: Sql, matter: Loaded['matter'], { state, events }: Progress, { today, now }: Moment): Promise<void> => {
  const listed = listedOf(state, events, today, now)
  await updateMatter(sql, matter.id, listed)
  await tellLampOfAct(sql, matter, listed, events.at(-1)?.type, today.date)
}

const actIn = async (casework: Casework, sql: Sql, caseId: string, act: Act | undefined, doing: Doing): Promise<Performed | Refusal> => {
  const loaded = await findCase(casework, sql, caseId)
  if (!loaded) return { refused: 'no-such-case', title: '没有这个办件' }
  const { division } = loaded.matter
  const start = startOf(loaded)
  let at = await caughtUp(casework, sql, start, division, doing)
  const outcome = await outcomeOf(casework, sql, at, act, doing)
  for (const event of isRefusal(outcome) ? [] : outcome) at = await append(casework, sql, at, event, division, doing)
  if (at.position > start.position) await keepListed(sql, loaded.matter, at, doing)
  if (isRefusal(outcome)) return outcome
  if (act) await clearTaken(sql, caseId, act)
  const { events, hash, at: since, ...performed } = at
  return performed
}

/**
 * Does an act on a case: journal, listing row, paper, outbox and subscribers in one transaction. Of several writers at once one wins;
 * the others get the refusal `stale` that says who did what. `caseId` is the uuid. Access is the caller's to check (S-041).
 */
export const performAct = async (casework: Casework, caseId: string, act: Act, doing: Doing): Promise<Performed | Refusal> => {
  try {
    const outcome = await casework.db.transaction((sql) => actIn(casework, sql, caseId, act, doing))
    if (isRefusal(outcome)) await countViolation(casework, caseId, act, outcome, doing.today.date)
    return outcome
  } catch (error) {
    if (!(error instanceof Stale)) throw error
    const now = await findCase(casework, casework.db.sql, caseId)
    if (!now) throw error
    return staleRefusal(act, now.state, now.events.at(-1), now.entries.at(-1)?.at ?? '', doing)
  }
}

/** Lets time do what is due on a case (as the role `law`); the case as it then stands. */
export const performLaw = (casework: Casework, caseId: string, moment: Moment): Promise<Performed | Refusal> =>
  casework.db.transaction((sql) => actIn(casework, sql, caseId, undefined, moment))
