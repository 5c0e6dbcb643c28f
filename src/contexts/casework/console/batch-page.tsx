import { Button, Progress } from 'antd'
import { useEffect, useState } from 'react'
import { Link, useLocation, useParams } from 'react-router'
import { ApiError, change, type Told } from '../../../ui/console/api.ts'
import { Key } from '../../../ui/console/facts.tsx'
import { useHotKeys } from '../../../ui/console/hot-keys.ts'
import { Empty, ProblemNote } from '../../../ui/console/notes.tsx'
import { useLoad } from '../../../ui/console/use-load.ts'
import { type ActName, acts } from '../terms.ts'
import { type BatchCase, BatchCases } from './batch-cases.tsx'

/** `GET /api/v1/batches/{id}`. */
export type BatchView = {
  readonly id: string
  readonly act: ActName
  readonly state: 'waiting' | 'running' | 'done' | 'cancelled'
  readonly sendAt: string
  readonly total: number
  readonly done: number
  readonly refused: number
  readonly cases: readonly BatchCase[]
}

const isOver = (state: BatchView['state'] | undefined): boolean => state === 'done' || state === 'cancelled'

/** Whole seconds until a batch is sent; 0 when it is on its way. */
const useCountdown = (sendAt: string | undefined): number => {
  const left = (): number => (sendAt ? Math.max(0, Math.ceil((Date.parse(sendAt) - Date.now()) / 1000)) : 0)
  const [seconds, setSeconds] = useState(left)
  useEffect(() => {
    const timer = setInterval(() => setSeconds(left()), 250)
    return () => clearInterval(timer)
  })
  return seconds
}

const Waiting = ({ seconds, onUndo }: { readonly seconds: number; readonly onUndo: () => void }) => (
  <div className="batch-wait">
    {seconds > 0 ? (
      <>
        <p role="status">{`已安排，还没有发出。现在可以撤销。`}</p>
        <p>
          还有 <b className="num">{seconds}</b> 秒发出
        </p>
        <Button danger onClick={onUndo}>
          撤销，一件都不办 <Key name="Z" />
        </Button>
      </>
    ) : (
      <p role="status">正在发出…</p>
    )}
  </div>
)

const outcomeWords = ({ state, total, done, refused }: BatchView): string => {
  if (state === 'cancelled') return `已撤销，${total} 件都没有办。`
  if (state === 'done') return `办完了：办成 ${done} 件，未办成 ${refused} 件。`
  return `共 ${total} 件，办成 ${done} 件，未办成 ${refused} 件。`
}

const Batch = ({ batch, reload }: { readonly batch: BatchView; readonly reload: () => Promise<void> }) => {
  const seconds = useCountdown(batch.sendAt)
  const [told, setTold] = useState<Told>()
  const undo = async (): Promise<void> => {
    try {
      await change(`/api/v1/batches/${batch.id}`, { method: 'DELETE' })
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setTold(error.told)
    }
    await reload()
  }
  const mayUndo = batch.state === 'waiting' && seconds > 0
  useHotKeys(mayUndo ? { z: () => void undo() } : {})
  return (
    <>
      {batch.state === 'waiting' && <Waiting seconds={seconds} onUndo={() => void undo()} />}
      {told && <ProblemNote told={told} />}
      {batch.state !== 'cancelled' && (
        <Progress
          percent={Math.floor(((batch.done + batch.refused) / batch.total) * 100)}
          aria-label="成批办理的进度"
          status={batch.state === 'done' && batch.refused === 0 ? 'success' : 'normal'}
        />
      )}
      <p role="status" className={batch.state === 'done' ? (batch.refused > 0 ? 'partly' : 'success') : undefined}>
        {outcomeWords(batch)}
      </p>
      {batch.refused > 0 && (
        <p>
          <a href={`/api/v1/batches/${batch.id}/refusals.xlsx`} download>
            导出未办成的 {batch.refused} 件(xlsx)
          </a>
        </p>
      )}
      {batch.state !== 'waiting' && batch.state !== 'cancelled' && <BatchCases cases={batch.cases} />}
    </>
  )
}

/** A batch after it was ordered: the seconds in which it can be taken back, how far it is, what was refused and why. */
export const BatchPage = () => {
  const { id } = useParams()
  const from = useLocation().state as { readonly list?: string } | null
  const [over, setOver] = useState(false)
  const { data, problem, reload } = useLoad<BatchView>(id && `/api/v1/batches/${id}`, over ? undefined : 1000)
  useEffect(() => setOver(isOver(data?.state)), [data?.state])
  if (problem) return <ProblemNote told={problem} more={<Link to="/">回到工作台</Link>} />
  if (!data) return id ? null : <Empty>没有这个批次。</Empty>
  return (
    <>
      <title>{`成批${acts[data.act]} - 办件台`}</title>
      <header className="list-head">
        <h1>
          成批{acts[data.act]} {data.total} 件
        </h1>
        {from?.list ? <Link to={from.list}>回到列表</Link> : <Link to="/">回到工作台</Link>}
      </header>
      <Batch batch={data} reload={reload} />
    </>
  )
}
