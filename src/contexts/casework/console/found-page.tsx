import { Navigate, useSearchParams } from 'react-router'
import { boot } from '../../../ui/console/api.ts'
import { type Column, ListPage } from '../../../ui/console/list-page.tsx'
import { useLoad } from '../../../ui/console/use-load.ts'
import { stages } from '../terms.ts'
import { desksOf } from './desk.ts'
import type { WorkPage, WorkRow } from './shapes.ts'
import { CaseNo, RowLamp } from './work-cells.tsx'

const columns: readonly Column<WorkRow>[] = [
  { name: '办件编号', width: 140, opens: true, cell: ({ no }) => <CaseNo no={no} /> },
  { name: '事项', cell: ({ itemName }) => itemName },
  { name: '申请人', width: 190, cell: ({ applicant }) => applicant },
  { name: '状态', width: 110, cell: ({ stage }) => stages[stage] },
  { name: '灯', width: 90, cell: (row) => <RowLamp row={row} /> },
]

/** Search over every case one may see: by 办件编号, person or organisation. A single hit opens at once. */
export const FoundPage = () => {
  const [params] = useSearchParams()
  const q = params.get('q') ?? ''
  const { data, problem } = useLoad<WorkPage>(q && desksOf(boot().roles).length > 0 ? `/api/v1/worklists/all?${params}` : undefined)
  const only = data?.items.length === 1 ? data.items[0] : undefined
  if (only && !params.has('after')) return <Navigate to={`/cases/${only.no}`} replace />
  return (
    <>
      <title>{`查找“${q}” - 办件台`}</title>
      <header className="list-head">
        <h1>查找“{q}”</h1>
      </header>
      <ListPage
        label="查找结果"
        columns={columns}
        rows={data?.items}
        rowKey={(row) => row.no}
        rowHref={(row) => `/cases/${row.no}`}
        filters={[]}
        {...(data?.total === undefined ? {} : { total: data.total })}
        {...(data?.next ? { next: data.next } : {})}
        {...(problem ? { problem } : {})}
      />
    </>
  )
}
