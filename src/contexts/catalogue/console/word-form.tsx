import { Button, Input } from 'antd'
import { type FormEvent, useState } from 'react'
import { boot, change, read, type Told } from '../../../ui/console/api.ts'
import { Key } from '../../../ui/console/facts.tsx'
import { useHotKeys } from '../../../ui/console/hot-keys.ts'
import { ProblemNote } from '../../../ui/console/notes.tsx'
import { toldOf } from '../../../ui/console/told.ts'
import { useLoad } from '../../../ui/console/use-load.ts'
import { type WordKind, wordKinds } from '../rules/words.ts'

/** A word as `GET /api/v1/words` tells it; `number` 0 is one that is shipped and untouched. */
export type WordView = {
  readonly kind: WordKind
  readonly saying: string
  readonly targets: readonly { readonly value: string; readonly name?: string }[]
  readonly removed: boolean
  readonly number: number
  readonly changedOn?: string
  readonly changedBy?: string
}
export const newWord = (saying: string): WordView => ({ kind: 'leads', saying, targets: [], removed: false, number: 0 })

type Rows = {
  readonly items: readonly { readonly code: string; readonly name: string; readonly divisionName: string }[]
  readonly intent?: string
}
type Compared = { readonly q: string; readonly before: Rows; readonly after: Rows }

const hints: Record<WordKind, string> = {
  same: '每行一个词，与上面的说法互相等同',
  leads: '每行一个目录里的词，可能性大的在前',
  intent: '每行一个基本编码，按办理的先后；可以在下面查事项加入',
}

const Results = ({ title, rows }: { readonly title: string; readonly rows: Rows }) => (
  <div>
    <h3>{title}</h3>
    {rows.intent && <p className="quiet">按“{rows.intent}”的次序</p>}
    {rows.items.length === 0 && <p>什么也没有找到</p>}
    <ol>
      {rows.items.map(({ code, name, divisionName }) => (
        <li key={code}>
          {name} <span className="quiet">{divisionName}</span>
        </li>
      ))}
    </ol>
  </div>
)

type Found = { readonly items: readonly { readonly code: string; readonly name: string }[] }
type Added = { readonly value: string; readonly name: string }

/** Finds an item by its name and gives its base code. */
const ItemPicker = ({ onAdd, onTold }: { readonly onAdd: (added: Added) => void; readonly onTold: (told: Told) => void }) => {
  const [q, setQ] = useState('')
  const query = new URLSearchParams({ site: boot().division, q, limit: '6' })
  const { data } = useLoad<Found>(q.trim().length > 1 ? `/api/v1/items?${query}` : undefined)
  const add = (code: string): void => {
    read<{ guide: { baseCode: string; name: string } }>(`/api/v1/items/${encodeURIComponent(code)}/guide`).then(
      (got) => got !== 'unchanged' && onAdd({ value: got.data.guide.baseCode, name: got.data.guide.name }),
      (error: unknown) => onTold(toldOf(error)),
    )
  }
  return (
    <>
      <label htmlFor="word-item">查事项加入</label>
      <Input id="word-item" value={q} onChange={(event) => setQ(event.target.value)} />
      <div className="acts">
        {data?.items.map(({ code, name }) => (
          <Button key={code} size="small" onClick={() => add(code)}>
            加入 {name}
          </Button>
        ))}
      </div>
    </>
  )
}

const linesOf = (text: string): string[] => [...new Set(text.split('\n').map((line) => line.trim()))].filter(Boolean)

/** One word: changed, tried on a question beside what search answers now, kept or taken away. */
export const WordForm = ({ word, onDone }: { readonly word: WordView; readonly onDone: (words?: string) => void }) => {
  const [kind, setKind] = useState(word.kind)
  const [saying, setSaying] = useState(word.saying)
  const [text, setText] = useState(word.targets.map(({ value }) => value).join('\n'))
  const [names, setNames] = useState(new Map(word.targets.map(({ value, name }) => [value, name])))
  const [q, setQ] = useState(word.saying)
  const [compared, setCompared] = useState<Compared>()
  const [told, setTold] = useState<Told>()
  const known = word.targets.length > 0 || word.removed
  const body = { kind, saying, targets: linesOf(text) }

  const run = (work: Promise<void>): void => {
    setTold(undefined)
    work.catch((error: unknown) => setTold(toldOf(error)))
  }
  const attempt = (): void =>
    run(
      change<Omit<Compared, 'q'>>('/api/v1/words/trial', { method: 'POST', body: { ...body, q: q || saying } }).then((answer) =>
        setCompared({ q: q || saying, ...answer }),
      ),
    )
  const keep = (targets: readonly string[] | null, words: string): void =>
    run(change('/api/v1/words', { method: 'PUT', body: { ...body, targets, seen: word.number } }).then(() => onDone(words)))
  const save = (): void => keep(body.targets, `“${saying}”已保存，搜索马上按新的说法。`)
  const leave = (): void => onDone()
  useHotKeys({ 'alt+t': attempt, 'ctrl+Enter': save, Escape: leave })
  const add = ({ value, name }: Added): void => {
    setText((before) => linesOf(`${before}\n${value}`).join('\n'))
    setNames((before) => new Map(before).set(value, name))
  }

  return (
    <form
      className="act word-form"
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        save()
      }}
    >
      <h2>{known ? `改“${word.saying}”` : '加一个说法'}</h2>
      <fieldset disabled={known}>
        <legend>种类</legend>
        {Object.entries(wordKinds).map(([value, name]) => (
          <label key={value}>
            <input type="radio" name="kind" checked={kind === value} onChange={() => setKind(value as WordKind)} /> {name}
          </label>
        ))}
      </fieldset>
      <label htmlFor="word-saying">说法</label>
      <Input
        id="word-saying"
        value={saying}
        disabled={known}
        autoFocus={!known}
        maxLength={30}
        onChange={(event) => setSaying(event.target.value)}
      />
      <label htmlFor="word-targets">指什么({hints[kind]})</label>
      <Input.TextArea id="word-targets" rows={5} value={text} autoFocus={known} onChange={(event) => setText(event.target.value)} />
      {kind === 'intent' && (
        <>
          <p className="quiet">{body.targets.map((code) => names.get(code) ?? code).join(' → ')}</p>
          <ItemPicker onAdd={add} onTold={setTold} />
        </>
      )}
      <label htmlFor="word-question">先试一句市民的问法</label>
      <Input id="word-question" value={q} placeholder={saying} maxLength={60} onChange={(event) => setQ(event.target.value)} />
      {told && <ProblemNote told={told} />}
      <div className="acts">
        <Button onClick={attempt}>
          试一试 <Key name="Alt+T" />
        </Button>
        <Button type="primary" htmlType="submit">
          保存 <Key name="Ctrl+Enter" />
        </Button>
        {known && !word.removed && <Button onClick={() => keep(null, `“${saying}”不再使用。`)}>不再使用</Button>}
        <Button onClick={leave}>
          取消 <Key name="Esc" />
        </Button>
      </div>
      <div role="status" className="word-trial">
        {compared && (
          <>
            <Results title={`“${compared.q}”现在`} rows={compared.before} />
            <Results title="保存以后" rows={compared.after} />
          </>
        )}
      </div>
    </form>
  )
}
