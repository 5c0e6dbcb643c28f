import { Button } from 'antd'
import type { KeyboardEvent, ReactNode } from 'react'
import { addRow, memberAt, moveRowAt, type Path, removeRowAt } from './edit-guide.ts'
import type { Column, Input } from './guide-columns.ts'
import { type Desk, Findings, idOf } from './guide-desk.tsx'

type RowsInput = Extract<Input, { as: 'rows' }>
type Props = {
  readonly desk: Desk
  readonly path: Path
  readonly input: RowsInput
  readonly inner: (at: Path, columns: readonly Column[]) => ReactNode
}

const focusRow = (path: Path, row: number): void => {
  requestAnimationFrame(() =>
    document
      .getElementById(`${idOf([...path, row])}`)
      ?.querySelector<HTMLElement>('input, textarea, [role=combobox]')
      ?.focus(),
  )
}

const titleOf = (row: Readonly<Record<string, unknown>>, name: string, i: number): string =>
  String(row.name || row.title || row.label || row.question || row.hall || `第 ${i + 1} 个${name}`)

/** Alt with an arrow moves the row, Alt+B adds behind it, Alt+Delete takes it away; the cursor follows. */
const actsOf = ({ desk, path, input }: Props, row: number, count: number) => ({
  add: () => {
    desk.edit(addRow(desk.guide, path, row, input.begin, input.id))
    focusRow(path, row + 1)
  },
  remove: () => {
    desk.edit(removeRowAt(desk.guide, path, row))
    focusRow(path, Math.min(row, count - 2))
  },
  move: (by: -1 | 1) => {
    desk.edit(moveRowAt(desk.guide, path, row, by))
    focusRow(path, row + by)
  },
})
type Acts = ReturnType<typeof actsOf>
const keys: Readonly<Record<string, (acts: Acts) => void>> = {
  arrowup: ({ move }) => move(-1),
  arrowdown: ({ move }) => move(1),
  b: ({ add }) => add(),
  delete: ({ remove }) => remove(),
}

const Buttons = ({
  acts,
  title,
  first,
  last,
}: {
  readonly acts: Acts
  readonly title: string
  readonly first: boolean
  readonly last: boolean
}) => (
  <div className="guide-row-acts">
    <Button size="small" disabled={first} aria-label={`上移${title}`} onClick={() => acts.move(-1)}>
      ↑
    </Button>
    <Button size="small" disabled={last} aria-label={`下移${title}`} onClick={() => acts.move(1)}>
      ↓
    </Button>
    <Button size="small" aria-label={`在${title}后面加`} onClick={acts.add}>
      后面加
    </Button>
    <Button size="small" danger aria-label={`删除${title}`} onClick={acts.remove}>
      删除
    </Button>
  </div>
)

const Row = (props: Props & { readonly row: number; readonly count: number; readonly value: Readonly<Record<string, unknown>> }) => {
  const { desk, path, input, inner, row, count, value } = props
  const acts = actsOf(props, row, count)
  const title = titleOf(value, input.row, row)
  const onKey = (event: KeyboardEvent): void => {
    const act = event.altKey && !event.ctrlKey && !desk.frozen ? keys[event.key.toLowerCase()] : undefined
    if (!act) return
    event.preventDefault()
    event.stopPropagation()
    act(acts)
  }
  return (
    <li id={idOf([...path, row])} className="guide-row">
      <fieldset onKeyDown={onKey}>
        <legend>
          <b className="num">{row + 1}</b> {title}
        </legend>
        {!desk.frozen && <Buttons acts={acts} title={title} first={row === 0} last={row === count - 1} />}
        {inner([...path, row], input.columns)}
        <Findings desk={desk} path={[...path, row]} />
      </fieldset>
    </li>
  )
}

/** Rows of one kind: each with its members, added, moved and taken away by key or button. */
export const Rows = (props: Props) => {
  const { desk, path, input } = props
  const rows = (memberAt(desk.guide, path) as readonly Readonly<Record<string, unknown>>[] | undefined) ?? []
  const add = (): void => {
    desk.edit(addRow(desk.guide, path, rows.length - 1, input.begin, input.id))
    focusRow(path, rows.length)
  }
  return (
    <>
      {rows.length === 0 && <p className="quiet">还没有{input.row}。</p>}
      <ol className="guide-rows">
        {rows.map((value, row) => (
          <Row key={input.id ? String(value.id ?? value.name) : row} {...props} row={row} count={rows.length} value={value} />
        ))}
      </ol>
      {!desk.frozen && <Button onClick={add}>加{input.row}</Button>}
    </>
  )
}
