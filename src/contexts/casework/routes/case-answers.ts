import { tidyIdentifier } from '../../../kernel/identifiers.ts'
import { maskIdNumber, maskName } from '../../../kernel/text.ts'
import type { Viewer } from '../../identity/index.ts'
import type { Loaded } from '../perform/journal.ts'
import type { SitePhotos } from '../perform/site-photos.ts'
import { openTo } from '../perform/standing.ts'
import { type CaseRow, maskedApplicant } from '../perform/view.ts'
import { clockOf } from '../rules/clock.ts'
import { present } from '../rules/present.ts'
import { earlierRounds } from '../rules/rounds.ts'
import { openStepsOf, reviewSteps } from '../rules/steps.ts'
import { insideActs } from '../rules/story.ts'
import { type Case, type CaseEvent, type HandedIn, roles, type Today } from '../terms.ts'

/** A file by what it is; its id names its content. */
const fileRow = ({ sha256, material, name, size, type }: HandedIn) => ({ id: sha256, material, name, size, type })

export const photosRow = ({ files, ...row }: SitePhotos) => ({
  ...row,
  files: files.map(({ sha256, ...file }) => ({ id: sha256, ...file })),
})

/** A case as the API tells it, to its applicant and to officers alike; numbers of persons are masked. */
export const told = ({ matter, state, entries, events }: Loaded, viewer: Viewer, today: Today) => ({
  id: matter.id,
  no: matter.no,
  stage: state.stage,
  item: matter.item,
  itemName: matter.itemName,
  guideVersion: matter.guideVersion,
  division: matter.division,
  department: matter.department,
  applicant: maskedApplicant(state.applicant, false),
  delivery: state.delivery,
  about: state.about,
  materials: state.materials.map(fileRow),
  earlier: earlierRounds(events).map((round) => ({ ...round, files: round.files.map(fileRow) })),
  clock: clockOf(state, today),
  today: today.date,
  open: openTo(viewer, matter, state, today),
  position: entries.length,
  submittedOn: state.submittedOn,
  receivedOn: state.receivedOn,
  acceptedOn: state.acceptedOn,
  decidedOn: state.decidedOn,
  outcome: state.outcome,
  steps: reviewSteps(state),
  openSteps: openStepsOf(state).map(({ id }) => id),
  stepsDone: state.stepsDone,
  pauses: state.pauses,
  correction: state.correction,
  gaps: state.gaps,
  ...beside(state, viewer.kind === 'staff'),
  limits: {
    legal: state.pinned?.legal ?? null,
    promised: state.pinned?.promised ?? null,
    unit: state.pinned?.unit ?? 'workday',
    instant: state.pinned?.instant ?? false,
  },
})

const saidNames = [
  'opinion', 'reason', 'basis', 'request', 'record', 'question', 'toUnit', 'toOfficer', 'agrees', 'hearingOn', 'hearingTime', 'place', 'presider', 'secondPerson',
] as const satisfies readonly (keyof CaseEvent)[] // biome-ignore format: a list of names

/** The words of an act. */
const said = (e: CaseEvent): Pick<CaseEvent, (typeof saidNames)[number]> =>
  Object.fromEntries(saidNames.flatMap((name) => (e[name] === undefined ? [] : [[name, e[name]]])))

/** What stands beside the stage: for the applicant what concerns him, for officers what the office does. */
const beside = (c: Case, isOfficer: boolean) =>
  present({
    hearing: c.hearing,
    moreAsked: c.moreAsked,
    about: c.about,
    onPromise: c.onPromise,
    afterCheck: c.afterCheck,
    revoked: c.revoked,
    ...(isOfficer
      ? {
          specialProposal: c.specialProposal,
          opinions: c.opinions,
          supervisions: c.supervisions,
          voiding: c.voiding,
          assigned: c.assigned,
          remote: c.remote,
        }
      : {}),
  })

/** Who took a paper: his number masked, as identity shows it. */
const takenBy = ({ type, recipient, recipientId, relation, way }: CaseEvent) =>
  type === 'deliver'
    ? present({ recipient, relation, way, recipientId: recipientId === undefined ? undefined : maskIdNumber(tidyIdentifier(recipientId)) })
    : {}

/** What a clerk did for who stood before him: for whom, and that it was at the window. */
const atWindow = ({ by }: CaseEvent, { applicant }: Case, isOfficer: boolean) => {
  if (!by.visit || !applicant) return {}
  return { channel: '窗口', onBehalfOf: isOfficer || applicant.kind === 'organisation' ? applicant.name : maskName(applicant.name) }
}

/** Who did what: officers read names and opinions, the applicant masked names and the reasons he must know. */
export const journalRow = (e: CaseEvent, i: number, { entries, state }: Loaded, isOfficer: boolean) => ({
  position: i + 1,
  act: e.type,
  by: isOfficer || e.by.role === 'law' ? e.by.name : maskName(e.by.name),
  role: roles[e.by.role],
  unit: e.by.unit,
  ...atWindow(e, state, isOfficer),
  ...takenBy(e),
  on: e.on,
  doneOn: e.doneOn,
  at: entries[i]?.at,
  hash: entries[i]?.hash,
  ...(isOfficer || !insideActs.has(e.type) ? said(e) : {}),
  defects: e.defects,
  conditions: e.conditions,
})

export const listed = ({ no, item, itemName, department, stage, submittedOn, dueOn, lamp, applicantsTurn }: CaseRow) => ({
  no,
  item,
  itemName,
  department,
  stage,
  submittedOn,
  dueOn: dueOn === 'infinity' ? undefined : dueOn,
  lamp,
  applicantsTurn,
})
