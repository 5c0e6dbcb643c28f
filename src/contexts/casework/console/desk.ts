/** A worklist of the desk: its name in the API, what it is called, and which staff roles work on it. */
export type Desk = {
  readonly name: string
  readonly title: string
  readonly roles: readonly string[]
  readonly hint: string
  /** What waits beside the stages: shown in the tree only while something does. */
  readonly beside?: true
}

const officers = ['clerk', 'approver', 'chief', 'decider', 'issuer'] as const
const watchers = ['chief', 'supervisor'] as const

/** The worklists (ui.md C01), in the order in which a case passes them. */
export const desks: readonly Desk[] = [
  { name: 'preReview', title: '待预审', roles: ['clerk', 'approver'], hint: '网上提交、等预审的申请(Ⅱ级)' },
  { name: 'receive', title: '待收件', roles: ['clerk'], hint: '预审通过，等申请人到窗口交原件' },
  { name: 'accept', title: '待受理', roles: ['clerk', ...watchers], hint: '五个工作日内受理、不予受理或者一次性告知补正' },
  { name: 'corrected', title: '补正已交', roles: ['clerk'], hint: '申请人已按告知书补正' },
  { name: 'review', title: '在办', roles: ['approver', ...watchers], hint: '已受理，按环节审查' },
  { name: 'decide', title: '待决定', roles: ['decider', ...watchers], hint: '审查完毕，等作出决定' },
  { name: 'deliver', title: '待出件', roles: ['issuer', 'supervisor'], hint: '已决定，十个工作日内送达' },
  { name: 'special', title: '待批特别程序', roles: ['chief'], hint: '审批员提请的特别程序，批准后时限暂停', beside: true },
  { name: 'hearing', title: '待公告听证', roles: ['approver', 'chief'], hint: '申请人已申请听证，二十个工作日内举行', beside: true },
  { name: 'supervised', title: '待回复督办', roles: ['approver', ...watchers], hint: '监控调度员督办、还没有回复的办件', beside: true },
  { name: 'opinion', title: '等待意见', roles: ['approver', 'chief'], hint: '征求了意见、还没有回复的办件', beside: true },
  { name: 'consulted', title: '待我部门回复', roles: ['approver'], hint: '别的部门征求我部门意见、还没有回复的办件', beside: true },
  { name: 'afterCheck', title: '待事后核查', roles: ['approver', 'chief'], hint: '告知承诺办理的办件，按期核查承诺', beside: true },
  {
    name: 'voiding',
    title: '待确认作废',
    roles: ['chief', 'catalogueAdmin'],
    hint: '首席代表提请作废，等政务服务管理部门确认',
    beside: true,
  },
  { name: 'waiting', title: '等申请人', roles: ['clerk', 'approver'], hint: '等申请人补正、补齐容缺材料或者重新提交' },
  { name: 'mine', title: '我经手的', roles: officers, hint: '我办理过、还没有办结的办件' },
  { name: 'overdue', title: '超期', roles: [...officers, 'supervisor'], hint: '已经过了期限的办件' },
  { name: 'all', title: '全部办件', roles: watchers, hint: '本人范围内的全部办件，办结的也在内', beside: true },
]

/** The worklists of somebody with these roles. */
export const desksOf = (roles: readonly string[]): readonly Desk[] =>
  desks.filter((desk) => desk.roles.some((role) => roles.includes(role)))

/** The desks that the tree shows: those beside the stages only while something waits there, or while one looks at them. */
export const desksInTree = (
  desks: readonly Desk[],
  counts: Readonly<Record<string, number>> | undefined,
  current: string | undefined,
): readonly Desk[] => desks.filter(({ name, beside }) => !beside || name === current || (counts?.[name] ?? 0) > 0)

export const findDesk = (name: string | undefined): Desk | undefined => desks.find((desk) => desk.name === name)

const windows: readonly { readonly to: string; readonly name: string; readonly roles: readonly string[] }[] = [
  { to: '/issue', name: '出件窗口', roles: ['issuer'] },
  { to: '/supervision', name: '监控调度', roles: watchers },
]
/** The screens of somebody with these roles that are more than a list. */
export const windowsOf = (roles: readonly string[]): readonly { readonly to: string; readonly name: string }[] =>
  windows.filter((window) => window.roles.some((role) => roles.includes(role))).map(({ to, name }) => ({ to, name }))
