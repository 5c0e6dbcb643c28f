import { Button } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { ApiError, post, type Told } from '../../../ui/console/api.ts'
import { Key } from '../../../ui/console/facts.tsx'
import { useHotKeys } from '../../../ui/console/hot-keys.ts'
import { ProblemNote } from '../../../ui/console/notes.tsx'
import { procedure } from '../rules/procedure.ts'
import { actWords } from '../rules/story.ts'
import { type ActName, acts, type Defect, stages } from '../terms.ts'
import { type ActField, fieldsOfAct, shownFields } from './act-fields.ts'
import { ActInput, type InputContext } from './act-inputs.tsx'
import { deliveryText, openStepsOf } from './shapes.ts'
import { forget, keep, recall, wordsKey } from './verdicts.ts'

type Values = Readonly<Record<string, unknown>>
type Props = InputContext & {
  readonly act: ActName
  /** What earlier looking has already found: the values a fresh panel begins with. */
  readonly begin: Values
  readonly onDone: () => void
  readonly onClose: () => void
  /** The case moved on while the panel was open. */
  readonly onStale: (told: Told) => void
}

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
const given = (values: Values): Values => Object.fromEntries(Object.entries(values).filter(([, value]) => !isEmpty(value)))
const firstValues = (fields: readonly ActField[], begin: Values): Values => ({
  ...Object.fromEntries(fields.filter((field) => field.first !== undefined).map((field) => [field.name, field.first])),
  ...begin,
})
const isHalfWritten = (defects: unknown): boolean =>
  Array.isArray(defects) && (defects as Defect[]).some(({ problem, cure }) => problem.trim() === '' || cure.trim() === '')
const missingWord = (field: ActField, value: unknown): string | undefined => {
  if (field.kind === 'defects' && isHalfWritten(value)) return '每一项都要写明问题和怎样补正'
  return !field.optional && isEmpty(value) ? `请填写${field.label}` : undefined
}
const missingOf = (fields: readonly ActField[], values: Values): Record<string, string> =>
  Object.fromEntries(
    fields.flatMap((field) => {
      const word = missingWord(field, values[field.name])
      return word ? [[field.name, word]] : []
    }),
  )
const errorsOf = (told: Told): Record<string, string> =>
  Object.fromEntries((told.fields ?? []).map(({ field, message }) => [field, message]))

const isAct = (name: string): name is ActName => name in acts
const openWords = (told: Told) =>
  told.open && (
    <p>
      现在可以做的：{told.open.length > 0 ? told.open.map((act) => (isAct(act) ? acts[act] : act)).join('、') : '没有，这个办件不在您手上'}
      。
    </p>
  )
const stageWords = (told: Told) =>
  told.state && told.state in stages ? <p>办件现在的状态：{stages[told.state as keyof typeof stages]}</p> : null

/** A refusal of the procedure: why, by which article, where the case stands, what is open instead. */
export const RefusalNote = ({ told }: { readonly told: Told }) => (
  <ProblemNote
    told={told}
    more={
      <>
        {stageWords(told)}
        {openWords(told)}
      </>
    }
  />
)

/** Values typed into the panel: kept in this tab until the act is done. */
const useValues = (no: string, act: ActName, begin: Values) => {
  const key = wordsKey(no, act)
  const [values, setValues] = useState<Values>(() => recall<Values>(key, firstValues(fieldsOfAct(act), begin)))
  const set = (name: string, value: unknown): void => {
    const next = { ...values, [name]: value }
    setValues(next)
    keep(key, next)
  }
  return { values, set, drop: () => forget(key) }
}

const Field = ({
  field,
  error,
  ...rest
}: {
  readonly field: ActField
  readonly error: string | undefined
  readonly value: unknown
  readonly onChange: (value: unknown) => void
  readonly context: InputContext
}) => {
  const id = `act-${field.name}`
  const isGroup = ['defects', 'missing', 'checked'].includes(field.kind)
  const label = (
    <>
      {field.label}
      {field.optional && <span className="quiet">(选填)</span>}
    </>
  )
  return (
    <div className="field" {...(isGroup ? { role: 'group', 'aria-labelledby': `${id}-label` } : {})}>
      {isGroup ? (
        <span id={`${id}-label`} className="label">
          {label}
        </span>
      ) : (
        <label htmlFor={id}>{label}</label>
      )}
      {field.hint && <p className="quiet">{field.hint}</p>}
      <ActInput id={id} field={field} {...rest} />
      {error && (
        <p className="wrong" role="alert">
          {error}
        </p>
      )}
    </div>
  )
}

const isMovedOn = (told: Told): boolean => told.type.endsWith('/stale') || told.type.endsWith('/wrong-stage')

/** One act, its details and its confirmation, in place: no window over the case. Ctrl+Enter confirms, Esc puts it away. */
export const ActPanel = ({ act, begin, onDone, onClose, onStale, ...context }: Props) => {
  const { view } = context
  const { values, set, drop } = useValues(view.no, act, begin)
  const open = act === 'passStep' ? openStepsOf(view) : []
  const step = open.length > 1 ? open.find(({ id }) => id === values.step) : open[0]
  const fields = shownFields(fieldsOfAct(act, { step, several: open.length > 1, about: view.about }), values)
  const [told, setTold] = useState<Told>()
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [busy, setBusy] = useState(false)
  const panel = useRef<HTMLFormElement>(null)
  useEffect(() => panel.current?.querySelector<HTMLElement>('textarea,input,[type=submit]')?.focus(), [])

  const refused = (error: unknown): void => {
    if (!(error instanceof ApiError)) throw error
    if (isMovedOn(error.told)) onStale(error.told)
    setTold(error.told)
    setErrors(errorsOf(error.told))
  }
  const confirm = async (): Promise<void> => {
    const missing = missingOf(fields, values)
    setErrors(missing)
    if (busy || Object.keys(missing).length > 0) return
    setBusy(true)
    setTold(undefined)
    try {
      const hidden = fieldsOfAct(act).filter(({ name, when }) => when && !fields.some((field) => field.name === name))
      const said = Object.fromEntries(Object.entries(given(values)).filter(([name]) => !hidden.some((field) => field.name === name)))
      await post(`/api/v1/cases/${view.no}/acts`, { act, seen: view.position, ...said })
      drop()
      onDone()
    } catch (error) {
      refused(error)
    } finally {
      setBusy(false)
    }
  }
  useHotKeys({ 'ctrl+Enter': () => void confirm(), Escape: onClose })

  return (
    <form
      ref={panel}
      className="act"
      aria-label={actWords(act, view.about)}
      onSubmit={(event) => {
        event.preventDefault()
        void confirm()
      }}
      onKeyDownCapture={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
        event.preventDefault() // a list of choices would open on it
        event.stopPropagation()
        void confirm()
      }}
    >
      <div className="act-head">
        <h2>{actWords(act, view.about)}</h2>
        <span className="quiet">{procedure[act].article}</span>
      </div>
      {step && open.length === 1 && (
        <p>
          环节：<b>{step.name}</b>
        </p>
      )}
      {act === 'deliver' && view.delivery && <p>申请人选择：{deliveryText(view.delivery)}</p>}
      {fields.map((field) => (
        <Field
          key={field.name}
          field={field}
          value={values[field.name]}
          error={errors[field.name]}
          onChange={(value) => set(field.name, value)}
          context={context}
        />
      ))}
      {told && <RefusalNote told={told} />}
      <div className="act-end">
        <Button type="primary" htmlType="submit" loading={busy} danger={act === 'deny' || act === 'refuse'}>
          确认{actWords(act, view.about)} <Key name="Ctrl ↵" />
        </Button>
        <Button onClick={onClose}>
          收起 <Key name="Esc" />
        </Button>
      </div>
    </form>
  )
}
