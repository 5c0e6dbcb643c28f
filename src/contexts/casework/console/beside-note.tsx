import { Facts } from '../../../ui/console/facts.tsx'
import { type Beside, besideLines } from './beside.ts'

/** What waits for somebody beside the stage, above the acts: a proposal to approve, a 督办 to answer, an opinion asked for. */
export const BesideNote = ({ beside }: { readonly beside: Beside }) => {
  const lines = besideLines(beside)
  if (lines.length === 0) return null
  return (
    <section className="beside" aria-label="等待处理">
      <Facts rows={lines} />
    </section>
  )
}
