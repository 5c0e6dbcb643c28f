import { Button, Radio } from 'antd'
import { useState } from 'react'
import { chineseDate } from '../../../kernel/date.ts'
import { Key } from '../../../ui/console/facts.tsx'
import { ViewedFigure, ViewerTools } from '../../../ui/console/file-viewer.tsx'
import { useHotKeys } from '../../../ui/console/hot-keys.ts'
import { useLook } from '../../../ui/console/viewer/look.ts'
import { acts, type Defect } from '../terms.ts'
import type { CaseFile, CaseView, EarlierRound } from './shapes.ts'

type Props = { readonly view: CaseView; readonly material: string; readonly name: string; readonly onClose: () => void }

const urlOf = (no: string, file: CaseFile): CaseFile & { readonly url: string } => ({
  ...file,
  url: `/api/v1/cases/${no}/files/${file.id}`,
})
const timeOf = ({ act, on }: EarlierRound): string => `${acts[act]} ${chineseDate(on)}`

type SideProps = {
  readonly title: string
  readonly no: string
  readonly files: readonly CaseFile[]
  readonly looking: ReturnType<typeof useLook>
}

const Side = ({ title, no, files, looking }: SideProps) => {
  const [at, setAt] = useState(0)
  const file = files[at] ?? files[0]
  return (
    <section className="compare-side" aria-label={title}>
      <h3>{title}</h3>
      {files.length > 1 && (
        <Radio.Group
          size="small"
          optionType="button"
          aria-label={`${title}有 ${files.length} 个文件`}
          value={at}
          options={files.map((_, i) => ({ value: i, label: `第 ${i + 1} 个` }))}
          onChange={(event) => setAt(event.target.value as number)}
        />
      )}
      {file ? <ViewedFigure file={urlOf(no, file)} looking={looking} /> : <p className="quiet">没有文件。</p>}
    </section>
  )
}

const Told = ({ defects }: { readonly defects: readonly Defect[] }) => (
  <section className="compare-told" aria-label="补正告知">
    <h3>告知的问题</h3>
    {defects.length === 0 && <p className="quiet">告知书没有单独提到这份材料。</p>}
    {defects.map(({ problem, cure, basis }) => (
      <div key={problem + cure} className="defect">
        <b>{problem}</b>
        <p>要求：{cure}</p>
        {basis && <p className="quiet">依据：{basis}</p>}
      </div>
    ))}
  </section>
)

/** One material before and after a 补正, side by side, with what was told to be wrong between them; both are zoomed, turned and paged together. */
export const ComparePane = ({ view, material, name, onClose }: Props) => {
  const looking = useLook()
  const rounds = view.earlier.filter((round) => round.material === material)
  const [at, setAt] = useState(rounds.length - 1)
  const before = rounds[at] ?? rounds.at(-1)
  const defects = (view.correction?.defects ?? []).filter((defect) => defect.target === material || defect.name === name)
  useHotKeys({ c: onClose, Escape: onClose })
  if (!before) return null
  return (
    <section className="pane pane-compare" aria-label={`对比 ${name}`}>
      <div className="compare-head">
        <h2>对比：{name}</h2>
        {rounds.length > 1 && (
          <Radio.Group
            size="small"
            optionType="button"
            aria-label="与哪一次对比"
            value={at}
            options={rounds.map((round, i) => ({ value: i, label: timeOf(round) }))}
            onChange={(event) => setAt(event.target.value as number)}
          />
        )}
        <ViewerTools looking={looking} />
        <Button onClick={onClose}>
          结束对比 <Key name="C" />
        </Button>
      </div>
      <div className="compare">
        <Side key={at} title={`原来的(${timeOf(before)})`} no={view.no} files={before.files} looking={looking} />
        <Told defects={defects} />
        <Side title="现在的" no={view.no} files={view.materials.filter((file) => file.material === material)} looking={looking} />
      </div>
    </section>
  )
}
