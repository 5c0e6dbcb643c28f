import { Input } from 'antd'
import { boot } from '../../../ui/console/api.ts'
import { FieldNote } from '../../../ui/console/field-note.tsx'
import { useLoad } from '../../../ui/console/use-load.ts'
import { refuseTogether } from '../rules/staffing.ts'
import { type StaffRole, staffRoles } from '../terms.ts'
import type { Places } from './shapes.ts'

/** A post while it is filled in. */
export type PostDraft = {
  readonly division: string
  readonly departmentCode: string
  readonly unit: string
  readonly post: string
  readonly roles: readonly StaffRole[]
  readonly fromOn: string
  readonly untilOn: string
}

/** An empty post at one's own place. */
export const ownPost = (): PostDraft => ({
  division: boot().division,
  departmentCode: boot().departmentCode,
  unit: '',
  post: '',
  roles: [],
  fromOn: '',
  untilOn: '',
})

/** What is sent: days that are left open are left out. */
export const postBody = ({ fromOn, untilOn, ...rest }: PostDraft): object => ({
  ...rest,
  ...(fromOn ? { fromOn } : {}),
  ...(untilOn ? { untilOn } : {}),
})

type Props = { readonly draft: PostDraft; readonly gifts: readonly StaffRole[]; readonly onChange: (draft: PostDraft) => void }

const PlaceFields = ({ draft, onChange }: Omit<Props, 'gifts'>) => {
  const { data } = useLoad<Places>(`/api/v1/staff/places?division=${draft.division}`)
  const departments = data?.items.filter(({ id, departmentCode, active }) => id === departmentCode && active) ?? []
  const units = data?.items.filter(({ departmentCode, active }) => departmentCode === draft.departmentCode && active) ?? []
  const move = (division: string): void => onChange({ ...draft, division, departmentCode: '', unit: '' })
  return (
    <>
      <label htmlFor="post-division">区划</label>
      <select id="post-division" value={draft.division} onChange={(event) => move(event.target.value)}>
        {data?.division.parent && <option value={data.division.parent}>上一级</option>}
        {data && <option value={data.division.code}>{data.division.name}</option>}
        {data?.children.map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </select>
      <label htmlFor="post-department">部门</label>
      <FieldNote field="departmentCode" of="post-department" />
      <select
        id="post-department"
        value={draft.departmentCode}
        onChange={(event) => onChange({ ...draft, departmentCode: event.target.value, unit: '' })}
      >
        {boot().departmentCode === '' && <option value="">政务服务中心和它的主管部门</option>}
        {departments.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      <label htmlFor="post-unit">单位(科室、窗口)</label>
      <FieldNote field="unit" of="post-unit" />
      <Input
        id="post-unit"
        list="post-units"
        value={draft.unit}
        maxLength={60}
        onChange={(event) => onChange({ ...draft, unit: event.target.value })}
      />
      <datalist id="post-units">
        {units.map(({ id, name, kindName }) => (
          <option key={id} value={name}>
            {kindName}
          </option>
        ))}
      </datalist>
    </>
  )
}

/** Where, which roles, from when until when. */
export const PostFields = ({ draft, gifts, onChange }: Props) => {
  const wrong = refuseTogether(draft.roles)
  const toggle = (role: StaffRole, on: boolean): void =>
    onChange({ ...draft, roles: on ? [...draft.roles, role] : draft.roles.filter((one) => one !== role) })
  return (
    <>
      <PlaceFields draft={draft} onChange={onChange} />
      <label htmlFor="post-name">岗位名称(可以不填)</label>
      <FieldNote field="post" of="post-name" />
      <Input id="post-name" value={draft.post} maxLength={40} onChange={(event) => onChange({ ...draft, post: event.target.value })} />
      <fieldset className="staff-roles">
        <legend>岗位权限</legend>
        <FieldNote field="roles" of="post-role-0" />
        {gifts.map((role, i) => (
          <label key={role}>
            <input
              id={`post-role-${i}`}
              type="checkbox"
              checked={draft.roles.includes(role)}
              onChange={(event) => toggle(role, event.target.checked)}
            />{' '}
            {staffRoles[role]}
          </label>
        ))}
      </fieldset>
      <p role="status" className="staff-wrong">
        {wrong?.title}
      </p>
      <FieldNote field="fromOn" of="post-from" />
      <FieldNote field="untilOn" of="post-until" />
      <div className="staff-days">
        <label htmlFor="post-from">从(不填为今天)</label>
        <Input id="post-from" type="date" value={draft.fromOn} onChange={(event) => onChange({ ...draft, fromOn: event.target.value })} />
        <label htmlFor="post-until">到(不填为长期)</label>
        <Input
          id="post-until"
          type="date"
          value={draft.untilOn}
          onChange={(event) => onChange({ ...draft, untilOn: event.target.value })}
        />
      </div>
    </>
  )
}
