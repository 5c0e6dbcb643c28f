import { Button, Input, Select } from 'antd'
import type { FormEvent, ReactNode } from 'react'
import { useSearchParams } from 'react-router'

/** One filter of a list; its choice lives in the address, so that a list can be sent to a colleague (U-064). */
export type Filter = {
  readonly name: string
  readonly label: string
  /** A choice of `options` where nothing else is said. */
  readonly kind?: 'text' | 'date'
  /** Seldom used: put away until asked for, or until something is chosen. */
  readonly rare?: boolean
  readonly options?: readonly { readonly value: string; readonly label: string }[]
}

/** The names of address parts that narrow a list. */
export const narrowing = (params: URLSearchParams, filters: readonly Filter[]): readonly string[] =>
  ['q', ...filters.map(({ name }) => name)].filter((name) => params.has(name))

type SetFilter = (name: string, value: string | undefined) => void

const useSetFilter = (): SetFilter => {
  const [, setParams] = useSearchParams()
  return (name, value) =>
    setParams((before) => {
      const after = new URLSearchParams(before)
      after.delete('after')
      if (value) after.set(name, value)
      else after.delete(name)
      return after
    })
}

const Choice = ({ filter, set }: { readonly filter: Filter; readonly set: SetFilter }) => {
  const [params] = useSearchParams()
  const { name, label } = filter
  if (filter.kind === 'date')
    return (
      <label className="filter-date" htmlFor={`filter-${name}`}>
        {label}
        <Input
          id={`filter-${name}`}
          type="date"
          value={params.get(name) ?? ''}
          onChange={(event) => set(name, event.target.value)}
          style={{ inlineSize: 150 }}
        />
      </label>
    )
  if (filter.kind === 'text')
    return (
      <Input
        key={params.get(name)}
        name={name}
        defaultValue={params.get(name) ?? ''}
        placeholder={label}
        aria-label={label}
        style={{ inlineSize: 130 }}
      />
    )
  return (
    <Select
      aria-label={label}
      placeholder={label}
      allowClear
      style={{ minInlineSize: 110, maxInlineSize: 240 }}
      popupMatchSelectWidth={false}
      value={params.get(name)}
      options={[...(filter.options ?? [])]}
      onChange={(value: string | undefined) => set(name, value)}
    />
  )
}

const More = ({ filters, set }: { readonly filters: readonly Filter[]; readonly set: SetFilter }) => {
  const [params] = useSearchParams()
  if (filters.length === 0) return null
  return (
    <details className="filters-more" open={filters.some(({ name }) => params.has(name))}>
      <summary>更多筛选</summary>
      <div className="filters">
        {filters.map((filter) => (
          <Choice key={filter.name} filter={filter} set={set} />
        ))}
      </div>
    </details>
  )
}

type BarProps = {
  readonly filters: readonly Filter[]
  readonly aside?: ReactNode
  /** What the search box finds, where it is not cases. */
  readonly finds?: string | undefined
}
/** Search and filters of a list; `aside` is what else can be done with it. Works with the keyboard alone. */
export const FilterBar = ({ filters, aside, finds = '办件编号、申请人、事项' }: BarProps) => {
  const [params, setParams] = useSearchParams()
  const set = useSetFilter()
  const search = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    setParams((before) => {
      const after = new URLSearchParams(before)
      after.delete('after')
      for (const [name, value] of data) {
        const text = String(value).trim()
        if (text) after.set(name, text)
        else after.delete(name)
      }
      return after
    })
  }
  return (
    <form className="filters" onSubmit={search} aria-label="筛选">
      <Input
        key={params.get('q')}
        name="q"
        defaultValue={params.get('q') ?? ''}
        placeholder={finds}
        aria-label="在本列表中查找"
        style={{ inlineSize: 210 }}
        allowClear={false}
      />
      {filters
        .filter(({ rare }) => !rare)
        .map((filter) => (
          <Choice key={filter.name} filter={filter} set={set} />
        ))}
      <Button htmlType="submit">查找</Button>
      <More filters={filters.filter(({ rare }) => rare)} set={set} />
      {narrowing(params, filters).length > 0 && (
        <Button type="link" onClick={() => setParams({})}>
          清除筛选
        </Button>
      )}
      <span className="filters-aside">{aside}</span>
    </form>
  )
}
