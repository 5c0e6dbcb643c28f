import { Button, Input, Select } from 'antd'
import { type FormEvent, useState } from 'react'
import { change, type Told } from '../../../../ui/console/api.ts'
import { Key } from '../../../../ui/console/facts.tsx'
import { useHotKeys } from '../../../../ui/console/hot-keys.ts'
import { ProblemNote } from '../../../../ui/console/notes.tsx'
import { toldOf } from '../../../../ui/console/told.ts'
import { itemTypes, useLevels } from '../../terms/code-lists.ts'
import type { BaseItem } from '../../terms/directory.ts'
import '../lists/lists.css'

type Row = Pick<BaseItem, 'code' | 'name' | 'type' | 'levels' | 'basis' | 'sample'> & Partial<Pick<BaseItem, 'source' | 'publishedOn'>>
const empty: Row = { code: '', name: '', type: '01', levels: [], basis: [{ title: '' }], sample: false }
const choices = (codes: Readonly<Record<string, string>>) => Object.entries(codes).map(([value, label]) => ({ value, label }))

type BasisProps = { readonly basis: Row['basis']; readonly onChange: (basis: Row['basis']) => void }
const BasisRows = ({ basis, onChange }: BasisProps) => (
  <fieldset className="base-basis">
    <legend>设定依据</legend>
    {basis.map((one, i) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: a row has no other name than its place
      <span key={i} className="lists-acts">
        <Input
          aria-label={`第 ${i + 1} 项依据的名称`}
          placeholder="法律、法规、规章名称"
          value={one.title}
          onChange={(event) => onChange(basis.with(i, { ...one, title: event.target.value }))}
        />
        <Input
          aria-label={`第 ${i + 1} 项依据的条款`}
          placeholder="条款，例如 第七条"
          value={one.article ?? ''}
          onChange={(event) => onChange(basis.with(i, { ...one, article: event.target.value }))}
        />
        <Button disabled={basis.length === 1} aria-label={`删除第 ${i + 1} 项依据`} onClick={() => onChange(basis.toSpliced(i, 1))}>
          删除
        </Button>
      </span>
    ))}
    <Button onClick={() => onChange([...basis, { title: '' }])}>加依据</Button>
  </fieldset>
)

/** What is sent: what the entry says of itself and nothing of how it is listed; an article that was left empty is none. */
const sent = ({ name, type, levels, basis, sample, source, publishedOn }: Row) => ({
  name,
  type,
  levels,
  sample,
  ...(source === undefined ? {} : { source }),
  ...(publishedOn === undefined ? {} : { publishedOn }),
  basis: basis.map(({ title, article, text }) => ({
    title,
    ...(article?.trim() ? { article: article.trim() } : {}),
    ...(text ? { text } : {}),
  })),
})

type Props = { readonly first: Row | undefined; readonly onSaved: (said: string) => void; readonly onClose: () => void }

/** One entry of the 基本目录; Ctrl+Enter saves, Esc leaves. */
export const BaseForm = ({ first, onSaved, onClose }: Props) => {
  const [row, setRow] = useState<Row>(first ?? empty)
  const [told, setTold] = useState<Told>()
  const save = async (event?: FormEvent): Promise<void> => {
    event?.preventDefault()
    try {
      await change(`/api/v1/base-items/${encodeURIComponent(row.code)}`, { method: 'PUT', body: sent(row) })
      onSaved(`已保存“${row.name}”；各级事项和它不同的地方，在事项的编辑页里列出。`)
    } catch (error) {
      setTold(toldOf(error))
    }
  }
  useHotKeys({ 'ctrl+Enter': () => void save(), Escape: onClose })
  return (
    <form className="lists-form" onSubmit={(event) => void save(event)} aria-label={first ? `修改“${first.name}”` : '新增一项'}>
      <h2>{first ? `修改“${first.name}”` : '新增一项'}</h2>
      {told && <ProblemNote told={told} />}
      <div className="lists-field">
        <label htmlFor="base-code">基本编码(12 位)</label>
        <Input
          id="base-code"
          className="num"
          required
          maxLength={64}
          disabled={first !== undefined}
          value={row.code}
          onChange={(event) => setRow({ ...row, code: event.target.value.trim() })}
        />
      </div>
      <div className="lists-field">
        <label htmlFor="base-name">事项名称</label>
        <Input
          id="base-name"
          required
          maxLength={200}
          value={row.name}
          onChange={(event) => setRow({ ...row, name: event.target.value })}
        />
      </div>
      <div className="lists-field">
        <label htmlFor="base-type">事项类型</label>
        <Select id="base-type" value={row.type} options={choices(itemTypes)} onChange={(type: Row['type']) => setRow({ ...row, type })} />
      </div>
      <div className="lists-field">
        <label htmlFor="base-levels">行使层级</label>
        <Select
          id="base-levels"
          mode="multiple"
          optionFilterProp="label"
          placeholder="不限"
          value={[...row.levels]}
          options={choices(useLevels)}
          onChange={(levels: Row['levels'][number][]) => setRow({ ...row, levels })}
        />
      </div>
      <BasisRows basis={row.basis} onChange={(basis) => setRow({ ...row, basis })} />
      <div className="lists-acts">
        <Button type="primary" htmlType="submit">
          保存 <Key name="Ctrl ↵" />
        </Button>
        <Button onClick={onClose}>
          关闭 <Key name="Esc" />
        </Button>
      </div>
    </form>
  )
}
