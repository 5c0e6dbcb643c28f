import { Button, Input } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { post } from '../../../ui/console/api.ts'
import { AskForm } from '../../../ui/console/ask-form.tsx'
import { useDoing } from '../../../ui/console/doing.tsx'
import { Empty, ProblemNote } from '../../../ui/console/notes.tsx'
import { toldOf } from '../../../ui/console/told.ts'
import { useLoad } from '../../../ui/console/use-load.ts'
import { identityDocuments } from '../rules/phone-at-window.ts'
import { type PhoneChangeLine, type PhoneChangeList, phoneChangeState } from './shapes.ts'

const path = '/api/v1/phone-changes'
const empty = { name: '', idNumber: '', document: 'idCard', phone: '', reason: '', checked: false }
type Typed = typeof empty
/** A request whose code is to come: whose it is and to which telephone it went. */
type Asked = { readonly id: string; readonly name: string; readonly ending: string }

const fields = [
  { name: 'name', label: '姓名(照证件)' },
  { name: 'idNumber', label: '身份证号(读卡或照证件输入)' },
  { name: 'phone', label: '新手机号码' },
  { name: 'reason', label: '为什么换，例如 手机丢失' },
] as const

type AskProps = { readonly onAsked: (asked: Asked) => void }
/** The person and his document, then the telephone he holds now. */
const Ask = ({ onAsked }: AskProps) => {
  const [typed, setTyped] = useState<Typed>(empty)
  const [wrong, setWrong] = useState<readonly string[]>([])
  const send = async (): Promise<void> => {
    try {
      const { id, name } = await post<{ id: string; name: string }>(path, typed)
      onAsked({ id, name, ending: typed.phone.trim().slice(-4) })
    } catch (error) {
      const fields = toldOf(error).fields?.map(({ field }) => field) ?? []
      setWrong(fields)
      if (fields[0]) document.getElementById(`phone-${fields[0]}`)?.focus()
      throw error
    }
  }
  return (
    <AskForm
      className="staff-form"
      title="核对来的人"
      word="发送验证码"
      send={send}
      onLeave={() => {
        setTyped(empty)
        setWrong([])
      }}
    >
      {fields.map(({ name, label }, index) => (
        <div key={name}>
          <label htmlFor={`phone-${name}`}>{label}</label>
          <Input
            id={`phone-${name}`}
            autoFocus={index === 0}
            autoComplete="off"
            maxLength={name === 'reason' ? 200 : 50}
            value={typed[name]}
            status={wrong.includes(name) ? 'error' : ''}
            aria-invalid={wrong.includes(name)}
            onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
          />
        </div>
      ))}
      <label htmlFor="phone-document">看的证件</label>
      <select id="phone-document" value={typed.document} onChange={(event) => setTyped({ ...typed, document: event.target.value })}>
        {Object.entries(identityDocuments).map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      <label>
        <input
          id="phone-checked"
          type="checkbox"
          aria-invalid={wrong.includes('checked')}
          checked={typed.checked}
          onChange={(event) => setTyped({ ...typed, checked: event.target.checked })}
        />{' '}
        我看过证件原件，照片与来的人一致
      </label>
    </AskForm>
  )
}

type ProveProps = { readonly asked: Asked; readonly onProven: () => void; readonly onLeave: () => void }
/** The code that the new telephone got. */
const Prove = ({ asked, onProven, onLeave }: ProveProps) => {
  const [code, setCode] = useState('')
  const [sent, setSent] = useState('')
  const { run, note } = useDoing()
  const again = (): void =>
    run(async () => {
      setSent('')
      await post(`${path}/${asked.id}/code`, {})
      setSent('已重新发送。')
    })
  const send = async (): Promise<void> => {
    await post(`${path}/${asked.id}/prove`, { code: code.trim() })
    onProven()
  }
  return (
    <>
      <AskForm className="staff-form" title={`${asked.name}的新手机号`} word="核对并提请批准" send={send} onLeave={onLeave}>
        <label htmlFor="phone-code">请他念出尾号 {asked.ending} 的手机收到的 6 位验证码</label>
        <Input id="phone-code" autoFocus inputMode="numeric" maxLength={6} value={code} onChange={(event) => setCode(event.target.value)} />
      </AskForm>
      <Button onClick={again}>重新发送验证码</Button>
      <p role="status">{sent}</p>
      {note}
    </>
  )
}

const Own = ({ items, onProve }: { readonly items: readonly PhoneChangeLine[]; readonly onProve: (asked: Asked) => void }) => (
  <table className="list list-wrap" aria-label="今天办的">
    <thead>
      <tr>
        <th scope="col">姓名</th>
        <th scope="col">新号尾号</th>
        <th scope="col">原因</th>
        <th scope="col">状态</th>
      </tr>
    </thead>
    <tbody>
      {items.map(({ id, name, ending, reason, state, opinion }) => (
        <tr key={id}>
          <td>{name}</td>
          <td className="num">{ending}</td>
          <td>{reason}</td>
          <td className="staff-answer">
            {state === 'code' ? (
              <Button size="small" onClick={() => onProve({ id, name, ending })}>
                输入验证码
              </Button>
            ) : (
              [phoneChangeState[state], opinion].filter(Boolean).join(':')
            )}
          </td>
        </tr>
      ))}
    </tbody>
  </table>
)

/** 窗口更换手机号: for whoever lost his telephone and comes with his document (S-007). Enter goes on, Esc begins anew. */
export const WindowPhonePage = () => {
  const { data, problem, reload } = useLoad<PhoneChangeList>(path, 15_000)
  const [asked, setAsked] = useState<Asked>()
  const [done, setDone] = useState('')
  const begin = (next: Asked | undefined, words = ''): void => {
    setAsked(next)
    setDone(words)
    void reload()
  }
  return (
    <>
      <title>更换手机号</title>
      <header className="list-head">
        <h1>更换手机号</h1>
        <span className="quiet">本人持身份证来办；安全管理员批准后才更换，新旧号码都会收到短信</span>
        <Link to="/reception">综窗收件</Link>
      </header>
      <p role="status">{done}</p>
      {asked ? (
        <Prove
          key={asked.id}
          asked={asked}
          onProven={() => begin(undefined, `${asked.name}的新手机号已核对，等安全管理员批准。`)}
          onLeave={() => begin(undefined)}
        />
      ) : (
        <Ask onAsked={(next) => begin(next)} />
      )}
      {problem && <ProblemNote told={problem} />}
      {data?.items.length === 0 && <Empty>一天内没有办过。</Empty>}
      {data && data.items.length > 0 && <Own items={data.items} onProve={(next) => begin(next)} />}
    </>
  )
}
