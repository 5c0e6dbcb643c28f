import { Button, Input, Select } from 'antd'
import { type FormEvent, type ReactNode, useRef } from 'react'
import { Link, useSearchParams } from 'react-router'
import type { Told } from './api.ts'
import { useHotKeys } from './hot-keys.ts'
import { Empty, ProblemNote } from './notes.tsx'

/** One filter of a list; its choice lives in the address, so that a list can be sent to a colleague (U-064). */
export type Filter = {
  readonly name: string
  readonly label: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
}

export type Column<Row> = {
  readonly name: string
  readonly width?: number
  readonly number?: boolean
  /** Its cell opens the row. */
  readonly opens?: boolean
  readonly cell: (row: Row) => ReactNode
}

type Props<Row> = {
  readonly label: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[] | undefined
  readonly rowKey: (row: Row) => string
  readonly rowHref: (row: Row) => string
  readonly filters: readonly Filter[]
  readonly total?: number
  readonly next?: string
  readonly problem?: Told
  readonly aside?: ReactNode
}

const moveBy = (table: HTMLElement | null, step: number): void => {
  const links = [...(table?.querySelectorAll<HTMLElement>('[data-row]') ?? [])]
  const at = links.indexOf(document.activeElement as HTMLElement)
  links[at < 0 ? 0 : Math.min(Math.max(at + step, 0), links.length - 1)]?.focus()
}

const FilterBar = ({ filters, aside }: { readonly filters: readonly Filter[]; readonly aside?: ReactNode }) => {
  const [params, setParams] = useSearchParams()
  const set = (name: string, value: string | undefined): void =>
    setParams((before) => {
      const after = new URLSearchParams(before)
      after.delete('after')
      if (value) after.set(name, value)
      else after.delete(name)
      return after
    })
  const search = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    set('q', String(new FormData(event.currentTarget).get('q') ?? '').trim())
  }
  const isFiltered = ['q', ...filters.map((filter) => filter.name)].some((name) => params.has(name))
  return (
    <form className="filters" onSubmit={search} aria-label="筛选">
      <Input
        key={params.get('q')}
        name="q"
        defaultValue={params.get('q') ?? ''}
        placeholder="办件编号、申请人、事项"
        aria-label="在本列表中查找"
        style={{ inlineSize: 260 }}
        allowClear={false}
      />
      <Button htmlType="submit">查找</Button>
      {filters.map(({ name, label, options }) => (
        <Select
          key={name}
          aria-label={label}
          placeholder={label}
          allowClear
          style={{ minInlineSize: 120, maxInlineSize: 260 }}
          popupMatchSelectWidth={false}
          value={params.get(name)}
          options={[...options]}
          onChange={(value: string | undefined) => set(name, value)}
        />
      ))}
      {isFiltered && (
        <Button type="link" onClick={() => setParams({})}>
          清除筛选
        </Button>
      )}
      <span className="filters-aside">{aside}</span>
    </form>
  )
}

const Pages = ({
  next,
  total,
  shown,
}: {
  readonly next?: string | undefined
  readonly total?: number | undefined
  readonly shown: number
}) => {
  const [params] = useSearchParams()
  const to = (after: string | undefined): string => {
    const there = new URLSearchParams(params)
    if (after) there.set('after', after)
    else there.delete('after')
    return `?${there}`
  }
  return (
    <nav className="pages" aria-label="翻页">
      <span className="num">{total === undefined ? `本页 ${shown} 件` : `共 ${total} 件,本页 ${shown} 件`}</span>
      {params.has('after') && <Link to={to(undefined)}>回到第一页</Link>}
      {params.has('after') && (
        <Link
          to="..."
          onClick={(event) => {
            event.preventDefault()
            history.back()
          }}
        >
          上一页
        </Link>
      )}
      {next && <Link to={to(next)}>下一页</Link>}
    </nav>
  )
}

const emptyWords = (isFiltered: boolean): ReactNode =>
  isFiltered ? '没有符合筛选条件的办件。筛选条件可能把要找的办件挡住了,请清除筛选再看。' : '这里没有待处理的办件。'

/** Filter bar, table, pages. J and K move between rows, Enter opens; everything shown is in the address. */
export const ListPage = <Row,>(props: Props<Row>) => {
  const { label, columns, rows, rowKey, rowHref, filters, total, next, problem, aside } = props
  const table = useRef<HTMLTableElement>(null)
  const [params] = useSearchParams()
  useHotKeys({ j: () => moveBy(table.current, 1), k: () => moveBy(table.current, -1) })
  return (
    <>
      <FilterBar filters={filters} aside={aside} />
      {problem && <ProblemNote told={problem} />}
      {rows?.length === 0 && <Empty>{emptyWords(['q', ...filters.map((f) => f.name)].some((name) => params.has(name)))}</Empty>}
      {rows && rows.length > 0 && (
        <table className="list" aria-label={label} ref={table}>
          <thead>
            <tr>
              {columns.map(({ name, width, number }) => (
                <th key={name} scope="col" style={width ? { inlineSize: width } : undefined} className={number ? 'number' : undefined}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={rowKey(row)}>
                {columns.map(({ name, cell, number, opens }) => (
                  <td key={name} className={number ? 'number' : undefined}>
                    {opens ? (
                      <Link data-row to={rowHref(row)}>
                        {cell(row)}
                      </Link>
                    ) : (
                      cell(row)
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {rows && rows.length > 0 && <Pages next={next} total={total} shown={rows.length} />}
    </>
  )
}
