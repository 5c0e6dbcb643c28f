import { Button } from 'antd'
import { type RefObject, useRef } from 'react'
import { Link, useParams, useSearchParams } from 'react-router'
import { Key } from '../../../../ui/console/facts.tsx'
import { useHotKeys } from '../../../../ui/console/hot-keys.ts'
import { useRowKeys } from '../../../../ui/console/list-page.tsx'
import { Empty, ProblemNote } from '../../../../ui/console/notes.tsx'
import { useLoad } from '../../../../ui/console/use-load.ts'
import { type RowState, rowStates } from '../../terms/sheets.ts'
import { countOf, mostTaken, timeWords, type UploadView } from './sheet-view.ts'
import { SheetProblems } from './upload-form.tsx'
import { UploadRows } from './upload-rows.tsx'
import { useTaking } from './use-taking.ts'
import './sheets.css'

const States = ({ view, state }: { readonly view: UploadView; readonly state: string | null }) => (
  <nav className="sheet-states" aria-label="按状态看">
    {(Object.keys(rowStates) as RowState[]).map((one) => (
      <Link key={one} to={`?state=${one}`} replace aria-current={state === one ? 'true' : undefined}>
        {rowStates[one]} <span className="num">{countOf(view.counts, one)}</span>
      </Link>
    ))}
    <Link to="?" replace aria-current={state === null ? 'true' : undefined}>
      全部 <span className="num">{view.counts.reduce((sum, { count }) => sum + count, 0)}</span>
    </Link>
  </nav>
)

const Strays = ({ view: { problems } }: { readonly view: UploadView }) =>
  problems.length > 0 ? (
    <section className="problem-note" aria-label="对不上事项的行">
      <b>这些行对不上事项，没有采用</b>
      <SheetProblems problems={problems} />
    </section>
  ) : null

type Taking = ReturnType<typeof useTaking>

/** How far the taking is, how many rows are chosen, or what became of those that were taken. */
const doneWords = ({ progress, outcomes, chosen }: Taking): string => {
  if (progress) return `正在采纳，${progress.done} / ${progress.of} 行`
  if (outcomes.size === 0 || chosen.size > 0) return `已选 ${chosen.size} 行`
  const drafts = [...outcomes.values()].filter(({ draft }) => draft).length
  const left = outcomes.size - drafts
  return `${drafts} 行成为草稿${left > 0 ? `，${left} 行没有采纳，原因写在各行` : ''}。`
}

const TakeBar = ({ taking }: { readonly taking: Taking }) => {
  const { chosen, progress, take, chooseAll, clear } = taking
  const isReady = chosen.size > 0 && !progress
  return (
    <section className="sheet-bar" aria-label="采纳">
      <b role="status">{doneWords(taking)}</b>
      <Button type="primary" disabled={!isReady} onClick={() => void take()}>
        采纳选中的 {chosen.size} 行，成为草稿 <Key name="Ctrl ↵" />
      </Button>
      <Button disabled={progress !== undefined} onClick={() => void chooseAll()}>
        选中能采纳的(最多 {mostTaken} 行) <Key name="A" />
      </Button>
      <Button disabled={!isReady} onClick={clear}>
        清除选择
      </Button>
    </section>
  )
}

type UploadProps = {
  readonly view: UploadView
  readonly taking: Taking
  readonly table: RefObject<HTMLTableElement | null>
  readonly state: string | null
}

/** The page of the rows after a position, of the state that is looked at. */
const pageAt = (state: string | null, after: number): string =>
  `?${new URLSearchParams({ ...(state ? { state } : {}), ...(after > 0 ? { after: String(after) } : {}) })}`

const Upload = ({ view, taking, table, state }: UploadProps) => (
  <>
    <States view={view} state={state} />
    <Strays view={view} />
    {view.items.length === 0 && <Empty>没有这样的行。</Empty>}
    {view.items.length > 0 && (
      <UploadRows rows={view.items} table={table} chosen={taking.chosen} outcomes={taking.outcomes} onChoose={taking.choose} />
    )}
    {(view.next !== null || view.previous !== null) && (
      <nav className="pages" aria-label="翻页">
        {view.previous !== null && <Link to={pageAt(state, view.previous)}>上一页</Link>}{' '}
        {view.next !== null && <Link to={pageAt(state, view.next)}>下一页</Link>}
      </nav>
    )}
  </>
)

/** A workbook that was sent: its rows by what they come to; what is chosen becomes drafts. J and K move, space chooses, A chooses all. */
export const UploadPage = () => {
  const { id = '' } = useParams()
  const [params] = useSearchParams()
  const address = `/api/v1/catalogue/uploads/${encodeURIComponent(id)}`
  const { data, problem, reload } = useLoad<UploadView>(params.size > 0 ? `${address}?${params}` : address)
  const taking = useTaking(address, reload)
  const table = useRef<HTMLTableElement>(null)
  useRowKeys(table)
  useHotKeys({
    a: () => void taking.chooseAll(),
    'ctrl+Enter': () => taking.chosen.size > 0 && !taking.progress && void taking.take(),
  })
  return (
    <>
      <title>{data ? `${data.fileName} - 用表格维护办事指南` : '用表格维护办事指南'}</title>
      <header className="list-head">
        <h1>{data?.fileName ?? '上传的表格'}</h1>
        {data && <span className="quiet">{timeWords(data.uploadedAt)} 上传，和上传时现行的指南比较</span>}
        <Link to="/catalogue/sheets" className="list-export">
          下载、上传和上传过的表格
        </Link>
      </header>
      {problem && <ProblemNote told={problem} />}
      {data && <Upload view={data} taking={taking} table={table} state={params.get('state')} />}
      {taking.told && <ProblemNote told={taking.told} />}
      {data && <TakeBar taking={taking} />}
    </>
  )
}
