import type { LocalDate } from '../../../kernel/date.ts'
import type { Case, Lamp, Queue, Stage } from '../terms.ts'
import { isMoreAsked, openOpinions, openSupervisions } from './beside.ts'

const turns: Partial<Record<Stage, Queue>> = {
  submitted: 'preReview',
  preReviewReturned: 'applicant',
  preReviewed: 'preReview',
  received: 'accept',
  correcting: 'applicant',
  corrected: 'accept',
  acceptedWithGaps: 'applicant',
  accepted: 'review',
  processing: 'review',
  paused: 'review',
  toDecide: 'decide',
  granted: 'deliver',
  denied: 'deliver',
}

/** Whose turn it is in a stage. */
export const queueOf = (stage: Stage): Queue => turns[stage] ?? 'closed'

/** What a cached row says of the lamp on a day; the same as the clock says. */
export const rowLamp = (
  row: { readonly paused: boolean; readonly yellowOn: LocalDate | null; readonly dueOn: LocalDate | 'infinity'; readonly queue: Queue },
  today: LocalDate,
): Lamp | undefined => {
  if (row.queue === 'closed' || row.queue === 'deliver') return undefined
  if (row.paused) return 'grey'
  if (row.yellowOn === null) return undefined
  if (row.dueOn !== 'infinity' && today > row.dueOn) return 'red'
  return today >= row.yellowOn ? 'yellow' : 'green'
}

/** What waits for somebody beside the stage of a case, each a list of its own. */
export const pendings = {
  special: '待批特别程序',
  hearing: '待公告听证',
  opinion: '待回复意见',
  more: '待补充材料',
  supervision: '待回复督办',
  afterCheck: '待事后核查',
  void: '待确认作废',
} as const
export type Pending = keyof typeof pendings

const awaits: Record<Pending, (c: Case) => boolean> = {
  special: (c) => c.specialProposal !== undefined && queueOf(c.stage) === 'review',
  hearing: (c) => c.hearing?.appliedOn !== undefined && c.hearing.announcedOn === undefined && queueOf(c.stage) === 'review',
  opinion: (c) => openOpinions(c).length > 0 && queueOf(c.stage) !== 'closed',
  more: (c) => isMoreAsked(c) && queueOf(c.stage) === 'review',
  supervision: (c) => openSupervisions(c).length > 0 && queueOf(c.stage) !== 'closed',
  afterCheck: (c) => c.onPromise === true && c.outcome === 'granted' && c.afterCheck === undefined && c.stage !== 'voided',
  void: (c) => c.voiding !== undefined && c.stage !== 'voided',
}

/** What waits for somebody beside the stage. */
export const pendingOf = (c: Case): Pending[] => (Object.keys(awaits) as Pending[]).filter((one) => awaits[one](c))
