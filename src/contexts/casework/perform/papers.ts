import type { Sql } from '../../../platform/db.ts'
import { findGuide, type Guide } from '../../catalogue/index.ts'
import { listPapers, type PaperBody, type PaperType, recordPaper } from '../../documents/index.ts'
import { present } from '../rules/present.ts'
import { paperOf } from '../rules/procedure.ts'
import type { About } from '../terms/course.ts'
import type { Case, CaseEvent } from '../terms.ts'
import { commonBody, type PaperSource, paperBodies } from './paper-bodies.ts'

export type RecordedPaper = { readonly id: string; readonly number: string; readonly type: PaperType }
type CasePaperType = keyof typeof paperBodies

/** What a grant is called that was asked for about a licence (行政许可法 §49, §50, §69, §70). */
const aboutLicence: Partial<Record<About['kind'], CasePaperType>> = {
  change: 'change',
  renew: 'renewal',
  cancel: 'cancellation',
  revoke: 'revocation',
}

/** Papers that an act makes beside the one its row in the procedure names: the dated voucher of §32, the decision that takes back. */
const besides: Partial<Record<CaseEvent['type'], CasePaperType>> = { acceptOnPromise: 'acceptance', failAfterCheck: 'revocation' }

const typesOf = (event: CaseEvent, before: Case, state: Case): CasePaperType[] => {
  const named = paperOf(event, before, state)
  const kind = state.about?.kind
  const first = named === 'grant' && kind ? (aboutLicence[kind] ?? named) : named
  return [first, besides[event.type]].filter((type) => type !== undefined)
}

/** Whose seal a paper carries and to whom it is addressed: the department and the applicant, but for papers between offices. */
const partiesOf = (type: CasePaperType, { event, state }: PaperSource, body: PaperBody): { unit: string; recipient: string } => {
  const [department, own] = [state.pinned?.department ?? '', event.by.unit || (state.pinned?.department ?? '')]
  const between: Partial<Record<CasePaperType, { unit: string; recipient: string }>> = {
    handOver: { unit: department, recipient: body.to || department },
    opinionRequest: { unit: department, recipient: body.to || department },
    forwarding: { unit: own, recipient: department },
    remind: { unit: own, recipient: department },
    supervision: { unit: own, recipient: department },
    voiding: { unit: own, recipient: department },
  }
  return between[type] ?? { unit: department, recipient: state.applicant?.name ?? '' }
}

const recordOne = async (sql: Sql, type: CasePaperType, s: PaperSource): Promise<RecordedPaper> => {
  const body = present({ ...commonBody(s), ...paperBodies[type](s) }) as PaperBody
  const { caseId, no: caseNo, event, state } = s
  const division = state.pinned?.division ?? ''
  return { ...(await recordPaper(sql, { type, caseNo, caseId, division, ...partiesOf(type, s, body), on: event.doneOn, body })), type }
}

/** Records the papers of an event in the caller's transaction; none when it makes none. `known`: the guide of the case, where it was read before. */
export const recordPapersOf = async (
  sql: Sql,
  source: Omit<PaperSource, 'guide' | 'earlier'>,
  known?: Guide | undefined,
): Promise<RecordedPaper[]> => {
  const { pinned, applicant } = source.state
  const types = typesOf(source.event, source.before, source.state)
  if (types.length === 0 || !pinned || !applicant) return []
  const guide = known ?? (await findGuide(sql, pinned.item, pinned.guideVersion))?.guide
  const earlier = types.includes('delivery') ? await listPapers(sql, source.caseId) : []
  const recorded: RecordedPaper[] = []
  for (const type of types) recorded.push(await recordOne(sql, type, { ...source, guide, earlier }))
  return recorded
}
