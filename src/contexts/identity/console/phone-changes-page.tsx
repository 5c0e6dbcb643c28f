import { Button, Input } from 'antd'
import { useRef, useState } from 'react'
import { post } from '../../../ui/console/api.ts'
import { AskForm } from '../../../ui/console/ask-form.tsx'
import { FieldNote } from '../../../ui/console/field-note.tsx'
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
    onDone(accept ? `${line.name}的手机号已更换，各处的登录已退出。` : `没有批准，原因已告诉${line.name}。`)
  }
  const title = accept ? `批准：${line.name}的手机号换成尾号 ${line.ending}` : `不批准：${line.name}`
  return (
    <AskForm className="staff-form" title={title} word={accept ? '批准' : '不批准'} send={send} onLeave={() => onDone()}>
      <p>
        {line.unit} {line.askedByName} 看过{line.documentName}原件。原因：{line.reason}。
        {accept && '请先与窗口人员核实是本人来办。批准后各处的登录退出，新旧号码都会收到短信。'}
      </p>
      <label htmlFor="phone-opinion">{accept ? '说明(可不填)' : '不批准的原因，会告诉本人'}</label>
      <FieldNote field="opinion" of="phone-opinion" />
      <Input id="phone-opinion" autoFocus maxLength={200} value={opinion} onChange={(event) => setOpinion(event.target.value)} />
    </AskForm>
  )
}

/** What was found of a change that its owner stopped. */
type Finding = { readonly line: PhoneChangeLine; readonly genuine: boolean }
const consequence = ({ line: { state }, genuine }: Finding): string => {
  const isDone = state === 'stoppedDone'
  if (genuine) return isDone ? '帐号恢复使用，新手机号不变。' : '各处的登录退出；本人要再到窗口办理一次，那次不能再用短信链接停止。'
  return isDone
    ? '换回原手机号，密码作废，更换以后新加的登录方式和授权取消；本人用“忘记密码”重设密码。'
    : '手机号没有变，本人可以照常使用。请按规定追查这次申请。'
}
const Review = ({ line, genuine, onDone }: Finding & { readonly onDone: (words?: string) => void }) => {
  const [verdict, setVerdict] = useState('')
  const send = async (): Promise<void> => {
    await post(`${path}/${line.id}/review`, { genuine, verdict })
    onDone(`已核查，结果已告诉${line.name}。`)
  }
  const title = `${line.name}：${genuine ? '是本人到窗口办的' : '不是本人办的'}`
  return (
    <AskForm className="staff-form" title={title} word="核查完毕" send={send} onLeave={() => onDone()}>
      <p>
        {line.unit} {line.askedByName} {time(line.askedAt)} 提出，换成尾号 {line.ending}。{consequence({ line, genuine })}
      </p>
      <label htmlFor="phone-verdict">怎么核查的，例如 已看窗口录像，已电话联系本人</label>
      <FieldNote field="verdict" of="phone-verdict" />
      <Input id="phone-verdict" autoFocus maxLength={200} value={verdict} onChange={(event) => setVerdict(event.target.value)} />
    </AskForm>
  )
}

type Asked = Answering | Finding
type RowProps = { readonly line: PhoneChangeLine; readonly onAnswer: (asked: Asked) => void }
const Answers = ({ line, onAnswer }: RowProps) => (
  <>
    <Button size="small" data-row={line.id} onClick={() => onAnswer({ line, accept: true })}>
      批准
    </Button>{' '}
    <Button size="small" onClick={() => onAnswer({ line, accept: false })}>
      不批准
    </Button>
  </>
)
const Findings = ({ line, onAnswer }: RowProps) => (
  <>
    <p className="staff-wrong">{phoneChangeState[line.state]}</p>
    {line.review?.false === null && (
      <Button size="small" data-row={line.id} onClick={() => onAnswer({ line, genuine: false })}>
        {line.state === 'stoppedDone' ? '不是本人办的，换回' : '不是本人办的'}
      </Button>
    )}{' '}
    {line.review?.genuine === null && (
      <Button size="small" onClick={() => onAnswer({ line, genuine: true })}>
        是本人办的
      </Button>
    )}
    {(line.review?.false ?? line.review?.genuine) && <p className="quiet">{line.review?.false ?? line.review?.genuine}</p>}
  </>
)
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
      {line.review && <Findings line={line} onAnswer={onAnswer} />}
      {line.state === 'waits' && !line.refused && <Answers line={line} onAnswer={onAnswer} />}
      {!line.review &&
        (line.state !== 'waits' || line.refused) &&
        [phoneChangeState[line.state], line.settledByName, line.opinion].filter(Boolean).join(' ')}
    </td>
  </tr>
)

/** The alarm: an owner says that somebody else went to the window in his name. */
const Alarm = ({ items }: { readonly items: readonly PhoneChangeLine[] }) => {
  const stopped = items.filter(({ review }) => review)
  return (
    <div role="alert" className={stopped.length > 0 ? 'problem-note' : undefined}>
      {stopped.length > 0 && (
        <>
          <b>有 {stopped.length} 件，本人说不是他办的</b>
          <p>证件可能被冒用，或者窗口没有认真核对。请马上核查：问窗口人员、看录像、联系本人。核查以前，这个帐号不能再办。</p>
        </>
      )}
    </div>
  )
}

/** 窗口更换手机号: what its owner stopped, then what waits for the second person, the oldest first (S-007, S-047). J and K move between the rows. */
export const PhoneChangesPage = () => {
  const { data, problem, reload } = useLoad<PhoneChangeList>(path, 15_000)
  const [asked, setAsked] = useState<Asked>()
  const [done, setDone] = useState('')
  const table = useRef<HTMLTableElement>(null)
  useRowKeys(table)
  const finish = (words = ''): void => {
    setAsked(undefined)
    setDone(words)
    void reload()
  }
  return (
    <>
      <title>窗口更换手机号</title>
      <header className="list-head">
        <h1>窗口更换手机号</h1>
        <span className="quiet">窗口人员看过证件后提出，24 小时内批准，过时要重新来办</span>
      </header>
      <p role="status">{done}</p>
      {data && <Alarm items={data.items} />}
      {asked && 'accept' in asked && <Decide key={`${asked.line.id} ${asked.accept}`} {...asked} onDone={finish} />}
      {asked && 'genuine' in asked && <Review key={`${asked.line.id} ${asked.genuine}`} {...asked} onDone={finish} />}
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
              <th scope="col" style={{ inlineSize: 290 }}>
                办理
              </th>
            </tr>
          </thead>
          <tbody>
            {data.items.map((line) => (
              <Row key={line.id} line={line} onAnswer={setAsked} />
            ))}
          </tbody>
        </table>
      )}
    </>
  )
}
