import { Button } from 'antd'
import { Link } from 'react-router'
import type { AskedCertificate } from './shapes.ts'
import { dayText } from './words.ts'

type Props = { readonly rows: readonly AskedCertificate[]; readonly onAnswer: (row: AskedCertificate, approve: boolean) => void }

/** 等批准的数字证书: what another administrator registered for an officer (S-005, S-047). */
export const AskedCertificates = ({ rows, onAnswer }: Props) => (
  <table className="list list-wrap" aria-label="等批准的数字证书">
    <thead>
      <tr>
        <th scope="col">姓名</th>
        <th scope="col">证书</th>
        <th scope="col">有效期至</th>
        <th scope="col">提出的人</th>
        <th scope="col">办理</th>
      </tr>
    </thead>
    <tbody>
      {rows.map((row) => (
        <tr key={row.id}>
          <td>
            <Link to={`/staff/${row.accountId}`} className="staff-plain">
              {row.name}
            </Link>
          </td>
          <td>
            {row.subject}
            <br />
            <span className="quiet">
              {row.serial}，{row.issuer}
            </span>
          </td>
          <td>{dayText(row.notAfter)}</td>
          <td>{row.askedByName}</td>
          <td className="staff-answer">
            {row.refused ? (
              <span className="quiet">{row.refused}</span>
            ) : (
              <>
                <Button size="small" type="primary" onClick={() => onAnswer(row, true)}>
                  批准<span className="sr"> {row.name}的数字证书</span>
                </Button>{' '}
                <Button size="small" onClick={() => onAnswer(row, false)}>
                  不批准<span className="sr"> {row.name}的数字证书</span>
                </Button>
              </>
            )}
          </td>
        </tr>
      ))}
    </tbody>
  </table>
)
