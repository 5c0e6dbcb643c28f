import type { Viewer } from '../../identity/index.ts'
import type { Hand } from '../rules/draft-course.ts'
import type { Guide } from '../terms.ts'

type OfPlace = Pick<Guide, 'division' | 'departmentCode'>

/**
 * Whether a viewer may change an item: the 部门事项管理员 and the 政务服务管理部门 of its place; those of a department only what is the
 * department's, those of the hall or the bureau (no department) every item of the place.
 */
export const mayEdit = (viewer: Viewer, { division, departmentCode }: OfPlace): boolean =>
  viewer.kind === 'staff' &&
  (viewer.roles.includes('editor') || viewer.roles.includes('catalogueAdmin')) &&
  viewer.division === division &&
  (viewer.departmentCode === '' || viewer.departmentCode === departmentCode)

/** What a viewer is to the drafts of an item (`Hand` of rules/draft-course.ts). */
export const handOf = (viewer: Viewer, guide: OfPlace): Hand => {
  const keeps = mayEdit(viewer, guide)
  return {
    id: viewer.kind === 'staff' ? viewer.accountId : '',
    keeps,
    approves: keeps && viewer.kind === 'staff' && viewer.roles.includes('catalogueAdmin'),
  }
}
