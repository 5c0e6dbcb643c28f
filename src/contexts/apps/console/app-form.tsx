import { useState } from 'react'
import { change, post } from '../../../ui/console/api.ts'
import { AskForm } from '../../../ui/console/ask-form.tsx'
import type { Registration } from '../terms.ts'
import { AppFields, KeyField, parsedKeys, tidied } from './app-fields.tsx'

const blank: Registration = {
  name: '',
  redirectUris: [],
  afterLogoutUri: '',
  logoutUri: '',
  scopes: ['profile'],
  lowestLevel: 'unverified',
  audience: 'applicants',
}

/** What a form led to: nothing, or words with the secret that is shown this once. */
export type Done = (words?: string, secret?: string) => void

/** Asks for a new sub-site; another person approves it. */
export const AppForm = ({ onDone }: { readonly onDone: Done }) => {
  const [wanted, setWanted] = useState(blank)
  const [keys, setKeys] = useState('')
  const send = async (): Promise<void> => {
    const key = parsedKeys(keys)
    const { secret } = await post<{ secret?: string }>('/api/v1/apps', { registration: tidied(wanted), key })
    onDone('已送审，另一人审核通过后可以使用。', secret)
  }
  return (
    <AskForm title="提出接入" word="送审" send={send} onLeave={() => onDone()}>
      <AppFields wanted={wanted} onChange={setWanted} />
      <KeyField keys={keys} onChange={setKeys} />
    </AskForm>
  )
}

type OfApp = { readonly id: string; readonly onDone: Done }

/** Asks for a change of what stands; until another person approved it, what stands goes on. */
export const ChangeForm = ({ id, before, onDone }: OfApp & { readonly before: Registration }) => {
  const [wanted, setWanted] = useState(before)
  const send = async (): Promise<void> => {
    await change(`/api/v1/apps/${id}`, { method: 'PUT', body: tidied(wanted) })
    onDone('修改已送审，另一人审核通过前，原来的登记继续有效。')
  }
  return (
    <AskForm title={`修改“${before.name}”`} word="送审" send={send} onLeave={() => onDone()}>
      <AppFields wanted={wanted} onChange={setWanted} />
    </AskForm>
  )
}

/** Asks for a new key or secret; it counts once another person approved it. */
export const KeyForm = ({ id, name, onDone }: OfApp & { readonly name: string }) => {
  const [keys, setKeys] = useState('')
  const send = async (): Promise<void> => {
    const { secret } = await post<{ secret?: string }>(`/api/v1/apps/${id}/key`, parsedKeys(keys))
    onDone('新密钥已送审，另一人审核通过后生效，旧密钥到那时失效。密钥泄露请先停用应用。', secret)
  }
  return (
    <AskForm title={`更换“${name}”的密钥`} word="送审" send={send} onLeave={() => onDone()}>
      <KeyField keys={keys} onChange={setKeys} />
    </AskForm>
  )
}
