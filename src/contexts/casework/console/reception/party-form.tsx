import { Button } from 'antd'
import { type ChangeEvent, type FormEvent, useState } from 'react'
import { change, post, type Told } from '../../../../ui/console/api.ts'
import { toldOf } from '../../../../ui/console/told.ts'
import type { VisitView } from './shapes.ts'
import { WindowFields } from './window-fields.tsx'

type Of = 'self' | 'person' | 'organisation'
const choices: readonly (readonly [Of, string])[] = [
  ['self', '本人办'],
  ['person', '替别人办'],
  ['organisation', '为单位办'],
]
const kinds = [
  ['enterprise', '企业'], ['cooperative', '农专社'], ['individualBusiness', '个体'], ['institution', '事业单位'], ['association', '社团、民非、基金会'], ['stateOrgan', '政府机关'],
] as const // biome-ignore format: pairs

const asked: Record<Of, readonly { name: string; label: string }[]> = {
  self: [],
  person: [
    { name: 'name', label: '申请人姓名' },
    { name: 'idNumber', label: '申请人身份证号' },
    { name: 'phone', label: '申请人手机号码' },
  ],
  organisation: [{ name: 'uscc', label: '统一社会信用代码' }],
}
const unknownOrganisation = [
  { name: 'kind', label: '法人类型', options: kinds },
  { name: 'name', label: '单位名称' },
  { name: 'representative.name', label: '法定代表人姓名' },
  { name: 'representative.idNumber', label: '法定代表人身份证号' },
]

const bodyOf = (of: Of, values: Readonly<Record<string, string>>): object => {
  if (of === 'self') return { of }
  if (of === 'person') return { of, name: values.name ?? '', idNumber: values.idNumber ?? '', phone: values.phone ?? '' }
  const { uscc = '', kind, name } = values
  const representative = { name: values['representative.name'] ?? '', idNumber: values['representative.idNumber'] ?? '' }
  return { of, uscc, ...(kind ? { kind } : {}), ...(name ? { name, representative } : {}) }
}

type Props = { readonly visit: VisitView; readonly onVisit: (visit: VisitView) => void }

/** 授权书: scanned or photographed; without it nothing is begun for another (行政许可法 §29). */
export const Mandate = ({ visit, onVisit }: Props) => {
  const [told, setTold] = useState<Told>()
  const take = async (event: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const file = event.target.files?.[0]
    if (!file) return
    const form = new FormData()
    form.append('file', file, file.name)
    try {
      onVisit(await change<VisitView>(`/api/v1/reception/visits/${visit.id}/mandate`, { method: 'POST', body: form }))
    } catch (error) {
      setTold(toldOf(error))
    }
  }
  return (
    <div className={visit.mandateMissing ? 'question bad' : 'question'}>
      <label htmlFor="mandate">授权书{visit.mandate ? `：${visit.mandate}` : ''}</label>
      <input
        id="mandate"
        type="file"
        accept=".pdf,image/*"
        capture="environment"
        aria-describedby="mandate-h"
        onChange={(event) => void take(event)}
      />
      <p className={visit.mandateMissing ? 'wrong' : 'quiet'} id="mandate-h">
        {told?.title ?? (visit.mandateMissing ? '代办要有授权书，请扫描或者拍照上传。' : '可以换一份。')}
      </p>
    </div>
  )
}

/** For whom the person at the window applies. */
export const PartyForm = ({ visit, onVisit }: Props) => {
  const [of, setOf] = useState<Of>(visit.self ? 'self' : visit.applicant.kind)
  const [values, setValues] = useState<Readonly<Record<string, string>>>({})
  const [told, setTold] = useState<Told>()
  const [isUnknown, setUnknown] = useState(false)
  const send = async (next: Of): Promise<void> => {
    setTold(undefined)
    try {
      onVisit(await post<VisitView>(`/api/v1/reception/visits/${visit.id}/party`, bodyOf(next, values)))
    } catch (error) {
      const problem = toldOf(error)
      setTold(problem)
      if (problem.type.endsWith('/unknown-organisation')) setUnknown(true)
    }
  }
  const choose = (next: Of): void => {
    setOf(next)
    setTold(undefined)
    if (next === 'self' && !visit.self) void send('self')
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    void send(of)
  }
  return (
    <form className="desk-form" onSubmit={submit} aria-label="为谁办">
      <fieldset className="question">
        <legend>为谁办</legend>
        <div className="picks">
          {choices.map(([value, label]) => (
            <label key={value}>
              <input type="radio" name="of" checked={of === value} onChange={() => choose(value)} />
              {label}
            </label>
          ))}
        </div>
      </fieldset>
      {of !== 'self' && (
        <>
          <WindowFields
            fields={[...asked[of], ...(of === 'organisation' && isUnknown ? unknownOrganisation : [])]}
            values={values}
            told={told}
            focusFirst
            onChange={(name, value) => setValues({ ...values, [name]: value })}
          />
          <Button htmlType="submit">核验</Button>
        </>
      )}
    </form>
  )
}
