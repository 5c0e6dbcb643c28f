import { Link, useNavigate, useSearchParams } from 'react-router'
import { boot } from '../../../ui/console/api.ts'
import { Key } from '../../../ui/console/facts.tsx'
import { useHotKeys } from '../../../ui/console/hot-keys.ts'
import { Empty, ProblemNote } from '../../../ui/console/notes.tsx'
import { useLoad } from '../../../ui/console/use-load.ts'
import { type DraftLine, draftStates } from '../terms/draft.ts'

type Found = {
  readonly items: readonly { readonly code: string; readonly name: string; readonly department: string }[]
  readonly total: number
}
const guideHref = (code: string): string => `/catalogue/${encodeURIComponent(code)}`

type FindingCount = { readonly code: string; readonly findings: number; readonly errors: number }
const countWords = ({ errors, findings }: Omit<FindingCount, 'code'>): string =>
  findings === 0 ? '没有问题' : `${errors} 项要改，${findings - errors} 项请看`

/** What is to be mended in a guide in force. */
const Count = ({ of }: { readonly of: FindingCount | undefined }) =>
  of && of.findings > 0 ? <span className={of.errors > 0 ? 'wrong' : 'quiet'}>{countWords(of)}</span> : null

const Drafts = ({ drafts }: { readonly drafts: readonly DraftLine[] }) => (
  <table className="list" aria-label="正在起草和审核的">
    <thead>
      <tr>
        <th>事项</th>
        <th>状态</th>
        <th>检查结果</th>
        <th>最后保存</th>
        <th>部门</th>
      </tr>
    </thead>
    <tbody>
      {drafts.map(({ code, name, state, errors, findings, savedBy, department }) => (
        <tr key={code}>
          <td>
            <Link data-row={code} to={guideHref(code)}>
              {name}
            </Link>
          </td>
          <td>{draftStates[state]}</td>
          <td>{countWords({ errors, findings })}</td>
          <td>{savedBy}</td>
          <td>{department}</td>
        </tr>
      ))}
    </tbody>
  </table>
)

/** 办事指南: drafts under way first, then the items of one's department, or of the place for the hall and the bureau. */
export const GuideList = () => {
  const [params, setParams] = useSearchParams()
  const { unit, division, departmentCode } = boot()
  const navigate = useNavigate()
  useHotKeys({ n: () => navigate('/catalogue/base') })
  const query = new URLSearchParams({ site: division, q: params.get('q') ?? '', limit: '100' })
  if (departmentCode !== '') query.set('department', unit)
  const items = useLoad<Found>(`/api/v1/items?${query}`)
  const drafts = useLoad<{ readonly items: readonly DraftLine[] }>('/api/v1/catalogue/drafts')
  const codes = items.data?.items.map(({ code }) => code).join(',')
  const counted = useLoad<{ readonly items: readonly FindingCount[] }>(
    codes ? `/api/v1/catalogue/findings?codes=${encodeURIComponent(codes)}` : undefined,
  )
  const counts = new Map(counted.data?.items.map((one) => [one.code, one]))
  const state = new Map(drafts.data?.items.map((one) => [one.code, draftStates[one.state]]))
  return (
    <>
      <title>办事指南</title>
      <header className="list-head">
        <h1>办事指南</h1>
        {items.data && <span className="quiet">{items.data.total} 个事项</span>}
        <Link to="/catalogue/sheets" className="list-export">
          用表格维护(下载、上传)
        </Link>
        <Link to="/catalogue/base" className="guide-new">
          新事项 <Key name="N" />
        </Link>
      </header>
      {drafts.problem && <ProblemNote told={drafts.problem} />}
      {drafts.data && drafts.data.items.length > 0 && <Drafts drafts={drafts.data.items} />}
      <search>
        <form
          className="process-search"
          onSubmit={(event) => {
            event.preventDefault()
            setParams({ q: String(new FormData(event.currentTarget).get('q') ?? '') })
          }}
        >
          <label htmlFor="guides">事项名称</label>
          <input id="guides" name="q" type="search" defaultValue={params.get('q') ?? ''} />
        </form>
      </search>
      {items.problem && <ProblemNote told={items.problem} />}
      {items.data?.items.length === 0 && <Empty>没有找到这样的事项。</Empty>}
      <ul className="process-items">
        {items.data?.items.map(({ code, name, department }) => (
          <li key={code}>
            <Link to={guideHref(code)}>{name}</Link> <span className="quiet">{department}</span> <Count of={counts.get(code)} />{' '}
            {state.get(code)}
          </li>
        ))}
      </ul>
    </>
  )
}
