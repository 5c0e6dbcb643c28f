import { Button, Input } from 'antd'
import { useState } from 'react'
import { post } from '../../../ui/console/api.ts'
import { useDoing } from '../../../ui/console/doing.tsx'
import { Key } from '../../../ui/console/facts.tsx'
import { useHotKeys } from '../../../ui/console/hot-keys.ts'

type Props = {
  readonly title: string
  readonly accountId: string
  readonly body: object
  readonly onDone: (words?: string) => void
}

/** Ends a post or an account: at once, or after a last day. Ctrl+Enter does it, Esc closes. */
export const LastDayForm = ({ title, accountId, body, onDone }: Props) => {
  const [lastOn, setLastOn] = useState('')
  const { run, note } = useDoing()
  const send = (): void =>
    run(async () => {
      await post(`/api/v1/staff/${accountId}/acts`, { ...body, ...(lastOn ? { lastOn } : {}) })
      onDone(lastOn ? `到 ${lastOn} 为止,第二天起失效。` : '马上生效,各处的登录已退出。')
    })
  const leave = (): void => onDone()
  useHotKeys({ 'ctrl+Enter': send, Escape: leave })
  return (
    <>
      <form
        className="act staff-form"
        onSubmit={(event) => {
          event.preventDefault()
          send()
        }}
      >
        <h2>{title}</h2>
        <label htmlFor="last-day">最后一天(不填为马上)</label>
        <Input id="last-day" type="date" autoFocus value={lastOn} onChange={(event) => setLastOn(event.target.value)} />
        <p className="quiet">手里还有没办完的办件时,请先安排交接。</p>
        <div className="acts">
          <Button type="primary" htmlType="submit">
            确定 <Key name="Ctrl+Enter" />
          </Button>
          <Button onClick={leave}>
            取消 <Key name="Esc" />
          </Button>
        </div>
      </form>
      {note}
    </>
  )
}
