import { Button } from 'antd'
import { useState } from 'react'
import { post } from '../../../ui/console/api.ts'
import { useDoing } from '../../../ui/console/doing.tsx'
import { Key } from '../../../ui/console/facts.tsx'
import { useHotKeys } from '../../../ui/console/hot-keys.ts'
import { ownPost, type PostDraft, PostFields, postBody } from './post-fields.tsx'
import type { OfficerFile, PostRow } from './shapes.ts'

type Props = { readonly file: OfficerFile; readonly replaces?: PostRow; readonly onDone: (words?: string) => void }

const draftOf = (replaces: PostRow | undefined): PostDraft => {
  if (!replaces) return ownPost()
  const { division, departmentCode, unit, post: name, roles } = replaces
  return { division, departmentCode, unit, post: name, roles, fromOn: '', untilOn: '' }
}

/** A further post, or one in the place of another: a change of roles, a move. Ctrl+Enter sends, Esc closes. */
export const PostForm = ({ file, replaces, onDone }: Props) => {
  const [draft, setDraft] = useState(() => draftOf(replaces))
  const { run, note } = useDoing()
  const send = (): void =>
    run(async () => {
      const body = { ...postBody(draft), ...(replaces ? { replaces: replaces.id } : {}) }
      await post(`/api/v1/staff/${file.accountId}/posts`, body)
      onDone(replaces ? '已提出调整,批准后生效,原岗位到那时结束。' : '已提出,批准后生效。')
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
        <h2>{replaces ? '调整岗位' : '加一个岗位'}</h2>
        <PostFields draft={draft} gifts={file.gifts} onChange={setDraft} />
        <div className="acts">
          <Button type="primary" htmlType="submit">
            提请批准 <Key name="Ctrl+Enter" />
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
