import { appRole, type Scope } from '../../../platform/wall.ts'
import type { Viewer } from '../../identity/index.ts'
import { span } from '../rules/span.ts'
import { ownerOf } from './acting.ts'
import { rolesOf } from './standing.ts'

const nobody: Scope = { role: appRole, reach: 'visitor' }

const officerScope = (viewer: Extract<Viewer, { kind: 'staff' }>): Scope => {
  const { accountId: account, departmentCode: department, division, roles } = viewer
  const own = { role: appRole, reach: 'staff', account } as const
  if (rolesOf(viewer).length === 0) return own
  const [first, last] = roles.includes('supervisor') ? span(division) : [division, division]
  return {
    ...own,
    first,
    last,
    department,
    consulted: roles.includes('approver') ? department : '',
    receiver: roles.includes('clerk') ? account : '',
  }
}

/**
 * With whose eyes the database answers a viewer (S-043): the words of `sees` as the policies of db/migrations/0040 read them. A visitor
 * sees no case; an officer without a role in the procedure only what he wrote himself.
 */
export const scopeOf = (viewer: Viewer): Scope => {
  if (viewer.kind === 'visitor') return nobody
  if (viewer.kind === 'staff') return officerScope(viewer)
  const principals = (viewer.grants ?? []).map(({ principal }) => principal.id)
  return { role: appRole, reach: 'applicant', account: viewer.accountId, subjects: [ownerOf(viewer) ?? [], principals].flat().join(',') }
}
