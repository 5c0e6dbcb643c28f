import { useState } from 'react'
import { useParams, useSearchParams } from 'react-router'
import type { Filter } from '../../../ui/console/filter-bar.tsx'
import { lampNames, lampWord } from '../../../ui/console/lamp.tsx'
import { type Column, ListPage } from '../../../ui/console/list-page.tsx'
import { Empty } from '../../../ui/console/notes.tsx'
import { aboutKinds } from '../terms/course.ts'
import { stages } from '../terms.ts'
import { Arrivals } from './arrivals.tsx'
import { BatchBar } from './batch-bar.tsx'
import { type Desk, findDesk } from './desk.ts'
import { SavedFiltersBar } from './saved-filters-bar.tsx'
import type { WorkPage, WorkRow } from './shapes.ts'
import { useChosen } from './use-chosen.ts'
import { useDesk } from './use-desk.ts'
import { CaseNo, RowLamp } from './work-cells.tsx'

const shortDate = (on: string): string => `${Number(on.slice(5, 7))}月${Number(on.slice(8, 10))}日`
const remainingText = ({ remaining, dueOn }: WorkRow): string =>
  dueOn === undefined || remaining === undefined ? '' : remaining < 0 ? `超 ${-remaining}` : String(remaining)

/** The stage of a row, and the steps it waits in. */
const Where = ({ row }: { readonly row: WorkRow }) => {
  const steps = row.steps.join('、')
  return (
    <span title={steps || undefined}>
      {stages[row.stage]}
      {steps && <span className="quiet"> {steps}</span>}
    </span>
  )
}

const ItemName = ({ itemName, about }: WorkRow) => (
  <span title={itemName}>
    {about && <b>{aboutKinds[about]} </b>}
    {itemName}
  </span>
)

const columns: readonly Column<WorkRow>[] = [
  { name: '灯', width: 84, cell: (row) => <RowLamp row={row} /> },
  { name: '办件编号', width: 136, opens: true, cell: ({ no }) => <CaseNo no={no} /> },
  { name: '事项', cell: ItemName },
  { name: '申请人', width: 150, cell: ({ applicant }) => <span title={applicant}>{applicant}</span> },
  { name: '状态和环节', width: 170, cell: (row) => <Where row={row} /> },
  { name: '提交', width: 86, cell: ({ submittedOn }) => (submittedOn ? shortDate(submittedOn) : '') },
  { name: '到期', width: 86, cell: ({ dueOn }) => (dueOn ? shortDate(dueOn) : '') },
  { name: '剩余工作日', width: 96, number: true, cell: remainingText },
]

type Option = { readonly value: string; readonly label: string }

/** Choices out of what is on the page, with the one that is chosen already. */
const optionsOf = (pairs: readonly (readonly [string, string])[], chosen: string | null): Option[] => {
  const options = new Map(pairs)
  if (chosen && !options.has(chosen)) options.set(chosen, chosen)
  return [...options].map(([value, label]) => ({ value, label }))
}

/** What the page of 监控调度 narrows a list to: shown while it does, so that it can be taken away. */
const ofSupervision = (rows: readonly WorkRow[], params: URLSearchParams): readonly Filter[] => {
  const only = (name: string, label: string, word: string | undefined): Filter[] => {
    const value = params.get(name)
    return value ? [{ name, label, options: [{ value, label: word ?? `${label}(没有办件)` }] }] : []
  }
  const handler = params.get('handler') === 'none' ? '还没有人经手' : rows[0]?.handler
  return [
    ...only('department', '实施部门', rows[0]?.department),
    ...only('handler', '经办人', handler),
    ...only('open', '办结情况', '没有办结的'),
  ]
}

const filtersFor = (rows: readonly WorkRow[], params: URLSearchParams): readonly Filter[] => [
  { name: 'lamp', label: '灯', options: lampNames.map((lamp) => ({ value: lamp, label: lampWord(lamp) })) },
  { name: 'item', label: '事项', options: optionsOf(rows.map((row) => [row.item, row.itemName] as const), params.get('item')) }, // biome-ignore format: one choice a line
  { name: 'stage', label: '状态', options: Object.entries(stages).map(([value, label]) => ({ value, label })) },
  { name: 'step', label: '环节', options: optionsOf(rows.flatMap((row) => row.steps.map((step) => [step, step] as const)), params.get('step')) }, // biome-ignore format: one choice a line
  ...ofSupervision(rows, params),
  { name: 'applicant', label: '申请人', kind: 'text', rare: true },
  {
    name: 'due',
    label: '到期',
    options: [
      { value: 'today', label: '今天到期' },
      { value: 'week', label: '七天内到期' },
    ],
  },
  { name: 'dueFrom', label: '到期自', kind: 'date', rare: true },
  { name: 'dueTo', label: '到期至', kind: 'date', rare: true },
]

/** What a list may be narrowed by; pages are not part of it. */
const exportHref = (list: string, params: URLSearchParams): string => {
  const query = new URLSearchParams(params)
  query.delete('after')
  return `/api/v1/worklists/${list}.xlsx${query.size > 0 ? `?${query}` : ''}`
}

const Worklist = ({ desk }: { readonly desk: Desk }) => {
  const [params] = useSearchParams()
  const { data, problem } = useDesk<WorkPage>(`/api/v1/worklists/${desk.name}?${params}`)
  const { choosing, isFull, clear } = useChosen()
  const [ordering, setOrdering] = useState(false)
  const inList = new URLSearchParams(params)
  inList.set('list', desk.name)
  return (
    <div className="work">
      <title>{`${desk.title} - 办件台`}</title>
      <header className="list-head">
        <h1>{desk.title}</h1>
        <span className="quiet">{desk.hint}</span>
        <a className="list-export" href={exportHref(desk.name, params)} download>
          导出(xlsx)
        </a>
      </header>
      <SavedFiltersBar list={desk.name} />
      <Arrivals page={data} address={params.toString()} />
      <div className="work-scroll">
        <ListPage
          label={desk.title}
          columns={columns}
          rows={data?.items}
          rowKey={(row) => row.no}
          rowHref={(row) => `/cases/${row.no}?${inList}`}
          rowName={(row) => `${row.no.slice(-12)} ${row.applicant}`}
          filters={filtersFor(data?.items ?? [], params)}
          choosing={choosing}
          {...(data?.total === undefined ? {} : { total: data.total })}
          {...(data?.next ? { next: data.next } : {})}
          {...(problem ? { problem } : {})}
        />
      </div>
      <BatchBar
        chosen={choosing.chosen}
        isFull={isFull}
        ordering={ordering}
        onOrder={setOrdering}
        onClear={() => {
          clear()
          setOrdering(false)
        }}
        query={params}
        list={desk.name}
        onChoose={(keys) => choosing.onChoose(keys, true)}
      />
    </div>
  )
}

/** C01: one worklist, the earliest due first; new work appears by itself and never moves the row one is on. */
export const WorklistPage = () => {
  const desk = findDesk(useParams().name)
  return desk ? <Worklist key={desk.name} desk={desk} /> : <Empty>没有这个列表。</Empty>
}
