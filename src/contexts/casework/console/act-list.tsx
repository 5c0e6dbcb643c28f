import { Button } from 'antd'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import type { Told } from '../../../ui/console/api.ts'
import { Key } from '../../../ui/console/facts.tsx'
import { useHotKeys } from '../../../ui/console/hot-keys.ts'
import { isOpinionOpen } from '../rules/beside.ts'
import { actWords } from '../rules/story.ts'
import type { ActName } from '../terms.ts'
import { keysOf } from './act-fields.ts'
import { ActPanel } from './act-panel.tsx'
import { namesOf } from './defect-builder.tsx'
import type { CaseView, GuidePart } from './shapes.ts'
import { defectsOf, type Verdicts } from './verdicts.ts'

/** How a result is handed over when the applicant chose so. */
const handedOver = { window: 'direct', post: 'post', electronic: 'electronic' } as const

/** What a fresh panel of an act begins with, from the verdicts given so far. */
const beginOf = (act: ActName, view: CaseView, verdicts: Verdicts, guide: GuidePart | undefined): Record<string, unknown> => {
  const defects = defectsOf(verdicts, namesOf(guide))
  if (act === 'notifyCorrection') return { defects }
  if (act === 'preReviewReturn') return { reason: defects.map(({ name, problem }, index) => `${index + 1}. ${name}:${problem}`).join('\n') }
  if (act === 'startSpecial' && view.specialProposal) {
    const { kind, expectedDays, basis } = view.specialProposal
    return { special: kind, expectedDays, basis }
  }
  const waited = (view.opinions ?? []).filter(isOpinionOpen)
  if (act === 'withdrawOpinion' && waited.length === 1) return { toDepartment: waited[0]?.department }
  if (act === 'deliver')
    return { recipient: view.delivery?.recipient ?? view.applicant.name, way: handedOver[view.delivery?.way ?? 'window'] }
  return {}
}

type Props = {
  readonly view: CaseView
  readonly guide: GuidePart | undefined
  readonly verdicts: Verdicts
  readonly onDone: (act: ActName) => void
  readonly onStale: (told: Told) => void
}

/** The acts that are open, exactly as the server says; one opens in place of the others. */
export const ActList = ({ view, guide, verdicts, onDone, onStale }: Props) => {
  const asked = useSearchParams()[0].get('act')
  const [chosen, setChosen] = useState<ActName | undefined>(() => view.open.find((act) => act === asked))
  const keys = keysOf(view.open)
  useHotKeys(chosen ? {} : Object.fromEntries([...keys].map(([act, key]) => [key, () => setChosen(act)])))
  if (chosen) {
    return (
      <ActPanel
        key={chosen}
        act={chosen}
        view={view}
        guide={guide}
        begin={beginOf(chosen, view, verdicts, guide)}
        onClose={() => setChosen(undefined)}
        onDone={() => {
          setChosen(undefined)
          onDone(chosen)
        }}
        onStale={(told) => {
          setChosen(undefined)
          onStale(told)
        }}
      />
    )
  }
  if (view.open.length === 0) return <p className="quiet">这个办件现在没有您可以办的动作。</p>
  return (
    <div className="acts">
      {[...view.open]
        .sort((a, b) => (keys.get(a) === 'F2' ? -1 : keys.get(b) === 'F2' ? 1 : 0))
        .map((act) => (
          <Button key={act} type={keys.get(act) === 'F2' ? 'primary' : 'default'} onClick={() => setChosen(act)}>
            {actWords(act, view.about)} {keys.has(act) && <Key name={keys.get(act) ?? ''} />}
          </Button>
        ))}
    </div>
  )
}
