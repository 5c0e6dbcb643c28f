import { chineseDate, type LocalDate } from '../../../kernel/date.ts'
import type { Refusal } from '../../../kernel/refusal.ts'
import type { Sql } from '../../../platform/db.ts'
import { findStanding } from '../../catalogue/index.ts'

/** Why an item is not handled: since when, the reason, the whole in words, and the item that took its place. */
export type Closed = {
  readonly since: LocalDate | null
  readonly reason: string
  readonly because: string
  readonly successor?: { readonly code: string; readonly name: string }
}

/** Since when and why an item is not handled; undefined while it is. */
export const findClosed = async (sql: Sql, item: string): Promise<Closed | undefined> => {
  const standing = await findStanding(sql, item)
  if (!standing || standing.state === 'published') return undefined
  const { on, successor, successorName } = standing
  const reason = standing.reason ?? '未提供'
  return {
    since: on,
    reason,
    because: `${on ? `自${chineseDate(on)}起` : '现在'}${standing.state === 'suspended' ? '暂停办理' : '不再办理'}。原因：${reason}。`,
    ...(successor ? { successor: { code: successor, name: successorName ?? successor } } : {}),
  }
}

/** The refusal of a closed item, with the same words, the day, the reason and the successor (R-048, R-050). */
export const closedItem = async (sql: Sql, item: string): Promise<Refusal & Partial<Omit<Closed, 'because'>>> => {
  const closed = await findClosed(sql, item)
  const { because = '', ...facts } = closed ?? {}
  const next = closed?.successor ? `现在请办“${closed.successor.name}”。` : ''
  return { refused: 'item-not-open', title: '这个事项现在暂停或者取消办理', detail: `${because}${next}`, article: '办事指南', ...facts }
}
