import { Button } from 'antd'
import { useRef, useState } from 'react'
import { Link } from 'react-router'
import { post } from '../../../ui/console/api.ts'
import { useDoing } from '../../../ui/console/doing.tsx'
import { useRowKeys } from '../../../ui/console/list-page.tsx'
import { Empty, ProblemNote } from '../../../ui/console/notes.tsx'
import { useLoad } from '../../../ui/console/use-load.ts'
import { AskedCertificates } from './asked-certificates.tsx'
import type { AskedCertificate, PostRow } from './shapes.ts'
import { rolesText } from './words.ts'

type RowProps = { readonly row: PostRow; readonly onAnswer: (row: PostRow, approve: boolean) => void }

const Row = ({ row, onAnswer }: RowProps) => (
  <tr>
    <td>
      <Link data-row={row.id} to={`/staff/${row.accountId}`} className="staff-plain">
        {row.name}
      </Link>
    </td>
    <td>{[rolesText(row.roles), row.post].filter(Boolean).join(' · ')}</td>
    <td>{row.unit}</td>
    <td>
      {row.fromOn} 至 {row.untilOn ?? '长期'}
    </td>
    <td>
      {row.askedByName}
      {row.replaces && <span className="quiet">(调整)</span>}
    </td>
    <td className="staff-answer">
      {row.refused ? (
        <span className="quiet">{row.refused}</span>
      ) : (
        <>
          <Button size="small" type="primary" onClick={() => onAnswer(row, true)}>
            批准<span className="sr"> {row.name}</span>
          </Button>{' '}
          <Button size="small" onClick={() => onAnswer(row, false)}>
            不批准<span className="sr"> {row.name}</span>
          </Button>
        </>
      )}
    </td>
  </tr>
)

type Asked = { readonly items: readonly PostRow[]; readonly certificates: readonly AskedCertificate[] }

/** 等批准的岗位和数字证书: what others asked for and the 安全管理员 answers (S-047). J and K move between the rows. */
export const AskedPage = () => {
  const { data, problem, reload } = useLoad<Asked>('/api/v1/staff/asked', 30_000)
  const [done, setDone] = useState<string>()
  const table = useRef<HTMLTableElement>(null)
  const { run, note } = useDoing()
  useRowKeys(table)
  const answer = ({ id, name }: PostRow, approve: boolean): void =>
    run(async () => {
      await post(`/api/v1/staff/posts/${id}`, { approve })
      setDone(approve ? `${name} 的岗位已批准。` : `${name} 的岗位没有批准。`)
      await reload()
    })
  const answerCertificate = ({ id, name }: AskedCertificate, approve: boolean): void =>
    run(async () => {
      await post(`/api/v1/staff/certificates/${id}`, { approve })
      setDone(approve ? `${name} 的数字证书已批准，可以用来登录。` : `${name} 的数字证书没有批准。`)
      await reload()
    })
  const certificates = data?.certificates ?? []
  return (
    <>
      <title>等批准的岗位和证书</title>
      <header className="list-head">
        <h1>等批准的岗位和证书</h1>
        <span className="quiet">提出的人不能批准自己提出的</span>
      </header>
      {problem && <ProblemNote told={problem} />}
      <p role="status">{done}</p>
      {note}
      {data?.items.length === 0 && certificates.length === 0 && <Empty>没有等批准的岗位和证书。</Empty>}
      {data && data.items.length > 0 && (
        <table className="list list-wrap" aria-label="等批准的岗位" ref={table}>
          <thead>
            <tr>
              <th scope="col">姓名</th>
              <th scope="col">岗位</th>
              <th scope="col">单位</th>
              <th scope="col">起止</th>
              <th scope="col">提出的人</th>
              <th scope="col">办理</th>
            </tr>
          </thead>
          <tbody>
            {data.items.map((row) => (
              <Row key={row.id} row={row} onAnswer={answer} />
            ))}
          </tbody>
        </table>
      )}
      {certificates.length > 0 && <AskedCertificates rows={certificates} onAnswer={answerCertificate} />}
    </>
  )
}
