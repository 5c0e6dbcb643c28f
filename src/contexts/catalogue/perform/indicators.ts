import type { LocalDate } from '../../../kernel/date.ts'
import type { Db, Sql } from '../../../platform/db.ts'
import type { IndicatorGround } from '../rules/indicators/duties.ts'
import { measure } from '../rules/indicators/measure.ts'
import { lintGuide } from '../rules/lint/index.ts'
import { listBaseOf, listCounted, listDivisionsWithItems, listLinked, putSnapshot } from '../store/indicators.ts'

/** What the indicators of a division are counted over, as it stands now. */
export const indicatorGround = async (sql: Sql, division: string): Promise<IndicatorGround> => {
  const [items, base, linked] = [await listCounted(sql, division), await listBaseOf(sql, division), await listLinked(sql, division)]
  return { items, base: new Map(base.map((one) => [one.code, one])), linked, findings: (guide) => lintGuide(guide, {}) }
}

/** Writes how the indicators of every place stand on a day, a place a transaction; may run again. How many places. */
export const recordIndicators = async (db: Db, on: LocalDate): Promise<number> => {
  const divisions = await listDivisionsWithItems(db.sql)
  for (const division of divisions) {
    const rows = measure(await indicatorGround(db.read, division))
    await db.transaction((sql) => putSnapshot(sql, division, on, rows))
  }
  return divisions.length
}
