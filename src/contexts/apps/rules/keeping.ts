import { type App, type AppAct, actNames } from '../terms.ts'

/** Who keeps sub-sites: an officer with his roles and place. `departmentCode` is '' for the hall and its bureau. */
export type Keeper = {
  readonly accountId: string
  readonly name?: string
  readonly roles: readonly string[]
  readonly division: string
  readonly departmentCode: string
}
/** Why an act is not open: `code` for programs, `title` for people. */
export type Closed = { readonly code: 'not-permitted' | 'same-person' | 'not-open'; readonly title: string }

const has = (keeper: Keeper, ...roles: readonly string[]): boolean => roles.some((role) => keeper.roles.includes(role))

/** Who may look at sub-sites at all. */
export const mayLook = (keeper: Keeper): boolean => has(keeper, 'editor', 'catalogueAdmin', 'sysadmin')

type Place = Pick<App, 'division' | 'departmentCode'>
/** A department looks after its own, 政务服务管理部门 and 系统管理员 after those of their place. */
export const isInReach = (keeper: Keeper, { division, departmentCode }: Place): boolean =>
  keeper.division === division &&
  (has(keeper, 'catalogueAdmin', 'sysadmin') || (has(keeper, 'editor') && keeper.departmentCode === departmentCode))

const ownersActs: ReadonlySet<AppAct> = new Set(['propose', 'change', 'rotateKey', 'suspend'])
const isRole = (keeper: Keeper, act: AppAct): boolean =>
  ownersActs.has(act)
    ? has(keeper, 'editor', 'catalogueAdmin') || (act === 'suspend' && has(keeper, 'sysadmin'))
    : has(keeper, 'catalogueAdmin', 'sysadmin')

const isOpen = ({ state, proposed, keyProposed }: App, act: AppAct): boolean => {
  if (act === 'approve' || act === 'refuse') return (proposed !== null && state !== 'refused') || keyProposed !== null
  if (act === 'suspend') return state === 'active'
  return act === 'resume' ? state === 'suspended' : true
}

/** Why a keeper may not do something to a sub-site; undefined when he may. Nobody approves what he asked for himself (S-048). */
export const whyClosed = (keeper: Keeper, app: App, act: AppAct): Closed | undefined => {
  if (!isRole(keeper, act) || !isInReach(keeper, app)) return { code: 'not-permitted', title: `您的岗位不能${actNames[act]}` }
  if (!isOpen(app, act)) return { code: 'not-open', title: `这个应用现在不能${actNames[act]}` }
  const askedBy = [app.proposedBy, app.keyProposedBy]
  if (act === 'approve' && askedBy.includes(keeper.accountId)) return { code: 'same-person', title: '自己提出的接入和密钥要由另一人审核' }
  return undefined
}

/** What a keeper may do to a sub-site now: the buttons of the console. */
export const openActs = (keeper: Keeper, app: App): AppAct[] =>
  (Object.keys(actNames) as AppAct[]).filter((act) => act !== 'propose' && whyClosed(keeper, app, act) === undefined)

/** Whether an officer may ask for a new sub-site of his own place. */
export const mayPropose = (keeper: Keeper): boolean => has(keeper, 'editor', 'catalogueAdmin')
