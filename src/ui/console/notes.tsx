import type { ReactNode } from 'react'
import type { Told } from './api.ts'
import { type Connection, useConnection } from './connection.ts'

/** What went wrong, in the server's words; `more` says what can be done instead. */
export const ProblemNote = ({ told, more }: { readonly told: Told; readonly more?: ReactNode }) => (
  <div role="alert" className="problem-note">
    <b>{told.title}</b>
    {told.detail && told.detail !== told.title && <p>{told.detail}</p>}
    {told.article && <p>依据:{told.article}</p>}
    {told.fields?.map((field) => (
      <p key={field.field + field.message}>{field.message}</p>
    ))}
    {more}
  </div>
)

/** A list without rows: why, and what to do. */
export const Empty = ({ children }: { readonly children: ReactNode }) => <div className="empty">{children}</div>

const bars: Record<Exclude<Connection, 'online'>, ReactNode> = {
  offline: '网络连接中断。已填写的内容保留在本页,恢复后可以继续。',
  signedOut: (
    <>
      登录已过期,已填写的内容保留在本页。
      <a href={`/login/staff?next=${encodeURIComponent('/console/signed-in')}`} target="_blank" rel="noopener">
        重新登录(在新标签页打开)
      </a>
      ,登录后回到这里继续。
    </>
  ),
}

/** Says when the server cannot be reached, or no longer knows us. */
export const ConnectionBar = () => {
  const connection = useConnection()
  return (
    <div role="status" className={connection === 'online' ? undefined : 'connection'}>
      {connection === 'online' ? null : bars[connection]}
    </div>
  )
}
