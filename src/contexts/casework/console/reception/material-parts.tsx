import { type ChangeEvent, useState } from 'react'
import { sizeText } from '../../../../ui/console/file-viewer.tsx'
import type { TickForm, Ticks } from './shapes.ts'

/** Takes files one by one: a bad one is named, the others are kept. */
export const useTaking = (onFile: (file: File) => Promise<string | undefined>) => {
  const [problem, setProblem] = useState<string>()
  const take = async (event: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const box = event.target
    const wrong: string[] = []
    for (const file of [...(box.files ?? [])]) {
      const words = await onFile(file)
      if (words) wrong.push(`${file.name}:${words}`)
    }
    setProblem(wrong.join('；') || undefined)
    box.value = ''
  }
  return { problem, take }
}

type HowProps = {
  readonly name: string
  readonly tick: Ticks[string]
  readonly forms: readonly TickForm[]
  readonly onTick: (tick: Ticks[string]) => void
}

/** As what a material is there, and how many of it. */
export const How = ({ name, tick, forms, onTick }: HowProps) => (
  <span className="row">
    <select aria-label={`${name}的形式`} value={tick.form} onChange={(event) => onTick({ ...tick, form: event.target.value as TickForm })}>
      {forms.map((form) => (
        <option key={form}>{form}</option>
      ))}
    </select>
    <input
      aria-label={`${name}的份数`}
      className="copies"
      inputMode="numeric"
      value={tick.copies}
      onChange={(event) => onTick({ ...tick, copies: Math.min(99, Number.parseInt(event.target.value, 10) || 1) })}
    />
    份
  </span>
)

type Taking = ReturnType<typeof useTaking>

/** The control that scans or photographs a material. */
export const Take = ({ name, taking }: { readonly name: string; readonly taking: Taking }) => (
  <label className="take">
    扫描拍照
    <input
      type="file"
      multiple
      accept=".pdf,image/*"
      capture="environment"
      aria-label={`扫描或者拍照上传${name}`}
      onChange={(event) => void taking.take(event)}
    />
  </label>
)

type TakenProps = {
  readonly files: readonly { readonly id: string; readonly name: string; readonly size: number }[]
  readonly taking: Taking
  readonly onShow: (id: string) => void
}

/** What has been scanned of one material, and what was wrong with the last file. */
export const Taken = ({ files, taking, onShow }: TakenProps) => (
  <>
    {files.map((file) => (
      <button key={file.id} type="button" className="file" onClick={() => onShow(file.id)}>
        <span>{file.name}</span> <span className="quiet num">{sizeText(file.size)}</span>
      </button>
    ))}
    {taking.problem && (
      <p role="alert" className="wrong">
        {taking.problem}
      </p>
    )}
  </>
)
