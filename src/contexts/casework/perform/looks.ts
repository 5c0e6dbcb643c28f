import type { Sql } from '../../../platform/db.ts'
import type { Viewer } from '../../identity/index.ts'
import { logLook } from '../store/access-log.ts'
import type { Moment } from './journal.ts'

/** Roles whose daily work is with the cases of every department of the hall. */
const ofTheHall: readonly string[] = ['clerk', 'issuer']

/** Writes down once a day that an officer looked at a case of another department than his own (domain.md D2); his own work is no look. */
export const noteLook = async (
  sql: Sql,
  viewer: Viewer,
  matter: { readonly no: string; readonly departmentCode: string },
  { today, now }: Moment,
): Promise<void> => {
  if (viewer.kind !== 'staff' || viewer.departmentCode === matter.departmentCode) return
  if (viewer.roles.some((role) => ofTheHall.includes(role))) return
  const { accountId: account, name, unit } = viewer
  await logLook(sql, { at: now, day: today.date, account, name, unit, what: 'case', subject: matter.no })
}
