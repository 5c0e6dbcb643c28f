import { Link, Navigate, Route, Routes, useNavigate, useSearchParams } from 'react-router'
import { CasePage } from '../../contexts/casework/console/case-page.tsx'
import { desksOf } from '../../contexts/casework/console/desk.ts'
import { FoundPage } from '../../contexts/casework/console/found-page.tsx'
import { Pulse } from '../../contexts/casework/console/pulse.tsx'
import { useCounts } from '../../contexts/casework/console/use-counts.ts'
import { WorklistPage } from '../../contexts/casework/console/worklist-page.tsx'
import { boot } from '../../ui/console/api.ts'
import { Empty } from '../../ui/console/notes.tsx'
import { Shell, type TreeGroup } from '../../ui/console/shell.tsx'

/** The console: the tree of one's roles, and the screens behind it. */
export const Screens = () => {
  const desks = desksOf(boot().roles)
  const counts = useCounts(desks)
  const navigate = useNavigate()
  const list = useSearchParams()[0].get('list')
  const tree: TreeGroup[] = [
    {
      name: '办件',
      links: desks.map(({ name, title }) => ({
        to: `/work/${name}`,
        name: title,
        ...(counts[name] === undefined ? {} : { count: counts[name] }),
        urgent: name === 'overdue',
        current: name === list,
      })),
    },
  ]
  return (
    <Shell tree={tree} pulse={<Pulse desks={desks} counts={counts} />} onSearch={(text) => navigate(`/find?q=${encodeURIComponent(text)}`)}>
      <Routes>
        <Route index element={desks[0] ? <Navigate to={`/work/${desks[0].name}`} replace /> : <Empty>您的角色没有办件工作。</Empty>} />
        <Route path="/work/:name" element={<WorklistPage />} />
        <Route path="/cases/:no" element={<CasePage />} />
        <Route path="/find" element={<FoundPage />} />
        <Route path="/signed-in" element={<Empty>已登录。可以关闭这个标签页,回到原来的标签页继续。</Empty>} />
        <Route
          path="*"
          element={
            <Empty>
              没有这个页面。<Link to="/">回到工作台</Link>
            </Empty>
          }
        />
      </Routes>
    </Shell>
  )
}
