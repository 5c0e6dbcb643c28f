import { Button } from 'antd'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { Key } from '../../../ui/console/facts.tsx'
import { useHotKeys } from '../../../ui/console/hot-keys.ts'
import { Empty, ProblemNote } from '../../../ui/console/notes.tsx'
import { useLoad } from '../../../ui/console/use-load.ts'
import { wordKinds } from '../rules/words.ts'
import { newWord, WordForm, type WordView } from './word-form.tsx'

/** `GET /api/v1/words`. */
type Words = {
  readonly items: readonly WordView[]
  readonly unanswered: readonly { readonly question: string; readonly times: number; readonly lastOn: string }[]
  readonly changes: readonly {
    readonly number: number
    readonly saying: string
    readonly before: readonly string[] | null
    readonly after: readonly string[] | null
    readonly on: string
    readonly by: string
  }[]
}

const targetsText = ({ kind, targets, removed }: WordView): string => {
  if (removed) return '不再使用'
  return targets.map(({ value, name }) => name ?? value).join(kind === 'intent' ? ' → ' : '、')
}

const Unanswered = ({ rows, onPick }: { readonly rows: Words['unanswered']; readonly onPick: (question: string) => void }) => (
  <section>
    <h2>近 30 天没有查到的</h2>
    {rows.length === 0 && <Empty>没有查不到的问题。</Empty>}
    <ul className="process-items">
      {rows.map(({ question, times, lastOn }) => (
        <li key={question}>
          <Button size="small" onClick={() => onPick(question)}>
            加说法<span className="sr">：{question}</span>
          </Button>{' '}
          {question}{' '}
          <span className="quiet">
            {times} 次，最近 {lastOn}
          </span>
        </li>
      ))}
    </ul>
  </section>
)

const Changes = ({ rows }: { readonly rows: Words['changes'] }) => (
  <details>
    <summary>谁改过什么({rows.length})</summary>
    <ul className="process-items">
      {rows.map(({ number, saying, before, after, on, by }) => (
        <li key={number}>
          {on} {by}：“{saying}” {before?.join('、') ?? '没有'} → {after?.join('、') ?? '不再使用'}
        </li>
      ))}
    </ul>
  </details>
)

const WordTable = ({ rows, onPick }: { readonly rows: readonly WordView[]; readonly onPick: (word: WordView) => void }) => (
  <table className="word-table">
    <caption className="sr">搜索用词</caption>
    <thead>
      <tr>
        <th scope="col">说法</th>
        <th scope="col">种类</th>
        <th scope="col">指什么</th>
        <th scope="col">来历</th>
      </tr>
    </thead>
    <tbody>
      {rows.map((word) => (
        <tr key={`${word.kind} ${word.saying}`}>
          <th scope="row">
            <Button type="link" size="small" onClick={() => onPick(word)}>
              {word.saying}
            </Button>
          </th>
          <td>{wordKinds[word.kind]}</td>
          <td>{targetsText(word)}</td>
          <td className="quiet">{word.changedOn ? `${word.changedBy} ${word.changedOn}` : '自带'}</td>
        </tr>
      ))}
    </tbody>
  </table>
)

const matches = ({ saying, targets }: WordView, q: string): boolean =>
  saying.includes(q) || targets.some(({ value, name }) => value.includes(q) || name?.includes(q))

/** 搜索用词: the sayings search understands, what citizens asked in vain, and a word tried before it is kept. */
export const WordsPage = () => {
  const [params, setParams] = useSearchParams()
  const q = params.get('q') ?? ''
  const { data, problem, reload } = useLoad<Words>('/api/v1/words')
  const [word, setWord] = useState<WordView>()
  const [done, setDone] = useState<string>()
  useHotKeys({ 'alt+n': () => setWord(newWord('')) })
  const finish = (words?: string): void => {
    setWord(undefined)
    setDone(words)
    if (words) void reload()
  }
  const rows = data?.items.filter((one) => q === '' || matches(one, q)) ?? []
  return (
    <>
      <title>搜索用词</title>
      <header className="list-head">
        <h1>搜索用词</h1>
        {data && <span className="quiet">{data.items.length} 个说法</span>}
        <Button onClick={() => setWord(newWord(''))}>
          加一个说法 <Key name="Alt+N" />
        </Button>
      </header>
      {problem && <ProblemNote told={problem} />}
      <p role="status">{done}</p>
      {word && <WordForm key={`${word.kind} ${word.saying} ${word.number}`} word={word} onDone={finish} />}
      {data && <Unanswered rows={data.unanswered} onPick={(question) => setWord(newWord(question))} />}
      <section>
        <h2>全部说法</h2>
        <search className="process-search">
          <label htmlFor="words">查说法</label>
          <input
            id="words"
            type="search"
            value={q}
            onChange={(event) => setParams(event.target.value ? { q: event.target.value } : {}, { replace: true })}
          />
        </search>
        {data && rows.length === 0 && <Empty>没有这样的说法。</Empty>}
        {rows.length > 0 && <WordTable rows={rows} onPick={setWord} />}
      </section>
      {data && <Changes rows={data.changes} />}
    </>
  )
}
