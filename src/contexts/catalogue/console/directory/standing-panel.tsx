import { Button, Input } from 'antd'
import { type FormEvent, useState } from 'react'
import { change, type Told } from '../../../../ui/console/api.ts'
import { Facts, Key } from '../../../../ui/console/facts.tsx'
import { useHotKeys } from '../../../../ui/console/hot-keys.ts'
import { Empty, ProblemNote } from '../../../../ui/console/notes.tsx'
import { toldOf } from '../../../../ui/console/told.ts'
import { useLoad } from '../../../../ui/console/use-load.ts'
import { stateAfter } from '../../rules/standing.ts'
import type { ChangeKind, PlannedChange, StandingEntry } from '../../terms/directory.ts'
import type { ItemStanding } from '../../terms.ts'
import '../lists/lists.css'

/** `GET /api/v1/items/{code}/standing`. */
type StandingView = ItemStanding & {
  readonly history: readonly StandingEntry[]
  readonly planned: readonly PlannedChange[]
  readonly codeNotes: readonly string[]
}

const states = { published: '正在办理', suspended: '暂停办理', cancelled: '已取消' } as const
const entryText = ({ on, change: kind, reason, by }: Pick<StandingEntry, 'on' | 'change' | 'reason' | 'by'>): string =>
  `${on} ${kind}:${reason}(${by})`

const Order = ({ address, onDone }: { readonly address: string; readonly onDone: (said: string) => void }) => {
  const [kind, setKind] = useState<ChangeKind>('调整')
  const [told, setTold] = useState<Told>()
  const order = async (form: HTMLFormElement): Promise<void> => {
    const data = new FormData(form)
    const successor = String(data.get('successor') ?? '').trim()
    const body = { change: kind, on: String(data.get('on')), reason: String(data.get('reason')), ...(successor ? { successor } : {}) }
    try {
      const planned = await change<PlannedChange>(address, { method: 'POST', body })
      setTold(undefined)
      onDone(`已登记：${entryText(planned)}。`)
    } catch (error) {
      setTold(toldOf(error))
    }
  }
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    void order(event.currentTarget)
  }
  useHotKeys({ 'ctrl+Enter': () => document.querySelector<HTMLFormElement>('#order')?.requestSubmit() })
  return (
    <form id="order" className="lists-form" onSubmit={submit} aria-label="登记变动">
      <div className="lists-field">
        <label htmlFor="change">变动</label>
        <select id="change" value={kind} onChange={(event) => setKind(event.target.value as ChangeKind)}>
          {Object.keys(stateAfter).map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
      </div>
      <div className="lists-field">
        <label htmlFor="on">生效日期</label>
        <input id="on" name="on" type="date" required />
      </div>
      <div className="lists-field">
        <label htmlFor="reason">原因和依据</label>
        <Input.TextArea id="reason" name="reason" rows={2} maxLength={400} required />
      </div>
      {stateAfter[kind] === 'cancelled' && (
        <div className="lists-field">
          <label htmlFor="successor">承接的事项编码(选填)</label>
          <Input id="successor" name="successor" maxLength={100} />
        </div>
      )}
      {told && <ProblemNote told={told} />}
      <div className="lists-acts">
        <Button type="primary" htmlType="submit">
          登记 <Key name="Ctrl ↵" />
        </Button>
      </div>
    </form>
  )
}

const Planned = ({
  planned,
  onWithdraw,
}: {
  readonly planned: readonly PlannedChange[]
  readonly onWithdraw: (one: PlannedChange) => void
}) => (
  <ul className="process-items">
    {planned.map((one) => (
      <li key={one.id}>
        {entryText(one)}{' '}
        <Button size="small" onClick={() => onWithdraw(one)}>
          撤回<span className="sr">：{one.change}</span>
        </Button>
      </li>
    ))}
  </ul>
)

/** How one item stands, what happened to it, what is still to come, and the form of the next change. */
export const StandingPanel = ({ code, onChange }: { readonly code: string; readonly onChange: () => Promise<void> }) => {
  const address = `/api/v1/items/${encodeURIComponent(code)}/standing`
  const { data, problem, reload } = useLoad<StandingView>(address)
  const [done, setDone] = useState('')
  const [told, setTold] = useState<Told>()
  const after = (said: string): void => {
    setDone(said)
    void reload()
    void onChange()
  }
  const withdraw = async (one: PlannedChange): Promise<void> => {
    try {
      await change(`${address}/${one.id}`, { method: 'DELETE' })
      setTold(undefined)
      after('已撤回。')
    } catch (error) {
      setTold(toldOf(error))
    }
  }
  if (problem) return <ProblemNote told={problem} />
  if (!data) return <Empty>正在读取事项…</Empty>
  return (
    <section aria-label={data.name}>
      <h2>{data.name}</h2>
      <Facts
        rows={[
          ['状态', [states[data.state], data.on && `自 ${data.on} 起`, data.reason].filter(Boolean).join(',')],
          ['编码', [code, ...data.codeNotes].join('\n')],
          ['变动历史', data.history.map(entryText).join('\n') || '没有变动过'],
        ]}
      />
      {data.planned.length > 0 && <Planned planned={data.planned} onWithdraw={(one) => void withdraw(one)} />}
      <div role="status">
        {done && <p>{done}</p>}
        {told && <ProblemNote told={told} />}
      </div>
      <Order address={address} onDone={after} />
    </section>
  )
}
