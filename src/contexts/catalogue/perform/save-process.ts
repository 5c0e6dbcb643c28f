import { type Placed, placed } from '../../../kernel/process.ts'
import { isRefusal, type Refusal } from '../../../kernel/refusal.ts'
import type { Db } from '../../../platform/db.ts'
import type { Staff } from '../../identity/index.ts'
import { isSameElement } from '../rules/bring-forward.ts'
import { type ProcessProblem, processProblems } from '../rules/process.ts'
import { findOpenDraft } from '../store/guide-drafts.ts'
import { findGuide } from '../store/versions.ts'
import type { Step } from '../terms.ts'
import { type Conflict, saveDraft } from './drafts.ts'

/** What is to be saved: the whole process, the version in force that was looked at, who and why. */
export type Saving = {
  readonly code: string
  readonly steps: readonly Step[]
  readonly seen: number
  readonly by: Staff
  readonly reason: string
}
/** `draft`: the revision of the guide draft that has the process now; null where nothing differs. */
export type Saved =
  | { readonly version: number; readonly draft: number | null; readonly steps: readonly Placed<Step>[] }
  | { readonly stale: number }
  | { readonly problems: readonly ProcessProblem[] }
  | Conflict
  | Refusal

/**
 * Puts a process into the draft of its guide, begun where there is none: it comes into force when somebody else has reviewed and published
 * it, and cases that were filed before keep theirs. Nothing is written when the process has faults, when another version came in between,
 * or when nothing differs.
 */
export const saveProcess = async (db: Db, { code, steps, seen, by, reason }: Saving): Promise<Saved | undefined> => {
  const [current, draft] = await Promise.all([findGuide(db.sql, code), findOpenDraft(db.sql, code)])
  if (!current) return undefined
  if (current.version !== seen) return { stale: current.version }
  const guide = draft?.guide ?? current.guide
  const problems = processProblems(steps, guide)
  if (problems.length > 0) return { problems }
  const whole = placed(steps)
  if (isSameElement(whole, placed(guide.steps))) return { version: seen, draft: draft?.revision ?? null, steps: whole }
  const saved = await saveDraft(db, {
    by,
    code,
    seen: draft?.revision ?? 0,
    guide: { ...guide, steps: whole },
    reason: draft?.reason || reason,
  })
  return isRefusal(saved) || 'conflict' in saved ? saved : { version: seen, draft: saved.revision, steps: whole }
}
