import type { DraftRow, ListKind } from '../../terms/lists.ts'

/** `GET /api/v1/list-drafts/{division}`. */
export type ListsView = {
  readonly items: readonly {
    readonly kind: ListKind
    readonly title: string
    readonly version: number
    readonly publishedOn: string | null
    readonly size: number
    readonly draftBy: string | null
  }[]
  readonly towns: readonly { readonly code: string; readonly name: string }[]
}

/** `GET /api/v1/list-drafts/{division}/{kind}`. */
export type DraftView = {
  readonly division: string
  readonly kind: ListKind
  readonly title: string
  readonly rows: readonly DraftRow[]
  readonly revision: number
  readonly savedBy: string
  readonly problems: readonly { readonly field: string; readonly message: string }[]
  readonly difference: { readonly added: number; readonly removed: number }
  readonly mayWrite: boolean
  readonly mayPublish: boolean
  readonly whyNot?: string
}

export const draftAddress = (division: string, kind: string): string => `/api/v1/list-drafts/${division}/${kind}`

/** A row as it is typed: codes one a line. */
export type TypedRow = {
  readonly name: string
  readonly department: string
  readonly basis: string
  readonly facts: Readonly<Record<string, string>>
  readonly codes: string
}

export const typed = ({ name, department, basis, facts, codes }: Omit<DraftRow, 'id' | 'own' | 'sample'>): TypedRow => ({
  name,
  department,
  basis,
  facts,
  codes: codes.join('\n'),
})
export const emptyRow: TypedRow = { name: '', department: '', basis: '', facts: {}, codes: '' }

/** What is sent of a typed row. */
export const sent = (row: TypedRow): Omit<DraftRow, 'id' | 'own' | 'sample'> => ({
  ...row,
  codes: [...new Set(row.codes.split(/[\s,,、;;]+/).filter(Boolean))],
})

/** The rows that hold every word that was typed, in their name, department, basis, facts or codes. */
export const found = (rows: readonly DraftRow[], q: string): readonly DraftRow[] => {
  const words = q.trim().toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return rows
  return rows.filter(({ name, department, basis, facts, codes }) => {
    const text = [name, department, basis, ...Object.values(facts), ...codes].join(' ').toLowerCase()
    return words.every((word) => text.includes(word))
  })
}
