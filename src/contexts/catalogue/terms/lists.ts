import type { LocalDate } from '../../../kernel/date.ts'
import type { ItemState } from '../terms.ts'

/** The lists a place publishes: its 目录清单 and the ten beside it. The keys stand in addresses. */
export const listKinds = {
  catalogue: '政务服务事项目录清单',
  powers: '权力清单',
  duties: '责任清单',
  negative: '市场准入负面清单',
  proofs: '证明事项清单',
  promises: '告知承诺清单',
  gaps: '容缺受理清单',
  intermediaries: '中介服务清单',
  charges: '收费清单',
  'cross-region': '跨域通办清单',
  'one-window': '一窗受理清单',
} as const
export type ListKind = keyof typeof listKinds

/** A row of a list. `facts` are by the keys of the list's own columns; `codes` the items it leads to: none, one, many. */
export type ListRow = {
  readonly name: string
  readonly department: string
  readonly basis: string
  readonly facts: Readonly<Record<string, string>>
  readonly codes: readonly string[]
  /** The words are ours: shown as 示例数据. */
  readonly sample: boolean
}

/** A row while its list is compiled; `own` rows were written by hand and stay when the others are made from the guides again. */
export type DraftRow = ListRow & { readonly id: string; readonly own: boolean }

export type ListDraft = {
  readonly division: string
  readonly kind: ListKind
  readonly rows: readonly DraftRow[]
  /** Grows with each save; a save that saw an older one is refused. */
  readonly revision: number
  /** Accounts of everybody who wrote in it. */
  readonly authors: readonly string[]
  readonly savedBy: string
}

/** A published version of a list; it never changes. */
export type ListVersion = {
  readonly division: string
  readonly kind: ListKind
  readonly version: number
  readonly publishedOn: LocalDate
  readonly publishedBy: string
  readonly writtenBy: string
  readonly reason: string
  readonly size: number
}

/** An item as a row leads to it. */
export type ListedItem = {
  readonly code: string
  readonly name: string
  readonly division: string
  readonly department: string
  readonly state: ItemState
}

/** A published row; `place` counts from 1 within its version. */
export type PublishedRow = ListRow & { readonly place: number; readonly items: readonly ListedItem[] }

/** Where an item stands: a row of a list in force. */
export type ListPlace = {
  readonly kind: ListKind
  readonly name: string
  readonly version: number
  readonly publishedOn: LocalDate
}
