import { Button, Input, type InputRef } from 'antd'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { chineseDate } from '../../../kernel/date.ts'
import { ApiError, read, type Told } from '../../../ui/console/api.ts'
import { Empty, ProblemNote } from '../../../ui/console/notes.tsx'
import { stages } from '../terms.ts'
import { scannedNo } from './scanned.ts'
import type { WorkPage, WorkRow } from './shapes.ts'
import { useDesk } from './use-desk.ts'
import { CaseNo } from './work-cells.tsx'

const list = '/api/v1/worklists/deliver'
/** Where a result is handed over: the case with 送达 opened. */
const handOverHref = (row: WorkRow): string => `/cases/${row.no}?list=deliver&act=deliver`

const find = async (text: string): Promise<readonly WorkRow[]> => {
  const got = await read<WorkPage>(`${list}?q=${encodeURIComponent(scannedNo(text))}`)
  return got === 'unchanged' ? [] : got.data.items
}

const ScanForm = () => {
  const navigate = useNavigate()
  const box = useRef<InputRef>(null)
  const [found, setFound] = useState<readonly WorkRow[]>()
  const [told, setTold] = useState<Told>()
  useEffect(() => box.current?.focus(), [])
  const scan = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    const text = String(new FormData(event.currentTarget).get('no') ?? '').trim()
    if (!text) return
    setTold(undefined)
    try {
      const rows = await find(text)
      setFound(rows)
      const [only, another] = rows
      if (only && !another) navigate(handOverHref(only))
      else box.current?.select()
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setTold(error.told)
    }
  }
  return (
    <>
      <form className="scan" onSubmit={(event) => void scan(event)} aria-label="查找要出的办件">
        <label htmlFor="scan-no">扫描或者输入办件编号、申请人</label>
        <Input id="scan-no" name="no" ref={box} autoComplete="off" style={{ inlineSize: 440 }} />
        <Button type="primary" htmlType="submit">
          查找
        </Button>
      </form>
      {told && <ProblemNote told={told} />}
      <div role="status">
        {found?.length === 0 && <p className="wrong">待出件里没有这个办件：可能还没有决定，也可能已经送达。</p>}
        {found && found.length > 1 && <p>有 {found.length} 件符合，请在下面选择。</p>}
      </div>
      {found && found.length > 1 && <Rows rows={found} />}
    </>
  )
}

const Rows = ({ rows }: { readonly rows: readonly WorkRow[] }) => (
  <table className="list" aria-label="待出件">
    <thead>
      <tr>
        <th scope="col" style={{ inlineSize: 150 }}>
          办件编号
        </th>
        <th scope="col">事项</th>
        <th scope="col" style={{ inlineSize: 180 }}>
          申请人
        </th>
        <th scope="col" style={{ inlineSize: 80 }}>
          结果
        </th>
        <th scope="col" style={{ inlineSize: 130 }}>
          最迟送达
        </th>
        <th scope="col" className="on-paper" style={{ inlineSize: 150 }}>
          签收人和日期
        </th>
      </tr>
    </thead>
    <tbody>
      {rows.map((row) => (
        <tr key={row.no}>
          <td>
            <Link to={handOverHref(row)}>
              <CaseNo no={row.no} />
            </Link>
          </td>
          <td title={row.itemName}>{row.itemName}</td>
          <td>{row.applicant}</td>
          <td>{stages[row.stage]}</td>
          <td className={(row.remaining ?? 0) < 0 ? 'wrong' : undefined}>
            {row.dueOn && chineseDate(row.dueOn)}
            {(row.remaining ?? 0) < 0 && ` 超${-(row.remaining ?? 0)}个工作日`}
          </td>
          <td className="on-paper" />
        </tr>
      ))}
    </tbody>
  </table>
)

/** C03 出件窗口: scan → match → hand over; and the list to sign on paper. */
export const IssuePage = () => {
  const { data, problem } = useDesk<WorkPage>(`${list}?limit=100`, ({ queues }) => queues.includes('deliver'))
  return (
    <>
      <title>{'出件窗口 - 办件台'}</title>
      <header className="list-head">
        <h1>出件窗口</h1>
        {data && <span className="quiet">待出件 {data.total ?? data.items.length} 件，最急的在前</span>}
        <Button className="list-export" onClick={() => print()}>
          打印出件清单
        </Button>
      </header>
      <ScanForm />
      {problem && <ProblemNote told={problem} />}
      {data?.items.length === 0 && <Empty>现在没有要出的办件。</Empty>}
      {data && data.items.length > 0 && <Rows rows={data.items} />}
    </>
  )
}
