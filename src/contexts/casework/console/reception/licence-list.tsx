import { Button } from 'antd'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { post, type Told } from '../../../../ui/console/api.ts'
import { Key } from '../../../../ui/console/facts.tsx'
import { useHotKeys } from '../../../../ui/console/hot-keys.ts'
import { ProblemNote } from '../../../../ui/console/notes.tsx'
import { toldOf } from '../../../../ui/console/told.ts'
import { useLoad } from '../../../../ui/console/use-load.ts'
import type { HeldLicence, LicenceMatter } from './shapes.ts'

const asks: Partial<Record<LicenceMatter['kind'], string>> = {
  change: '要变更什么',
  reissue: '为什么补证，例如遗失、损毁',
  cancel: '注销的理由',
}

type Chosen = { readonly licence: HeldLicence; readonly matter: LicenceMatter }

/** What the holder says for it, before the matter begins. */
const ReasonForm = ({
  chosen,
  told,
  onSend,
  onClose,
}: {
  chosen: Chosen
  told: Told | undefined
  onSend: (reason: string) => void
  onClose: () => void
}) => {
  const [reason, setReason] = useState('')
  const box = useRef<HTMLInputElement>(null)
  useEffect(() => box.current?.focus(), [])
  useHotKeys({ Escape: onClose })
  const wrong = told?.fields?.find(({ field }) => field === 'reason')?.message
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    onSend(reason)
  }
  return (
    <form className="desk-form" aria-label={`${chosen.matter.name}${chosen.licence.name}`} onSubmit={submit}>
      <div className={wrong ? 'question bad' : 'question'}>
        <label htmlFor="matter-reason">
          {chosen.matter.name}：{asks[chosen.matter.kind]}
        </label>
        <input
          id="matter-reason"
          ref={box}
          value={reason}
          autoComplete="off"
          aria-invalid={wrong !== undefined}
          aria-describedby={wrong ? 'matter-reason-e' : undefined}
          onChange={(event) => setReason(event.target.value)}
        />
        {wrong && (
          <p className="wrong" id="matter-reason-e">
            {wrong}
          </p>
        )}
      </div>
      <Button htmlType="submit">
        开始{chosen.matter.name} <Key name="↵" />
      </Button>
    </form>
  )
}

const Matter = ({ matter, onChoose }: { readonly matter: LicenceMatter; readonly onChoose: () => void }) =>
  matter.objection ? (
    <li className="quiet">
      {matter.name}：{matter.objection.title}
    </li>
  ) : (
    <li>
      <button type="button" data-matter={matter.kind} onClick={onChoose}>
        {matter.name}
        {matter.until && <span className="quiet">(最晚 {matter.until} 提出)</span>}
      </button>
    </li>
  )

type Props = { readonly visit: string; readonly onDraft: (draft: string) => void }

/** 名下证照: what he holds, and what may be begun for each; `Alt L` moves the focus there. */
export const LicenceList = ({ visit, onDraft }: Props) => {
  const { data } = useLoad<{ items: readonly HeldLicence[] }>(`/api/v1/reception/visits/${visit}/licences`)
  const [chosen, setChosen] = useState<Chosen>()
  const [told, setTold] = useState<Told>()
  const list = useRef<HTMLUListElement>(null)
  useHotKeys({ 'alt+l': () => list.current?.querySelector('button')?.focus() })
  const begin = async ({ licence, matter }: Chosen, reason: string): Promise<void> => {
    setTold(undefined)
    try {
      const path = `/api/v1/reception/visits/${visit}/licences/${licence.id}/matters`
      onDraft((await post<{ id: string }>(path, { kind: matter.kind, reason })).id)
      setChosen(undefined)
    } catch (error) {
      setTold(toldOf(error))
    }
  }
  const choose = (next: Chosen): void => {
    setTold(undefined)
    if (asks[next.matter.kind]) setChosen(next)
    else void begin(next, '')
  }
  if (!data || data.items.length === 0) return null
  return (
    <>
      <h3>
        名下证照 <Key name="Alt L" />
      </h3>
      <ul ref={list} className="held">
        {data.items.map((licence) => (
          <li key={licence.id}>
            <p>
              {licence.name} <span className={licence.state === 'valid' ? 'quiet' : 'wrong'}>{licence.stateName}</span>
            </p>
            <p className="quiet num">
              {licence.number}
              {licence.validTo && <> 有效期至 {licence.validTo}</>}
            </p>
            <ul className="offers">
              {licence.matters.map((matter) => (
                <Matter key={matter.kind} matter={matter} onChoose={() => choose({ licence, matter })} />
              ))}
            </ul>
            {chosen?.licence.id === licence.id && (
              <ReasonForm
                chosen={chosen}
                told={told}
                onSend={(reason) => void begin(chosen, reason)}
                onClose={() => setChosen(undefined)}
              />
            )}
          </li>
        ))}
      </ul>
      {told && !told.fields && <ProblemNote told={told} />}
    </>
  )
}
