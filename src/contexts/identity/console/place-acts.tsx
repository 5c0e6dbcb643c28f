import { Button, Input } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { post } from '../../../ui/console/api.ts'
import { AskForm } from '../../../ui/console/ask-form.tsx'
import { useDoing } from '../../../ui/console/doing.tsx'
import { FieldNote } from '../../../ui/console/field-note.tsx'
import type { PlaceRow } from './shapes.ts'

const officeKinds = { section: '科室', window: '窗口', station: '站点' } as const
type OfficeKind = keyof typeof officeKinds

type FormProps = { readonly node: PlaceRow; readonly onDone: (words?: string) => void }

/** 添加下级 or 改名: one name, and of a new place its kind. Enter or Ctrl+Enter sends, Esc closes. */
const NameForm = ({ node, isNew, onDone }: FormProps & { readonly isNew: boolean }) => {
  const [name, setName] = useState(isNew ? '' : node.name)
  const [kind, setKind] = useState<OfficeKind>(node.kind === 'hall' ? 'window' : 'section')
  const send = async (): Promise<void> => {
    if (isNew) await post('/api/v1/staff/places', { kind, name, under: node.id })
    else await post(`/api/v1/staff/places/${node.id}`, { name })
    onDone(isNew ? `已添加${officeKinds[kind]}“${name}”。` : `已改名为“${name}”。`)
  }
  return (
    <AskForm className="staff-form" title={isNew ? '添加下级' : '改名'} word="确定" send={send} onLeave={() => onDone()}>
      {isNew && (
        <>
          <label htmlFor="place-kind">在“{node.name}”下面添加</label>
          <select id="place-kind" value={kind} onChange={(event) => setKind(event.target.value as OfficeKind)}>
            {Object.entries(officeKinds).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </>
      )}
      <label htmlFor="place-name">名称</label>
      <FieldNote field="name" of="place-name" />
      <Input id="place-name" autoFocus value={name} maxLength={40} onChange={(event) => setName(event.target.value)} />
    </AskForm>
  )
}

/** What an administrator does with one place of the tree: add below it, rename it, turn it on or off. */
export const PlaceActs = ({ node, onDone }: FormProps) => {
  const [form, setForm] = useState<'add' | 'rename'>()
  const { run, note } = useDoing()
  const isBody = node.id === node.departmentCode
  const isOffice = node.kind in officeKinds
  const change = (body: object, words: string): void =>
    run(async () => {
      await post(`/api/v1/staff/places/${node.id}`, body)
      onDone(words)
    })
  const finish = (words?: string): void => {
    setForm(undefined)
    if (words) onDone(words)
  }
  const turn = node.active ? '停用' : '启用'
  const decides = node.centralised ? '不再是集中审批机关' : '设为集中审批机关'
  if (form) return <NameForm node={node} isNew={form === 'add'} onDone={finish} />
  return (
    <div className="acts act-row">
      {isBody && <Link to={`/staff?department=${node.id}`}>看这里的人员</Link>}
      {((isBody && node.active) || node.kind === 'hall') && <Button onClick={() => setForm('add')}>添加下级</Button>}
      {isOffice && <Button onClick={() => setForm('rename')}>改名</Button>}
      {(isBody || isOffice) && <Button onClick={() => change({ active: !node.active }, `“${node.name}”已${turn}。`)}>{turn}</Button>}
      {isBody && <Button onClick={() => change({ centralised: !node.centralised }, `“${node.name}”已${decides}。`)}>{decides}</Button>}
      {note}
    </div>
  )
}
