import { Alert, Button } from 'antd'
import { useState } from 'react'
import { post } from '../../../ui/console/api.ts'
import { useDoing } from '../../../ui/console/doing.tsx'
import { Facts, Key } from '../../../ui/console/facts.tsx'
import { useHotKeys } from '../../../ui/console/hot-keys.ts'
import { Empty, ProblemNote } from '../../../ui/console/notes.tsx'
import { useLoad } from '../../../ui/console/use-load.ts'
import { type App, type AppAct, actNames, audiences, levelNames, methods, type Registration, scopeWords, stateNames } from '../terms.ts'
import { AppForm, ChangeForm, type Done, KeyForm } from './app-form.tsx'

type Line = App & {
  readonly acts: readonly AppAct[]
  readonly proposedByOneself: boolean
  readonly waiting: string
  readonly fingerprints: readonly { readonly kid: string; readonly sha256: string }[]
}
type Answer = { readonly items: readonly Line[]; readonly mayPropose: boolean }

const factsOf = ({
  redirectUris,
  logoutUri,
  afterLogoutUri,
  scopes,
  lowestLevel,
  audience,
}: Registration): (readonly [string, string])[] => [
  ['回调地址', redirectUris.join('  ')],
  ['退出通知地址', logoutUri],
  ['退出后返回的地址', afterLogoutUri || '没有'],
  ['要读取的内容', scopes.map((scope) => scopeWords[scope].name).join('、') || '没有'],
  ['使用对象', audiences[audience]],
  ...(audience === 'staff' ? [] : [['最低认证等级', levelNames[lowestLevel]] as const]),
]

/** What waits for another person: addresses, a key with its fingerprint. */
const Waiting = ({ app: { proposed, keyProposed, fingerprints, proposedByOneself } }: { readonly app: Line }) => {
  if (!proposed && !keyProposed) return null
  const prints = fingerprints.map(({ kid, sha256 }): [string, string] => [`公钥 ${kid} 的指纹(SHA-256)`, sha256])
  return (
    <>
      <h2>{proposedByOneself ? '您提出的，等待另一人审核' : '等待审核'}</h2>
      {proposed && <Facts rows={[['应用名称', proposed.name], ...factsOf(proposed), ...(keyProposed ? [] : prints)]} />}
      {keyProposed && <Facts rows={[['新的证明方式', methods[keyProposed.method]], ...prints]} />}
    </>
  )
}

type PaneProps = { readonly app: Line; readonly onDone: Done }
const AppPane = ({ app, onDone }: PaneProps) => {
  const [open, setOpen] = useState<'change' | 'rotateKey'>()
  const { run, note } = useDoing()
  const { id, state, method, registered, proposed, keyProposed, waiting } = app
  const name = (registered ?? proposed)?.name ?? ''
  const isWaiting = proposed !== null || keyProposed !== null
  const act = (one: AppAct): void => {
    if (one === 'change' || one === 'rotateKey') setOpen(one)
    else
      run(async () => {
        await post(`/api/v1/apps/${id}/acts`, one === 'approve' || one === 'refuse' ? { act: one, seen: waiting } : { act: one })
        onDone(`“${name}”:${actNames[one]}。`)
      })
  }
  const finish: Done = (words, secret) => {
    setOpen(undefined)
    if (words) onDone(words, secret)
  }
  const before = proposed ?? registered
  return (
    <details className="pane" open={isWaiting}>
      <summary>
        {name} · {stateNames[state]}
        {isWaiting && registered && ' · 有修改等待审核'}
      </summary>
      <Facts rows={[['client_id', id], ['证明方式', methods[method]], ...(registered ? factsOf(registered) : [])]} />
      <Waiting app={app} />
      {note}
      {open === 'change' && before && <ChangeForm id={id} before={before} onDone={finish} />}
      {open === 'rotateKey' && <KeyForm id={id} name={name} onDone={finish} />}
      {!open && (
        <div className="acts" style={{ display: 'flex', flexWrap: 'wrap' }}>
          {app.acts.map((one) => (
            <Button key={one} style={{ inlineSize: 'auto' }} type={one === 'approve' ? 'primary' : 'default'} onClick={() => act(one)}>
              {actNames[one]}
              <span className="sr">：{name}</span>
            </Button>
          ))}
        </div>
      )}
    </details>
  )
}

/** 应用接入: the sub-sites of one's place; who proposes does not approve. Alt+N asks for a new one. */
export const AppsPage = () => {
  const { data, problem, reload } = useLoad<Answer>('/api/v1/apps')
  const [isNew, setNew] = useState(false)
  const [secret, setSecret] = useState<string>()
  const [said, setSaid] = useState<string>()
  const done: Done = (words, made) => {
    setSecret(made)
    setSaid(words)
    setNew(false)
    if (words) void reload()
  }
  useHotKeys(data?.mayPropose ? { 'alt+n': () => setNew(true) } : {})
  return (
    <>
      <title>应用接入 - 办件台</title>
      <header className="list-head">
        <h1>应用接入</h1>
        {data?.mayPropose && !isNew && (
          <Button onClick={() => setNew(true)}>
            提出接入 <Key name="Alt+N" />
          </Button>
        )}
      </header>
      <p role="status">{said}</p>
      {secret && <Alert type="warning" showIcon role="alert" title={`应用口令只显示这一次，请现在交给应用的开发人员：${secret}`} />}
      {problem && <ProblemNote told={problem} />}
      {isNew && <AppForm onDone={done} />}
      {data?.items.length === 0 && <Empty>还没有接入的应用。</Empty>}
      {data?.items.map((app) => (
        <AppPane key={app.id} app={app} onDone={done} />
      ))}
    </>
  )
}
