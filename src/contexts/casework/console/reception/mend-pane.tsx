import { Button } from 'antd'
import { useEffect, useRef, useState } from 'react'
import type { Answers } from '../../../../kernel/form.ts'
import { change, post, type Told } from '../../../../ui/console/api.ts'
import { Key } from '../../../../ui/console/facts.tsx'
import { FileViewer } from '../../../../ui/console/file-viewer.tsx'
import { controlId, FormFields } from '../../../../ui/console/form-fields.tsx'
import { useHotKeys } from '../../../../ui/console/hot-keys.ts'
import { ProblemNote } from '../../../../ui/console/notes.tsx'
import { toldOf } from '../../../../ui/console/told.ts'
import { acts } from '../../terms.ts'
import { How, Take, Taken, useTaking } from './material-parts.tsx'
import type { MendItem, MendView, Received, Ticks } from './shapes.ts'

type Errors = Readonly<Record<string, string>>
const errorsOf = (told: Told | undefined): Errors => Object.fromEntries((told?.fields ?? []).map(({ field, message }) => [field, message]))
/** The control of something that is still missing, so that the focus lands on it. */
const controlOf = (field: string): HTMLElement | null => document.getElementById(field.startsWith('m-') ? field : controlId(field))

const Why = ({ item }: { readonly item: MendItem }) => (
  <>
    <p>
      {item.isWaived && <b>可以不补：新版办事指南不再要求这一项。</b>}
      原因：{item.problem}
    </p>
    <p>怎样补：{item.cure}</p>
    {item.basis && <p className="quiet">依据：{item.basis}</p>}
  </>
)

type MaterialProps = {
  readonly item: MendItem
  readonly view: MendView
  readonly tick: Ticks[string] | undefined
  readonly error: string | undefined
  readonly onTick: (tick: Ticks[string] | undefined) => void
  readonly onFile: (file: File) => Promise<string | undefined>
  readonly onShow: (id: string) => void
}

/** One material to hand in again: scanned, or the paper that was handed over, counted. */
const Material = ({ item, view, tick, error, onTick, onFile, onShow }: MaterialProps) => {
  const files = view.files.filter(({ material }) => material === item.target)
  const taking = useTaking(onFile)
  return (
    <>
      <div className="material-head">
        <label>
          <input
            id={`m-${item.target}`}
            type="checkbox"
            checked={tick !== undefined}
            aria-describedby={error ? `m-${item.target}-e` : undefined}
            onChange={(event) => onTick(event.target.checked ? { form: '原件', copies: 1 } : undefined)}
          />{' '}
          收到纸质材料
        </label>
        <span className="row">
          {tick && <How name={item.name} tick={tick} forms={['原件', '复印件']} onTick={onTick} />}
          <Take name={item.name} taking={taking} />
        </span>
      </div>
      <Taken files={files} taking={taking} onShow={onShow} />
      {error && (
        <p className="wrong" id={`m-${item.target}-e`} role="alert">
          {error}
        </p>
      )}
    </>
  )
}

const place = (visit: string, no: string): string => `/api/v1/reception/visits/${visit}/cases/${no}`
const checkedOf = (ticks: Ticks) => Object.entries(ticks).map(([material, { form, copies }]) => ({ material, form, copies }))

/** What is handed in at the window for a running case: kept on the server as it is scanned and typed, then handed in. */
const useMending = (visit: string, no: string, onDone: (received: Received) => void) => {
  const [view, setView] = useState<MendView>()
  const [answers, setAnswers] = useState<Answers>({})
  const [ticks, setTicks] = useState<Ticks>({})
  const [told, setTold] = useState<Told>()
  const [busy, setBusy] = useState(false)
  const load = async (how: { readonly anew?: true } = {}): Promise<void> => {
    try {
      const next = await post<MendView>(`${place(visit, no)}/open`, how)
      setView(next)
      if (how.anew) setTold(undefined)
      setAnswers((typed) => ({ ...next.answers, ...typed }))
    } catch (error) {
      setTold(toldOf(error))
    }
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: another case is opened, nothing else
  useEffect(() => void load(), [visit, no])
  const take = async (material: string, file: File): Promise<string | undefined> => {
    const form = new FormData()
    form.append('material', material)
    form.append('file', file, file.name)
    try {
      await change(`/api/v1/cases/${view?.id}/files`, { method: 'POST', body: form })
    } catch (error) {
      const { title, detail } = toldOf(error)
      return [title, detail].filter(Boolean).join('。')
    }
    await load()
    return undefined
  }
  const send = async (): Promise<void> => {
    if (!view || busy) return
    setBusy(true)
    setTold(undefined)
    try {
      if (view.toMend.some(({ field }) => field)) await change(`/api/v1/cases/${view.id}/draft`, { method: 'PATCH', body: { answers } })
      const checked = checkedOf(ticks)
      const body = { seen: view.position, ...(checked.length > 0 ? { checked } : {}) }
      onDone(await post<Received>(`${place(visit, no)}/hand-in`, body))
    } catch (error) {
      const problem = toldOf(error)
      setTold(problem)
      controlOf(problem.fields?.[0]?.field ?? '')?.focus()
    }
    setBusy(false)
  }
  return { view, answers, setAnswers, ticks, setTicks, told, busy, take, send, load }
}

type Props = { readonly visit: string; readonly no: string; readonly onDone: (received: Received) => void; readonly onClose: () => void }

/** 补正 at the window: every item of the notice in its words, each with its own control; F2 hands all of it in. */
export const MendPane = ({ visit, no, onDone, onClose }: Props) => {
  const { view, answers, setAnswers, ticks, setTicks, told, busy, take, send, load } = useMending(visit, no, onDone)
  const [shown, setShown] = useState<string>()
  const list = useRef<HTMLOListElement>(null)
  const isReady = view !== undefined
  useEffect(() => {
    if (isReady) list.current?.querySelector<HTMLElement>('input,select,textarea')?.focus()
  }, [isReady])
  useHotKeys({ ...Object.fromEntries(['F2', 'ctrl+Enter'].map((key) => [key, () => void send()])), Escape: onClose })
  const errors = errorsOf(told)
  const tick = (target: string, next: Ticks[string] | undefined): void => {
    const { [target]: _, ...rest } = ticks
    setTicks(next ? { ...rest, [target]: next } : rest)
  }
  if (!view)
    return (
      <div className="pane desk-wide">
        {told && <ProblemNote told={told} />}
        <div className="act-end">
          {told?.type === '/problems/kept-online' && <Button onClick={() => void load({ anew: true })}>从头收</Button>}
          <Button onClick={onClose}>
            返回 <Key name="Esc" />
          </Button>
        </div>
      </div>
    )
  const file = view.files.find(({ id }) => id === shown)
  return (
    <section className="pane desk-wide desk-mend" aria-label={acts[view.act]}>
      <h2>
        {view.itemName} {acts[view.act]}
      </h2>
      <p>
        {view.applicant.name} <span className="num">{view.no}</span>
        {view.due && <b>，{view.due} 前补齐</b>}
        {view.notice && (
          <>
            {' '}
            <a href={view.notice} target="_blank" rel="noreferrer">
              一次性补正告知书
            </a>
          </>
        )}
      </p>
      <ol ref={list} className="mend">
        {view.toMend.map((item) => (
          <li key={item.target}>
            <h3>{item.name}</h3>
            <Why item={item} />
            {item.field ? (
              <FormFields
                fields={[item.field]}
                answers={answers}
                errors={errors}
                onChange={(name, value) => setAnswers({ ...answers, [name]: value })}
              />
            ) : (
              <Material
                item={item}
                view={view}
                tick={ticks[item.target]}
                error={errors[`m-${item.target}`]}
                onTick={(next) => tick(item.target, next)}
                onFile={(one) => take(item.target, one)}
                onShow={setShown}
              />
            )}
          </li>
        ))}
      </ol>
      {told && <ProblemNote told={told} />}
      <div className="act-end">
        <Button type="primary" loading={busy} onClick={() => void send()}>
          {acts[view.act]} <Key name="F2" />
        </Button>
        <Button onClick={onClose}>
          返回 <Key name="Esc" />
        </Button>
      </div>
      {file && <FileViewer file={{ ...file, url: `/api/v1/cases/${view.id}/files/${file.id}` }} />}
    </section>
  )
}
