import { Button } from 'antd'
import { useState } from 'react'
import { change } from '../../../../ui/console/api.ts'
import { Key } from '../../../../ui/console/facts.tsx'
import { FileViewer } from '../../../../ui/console/file-viewer.tsx'
import { toldOf } from '../../../../ui/console/told.ts'
import { How, Take, Taken, useTaking } from './material-parts.tsx'
import type { DraftView, Ticks } from './shapes.ts'
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

const notes: Record<Material['need'], string> = { '1': '', '2': '(非必要)', '3': '(可容缺)' }

const Row = ({ material, files, tick, onTick, onFile, onShow }: RowProps) => {
  const taking = useTaking(onFile)
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
          {tick && <How name={material.name} tick={tick} forms={tickForms} onTick={onTick} />}
          <Take name={material.name} taking={taking} />
        </span>
      </div>
      <Taken files={files} taking={taking} onShow={onShow} />
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
