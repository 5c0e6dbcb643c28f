import type { LocalDate } from '../../../kernel/date.ts'
import type { Basis, ItemState, StateChange } from '../terms.ts'
import type { ItemType, UseLevel } from './code-lists.ts'

/** An entry of the region's 基本目录: what is the same for an item on every level. */
export type BaseItem = {
  readonly code: string
  readonly name: string
  readonly type: ItemType
  readonly basis: readonly Basis[]
  readonly levels: readonly UseLevel[]
  /** The words are ours, not the region's: shown as 示例数据. */
  readonly sample: boolean
  readonly source: string
  readonly publishedOn: LocalDate
}

/** 承接 下放 取消 调整, and 暂停 and 恢复, which are no changes of the list. */
export type ChangeKind = StateChange['change']

/** A change of an item's standing that is published and waits for its day. */
export type PlannedChange = {
  readonly id: string
  readonly code: string
  readonly change: ChangeKind
  readonly reason: string
  readonly on: LocalDate
  readonly by: string
  readonly successor: string | null
}

/** What happened to an item, newest first. */
export type StandingEntry = Omit<PlannedChange, 'id' | 'code'> & { readonly state: ItemState }
