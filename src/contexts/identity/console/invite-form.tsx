import { Button, Input } from 'antd'
import { useState } from 'react'
import { post } from '../../../ui/console/api.ts'
import { AskForm } from '../../../ui/console/ask-form.tsx'
import { Key } from '../../../ui/console/facts.tsx'
import { FieldNote } from '../../../ui/console/field-note.tsx'
import { useHotKeys } from '../../../ui/console/hot-keys.ts'
import type { StaffRole } from '../terms.ts'
import { ownPost, PostFields, postBody } from './post-fields.tsx'

/** A one-time link, to be handed over in person; it is shown once. */
export const LinkOnce = ({ link, name }: { readonly link: string; readonly name: string }) => (
  <div role="status" className="staff-link">
    <p>请把下面的链接当面或者用内部渠道交给 {name}。链接 24 小时内有效，只能用一次，离开本页后不再显示。</p>
    <Input readOnly value={link} aria-label="一次性链接" onFocus={(event) => event.target.select()} />
  </div>
)

/** The link of the invitation that was made; Esc closes. */
const Made = ({ link, name, onClose }: { readonly link: string; readonly name: string; readonly onClose: () => void }) => {
  useHotKeys({ Escape: onClose })
  return (
    <section className="act staff-form">
      <LinkOnce link={link} name={name} />
      <div className="acts">
        <Button onClick={onClose} autoFocus>
          知道了 <Key name="Esc" />
        </Button>
      </div>
    </section>
  )
}

type Props = { readonly gifts: readonly StaffRole[]; readonly onClose: () => void }

/** Invites an officer: who, where, with which roles. Ctrl+Enter sends, Esc closes. */
export const InviteForm = ({ gifts, onClose }: Props) => {
  const [name, setName] = useState('')
  const [draft, setDraft] = useState(ownPost)
  const [link, setLink] = useState<string>()
  const send = async (): Promise<void> =>
    setLink((await post<{ link: string }>('/api/v1/staff/invitations', { name, ...postBody(draft) })).link)
  if (link) return <Made link={link} name={name} onClose={onClose} />
  return (
    <AskForm className="staff-form" title="邀请开通帐号" word="生成一次性链接" send={send} onLeave={onClose}>
      <label htmlFor="invite-name">姓名</label>
      <FieldNote field="name" of="invite-name" />
      <Input id="invite-name" autoFocus value={name} maxLength={30} onChange={(event) => setName(event.target.value)} />
      <PostFields draft={draft} gifts={gifts} onChange={setDraft} />
    </AskForm>
  )
}
