import { Button } from 'antd'
import { Link, useSearchParams } from 'react-router'
import { boot, post } from '../../../ui/console/api.ts'
import { useDoing } from '../../../ui/console/doing.tsx'
import { ProblemNote } from '../../../ui/console/notes.tsx'
import { useLoad } from '../../../ui/console/use-load.ts'
import { mayStaff } from '../rules/staffing.ts'
import type { StaffRole } from '../terms.ts'
import type { PlaceRow, Places } from './shapes.ts'

type NodeProps = {
  readonly node: PlaceRow
  readonly all: readonly PlaceRow[]
  readonly onTurn: ((node: PlaceRow, change: object) => void) | undefined
}

const Node = ({ node, all, onTurn }: NodeProps) => {
  const below = all.filter(({ parent }) => parent === node.id)
  const isBody = node.id === node.departmentCode
  return (
    <li>
      <span className={node.active ? undefined : 'quiet'}>
        {isBody ? <Link to={`/staff?department=${node.id}`}>{node.name}</Link> : node.name}{' '}
        <span className="quiet">
          {node.kindName}
          {node.centralised && ',集中审批机关'}
          {!node.active && ',已停用'}
        </span>
      </span>{' '}
      {onTurn && isBody && (
        <>
          <Button size="small" onClick={() => onTurn(node, { active: !node.active })}>
            {node.active ? '停用' : '启用'}
            <span className="sr"> {node.name}</span>
          </Button>{' '}
          <Button size="small" onClick={() => onTurn(node, { centralised: !node.centralised })}>
            {node.centralised ? '不再是集中审批机关' : '设为集中审批机关'}
            <span className="sr"> {node.name}</span>
          </Button>
        </>
      )}
      {below.length > 0 && (
        <ul>
          {below.map((one) => (
            <Node key={one.id} node={one} all={all} onTurn={onTurn} />
          ))}
        </ul>
      )}
    </li>
  )
}

/** 机构树: government, bodies, halls with their 科室 and 窗口, one division at a time (domain.md D1). */
export const PlacesPage = () => {
  const [params] = useSearchParams()
  const division = params.get('division')
  const { data, problem, reload } = useLoad<Places>(`/api/v1/staff/places${division ? `?division=${division}` : ''}`)
  const { run, note } = useDoing()
  const mayTurn = mayStaff(boot().roles as readonly StaffRole[], 'units')
  const turn = ({ id }: PlaceRow, change: object): void =>
    run(async () => {
      await post(`/api/v1/staff/places/${id}`, change)
      await reload()
    })
  const ids = new Set(data?.items.map(({ id }) => id))
  return (
    <>
      <title>机构树</title>
      <header className="list-head">
        <h1>{data?.division.name ?? ''}机构树</h1>
        {data?.division.parent && <Link to={`?division=${data.division.parent}`}>上一级</Link>}
        <Link to="/staff">工作人员</Link>
      </header>
      {problem && <ProblemNote told={problem} />}
      {note}
      {data && data.children.length > 0 && (
        <nav aria-label="下一级" className="staff-children">
          {data.children.map(({ code, name }) => (
            <Link key={code} to={`?division=${code}`}>
              {name}
            </Link>
          ))}
        </nav>
      )}
      <ul className="staff-tree">
        {data?.items
          .filter(({ parent }) => parent === null || !ids.has(parent))
          .map((node) => (
            <Node key={node.id} node={node} all={data.items} onTurn={mayTurn ? turn : undefined} />
          ))}
      </ul>
    </>
  )
}
