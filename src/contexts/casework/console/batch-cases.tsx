import { useRef } from 'react'
import { Link, useSearchParams } from 'react-router'
import type { Refusal } from '../../../kernel/refusal.ts'
import { useRowKeys } from '../../../ui/console/list-page.tsx'
import { Empty } from '../../../ui/console/notes.tsx'
import { type ActName, acts, stages } from '../terms.ts'
import { CaseNo } from './work-cells.tsx'

/** A case of a batch as `GET /api/v1/batches/{id}` tells it. */
export type BatchCase = {
  readonly no: string
  readonly state: 'waiting' | 'done' | 'refused'
  readonly itemName?: string
  readonly applicant?: string
  readonly at?: string
  readonly refusal?: Refusal
}

const shows = [
  ['refused', '未办成'],
  ['done', '办成'],
  ['waiting', '还没有办'],
] as const
type Show = BatchCase['state'] | 'all'

const actName = (act: string): string => (act in acts ? acts[act as ActName] : act)
const stageName = (stage: string | undefined): string => (stage && stage in stages ? stages[stage as keyof typeof stages] : '')
/** 10:05:09 in China. */
const clock = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit', second: '2-digit' })

/** Why a case was refused: the act that was tried, where the case stands, by which article, and what is open instead. */
const Why = ({ refusal }: { readonly refusal: Refusal }) => (
  <dl className="why">
    <div>
      <dt>原因</dt>
      <dd>
        <b>{refusal.title}</b>
      </dd>
    </div>
    {refusal.act && (
      <div>
        <dt>动作</dt>
        <dd>
          {actName(refusal.act)}
          {refusal.state && `；办件现在是“${stageName(refusal.state)}”`}
        </dd>
      </div>
    )}
    {refusal.article && (
      <div>
        <dt>依据</dt>
        <dd>{refusal.article}</dd>
      </div>
    )}
    {refusal.open && (
      <div>
        <dt>可以办</dt>
        <dd>{refusal.open.map(actName).join('、') || '没有，这个办件不在您手上'}</dd>
      </div>
    )}
  </dl>
)

const Outcome = ({ one }: { readonly one: BatchCase }) => {
  if (one.state === 'waiting') return <span className="quiet">还没有办</span>
  if (one.refusal) return <Why refusal={one.refusal} />
  return (
    <>
      <span className="lamp-green">办成</span> {one.at && <span className="num quiet">{clock.format(Date.parse(one.at))}</span>}
    </>
  )
}

const Filters = ({ cases, show }: { readonly cases: readonly BatchCase[]; readonly show: Show }) => {
  const tab = (value: Show, name: string, count: number) => (
    <li key={value} className="kept-plain">
      <Link to={`?show=${value}`} replace aria-current={value === show ? 'page' : undefined}>
        {name} <span className="num">{count}</span>
      </Link>
    </li>
  )
  return (
    <nav className="kept" aria-label="结果筛选">
      <ul>
        {tab('all', '全部', cases.length)}
        {shows.map(([state, name]) => tab(state, name, cases.filter((one) => one.state === state).length))}
      </ul>
    </nav>
  )
}

const Rows = ({ cases }: { readonly cases: readonly BatchCase[] }) => {
  const table = useRef<HTMLTableElement>(null)
  useRowKeys(table)
  return (
    <table className="list list-wrap" aria-label="这一批的办件" ref={table}>
      <thead>
        <tr>
          <th scope="col" style={{ inlineSize: 140 }}>
            办件编号
          </th>
          <th scope="col" style={{ inlineSize: 110 }}>
            申请人
          </th>
          <th scope="col" style={{ inlineSize: 260 }}>
            事项
          </th>
          <th scope="col">结果</th>
        </tr>
      </thead>
      <tbody>
        {cases.map((one) => (
          <tr key={one.no}>
            <td>
              <Link data-row={one.no} to={`/cases/${one.no}`}>
                <CaseNo no={one.no} />
              </Link>
            </td>
            <td>{one.applicant}</td>
            <td>{one.itemName}</td>
            <td>
              <Outcome one={one} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const isShow = (text: string | null): text is Show => text === 'all' || shows.some(([state]) => state === text)

/** The cases of a batch by what became of them; what was refused stands first of all, since it has still to be done. The choice is in the address. */
export const BatchCases = ({ cases }: { readonly cases: readonly BatchCase[] }) => {
  const asked = useSearchParams()[0].get('show')
  const show: Show = isShow(asked) ? asked : cases.some(({ state }) => state === 'refused') ? 'refused' : 'all'
  const shown = cases.filter(({ state }) => show === 'all' || state === show)
  return (
    <section>
      <Filters cases={cases} show={show} />
      {shown.length === 0 ? <Empty>这一类没有办件。</Empty> : <Rows cases={shown} />}
    </section>
  )
}
