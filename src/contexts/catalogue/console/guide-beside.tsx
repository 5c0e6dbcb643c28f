import { Button } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { change, type Told } from '../../../ui/console/api.ts'
import { ProblemNote } from '../../../ui/console/notes.tsx'
import { toldOf } from '../../../ui/console/told.ts'
import { partsOfCode } from '../rules/codes.ts'
import type { ItemView } from './use-draft.ts'

/** Begins a 业务办理项 of the item that is shown: a draft with its text, under the next free code. */
export const BesideButton = ({ view: { code, inForce } }: { readonly view: ItemView }) => {
  const navigate = useNavigate()
  const [told, setTold] = useState<Told>()
  if (!inForce || !partsOfCode(code)) return null
  const begin = async (): Promise<void> => {
    try {
      const begun = await change<{ code: string }>('/api/v1/catalogue/items', { method: 'POST', body: { like: code } })
      navigate(`/catalogue/${encodeURIComponent(begun.code)}`)
    } catch (error) {
      setTold(toldOf(error))
    }
  }
  return (
    <>
      <Button size="small" onClick={() => void begin()}>
        加业务办理项
      </Button>
      {told && <ProblemNote told={told} />}
    </>
  )
}
