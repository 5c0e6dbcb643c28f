import { Button } from 'antd'
import { useState } from 'react'
import { processProblems, questionsOf } from '../rules/process.ts'
import { begin, type Edited, saidAt } from './edit-process.ts'
import type { Desk } from './guide-desk.tsx'
import { ProcessDiagram } from './process-diagram.tsx'
import { ProcessRow } from './process-row.tsx'
import { rowActs } from './row-acts.ts'

/** The process of the guide: the rows of the process editor with the drawing under them. */
export const Steps = ({ desk }: { readonly desk: Desk }) => {
  const { guide, frozen } = desk
  const steps = begin(guide.steps)
  const [row, setRow] = useState<number>()
  const set = (next: Edited): void => desk.edit({ ...guide, steps: next })
  const acts = rowActs(steps, set)
  const problems = processProblems(steps, guide)
  return (
    <fieldset className="guide-steps" disabled={frozen}>
      <legend className="sr">办理流程</legend>
      <ol>
        {steps.map((step, i) => (
          <ProcessRow
            key={step.id}
            steps={steps}
            row={i}
            questions={questionsOf(guide)}
            said={saidAt(steps, i, problems)}
            acts={acts}
            onFocus={() => setRow(i)}
          />
        ))}
      </ol>
      {!frozen && <Button onClick={() => acts.addBehind(steps.length - 1)}>在最后加环节</Button>}
      <details open>
        <summary>流程图</summary>
        <ProcessDiagram steps={steps} row={row} />
      </details>
    </fieldset>
  )
}
