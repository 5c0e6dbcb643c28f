import { Button, Checkbox } from 'antd'
import { useState } from 'react'
import { Link, useNavigate, useParams, useSearchParams } from 'react-router'
import type { Told } from '../../../ui/console/api.ts'
import { Key } from '../../../ui/console/facts.tsx'
import { useHotKeys } from '../../../ui/console/hot-keys.ts'
import { Empty, ProblemNote } from '../../../ui/console/notes.tsx'
import { useLoad } from '../../../ui/console/use-load.ts'
import { type ActName, acts, stages } from '../terms.ts'
import { keysOf } from './act-fields.ts'
import { ActPanel, RefusalNote } from './act-panel.tsx'
import { ClockCard } from './clock-card.tsx'
import { namesOf } from './defect-builder.tsx'
import { findDesk } from './desk.ts'
import { FactsPane } from './facts-pane.tsx'
import { JournalSpine } from './journal-spine.tsx'
import { MaterialsPane } from './materials-pane.tsx'
import type { CaseView, GuidePart, JournalRow, PaperRow, WorkPage } from './shapes.ts'
import { defectsOf, forget, keep, recall, type Verdict, type Verdicts, verdictsKey } from './verdicts.ts'

const nextSetting = 'console.next-case'

/** What a fresh panel of an act begins with, from the verdicts given so far. */
const beginOf = (act: ActName, view: CaseView, verdicts: Verdicts, guide: GuidePart | undefined): Record<string, unknown> => {
  const defects = defectsOf(verdicts, namesOf(guide))
  if (act === 'notifyCorrection') return { defects }
  if (act === 'preReviewReturn') return { reason: defects.map(({ name, problem }, index) => `${index + 1}. ${name}:${problem}`).join('\n') }
  if (act === 'deliver') return { recipient: view.delivery?.recipient ?? view.applicant.name }
  return {}
}

/** The worklist this case was opened from, and its neighbours there. */
const useQueue = (no: string) => {
  const [params] = useSearchParams()
  const list = params.get('list') ?? undefined
  const query = new URLSearchParams(params)
  query.delete('list')
  const { data, reload } = useLoad<WorkPage>(list && `/api/v1/worklists/${list}?${query}`)
  const rows = data?.items ?? []
  const at = rows.findIndex((row) => row.no === no)
  const link = (row: { readonly no: string } | undefined): string | undefined => row && `/cases/${row.no}?${params}`
  const after = at < 0 ? rows[0] : (rows[at + 1] ?? rows.find((row) => row.no !== no))
  return {
    desk: findDesk(list),
    back: list ? `/work/${list}?${query}` : '/',
    next: link(after),
    previous: link(at > 0 ? rows[at - 1] : undefined),
    place: at + 1,
    count: rows.length,
    reload,
  }
}

type ActsProps = {
  readonly view: CaseView
  readonly guide: GuidePart | undefined
  readonly verdicts: Verdicts
  readonly onDone: (act: ActName) => void
  readonly onStale: (told: Told) => void
}

/** The acts that are open, exactly as the server says; one opens in place of the others. */
const Acts = ({ view, guide, verdicts, onDone, onStale }: ActsProps) => {
  const [chosen, setChosen] = useState<ActName>()
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
            {acts[act]} {keys.has(act) && <Key name={keys.get(act) ?? ''} />}
          </Button>
        ))}
    </div>
  )
}

const judged: readonly ActName[] = ['preReviewReturn', 'notifyCorrection', 'correctOnSpot']

const useVerdicts = (no: string) => {
  const key = verdictsKey(no)
  const [verdicts, setVerdicts] = useState<Verdicts>(() => recall<Verdicts>(key, {}))
  const judge = (target: string, verdict: Verdict | undefined): void => {
    const { [target]: _, ...others } = verdicts
    const next = verdict ? { ...others, [target]: verdict } : others
    setVerdicts(next)
    keep(key, next)
  }
  return { verdicts, judge, drop: () => forget(key) }
}

const Case = ({ no }: { readonly no: string }) => {
  const path = `/api/v1/cases/${no}`
  const loaded = useLoad<CaseView>(path, 20_000)
  const journal = useLoad<{ items: readonly JournalRow[] }>(`${path}/journal`)
  const papers = useLoad<{ items: readonly PaperRow[] }>(`${path}/documents`)
  const view = loaded.data
  const guide = useLoad<{ guide: GuidePart }>(view && `/api/v1/items/${view.item}/guide?version=${view.guideVersion}`).data?.guide
  const queue = useQueue(no)
  const navigate = useNavigate()
  const { verdicts, judge, drop } = useVerdicts(no)
  const [goesOn, setGoesOn] = useState(() => localStorage.getItem(nextSetting) === 'on')
  const [done, setDone] = useState<ActName>()
  const [movedOn, setMovedOn] = useState<Told>()
  useHotKeys({
    j: () => queue.next && navigate(queue.next),
    k: () => queue.previous && navigate(queue.previous),
  })

  const reload = async (): Promise<void> => {
    await Promise.all([loaded.reload(), journal.reload(), papers.reload(), queue.reload()])
  }
  const finish = async (act: ActName): Promise<void> => {
    drop()
    setMovedOn(undefined)
    setDone(act)
    if (goesOn && queue.next) navigate(queue.next)
    else await reload()
  }

  if (loaded.problem) return <ProblemNote told={loaded.problem} more={<Link to={queue.back}>返回{queue.desk?.title ?? '工作台'}</Link>} />
  if (!view) return null
  return (
    <article className="case">
      <title>{`${view.itemName} ${view.no} - 办件台`}</title>
      <header className="case-head">
        <nav aria-label="所在列表">
          <Link to={queue.back}>{queue.desk?.title ?? '工作台'}</Link>
        </nav>
        <h1>{view.itemName}</h1>
        <span className="num">{view.no}</span>
        <b className="stage">{stages[view.stage]}</b>
        <span className="case-next">
          {queue.previous && (
            <Link to={queue.previous}>
              上一件 <Key name="K" />
            </Link>
          )}
          {queue.next && (
            <Link to={queue.next}>
              下一件 <Key name="J" />
            </Link>
          )}
        </span>
      </header>
      <MaterialsPane
        view={view}
        guide={guide}
        verdicts={verdicts}
        onJudge={judge}
        judging={view.open.some((act) => judged.includes(act))}
      />
      <FactsPane view={view} guide={guide} papers={papers.data?.items ?? []} />
      <section className="pane pane-acts" aria-label="办理">
        <div role="status">
          {done && (
            <p className="success">
              已{acts[done]},办件现在是“{stages[view.stage]}”。
            </p>
          )}
        </div>
        {movedOn && <RefusalNote told={movedOn} />}
        <Acts
          key={view.position}
          view={view}
          guide={guide}
          verdicts={verdicts}
          onDone={(act) => void finish(act)}
          onStale={(told) => {
            setMovedOn(told)
            void reload()
          }}
        />
        {queue.desk && (
          <Checkbox
            checked={goesOn}
            onChange={(event) => {
              setGoesOn(event.target.checked)
              localStorage.setItem(nextSetting, event.target.checked ? 'on' : 'off')
            }}
          >
            办完后打开下一件
          </Checkbox>
        )}
        <ClockCard clock={view.clock} unit={view.limits.unit} />
        <h2>经过</h2>
        <JournalSpine view={view} rows={journal.data?.items ?? []} />
      </section>
    </article>
  )
}

/** C04: one case. Materials on the left, facts in the middle, acts, clocks and what happened on the right. */
export const CasePage = () => {
  const { no } = useParams()
  return no ? <Case key={no} no={no} /> : <Empty>没有这个办件。</Empty>
}
