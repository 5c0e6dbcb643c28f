import type { LocalDate } from '../../../kernel/date.ts'
import { type Placed, placed } from '../../../kernel/process.ts'
import type { Db } from '../../../platform/db.ts'
import type { Viewer } from '../../identity/index.ts'
import { type ProcessProblem, processProblems } from '../rules/process.ts'
import { findGuide, lockPublishing } from '../store/versions.ts'
import type { Guide, Step } from '../terms.ts'
import { publishGuide } from './publish.ts'

/**
 * Whether a viewer may change an item: the 部门事项管理员 and the 政务服务管理部门 of its place; those of a department only what is the
 * department's, those of the hall or the bureau (no department) every item of the place.
 */
export const mayEdit = (viewer: Viewer, { division, departmentCode }: Pick<Guide, 'division' | 'departmentCode'>): boolean =>
  viewer.kind === 'staff' &&
  (viewer.roles.includes('editor') || viewer.roles.includes('catalogueAdmin')) &&
  viewer.division === division &&
  (viewer.departmentCode === '' || viewer.departmentCode === departmentCode)

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
