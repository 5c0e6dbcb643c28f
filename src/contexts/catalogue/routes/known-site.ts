import type { Sql } from '../../../platform/db.ts'
import { notFound } from '../../../platform/http.ts'
import { findDivision, fullCode } from '../../divisions/index.ts'

/** The 12-digit code of a place that was asked for by its code in addresses. Throws Problem where there is none. */
export const knownSite = async (sql: Sql, site: string): Promise<string> => {
  const code = fullCode(site)
  if (!code || !(await findDivision(sql, code))) throw notFound('没有这个行政区划代码')
  return code
}
