import { lazy, Suspense } from 'react'
import { Navigate, Route, Routes, useLocation, useNavigate, useSearchParams } from 'react-router'
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
import { mayStaff } from '../../contexts/identity/rules/staffing.ts'
import type { StaffRole } from '../../contexts/identity/terms.ts'
import { LicencePage } from '../../contexts/licences/console/licence-page.tsx'
import { boot } from '../../ui/console/api.ts'
import { Empty } from '../../ui/console/notes.tsx'
import { Shell, type TreeGroup } from '../../ui/console/shell.tsx'
import { NoPage, NoPost } from './no-page.tsx'

/** What keeps the catalogue is fetched when somebody goes there: who handles cases starts without it. */
const ItemScreens = lazy(async () => ({ default: (await import('./item-screens.tsx')).ItemScreens }))

/** So is the administration of officers, and the trail of it. */
const StaffScreens = lazy(async () => ({ default: (await import('./staff-screens.tsx')).StaffScreens }))
const CorrectionScreens = lazy(async () => ({ default: (await import('./correction-screens.tsx')).CorrectionScreens }))
const PhoneScreens = lazy(async () => ({ default: (await import('./phone-screens.tsx')).PhoneScreens }))
const AuditScreen = lazy(async () => ({ default: (await import('./audit-screen.tsx')).AuditScreen }))

const AppsScreen = lazy(async () => ({ default: (await import('../../contexts/apps/console/apps-page.tsx')).AppsPage }))

/** What an officer's roles let him administer, as entries of the tree. */
const staffLinks = (roles: readonly StaffRole[]): TreeGroup['links'] => [
  ...(mayStaff(roles, 'see') ? [{ to: '/staff', name: '工作人员' }] : []),
  ...(mayStaff(roles, 'approve') ? [{ to: '/staff/asked', name: '等批准' }] : []),
  ...(mayStaff(roles, 'see') ? [{ to: '/staff/places', name: '机构树' }] : []),
  ...(mayStaff(roles, 'correct') ? [{ to: '/corrections', name: '更正申请' }] : []),
  ...(mayStaff(roles, 'changePhone') ? [{ to: '/phone-changes', name: '窗口更换手机号' }] : []),
  ...(mayStaff(roles, 'audit') ? [{ to: '/audit', name: '审计记录' }] : []),
]

const has = (...roles: readonly StaffRole[]): boolean => roles.some((role) => boot().roles.includes(role))
const hasPost = (): boolean => boot().roles.length > 0
const keepsItems = (): boolean => has('editor', 'catalogueAdmin')

const deskGroup = (desks: ReturnType<typeof desksOf>, counts: ReturnType<typeof useCounts>, current: string | undefined): TreeGroup => ({
  name: '办件',
  links: [
    ...(has('clerk')
      ? [
          { to: '/reception', name: '综窗收件' },
          { to: '/phone-changes/window', name: '更换手机号' },
        ]
      : []),
    ...windowsOf(boot().roles),
    ...desksInTree(desks, counts, current).map(({ name, title }) => ({
      to: `/work/${name}`,
      name: title,
      ...(counts?.[name] === undefined ? {} : { count: counts[name] }),
      urgent: name === 'overdue',
      current: name === current,
    })),
  ],
})
const licenceGroup = (): TreeGroup => ({
  name: '证照',
  links: has('clerk', 'approver', 'issuer') ? [{ to: '/licences', name: '查证照' }] : [],
})
const itemGroup = (): TreeGroup => ({
  name: '事项',
  links: [
    { to: '/catalogue', name: '办事指南' },
    { to: '/catalogue/sheets', name: '用表格维护' },
    { to: '/catalogue/base', name: '基本目录' },
    { to: '/process', name: '办理流程' },
    ...(boot().departmentCode === '' ? [{ to: '/lists', name: '清单' }] : []),
    { to: '/indicators', name: '24 项指标' },
    ...(has('catalogueAdmin') ? [{ to: '/directory', name: '目录变动' }] : []),
    { to: '/catalogue/words', name: '搜索用词' },
  ],
})
const appGroup = (): TreeGroup => ({
  name: '统一用户',
  links: has('editor', 'catalogueAdmin', 'sysadmin') ? [{ to: '/apps', name: '应用接入' }] : [],
})

/** Where an officer without a desk begins. */
const startOf = (keeps: boolean, staff: TreeGroup['links']): string | undefined =>
  keeps ? '/catalogue' : (staff.find(({ to }) => to === '/audit') ?? staff[0])?.to

/** The console: the tree of one's roles, and the screens behind it. */
export const Screens = () => {
  const desks = desksOf(boot().roles)
  const counts = useCounts(desks)
  const navigate = useNavigate()
  const staff = staffLinks(boot().roles as readonly StaffRole[])
  const { pathname } = useLocation()
  const current = useSearchParams()[0].get('list') ?? pathname.split('/work/')[1]
  const tree = [
    deskGroup(desks, counts, current),
    licenceGroup(),
    ...(keepsItems() ? [itemGroup()] : []),
    { name: '机构人员', links: staff },
    appGroup(),
  ]
  const start = desks.length === 0 ? startOf(keepsItems(), staff) : undefined
  return (
    <Shell
      tree={tree.filter(({ links }) => links.length > 0)}
      pulse={desks.length > 0 && <Pulse desks={desks} counts={counts} />}
      {...(desks.length > 0 ? { onSearch: (text: string) => navigate(`/find?q=${encodeURIComponent(text)}`) } : {})}
    >
      <Suspense>
        <Routes>
          <Route
            index
            element={start ? <Navigate to={start} replace /> : hasPost() ? <Landing desks={desks} counts={counts} /> : <NoPost />}
          />
          <Route path="/work/:name" element={<WorklistPage />} />
          <Route path="/reception" element={<ReceptionPage />} />
          <Route path="/cases/:no" element={<CasePage />} />
          <Route path="/batches/:id" element={<BatchPage />} />
          <Route path="/issue" element={<IssuePage />} />
          <Route path="/supervision" element={<SupervisionPage />} />
          <Route path="/licences" element={<LicencePage />} />
          <Route path="/find" element={<FoundPage />} />
          <Route path="/staff/*" element={<StaffScreens />} />
          <Route path="/corrections/*" element={<CorrectionScreens />} />
          <Route path="/phone-changes/*" element={<PhoneScreens />} />
          <Route path="/audit" element={<AuditScreen />} />
          <Route path="/apps" element={<AppsScreen />} />
          <Route path="/signed-in" element={<Empty>已登录。可以关闭这个标签页，回到原来的标签页继续。</Empty>} />
          <Route path="*" element={keepsItems() ? <ItemScreens /> : <NoPage />} />
        </Routes>
      </Suspense>
    </Shell>
  )
}
