import { Button } from 'antd'
import { type ChangeEvent, useRef, useState } from 'react'
import { change as send, type Told } from '../../../ui/console/api.ts'
import { ProblemNote } from '../../../ui/console/notes.tsx'
import { toldOf } from '../../../ui/console/told.ts'
import type { Material, OwnSheet } from '../terms.ts'
import { memberAt, setAt } from './edit-guide.ts'
import type { MemberProps } from './guide-controls.tsx'

const accepted = '.pdf,.ofd,.docx,.xlsx,.jpg,.jpeg,.png'
const sizeText = (bytes: number): string =>
  bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`

/** The department's own 空表 or 样表: uploaded, replaced, looked at, taken away; it goes with the draft and its versions. */
export const Sheet = ({ id, desk, path, label }: MemberProps) => {
  const sheet = memberAt(desk.guide, path) as OwnSheet | undefined
  const row = memberAt(desk.guide, path.slice(0, -1)) as Material | undefined
  const [told, setTold] = useState<Told>()
  const [sending, setSending] = useState('')
  const file = useRef<HTMLInputElement>(null)
  const change = (to: OwnSheet | undefined): void => {
    const now = desk.now()
    const at = now.materials.findIndex((material) => material.id === row?.id) // rows may have moved while the file was sent
    if (at >= 0) desk.edit(setAt(now, ['materials', at, ...path.slice(2)], to))
  }
  const upload = async (event: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const chosen = event.target.files?.[0]
    event.target.value = ''
    if (!chosen || sending) return
    setTold(undefined)
    setSending(chosen.name)
    const form = new FormData()
    form.append('file', chosen, chosen.name)
    try {
      change(await send<OwnSheet>('/api/v1/catalogue/sheets', { method: 'POST', body: form }))
    } catch (error) {
      setTold(toldOf(error))
    } finally {
      setSending('')
    }
  }
  return (
    <span className="guide-sheet">
      {sheet ? (
        <a href={`/api/v1/catalogue/sheets/${sheet.sha256}?name=${encodeURIComponent(sheet.name)}`} download>
          {sheet.name} <span className="quiet num">{sizeText(sheet.size)}</span>
        </a>
      ) : (
        <span className="quiet">没有上传；有在线表单的随表单生成</span>
      )}
      <input ref={file} type="file" hidden accept={accepted} onChange={(event) => void upload(event)} />
      {!desk.frozen && (
        <Button id={id} aria-label={`${sheet ? '换一份' : '上传'}${label}`} onClick={() => file.current?.click()}>
          {sheet ? '换一份' : '上传'}
        </Button>
      )}
      {sheet && !desk.frozen && (
        <Button danger aria-label={`删除${label}`} onClick={() => change(undefined)}>
          删除
        </Button>
      )}
      <span role="status">{sending && `正在上传“${sending}”…`}</span>
      {told && <ProblemNote told={told} />}
    </span>
  )
}
