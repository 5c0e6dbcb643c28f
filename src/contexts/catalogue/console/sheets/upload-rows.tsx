import { Fragment, type RefObject } from 'react'
import { Link } from 'react-router'
import { type CellChange, rowStates, type Taken } from '../../terms/sheets.ts'
import { canTake, changeWords, differing, type SheetRow } from './sheet-view.ts'
import { SheetProblems } from './upload-form.tsx'

type Props = {
  readonly rows: readonly SheetRow[]
  readonly chosen: ReadonlySet<number>
  /** What became of rows that were to be taken, by their positions. */
  readonly outcomes: ReadonlyMap<number, Taken>
  readonly onChoose: (position: number, on: boolean) => void
  readonly table: RefObject<HTMLTableElement | null>
}

/** Longer lists of changes are folded. */
const mostOpen = 8

const Cell = ({ change }: { readonly change: CellChange }) => {
  const { before, from, to, after } = differing(change.from, change.to)
  return (
    <dd>
      {before}
      {from && (
        <del>
          <span className="sr">原来：</span>
          {from}
        </del>
      )}
      {from && ' → '}
      {to ? (
        <ins>
          <span className="sr">现在：</span>
          {to}
        </ins>
      ) : (
        <span className="quiet">删去</span>
      )}
      {after}
    </dd>
  )
}

const Cells = ({ row: { changes } }: { readonly row: SheetRow }) => (
  <dl className="sheet-changes">
    {changes.map((change) => (
      <Fragment key={changeWords(change) + change.from}>
        <dt>{changeWords(change)}</dt>
        <Cell change={change} />
      </Fragment>
    ))}
  </dl>
)

const Changes = ({ row }: { readonly row: SheetRow }) => {
  if (row.state === 'new') return <span>现行的目录里没有，采纳后成为新事项的草稿</span>
  if (row.changes.length === 0) return null
  return row.changes.length > mostOpen ? (
    <details>
      <summary>{row.changes.length} 处改动</summary>
      <Cells row={row} />
    </details>
  ) : (
    <Cells row={row} />
  )
}

const Outcome = ({ row, outcome }: { readonly row: SheetRow; readonly outcome: Taken | undefined }) => {
  if (row.takenAt !== null || outcome?.draft)
    return (
      <p className="sheet-taken">
        已采纳：<Link to={`/catalogue/${encodeURIComponent(row.code)}`}>打开“{row.name}”的草稿</Link>
      </p>
    )
  return outcome ? (
    <p className="wrong">
      没有采纳：{outcome.reason}。<Link to={`/catalogue/${encodeURIComponent(row.code)}`}>看这个事项</Link>
    </p>
  ) : null
}

const Row = ({ row, chosen, outcomes, onChoose }: Omit<Props, 'rows' | 'table'> & { readonly row: SheetRow }) => (
  <tr>
    <td className="choose">
      {canTake(row) && !outcomes.get(row.position)?.draft && (
        <input
          type="checkbox"
          data-row={row.position}
          aria-label={`选择 ${row.name}`}
          checked={chosen.has(row.position)}
          onChange={(event) => onChoose(row.position, event.target.checked)}
        />
      )}
    </td>
    <td className="number">{row.line}</td>
    <td>
      {row.name || '(没有名称)'}
      <span className="quiet num sheet-item-code">{row.code}</span>
    </td>
    <td>{rowStates[row.state]}</td>
    <td className="sheet-told">
      <Outcome row={row} outcome={outcomes.get(row.position)} />
      <Changes row={row} />
      {row.problems.length > 0 && <SheetProblems problems={row.problems} />}
      {row.formulas > 0 && <p className="quiet">{row.formulas} 个格子是公式，取了算出来的值</p>}
    </td>
  </tr>
)

/** The rows of an upload: what each changes cell by cell, or why it cannot be used, and what became of it. */
export const UploadRows = ({ rows, table, ...props }: Props) => (
  <table className="list list-wrap" aria-label="表格的各行" ref={table}>
    <thead>
      <tr>
        <th scope="col" className="choose">
          <span className="sr">选择</span>
        </th>
        <th scope="col" className="number sheet-line">
          行
        </th>
        <th scope="col" className="sheet-item">
          事项
        </th>
        <th scope="col" className="sheet-state">
          状态
        </th>
        <th scope="col">改了什么，为什么不能用</th>
      </tr>
    </thead>
    <tbody>
      {rows.map((row) => (
        <Row key={row.position} row={row} {...props} />
      ))}
    </tbody>
  </table>
)
