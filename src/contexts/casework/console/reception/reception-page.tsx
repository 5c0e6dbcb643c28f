import { Button } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useSearchParams } from 'react-router'
import { post, read, type Told } from '../../../../ui/console/api.ts'
import { Key } from '../../../../ui/console/facts.tsx'
import { controlId, type FieldErrors } from '../../../../ui/console/form-fields.tsx'
import { useHotKeys } from '../../../../ui/console/hot-keys.ts'
import { ProblemNote } from '../../../../ui/console/notes.tsx'
import { toldOf } from '../../../../ui/console/told.ts'
import { useLoad } from '../../../../ui/console/use-load.ts'
import { aboutWords } from '../../rules/story.ts'
import { keep, recall } from '../verdicts.ts'
import { CustomerScreen } from './customer-screen.tsx'
import { DonePane } from './done-pane.tsx'
import { type End, EndPanel, ends, endsOf } from './end-panel.tsx'
import { type Ending, handIn, type Outcome } from './hand-in.ts'
import { ItemSearch } from './item-search.tsx'
import { DeskMaterials } from './materials-pane.tsx'
import { MatterPane, wrongOf } from './matter-pane.tsx'
import { MendPane } from './mend-pane.tsx'
import { ProofForm } from './proof-form.tsx'
import type { Ticks, VisitView } from './shapes.ts'
import { allTicked, type checkedOf, toHandOver } from './ticking.ts'
import { type OpenDraft, useDraft } from './use-draft.ts'
import { VisitPane } from './visit-pane.tsx'

const ticksPlace = (draft: string): string => `ticks:${draft}`
const focusOn = (name: string): void => document.getElementById(controlId(name))?.focus()

type MatterProps = { readonly visit: string; readonly open: OpenDraft; readonly onDone: (outcome: Outcome) => void }

/** The application that is open: form, materials, and how the reception ends. */
const Matter = ({ visit, open, onDone }: MatterProps) => {
  const { draft, guide, typed } = open
  const [ticks, setTicks] = useState<Ticks>(() => recall(ticksPlace(draft.id), {}))
  const [end, setEnd] = useState<End>()
  const [errors, setErrors] = useState<FieldErrors>({})
  const key = useRef(crypto.randomUUID())
  const materials = toHandOver(guide, typed.situation)
  const tick = (next: Ticks): void => {
    setTicks(next)
    keep(ticksPlace(draft.id), next)
  }
  useHotKeys({
    'alt+a': () => tick(allTicked(materials, draft.files, ticks)),
    ...Object.fromEntries(endsOf(guide).map((name) => [ends[name].key, () => setEnd(name)])),
  })
  const isRight = (): boolean => {
    const wrong = wrongOf(guide, typed)
    setErrors(wrong)
    const [first] = Object.keys(wrong)
    if (first) focusOn(first)
    return first === undefined
  }
  const confirm = async (checked: ReturnType<typeof checkedOf>, ending: Ending): Promise<void> => {
    await open.save()
    onDone(await handIn(draft.id, key.current, checked, ending))
  }
  return (
    <>
      <div className="pane">
        <h2>{draft.about ? aboutWords(draft.about) : guide.name}</h2>
        <MatterPane open={open} errors={errors} />
      </div>
      <div className="pane pane-acts">
        {end ? (
          <EndPanel
            key={end}
            end={end}
            guide={guide}
            materials={materials}
            ticks={ticks}
            onClose={() => setEnd(undefined)}
            isRight={isRight}
            onConfirm={confirm}
          />
        ) : (
          <div className="acts">
            {endsOf(guide).map((name) => (
              <Button key={name} type={name === 'accept' ? 'primary' : 'default'} onClick={() => setEnd(name)}>
                {ends[name].name} <Key name={ends[name].key} />
              </Button>
            ))}
          </div>
        )}
        <CustomerScreen visit={visit} open={open} />
        <DeskMaterials open={open} ticks={ticks} onTicks={tick} />
      </div>
    </>
  )
}

/** What is open, in the address: a reload or a colleague's help loses nothing. */
const usePlace = () => {
  const [params, setParams] = useSearchParams()
  const visit = params.get('visit') ?? undefined
  const draft = params.get('draft') ?? undefined
  const mend = params.get('case') ?? undefined
  const go = (next: { visit?: string; draft?: string; case?: string }): void => setParams(next)
  return { visit, draft, mend, go }
}

const Begin = ({ visit, onDraft }: { readonly visit: VisitView; readonly onDraft: (draft: string) => void }) => {
  const [told, setTold] = useState<Told>()
  const begin = async (item: string): Promise<void> => {
    setTold(undefined)
    try {
      onDraft((await post<{ id: string }>(`/api/v1/reception/visits/${visit.id}/drafts`, { item })).id)
    } catch (error) {
      const problem = toldOf(error)
      setTold(problem)
      if (problem.fields?.some(({ field }) => field === 'mandate')) document.getElementById('mandate')?.focus()
    }
  }
  return (
    <div className="pane desk-wide">
      <ItemSearch
        key={visit.applicant.idNumber}
        focus={visit.drafts.length === 0 && !visit.mandateMissing}
        onPick={(code) => void begin(code)}
      />
      {told && <ProblemNote told={told} />}
    </div>
  )
}

type Place = ReturnType<typeof usePlace>

/** Everything after the person is recognised. */
const Visit = ({
  place,
  visit,
  onVisit,
  onNext,
}: {
  place: Place
  visit: VisitView
  onVisit: (visit: VisitView) => void
  onNext: () => void
}) => {
  const { open, problem } = useDraft(place.draft)
  const [outcome, setOutcome] = useState<Outcome>()
  const [told, setTold] = useState<Told>()
  /** What was handed in is a case now, and no draft any more. */
  const finish = (done: Outcome): void => {
    setOutcome(done)
    read<VisitView>(`/api/v1/reception/visits/${visit.id}`).then(
      (now) => now !== 'unchanged' && onVisit(now.data),
      () => undefined,
    )
  }
  const openDraft = async (id: string): Promise<void> => {
    setTold(undefined)
    try {
      await post(`/api/v1/reception/visits/${visit.id}/drafts/${id}/open`, {})
      show({ draft: id })
    } catch (error) {
      setTold(toldOf(error))
    }
  }
  /** Something else of the same visit is opened: what was done before is put away. */
  const show = (next: { draft?: string; case?: string }): void => {
    setOutcome(undefined)
    place.go({ visit: visit.id, ...next })
  }
  const matter = () => {
    if (outcome) return <DonePane outcome={outcome} onNext={onNext} />
    if (place.mend)
      return <MendPane key={place.mend} visit={visit.id} no={place.mend} onDone={finish} onClose={() => place.go({ visit: visit.id })} />
    if (!place.draft) return <Begin visit={visit} onDraft={(draft) => place.go({ visit: visit.id, draft })} />
    if (problem)
      return (
        <div className="pane desk-wide">
          <ProblemNote told={problem} />
        </div>
      )
    return open && <Matter key={open.draft.id} visit={visit.id} open={open} onDone={finish} />
  }
  return (
    <>
      <div className="desk-side">
        <VisitPane
          visit={visit}
          draft={place.draft}
          onVisit={(next) => {
            onVisit(next)
            if (next.applicant.idNumber !== visit.applicant.idNumber) place.go({ visit: next.id })
          }}
          onOpen={(id) => void openDraft(id)}
          onMend={(no) => show({ case: no })}
          onDraft={(draft) => show({ draft })}
          onNext={onNext}
        />
        {told && <ProblemNote told={told} />}
      </div>
      {matter()}
    </>
  )
}

/** C02 综窗: who stands there, the matter, the materials, the end of it; the whole of it by keyboard. */
export const ReceptionPage = () => {
  const place = usePlace()
  const loaded = useLoad<VisitView>(place.visit && `/api/v1/reception/visits/${place.visit}`)
  const [latest, setLatest] = useState<VisitView>()
  const visit = latest && latest.id === place.visit ? latest : loaded.data
  const next = (): void => {
    setLatest(undefined)
    place.go({})
  }
  useHotKeys({ 'alt+n': next })
  useEffect(() => {
    if (loaded.problem?.status === 410) setLatest(undefined)
  }, [loaded.problem])
  const begin = (one: VisitView, wanted: string | undefined): void => {
    setLatest(one)
    place.go({ visit: one.id, ...(wanted ? { case: wanted } : {}) })
  }
  return (
    <article className="case desk">
      <title>综窗收件 - 办件台</title>
      <header className="case-head">
        <h1>综窗收件</h1>
        <span className="quiet">
          <Key name="F2" /> 受理 <Key name="F3" /> 告知 <Key name="F4" /> 容缺 <Key name="F6" /> 承诺 <Key name="F8" /> 只收件{' '}
          <Key name="F9" /> 请核对 <Key name="Alt A" /> 收齐 <Key name="Alt B" /> 补正 <Key name="Alt L" /> 证照 <Key name="Alt N" /> 下一位
        </span>
      </header>
      {visit && !loaded.problem ? (
        <Visit key={visit.id} place={place} visit={visit} onVisit={setLatest} onNext={next} />
      ) : (
        <div className="pane desk-side">
          {loaded.problem && <ProblemNote told={loaded.problem} />}
          <ProofForm onVisit={begin} />
        </div>
      )}
    </article>
  )
}
