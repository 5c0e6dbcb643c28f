import { Button } from 'antd'
import { read } from '../../../ui/console/api.ts'
import { Key } from '../../../ui/console/facts.tsx'
import { useHotKeys } from '../../../ui/console/hot-keys.ts'
import { mostInBatch } from '../rules/batch.ts'
import { BatchPanel } from './batch-panel.tsx'
import { PrintCases } from './print-cases.tsx'
import type { WorkPage } from './shapes.ts'

type Props = {
  readonly chosen: ReadonlySet<string>
  /** More was chosen than a batch holds. */
  readonly isFull: boolean
  readonly ordering: boolean
  readonly list: string
  readonly query: URLSearchParams
  readonly onOrder: (on: boolean) => void
  readonly onChoose: (nos: readonly string[]) => void
  readonly onClear: () => void
}

/** The first cases of a list by its filter, as many as a batch holds: two pages of a hundred. */
const firstOf = async (list: string, query: URLSearchParams): Promise<string[]> => {
  const nos: string[] = []
  let after: string | undefined
  do {
    const page = new URLSearchParams(query)
    page.set('limit', '100')
    page.delete('after')
    if (after) page.set('after', after)
    const got = await read<WorkPage>(`/api/v1/worklists/${list}?${page}`)
    if (got === 'unchanged') break
    nos.push(...got.data.items.map(({ no }) => no))
    after = got.data.next
  } while (after && nos.length < mostInBatch)
  return nos.slice(0, mostInBatch)
}

/** What can be done with the chosen cases. A chooses as many of the list as a batch holds, B opens what can be done, as buttons do. */
export const BatchBar = ({ chosen, isFull, ordering, list, query, onOrder, onChoose, onClear }: Props) => {
  const chooseFirst = (): void => void firstOf(list, query).then(onChoose)
  useHotKeys(ordering ? {} : { a: chooseFirst, ...(chosen.size > 0 ? { b: () => onOrder(true) } : {}) })
  if (chosen.size === 0) return null
  return (
    <section className="batch" aria-label="成批办理">
      <div className="batch-bar">
        <b role="status">已选 {chosen.size} 件</b>
        {isFull && <span className="wrong">一批最多 {mostInBatch} 件，超出的没有选上</span>}
        {!ordering && (
          <Button type="primary" onClick={() => onOrder(true)}>
            成批办理 <Key name="B" />
          </Button>
        )}
        {!ordering && <PrintCases cases={[...chosen]} />}
        <Button onClick={chooseFirst}>
          选中本列表前 {mostInBatch} 件 <Key name="A" />
        </Button>
        <Button onClick={onClear}>清除选择</Button>
      </div>
      {ordering && <BatchPanel key={[...chosen].join(' ')} cases={[...chosen]} onClose={() => onOrder(false)} />}
    </section>
  )
}
