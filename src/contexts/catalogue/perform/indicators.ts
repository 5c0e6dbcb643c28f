import type { LocalDate } from '../../../kernel/date.ts'
import type { Db, Sql } from '../../../platform/db.ts'
import { listUnits, type Unit } from '../../organisations/index.ts'
import type { IndicatorGround } from '../rules/indicators/duties.ts'
import { measure } from '../rules/indicators/measure.ts'
import { lintGuide } from '../rules/lint/index.ts'
import { listBaseOf, listCounted, listDivisionsWithItems, listLinked, putSnapshot } from '../store/indicators.ts'

/** The department above each subordinate unit of a division, however far above: a 事业单位 of a 局, a 站 of that. */
const departmentsAbove = async (sql: Sql, division: string): Promise<IndicatorGround['departmentOf']> => {
  const units = new Map((await listUnits(sql, division)).map((unit) => [unit.uscc, unit]))
  const above = ({ kind, parent }: Unit, left = units.size): Unit | undefined => {
    const next = kind === 'department' || parent === null || left === 0 ? undefined : units.get(parent)
    return next?.kind === 'department' ? next : next && above(next, left - 1)
  }
  return new Map(
    [...units.values()].flatMap((unit) => {
      const department = above(unit)
      return department ? [[unit.uscc, { code: department.uscc, name: department.name }]] : []
    }),
  )
}

/** What the indicators of a division are counted over, as it stands now. */
export const indicatorGround = async (sql: Sql, division: string): Promise<IndicatorGround> => {
  const [items, base, linked] = [await listCounted(sql, division), await listBaseOf(sql, division), await listLinked(sql, division)]
  const departmentOf = await departmentsAbove(sql, division)
  return { items, base: new Map(base.map((one) => [one.code, one])), linked, departmentOf, findings: (guide) => lintGuide(guide, {}) }
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
