import { useRef } from 'react'
import { Link, useSearchParams } from 'react-router'
import { type Filter, FilterBar } from '../../../ui/console/filter-bar.tsx'
import { useRowKeys } from '../../../ui/console/list-page.tsx'
import { Empty, ProblemNote } from '../../../ui/console/notes.tsx'
import { useLoad } from '../../../ui/console/use-load.ts'
import { auditActs } from '../rules/audit-acts.ts'
import { staffRoles } from '../terms.ts'

type Row = {
  readonly id: number
  readonly at: string
  readonly actorName: string
  readonly principal: string
  readonly result: string
  readonly actName: string
  readonly told: string
  /** Method and path of a request. */
  readonly detail: string
  readonly before: unknown
  readonly after: unknown
  readonly approval: string | null
  readonly request: string
  readonly network: string
}
type Page = { readonly items: readonly Row[]; readonly next: number | null }

/** What stands in the record: acts of administration, and requests by their kind (S-100). */
const kinds = {
  admin: '管理', signIn: '登录', signInFailed: '登录没有成功', denied: '越权被拒绝', read: '查看个人信息', export: '导出', change: '办理和修改',
} as const // biome-ignore format: a list of words

const filters: readonly Filter[] = [
  { name: 'kind', label: '哪一类', options: Object.entries(kinds).map(([value, label]) => ({ value, label })) },
  { name: 'act', label: '做了什么', options: Object.entries(auditActs).map(([value, label]) => ({ value, label })) },
  { name: 'on', label: '哪一天', kind: 'date' },
]

/** In Chinese time, to the second. */
const whenText = (at: string): string => new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')

const words: Readonly<Record<string, string>> = {
  post: '岗位名称', roles: '权限', unit: '单位', fromOn: '从', untilOn: '到', lastOn: '最后一天',
  substitute: '接手', reason: '原因', active: '启用', centralised: '集中审批机关',
  ending: '新号尾号', account: '帐号', opinion: '意见',
} // biome-ignore format: a list of words
const valueText = (value: unknown): string => {
  if (Array.isArray(value))
    return value.map((one) => (staffRoles as Readonly<Record<string, string>>)[String(one)] ?? String(one)).join('、')
  if (value === 'now') return '马上'
  return typeof value === 'boolean' ? (value ? '是' : '否') : String(value)
}
/** What the trail kept, in words; ids and empty things are left out. */
const stateText = (state: unknown): string => {
  if (Array.isArray(state)) return state.map(stateText).join('；')
  if (typeof state !== 'object' || state === null) return ''
  return Object.entries(state)
    .flatMap(([name, value]) => (words[name] && value !== null && value !== '' ? [`${words[name]} ${valueText(value)}`] : []))
    .join(',')
}

const Line = ({ row }: { readonly row: Row }) => (
  <tr>
    <td>{whenText(row.at)}</td>
    <td>
      {row.actorName || '不知道是谁'}
      {row.principal && <span className="quiet"> {row.principal}</span>}
    </td>
    <td>{row.actName}</td>
    <td className="staff-path">
      {row.told}
      {row.detail && <span className="quiet staff-detail">{row.detail}</span>}
    </td>
    <td>{stateText(row.before)}</td>
    <td>{stateText(row.after) || row.result}</td>
    <td>
      {row.network}
      {row.approval && <span className="quiet"> 批准 {row.approval.slice(0, 8)}</span>}
      {row.request && <span className="quiet"> 请求 {row.request}</span>}
    </td>
  </tr>
)

/** 审计记录: who did what to whom, from what to what, by which approval, and who came in, was refused, read and exported; read by the 审计管理员 alone. */
export const AuditPage = () => {
  const [params] = useSearchParams()
  const query = new URLSearchParams(params)
  const person = query.get('q')
  query.delete('q')
  if (person) query.set('person', person)
  const { data, problem } = useLoad<Page>(`/api/v1/audit?${query}`)
  const table = useRef<HTMLTableElement>(null)
  useRowKeys(table)
  const older = new URLSearchParams(params)
  if (data?.next) older.set('before', String(data.next))
  return (
    <>
      <title>审计记录</title>
      <header className="list-head">
        <h1>审计记录</h1>
        <span className="quiet">只能增加，不能修改和删除</span>
      </header>
      <FilterBar
        filters={filters}
        finds="谁做的，或者对谁"
        aside={
          <a href={`/api/v1/audit.xlsx?${query}`} download>
            导出表格
          </a>
        }
      />
      {problem && <ProblemNote told={problem} />}
      {data?.items.length === 0 && <Empty>没有符合条件的记录。</Empty>}
      {data && data.items.length > 0 && (
        <table className="list list-wrap staff-audit" aria-label="审计记录" ref={table}>
          <thead>
            <tr>
              <th scope="col" style={{ inlineSize: 188 }}>
                时间
              </th>
              <th scope="col" style={{ inlineSize: 190 }}>
                谁
              </th>
              <th scope="col" style={{ inlineSize: 140 }}>
                做了什么
              </th>
              <th scope="col" style={{ inlineSize: 260 }}>
                对谁、什么
              </th>
              <th scope="col">之前</th>
              <th scope="col">之后、结果</th>
              <th scope="col">来自</th>
            </tr>
          </thead>
          <tbody>
            {data.items.map((row) => (
              <Line key={row.id} row={row} />
            ))}
          </tbody>
        </table>
      )}
      {data?.next && (
        <nav className="pages">
          <Link to={`?${older}`}>更早的</Link>
        </nav>
      )}
    </>
  )
}
