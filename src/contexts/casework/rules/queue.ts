import type { LocalDate } from '../../../kernel/date.ts'
import type { Lamp, Queue, Stage } from '../terms.ts'

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
