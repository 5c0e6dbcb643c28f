import { Link, useParams, useSearchParams } from 'react-router'
import { Empty, ProblemNote } from '../../../../ui/console/notes.tsx'
import { useLoad } from '../../../../ui/console/use-load.ts'
import type { LackingItem } from '../../terms/indicators.ts'
import { Bar, Done, Trend } from './charts.tsx'
import { gapText, type IndicatorView, targetText } from './indicator-view.ts'
import './indicators.css'

const Departments = ({ view }: { readonly view: IndicatorView }) => {
  const [params] = useSearchParams()
  const to = (code: string): string => {
    const there = new URLSearchParams(params)
    there.set('department', code)
    return `?${there}`
  }
  const own = view.rows
    .filter(({ departmentCode }) => departmentCode !== '')
    .toSorted((a, b) => Number(a.met) - Number(b.met) || b.gap - a.gap)
  return (
    <table className="list" aria-label="各部门">
      <thead>
        <tr>
          <th scope="col">部门</th>
          <th scope="col" className="number col-value">
            完成
          </th>
          <th scope="col" className="col-bar">
            完成和目标
          </th>
          <th scope="col" className="number col-value">
            目标
          </th>
          <th scope="col" className="col-gap">
            差额
          </th>
        </tr>
      </thead>
      <tbody>
        {own.map((row) => (
          <tr key={row.departmentCode}>
            <td>
              <Link data-row={row.departmentCode} to={to(row.departmentCode)}>
                {row.department}
              </Link>
            </td>
            <td className="number">
              <Done about={view.indicator} row={row} />
            </td>
            <td>
              <Bar about={view.indicator} row={row} />
            </td>
            <td className="number">{targetText(view.indicator, row)}</td>
            <td className={row.met ? undefined : 'short-text'}>{gapText(view.indicator, row)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const Lacking = ({ items, total }: { readonly items: readonly LackingItem[]; readonly total: number }) => (
  <>
    <h2>补上这些事项就能缩小差额({total} 项)</h2>
    <table className="list list-wrap" aria-label="缺项的事项">
      <thead>
        <tr>
          <th scope="col">事项</th>
          <th scope="col">部门</th>
          <th scope="col">缺什么、怎么补</th>
        </tr>
      </thead>
      <tbody>
        {items.map(({ code, name, department, lacks }) => (
          <tr key={code}>
            <td>
              <Link to={`/catalogue/${code}`}>{name}</Link>
            </td>
            <td>{department}</td>
            <td>{lacks}</td>
          </tr>
        ))}
      </tbody>
    </table>
    {total > items.length && <p className="quiet">显示前 {items.length} 项，选定部门可以看其余的。</p>}
  </>
)

const more = '这项指标数的是公开的项数，差额要靠梳理并公开更多事项补上。'

/** One indicator: how it moved, how each department stands, and the items that would close the gap. */
export const IndicatorPage = () => {
  const { number = '' } = useParams()
  const [params] = useSearchParams()
  const query = params.size > 0 ? `?${params}` : ''
  const { data, problem } = useLoad<IndicatorView>(`/api/v1/indicators/${encodeURIComponent(number)}${query}`)
  if (problem) return <ProblemNote told={problem} />
  if (!data) return <Empty>正在计算指标…</Empty>
  const department = data.rows.find(({ departmentCode }) => departmentCode === params.get('department'))?.department
  return (
    <>
      <title>{`指标 ${data.indicator.number}：${data.indicator.name}`}</title>
      <header className="list-head">
        <h1>
          {data.indicator.number}. {data.indicator.name}
        </h1>
        <Link to={`/indicators${query}`}>全部指标</Link>
        <span className="quiet">
          {data.indicator.says}，期限 {data.indicator.due}
          {department && `;${department}`}
        </span>
      </header>
      <Trend about={data.indicator} days={data.trend} />
      {data.total > 0 && <Lacking items={data.items} total={data.total} />}
      {data.total === 0 && <p>{data.indicator.unit === 'count' ? more : '没有缺项的事项。'}</p>}
      {data.rows.length > 1 && <h2>各部门</h2>}
      {data.rows.length > 1 && <Departments view={data} />}
    </>
  )
}
