import type { LocalDate } from '../../kernel/date.ts'

/** 满意度 (GB/T 39046 附录A); the last two are 差评 (domain.md B9). */
export const grades = {
  verySatisfied: '非常满意',
  satisfied: '满意',
  fair: '基本满意',
  dissatisfied: '不满意',
  veryDissatisfied: '非常不满意',
} as const
export type Grade = keyof typeof grades
export const gradeNames = Object.keys(grades) as readonly Grade[]

export const badGrades: ReadonlySet<Grade> = new Set(['dissatisfied', 'veryDissatisfied'])

/** Reasons offered with a 差评. */
export const badReasons = {
  slow: '办理时间长',
  repeated: '多次跑、多次补材料',
  unclear: '指南看不懂、告知不清楚',
  attitude: '服务态度不好',
  platform: '网上操作不方便',
} as const
export type BadReason = keyof typeof badReasons

/** What an applicant says of a case. `words` is '' when he wrote nothing. */
export type Opinion = { readonly grade: Grade; readonly reasons: readonly BadReason[]; readonly words: string }

/** A rating as it was given. */
export type Rating = Opinion & { readonly id: string; readonly caseNo: string; readonly item: string; readonly ratedOn: LocalDate }

/** How an item was rated: counts by grade, and the share of 好评 (the first three grades) in percent, two decimals. */
export type RatingSummary = { readonly count: number; readonly byGrade: Readonly<Record<Grade, number>>; readonly goodShare?: string }
