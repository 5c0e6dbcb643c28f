/** A worklist of the desk: its name in the API, what it is called, and which staff roles work on it. */
export type Desk = { readonly name: string; readonly title: string; readonly roles: readonly string[]; readonly hint: string }

const officers = ['clerk', 'approver', 'chief', 'decider', 'issuer'] as const
const watchers = ['chief', 'supervisor'] as const

/** The worklists (ui.md C01), in the order in which a case passes them. */
export const desks: readonly Desk[] = [
  { name: 'preReview', title: '待预审', roles: ['clerk', 'approver'], hint: '网上提交、等预审的申请(Ⅱ级)' },
  { name: 'receive', title: '待收件', roles: ['clerk'], hint: '预审通过,等申请人到窗口交原件' },
  { name: 'accept', title: '待受理', roles: ['clerk', ...watchers], hint: '五个工作日内受理、不予受理或者一次性告知补正' },
  { name: 'corrected', title: '补正已交', roles: ['clerk'], hint: '申请人已按告知书补正' },
  { name: 'review', title: '在办', roles: ['approver', ...watchers], hint: '已受理,按环节审查' },
  { name: 'decide', title: '待决定', roles: ['decider', ...watchers], hint: '审查完毕,等作出决定' },
  { name: 'deliver', title: '待出件', roles: ['issuer', 'supervisor'], hint: '已决定,十个工作日内送达' },
  { name: 'waiting', title: '等申请人', roles: ['clerk', 'approver'], hint: '等申请人补正、补齐容缺材料或者重新提交' },
  { name: 'mine', title: '我经手的', roles: officers, hint: '我办理过、还没有办结的办件' },
  { name: 'overdue', title: '超期', roles: [...officers, 'supervisor'], hint: '已经过了期限的办件' },
]

/** The worklists of somebody with these roles. */
export const desksOf = (roles: readonly string[]): readonly Desk[] =>
  desks.filter((desk) => desk.roles.some((role) => roles.includes(role)))

export const findDesk = (name: string | undefined): Desk | undefined => desks.find((desk) => desk.name === name)
