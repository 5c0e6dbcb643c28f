import { Button, Checkbox, Input, Select } from 'antd'
import { type FormEvent, useState } from 'react'
import { post, type Told } from '../../../ui/console/api.ts'
import { ProblemNote } from '../../../ui/console/notes.tsx'
import { toldOf } from '../../../ui/console/told.ts'
import { type AppLevel, type AppScope, levelNames, type Registration, scopeWords } from '../terms.ts'

const blank: Registration = {
  name: '',
  redirectUris: [],
  afterLogoutUri: '',
  logoutUri: '',
  scopes: ['profile'],
  lowestLevel: 'unverified',
}
const texts = [
  ['name', '应用名称', '办事的人在同意页上看到的名称'],
  ['redirect', '回调地址', '一行一个，https 开头，写完整；同一个域名'],
  ['logoutUri', '退出通知地址', '平台把退出令牌发到这里（back-channel logout）'],
  ['afterLogoutUri', '退出后返回的地址', '没有可以不填'],
] as const

/** A key set as it was pasted; nothing pasted asks for a secret; undefined when it is not JSON. */
const parsedKeys = (text: string): { jwks: unknown } | { secret: true } | undefined => {
  if (text.trim() === '') return { secret: true }
  try {
    return { jwks: JSON.parse(text) }
  } catch {
    return undefined
  }
}

/** Asks for a new sub-site; another person approves it. Gives the secret, if one was made, to be shown this once. */
export const AppForm = ({ onDone }: { readonly onDone: (secret: string | undefined) => void }) => {
  const [wanted, setWanted] = useState(blank)
  const [keys, setKeys] = useState('')
  const [told, setTold] = useState<Told>()
  const written = (name: (typeof texts)[number][0]): string => (name === 'redirect' ? wanted.redirectUris.join('\n') : wanted[name])
  const set = (name: (typeof texts)[number][0], value: string) =>
    setWanted({ ...wanted, ...(name === 'redirect' ? { redirectUris: value.split('\n') } : { [name]: value }) })
  const send = async (event: FormEvent) => {
    event.preventDefault()
    const key = parsedKeys(keys)
    if (!key) return setTold({ type: '/problems/invalid-request', title: '公钥不是 JSON，请粘贴完整的 JWKS', status: 422 })
    try {
      const redirectUris = wanted.redirectUris.map((one) => one.trim()).filter(Boolean)
      const { secret } = await post<{ secret?: string }>('/api/v1/apps', {
        registration: { ...wanted, redirectUris },
        key,
      })
      onDone(secret)
    } catch (error) {
      setTold(toldOf(error))
    }
  }
  return (
    <form className="act" onSubmit={send}>
      <h2>提出接入</h2>
      {texts.map(([name, label, hint], i) => (
        <div key={name}>
          <label htmlFor={`app-${name}`}>{label}</label>
          <p className="mut">{hint}</p>
          {name === 'redirect' ? (
            <Input.TextArea id="app-redirect" rows={3} value={written(name)} onChange={(event) => set(name, event.target.value)} />
          ) : (
            <Input id={`app-${name}`} autoFocus={i === 0} value={written(name)} onChange={(event) => set(name, event.target.value)} />
          )}
        </div>
      ))}
      <fieldset>
        <legend>要读取的内容</legend>
        <Checkbox.Group
          options={(Object.keys(scopeWords) as AppScope[]).map((value) => ({ value, label: scopeWords[value].name }))}
          value={[...wanted.scopes]}
          onChange={(scopes) => setWanted({ ...wanted, scopes: scopes as AppScope[] })}
        />
      </fieldset>
      <label htmlFor="app-level">最低认证等级</label>
      <Select
        id="app-level"
        value={wanted.lowestLevel}
        options={(Object.keys(levelNames) as AppLevel[]).map((value) => ({ value, label: levelNames[value] }))}
        onChange={(lowestLevel: AppLevel) => setWanted({ ...wanted, lowestLevel })}
      />
      <label htmlFor="app-keys">公钥（JWKS）</label>
      <p className="mut">推荐：密钥签名（private_key_jwt）。不填，平台生成一个应用口令，只显示一次。</p>
      <Input.TextArea id="app-keys" rows={4} value={keys} onChange={(event) => setKeys(event.target.value)} />
      {told && <ProblemNote told={told} />}
      <div className="acts">
        <Button type="primary" htmlType="submit">
          送审
        </Button>
      </div>
    </form>
  )
}
