import { Button } from 'antd'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { post, type Told } from '../../../../ui/console/api.ts'
import { Key } from '../../../../ui/console/facts.tsx'
import { ProblemNote } from '../../../../ui/console/notes.tsx'
import { toldOf } from '../../../../ui/console/told.ts'
import type { VisitView } from './shapes.ts'
import { WindowFields } from './window-fields.tsx'

/** `wanted`: the case that was scanned before the person was recognised. */
type Props = { readonly onVisit: (visit: VisitView, wanted: string | undefined) => void }
type Sending = { readonly busy: boolean; readonly told?: Told; readonly send: (path: string, body: object) => void }

const useSending = (onVisit: (visit: VisitView) => void): Sending => {
  const [busy, setBusy] = useState(false)
  const [told, setTold] = useState<Told>()
  const send = async (path: string, body: object): Promise<void> => {
    setBusy(true)
    setTold(undefined)
    try {
      onVisit(await post<VisitView>(path, body))
    } catch (error) {
      setTold(toldOf(error))
    }
    setBusy(false)
  }
  return { busy, send: (path, body) => void send(path, body), ...(told ? { told } : {}) }
}

/** Who is not known yet: name and telephone beside the number that was typed; the population registry confirms him. */
const Register = ({ idNumber, onVisit }: { readonly idNumber: string; readonly onVisit: (visit: VisitView) => void }) => {
  const [values, setValues] = useState({ name: '', idNumber, phone: '' })
  const { busy, told, send } = useSending(onVisit)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    send('/api/v1/reception/people', values)
  }
  return (
    <form onSubmit={submit} className="desk-form" aria-label="登记">
      <WindowFields
        fields={[
          { name: 'name', label: '姓名' },
          { name: 'idNumber', label: '身份证号' },
          { name: 'phone', label: '手机号码' },
        ]}
        values={values}
        told={told}
        focusFirst
        onChange={(name, value) => setValues({ ...values, [name]: value })}
      />
      <Button type="primary" htmlType="submit" loading={busy}>
        登记并接待 <Key name="↵" />
      </Button>
    </form>
  )
}

/** The first field of the desk: a scanned code, six digits, or the number from the card reader or the keyboard. */
export const ProofForm = ({ onVisit }: Props) => {
  const [proof, setProof] = useState('')
  const [unknown, setUnknown] = useState<string>()
  const [wanted, setWanted] = useState<string>()
  const begin = (visit: VisitView): void => onVisit(visit, wanted)
  const { busy, told, send } = useSending(begin)
  const box = useRef<HTMLInputElement>(null)
  useEffect(() => box.current?.focus(), [])
  useEffect(() => {
    if (told?.type.endsWith('/unknown-person')) setUnknown(box.current?.value.trim())
    else if (told) box.current?.select()
    if (told?.case) setWanted(told.case)
  }, [told])
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setUnknown(undefined)
    send('/api/v1/reception/visits', { proof })
  }
  const wrong = told?.fields?.find(({ field }) => field === 'proof')?.message
  return (
    <>
      <form onSubmit={submit} className="desk-form" aria-label="识别来办事的人">
        <div className={wrong ? 'question bad' : 'question'}>
          <label htmlFor="proof">到窗口办理码、身份证号或办件编号</label>
          <input
            id="proof"
            ref={box}
            value={proof}
            autoComplete="off"
            spellCheck={false}
            aria-invalid={wrong !== undefined}
            aria-describedby={wrong ? 'proof-e proof-h' : 'proof-h'}
            onChange={(event) => setProof(event.target.value)}
          />
          {wrong && (
            <p className="wrong" id="proof-e">
              {wrong}
            </p>
          )}
          <p className="quiet" id="proof-h">
            扫码、读卡或输入后回车。出示本人的码才能打开他的草稿。
          </p>
        </div>
        {told && !told.fields && <ProblemNote told={told} />}
        <Button type="primary" htmlType="submit" loading={busy}>
          接待 <Key name="↵" />
        </Button>
      </form>
      {unknown && <Register idNumber={unknown} onVisit={begin} />}
    </>
  )
}
