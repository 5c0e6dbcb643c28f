import type { Refusal } from '../../../kernel/refusal.ts'
import type { StaffRole } from '../terms.ts'

/** What administrators do to officers and posts. `oneself`: may be done by somebody about himself; `gift`: only where all roles concerned are his to give. */
export const staffActs = {
  see: { name: '查看人员', oneself: true, gift: false },
  invite: { name: '邀请开通帐号', oneself: false, gift: true },
  appoint: { name: '安排岗位', oneself: false, gift: true },
  approve: { name: '批准岗位', oneself: false, gift: false },
  reject: { name: '不批准岗位', oneself: false, gift: false },
  end: { name: '免去岗位', oneself: false, gift: true },
  disable: { name: '停用帐号', oneself: false, gift: true },
  restore: { name: '恢复帐号', oneself: false, gift: true },
  handOver: { name: '安排交接', oneself: false, gift: false },
  renew: { name: '重设登录', oneself: false, gift: true },
  certificate: { name: '登记数字证书', oneself: false, gift: true },
  takeFactor: { name: '收回登录方式', oneself: false, gift: true },
  units: { name: '启停机构', oneself: true, gift: false },
  correct: { name: '办理实名更正', oneself: true, gift: false },
  changePhone: { name: '批准窗口更换手机号', oneself: true, gift: false },
  audit: { name: '查看审计记录', oneself: true, gift: false },
} as const
export type StaffAct = keyof typeof staffActs

type Reach = 'below' | 'division' | 'department'
type Power = { readonly reach: Reach; readonly acts: readonly StaffAct[]; readonly gives: readonly StaffRole[] }

const handling: readonly StaffRole[] = ['clerk', 'approver', 'chief', 'decider', 'issuer', 'editor']
const hall: readonly StaffRole[] = [...handling, 'supervisor', 'catalogueAdmin', 'hotline', 'departmentAdmin']
const keeping: readonly StaffAct[] = ['see', 'invite', 'appoint', 'end', 'disable', 'restore', 'handOver', 'renew']
const keys: readonly StaffAct[] = ['certificate', 'takeFactor']

/**
 * Who administers whom (domain.md D2; S-047): one row a role, in the order in which a viewer's roles are asked. 系统管理员 make accounts
 * and give roles, 安全管理员 alone approve, 审计管理员 alone read the trail. Nobody gives what lies outside his row.
 */
export const powers: Readonly<Partial<Record<StaffRole, Power>>> = {
  sysadmin: { reach: 'below', acts: [...keeping, ...keys, 'units'], gives: [...hall, 'bannerAdmin', 'sysadmin', 'secadmin', 'auditor'] },
  secadmin: {
    reach: 'below',
    acts: ['see', 'approve', 'reject', 'disable', 'correct', 'changePhone', ...keys],
    gives: [...hall, 'bannerAdmin', 'sysadmin', 'secadmin', 'auditor'],
  },
  auditor: { reach: 'below', acts: ['see', 'audit'], gives: [] },
  bannerAdmin: { reach: 'below', acts: [...keeping, ...keys, 'units'], gives: hall },
  catalogueAdmin: { reach: 'division', acts: keeping, gives: [...handling, 'departmentAdmin'] },
  departmentAdmin: { reach: 'department', acts: keeping, gives: handling },
  chief: { reach: 'department', acts: ['see', 'handOver'], gives: [] },
}

/** Who administers: what the decision needs to know of him. */
export type Administrator = {
  readonly accountId: string
  readonly roles: readonly StaffRole[]
  readonly division: string
  readonly departmentCode: string
}
/** Whom or what it concerns: the officer, when there is one yet; the place; the roles he has or is to get; who asked for it. */
export type Concern = {
  readonly accountId?: string | undefined
  readonly division: string
  readonly departmentCode: string
  readonly roles: readonly StaffRole[]
  readonly askedBy?: string | null
}

const lengths = [2, 4, 6, 9, 12]
/** The beginning that the codes of a division and all below it share: 150602000000 → 150602. */
export const beginningOf = (division: string): string => {
  const said = division.replace(/0+$/, '').length
  return division.slice(0, lengths.find((length) => length >= said) ?? 12)
}

const reaches = (reach: Reach, { division, departmentCode }: Administrator, of: Concern): boolean => {
  if (reach === 'below') return of.division.startsWith(beginningOf(division))
  if (of.division !== division) return false
  return reach === 'division' || of.departmentCode === departmentCode
}

const refusal = (refused: string, title: string): Refusal => ({ refused, title, article: '三权分立(等保 2.0 三级)、岗位权限表' })

const notYours = (act: StaffAct): Refusal => refusal('not-your-act', `您的岗位不能${staffActs[act].name}`)

const inRow = (by: Administrator, act: StaffAct, of: Concern, role: StaffRole): Refusal | undefined => {
  const power = powers[role]
  if (!power?.acts.includes(act)) return notYours(act)
  if (!reaches(power.reach, by, of)) return refusal('out-of-reach', '不在您管理的范围内')
  const beyond = staffActs[act].gift && of.roles.some((one) => !power.gives.includes(one))
  return beyond ? refusal('beyond-your-gift', '这个岗位不归您安排，请由上一级管理员办理') : undefined
}

/** How near a refusal comes to a yes. */
const nearness = ['not-your-act', 'out-of-reach', 'beyond-your-gift']

/** Why somebody may not do an act to an officer or a post; undefined when he may. The nearest refusal of his roles is told. */
export const refuseStaffing = (by: Administrator, act: StaffAct, of: Concern): Refusal | undefined => {
  if (of.accountId === by.accountId && !staffActs[act].oneself)
    return refusal('own-account', '不能给自己安排、批准或者免去岗位，请由另一位管理员办理')
  if ((act === 'approve' || act === 'reject') && of.askedBy === by.accountId) return refusal('same-person', '提出和批准须由两个人办理')
  let nearest = notYours(act)
  for (const role of by.roles) {
    const refused = inRow(by, act, of, role)
    if (!refused) return undefined
    if (nearness.indexOf(refused.refused) > nearness.indexOf(nearest.refused)) nearest = refused
  }
  return nearest
}

/** Whether an administrator's roles let him do an act anywhere: what his console shows. */
export const mayStaff = (roles: readonly StaffRole[], act: StaffAct): boolean =>
  roles.some((role) => powers[role]?.acts.includes(act) ?? false)

/** The roles somebody may give, in the order of the table. */
export const giftsOf = (roles: readonly StaffRole[], act: 'invite' | 'appoint' = 'appoint'): StaffRole[] => [
  ...new Set(roles.flatMap((role) => (powers[role]?.acts.includes(act) ? powers[role].gives : []))),
]

/** What an administrator sees: a division, all `below` it too, or one department of it alone ('' the hall and its bureau). */
export type View = { readonly division: string; readonly below: boolean; readonly departmentCode?: string }

/** Where an administrator looks: the widest reach of his roles; undefined when he may see nobody. */
export const viewOf = ({ roles, division, departmentCode }: Administrator): View | undefined => {
  const reach = (['below', 'division', 'department'] as const).find((one) =>
    roles.some((role) => powers[role]?.reach === one && powers[role].acts.includes('see')),
  )
  if (!reach) return undefined
  return { division, below: reach === 'below', ...(reach === 'department' ? { departmentCode } : {}) }
}

type Named = { readonly personId?: string; readonly name: string }
/** Whether something concerns the officer himself; of who has not proven which person he is, every namesake may be he (S-048). */
export const isOneself = (by: Named, of: { readonly personId: string; readonly name: string }): boolean =>
  by.personId ? by.personId === of.personId : by.name === of.name
/** What a namesake is told beside the refusal. */
export const proveFirst = ({ personId }: Named): string => (personId ? '' : '；您与他同名，先在“登录设备与密码”核对您是谁')

const apart: readonly StaffRole[] = ['clerk', 'approver', 'decider', 'issuer']
const lone: readonly StaffRole[] = ['sysadmin', 'secadmin', 'auditor']

/** Why roles cannot be held together by one person (S-047, S-048; 受理≠审批≠出件, 许可法 §48); undefined when they can. */
export const refuseTogether = (roles: readonly StaffRole[]): Refusal | undefined => {
  const all = new Set(roles)
  if (all.size > 1 && lone.some((role) => all.has(role)))
    return refusal('powers-apart', '系统管理员、安全管理员、审计管理员各由一人担任，不兼任其他岗位')
  return apart.filter((role) => all.has(role)).length > 1 ? refusal('maker-checker', '受理、审批、决定、出件须由不同的人担任') : undefined
}
