import { Button, Input } from 'antd'
import { useState } from 'react'
import { policyOf } from '../rules/change-kinds.ts'
import { changesBetween } from '../rules/changes.ts'
import { draftActs } from '../rules/draft-course.ts'
import { draftEntries, type ReturnReason } from '../terms/draft.ts'
import type { Guide } from '../terms.ts'
import { sections } from './guide-elements.ts'
import type { ItemView } from './use-draft.ts'

const labels = new Map<string, string>(sections.flatMap(({ elements }) => elements.map(({ key, label }) => [key, label])))
/** The name of an element of a guide as the editor shows it. */
export const labelOf = (element: string): string => labels.get(element.split('.')[0] ?? '') ?? (element === 'whole' ? '整体' : element)

const drafts = { reopen: '要重新确认', drop: '不用再办', tell: '会告知', quiet: '不打扰' } as const
const cases = { pinned: '照旧', favours: '从轻适用', newest: '用最新', none: '不涉及' } as const

/** What the draft changes of the version in force, and what that does to those who have begun to apply. */
export const Differences = ({ view, guide }: { readonly view: ItemView; readonly guide: Guide }) => {
  const { underWay, inForce } = view
  if (!inForce) return <p>新事项，还没有发布过。</p>
  const changes = changesBetween(inForce.guide, guide)
  if (changes.length === 0) return <p>和现行第 {inForce.version} 版没有差别。</p>
  return (
    <>
      <p>
        现在有 <b>{underWay.drafts}</b> 份申请草稿、<b>{underWay.cases}</b> 件在办件。发布以后:
      </p>
      <table className="list list-wrap" aria-label="与现行版本的差异">
        <thead>
          <tr>
            <th>差异</th>
            <th className="differences-policy">申请草稿</th>
            <th className="differences-policy">在办件</th>
          </tr>
        </thead>
        <tbody>
          {changes.map((one) => {
            const policy = policyOf(one)
            return (
              <tr key={one.says}>
                <td>
                  <b>{policy.name}</b> {one.says}
                </td>
                <td>{drafts[policy.draft]}</td>
                <td title={policy.because}>{cases[policy.case]}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </>
  )
}

/** 退回: why, at each element that is to be written again. */
export const SendBack = ({ onSend }: { readonly onSend: (returned: readonly ReturnReason[]) => void }) => {
  const [reasons, setReasons] = useState<Readonly<Record<string, string>>>({})
  const [element, setElement] = useState('whole')
  const [reason, setReason] = useState('')
  const all = reason.trim() ? { ...reasons, [element]: reason.trim() } : reasons
  const add = (): void => {
    setReasons(all)
    setReason('')
  }
  return (
    <div className="send-back">
      <ul>
        {Object.entries(reasons).map(([about, why]) => (
          <li key={about}>
            <b>{labelOf(about)}</b> {why}
          </li>
        ))}
      </ul>
      <label htmlFor="back-element">退回哪一项</label>
      <select id="back-element" value={element} onChange={(event) => setElement(event.target.value)}>
        <option value="whole">整体</option>
        {[...labels].map(([key, label]) => (
          <option key={key} value={key}>
            {label}
          </option>
        ))}
      </select>
      <label htmlFor="back-reason">退回的理由</label>
      <Input.TextArea id="back-reason" rows={2} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
      <p>
        <Button onClick={add} disabled={reason.trim() === ''}>
          再加一项
        </Button>{' '}
        <Button
          danger
          disabled={Object.keys(all).length === 0}
          onClick={() => onSend(Object.entries(all).map(([about, why]) => ({ element: about, reason: why })))}
        >
          确认{draftActs.return.name}
        </Button>
      </p>
    </div>
  )
}

const time = (at: string): string =>
  new Date(at).toLocaleString('zh-CN', { timeZone: 'Asia/Shanghai', month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit' })

/** Who did what with the drafts of this item. */
export const History = ({ view }: { readonly view: ItemView }) => (
  <ol className="spine">
    {view.history.map((entry) => (
      <li key={entry.at + entry.what} className={entry.what === 'return' ? 'stop' : 'done'}>
        <p className="spine-head">
          <b>
            {draftEntries[entry.what]}
            {entry.note.version && `第 ${entry.note.version} 版`}
          </b>
          <span className="quiet num">{time(entry.at)}</span>
        </p>
        <p className="quiet">
          {entry.by}，第 {entry.revision} 稿
        </p>
        {entry.note.returned?.map(({ element, reason }) => (
          <p key={element}>
            {labelOf(element)}：{reason}
          </p>
        ))}
      </li>
    ))}
  </ol>
)
