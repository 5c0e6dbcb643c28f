import { Button, Radio } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { ApiError, change, post, type Told } from '../../../ui/console/api.ts'
import { Key } from '../../../ui/console/facts.tsx'
import { useHotKeys } from '../../../ui/console/hot-keys.ts'
import { ProblemNote } from '../../../ui/console/notes.tsx'
import { isSharedDetail } from '../rules/batch.ts'
import { type ActName, acts } from '../terms.ts'
import { type ActField, fieldsOfAct } from './act-fields.ts'
import { isPlain, PlainInput } from './plain-inputs.tsx'

type Open = { readonly act: ActName; readonly open: number }
type Values = Readonly<Record<string, unknown>>

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === ''
/** What speaks of one case alone is not asked for a batch. */
const fieldsOf = (act: ActName): readonly ActField[] => fieldsOfAct(act).filter(({ kind, name }) => isPlain(kind) && isSharedDetail(name))

const firstValues = (act: ActName): Values =>
  Object.fromEntries(fieldsOf(act).flatMap((field) => (field.first === undefined ? [] : [[field.name, field.first]])))

/** Which acts are open on the chosen cases. */
const useOpen = (cases: readonly string[]): { readonly open?: readonly Open[]; readonly told?: Told } => {
  const [state, setState] = useState<{ open?: readonly Open[]; told?: Told }>({})
  useEffect(() => {
    let isHere = true
    post<{ items: readonly Open[] }>('/api/v1/batches/acts', { cases })
      .then(({ items }) => isHere && setState({ open: items }))
      .catch((error: unknown) => {
        if (!(error instanceof ApiError)) throw error
        if (isHere) setState({ told: error.told })
      })
    return () => {
      isHere = false
    }
  }, [cases])
  return state
}

const Details = ({ act, cases, onClose }: { readonly act: Open; readonly cases: readonly string[]; readonly onClose: () => void }) => {
  const navigate = useNavigate()
  const { pathname, search } = useLocation()
  const fields = fieldsOf(act.act)
  const [values, setValues] = useState<Values>(() => firstValues(act.act))
  const [told, setTold] = useState<Told>()
  const [isMissing, setMissing] = useState(false)
  const [busy, setBusy] = useState(false)
  /** One key for one order: pressed twice it is one batch. */
  const key = useRef(crypto.randomUUID())
  const lacking = fields.filter((field) => !field.optional && isEmpty(values[field.name]))
  const order = async (): Promise<void> => {
    setMissing(lacking.length > 0)
    if (busy || lacking.length > 0) return
    setBusy(true)
    try {
      const details = Object.fromEntries(Object.entries(values).filter(([, value]) => !isEmpty(value)))
      const batch = await change<{ id: string }>('/api/v1/batches', {
        method: 'POST',
        body: { act: act.act, cases, details },
        key: key.current,
      })
      navigate(`/batches/${batch.id}`, { state: { list: `${pathname}${search}` } })
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setTold(error.told)
      setBusy(false)
    }
  }
  useHotKeys({ 'ctrl+Enter': () => void order(), Escape: onClose })
  return (
    <form
      className="act"
      aria-label={`成批${acts[act.act]}`}
      onSubmit={(event) => {
        event.preventDefault()
        void order()
      }}
    >
      <p>
        已选 {cases.length} 件，其中 {act.open} 件现在可以办“{acts[act.act]}”，不能办的会逐件说明原因。
      </p>
      {fields.map((field) => (
        <div className="field" key={field.name}>
          <label htmlFor={`batch-${field.name}`}>
            {field.label}
            {field.optional && <span className="quiet">(选填)</span>}
          </label>
          <PlainInput
            id={`batch-${field.name}`}
            field={field}
            value={values[field.name]}
            onChange={(value) => {
              key.current = crypto.randomUUID()
              setValues({ ...values, [field.name]: value })
            }}
          />
          {isMissing && lacking.includes(field) && (
            <p className="wrong" role="alert">
              请填写{field.label}
            </p>
          )}
        </div>
      ))}
      {told && <ProblemNote told={told} />}
      <div className="act-end">
        <Button type="primary" htmlType="submit" loading={busy}>
          {acts[act.act]} {cases.length} 件 <Key name="Ctrl ↵" />
        </Button>
        <Button onClick={onClose}>
          收起 <Key name="Esc" />
        </Button>
        <span className="quiet">发出前有 10 秒可以撤销。</span>
      </div>
    </form>
  )
}

/** Chooses one act for many cases and gives its details once. */
export const BatchPanel = ({ cases, onClose }: { readonly cases: readonly string[]; readonly onClose: () => void }) => {
  const [kept] = useState(cases)
  const { open, told } = useOpen(kept)
  const [chosen, setChosen] = useState<ActName>()
  const group = useRef<HTMLDivElement>(null)
  useEffect(() => void (open && group.current?.querySelector('input')?.focus()), [open])
  const act = open?.find((one) => one.act === chosen) ?? (open?.length === 1 ? open[0] : undefined)
  useHotKeys(act ? {} : { Escape: onClose })
  if (told) return <ProblemNote told={told} />
  if (!open) return <p role="status">正在看这些办件可以怎样办…</p>
  if (open.length === 0) return <p role="status">这些办件现在都没有您可以成批办理的动作。</p>
  return (
    <div ref={group}>
      <Radio.Group
        aria-label="办理动作"
        optionType="button"
        value={act?.act}
        options={open.map((one) => ({ value: one.act, label: `${acts[one.act]}(${one.open} 件可以)` }))}
        onChange={(event) => setChosen(event.target.value as ActName)}
      />
      {act && <Details key={act.act} act={act} cases={kept} onClose={onClose} />}
    </div>
  )
}
