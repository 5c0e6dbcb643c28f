import { Button } from 'antd'
import { useState } from 'react'
import { change } from '../../../ui/console/api.ts'
import { useDoing } from '../../../ui/console/doing.tsx'
import { useLoad } from '../../../ui/console/use-load.ts'
import type { InvitationRow } from './shapes.ts'
import { dayText, rolesText } from './words.ts'

/** 还没有打开的一次性链接: who was invited, until when it opens, and taking it back (S-008). `mark` changes when one was made. */
export const Invitations = ({ mark }: { readonly mark: number }) => {
  const { data, reload } = useLoad<{ readonly items: readonly InvitationRow[] }>(`/api/v1/staff/invitations?${mark}`)
  const [done, setDone] = useState<string>()
  const { run, note } = useDoing()
  const withdraw = ({ id, name }: InvitationRow): void =>
    run(async () => {
      await change(`/api/v1/staff/invitations/${id}`, { method: 'DELETE' })
      setDone(`${name} 的链接已撤回，打不开了。`)
      await reload()
    })
  return (
    <>
      <p role="status">{done}</p>
      {note}
      {data && data.items.length > 0 && (
        <details className="staff-invitations" open={data.items.length < 4}>
          <summary>还没有打开的一次性链接 {data.items.length} 个</summary>
          <table className="list list-wrap" aria-label="还没有打开的一次性链接">
            <thead>
              <tr>
                <th scope="col">给谁</th>
                <th scope="col">用处</th>
                <th scope="col">单位</th>
                <th scope="col">提出的人</th>
                <th scope="col">有效到</th>
                <th scope="col">办理</th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((row) => (
                <tr key={row.id}>
                  <td>{row.name}</td>
                  <td>{row.accountId ? '重设登录' : `开通帐号：${rolesText(row.roles)}`}</td>
                  <td>{row.unit}</td>
                  <td>{row.askedByName ?? '安装时设置'}</td>
                  <td>{dayText(row.expiresAt)}</td>
                  <td>
                    {row.mayWithdraw && (
                      <Button size="small" onClick={() => withdraw(row)}>
                        撤回<span className="sr"> {row.name}的链接</span>
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      )}
    </>
  )
}
