import { useState } from 'react'
import { post } from '../../../ui/console/api.ts'
import { AskForm } from '../../../ui/console/ask-form.tsx'
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
  const send = async (): Promise<void> => {
    const body = { ...postBody(draft), ...(replaces ? { replaces: replaces.id } : {}) }
    await post(`/api/v1/staff/${file.accountId}/posts`, body)
    onDone(replaces ? '已提出调整，批准后生效，原岗位到那时结束。' : '已提出，批准后生效。')
  }
  return (
    <AskForm className="staff-form" title={replaces ? '调整岗位' : '加一个岗位'} word="提请批准" send={send} onLeave={() => onDone()}>
      <PostFields draft={draft} gifts={file.gifts} onChange={setDraft} />
    </AskForm>
  )
}
