import { Button } from 'antd'
import type { ReactNode } from 'react'
import { refreshBoot, type Told } from './api.ts'
import { type Connection, useConnection } from './connection.ts'
import { useEnding, warnMinutes } from './session-end.ts'

/** The detail of a request that a schema refused is for programs: it repeats the fields under their English names. */
const detailOf = ({ type, title, detail, fields }: Told): string | undefined =>
  detail === title || (type.endsWith('/invalid-request') && fields) ? undefined : detail

/** What went wrong, in the server's words; `more` says what can be done instead. */
export const ProblemNote = ({ told, more }: { readonly told: Told; readonly more?: ReactNode }) => (
  <div role="alert" className="problem-note">
    <b>{told.title}</b>
    {detailOf(told) && <p>{detailOf(told)}</p>}
    {told.article && <p>依据：{told.article}</p>}
    {told.fields?.map((field) => (
      <p key={field.field + field.message}>{field.message}</p>
    ))}
    {more}
  </div>
)

/** A list without rows: why, and what to do. */
export const Empty = ({ children }: { readonly children: ReactNode }) => <div className="empty">{children}</div>

const bars: Record<Exclude<Connection, 'online'>, ReactNode> = {
  offline: '网络连接中断。已填写的内容保留在本页，恢复后可以继续。',
  signedOut: (
    <>
      登录已过期，已填写的内容保留在本页。
      <a href={`/login/staff?next=${encodeURIComponent('/console/signed-in')}`} target="_blank" rel="noopener">
        重新登录(在新标签页打开)
      </a>
      ，登录后回到这里继续。
    </>
  ),
}

/** Asks, before the session of one who does nothing ends, whether he is still there (S-032). */
const ending = (
  <>
    您还在吗？再过 {warnMinutes} 分钟没有操作会退出登录。已填写的内容保留在本页。{' '}
    <Button size="small" onClick={() => void refreshBoot()}>
      我还在，继续
    </Button>
  </>
)

/** Says when the server cannot be reached, no longer knows us, or soon will not. */
export const ConnectionBar = () => {
  const connection = useConnection()
  const isEnding = useEnding()
  const said = connection === 'online' ? isEnding && ending : bars[connection]
  return (
    <div role="status" className={said ? 'connection' : undefined}>
      {said || null}
    </div>
  )
}
