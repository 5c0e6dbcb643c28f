import type { ReceiptFacts } from '../../documents/index.ts'
import type { Loaded } from './journal.ts'

/** What the receipt of a submission proves; undefined for a journal without an entry. */
export const receiptFactsOf = ({ matter, entries, events }: Loaded): ReceiptFacts | undefined => {
  const [entry, event] = [entries[0], events[0]]
  if (!entry || !event) return undefined
  const materials = (event.materials ?? []).map(({ material, sha256 }) => ({ material, sha256 }))
  return { no: matter.no, submittedAt: matter.submittedAt, journalHead: entry.hash, position: entry.position, materials }
}
