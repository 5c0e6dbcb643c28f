import { chineseDate } from '../../../kernel/date.ts'
import type { Refusal } from '../../../kernel/refusal.ts'
import type { Sql } from '../../../platform/db.ts'
import { findStanding } from '../../catalogue/index.ts'

/** Since when and why an item is not handled, in words; undefined while it is. */
export const closedBecause = async (sql: Sql, item: string): Promise<string | undefined> => {
  const standing = await findStanding(sql, item)
  if (!standing || standing.state === 'published') return undefined
  const since = standing.on ? `自${chineseDate(standing.on)}起` : '现在'
  return `${since}${standing.state === 'suspended' ? '暂停办理' : '不再办理'}。原因:${standing.reason ?? '未提供'}。`
}

/** The refusal of a closed item, with the same words. */
export const closedItem = async (sql: Sql, item: string): Promise<Refusal> => ({
  refused: 'item-not-open',
  title: '这个事项现在暂停或者取消办理',
  detail: (await closedBecause(sql, item)) ?? '',
  article: '办事指南',
})
