import { isOpinionOpen, withdrawnBy } from '../rules/beside.ts'
import type { Hearing, Officer } from '../terms/course.ts'
import type { ActName, Case, CaseEvent, Pause } from '../terms.ts'

/** What an event changes in a case. */
export type Change = Partial<{ -readonly [K in keyof Case]: Case[K] }>
type Changes = Partial<Record<ActName, (c: Case, e: CaseEvent) => Change>>

const started = (c: Case, e: CaseEvent, kind: string, expectedDays?: number): Change => {
  const isRunning = c.pauses.some((pause) => pause.kind === kind && pause.to === undefined)
  const pause: Pause = { kind, from: e.on, ...(expectedDays === undefined ? {} : { expectedDays }) }
  return isRunning ? {} : { pauses: [...c.pauses, pause] }
}
const ended = (c: Case, e: CaseEvent, kind: string | undefined): Change => ({
  pauses: c.pauses.map((pause) => (pause.to === undefined && pause.kind === kind ? { ...pause, to: e.on } : pause)),
})

const heard = (c: Case, more: Partial<Hearing>): Change => (c.hearing ? { hearing: { ...c.hearing, ...more } } : {})
const officer = (id: string | undefined, name: string | undefined): Officer | undefined => (id && name ? { id, name } : undefined)

const hearing: Changes = {
  tellHearing: (_, e) => ({ hearing: { toldOn: e.on } }),
  applyHearing: (c, e) => heard(c, { appliedOn: e.on }),
  announceHearing: (c, e) => {
    const presider = officer(e.presiderId, e.presider)
    return {
      ...started(c, e, '听证'),
      ...heard(c, {
        announcedOn: e.on,
        ...(e.hearingOn ? { hearingOn: e.hearingOn } : {}),
        ...(e.place ? { place: e.place } : {}),
        ...(presider ? { presider } : {}),
      }),
    }
  },
  holdHearing: (c, e) => ({ ...ended(c, e, '听证'), ...heard(c, { heldOn: e.on }) }),
}

const special: Changes = {
  proposeSpecial: (_, e) => ({
    specialProposal: { kind: e.special ?? '', expectedDays: e.expectedDays ?? 0, basis: e.basis ?? '', by: e.by.id, on: e.on },
  }),
  startSpecial: (c, e) => started(c, e, e.special ?? '', e.expectedDays),
  endSpecial: (c, e) => ended(c, e, e.special),
}

const opinions: Changes = {
  askOpinion: (c, e) => ({
    opinions: [
      ...c.opinions,
      {
        department: e.toDepartment ?? '',
        unit: e.toUnit ?? '',
        question: e.question ?? '',
        askedOn: e.on,
        askedBy: e.by.id,
        days: e.days ?? 0,
        required: e.required !== false,
      },
    ],
  }),
  giveOpinion: (c, e) => ({
    opinions: c.opinions.map((one) =>
      isOpinionOpen(one) && one.department === e.by.department ? { ...one, givenOn: e.on, agrees: e.agrees === true } : one,
    ),
  }),
  withdrawOpinion: (c, e) => {
    const gone = withdrawnBy(e, c)
    return { opinions: c.opinions.map((one) => (one === gone ? { ...one, withdrawnOn: e.on } : one)) }
  },
}

const handed: Changes = {
  handOver: (_, e) => {
    const to = officer(e.toOfficerId, e.toOfficer)
    return { assigned: { ...(e.toUnit ? { unit: e.toUnit } : {}), ...(to ? { officer: to } : {}), on: e.on } }
  },
  requestMore: (c, e) => ({ moreAsked: [...c.moreAsked, { request: e.request ?? '', on: e.on }] }),
  forwardRemote: (c, e) => (c.remote ? { remote: { ...c.remote, forwardedOn: e.on } } : {}),
}

const oversight: Changes = {
  passAfterCheck: (_, e) => ({ afterCheck: { on: e.on, kept: true } }),
  failAfterCheck: (_, e) => ({ afterCheck: { on: e.on, kept: false }, revoked: true }),
  proposeVoid: (_, e) => ({ voiding: { by: e.by.id, name: e.by.name, reason: e.reason ?? '', on: e.on } }),
  supervise: (c, e) => ({
    supervisions: [
      ...c.supervisions,
      { by: e.by.id, name: e.by.name, ...(e.by.unit ? { unit: e.by.unit } : {}), reason: e.reason ?? '', on: e.on },
    ],
  }),
  replySupervision: (c, e) => ({ supervisions: c.supervisions.map((one) => ({ ...one, repliedOn: one.repliedOn ?? e.on })) }),
}

/** What the acts beside the main line change in a case. */
export const besideChanges: Changes = { ...hearing, ...special, ...opinions, ...handed, ...oversight }
