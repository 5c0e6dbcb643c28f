import { addDays } from '../../../kernel/date.ts'
import type { Sql } from '../../../platform/db.ts'
import { isMoreAsked } from '../rules/beside.ts'
import { procedure } from '../rules/procedure.ts'
import { type DraftRow, findDraftRow, insertDraft } from '../store/drafts.ts'
import type { Case } from '../terms.ts'
import { type DraftContent, sealDraft } from './draft-content.ts'
import type { Casework, Loaded, Moment } from './journal.ts'

const editableStages: readonly string[] = ['preReviewReturned', 'correcting', 'acceptedWithGaps']
/** Whether a case waits for something that its applicant hands in. */
export const isEditable = (state: Case): boolean =>
  editableStages.includes(state.stage) || (isMoreAsked(state) && procedure.supplyMore.from.includes(state.stage))

/** Days that what is handed in for a running case is kept. */
const keptForCase = 120

/**
 * While a case waits for its applicant, what is handed in is kept like a draft, beginning with what the case says. `owner`: the account
 * whose draft it is, or the applicant himself where a window opens it; `by` saves.
 */
export const reopenCase = async (
  casework: Casework,
  sql: Sql,
  { matter, state }: Loaded,
  { owner, by }: { readonly owner: string; readonly by: { readonly id: string; readonly name: string } },
  { today, now }: Moment,
): Promise<DraftRow | undefined> => {
  if (!state.applicant || !isEditable(state)) return undefined
  const content: DraftContent = {
    applicant: state.applicant,
    answers: state.answers,
    prefilled: [],
    ...(state.delivery ? { delivery: state.delivery } : {}),
  }
  const row = {
    id: matter.id, division: matter.division, item: matter.item, guideVersion: matter.guideVersion, owner, applicantId: matter.applicantId, agentId: matter.agentId, situation: {},
    sealed: sealDraft(casework, matter.id, content), revision: 0, savedAt: now, savedBy: by.id, savedByName: by.name, expiresOn: addDays(today.date, keptForCase),
  } // biome-ignore format: a row
  await insertDraft(sql, row)
  return findDraftRow(sql, matter.id, true)
}
