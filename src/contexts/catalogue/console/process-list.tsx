import type { FormEvent } from 'react'
import { Link, useSearchParams } from 'react-router'
import { boot } from '../../../ui/console/api.ts'
import { Empty, ProblemNote } from '../../../ui/console/notes.tsx'
import { useLoad } from '../../../ui/console/use-load.ts'

type Found = {
  readonly items: readonly { readonly code: string; readonly name: string; readonly department: string }[]
  readonly total: number
}

/** Items of one's place whose process can be looked at: those of the department, or all for the hall and the bureau. */
export const ProcessList = () => {
  const [params, setParams] = useSearchParams()
  const { unit, division, departmentCode } = boot()
  const query = new URLSearchParams({ site: division, q: params.get('q') ?? '', limit: '100' })
  if (departmentCode !== '') query.set('department', unit)
  const { data, problem } = useLoad<Found>(`/api/v1/items?${query}`)
  const search = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    setParams({ q: String(new FormData(event.currentTarget).get('q') ?? '') })
  }
  return (
    <>
      <title>办理流程</title>
      <header className="list-head">
        <h1>办理流程</h1>
        {data && <span className="quiet">{data.total} 个事项</span>}
      </header>
      <search>
        <form className="process-search" onSubmit={search}>
          <label htmlFor="items">事项名称</label>
          <input id="items" name="q" type="search" defaultValue={params.get('q') ?? ''} />
        </form>
      </search>
      {problem && <ProblemNote told={problem} />}
      {data?.items.length === 0 && <Empty>没有找到这样的事项。</Empty>}
      <ul className="process-items">
        {data?.items.map(({ code, name, department }) => (
          <li key={code}>
            <Link to={`/process/${code}`}>{name}</Link> <span className="quiet">{department}</span>
          </li>
        ))}
      </ul>
    </>
  )
}
