import { Button } from 'antd'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { boot } from '../../../ui/console/api.ts'
import { Key } from '../../../ui/console/facts.tsx'
import type { Filter } from '../../../ui/console/filter-bar.tsx'
import { useHotKeys } from '../../../ui/console/hot-keys.ts'
import { type Column, ListPage } from '../../../ui/console/list-page.tsx'
import { useLoad } from '../../../ui/console/use-load.ts'
import { staffRoles } from '../terms.ts'
import { Invitations } from './invitations.tsx'
import { InviteForm } from './invite-form.tsx'
import type { OfficerRow, Places, StaffPage } from './shapes.ts'
import { rolesText } from './words.ts'

const columns: readonly Column<OfficerRow>[] = [
  { name: '姓名', width: 150, opens: true, cell: ({ name }) => name },
  { name: '帐号', width: 130, cell: ({ userName }) => userName },
  { name: '单位', cell: ({ unit }) => <span title={unit}>{unit}</span> },
  { name: '岗位', width: 220, cell: ({ roles, post }) => [rolesText(roles), post].filter(Boolean).join(' · ') || '—' },
  { name: '状态', width: 170, cell: ({ state, lastOn }) => (lastOn ? `${state}，做到 ${lastOn}` : state) },
  { name: '等批准', width: 80, number: true, cell: ({ waiting }) => waiting || '' },
]

const states = [
  { value: 'active', label: '在岗' },
  { value: 'waiting', label: '等批准' },
  { value: 'away', label: '交接中' },
  { value: 'disabled', label: '停用' },
]

const filtersOf = (places: Places | undefined): Filter[] => {
  const departments = places?.items.filter(({ id, departmentCode }) => id === departmentCode) ?? []
  return [
    ...(places && places.children.length > 0
      ? [{ name: 'division', label: '区划', options: places.children.map(({ code, name }) => ({ value: code, label: name })) }]
      : []),
    ...(departments.length > 1
      ? [{ name: 'department', label: '部门', options: departments.map(({ id, name }) => ({ value: id, label: name })) }]
      : []),
    { name: 'role', label: '岗位', options: Object.entries(staffRoles).map(([value, label]) => ({ value, label })) },
    { name: 'state', label: '状态', options: states },
  ]
}

/** 工作人员: everybody within one's sight by place, found by name, invited, exported. */
export const StaffList = () => {
  const [params] = useSearchParams()
  const { data, problem } = useLoad<StaffPage>(`/api/v1/staff?${params}`)
  const places = useLoad<Places>('/api/v1/staff/places').data
  const [invites, setInvites] = useState(false)
  const [invited, setInvited] = useState(0)
  const mayInvite = (data?.gifts.length ?? 0) > 0
  const close = (): void => {
    setInvites(false)
    setInvited(invited + 1)
  }
  useHotKeys(mayInvite ? { 'alt+n': () => setInvites(true) } : {})
  return (
    <>
      <title>工作人员</title>
      <header className="list-head">
        <h1>工作人员</h1>
        <span className="quiet">{boot().unit}</span>
        {mayInvite && (
          <Button onClick={() => setInvites(true)}>
            邀请开通帐号 <Key name="Alt+N" />
          </Button>
        )}
      </header>
      {invites && data && <InviteForm gifts={data.gifts} onClose={close} />}
      {mayInvite && <Invitations mark={invited} />}
      <ListPage
        label="工作人员"
        finds="姓名、帐号、单位"
        things="工作人员"
        columns={columns}
        rows={data?.items}
        rowKey={({ accountId }) => accountId}
        rowHref={({ accountId }) => `/staff/${accountId}`}
        filters={filtersOf(places)}
        {...(data?.next ? { next: data.next } : {})}
        {...(problem ? { problem } : {})}
        aside={
          <a href={`/api/v1/staff.xlsx?${params}`} download>
            导出表格
          </a>
        }
      />
      <p className="quiet">岗位由提出人以外的安全管理员批准后生效。</p>
    </>
  )
}
