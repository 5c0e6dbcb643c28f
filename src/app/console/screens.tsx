import { Link, Navigate, Route, Routes, useLocation, useNavigate, useSearchParams } from 'react-router'
import { BatchPage } from '../../contexts/casework/console/batch-page.tsx'
import { CasePage } from '../../contexts/casework/console/case-page.tsx'
import { desksInTree, desksOf, windowsOf } from '../../contexts/casework/console/desk.ts'
import { FoundPage } from '../../contexts/casework/console/found-page.tsx'
import { IssuePage } from '../../contexts/casework/console/issue-page.tsx'
import { Landing } from '../../contexts/casework/console/landing.tsx'
import { Pulse } from '../../contexts/casework/console/pulse.tsx'
import { ReceptionPage } from '../../contexts/casework/console/reception/reception-page.tsx'
import { SupervisionPage } from '../../contexts/casework/console/supervision-page.tsx'
import { useCounts } from '../../contexts/casework/console/use-counts.ts'
import { WorklistPage } from '../../contexts/casework/console/worklist-page.tsx'
import { DirectoryPage } from '../../contexts/catalogue/console/directory/directory-page.tsx'
import { GuideList } from '../../contexts/catalogue/console/guide-list.tsx'
import { GuidePage } from '../../contexts/catalogue/console/guide-page.tsx'
import { IndicatorPage } from '../../contexts/catalogue/console/indicators/indicator-page.tsx'
import { IndicatorsPage } from '../../contexts/catalogue/console/indicators/indicators-page.tsx'
import { ListPage } from '../../contexts/catalogue/console/lists/list-page.tsx'
import { ListsPage } from '../../contexts/catalogue/console/lists/lists-page.tsx'
import { ProcessList } from '../../contexts/catalogue/console/process-list.tsx'
import { ProcessPage } from '../../contexts/catalogue/console/process-page.tsx'
import { WordsPage } from '../../contexts/catalogue/console/words-page.tsx'
import { LicencePage } from '../../contexts/licences/console/licence-page.tsx'
import { boot } from '../../ui/console/api.ts'
import { Empty } from '../../ui/console/notes.tsx'
import { Shell, type TreeGroup } from '../../ui/console/shell.tsx'

/** The console: the tree of one's roles, and the screens behind it. */
export const Screens = () => {
  const desks = desksOf(boot().roles)
  const counts = useCounts(desks)
  const navigate = useNavigate()
  const { pathname } = useLocation()
  const current = useSearchParams()[0].get('list') ?? pathname.split('/work/')[1]
  const tree: TreeGroup[] = [
    {
      name: '办件',
      links: [
        ...(boot().roles.includes('clerk') ? [{ to: '/reception', name: '综窗收件' }] : []),
        ...windowsOf(boot().roles),
        ...desksInTree(desks, counts, current).map(({ name, title }) => ({
          to: `/work/${name}`,
          name: title,
          ...(counts?.[name] === undefined ? {} : { count: counts[name] }),
          urgent: name === 'overdue',
          current: name === current,
        })),
      ],
    },
  ]
  if (['clerk', 'approver', 'issuer'].some((role) => boot().roles.includes(role)))
    tree.push({ name: '证照', links: [{ to: '/licences', name: '查证照' }] })
  const keepsItems = ['editor', 'catalogueAdmin'].some((role) => boot().roles.includes(role))
  if (keepsItems)
    tree.push({
      name: '事项',
      links: [
        { to: '/catalogue', name: '办事指南' },
        { to: '/process', name: '办理流程' },
        ...(boot().departmentCode === '' ? [{ to: '/lists', name: '清单' }] : []),
        { to: '/indicators', name: '24 项指标' },
        ...(boot().roles.includes('catalogueAdmin') ? [{ to: '/directory', name: '目录变动' }] : []),
        { to: '/catalogue/words', name: '搜索用词' },
      ],
    })
  return (
    <Shell tree={tree} pulse={<Pulse desks={desks} counts={counts} />} onSearch={(text) => navigate(`/find?q=${encodeURIComponent(text)}`)}>
      <Routes>
        <Route
          index
          element={desks.length === 0 && keepsItems ? <Navigate to="/catalogue" replace /> : <Landing desks={desks} counts={counts} />}
        />
        <Route path="/work/:name" element={<WorklistPage />} />
        <Route path="/reception" element={<ReceptionPage />} />
        <Route path="/cases/:no" element={<CasePage />} />
        <Route path="/batches/:id" element={<BatchPage />} />
        <Route path="/issue" element={<IssuePage />} />
        <Route path="/supervision" element={<SupervisionPage />} />
        <Route path="/licences" element={<LicencePage />} />
        <Route path="/catalogue" element={<GuideList />} />
        <Route path="/catalogue/:code" element={<GuidePage />} />
        <Route path="/directory" element={<DirectoryPage />} />
        <Route path="/indicators" element={<IndicatorsPage />} />
        <Route path="/indicators/:number" element={<IndicatorPage />} />
        <Route path="/lists" element={<ListsPage />} />
        <Route path="/lists/:division/:kind" element={<ListPage />} />
        <Route path="/process" element={<ProcessList />} />
        <Route path="/process/:code" element={<ProcessPage />} />
        <Route path="/catalogue/words" element={<WordsPage />} />
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
