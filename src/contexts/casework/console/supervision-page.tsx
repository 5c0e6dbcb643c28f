import { Link, useSearchParams } from 'react-router'
import { chineseDate, type LocalDate } from '../../../kernel/date.ts'
import { type LampName, lampWord } from '../../../ui/console/lamp.tsx'
import { Empty, ProblemNote } from '../../../ui/console/notes.tsx'
import { useDesk } from './use-desk.ts'

type Lights = { readonly key: string; readonly name: string; readonly none: number; readonly total: number } & Readonly<
  Record<LampName, number>
>
/** An officer who had the numbers of more cases shown in a day than expected (S-092). `at` an instant, RFC 3339. */
type Alarm = { readonly at: string; readonly name: string; readonly unit: string; readonly shown: number }
type Answer = { readonly by: string; readonly on: LocalDate; readonly items: readonly Lights[]; readonly alarms: readonly Alarm[] }

const groups = [
  ['department', '部门'],
  ['item', '事项'],
  ['handler', '人员'],
] as const
const lamps: readonly LampName[] = ['red', 'yellow', 'green', 'grey']

/** The list behind a number: the same cases, open to be looked at and 督办; without a key those nobody has handled yet. */
const listHref = (by: string, key: string, lamp?: LampName): string =>
  `/work/all?${new URLSearchParams({ open: 'yes', [by]: key || 'none', ...(lamp ? { lamp } : {}) })}`

const Count = ({ row, by, lamp }: { readonly row: Lights; readonly by: string; readonly lamp: LampName }) => (
  <td className="number">{row[lamp] > 0 ? <Link to={listHref(by, row.key, lamp)}>{row[lamp]}</Link> : 0}</td>
)

const sumOf = (rows: readonly Lights[], name: LampName | 'none' | 'total'): number => rows.reduce((sum, row) => sum + row[name], 0)

const Table = ({ answer, name }: { readonly answer: Answer; readonly name: string }) => (
  <table className="list" aria-label={`按${name}的亮灯`}>
    <thead>
      <tr>
        <th scope="col">{name}</th>
        {lamps.map((lamp) => (
          <th key={lamp} scope="col" className={`number lamp-${lamp}`} style={{ inlineSize: 100 }}>
            {lampWord(lamp)}
          </th>
        ))}
        <th scope="col" className="number" style={{ inlineSize: 100 }}>
          未起算
        </th>
        <th scope="col" className="number" style={{ inlineSize: 100 }}>
          未办结
        </th>
      </tr>
    </thead>
    <tbody>
      {answer.items.map((row) => (
        <tr key={row.key}>
          <td title={row.name}>
            <Link to={listHref(answer.by, row.key)}>{row.name}</Link>
          </td>
          {lamps.map((lamp) => (
            <Count key={lamp} row={row} by={answer.by} lamp={lamp} />
          ))}
          <td className="number">{row.none}</td>
          <td className="number">
            <Link to={listHref(answer.by, row.key)}>{row.total}</Link>
          </td>
        </tr>
      ))}
    </tbody>
    <tfoot>
      <tr>
        <th scope="row">合计</th>
        {lamps.map((lamp) => (
          <td key={lamp} className="number">
            {sumOf(answer.items, lamp)}
          </td>
        ))}
        <td className="number">{sumOf(answer.items, 'none')}</td>
        <td className="number">{sumOf(answer.items, 'total')}</td>
      </tr>
    </tfoot>
  </table>
)

const dayOf = (at: string): string => new Date(at).toLocaleDateString('zh-CN', { timeZone: 'Asia/Shanghai' })

const Alarms = ({ alarms }: { readonly alarms: readonly Alarm[] }) => (
  <section aria-label="完整号码查看提醒">
    <h2>完整号码查看提醒</h2>
    <ul>
      {alarms.map(({ at, name, unit, shown }) => (
        <li key={at + name}>
          {dayOf(at)}，{unit}
          {name}一天内显示完整号码达到 {shown} 次，请核实是否办件需要。
        </li>
      ))}
    </ul>
  </section>
)

/** C06 监控调度: lamps of every open case by department, item or person; each number opens its list, where cases are supervised one by one or many at once. */
export const SupervisionPage = () => {
  const [params] = useSearchParams()
  const by = groups.find(([value]) => value === params.get('by')) ?? groups[0]
  const { data, problem } = useDesk<Answer>(`/api/v1/supervision/lights?by=${by[0]}`)
  return (
    <>
      <title>{'监控调度 - 办件台'}</title>
      <header className="list-head">
        <h1>监控调度</h1>
        {data && <span className="quiet">{chineseDate(data.on)}，所有没有办结的办件</span>}
      </header>
      <nav className="kept" aria-label="统计方式">
        <ul>
          {groups.map(([value, name]) => (
            <li key={value} className="kept-plain">
              <Link to={`?by=${value}`} aria-current={value === by[0] ? 'page' : undefined}>
                按{name}
              </Link>
            </li>
          ))}
          <li className="kept-plain">
            <Link to="/work/overdue">全部超期</Link>
          </li>
          <li className="kept-plain">
            <Link to="/work/supervised">待回复督办</Link>
          </li>
        </ul>
      </nav>
      {problem && <ProblemNote told={problem} />}
      {data && data.alarms.length > 0 && <Alarms alarms={data.alarms} />}
      {data?.items.length === 0 && <Empty>现在没有未办结的办件。</Empty>}
      {data && data.items.length > 0 && <Table answer={data} name={by[1]} />}
    </>
  )
}
