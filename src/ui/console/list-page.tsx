import { Checkbox } from 'antd'
import { type ReactNode, type RefObject, useRef } from 'react'
import { Link, useSearchParams } from 'react-router'
import type { Told } from './api.ts'
import { type Filter, FilterBar, narrowing } from './filter-bar.tsx'
import { useHotKeys } from './hot-keys.ts'
import { keepPlace, type Placed } from './keep-place.ts'
import { Empty, ProblemNote } from './notes.tsx'

export type Column<Row> = {
  readonly name: string
  readonly width?: number
  readonly number?: boolean
  /** Its cell opens the row. */
  readonly opens?: boolean
  readonly cell: (row: Row) => ReactNode
}

/** Rows that are chosen for something that is done with many at once, by their keys. */
export type Choosing = { readonly chosen: ReadonlySet<string>; readonly onChoose: (keys: readonly string[], on: boolean) => void }

type Props<Row> = {
  readonly label: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[] | undefined
  readonly rowKey: (row: Row) => string
  readonly rowHref: (row: Row) => string
  readonly rowName?: (row: Row) => string
  readonly filters: readonly Filter[]
  readonly total?: number
  readonly next?: string
  readonly problem?: Told
  readonly aside?: ReactNode
  readonly choosing?: Choosing
  /** What the search box finds, and what the rows are called, where they are not cases. */
  readonly finds?: string
  readonly things?: string
}

const rowsOf = (table: HTMLElement | null): HTMLElement[] => [...(table?.querySelectorAll<HTMLElement>('[data-row]') ?? [])]
const focusedIn = (table: HTMLElement | null): HTMLElement | undefined =>
  rowsOf(table).find((link) => link.closest('tr')?.contains(document.activeElement))

const moveBy = (table: HTMLElement | null, step: number): void => {
  const links = rowsOf(table)
  const at = links.indexOf(focusedIn(table) as HTMLElement)
  links[at < 0 ? 0 : Math.min(Math.max(at + step, 0), links.length - 1)]?.focus()
}

/** J and K move the focus between the rows of a table (`data-row`). */
export const useRowKeys = (table: RefObject<HTMLTableElement | null>): void =>
  useHotKeys({ j: () => moveBy(table.current, 1), k: () => moveBy(table.current, -1) })

/** The rows in the order in which they are shown: news never moves the row that has the focus. */
const usePlaced = <Row,>(rows: readonly Row[], keyOf: (row: Row) => string, table: RefObject<HTMLTableElement | null>): Placed<Row>[] => {
  const shown = useRef<{ readonly of: readonly Row[]; readonly placed: Placed<Row>[] }>({ of: [], placed: [] })
  if (shown.current.of !== rows) {
    const focused = focusedIn(table.current)?.dataset.row
    shown.current = { of: rows, placed: keepPlace(shown.current.placed, rows, focused, keyOf) }
  }
  return shown.current.placed
}

/** X chooses the focused row, Shift+X everything from the last chosen one to it. */
const useChoosingKeys = (table: RefObject<HTMLTableElement | null>, choosing: Choosing | undefined): void => {
  const last = useRef<string>(undefined)
  const choose = (isRange: boolean): void => {
    const key = focusedIn(table.current)?.dataset.row
    if (!key || !choosing) return
    const keys = rowsOf(table.current).map((link) => link.dataset.row ?? '')
    const [from, to] = [keys.indexOf(isRange ? (last.current ?? key) : key), keys.indexOf(key)]
    choosing.onChoose(keys.slice(Math.min(from, to), Math.max(from, to) + 1), isRange || !choosing.chosen.has(key))
    last.current = key
  }
  useHotKeys(choosing ? { x: () => choose(false), 'shift+x': () => choose(true) } : {})
}

const Pages = ({
  next,
  total,
  shown,
  count,
}: {
  readonly next?: string | undefined
  /** The word that counts the rows: 件 of cases, 位 of people. */
  readonly count: string
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
      <span className="num">{total === undefined ? `本页 ${shown} ${count}` : `共 ${total} ${count}，本页 ${shown} ${count}`}</span>
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

const emptyWords = (isFiltered: boolean, things = '办件'): ReactNode =>
  isFiltered
    ? `没有符合筛选条件的${things}。筛选条件可能把要找的${things}挡住了，请清除筛选再看。`
    : `这里没有${things === '办件' ? '待处理的办件' : things}。`

type TableProps<Row> = Props<Row> & { readonly rows: readonly Row[]; readonly table: RefObject<HTMLTableElement | null> }

const Head = <Row,>({ columns, rows, rowKey, choosing }: TableProps<Row>) => {
  const keys = rows.map(rowKey)
  const count = choosing ? keys.filter((key) => choosing.chosen.has(key)).length : 0
  return (
    <thead>
      <tr>
        {choosing && (
          <th scope="col" className="choose">
            <Checkbox
              aria-label="选择本页全部"
              checked={count === keys.length}
              indeterminate={count > 0 && count < keys.length}
              onChange={(event) => choosing.onChoose(keys, event.target.checked)}
            />
          </th>
        )}
        {columns.map(({ name, width, number }) => (
          <th key={name} scope="col" style={width ? { inlineSize: width } : undefined} className={number ? 'number' : undefined}>
            {name}
          </th>
        ))}
      </tr>
    </thead>
  )
}

const Rows = <Row,>({ columns, rows, rowKey, rowHref, rowName = rowKey, choosing, table }: TableProps<Row>) => (
  <tbody>
    {usePlaced(rows, rowKey, table).map(({ row, gone }) => (
      <tr key={rowKey(row)} className={gone ? 'gone' : undefined}>
        {choosing && (
          <td className="choose">
            <Checkbox
              aria-label={`选择 ${rowName(row)}`}
              checked={choosing.chosen.has(rowKey(row))}
              disabled={gone}
              onChange={(event) => choosing.onChoose([rowKey(row)], event.target.checked)}
            />
          </td>
        )}
        {columns.map(({ name, cell, number, opens }) => (
          <td key={name} className={number ? 'number' : undefined}>
            {opens ? (
              <Link data-row={rowKey(row)} to={rowHref(row)}>
                {cell(row)}
                {gone && <span className="sr">(已不在这个列表)</span>}
              </Link>
            ) : (
              cell(row)
            )}
          </td>
        ))}
      </tr>
    ))}
  </tbody>
)

const Table = <Row,>(props: TableProps<Row>) => (
  <table className="list" aria-label={props.label} ref={props.table}>
    <Head {...props} />
    <Rows {...props} />
  </table>
)

/** Filter bar, table, pages. J and K move between rows, Enter opens, X chooses; everything shown is in the address. */
export const ListPage = <Row,>(props: Props<Row>) => {
  const { rows, filters, total, next, problem, aside, choosing, finds, things } = props
  const table = useRef<HTMLTableElement>(null)
  const [params] = useSearchParams()
  useRowKeys(table)
  useChoosingKeys(table, choosing)
  return (
    <>
      <FilterBar filters={filters} aside={aside} finds={finds} />
      {problem && <ProblemNote told={problem} />}
      {rows?.length === 0 && <Empty>{emptyWords(narrowing(params, filters).length > 0, things)}</Empty>}
      {rows && rows.length > 0 && <Table {...props} rows={rows} table={table} />}
      {rows && rows.length > 0 && <Pages next={next} total={total} shown={rows.length} count={things === undefined ? '件' : '位'} />}
    </>
  )
}
