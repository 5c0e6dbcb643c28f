import { Button } from 'antd'
import { type ChangeEvent, useRef, useState } from 'react'
import { change } from '../../../ui/console/api.ts'
import { sizeText } from '../../../ui/console/file-viewer.tsx'
import { toldOf } from '../../../ui/console/told.ts'
import { mostPhotos, photoTypes } from '../rules/site-check.ts'
import type { Photo } from '../terms.ts'

type Props = {
  readonly id: string
  /** 办件编号 */
  readonly no: string
  readonly value: readonly Photo[]
  readonly onChange: (photos: readonly Photo[] | undefined) => void
}

const upload = (no: string, file: File): Promise<Photo> => {
  const body = new FormData()
  body.set('file', file)
  return change<Photo>(`/api/v1/cases/${no}/photos`, { method: 'POST', body })
}

type Taken = { readonly photos: readonly Photo[]; readonly wrong: readonly string[] }
/** Uploads one file after another; a bad one is named with its reason and the others are kept. */
const take = async (no: string, files: readonly File[], before: readonly Photo[]): Promise<Taken> => {
  let taken: Taken = { photos: before, wrong: [] }
  for (const file of files) {
    const { photos, wrong } = taken
    if (photos.length >= mostPhotos) return { photos, wrong: [...wrong, `最多${mostPhotos}张，${file.name}没有放进来`] }
    try {
      const photo = await upload(no, file)
      taken = { photos: [...photos.filter(({ sha256 }) => sha256 !== photo.sha256), photo], wrong }
    } catch (error) {
      const { title, detail } = toldOf(error)
      taken = { photos, wrong: [...wrong, `${file.name}:${[title, detail].filter(Boolean).join('。')}`] }
    }
  }
  return taken
}

/** 现场照片: taken with the camera or chosen, uploaded at once, each with a button that leaves it out again. */
export const PhotoInput = ({ id, no, value, onChange }: Props) => {
  const [wrong, setWrong] = useState<readonly string[]>([])
  const [busy, setBusy] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const choose = async (event: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const files = [...(event.target.files ?? [])]
    setBusy(true)
    const taken = await take(no, files, value)
    setBusy(false)
    setWrong(taken.wrong)
    onChange(taken.photos.length > 0 ? taken.photos : undefined)
    if (input.current) input.current.value = ''
  }
  const drop = (hash: string): void => {
    const left = value.filter(({ sha256 }) => sha256 !== hash)
    onChange(left.length > 0 ? left : undefined)
    input.current?.focus()
  }
  return (
    <>
      <input
        ref={input}
        id={id}
        type="file"
        accept={photoTypes.join(',')}
        capture="environment"
        multiple
        disabled={busy}
        onChange={(event) => void choose(event)}
      />
      <p role="status" className="quiet">
        {busy ? '正在上传…' : value.length > 0 && `已放入${value.length}张`}
      </p>
      {value.length > 0 && (
        <ul className="photos">
          {value.map(({ sha256, name, size }) => (
            <li key={sha256}>
              <span>{name}</span> <span className="quiet num">{sizeText(size)}</span>{' '}
              <Button size="small" aria-label={`不用${name}`} onClick={() => drop(sha256)}>
                不用
              </Button>
            </li>
          ))}
        </ul>
      )}
      {wrong.map((words) => (
        <p key={words} className="wrong" role="alert">
          {words}
        </p>
      ))}
    </>
  )
}
