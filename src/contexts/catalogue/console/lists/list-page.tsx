import { Button, Input } from 'antd'
import { useRef, useState } from 'react'
import { Link, useParams } from 'react-router'
import { change, read, type Told } from '../../../../ui/console/api.ts'
import { Key } from '../../../../ui/console/facts.tsx'
import { useHotKeys } from '../../../../ui/console/hot-keys.ts'
import { Empty, ProblemNote } from '../../../../ui/console/notes.tsx'
import { toldOf } from '../../../../ui/console/told.ts'
import { useLoad } from '../../../../ui/console/use-load.ts'
import { headsOf, listAbout } from '../../rules/lists/kinds.ts'
import './lists.css'
import type { DraftRow } from '../../terms/lists.ts'
import { type DraftView, draftAddress, emptyRow, found, sent, type TypedRow, typed } from './list-view.ts'
import { RowForm } from './row-form.tsx'

/** More rows than this are found by searching. */
const shown = 200

type Rows = { readonly view: DraftView; readonly rows: readonly DraftRow[]; readonly onOpen: (id: string) => void }

const Table = ({ view, rows, onOpen }: Rows) => {
  const wrong = new Set(view.problems.map(({ field }) => field))
  return (
    <table className="list list-wrap" aria-label={view.title}>
      <thead>
        <tr>
          {headsOf(view.kind).map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
          <th scope="col" className="number lists-narrow">
            事项
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.slice(0, shown).map((row) => (
          <tr key={row.id} className={wrong.has(row.id) ? 'lists-wrong' : undefined}>
            <td>
              <Button type="link" size="small" className="lists-open" disabled={!view.mayWrite} onClick={() => onOpen(row.id)}>
                {row.name || '没有名称'}
              </Button>
              {row.own && <span className="quiet"> 手写</span>}
            </td>
            <td>{row.department}</td>
            {Object.keys(listAbout[view.kind].columns).map((key) => (
              <td key={key}>{row.facts[key]}</td>
            ))}
            <td>{row.basis}</td>
            <td className="number">{row.codes.length}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** What the next version is: who wrote it, what it adds and takes away, who may publish it. */
const State = ({ view }: { readonly view: DraftView }) =>
  view.revision === 0 ? (
    <p className="quiet">还没有编写下一版，下面是现行版本。</p>
  ) : (
    <p>
      下一版由{view.savedBy}编写：比现行版本增加 {view.difference.added} 行、减少 {view.difference.removed} 行
      {view.problems.length > 0 && <b className="wrong">，有 {view.problems.length} 处要改</b>}。
      {view.whyNot && <span className="quiet">{view.whyNot}。</span>}
    </p>
  )

/** The acts on a draft, each answered by the draft as it is now. */
const useDraft = (first: DraftView) => {
  const [view, setView] = useState(first)
  const [told, setTold] = useState<Told>()
  const [done, setDone] = useState('')
  const busy = useRef(false)
  const address = draftAddress(first.division, first.kind)
  const act = async (work: () => Promise<string>): Promise<boolean> => {
    if (busy.current) return false
    busy.current = true
    setTold(undefined)
    try {
      setDone(await work())
      return true
    } catch (error) {
      setDone('')
      setTold(toldOf(error))
      return false
    } finally {
      busy.current = false
    }
  }
  const edit = (method: 'PATCH' | 'POST', path: string, body: object, said: string) =>
    act(async () => {
      setView(await change<DraftView>(`${address}${path}`, { method, body: { seen: view.revision, ...body } }))
      return said
    })
  const anew = async (): Promise<void> => {
    const answer = await read<DraftView>(address)
    if (answer !== 'unchanged') setView(answer.data)
  }
  return {
    view,
    told,
    done,
    put: (row: TypedRow, id?: string) => edit('PATCH', '', { put: [{ ...sent(row), ...(id ? { id } : {}) }] }, `已保存“${row.name}”。`),
    remove: (row: DraftRow) => edit('PATCH', '', { remove: [row.id] }, `已移出“${row.name}”。`),
    derive: () => edit('POST', '/derive', {}, '已由现行办事指南重新生成；手写的行没有动。'),
    discard: () => act(async () => { await change(`${address}?seen=${view.revision}`, { method: 'DELETE' }); await anew(); return '已放弃，恢复为现行版本。' }), // biome-ignore format: one act
    publish: (reason: string) =>
      act(async () => {
        const { version } = await change<{ version: number }>(`${address}/publish`, {
          method: 'POST',
          body: { seen: view.revision, reason },
        })
        await anew()
        return `已发布第 ${version} 版。`
      }),
  }
}

const Publish = ({ onPublish }: { readonly onPublish: (reason: string) => void }) => {
  const [reason, setReason] = useState('')
  return (
    <form
      className="lists-acts"
      onSubmit={(event) => {
        event.preventDefault()
        if (reason.trim()) onPublish(reason.trim())
      }}
    >
      <label htmlFor="reason">发布理由</label>
      <Input id="reason" required maxLength={200} value={reason} onChange={(event) => setReason(event.target.value)} />
      <Button type="primary" htmlType="submit">
        核对无误，发布
      </Button>
    </form>
  )
}

type Draft = ReturnType<typeof useDraft>

const Tools = ({
  draft,
  q,
  onSearch,
  onNew,
}: {
  readonly draft: Draft
  readonly q: string
  readonly onSearch: (q: string) => void
  readonly onNew: () => void
}) => {
  const { mayWrite, kind, revision } = draft.view
  return (
    <div className="lists-acts">
      <label htmlFor="rows-q">
        在清单里找 <Key name="F" />
      </label>
      <Input id="rows-q" type="search" value={q} onChange={(event) => onSearch(event.target.value)} />
      {mayWrite && (
        <Button onClick={onNew}>
          新增一行 <Key name="N" />
        </Button>
      )}
      {mayWrite && kind !== 'negative' && (
        <Button onClick={() => void draft.derive()}>
          由办事指南生成 <Key name="G" />
        </Button>
      )}
      {mayWrite && revision > 0 && <Button onClick={() => void draft.discard()}>放弃下一版</Button>}
    </div>
  )
}

const Open = ({ draft, open, onClose }: { readonly draft: Draft; readonly open: string; readonly onClose: () => void }) => {
  const { view, put, remove } = draft
  const row = view.rows.find(({ id }) => id === open)
  const save = async (typedRow: TypedRow): Promise<void> => {
    if (await put(typedRow, row?.id)) onClose()
  }
  return (
    <RowForm
      kind={view.kind}
      title={row ? `修改“${row.name}”` : '新增一行'}
      first={row ? typed(row) : emptyRow}
      problems={view.problems.filter(({ field }) => field === open).map(({ message }) => message)}
      onSave={(typedRow) => void save(typedRow)}
      onRemove={row && (() => void remove(row).then(onClose))}
      onClose={onClose}
    />
  )
}

const Editor = ({ first }: { readonly first: DraftView }) => {
  const draft = useDraft(first)
  const { view, told, done } = draft
  const [open, setOpen] = useState<string>()
  const [q, setQ] = useState('')
  const rows = found(view.rows, q)
  useHotKeys({
    ...(view.mayWrite ? { n: () => setOpen('new'), g: () => void draft.derive() } : {}),
    f: () => document.getElementById('rows-q')?.focus(),
  })
  return (
    <>
      <State view={view} />
      <Tools draft={draft} q={q} onSearch={setQ} onNew={() => setOpen('new')} />
      {view.mayPublish && <Publish onPublish={(reason) => void draft.publish(reason)} />}
      <div role="status">
        {done && <p>{done}</p>}
        {told && <ProblemNote told={told} />}
      </div>
      {open && <Open key={open} draft={draft} open={open} onClose={() => setOpen(undefined)} />}
      <p className="quiet">
        共 {rows.length} 行{rows.length > shown && `，显示前 ${shown} 行，其余请查找`}
      </p>
      {rows.length === 0 ? <Empty>没有这样的行。</Empty> : <Table view={view} rows={rows} onOpen={setOpen} />}
    </>
  )
}

/** One list: its next version is written here by one and published by another. */
export const ListPage = () => {
  const { division = '', kind = '' } = useParams()
  const { data, problem } = useLoad<DraftView>(draftAddress(division, kind))
  if (problem) return <ProblemNote told={problem} />
  if (!data) return <Empty>正在读取清单…</Empty>
  return (
    <>
      <title>{data.title}</title>
      <header className="list-head">
        <h1>{data.title}</h1>
        <Link to="/lists">全部清单</Link>
        <span className="quiet">依据：{listAbout[data.kind].article}</span>
      </header>
      <Editor key={`${division}${kind}`} first={data} />
    </>
  )
}
