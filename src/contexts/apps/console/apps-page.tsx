import { Alert, Button } from 'antd'
import { useState } from 'react'
import { post, type Told } from '../../../ui/console/api.ts'
import { Facts } from '../../../ui/console/facts.tsx'
import { Empty, ProblemNote } from '../../../ui/console/notes.tsx'
import { toldOf } from '../../../ui/console/told.ts'
import { useLoad } from '../../../ui/console/use-load.ts'
import { type App, type AppAct, actNames, levelNames, methods, type Registration, scopeWords, stateNames } from '../terms.ts'
import { AppForm } from './app-form.tsx'

type Line = App & { readonly acts: readonly AppAct[]; readonly proposedByOneself: boolean }
type Answer = { readonly items: readonly Line[]; readonly mayPropose: boolean }

const factsOf = ({ redirectUris, logoutUri, afterLogoutUri, scopes, lowestLevel }: Registration): (readonly [string, string])[] => [
  ['回调地址', redirectUris.join('  ')],
  ['退出通知地址', logoutUri],
  ['退出后返回的地址', afterLogoutUri || '没有'],
  ['要读取的内容', scopes.map((scope) => scopeWords[scope].name).join('、') || '没有'],
  ['最低认证等级', levelNames[lowestLevel]],
]

type Done = (secret?: string) => void
const AppPane = ({ app, onDone }: { readonly app: Line; readonly onDone: Done }) => {
  const [told, setTold] = useState<Told>()
  const { id, state, method, registered, proposed, proposedByOneself } = app
  const run = (act: AppAct): void => {
    const sent =
      act === 'rotateKey' ? post<{ secret?: string }>(`/api/v1/apps/${id}/key`, { secret: true }) : post(`/api/v1/apps/${id}/acts`, { act })
    sent.then(
      (answer) => onDone((answer as { secret?: string } | undefined)?.secret),
      (error: unknown) => setTold(toldOf(error)),
    )
  }
  const acts = app.acts.filter((act) => act !== 'change' && (act !== 'rotateKey' || method === 'client_secret_basic'))
  return (
    <section className="pane">
      <h2>
        {(registered ?? proposed)?.name} · {stateNames[state]}
      </h2>
      <Facts rows={[['client_id', id], ['证明方式', methods[method]], ...(registered ? factsOf(registered) : [])]} />
      {proposed && (
        <>
          <h3>{proposedByOneself ? '您提出的,等待另一人审核' : '等待审核'}</h3>
          <Facts rows={[['应用名称', proposed.name], ...factsOf(proposed)]} />
        </>
      )}
      {told && <ProblemNote told={told} />}
      <div className="acts">
        {acts.map((act) => (
          <Button key={act} type={act === 'approve' ? 'primary' : 'default'} onClick={() => run(act)}>
            {actNames[act]}
          </Button>
        ))}
      </div>
    </section>
  )
}

/** 应用接入: the sub-sites of one's place; who proposes does not approve. */
export const AppsPage = () => {
  const { data, problem, reload } = useLoad<Answer>('/api/v1/apps')
  const [isNew, setNew] = useState(false)
  const [secret, setSecret] = useState<string>()
  const done: Done = (made) => {
    setSecret(made)
    setNew(false)
    reload()
  }
  return (
    <>
      <title>应用接入 - 办件台</title>
      <h1>应用接入</h1>
      {secret && <Alert type="warning" showIcon role="alert" title={`应用口令只显示这一次，请现在交给应用的开发人员：${secret}`} />}
      {problem && <ProblemNote told={problem} />}
      {data?.mayPropose && !isNew && (
        <Button type="primary" onClick={() => setNew(true)}>
          提出接入
        </Button>
      )}
      {isNew && <AppForm onDone={done} />}
      {data?.items.length === 0 && <Empty>还没有接入的应用。</Empty>}
      {data?.items.map((app) => (
        <AppPane key={app.id} app={app} onDone={done} />
      ))}
    </>
  )
}
