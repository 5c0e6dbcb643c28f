import type { FieldError } from '../../../kernel/refusal.ts'
import type { Sql } from '../../../platform/db.ts'
import { lockFaults } from '../rules/new-item.ts'
import { type Difference, elementDifferences } from '../rules/unity.ts'
import { listBaseItems } from '../store/base-items.ts'
import type { BaseItem } from '../terms/directory.ts'
import type { Guide } from '../terms.ts'

/** Elements of a text that leave the 基本目录; `known` are the texts it may stay like: the draft before it, the version in force. */
export const faultsAgainstBase = async (sql: Sql, guide: Guide, known: readonly Guide[]): Promise<FieldError[]> => {
  const hung = known.find(({ baseCode }) => baseCode !== '')?.baseCode ?? guide.baseCode
  const [base] = await listBaseItems(sql, [hung])
  if (!base) return []
  const moved = guide.baseCode === hung ? [] : [{ field: 'baseCode', message: '基本编码由基本目录决定，不能改' }]
  return [...moved, ...lockFaults(base, known, guide)]
}

/** The entry of the 基本目录 an item carries out, and where its text differs from it; null without one. */
export const baseOf = async (sql: Sql, guide: Guide): Promise<{ item: BaseItem; differences: readonly Difference[] } | null> => {
  const [item] = await listBaseItems(sql, [guide.baseCode])
  return item ? { item, differences: elementDifferences(item, guide) } : null
}
