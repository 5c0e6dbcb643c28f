import { Button, InputNumber } from 'antd'
import { useEffect, useRef, useState } from 'react'
import type { Told } from '../../../../ui/console/api.ts'
import { Key } from '../../../../ui/console/facts.tsx'
import { useHotKeys } from '../../../../ui/console/hot-keys.ts'
import { ProblemNote } from '../../../../ui/console/notes.tsx'
import { toldOf } from '../../../../ui/console/told.ts'
import { promiseMaterial } from '../../rules/guard.ts'
import type { ActDetails, Defect } from '../../terms.ts'
import { DefectBuilder } from '../defect-builder.tsx'
import type { Ending } from './hand-in.ts'
import type { Ticks, WindowGuide } from './shapes.ts'
import { checkedOf, defectsOf, gapsOf, lacking, type toHandOver } from './ticking.ts'

export type End = 'accept' | 'notify' | 'gaps' | 'promise' | 'receive'
export const ends: Record<End, { readonly name: string; readonly key: string; readonly says: string }> = {
  accept: { name: '收件并受理', key: 'F2', says: '材料齐全、符合法定形式，当场受理，出具受理通知书。' },
  notify: { name: '一次性告知', key: 'F3', says: '收下已有的材料，把需要补正的全部内容一次告知。补正只能告知一次。' },
  gaps: { name: '容缺受理', key: 'F4', says: '主要材料齐全，容缺的材料限期补齐，申请人已签容缺承诺书。' },
  promise: { name: '告知承诺受理', key: 'F6', says: '申请人已看过告知承诺书并签字，当天作出决定，事后核查。' },
  receive: { name: '只收件', key: 'F8', says: '先收件，五个工作日内受理、不予受理或者一次性告知。' },
}

/** What the applicant has signed at these ends. */
const letters: Partial<Record<End, string>> = { gaps: '已收到申请人签字的容缺承诺书', promise: '已收到申请人签字的告知承诺书' }
/** The ends that an item lets through: 告知承诺 only where it is on the list (鄂尔多斯市政务服务条例第二十一条). */
export const endsOf = (guide: Pick<WindowGuide, 'onPromise'>): readonly End[] =>
  (Object.keys(ends) as End[]).filter((end) => end !== 'promise' || guide.onPromise === true)

type Materials = ReturnType<typeof toHandOver>
type Checked = NonNullable<ActDetails['checked']>
type Filled = { readonly defects: readonly Defect[]; readonly days: number; readonly signed: boolean }

const names = (materials: Materials): string => materials.map(({ name }) => name).join('、')

type Sorted = { readonly missing: Materials; readonly gaps: Materials }
const unaccepted = ({ missing, gaps }: Sorted): string | undefined =>
  missing.length + gaps.length === 0
    ? undefined
    : `还没有收齐：${names([...new Set([...missing, ...gaps])])}。请补收，或者改用 F3 一次性告知、F4 容缺受理。`
const untold = ({ defects }: Filled): string | undefined => {
  if (defects.length === 0) return '请列出需要补正的内容。'
  return defects.some(({ problem, cure }) => !problem.trim() || !cure.trim()) ? '每一项都要写明问题和怎样补正。' : undefined
}
const untolerated = ({ missing, gaps }: Sorted, signed: boolean): string | undefined => {
  if (gaps.length === 0) return '请先把容缺的材料勾选为“容缺”。'
  const unmarked = missing.filter((one) => !gaps.includes(one))
  if (unmarked.length > 0) return `还没有收齐：${names(unmarked)}。`
  return signed ? undefined : '请申请人签容缺承诺书，收下后勾选。'
}
const objections: Record<End, (sorted: Sorted, filled: Filled) => string | undefined> = {
  accept: unaccepted,
  notify: (_, filled) => untold(filled),
  gaps: (sorted, { signed }) => untolerated(sorted, signed),
  promise: (_, { signed }) => (signed ? undefined : '请申请人签告知承诺书，收下后勾选。'),
  receive: () => undefined,
}

/** Why this end cannot be chosen as the ticks are; undefined when it can. */
const against = (end: End, materials: Materials, ticks: Ticks, filled: Filled): string | undefined =>
  objections[end]({ missing: lacking(materials, ticks), gaps: gapsOf(materials, ticks) }, filled)

const endingOf = (end: End, materials: Materials, ticks: Ticks, { defects, days }: Filled): Ending => {
  if (end === 'receive') return undefined
  if (end === 'accept') return { act: 'accept', details: {} }
  if (end === 'notify') return { act: 'notifyCorrection', details: { defects, correctWithin: days } }
  const promise = [{ material: promiseMaterial, form: '原件', copies: 1 }]
  if (end === 'promise') return { act: 'acceptOnPromise', details: { checked: promise } }
  const missing = gapsOf(materials, ticks).map(({ id }) => id)
  return { act: 'acceptWithGaps', details: { missing, supplementWithin: days, checked: promise } }
}

/** What is on the list when nothing is handed over: the application itself. */
const atLeast = (checked: Checked, guide: WindowGuide): Checked =>
  checked.length > 0 ? checked : [{ material: guide.materials.find((one) => one.fromForm)?.id ?? 'application', form: '电子', copies: 1 }]

type Props = {
  readonly end: End
  readonly guide: WindowGuide
  readonly materials: Materials
  readonly ticks: Ticks
  readonly onClose: () => void
  /** Whether the form is right; what is wrong is shown there. */
  readonly isRight: () => boolean
  /** Receives and acts. Throws ApiError. */
  readonly onConfirm: (checked: Checked, ending: Ending) => Promise<void>
}

/** 补齐 within what is left between promise and law; 补正 thirty days. */
const firstDays = (end: End, { legalLimit, promisedLimit, projectType }: WindowGuide): number => {
  if (end === 'notify') return 30
  const left = (legalLimit?.days ?? 20) - (projectType === '1' ? 0 : (promisedLimit?.days ?? 0))
  return Math.min(5, Math.max(1, left))
}

/** The chosen end of a reception: what it means, what it asks, confirmed by Ctrl+Enter. */
export const EndPanel = ({ end, guide, materials, ticks, onClose, isRight, onConfirm }: Props) => {
  const [filled, setFilled] = useState<Filled>({
    defects: end === 'notify' ? defectsOf(materials, ticks) : [],
    days: firstDays(end, guide),
    signed: false,
  })
  const [told, setTold] = useState<Told>()
  const [wrong, setWrong] = useState<string>()
  const [busy, setBusy] = useState(false)
  const panel = useRef<HTMLFormElement>(null)
  useEffect(() => panel.current?.querySelector<HTMLElement>('input:not([type=hidden]),button')?.focus(), [])
  const confirm = async (): Promise<void> => {
    const why = [against(end, materials, ticks, filled), isRight() ? undefined : '申请内容还有不对的地方，请看标出的各项。'].filter(Boolean)
    setWrong(why.join(''))
    setTold(undefined)
    if (why.length > 0 || busy) return
    setBusy(true)
    try {
      await onConfirm(atLeast(checkedOf(materials, ticks), guide), endingOf(end, materials, ticks, filled))
    } catch (error) {
      setTold(toldOf(error))
    }
    setBusy(false)
  }
  useHotKeys({ 'ctrl+Enter': () => void confirm(), Escape: onClose })
  const { name, says } = ends[end]
  return (
    <form
      ref={panel}
      className="act"
      aria-label={name}
      onSubmit={(event) => {
        event.preventDefault()
        void confirm()
      }}
    >
      <h2>{name}</h2>
      <p>{says}</p>
      {end === 'gaps' && <p>容缺：{names(gapsOf(materials, ticks)) || '还没有勾选'}</p>}
      {end === 'notify' && (
        <fieldset className="field" aria-label="需要补正的全部内容">
          <DefectBuilder value={filled.defects} guide={guide} onChange={(defects) => setFilled({ ...filled, defects })} />
        </fieldset>
      )}
      {(end === 'notify' || end === 'gaps') && (
        <div className="field">
          <label htmlFor="end-days">{end === 'notify' ? '补正期限(自然日)' : '补齐期限(工作日)'}</label>
          <InputNumber
            id="end-days"
            min={1}
            max={90}
            precision={0}
            value={filled.days}
            onChange={(days) => setFilled({ ...filled, days: days ?? 0 })}
          />
        </div>
      )}
      {letters[end] && (
        <label>
          <input type="checkbox" checked={filled.signed} onChange={(event) => setFilled({ ...filled, signed: event.target.checked })} />{' '}
          {letters[end]}
        </label>
      )}
      {wrong && (
        <p role="alert" className="wrong">
          {wrong}
        </p>
      )}
      {told && <ProblemNote told={told} />}
      <div className="act-end">
        <Button type="primary" htmlType="submit" loading={busy}>
          确认{name} <Key name="Ctrl ↵" />
        </Button>
        <Button onClick={onClose}>
          收起 <Key name="Esc" />
        </Button>
      </div>
    </form>
  )
}
