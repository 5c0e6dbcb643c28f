import { Checkbox, Input, Select } from 'antd'
import { ApiError } from '../../../ui/console/api.ts'
import { FieldNote } from '../../../ui/console/field-note.tsx'
import { mayAsk } from '../rules/audience.ts'
import { type AppLevel, type AppScope, type Audience, audiences, levelNames, type Registration, scopeWords } from '../terms.ts'

const texts = [
  ['name', '应用名称', '办事的人在同意页上看到的名称'],
  ['redirect', '回调地址', '一行一个，https 开头，写完整；同一个域名'],
  ['logoutUri', '退出通知地址', '平台把退出令牌发到这里（back-channel logout）'],
  ['afterLogoutUri', '退出后返回的地址', '没有可以不填'],
] as const
type TextName = (typeof texts)[number][0]

type Props = { readonly wanted: Registration; readonly onChange: (wanted: Registration) => void }

/** What is registered of a sub-site, as fields: asked for the first time, or changed. */
export const AppFields = ({ wanted, onChange }: Props) => {
  const written = (name: TextName): string => (name === 'redirect' ? wanted.redirectUris.join('\n') : wanted[name])
  const set = (name: TextName, value: string): void =>
    onChange({ ...wanted, ...(name === 'redirect' ? { redirectUris: value.split('\n') } : { [name]: value }) })
  return (
    <>
      {texts.map(([name, label, hint], i) => (
        <div key={name}>
          <label htmlFor={`app-${name}`}>{label}</label>
          <p className="quiet">{hint}</p>
          <FieldNote field={name === 'redirect' ? 'redirectUris' : name} of={`app-${name}`} />
          {name === 'redirect' ? (
            <Input.TextArea id="app-redirect" rows={3} value={written(name)} onChange={(event) => set(name, event.target.value)} />
          ) : (
            <Input id={`app-${name}`} autoFocus={i === 0} value={written(name)} onChange={(event) => set(name, event.target.value)} />
          )}
        </div>
      ))}
      <label htmlFor="app-audience">使用对象</label>
      <p className="quiet">工作人员登录本单位的应用不另外征求同意，能读取姓名、单位和岗位</p>
      <Select
        id="app-audience"
        value={wanted.audience}
        options={(Object.keys(audiences) as Audience[]).map((value) => ({ value, label: audiences[value] }))}
        onChange={(audience: Audience) => onChange({ ...wanted, audience, scopes: wanted.scopes.filter((one) => mayAsk(audience, one)) })}
      />
      <fieldset>
        <legend>要读取的内容</legend>
        <Checkbox.Group
          options={(Object.keys(scopeWords) as AppScope[])
            .filter((one) => mayAsk(wanted.audience, one))
            .map((value) => ({ value, label: scopeWords[value].name }))}
          value={[...wanted.scopes]}
          onChange={(scopes) => onChange({ ...wanted, scopes: scopes as AppScope[] })}
        />
      </fieldset>
      {wanted.audience !== 'staff' && (
        <>
          <label htmlFor="app-level">个人和法人的最低认证等级</label>
          <Select
            id="app-level"
            value={wanted.lowestLevel}
            options={(Object.keys(levelNames) as AppLevel[]).map((value) => ({ value, label: levelNames[value] }))}
            onChange={(lowestLevel: AppLevel) => onChange({ ...wanted, lowestLevel })}
          />
        </>
      )}
    </>
  )
}

/** A registration as it is sent: without the empty lines of the addresses. */
export const tidied = (wanted: Registration): Registration => ({
  ...wanted,
  redirectUris: wanted.redirectUris.map((one) => one.trim()).filter(Boolean),
})

/** The public keys of a sub-site as they are pasted; nothing pasted asks for a secret. */
export const KeyField = ({ keys, onChange }: { readonly keys: string; readonly onChange: (keys: string) => void }) => (
  <>
    <label htmlFor="app-keys">公钥（JWKS）</label>
    <p className="quiet">推荐：密钥签名（private_key_jwt）。不填，平台生成一个应用口令，只显示一次。</p>
    <FieldNote field="jwks" of="app-keys" />
    <Input.TextArea id="app-keys" rows={4} spellCheck={false} value={keys} onChange={(event) => onChange(event.target.value)} />
  </>
)

/** A key set as it was pasted; nothing pasted asks for a secret. Throws what the form tells when it is not JSON. */
export const parsedKeys = (text: string): { readonly jwks: unknown } | { readonly secret: true } => {
  if (text.trim() === '') return { secret: true }
  try {
    return { jwks: JSON.parse(text) }
  } catch {
    throw new ApiError({
      type: '/problems/invalid-request',
      title: '公钥不是 JSON',
      status: 422,
      fields: [{ field: 'jwks', message: '公钥不是 JSON，请粘贴完整的 JWKS' }],
    })
  }
}
