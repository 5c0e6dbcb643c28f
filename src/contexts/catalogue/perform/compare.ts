import type { Sql } from '../../../platform/db.ts'
import type { Change } from '../rules/change-kinds.ts'
import { changesBetween } from '../rules/changes.ts'
import { findGuide } from '../store/versions.ts'

/** What changed of an item from one version to another, the current one unless `to` is said; undefined when a version does not exist. */
export const compareVersions = async (
  sql: Sql,
  code: string,
  from: number,
  to?: number,
): Promise<{ readonly from: number; readonly to: number; readonly changes: readonly Change[] } | undefined> => {
  const [older, newer] = [await findGuide(sql, code, from), await findGuide(sql, code, to)]
  return older && newer && { from, to: newer.version, changes: changesBetween(older.guide, newer.guide) }
}
