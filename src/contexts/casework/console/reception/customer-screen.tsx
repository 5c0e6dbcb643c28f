import { Button } from 'antd'
import { useState } from 'react'
import { post, type Told } from '../../../../ui/console/api.ts'
import { Key } from '../../../../ui/console/facts.tsx'
import { useHotKeys } from '../../../../ui/console/hot-keys.ts'
import { ProblemNote } from '../../../../ui/console/notes.tsx'
import { toldOf } from '../../../../ui/console/told.ts'
import { useLoad } from '../../../../ui/console/use-load.ts'
import type { OpenDraft } from './use-draft.ts'

type Asked = { readonly path: string; readonly qr: string }
type Answered = {
  readonly confirmation?: { readonly answer?: 'right' | 'wrong'; readonly words?: string; readonly stale: boolean }
}

const stateOf = ({ confirmation }: Answered): string => {
  if (!confirmation) return ''
  const { answer, words, stale } = confirmation
  if (!answer) return stale ? '内容有改动，请重新发起核对。' : '等申请人核对…'
  if (answer === 'wrong') return `申请人说有误${words ? `:${words}` : ''}。`
  return stale ? '确认以后内容有改动，请重新发起核对。' : '申请人已确认，内容无误。'
}

/** The window of the customer's screen: opened once, it stays there and follows. */
const screenName = 'customer-screen'

/** Asks the person to look over his application on the customer's screen, or on his own phone by the QR code. */
export const CustomerScreen = ({ visit, open }: { readonly visit: string; readonly open: OpenDraft }) => {
  const [asked, setAsked] = useState<Asked>()
  const [told, setTold] = useState<Told>()
  const path = `/api/v1/reception/visits/${visit}/drafts/${open.draft.id}/confirmation`
  const answer = useLoad<Answered>(asked && path, 2000)
  const ask = async (): Promise<void> => {
    setTold(undefined)
    try {
      await open.save()
      const next = await post<Asked>(path, {})
      setAsked(next)
      window.open(next.path, screenName)
      await answer.reload()
    } catch (error) {
      setTold(toldOf(error))
    }
  }
  useHotKeys(Object.fromEntries([['F9', () => void ask()]]))
  return (
    <section className="customer" aria-label="申请人核对">
      <Button onClick={() => void ask()}>
        请申请人核对 <Key name="F9" />
      </Button>
      {told && <ProblemNote told={told} />}
      <div role="status">{answer.data && stateOf(answer.data)}</div>
      {asked && answer.data?.confirmation?.answer === undefined && (
        <details>
          <summary>让申请人用手机扫码核对</summary>
          <img src={`data:image/svg+xml,${encodeURIComponent(asked.qr)}`} alt="核对申请的二维码" width="180" height="180" />
        </details>
      )}
    </section>
  )
}
