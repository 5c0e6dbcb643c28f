import { Spine, type SpineItem } from '../../../ui/console/spine.tsx'
import { actWords, stageName } from '../rules/story.ts'
import type { CaseView, JournalRow } from './shapes.ts'

const ended = ['finished', 'notNeeded', 'refused', 'withdrawn', 'deemedWithdrawn', 'terminated', 'voided']
const stopped = ['notNeeded', 'refused', 'denied', 'withdrawn', 'deemedWithdrawn', 'terminated', 'voided']

const Body = ({ row }: { readonly row: JournalRow }) => (
  <>
    <p className="quiet">
      {row.by}
      {row.role && `(${row.role})`}
    </p>
    {[row.opinion, row.reason, row.basis, row.conditions].filter(Boolean).map((text) => (
      <p key={text} className="said">
        {text}
      </p>
    ))}
    {row.defects?.map((defect) => (
      <p key={defect.target} className="said">
        {defect.name}：{defect.problem}
      </p>
    ))}
  </>
)

const inReview = ['accepted', 'processing', 'paused', 'toDecide']

/** What is still to come before the end: the steps not yet passed, the decision, the delivery. */
const ahead = (view: CaseView): SpineItem[] => {
  if (![...inReview, 'granted', 'denied'].includes(view.stage)) return []
  const steps = inReview.includes(view.stage) && view.stage !== 'toDecide' ? view.steps.filter(({ id }) => !(id in view.stepsDone)) : []
  const todo = (key: string, name: string): SpineItem => ({ key, name, state: 'todo' })
  return [
    ...steps.map((step) => todo(`step-${step.id}`, step.twoPersons ? `${step.name}(两人)` : step.name)),
    ...(inReview.includes(view.stage) ? [todo('decision', '决定')] : []),
    todo('delivery', '送达'),
  ]
}

/** 脊 of a case: everything that happened with who and when, where it stands, what comes next. */
export const JournalSpine = ({ view, rows }: { readonly view: CaseView; readonly rows: readonly JournalRow[] }) => {
  const done: SpineItem[] = rows.map((row) => ({
    key: String(row.position),
    name: actWords(row.act, view.about),
    state: 'done',
    when: row.on,
    body: <Body row={row} />,
  }))
  const state = stopped.includes(view.stage) ? 'stop' : ended.includes(view.stage) ? 'done' : 'now'
  return <Spine items={[...done, { key: 'now', name: stageName(view.stage, view.about), state }, ...ahead(view)]} />
}
