import { useParams, useSearchParams } from 'react-router'
import { lampNames, lampWord } from '../../../ui/console/lamp.tsx'
import { type Column, type Filter, ListPage } from '../../../ui/console/list-page.tsx'
import { Empty } from '../../../ui/console/notes.tsx'
import { useLoad } from '../../../ui/console/use-load.ts'
import { stages } from '../terms.ts'
import { findDesk } from './desk.ts'
import type { WorkPage, WorkRow } from './shapes.ts'
import { CaseNo, RowLamp } from './work-cells.tsx'

/** How often a list asks for new work. */
const pollEvery = 12_000

const shortDate = (on: string): string => `${Number(on.slice(5, 7))}月${Number(on.slice(8, 10))}日`
const remainingText = ({ remaining, dueOn }: WorkRow): string =>
  dueOn === undefined || remaining === undefined ? '' : remaining < 0 ? `超 ${-remaining}` : String(remaining)

const columns: readonly Column<WorkRow>[] = [
  { name: '灯', width: 84, cell: (row) => <RowLamp row={row} /> },
  { name: '办件编号', width: 140, opens: true, cell: ({ no }) => <CaseNo no={no} /> },
  { name: '事项', cell: ({ itemName }) => <span title={itemName}>{itemName}</span> },
  { name: '申请人', width: 170, cell: ({ applicant }) => <span title={applicant}>{applicant}</span> },
  { name: '状态', width: 100, cell: ({ stage }) => stages[stage] },
  { name: '提交', width: 96, cell: ({ submittedOn }) => (submittedOn ? shortDate(submittedOn) : '') },
  { name: '到期', width: 96, cell: ({ dueOn }) => (dueOn ? shortDate(dueOn) : '') },
  { name: '剩余工作日', width: 100, number: true, cell: remainingText },
]

const filtersFor = (rows: readonly WorkRow[], chosenItem: string | null): readonly Filter[] => {
  const items = new Map(rows.map((row) => [row.item, row.itemName]))
  if (chosenItem && !items.has(chosenItem)) items.set(chosenItem, chosenItem)
  return [
    { name: 'lamp', label: '灯', options: lampNames.map((lamp) => ({ value: lamp, label: lampWord(lamp) })) },
    { name: 'item', label: '事项', options: [...items].map(([value, label]) => ({ value, label })) },
    {
      name: 'due',
      label: '到期',
      options: [
        { value: 'today', label: '今天到期' },
        { value: 'week', label: '七天内到期' },
      ],
    },
  ]
}

/** C01: one worklist, the earliest due first; new work appears by itself. */
export const WorklistPage = () => {
  const { name } = useParams()
  const [params] = useSearchParams()
  const desk = findDesk(name)
  const { data, problem } = useLoad<WorkPage>(desk && `/api/v1/worklists/${desk.name}?${params}`, pollEvery)
  if (!desk) return <Empty>没有这个列表。</Empty>
  const inList = new URLSearchParams(params)
  inList.set('list', desk.name)
  return (
    <>
      <title>{`${desk.title} - 办件台`}</title>
      <header className="list-head">
        <h1>{desk.title}</h1>
        <span className="quiet">{desk.hint}</span>
      </header>
      <ListPage
        label={desk.title}
        columns={columns}
        rows={data?.items}
        rowKey={(row) => row.no}
        rowHref={(row) => `/cases/${row.no}?${inList}`}
        filters={filtersFor(data?.items ?? [], params.get('item'))}
        {...(data?.total === undefined ? {} : { total: data.total })}
        {...(data?.next ? { next: data.next } : {})}
        {...(problem ? { problem } : {})}
      />
    </>
  )
}
