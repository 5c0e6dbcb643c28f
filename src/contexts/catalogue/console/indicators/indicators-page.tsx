import { Link, useSearchParams } from 'react-router'
import { ProblemNote } from '../../../../ui/console/notes.tsx'
import { useLoad } from '../../../../ui/console/use-load.ts'
import { Bar, Done } from './charts.tsx'
import { gapText, type IndicatorsView, targetText } from './indicator-view.ts'
import './indicators.css'

type Choice = {
  readonly id: string
  readonly label: string
  readonly value: string
  readonly all: string
  readonly of: readonly { readonly code: string; readonly name: string }[]
  readonly onChoose: (code: string) => void
}

const Choose = ({ id, label, value, all, of, onChoose }: Choice) => (
  <>
    <label htmlFor={id}>{label}</label>
    <select id={id} value={value} onChange={(event) => onChoose(event.target.value)}>
      <option value="">{all}</option>
      {of.map(({ code, name }) => (
        <option key={code} value={code}>
          {name}
        </option>
      ))}
    </select>
  </>
)

const Table = ({ view, query }: { readonly view: IndicatorsView; readonly query: string }) => (
  <table className="list list-wrap" aria-label="24 项指标">
    <thead>
      <tr>
        <th scope="col" className="number col-number">
          序号
        </th>
        <th scope="col">指标</th>
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
        <th scope="col" className="col-value">
          期限
        </th>
      </tr>
    </thead>
    <tbody>
      {view.items.map((row) => (
        <tr key={row.number}>
          <td className="number">{row.number}</td>
          <td>
            <Link data-row={row.number} to={`/indicators/${row.number}${query}`}>
              {row.name}
            </Link>{' '}
            <span className="quiet">{row.says}</span>
          </td>
          <td className="number">
            <Done about={row} row={row} />
          </td>
          <td>
            <Bar about={row} row={row} />
          </td>
          <td className="number">{targetText(row, row)}</td>
          <td className={row.met ? undefined : 'short-text'}>{gapText(row, row)}</td>
          <td>{row.due}</td>
        </tr>
      ))}
    </tbody>
  </table>
)

/** C20 指标: the 24 duties of 附件1 as they stand now, of a place or one of its departments; each opens what it lacks. */
export const IndicatorsPage = () => {
  const [params, setParams] = useSearchParams()
  const query = params.size > 0 ? `?${params}` : ''
  const { data, problem } = useLoad<IndicatorsView>(`/api/v1/indicators${query}`)
  const set = (name: string, value: string): void => {
    const next = new URLSearchParams(name === 'division' ? {} : params)
    if (value) next.set(name, value)
    else next.delete(name)
    setParams(next)
  }
  const met = data?.items.filter((row) => row.met).length
  return (
    <>
      <title>24 项指标</title>
      <header className="list-head">
        <h1>24 项指标</h1>
        {data && (
          <span className="quiet">
            {data.on} 的现行目录，{met} 项达标
          </span>
        )}
      </header>
      {problem && <ProblemNote told={problem} />}
      {data && (
        <div className="filters">
          {(data.places.length > 0 || params.has('division')) && (
            <Choose
              id="place"
              label="地区"
              value={params.get('division') ?? ''}
              all="本级"
              of={data.places}
              onChoose={(code) => set('division', code)}
            />
          )}
          {data.departments.length > 0 && (
            <Choose
              id="department"
              label="部门"
              value={params.get('department') ?? ''}
              all="全部部门"
              of={data.departments}
              onChoose={(code) => set('department', code)}
            />
          )}
          <a className="list-export" href={`/api/v1/indicators.xlsx${query}`}>
            导出 Excel
          </a>
        </div>
      )}
      {data && <Table view={data} query={query} />}
    </>
  )
}
