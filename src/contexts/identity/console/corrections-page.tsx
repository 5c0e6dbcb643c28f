import { useRef } from 'react'
import { Link } from 'react-router'
import { useRowKeys } from '../../../ui/console/list-page.tsx'
import { Empty, ProblemNote } from '../../../ui/console/notes.tsx'
import { useLoad } from '../../../ui/console/use-load.ts'
import { type CorrectionRow, correctionState } from './shapes.ts'

/** 更正申请: what waits for the 安全管理员 of the place, the oldest first, then what was decided lately (S-009). J and K move between the rows. */
export const CorrectionsPage = () => {
  const { data, problem } = useLoad<{ readonly items: readonly CorrectionRow[] }>('/api/v1/corrections', 30_000)
  const table = useRef<HTMLTableElement>(null)
  useRowKeys(table)
  return (
    <>
      <title>更正申请</title>
      <header className="list-head">
        <h1>更正申请</h1>
        <span className="quiet">个人信息保护法第四十六条，15 个工作日内答复</span>
      </header>
      {problem && <ProblemNote told={problem} />}
      {data?.items.length === 0 && <Empty>没有更正申请。</Empty>}
      {data && data.items.length > 0 && (
        <table className="list list-wrap" aria-label="更正申请" ref={table}>
          <thead>
            <tr>
              <th scope="col">申请人</th>
              <th scope="col">更正什么</th>
              <th scope="col">原因</th>
              <th scope="col">提出</th>
              <th scope="col">办理期限</th>
              <th scope="col">状态</th>
            </tr>
          </thead>
          <tbody>
            {data.items.map((row) => (
              <tr key={row.id}>
                <td>
                  <Link data-row={row.id} to={`/corrections/${row.id}`} className="staff-plain">
                    {row.name}
                  </Link>
                </td>
                <td>{row.fieldName}</td>
                <td>{row.reason}</td>
                <td>{row.askedOn}</td>
                <td>{row.dueOn}</td>
                <td>{correctionState(row)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  )
}
