import type { FormEvent } from 'react'
import { Link, useSearchParams } from 'react-router'
import { boot } from '../../../../ui/console/api.ts'
import { Empty, ProblemNote } from '../../../../ui/console/notes.tsx'
import { useLoad } from '../../../../ui/console/use-load.ts'
import type { PlannedChange } from '../../terms/directory.ts'
import { StandingPanel } from './standing-panel.tsx'

type Found = {
  readonly items: readonly { readonly code: string; readonly name: string; readonly department: string }[]
  readonly total: number
}
type Waiting = { readonly items: readonly (PlannedChange & { readonly name: string })[] }

const Hits = ({ q }: { readonly q: string }) => {
  const query = new URLSearchParams({ site: boot().division, q, limit: '20' })
  const { data, problem } = useLoad<Found>(q === '' ? undefined : `/api/v1/items?${query}`)
  if (problem) return <ProblemNote told={problem} />
  if (!data) return null
  if (data.items.length === 0) return <Empty>没有找到正在办理的这个事项。已经暂停或者取消的，请用实施编码查找。</Empty>
  return (
    <ul className="process-items">
      {data.items.map(({ code, name, department }) => (
        <li key={code}>
          <Link to={`?item=${encodeURIComponent(code)}`}>{name}</Link> <span className="quiet">{department}</span>
        </li>
      ))}
    </ul>
  )
}

const Upcoming = ({ items }: { readonly items: Waiting['items'] }) => (
  <table className="list list-wrap" aria-label="还没生效的变动">
    <thead>
      <tr>
        <th scope="col">生效日期</th>
        <th scope="col">变动</th>
        <th scope="col">事项</th>
        <th scope="col">原因</th>
        <th scope="col">登记人</th>
      </tr>
    </thead>
    <tbody>
      {items.map(({ id, code, name, change, on, reason, by }) => (
        <tr key={id}>
          <td>{on}</td>
          <td>{change}</td>
          <td>
            <Link to={`?item=${encodeURIComponent(code)}`}>{name}</Link>
          </td>
          <td>{reason}</td>
          <td>{by}</td>
        </tr>
      ))}
    </tbody>
  </table>
)

/** A 实施编码 or 业务办理项编码 was typed: the item itself is meant, handled or not. */
const isCode = (text: string): boolean => /^[0-9A-Z]{20,}$/.test(text)

/** 目录变动: 承接, 下放, 取消, 调整 of the items of one's place, with reason and day in force. */
export const DirectoryPage = () => {
  const [params, setParams] = useSearchParams()
  const [item, q] = [params.get('item'), params.get('q') ?? '']
  const waiting = useLoad<Waiting>('/api/v1/planned-changes')
  const search = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const text = String(new FormData(event.currentTarget).get('q') ?? '').trim()
    setParams(isCode(text) ? { item: text } : { q: text })
  }
  return (
    <>
      <title>目录变动</title>
      <header className="list-head">
        <h1>目录变动</h1>
        <span className="quiet">承接、下放、取消、调整写明原因，到生效日期自动生效</span>
      </header>
      <search>
        <form className="process-search" onSubmit={search}>
          <label htmlFor="items">事项名称或者编码</label>
          <input id="items" name="q" type="search" defaultValue={q} />
        </form>
      </search>
      {item ? <StandingPanel key={item} code={item} onChange={waiting.reload} /> : <Hits q={q} />}
      <h2>还没生效的变动</h2>
      {waiting.problem && <ProblemNote told={waiting.problem} />}
      {waiting.data?.items.length === 0 && <Empty>没有等待生效的变动。</Empty>}
      {waiting.data && waiting.data.items.length > 0 && <Upcoming items={waiting.data.items} />}
    </>
  )
}
