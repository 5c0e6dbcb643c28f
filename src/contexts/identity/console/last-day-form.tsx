import { Input } from 'antd'
import { useState } from 'react'
import { post } from '../../../ui/console/api.ts'
import { AskForm } from '../../../ui/console/ask-form.tsx'
import { FieldNote } from '../../../ui/console/field-note.tsx'

type Props = {
  readonly title: string
  readonly accountId: string
  readonly body: object
  readonly onDone: (words?: string) => void
}

/** Ends a post or an account: at once, or after a last day. Ctrl+Enter does it, Esc closes. */
export const LastDayForm = ({ title, accountId, body, onDone }: Props) => {
  const [lastOn, setLastOn] = useState('')
  const send = async (): Promise<void> => {
    await post(`/api/v1/staff/${accountId}/acts`, { ...body, ...(lastOn ? { lastOn } : {}) })
    onDone(lastOn ? `到 ${lastOn} 为止，第二天起失效。` : '马上生效，各处的登录已退出。')
  }
  return (
    <AskForm className="staff-form" title={title} word="确定" send={send} onLeave={() => onDone()}>
      <label htmlFor="last-day">最后一天(不填为马上)</label>
      <FieldNote field="lastOn" of="last-day" />
      <Input id="last-day" type="date" autoFocus value={lastOn} onChange={(event) => setLastOn(event.target.value)} />
      <p className="quiet">手里还有没办完的办件时，请先安排交接。</p>
    </AskForm>
  )
}
