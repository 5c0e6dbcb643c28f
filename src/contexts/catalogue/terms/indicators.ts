import type { LocalDate } from '../../../kernel/date.ts'

/** One of the 24 duties of 附件1 as it is told: `target` is a share (0.5) or, for counts, a number. */
export type IndicatorAbout = {
  readonly number: number
  readonly requirement: string
  readonly name: string
  readonly says: string
  readonly target: number
  readonly unit: 'share' | 'count'
  /** What numerator and denominator count. */
  readonly counts: '项' | '天' | '个部门'
  readonly due: LocalDate
}

/** How an indicator stands for a department, or with an empty code for the whole place. */
export type IndicatorRow = {
  readonly number: number
  readonly departmentCode: string
  readonly department: string
  readonly numerator: number
  /** 1 where a number is counted and no share is taken. */
  readonly denominator: number
  /** Absent where nothing counts. */
  readonly value: number | undefined
  readonly met: boolean
  /** How many more are needed to reach the target. */
  readonly gap: number
}

/** An item that would close a gap, with what it lacks. */
export type LackingItem = {
  readonly code: string
  readonly name: string
  readonly department: string
  readonly departmentCode: string
  readonly lacks: string
}

/** How an indicator stood at the beginning of a day. */
export type IndicatorDay = { readonly on: LocalDate; readonly number: number; readonly numerator: number; readonly denominator: number }
