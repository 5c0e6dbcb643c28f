import { Button, Input } from 'antd'
import { useRef, useState } from 'react'
import { post } from '../../../ui/console/api.ts'
import { AskForm } from '../../../ui/console/ask-form.tsx'
import { useRowKeys } from '../../../ui/console/list-page.tsx'
import { Empty, ProblemNote } from '../../../ui/console/notes.tsx'
import { useLoad } from '../../../ui/console/use-load.ts'
import { type PhoneChangeLine, type PhoneChangeList, phoneChangeState } from './shapes.ts'

const path = '/api/v1/phone-changes'
const time = (instant: string): string =>
  new Date(instant).toLocaleString('zh-CN', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'short' })

/** What the second person says: yes at once, or no with a reason. */
type Answering = { readonly line: PhoneChangeLine; readonly accept: boolean }
const Decide = ({ line, accept, onDone }: Answering & { readonly onDone: (words?: string) => void }) => {
  const [opinion, setOpinion] = useState('')
  const send = async (): Promise<void> => {
    await post(`${path}/${line.id}`, { accept, opinion })
    onDone(accept ? `${line.name}的手机号已更换,各处的登录已退出。` : `没有批准,原因已告诉${line.name}。`)
  }
  const title = accept ? `批准:${line.name}的手机号换成尾号 ${line.ending}` : `不批准:${line.name}`
  return (
    <AskForm className="staff-form" title={title} word={accept ? '批准' : '不批准'} send={send} onLeave={() => onDone()}>
      <p>
        {line.unit} {line.askedByName} 看过{line.documentName}原件。原因:{line.reason}。
        {accept && '请先与窗口人员核实是本人来办。批准后各处的登录退出,新旧号码都会收到短信。'}
      </p>
      <label htmlFor="phone-opinion">{accept ? '说明(可不填)' : '不批准的原因,会告诉本人'}</label>
      <Input id="phone-opinion" autoFocus maxLength={200} value={opinion} onChange={(event) => setOpinion(event.target.value)} />
    </AskForm>
  )
}

type RowProps = { readonly line: PhoneChangeLine; readonly onAnswer: (answering: Answering) => void }
const Row = ({ line, onAnswer }: RowProps) => (
  <tr>
    <td>{line.name}</td>
    <td className="num">{line.ending}</td>
    <td>{line.reason}</td>
    <td>
      {line.unit} {line.askedByName}
    </td>
    <td className="num">{time(line.askedAt)}</td>
    <td className="staff-answer">
      {line.state === 'waits' && !line.refused ? (
        <>
          <Button size="small" data-row={line.id} onClick={() => onAnswer({ line, accept: true })}>
            批准
          </Button>{' '}
          <Button size="small" onClick={() => onAnswer({ line, accept: false })}>
            不批准
          </Button>
        </>
      ) : (
        [phoneChangeState[line.state], line.decidedByName, line.opinion].filter(Boolean).join(' ')
      )}
    </td>
  </tr>
)

/** 窗口更换手机号: what waits for the second person, the oldest first (S-007, S-047). J and K move between the rows. */
export const PhoneChangesPage = () => {
  const { data, problem, reload } = useLoad<PhoneChangeList>(path, 15_000)
  const [answering, setAnswering] = useState<Answering>()
  const [done, setDone] = useState('')
  const table = useRef<HTMLTableElement>(null)
  useRowKeys(table)
  const finish = (words = ''): void => {
    setAnswering(undefined)
    setDone(words)
    void reload()
  }
  return (
    <>
      <title>窗口更换手机号</title>
      <header className="list-head">
        <h1>窗口更换手机号</h1>
        <span className="quiet">窗口人员看过证件后提出,24 小时内批准,过时要重新来办</span>
      </header>
      <p role="status">{done}</p>
      {answering && <Decide key={`${answering.line.id} ${answering.accept}`} {...answering} onDone={finish} />}
      {problem && <ProblemNote told={problem} />}
      {data?.items.length === 0 && <Empty>没有等批准的更换。</Empty>}
      {data && data.items.length > 0 && (
        <table className="list list-wrap" aria-label="窗口更换手机号" ref={table}>
          <thead>
            <tr>
              <th scope="col">姓名</th>
              <th scope="col">新号尾号</th>
              <th scope="col">原因</th>
              <th scope="col">窗口</th>
              <th scope="col">提出</th>
              <th scope="col">办理</th>
            </tr>
          </thead>
          <tbody>
            {data.items.map((line) => (
              <Row key={line.id} line={line} onAnswer={setAnswering} />
            ))}
          </tbody>
        </table>
      )}
    </>
  )
}
