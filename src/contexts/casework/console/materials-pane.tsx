import { Button, Input, Radio } from 'antd'
import { useMemo, useState } from 'react'
import { Key } from '../../../ui/console/facts.tsx'
import { FileViewer, sizeText, type ViewedFile } from '../../../ui/console/file-viewer.tsx'
import { useHotKeys } from '../../../ui/console/hot-keys.ts'
import type { CaseView, GuidePart } from './shapes.ts'
import { usualDefects } from './usual-defects.ts'
import type { Verdict, Verdicts } from './verdicts.ts'

type Row = {
  readonly id: string
  readonly name: string
  readonly need: '1' | '2' | '3'
  readonly note: string
  /** Whether anything was to be handed in for it. */
  readonly asked: boolean
  readonly files: readonly (ViewedFile & { readonly key: string })[]
}

const noteOf = (material: GuidePart['materials'][number], files: number): string => {
  if (material.fromForm) return '由填写内容生成'
  if (material.shared) return '免提交，由平台核验'
  if (files > 0) return ''
  if (material.when) return '没有提交(部分情形才需要)'
  return material.need === '1' ? '没有收到' : '没有提交(非必要)'
}

/** The materials of the item with what was handed in for each, then photographs of 现场核查; files of no listed material come last. */
const rowsOf = (view: CaseView, guide: GuidePart | undefined): Row[] => {
  const fileUrl = (id: string): string => `/api/v1/cases/${view.no}/files/${id}`
  const filesOf = (id: string) =>
    view.materials
      .filter((file) => file.material === id)
      .map((file) => ({ ...file, key: `${file.material}/${file.id}`, url: fileUrl(file.id) }))
  const listed = guide?.materials ?? []
  const extra = [...new Set(view.materials.map((file) => file.material))].filter((id) => !listed.some((material) => material.id === id))
  return [
    ...listed.map((material) => {
      const files = filesOf(material.id)
      return {
        id: material.id,
        name: material.name,
        need: material.need,
        note: noteOf(material, files.length),
        asked: files.length > 0 || !(material.fromForm || material.shared),
        files,
      }
    }),
    ...view.sitePhotos.map(({ step, on, files }, i) => ({
      id: `site-photos-${i}`,
      name: `现场照片：${step}(${on})`,
      need: '2' as const,
      note: '',
      asked: false,
      files: files.map((file) => ({ ...file, key: `site-photos-${i}/${file.id}`, url: fileUrl(file.id) })),
    })),
    ...extra.map((id) => ({ id, name: '其余上传的文件', need: '2' as const, note: '', asked: true, files: filesOf(id) })),
  ]
}

type JudgeProps = { readonly row: Row; readonly verdict: Verdict | undefined; readonly onJudge: (verdict: Verdict | undefined) => void }

const Judge = ({ row, verdict, onJudge }: JudgeProps) => (
  <div className="judge">
    <Radio.Group
      size="small"
      optionType="button"
      aria-label={`${row.name}是否合格`}
      value={verdict === undefined ? undefined : verdict.ok}
      options={[
        { value: true, label: '合格' },
        { value: false, label: '不合格' },
      ]}
      onChange={(event) =>
        onJudge(event.target.value ? { ok: true } : { ok: false, problem: verdict?.problem ?? (row.files.length === 0 ? '未提交' : '') })
      }
    />
  </div>
)

const Problem = ({ row, verdict, onJudge }: JudgeProps) => (
  <div className="problem">
    <Input
      size="small"
      aria-label={`${row.name}哪里不合格`}
      placeholder="哪里不合格"
      value={verdict?.problem ?? ''}
      onChange={(event) => onJudge({ ok: false, problem: event.target.value })}
    />
    <div className="phrases">
      {usualDefects.slice(1, 4).map(({ problem }) => (
        <Button key={problem} size="small" onClick={() => onJudge({ ok: false, problem })}>
          {problem}
        </Button>
      ))}
    </div>
  </div>
)

type Props = {
  readonly view: CaseView
  readonly guide: GuidePart | undefined
  readonly verdicts: Verdicts
  readonly onJudge: (target: string, verdict: Verdict | undefined) => void
  /** Whether judging leads anywhere: before acceptance, by who may ask for 补正 or return it. */
  readonly judging: boolean
  /** Puts a material before and after beside each other. */
  readonly onCompare: (material: string) => void
  readonly wide: boolean
  /** Gives the materials two panes, or one again. */
  readonly onWide: (on: boolean) => void
}

/** Left pane: every material with its files and verdict, and the file that is looked at. [ and ] turn the files. */
export const MaterialsPane = ({ view, guide, verdicts, onJudge, judging, onCompare, wide, onWide }: Props) => {
  const rows = useMemo(() => rowsOf(view, guide), [view, guide])
  const files = rows.flatMap((row) => row.files)
  const [shown, setShown] = useState<string>()
  const current = files.find((file) => file.key === shown) ?? files[0]
  const turn = (step: number): void => {
    const at = files.findIndex((file) => file.key === current?.key)
    setShown(files[(at + step + files.length) % files.length]?.key)
  }
  const replaced = new Set(view.earlier.map(({ material }) => material))
  const currentRow = rows.find((row) => row.files.some((file) => file.key === current?.key))?.id
  const toCompare = currentRow && replaced.has(currentRow) ? currentRow : rows.find(({ id }) => replaced.has(id))?.id
  useHotKeys({ '[': () => turn(-1), ']': () => turn(1), w: () => onWide(!wide), ...(toCompare ? { c: () => onCompare(toCompare) } : {}) })
  return (
    <section className={wide ? 'pane pane-materials pane-wide' : 'pane pane-materials'} aria-label="材料">
      <h2 className="pane-title">
        材料 <span className="quiet">{files.length} 个文件</span>
        <Button size="small" onClick={() => onWide(!wide)}>
          {wide ? '还原' : '宽看'} <Key name="W" />
        </Button>
      </h2>
      <ul className="materials">
        {rows.map((row) => {
          const props = { row, verdict: verdicts[row.id], onJudge: (verdict: Verdict | undefined) => onJudge(row.id, verdict) }
          return (
            <li key={row.id}>
              <div className="material-head">
                <span>
                  {row.name}
                  {row.note && (
                    <span className={row.need === '1' && row.files.length === 0 && row.note === '没有收到' ? 'wrong' : 'quiet'}>
                      {' '}
                      {row.note}
                    </span>
                  )}
                </span>
                {judging && row.asked && <Judge {...props} />}
              </div>
              {row.files.map((file) => (
                <button
                  key={file.key}
                  type="button"
                  className="file"
                  aria-pressed={file.key === current?.key}
                  onClick={() => setShown(file.key)}
                >
                  <span>{file.name}</span> <span className="quiet num">{sizeText(file.size)}</span>
                </button>
              ))}
              {replaced.has(row.id) && (
                <Button size="small" onClick={() => onCompare(row.id)}>
                  与原来的对比 {row.id === toCompare && <Key name="C" />}
                </Button>
              )}
              {judging && props.verdict?.ok === false && <Problem {...props} />}
            </li>
          )
        })}
      </ul>
      {current && (
        <div className="looking">
          <FileViewer file={current} />
        </div>
      )}
    </section>
  )
}
