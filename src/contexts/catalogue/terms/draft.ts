import type { Guide } from '../terms.ts'

/** Where the next version of a guide stands between its first word and its publication. */
export const draftStates = {
  drafting: '起草中',
  inReview: '待审核',
  accepted: '待发布',
  published: '已发布',
  discarded: '已放弃',
} as const
export type DraftState = keyof typeof draftStates

/** Why a draft was sent back, at the element it is about. */
export type ReturnReason = { readonly element: string; readonly reason: string }

/** The next version of a guide while it is written. `base` is the version in force it was written over, null for a new item. */
export type GuideDraft = {
  readonly id: string
  readonly code: string
  readonly guide: Guide
  readonly base: number | null
  /** Why the new version is published. */
  readonly reason: string
  readonly state: DraftState
  readonly revision: number
  /** Account ids of everybody who wrote in it. */
  readonly authors: readonly string[]
  readonly savedBy: string
  readonly savedAt: string
  readonly returned: readonly ReturnReason[]
}

/** What is written down of a draft, in the words of its journal. */
export const draftEntries = {
  begun: '开始起草',
  saved: '修改',
  submit: '送审',
  withdraw: '撤回修改',
  return: '退回修改',
  accept: '审核通过',
  publish: '发布',
  discard: '放弃修改',
  rebase: '并入现行版本',
} as const
export type DraftEntry = {
  readonly what: keyof typeof draftEntries
  readonly by: string
  readonly at: string
  readonly revision: number
  readonly sha256: string
  readonly note: { readonly returned?: readonly ReturnReason[]; readonly version?: number; readonly base?: number }
}

/** A line of the list of drafts. */
export type DraftLine = Pick<GuideDraft, 'code' | 'state' | 'revision' | 'base' | 'savedBy' | 'savedAt'> & {
  readonly name: string
  readonly department: string
  /** What is to be mended in it, and how much of that keeps it from being published. */
  readonly findings: number
  readonly errors: number
}
