import { chineseDate, type LocalDate } from '../../../kernel/date.ts'
import type { Refusal } from '../../../kernel/refusal.ts'
import type { ChangeKind } from '../terms/directory.ts'
import type { ItemState } from '../terms.ts'

/** What an item is after each change: 下放 and 取消 end its acceptance here. */
export const stateAfter: Readonly<Record<ChangeKind, ItemState>> = {
  承接: 'published',
  下放: 'cancelled',
  取消: 'cancelled',
  调整: 'published',
  暂停: 'suspended',
  恢复: 'published',
}

/** From which states each change may be made. */
const opensIn: Readonly<Record<ChangeKind, readonly ItemState[]>> = {
  承接: ['suspended', 'cancelled'],
  下放: ['published', 'suspended'],
  取消: ['published', 'suspended'],
  调整: ['published'],
  暂停: ['published'],
  恢复: ['suspended'],
}

const stateWords: Readonly<Record<ItemState, string>> = { published: '正在办理', suspended: '暂停办理', cancelled: '已取消' }

/** A change as it is proposed. `on` is its day in force. */
export type Proposed = {
  readonly change: ChangeKind
  readonly reason: string
  readonly on: LocalDate
  readonly successor?: string | undefined
}

const field = (name: string, message: string): Refusal => ({
  refused: 'change-faulty',
  title: '变动没有登记',
  detail: message,
  fields: [{ field: name, message }],
})

/**
 * Why a change of an item cannot be made, given its state on that day and today; undefined when it can.
 * 鄂尔多斯市政务服务条例 §6④, §7②: with its reason, and never with a day that is over.
 */
export const changeRefusal = (
  item: { readonly code: string; readonly state: ItemState },
  { change, reason, on, successor }: Proposed,
  today: LocalDate,
): Refusal | undefined => {
  if (reason.trim() === '') return field('reason', '请写明变动的原因和依据')
  if (on < today) return field('on', `生效日期不能早于今天(${chineseDate(today)})`)
  if (successor === item.code) return field('successor', '承接的事项不能是这个事项自己')
  if (successor && stateAfter[change] !== 'cancelled') return field('successor', '只有下放和取消可以指明承接的事项')
  if (opensIn[change].includes(item.state)) return undefined
  return {
    refused: 'change-not-open',
    title: `这个事项到那一天${stateWords[item.state]}，不能“${change}”`,
    article: '鄂尔多斯市政务服务条例第六条第四款',
    open: (Object.keys(opensIn) as ChangeKind[]).filter((one) => opensIn[one].includes(item.state)),
  }
}

/** The state of an item on a day: as it stands, and what of the changes that wait is in force by then, in the order of their days. */
export const stateOn = (
  state: ItemState,
  waiting: readonly { readonly change: ChangeKind; readonly on: LocalDate }[],
  day: LocalDate,
): ItemState => {
  const last = waiting
    .filter(({ on }) => on <= day)
    .toSorted((a, b) => (a.on < b.on ? -1 : Number(a.on > b.on)))
    .at(-1)
  return last ? stateAfter[last.change] : state
}
