import { Button, Input } from 'antd'
import { type FormEvent, useState } from 'react'
import { Key } from '../../../../ui/console/facts.tsx'
import { useHotKeys } from '../../../../ui/console/hot-keys.ts'
import { listAbout } from '../../rules/lists/kinds.ts'
import type { ListKind } from '../../terms/lists.ts'
import type { TypedRow } from './list-view.ts'

type Props = {
  readonly kind: ListKind
  readonly first: TypedRow
  readonly title: string
  readonly problems: readonly string[]
  readonly onSave: (row: TypedRow) => void
  readonly onRemove?: (() => void) | undefined
  readonly onClose: () => void
}

/** One row of a list, member by member; Ctrl+Enter saves, Esc leaves. */
export const RowForm = ({ kind, first, title, problems, onSave, onRemove, onClose }: Props) => {
  const [row, setRow] = useState(first)
  const { name, department, columns } = listAbout[kind]
  const save = (event?: FormEvent): void => {
    event?.preventDefault()
    onSave(row)
  }
  useHotKeys({ 'ctrl+Enter': () => save(), Escape: onClose })
  const line = (id: string, label: string, value: string, set: (text: string) => TypedRow, rows = 1) => (
    <div className="lists-field">
      <label htmlFor={`row-${id}`}>{label}</label>
      <Input.TextArea
        id={`row-${id}`}
        rows={rows}
        value={value}
        onChange={(event) => setRow(set(event.target.value))}
        autoFocus={id === 'name'}
      />
    </div>
  )
  return (
    <form className="lists-form" onSubmit={save} aria-label={title}>
      <h2>{title}</h2>
      {problems.map((words) => (
        <p key={words} className="wrong">
          {words}
        </p>
      ))}
      {line('name', name, row.name, (text) => ({ ...row, name: text }))}
      {line('department', department, row.department, (text) => ({ ...row, department: text }))}
      {Object.entries(columns).map(([key, label]) => (
        <div key={key}>{line(key, label, row.facts[key] ?? '', (text) => ({ ...row, facts: { ...row.facts, [key]: text } }))}</div>
      ))}
      {line('basis', '依据', row.basis, (text) => ({ ...row, basis: text }), 2)}
      {line('codes', '对应事项的编码，一行一个', row.codes, (text) => ({ ...row, codes: text }), 2)}
      <div className="lists-acts">
        <Button type="primary" htmlType="submit">
          保存这一行 <Key name="Ctrl ↵" />
        </Button>
        {onRemove && <Button onClick={onRemove}>移出清单</Button>}
        <Button onClick={onClose}>
          关闭 <Key name="Esc" />
        </Button>
      </div>
    </form>
  )
}
