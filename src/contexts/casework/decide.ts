import { addDays, type LocalDate } from '../../kernel/date.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import { besideChanges, type Change } from './decide/beside.ts'
import { correctionDays, correctionDueOn, gapsDueOn } from './rules/clock.ts'
import { procedure, refusalFor } from './rules/procedure.ts'
import { stepPassed, stepReturned, stepsBegun } from './rules/steps.ts'
import type { Act, ActName, Case, CaseEvent, HandedIn, Stage, Today } from './terms.ts'

/** A case before anything happened. */
export const unopened: Case = {
  stage: 'draft',
  answers: {},
  materials: [],
  deemed: false,
  stepsDone: {},
  reviewers: [],
  pauses: [],
  legalExtension: 0,
  opinions: [],
  moreAsked: [],
  supervisions: [],
}

/**
 * The day an act counts from. 视为受理 and the acceptance after a 补正 count from the receipt of the material (domain.md C3, invariant ii);
 * what time does counts from the day after the period, whenever it is written down.
 */
const effectiveOn = (act: Act, c: Case, today: Today): LocalDate => {
  if (act.type === 'deemAccept') return c.receivedOn ?? today.date
  if (act.type === 'accept') return c.correction?.correctedOn ?? today.date
  if (act.type === 'lapseCorrection') return dayAfter(correctionDueOn(c, today)) ?? today.date
  if (act.type === 'lapseGaps') return dayAfter(gapsDueOn(c, today)) ?? today.date
  if (act.type === 'deemRenew') return dayAfter(c.about?.validTo) ?? today.date
  return today.date
}
const dayAfter = (day: LocalDate | undefined): LocalDate | undefined => day && addDays(day, 1)

/** What an act leads to: the event that happened, or a refusal that names act, state, article and the acts that are open. */
export const decide = (act: Act, c: Case, today: Today): CaseEvent[] | Refusal => {
  const whole = asProposed(act, c)
  return refusalFor(whole, c, today) ?? [{ ...whole, on: effectiveOn(whole, c, today), doneOn: today.date }]
}

/** Who starts a 特别程序 approves it as proposed, where he says nothing else. */
const asProposed = (act: Act, { specialProposal: proposed }: Case): Act =>
  act.type === 'startSpecial' && proposed
    ? {
        ...act,
        special: act.special ?? proposed.kind,
        expectedDays: act.expectedDays ?? proposed.expectedDays,
        basis: act.basis ?? proposed.basis,
      }
    : act

const replaced = (before: readonly HandedIn[], handedIn: readonly HandedIn[] | undefined): readonly HandedIn[] => {
  if (!handedIn || handedIn.length === 0) return before
  const renewed = new Set(handedIn.map((h) => h.material))
  return [...before.filter((h) => !renewed.has(h.material)), ...handedIn]
}

const filed = (c: Case, e: CaseEvent): Change => ({
  ...(e.pinned ? { pinned: e.pinned } : {}),
  ...(e.applicant ? { applicant: e.applicant } : {}),
  ...(e.delivery ? { delivery: e.delivery } : {}),
  ...(e.about ? { about: e.about } : {}),
  ...renewed(c, e),
})
const renewed = (c: Case, e: CaseEvent): Change => ({
  answers: e.answers ? { ...c.answers, ...e.answers } : c.answers,
  materials: replaced(c.materials, e.materials),
})
const accepted = (c: Case, e: CaseEvent): Change => ({ acceptedBy: e.by.id, ...stepsBegun(c, e.doneOn) })
const reviewed = (c: Case, e: CaseEvent): Change => ({
  reviewers: [...new Set([...c.reviewers, e.by.id, ...(e.secondPersonId ? [e.secondPersonId] : [])])],
})

/** Beside stage and date, what each act changes in the case. */
const changes: Partial<Record<ActName, (c: Case, e: CaseEvent) => Change>> = {
  ...besideChanges,
  submit: (c, e) => ({ ...filed(c, e), ...(isReceivedAtOnce(e) ? { receivedOn: e.on } : {}) }),
  openRevocation: (c, e) => ({ ...filed(c, e), reviewers: [e.by.id] }),
  resubmit: renewed,
  receive: filed,
  receiveRemote: (c, e) => ({ ...filed(c, e), remote: { division: e.by.division ?? '', unit: e.by.unit ?? '', by: e.by.id } }),
  correctOnSpot: renewed,
  notifyCorrection: (_, e) => ({ correction: { notifiedOn: e.on, within: e.correctWithin ?? correctionDays, defects: e.defects ?? [] } }),
  correct: (c, e) => ({ ...renewed(c, e), ...(c.correction ? { correction: { ...c.correction, correctedOn: e.on } } : {}) }),
  accept: accepted,
  deemAccept: (c, e) => ({ deemed: true, ...stepsBegun(c, e.doneOn) }),
  acceptOnPromise: (_, e) => ({ acceptedBy: e.by.id, onPromise: true }),
  acceptWithGaps: (c, e) => ({ ...accepted(c, e), gaps: { missing: e.missing ?? [], within: e.supplementWithin ?? 0, since: e.on } }),
  supplyGaps: (c, e) => ({ ...renewed(c, e), ...stepsBegun(c, e.on), ...(c.gaps ? { gaps: { ...c.gaps, suppliedOn: e.on } } : {}) }),
  supplyMore: (c, e) => ({ ...renewed(c, e), moreAsked: c.moreAsked.map((one) => ({ ...one, suppliedOn: one.suppliedOn ?? e.on })) }),
  passStep: (c, e) => ({ ...reviewed(c, e), ...stepPassed(c, e.step, e.on) }),
  extendLegal: (_, e) => ({ legalExtension: e.days ?? 0, promisedAsLegal: true }),
  extendPromise: (c, e) => ({ ...(e.to ? { promisedTo: e.to } : {}), promisedPauses: c.pauses.length }),
  returnStep: (c, e) => (e.step === undefined ? {} : stepReturned(c, e.step, e.on)),
  proposeGrant: (c, e) => ({ ...reviewed(c, e), proposal: 'grant' }),
  proposeDeny: (c, e) => ({ ...reviewed(c, e), proposal: 'deny' }),
  grant: (_, e) => ({ decidedBy: e.by.id, outcome: 'granted' }),
  remind: (_, e) => (e.by.role === 'applicant' ? { remindedOn: e.on } : {}),
  deemRenew: () => ({ outcome: 'granted', renewedBySilence: true }),
  deny: (_, e) => ({ decidedBy: e.by.id, outcome: 'denied' }),
}

/** Ⅲ级 and Ⅳ级 are received by being submitted. */
const isReceivedAtOnce = (e: CaseEvent): boolean => e.pinned?.depth === '3' || e.pinned?.depth === '4'

const nextStage = (next: Case, e: CaseEvent): Stage => {
  const { to } = procedure[e.type]
  if (to === 'same') return next.stage
  if (to === 'byDepth') return isReceivedAtOnce(e) ? 'received' : 'submitted'
  if (to === 'byPauses') return next.pauses.some((pause) => pause.to === undefined) ? 'paused' : 'processing'
  return to
}

/** What is over after an act. A decision that was taken back or voided has no outcome any more; one new date replaces the other. */
const gone: Partial<Record<ActName, readonly (keyof Case)[]>> = {
  startSpecial: ['specialProposal'],
  extendLegal: ['promisedTo'],
  extendPromise: ['promisedAsLegal'],
  returnStep: ['proposal'],
  failAfterCheck: ['outcome'],
  confirmVoid: ['outcome', 'voiding'],
}

type Changing = { -readonly [K in keyof Case]: Case[K] }
/** A copy and no `delete`: an object that lost a member is slow for ever, and a journal copies its case at every entry. */
const without = (c: Changing, names: readonly (keyof Case)[]): Changing => {
  if (!names.some((name) => name in c)) return c
  const kept: Record<string, unknown> = {}
  for (const name of Object.keys(c) as (keyof Case)[]) if (!names.includes(name)) kept[name] = c[name]
  return kept as Changing
}

const happen = (c: Changing, e: CaseEvent): Changing => {
  Object.assign(c, changes[e.type]?.(c, e))
  const over = gone[e.type]
  const next = over ? without(c, over) : c
  const { sets } = procedure[e.type]
  if (sets) next[sets] = e.on
  next.stage = nextStage(next, e)
  return next
}

/** The case after an event. Never refuses: what the journal holds has happened. */
export const evolve = (c: Case, e: CaseEvent): Case => happen({ ...c }, e)

/** The case as its journal tells it: one copy is made and everything happens to it. */
export const fold = (events: readonly CaseEvent[], from: Case = unopened): Case => {
  let c: Changing = { ...from }
  for (const e of events) c = happen(c, e)
  return c
}
