import { Button, Input } from 'antd'
import { type FormEvent, useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { ApiError, type Told } from '../../../ui/console/api.ts'
import { ProblemNote } from '../../../ui/console/notes.tsx'
import { filterHref, type SavedFilter, useSavedFilters } from './use-saved-filters.ts'

const NameForm = ({ onKeep, onClose }: { readonly onKeep: (name: string) => Promise<void>; readonly onClose: () => void }) => {
  const [told, setTold] = useState<Told>()
  const keep = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    const name = String(new FormData(event.currentTarget).get('name') ?? '').trim()
    if (!name) return
    try {
      await onKeep(name)
      onClose()
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setTold(error.told)
    }
  }
  return (
    <form className="row" aria-label="保存筛选" onSubmit={(event) => void keep(event)}>
      <Input name="name" aria-label="筛选的名称" placeholder="名称，例如 本周到期" maxLength={40} autoFocus style={{ inlineSize: 180 }} />
      <Button htmlType="submit" type="primary">
        保存
      </Button>
      <Button onClick={onClose}>不保存</Button>
      {told && <ProblemNote told={told} />}
    </form>
  )
}

const Kept = ({
  filter,
  isCurrent,
  onDrop,
}: {
  readonly filter: SavedFilter
  readonly isCurrent: boolean
  readonly onDrop: () => void
}) => (
  <li>
    <Link to={filterHref(filter)} aria-current={isCurrent ? 'page' : undefined}>
      {filter.name}
    </Link>
    <Button type="text" size="small" aria-label={`删除筛选 ${filter.name}`} onClick={onDrop}>
      ×
    </Button>
  </li>
)

/** The query of an address in one order, without the page. */
const tidy = (params: URLSearchParams): string => {
  const query = new URLSearchParams(params)
  query.delete('after')
  query.sort()
  return query.toString()
}

/** My filters of a list as links, and a way to keep the present one: what is kept is the address. */
export const SavedFiltersBar = ({ list }: { readonly list: string }) => {
  const [params] = useSearchParams()
  const [naming, setNaming] = useState(false)
  const { filters, keep, drop } = useSavedFilters()
  const query = tidy(params)
  const own = filters.filter((filter) => filter.list === list)
  const isKept = own.some((filter) => filter.query === query)
  if (own.length === 0 && query === '') return null
  return (
    <nav className="kept" aria-label="我的筛选">
      {own.length > 0 && (
        <ul>
          {own.map((filter) => (
            <Kept key={filter.id} filter={filter} isCurrent={filter.query === query} onDrop={() => void drop(filter.id)} />
          ))}
        </ul>
      )}
      {query !== '' && !isKept && !naming && (
        <Button type="link" onClick={() => setNaming(true)}>
          保存这个筛选
        </Button>
      )}
      {naming && <NameForm onKeep={(name) => keep(name, list, query)} onClose={() => setNaming(false)} />}
    </nav>
  )
}
