import { useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { boot } from '../../../ui/console/api.ts'
import { ProblemNote } from '../../../ui/console/notes.tsx'
import { useLoad } from '../../../ui/console/use-load.ts'
import { mayStaff } from '../rules/staffing.ts'
import type { StaffRole } from '../terms.ts'
import { PlaceActs } from './place-acts.tsx'
import type { PlaceRow, Places } from './shapes.ts'

type Opening = {
  readonly opened: string | undefined
  readonly onOpen: (id: string | undefined) => void
  readonly onDone: (words?: string) => void
}
type NodeProps = { readonly node: PlaceRow; readonly all: readonly PlaceRow[]; readonly opening: Opening | undefined }

/** A place by its name: a button that shows what can be done with it, for those who may; else the way to its people. */
const NodeName = ({ node, opening }: Omit<NodeProps, 'all'>) => {
  if (opening) {
    const isOpen = opening.opened === node.id
    return (
      <button type="button" className="staff-node" aria-expanded={isOpen} onClick={() => opening.onOpen(isOpen ? undefined : node.id)}>
        {node.name}
      </button>
    )
  }
  return node.id === node.departmentCode ? <Link to={`/staff?department=${node.id}`}>{node.name}</Link> : node.name
}

const Node = ({ node, all, opening }: NodeProps) => {
  const below = all.filter(({ parent }) => parent === node.id)
  return (
    <li>
      <NodeName node={node} opening={opening} />{' '}
      <span className="quiet">
        {node.kindName}
        {node.centralised && '，集中审批机关'}
        {!node.active && '，已停用'}
      </span>
      {opening?.opened === node.id && <PlaceActs node={node} onDone={opening.onDone} />}
      {below.length > 0 && (
        <ul>
          {below.map((one) => (
            <Node key={one.id} node={one} all={all} opening={opening} />
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
  const [opened, setOpened] = useState<string>()
  const [said, setSaid] = useState<string>()
  const mayTurn = mayStaff(boot().roles as readonly StaffRole[], 'units')
  const done = (words?: string): void => {
    setSaid(words)
    void reload()
  }
  const opening = mayTurn ? { opened, onOpen: setOpened, onDone: done } : undefined
  const ids = new Set(data?.items.map(({ id }) => id))
  return (
    <>
      <title>机构树</title>
      <header className="list-head">
        <h1>{data?.division.name ?? ''}机构树</h1>
        {data?.division.parent && <Link to={`?division=${data.division.parent}`}>上一级</Link>}
        <Link to="/staff">工作人员</Link>
        {mayTurn && <span className="quiet">选一个机构，可以添加科室和窗口、改名、启停</span>}
      </header>
      {problem && <ProblemNote told={problem} />}
      <p role="status">{said}</p>
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
            <Node key={node.id} node={node} all={data.items} opening={opening} />
          ))}
      </ul>
    </>
  )
}
