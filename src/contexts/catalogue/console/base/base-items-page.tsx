import { Button, Select } from 'antd'
import { type FormEvent, useState } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { change, type Told } from '../../../../ui/console/api.ts'
import { Key } from '../../../../ui/console/facts.tsx'
import { useHotKeys } from '../../../../ui/console/hot-keys.ts'
import { Empty, ProblemNote } from '../../../../ui/console/notes.tsx'
import { toldOf } from '../../../../ui/console/told.ts'
import { useLoad } from '../../../../ui/console/use-load.ts'
import { itemTypes, useLevels } from '../../terms/code-lists.ts'
import type { BaseItem } from '../../terms/directory.ts'
import { BaseForm } from './base-form.tsx'

type Line = BaseItem & { readonly carriedOut: number }
type Found = { readonly items: readonly Line[]; readonly next: string | null; readonly mayWrite: boolean }
type Bodies = { readonly items: readonly { readonly code: string; readonly name: string }[] }
type Exists = Told & { readonly code?: string }

const basisText = ({ basis }: BaseItem): string =>
  basis.map(({ title, article }) => `《${title.replace(/^《|》$/g, '')}》${article ?? ''}`).join('；')

type RowProps = {
  readonly line: Line
  readonly mayWrite: boolean
  readonly canBegin: boolean
  readonly onBegin: () => void
  readonly onEdit: () => void
}
const Row = ({ line, mayWrite, canBegin, onBegin, onEdit }: RowProps) => (
  <tr>
    <td>
      {line.name} {line.sample && <span className="quiet">示例数据</span>}
      <br />
      <span className="quiet num">{line.code}</span>
    </td>
    <td>{itemTypes[line.type]}</td>
    <td>{line.levels.map((level) => useLevels[level]).join('、') || '不限'}</td>
    <td>{basisText(line)}</td>
    <td className="number">
      <a
        href={`/lists/catalogue/${encodeURIComponent(line.code)}`}
        target="_blank"
        rel="noopener"
        aria-label={`“${line.name}”的 ${line.carriedOut} 个实施清单`}
      >
        {line.carriedOut}
      </a>
    </td>
    <td>
      <Button size="small" disabled={!canBegin} aria-label={`按“${line.name}”新增事项`} onClick={onBegin}>
        新增事项
      </Button>{' '}
      {mayWrite && (
        <Button size="small" aria-label={`修改“${line.name}”`} onClick={onEdit}>
          修改
        </Button>
      )}
    </td>
  </tr>
)

/** Begins the draft of a new item and goes to its editor; one that exists is told with the way to it. */
const useBegin = () => {
  const navigate = useNavigate()
  const [told, setTold] = useState<Exists>()
  const begin = async (base: string, body: string): Promise<void> => {
    try {
      const { code } = await change<{ code: string }>('/api/v1/catalogue/items', { method: 'POST', body: { base, body } })
      navigate(`/catalogue/${encodeURIComponent(code)}`)
    } catch (error) {
      setTold(toldOf(error))
    }
  }
  return { begin, told }
}

type TableProps = {
  readonly found: Found
  readonly body: string | undefined
  readonly begin: (base: string, body: string) => Promise<void>
  readonly onEdit: (line: Line) => void
}
const Table = ({ found, body, begin, onEdit }: TableProps) => (
  <table className="list list-wrap" aria-label="基本目录">
    <thead>
      <tr>
        {['事项', '类型', '行使层级', '设定依据'].map((head) => (
          <th key={head} scope="col">
            {head}
          </th>
        ))}
        <th scope="col" className="number">
          实施清单
        </th>
        <th scope="col">办理</th>
      </tr>
    </thead>
    <tbody>
      {found.items.map((line) => (
        <Row
          key={line.code}
          line={line}
          mayWrite={found.mayWrite}
          canBegin={body !== undefined}
          onBegin={() => body && void begin(line.code, body)}
          onEdit={() => onEdit(line)}
        />
      ))}
    </tbody>
  </table>
)

const Search = ({ q, onSearch }: { readonly q: string; readonly onSearch: (q: string) => void }) => (
  <search>
    <form
      className="process-search"
      onSubmit={(event: FormEvent<HTMLFormElement>) => {
        event.preventDefault()
        onSearch(String(new FormData(event.currentTarget).get('q') ?? '').trim())
      }}
    >
      <label htmlFor="base-q">
        名称或者基本编码 <Key name="F" />
      </label>
      <input id="base-q" name="q" type="search" defaultValue={q} />
    </form>
  </search>
)

/** What was done, or why not, with the way to an item that exists already. */
const Outcome = ({ said, told }: { readonly said: string; readonly told: Exists | undefined }) => (
  <div role="status">
    {said && <p>{said}</p>}
    {told && <ProblemNote told={told} more={told.code && <Link to={`/catalogue/${encodeURIComponent(told.code)}`}>打开这个事项</Link>} />}
  </div>
)

/** Who will carry the new item out; one's own body is not asked for. */
const useBody = () => {
  const { data } = useLoad<Bodies>('/api/v1/catalogue/bodies')
  const [chosen, setChosen] = useState<string>()
  const all = data?.items ?? []
  const body = chosen ?? (all.length === 1 ? all[0]?.code : undefined)
  const choice = all.length > 1 && (
    <p className="lists-acts">
      <label htmlFor="body">新事项的实施主体</label>
      <Select
        id="body"
        className="base-body"
        showSearch
        optionFilterProp="label"
        placeholder="先选实施主体"
        value={body ?? null}
        options={all.map(({ code, name }) => ({ value: code, label: name }))}
        onChange={setChosen}
      />
    </p>
  )
  return { body, choice }
}

type ListProps = { readonly data: Found; readonly reload: () => Promise<void>; readonly q: string; readonly after: string }
const Entries = ({ data, reload, q, after }: ListProps) => {
  const [editing, setEditing] = useState<Line | 'new'>()
  const [said, say] = useState('')
  const { body, choice } = useBody()
  const { begin, told } = useBegin()
  useHotKeys(data.mayWrite ? { n: () => setEditing('new') } : {})
  const saved = (words: string): void => {
    say(words)
    setEditing(undefined)
    void reload()
  }
  const first = editing === 'new' ? undefined : editing
  return (
    <>
      {data.mayWrite && (
        <Button onClick={() => setEditing('new')}>
          新增一项 <Key name="N" />
        </Button>
      )}
      {choice}
      <Outcome said={said} told={told} />
      {editing && <BaseForm key={first?.code ?? 'new'} first={first} onSaved={saved} onClose={() => setEditing(undefined)} />}
      {data.items.length === 0 ? <Empty>基本目录里没有找到。</Empty> : <Table found={data} body={body} begin={begin} onEdit={setEditing} />}
      <p className="lists-acts">
        {after !== '' && <Link to={`?${new URLSearchParams({ q })}`}>回到第一页</Link>}
        {data.next && <Link to={`?${new URLSearchParams({ q, after: data.next })}`}>下一页</Link>}
      </p>
    </>
  )
}

/** 基本目录: the region's entries, from which a new item is begun; the 政务服务管理部门 of the city writes in it. */
export const BaseItemsPage = () => {
  const [params, setParams] = useSearchParams()
  const [q, after] = [params.get('q') ?? '', params.get('after') ?? '']
  const { data, problem, reload } = useLoad<Found>(`/api/v1/base-items?${new URLSearchParams({ q, after })}`)
  useHotKeys({ f: () => document.getElementById('base-q')?.focus() })
  return (
    <>
      <title>基本目录</title>
      <header className="list-head">
        <h1>基本目录</h1>
        <span className="quiet">名称、编码、依据、类型各级统一；新增的事项照它编写</span>
      </header>
      <Search q={q} onSearch={(text) => setParams({ q: text })} />
      {problem && <ProblemNote told={problem} />}
      {data && <Entries data={data} reload={reload} q={q} after={after} />}
    </>
  )
}
