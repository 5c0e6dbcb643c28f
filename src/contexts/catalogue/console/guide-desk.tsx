import { Button } from 'antd'
import type { Finding } from '../rules/lint/index.ts'
import type { Guide } from '../terms.ts'
import { type Path, pathText, readPath, setAt } from './edit-guide.ts'

/** What the parts of the editor work on: the guide as it is written, what is found in it, and how it is changed. */
export type Desk = {
  readonly guide: Guide
  readonly edit: (next: Guide) => void
  /** The text at this moment, for what ends later than it began. */
  readonly now: () => Guide
  readonly findings: readonly Finding[]
  readonly frozen: boolean
  /** Elements that the 基本目录 fixes. */
  readonly locked: readonly string[]
}
/** Ids of controls come of their paths, so that a finding can send the cursor there. */
export const idOf = (path: Path): string => `g-${path.join('-')}`

/** What is found at a member itself, or in the `whole` of it; rows say what is found in them at their own members. */
export const Findings = ({ desk, path, whole = false }: { readonly desk: Desk; readonly path: Path; readonly whole?: boolean }) => {
  const here = desk.findings.filter(({ field }) => field === pathText(path) || (whole && field.startsWith(`${pathText(path)}.`)))
  if (here.length === 0) return null
  return (
    <ul className="guide-findings" id={`${idOf(path)}-f`}>
      {here.map((finding) => (
        <li key={finding.rule + finding.found + finding.why} className={finding.severity}>
          <b>{finding.severity === 'error' ? '要改' : '请看'}</b> {finding.fix}
          {finding.mend !== undefined && !desk.frozen && !desk.locked.includes(finding.field.split('.')[0] ?? '') && (
            <Button size="small" onClick={() => desk.edit(setAt(desk.guide, readPath(finding.field), finding.mend))}>
              改成“{finding.mend}”
            </Button>
          )}
          <span className="quiet"> {finding.why}</span>
        </li>
      ))}
    </ul>
  )
}
