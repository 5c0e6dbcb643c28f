import { Link } from 'react-router'
import { chineseDate } from '../../../kernel/date.ts'
import { useLoad } from '../../../ui/console/use-load.ts'
import type { Desk } from './desk.ts'
import type { WorkPage } from './shapes.ts'

type Props = { readonly desks: readonly Desk[]; readonly counts: Readonly<Record<string, number>> | undefined }

/** Lists that are views of the others and would count twice. */
const views = ['mine', 'overdue']

/** Top bar: how much waits for me, and which date comes next. */
export const Pulse = ({ desks, counts }: Props) => {
  const own = desks.filter((desk) => !desk.beside && !views.includes(desk.name))
  const waiting = own.reduce((sum, desk) => sum + (counts?.[desk.name] ?? 0), 0)
  const first = own.find((desk) => (counts?.[desk.name] ?? 0) > 0) ?? own[0]
  const { data } = useLoad<WorkPage>(first && `/api/v1/worklists/${first.name}?limit=1`, 60_000)
  const next = data?.items[0]
  return (
    <>
      待办 <b className="num">{waiting}</b> 件
      {first && next?.dueOn && (
        <>
          ，最近到期{' '}
          <Link to={`/cases/${next.no}?list=${first.name}`}>
            {chineseDate(next.dueOn)} {next.itemName}
          </Link>
        </>
      )}
    </>
  )
}
