import { Checkbox } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { Link, useNavigate, useParams, useSearchParams } from 'react-router'
import type { Told } from '../../../ui/console/api.ts'
import { Key } from '../../../ui/console/facts.tsx'
import { useHotKeys } from '../../../ui/console/hot-keys.ts'
import { Empty, ProblemNote } from '../../../ui/console/notes.tsx'
import { useLoad } from '../../../ui/console/use-load.ts'
import { actWords, stageName } from '../rules/story.ts'
import { aboutKinds } from '../terms/course.ts'
import type { ActName } from '../terms.ts'
import { ActList } from './act-list.tsx'
import { RefusalNote } from './act-panel.tsx'
import { BesideNote } from './beside-note.tsx'
import { ClockCard } from './clock-card.tsx'
import { ComparePane } from './compare-pane.tsx'
import { namesOf } from './defect-builder.tsx'
import { FactsPane } from './facts-pane.tsx'
import { JournalSpine } from './journal-spine.tsx'
import { MaterialsPane } from './materials-pane.tsx'
import type { CaseView, GuidePart, JournalRow, PaperRow } from './shapes.ts'
import { type Queue, useQueue } from './use-queue.ts'
import { useVerdicts } from './use-verdicts.ts'

const nextSetting = 'console.next-case'

const judged: readonly ActName[] = ['preReviewReturn', 'notifyCorrection', 'correctOnSpot']

/** Everything the page shows of a case, read again together. */
const useCase = (no: string) => {
  const path = `/api/v1/cases/${no}`
  const loaded = useLoad<CaseView>(path, 20_000)
  const journal = useLoad<{ items: readonly JournalRow[] }>(`${path}/journal`)
  const papers = useLoad<{ items: readonly PaperRow[] }>(`${path}/documents`)
  const view = loaded.data
  const guide = useLoad<{ guide: GuidePart }>(view && `/api/v1/items/${view.item}/guide?version=${view.guideVersion}`).data?.guide
  return {
    view,
    guide,
    problem: loaded.problem,
    journal: journal.data?.items ?? [],
    papers: papers.data?.items ?? [],
    reload: async (): Promise<void> => {
      await Promise.all([loaded.reload(), journal.reload(), papers.reload()])
    },
  }
}

const CaseHead = ({ view, queue }: { readonly view: CaseView; readonly queue: Queue }) => (
  <header className="case-head">
    <nav aria-label="所在列表">
      <Link to={queue.back}>{queue.desk?.title ?? '工作台'}</Link>
    </nav>
    <h1>
      {view.about && `${aboutKinds[view.about.kind]} `}
      {view.itemName}
    </h1>
    <span className="num">{view.no}</span>
    <b className="stage">{stageName(view.stage, view.about)}</b>
    <span className="case-next">
      {queue.place && (
        <span className="num quiet">
          第 {queue.place.at} / {queue.place.of} 件
        </span>
      )}
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
)

const GoOn = ({ on, onChange }: { readonly on: boolean; readonly onChange: (on: boolean) => void }) => (
  <Checkbox
    checked={on}
    onChange={(event) => {
      onChange(event.target.checked)
      localStorage.setItem(nextSetting, event.target.checked ? 'on' : 'off')
    }}
  >
    办完后打开下一件
  </Checkbox>
)

/** What became of the case since it was opened here: an act of mine, or one of somebody else. `settled`: the page has caught up with it. */
type News = { readonly done?: ActName; readonly refused?: Told; readonly moved?: boolean; readonly settled?: boolean }

const NewsNote = ({ news, view }: { readonly news: News; readonly view: CaseView }) => (
  <>
    <div role="status">
      {news.done && (
        <p className="success">
          已{actWords(news.done, view.about)}，办件现在是“{stageName(view.stage, view.about)}”。
        </p>
      )}
      {news.moved && <p className="success">办件刚刚有了新的进展，请看“经过”。您写了一半的内容还在。</p>}
    </div>
    {news.refused && <RefusalNote told={news.refused} />}
  </>
)

/** Calls when the journal grows while the case is open here. */
const useMoved = (position: number | undefined, onMoved: () => void): void => {
  const known = useRef(position)
  useEffect(() => {
    if (known.current !== undefined && position !== known.current) onMoved()
    known.current = position
  })
}

/** How the materials are looked at: one compared with what it was before, or all in two panes; in the address, so that it can be sent to a colleague (U-064). */
const useLooking = (view: CaseView | undefined) => {
  const [params, setParams] = useSearchParams()
  const set = (name: 'compare' | 'wide', value: string | undefined): void =>
    setParams(
      () => {
        // The address as it is: of two keys in quick succession the second would take the one before last drawn.
        const after = new URLSearchParams(window.location.search)
        if (value) after.set(name, value)
        else after.delete(name)
        return after
      },
      { replace: true },
    )
  const asked = params.get('compare')
  return {
    compared: view?.earlier.some(({ material }) => material === asked) ? (asked ?? undefined) : undefined,
    compare: (material: string | undefined): void => set('compare', material),
    wide: params.has('wide'),
    widen: (on: boolean): void => set('wide', on ? 'yes' : undefined),
  }
}

const Case = ({ no }: { readonly no: string }) => {
  const { view, guide, problem, journal, papers, reload } = useCase(no)
  const queue = useQueue(no)
  const navigate = useNavigate()
  const { verdicts, judge, drop } = useVerdicts(no)
  const { compared, compare, wide, widen } = useLooking(view)
  const [goesOn, setGoesOn] = useState(() => localStorage.getItem(nextSetting) === 'on')
  const [news, setNews] = useState<News>({})
  const refresh = async (next: News): Promise<void> => {
    setNews(next)
    await Promise.all([reload(), queue.reload()])
  }
  const finish = (done: ActName): void => {
    drop()
    if (goesOn && queue.next) navigate(queue.next)
    else void refresh({ done })
  }
  useMoved(view?.position, () => {
    if ((news.done || news.refused) && !news.settled) setNews({ ...news, settled: true })
    else void refresh({ moved: true })
  })
  useHotKeys({ j: () => queue.next && navigate(queue.next), k: () => queue.previous && navigate(queue.previous) })

  if (problem) return <ProblemNote told={problem} more={<Link to={queue.back}>返回{queue.desk?.title ?? '工作台'}</Link>} />
  if (!view) return null
  const judging = view.open.some((act) => judged.includes(act))
  return (
    <article className="case">
      <title>{`${view.itemName} ${view.no} - 办件台`}</title>
      <CaseHead view={view} queue={queue} />
      {compared ? (
        <ComparePane
          key={compared}
          view={view}
          material={compared}
          name={namesOf(guide).get(compared) ?? '其余上传的文件'}
          onClose={() => compare(undefined)}
        />
      ) : (
        <>
          <MaterialsPane
            view={view}
            guide={guide}
            verdicts={verdicts}
            onJudge={judge}
            judging={judging}
            onCompare={compare}
            wide={wide}
            onWide={widen}
          />
          {!wide && <FactsPane view={view} guide={guide} papers={papers} />}
        </>
      )}
      <section className="pane pane-acts" aria-label="办理">
        <NewsNote news={news} view={view} />
        <BesideNote beside={view} />
        <ActList
          key={view.position}
          view={view}
          guide={guide}
          verdicts={verdicts}
          onDone={finish}
          onStale={(refused) => void refresh({ refused })}
        />
        {queue.desk && <GoOn on={goesOn} onChange={setGoesOn} />}
        <ClockCard clock={view.clock} today={view.today} unit={view.limits.unit} history={view.history} cards={view.cards} />
        <h2>经过</h2>
        <JournalSpine view={view} rows={journal} />
      </section>
    </article>
  )
}

/** C04: one case. Materials on the left, facts in the middle, acts, clocks and what happened on the right. */
export const CasePage = () => {
  const { no } = useParams()
  return no ? <Case key={no} no={no} /> : <Empty>没有这个办件。</Empty>
}
