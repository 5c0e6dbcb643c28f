import type { CellChange, RowState, SheetProblem } from '../../terms/sheets.ts'

/** A row of an upload as `GET /api/v1/catalogue/uploads/{id}` tells it. */
export type SheetRow = {
  readonly position: number
  readonly code: string
  readonly name: string
  readonly line: number
  readonly state: RowState
  readonly changes: readonly CellChange[]
  readonly problems: readonly SheetProblem[]
  readonly formulas: number
  readonly takenAt: string | null
}
export type StateCount = { readonly state: RowState; readonly count: number }
/** `GET /api/v1/catalogue/uploads/{id}`: a page of its rows. */
export type UploadView = {
  readonly id: string
  readonly fileName: string
  readonly uploadedAt: string
  readonly problems: readonly SheetProblem[]
  readonly counts: readonly StateCount[]
  readonly items: readonly SheetRow[]
  readonly next: number | null
  readonly previous: number | null
}

/** At most so many rows are taken at one stroke. */
export const mostTaken = 500

/** Whether a row can become a draft: it says something new and is none yet. */
export const canTake = ({ state, takenAt }: Pick<SheetRow, 'state' | 'takenAt'>): boolean =>
  (state === 'changed' || state === 'new') && takenAt === null

/** Where something is wrong: “材料”表第 3 行 C 份数. */
export const placeWords = ({ sheet, row, column }: SheetProblem): string =>
  `“${sheet}”表${row === undefined ? '' : `第 ${row} 行`}${column === undefined ? '' : ` ${column}`}`

/** What a change is of: 事项 承诺办结时限, or 材料“身份证” 份数. */
export const changeWords = ({ sheet, of, field }: CellChange): string =>
  of === undefined ? `${sheet} ${field}` : `${sheet}“${of}” ${field}`

/** How many rows are of a state. */
export const countOf = (counts: readonly StateCount[], state: RowState): number => counts.find((one) => one.state === state)?.count ?? 0

/** What is looked at first of an upload: what changed, else what is new, else what cannot be used; undefined when all is as it was. */
export const firstState = (counts: readonly StateCount[]): RowState | undefined =>
  (['changed', 'new', 'refused'] as const).find((state) => countOf(counts, state) > 0)

/** A time as officers read it: 11月23日 09:05. */
export const timeWords = (at: string): string =>
  new Date(at).toLocaleString('zh-CN', { timeZone: 'Asia/Shanghai', month: 'long', day: 'numeric', hour: '2-digit', minute: '2-digit' })

/** Texts longer than this are shown once, with only what differs struck out and written. */
const longText = 20
const sameAtStart = (a: readonly string[], b: readonly string[]): number => {
  const at = a.findIndex((sign, i) => sign !== b[i])
  return at < 0 ? a.length : at
}

/** What two texts of a cell share at both ends, and what stands between: of short texts, and of texts that differ in most, all. */
export const differing = (from: string, to: string): { before: string; from: string; to: string; after: string } => {
  const [old, now] = [[...from], [...to]]
  const start = sameAtStart(old, now)
  const end = sameAtStart(old.slice(start).reverse(), now.slice(start).reverse())
  const shared = start + end
  if (shared <= longText || shared * 2 < old.length) return { before: '', from, to, after: '' }
  const between = (text: readonly string[]): string => text.slice(start, text.length - end).join('')
  return { before: old.slice(0, start).join(''), from: between(old), to: between(now), after: old.slice(old.length - end).join('') }
}
