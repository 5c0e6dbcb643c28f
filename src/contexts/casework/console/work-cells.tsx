import { Lamp } from '../../../ui/console/lamp.tsx'
import type { Stage } from '../terms.ts'
import type { WorkRow } from './shapes.ts'

/** The day and serial at the end of a 办件编号 tell cases apart; the item code before them is only read aloud. */
const tail = 12

/** A 办件编号 in a list: 20261123 **0001**. */
export const CaseNo = ({ no }: { readonly no: string }) => (
  <span title={no}>
    <span className="sr">{no.slice(0, -tail)}</span>
    {no.slice(-tail, -4)}
    <b>{no.slice(-4)}</b>
  </span>
)

const beforeAcceptance: readonly Stage[] = ['submitted', 'preReviewReturned', 'preReviewed', 'received', 'correcting', 'corrected']

/** The lamp of a row; before acceptance its clock has not begun, after the decision it has none. */
export const RowLamp = ({ row: { lamp, stage } }: { readonly row: WorkRow }) =>
  lamp || beforeAcceptance.includes(stage) ? <Lamp lamp={lamp} /> : null
