import type { LocalDate } from '../../../kernel/date.ts'
import { type Placed, placed } from '../../../kernel/process.ts'
import type { Db } from '../../../platform/db.ts'
import { type ProcessProblem, processProblems } from '../rules/process.ts'
import { findGuide, lockPublishing } from '../store/versions.ts'
import type { Step } from '../terms.ts'
import { publishGuide } from './publish.ts'

/** What is to be saved: the whole process, the version that was looked at, who and why. */
export type Saving = {
  readonly code: string
  readonly steps: readonly Step[]
  readonly seen: number
  readonly by: string
  readonly on: LocalDate
  readonly reason: string
}
export type Saved =
  | { readonly version: number; readonly steps: readonly Placed<Step>[] }
  | { readonly stale: number }
  | { readonly problems: readonly ProcessProblem[] }

/**
 * Publishes a new version of the guide with this process: cases that were filed before keep theirs. Nothing is published when the
 * process has faults, when another version came in between, or when nothing differs.
 */
export const saveProcess = (db: Db, { code, steps, seen, by, on, reason }: Saving): Promise<Saved | undefined> =>
  db.transaction(async (sql) => {
    await lockPublishing(sql)
    const current = await findGuide(sql, code)
    if (!current) return undefined
    if (current.version !== seen) return { stale: current.version }
    const problems = processProblems(steps, current.guide)
    if (problems.length > 0) return { problems }
    const whole = placed(steps)
    await publishGuide(sql, { ...current.guide, steps: whole }, { by, on, reason })
    return { version: (await findGuide(sql, code))?.version ?? seen, steps: whole }
  })
