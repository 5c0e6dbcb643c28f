import { Button } from 'antd'
import { type ChangeEvent, useState } from 'react'
import { change } from '../../../../ui/console/api.ts'
import { Key } from '../../../../ui/console/facts.tsx'
import { FileViewer, sizeText } from '../../../../ui/console/file-viewer.tsx'
import { toldOf } from '../../../../ui/console/told.ts'
import type { DraftView, TickForm, Ticks } from './shapes.ts'
import { tickForms } from './shapes.ts'
import { allTicked, toHandOver, usualTick } from './ticking.ts'
import type { OpenDraft } from './use-draft.ts'

type Material = ReturnType<typeof toHandOver>[number]
type RowProps = {
  readonly material: Material
  readonly files: DraftView['files']
  readonly tick: Ticks[string] | undefined
  readonly onTick: (tick: Ticks[string] | undefined) => void
  readonly onFile: (file: File) => Promise<string | undefined>
  readonly onShow: (id: string) => void
}

/** Takes files one by one: a bad one is named, the others are kept. */
const useTaking = (onFile: RowProps['onFile']) => {
  const [problem, setProblem] = useState<string>()
  const take = async (event: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const box = event.target
    const wrong: string[] = []
    for (const file of [...(box.files ?? [])]) {
      const words = await onFile(file)
      if (words) wrong.push(`${file.name}:${words}`)
    }
    setProblem(wrong.join(';') || undefined)
    box.value = ''
  }
  return { problem, take }
}

const notes: Record<Material['need'], string> = { '1': '', '2': '(非必要)', '3': '(可容缺)' }

const How = ({ material, tick, onTick }: Pick<RowProps, 'material' | 'onTick'> & { readonly tick: NonNullable<RowProps['tick']> }) => (
  <span className="row">
    <select
      aria-label={`${material.name}的形式`}
      value={tick.form}
      onChange={(event) => onTick({ ...tick, form: event.target.value as TickForm })}
    >
      {tickForms.map((form) => (
        <option key={form}>{form}</option>
      ))}
    </select>
    <input
      aria-label={`${material.name}的份数`}
      className="copies"
      inputMode="numeric"
      value={tick.copies}
      onChange={(event) => onTick({ ...tick, copies: Math.min(99, Number.parseInt(event.target.value, 10) || 1) })}
    />
    份
  </span>
)

const Row = ({ material, files, tick, onTick, onFile, onShow }: RowProps) => {
  const { problem, take } = useTaking(onFile)
  return (
    <li>
      <div className="material-head">
        <label>
          <input
            type="checkbox"
            checked={tick !== undefined}
            onChange={(event) => onTick(event.target.checked ? usualTick(material, files) : undefined)}
          />{' '}
          {material.name}
          <span className="quiet">{notes[material.need]}</span>
        </label>
        <span className="row">
          {tick && <How material={material} tick={tick} onTick={onTick} />}
          <label className="take">
            扫描拍照
            <input
              type="file"
              multiple
              accept=".pdf,image/*"
              capture="environment"
              aria-label={`扫描或者拍照上传${material.name}`}
              onChange={(event) => void take(event)}
            />
          </label>
        </span>
      </div>
      {files.map((file) => (
        <button key={file.id} type="button" className="file" onClick={() => onShow(file.id)}>
          <span>{file.name}</span> <span className="quiet num">{sizeText(file.size)}</span>
        </button>
      ))}
      {problem && (
        <p role="alert" className="wrong">
          {problem}
        </p>
      )}
    </li>
  )
}

type Props = {
  readonly open: OpenDraft
  readonly ticks: Ticks
  readonly onTicks: (ticks: Ticks) => void
}

/** Right pane: what is handed over, as original, copy, electronically, or to follow; scanned and photographed files beside it. */
export const DeskMaterials = ({ open, ticks, onTicks }: Props) => {
  const { draft, guide, typed } = open
  const [shown, setShown] = useState<string>()
  const materials = toHandOver(guide, typed.situation)
  const hand = async (material: string, file: File): Promise<string | undefined> => {
    const form = new FormData()
    form.append('material', material)
    form.append('file', file, file.name)
    try {
      await change(`/api/v1/cases/${draft.id}/files`, { method: 'POST', body: form })
    } catch (error) {
      const { title, detail } = toldOf(error)
      return [title, detail].filter(Boolean).join('。')
    }
    await open.reload()
    onTicks({ ...ticks, [material]: ticks[material] ?? { form: '电子', copies: 1 } })
    return undefined
  }
  const all = materials.length > 0 && materials.every(({ id }) => ticks[id] !== undefined)
  const set = (id: string, tick: Ticks[string] | undefined): void => {
    const { [id]: _, ...rest } = ticks
    onTicks(tick ? { ...rest, [id]: tick } : rest)
  }
  const file = draft.files.find((one) => one.id === shown)
  return (
    <section className="desk-materials" aria-label="材料">
      <h2>材料</h2>
      {materials.length === 0 && <p className="quiet">这个事项不用交材料。</p>}
      {materials.length > 0 && (
        <label>
          <input
            id="all-there"
            type="checkbox"
            checked={all}
            onChange={(event) => onTicks(event.target.checked ? allTicked(materials, draft.files, ticks) : {})}
          />{' '}
          全部收齐 <Key name="Alt A" />
        </label>
      )}
      <ul className="materials desk-ticks">
        {materials.map((material) => (
          <Row
            key={material.id}
            material={material}
            files={draft.files.filter((one) => one.material === material.id)}
            tick={ticks[material.id]}
            onTick={(tick) => set(material.id, tick)}
            onFile={(one) => hand(material.id, one)}
            onShow={setShown}
          />
        ))}
      </ul>
      {file && (
        <>
          <FileViewer file={{ ...file, url: `/api/v1/cases/${draft.id}/files/${file.id}` }} />
          <Button onClick={() => setShown(undefined)}>收起文件</Button>
        </>
      )}
    </section>
  )
}
