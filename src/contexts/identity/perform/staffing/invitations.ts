import type { Refusal } from '../../../../kernel/refusal.ts'
import { refuseStaffing } from '../../rules/staffing.ts'
import { deleteInvitation, listInvitations, type OpenInvitation } from '../../store/invitations.ts'
import { type Doing, postOf, tell } from './concern.ts'

type Placed = Pick<OpenInvitation, 'division' | 'departmentCode' | 'roles'>
const concernOf = ({ division, departmentCode, roles }: Placed) => ({ division, departmentCode, roles })
const isSeen = (by: Doing['by'], one: Placed): boolean => refuseStaffing(by, 'see', concernOf(one)) === undefined

/** The links within an administrator's sight that nobody opened yet, each with whether he may take it back. */
export const openInvitations = async ({ db, by }: Pick<Doing, 'db' | 'by'>) =>
  (await listInvitations(db.sql))
    .filter((one) => isSeen(by, one))
    .map(({ askedBy: _, ...one }) => ({ ...one, mayWithdraw: refuseStaffing(by, 'invite', concernOf(one)) === undefined }))

/** Takes back a one-time link before it is used: from then on it opens nothing. Undefined: none within sight. */
export const withdrawInvitation = (doing: Doing, id: string): Promise<Refusal | 'done' | undefined> =>
  doing.db.transaction(async (sql) => {
    const [one] = await listInvitations(sql, id)
    if (!one || !isSeen(doing.by, one)) return undefined
    const refused = refuseStaffing(doing.by, 'invite', concernOf(one))
    if (refused) return refused
    if (!(await deleteInvitation(sql, id))) return undefined
    const { name: told, division } = one
    await tell(sql, doing, { act: 'withdrawInvitation', target: 'invitation', told, before: postOf(one), division })
    return 'done'
  })
