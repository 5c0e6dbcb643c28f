import type { Answers } from '../../../kernel/form.ts'
import type { Refusal } from '../../../kernel/refusal.ts'
import type { Secrets } from '../../../platform/secrets.ts'
import type { Viewer } from '../../identity/index.ts'
import type { DraftRow } from '../store/drafts.ts'
import type { About } from '../terms/course.ts'
import type { Applicant, Delivery } from '../terms.ts'
import { isParty } from './acting.ts'

/** The personal part of a draft. `prefilled` names the fields that were filled from what the platform knows. */
export type DraftContent = {
  readonly applicant: Applicant
  readonly answers: Answers
  readonly delivery?: Delivery
  readonly prefilled: readonly string[]
  /** The licence it is about. */
  readonly about?: About
}

type Sealing = { readonly secrets: Secrets }
const place = (id: string): string => `casework.draft.sealed:${id}`
export const sealDraft = ({ secrets }: Sealing, id: string, content: DraftContent): Buffer =>
  secrets.seal(JSON.stringify(content), place(id))
export const contentOf = ({ secrets }: Sealing, row: DraftRow): DraftContent =>
  JSON.parse(secrets.unseal(row.sealed, place(row.id))) as DraftContent

/**
 * A draft is seen by its applicant and who applies for him, by the officer who began it at the window, and while the person stands there
 * by the officer to whom he opened it (S-041).
 */
export const seesDraft = (viewer: Viewer, row: Pick<DraftRow, 'applicantId' | 'agentId' | 'item' | 'owner' | 'openedBy'>): boolean => {
  if (viewer.kind === 'staff') return viewer.accountId === row.owner || viewer.accountId === row.openedBy
  return viewer.kind === 'applicant' && isParty(viewer, row)
}

export const isUuid = (text: string): boolean => /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text)

/** Days a draft is kept after its last change (ui.md §2.4). */
export const keptDays = 30
export const noDraft: Refusal = { refused: 'no-such-case', title: '没有这个申请' }

/** Who saves: the account and its name. */
export const accountOf = (viewer: Viewer): { id: string; name: string } =>
  viewer.kind === 'visitor' ? { id: '', name: '' } : { id: viewer.accountId, name: viewer.name }
