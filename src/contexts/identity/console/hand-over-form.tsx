import { Input } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { post } from '../../../ui/console/api.ts'
import { AskForm } from '../../../ui/console/ask-form.tsx'
import { FieldNote } from '../../../ui/console/field-note.tsx'
import { useLoad } from '../../../ui/console/use-load.ts'
import type { OfficerFile, StaffPage } from './shapes.ts'
import { rolesText } from './words.ts'

type Props = { readonly file: OfficerFile; readonly onDone: (words?: string) => void }

/** Colleagues of the same place who hold one of the same roles. */
const useColleagues = ({ accountId, posts }: OfficerFile) => {
  const held = posts.find(({ ended, approved }) => !ended && approved)
  const query = held
    ? new URLSearchParams({ division: held.division, department: held.departmentCode, state: 'active', limit: '100' })
    : undefined
  const { data } = useLoad<StaffPage>(query && `/api/v1/staff?${query}`)
  return (data?.items ?? []).filter(
    (one) => one.accountId !== accountId && one.division === held?.division && one.roles.some((role) => held.roles.includes(role)),
  )
}

/** 安排交接: who looks after the cases while an officer is away. Ctrl+Enter does it, Esc closes. */
export const HandOverForm = ({ file, onDone }: Props) => {
  const colleagues = useColleagues(file)
  const [chosen, setChosen] = useState('')
  const [fromOn, setFromOn] = useState(file.posts[0]?.today ?? '')
  const [untilOn, setUntilOn] = useState('')
  const [reason, setReason] = useState('')
  const first = useRef<HTMLSelectElement>(null)
  useEffect(() => first.current?.focus(), [])
  const substitute = chosen || colleagues[0]?.accountId
  const send = async (): Promise<void> => {
    await post(`/api/v1/staff/${file.accountId}/acts`, { act: 'handOver', substitute, fromOn, untilOn, reason })
    onDone('已安排。接手的人在“我经手的”里看到这些办件，用自己的岗位办理。')
  }
  return (
    <AskForm className="staff-form" title="安排交接" word="确定" send={send} onLeave={() => onDone()}>
      <label htmlFor="substitute">接手的人(同单位、同岗位)</label>
      <FieldNote field="substitute" of="substitute" />
      <select id="substitute" ref={first} value={substitute ?? ''} onChange={(event) => setChosen(event.target.value)}>
        {colleagues.length === 0 && <option value="">没有同单位同岗位的人</option>}
        {colleagues.map(({ accountId, name, roles, unit }) => (
          <option key={accountId} value={accountId}>
            {name}({rolesText(roles)}，{unit})
          </option>
        ))}
      </select>
      <FieldNote field="fromOn" of="away-from" />
      <FieldNote field="untilOn" of="away-until" />
      <div className="staff-days">
        <label htmlFor="away-from">从</label>
        <Input id="away-from" type="date" value={fromOn} onChange={(event) => setFromOn(event.target.value)} />
        <label htmlFor="away-until">到</label>
        <Input id="away-until" type="date" value={untilOn} onChange={(event) => setUntilOn(event.target.value)} />
      </div>
      <label htmlFor="away-reason">原因</label>
      <FieldNote field="reason" of="away-reason" />
      <Input id="away-reason" value={reason} maxLength={100} onChange={(event) => setReason(event.target.value)} />
      <p className="quiet">交接只转交工作，不给岗位：受理、审批、决定仍然由不同的人办理。</p>
    </AskForm>
  )
}
