import type { IndicatorAbout, IndicatorDay, IndicatorRow, LackingItem } from '../../terms/indicators.ts'

type Named = { readonly code: string; readonly name: string }

/** `GET /api/v1/indicators`. */
export type IndicatorsView = {
  readonly on: string
  readonly division: string
  readonly department: string
  readonly items: readonly (IndicatorAbout & IndicatorRow)[]
  readonly departments: readonly Named[]
  readonly places: readonly Named[]
}

/** `GET /api/v1/indicators/{number}`. */
export type IndicatorView = {
  readonly on: string
  readonly indicator: IndicatorAbout
  readonly rows: readonly IndicatorRow[]
  readonly items: readonly LackingItem[]
  readonly total: number
  readonly trend: readonly IndicatorDay[]
}

type Figures = Pick<IndicatorRow, 'numerator' | 'denominator' | 'departmentCode'>

/** Whether a department has a number to reach rather than a share. */
const isCounted = ({ unit }: IndicatorAbout, { departmentCode }: Pick<IndicatorRow, 'departmentCode'>): boolean =>
  unit === 'count' && departmentCode !== ''

/** 2 decimals (E); a dash where nothing counts. */
export const percent = (share: number): string => `${(share * 100).toFixed(2)}%`

/** How far it is done, in words: 45.13% · 12 项 · —. */
export const doneText = (about: IndicatorAbout, row: Figures): string => {
  if (isCounted(about, row)) return `${row.numerator} 项`
  return row.denominator === 0 ? '—' : percent(row.numerator / row.denominator)
}
export const targetText = (about: IndicatorAbout, row: Pick<IndicatorRow, 'departmentCode'>): string => {
  if (isCounted(about, row)) return `${about.target} 项`
  return `${Math.round(shareWanted(about) * 100)}%`
}
/** The share a bar is measured against; where numbers are counted, all of them. */
const shareWanted = ({ unit, target }: IndicatorAbout): number => (unit === 'count' ? 1 : target)

/** What is still to do: 还差 12 项. */
export const gapText = (about: IndicatorAbout, row: IndicatorRow): string => {
  if (row.denominator === 0) return '—'
  if (row.met) return '达标'
  return `差 ${row.gap} ${about.unit === 'count' && row.departmentCode === '' ? '个部门' : about.counts}`
}

/** Where a bar ends and where its target stands, from 0 to 1; undefined where nothing counts. */
export const barOf = (about: IndicatorAbout, row: Figures): { readonly done: number; readonly target: number } | undefined => {
  if (isCounted(about, row)) return { done: Math.min(1, row.numerator / about.target), target: 1 }
  return row.denominator === 0 ? undefined : { done: Math.min(1, row.numerator / row.denominator), target: shareWanted(about) }
}
