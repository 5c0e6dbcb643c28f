import type { Refusal } from '../../../../kernel/refusal.ts'
import { type AuditEntry, recordAudit } from '../../../../platform/audit.ts'
import type { Db, Sql } from '../../../../platform/db.ts'
import type { Secrets } from '../../../../platform/secrets.ts'
import type { Sessions } from '../../../../platform/session.ts'
import { type Concern, refuseStaffing, type StaffAct } from '../../rules/staffing.ts'
import { type AppointmentRow, listAppointments, type Post } from '../../store/appointments.ts'
import { findOfficer, type OfficerHead } from '../../store/staff.ts'
import type { Staff } from '../../terms.ts'

/** The means of an administrative act, who does it, and where from. */
export type Doing = {
  readonly db: Pick<Db, 'sql' | 'transaction'>
  readonly secrets: Secrets
  readonly sessions: Pick<Sessions, 'endAll'>
  readonly by: Staff
  readonly from: { readonly request: string; readonly network: string }
}

/** An officer with his posts. `live` those that are not ended: held, to begin, or waiting. */
export type OfficerFile = {
  readonly officer: OfficerHead
  readonly all: readonly AppointmentRow[]
  readonly live: readonly AppointmentRow[]
}

/** What administrating an officer touches: each of his live posts, else the last he had. */
export const concernsOf = ({ officer, all, live }: OfficerFile): Concern[] =>
  (live.length > 0 ? live : all.slice(0, 1)).map(({ division, departmentCode, roles }) => ({
    accountId: officer.accountId,
    division,
    departmentCode,
    roles,
  }))

/** The first reason why an act may not be done to somebody in all that it touches. */
export const refuseAll = (by: Staff, act: StaffAct, concerns: readonly Concern[]): Refusal | undefined =>
  concerns.map((concern) => refuseStaffing(by, act, concern)).find((refused) => refused !== undefined)

/** An officer whom the viewer may see; another's is absent (S-041). */
export const openFile = async (sql: Sql, by: Staff, accountId: string, lock = false): Promise<OfficerFile | undefined> => {
  const officer = await findOfficer(sql, accountId, lock)
  if (!officer) return undefined
  const all = await listAppointments(sql, accountId)
  const file = { officer, all, live: all.filter(({ ended, untilOn }) => !ended && (untilOn ?? '9') >= today(all)) }
  const isSeen = concernsOf(file).some((concern) => refuseStaffing(by, 'see', concern) === undefined)
  return isSeen ? file : undefined
}

/** Every row is read with the day it was read on. */
const today = (rows: readonly AppointmentRow[]): string => rows[0]?.today ?? ''

/** Writes what was done into the trail, in the transaction of what was done. */
export const tell = (
  sql: Sql,
  { by, from }: Pick<Doing, 'by' | 'from'>,
  entry: Pick<AuditEntry, 'act' | 'target' | 'told'> & Partial<AuditEntry>,
): Promise<void> => recordAudit(sql, { actor: by.accountId, actorName: by.name, division: by.division, ...from, ...entry })

type Kept = Omit<Post, 'fromOn' | 'untilOn'> & {
  readonly id?: string
  readonly fromOn?: string | undefined
  readonly untilOn?: string | null | undefined
}
/** A post as the trail keeps it. */
export const postOf = ({ id, post, roles, unit, departmentCode, division, fromOn, untilOn }: Kept) => ({
  id,
  post,
  roles,
  unit,
  departmentCode,
  division,
  fromOn,
  untilOn,
})
