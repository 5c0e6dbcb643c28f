import type { FieldError, Refusal } from '../../kernel/refusal.ts'
import { badGrades, badReasons, type Grade, grades, type RatingSummary } from './terms.ts'

/** Only a case that has come to its end can be rated, once, and only by its applicant (domain.md B9). */
export const ratingRefusal = (ended: boolean, already: boolean): Refusal | undefined => {
  if (already) return { refused: 'already-rated', title: '该办件已评价,无需重复评价', article: '好差评管理办法:一事一评' }
  return ended ? undefined : { refused: 'not-ended', title: '办结以后才能评价', article: '好差评管理办法:一事一评' }
}

export type RatingInput = { readonly grade: string; readonly reasons: readonly string[]; readonly words: string }

/** What is wrong with a rating as sent. No grade is preset; 差评 asks for a reason or words, so that it can be mended. */
export const checkRating = ({ grade, reasons, words }: RatingInput): FieldError[] => {
  if (!(grade in grades)) return [{ field: 'grade', message: '请选择一个评价等级' }]
  const errors: FieldError[] = []
  if (reasons.some((reason) => !(reason in badReasons))) errors.push({ field: 'reasons', message: '请从列出的原因中选择' })
  if ([...words].length > 500) errors.push({ field: 'words', message: `评价最多 500 个字,现在是 ${[...words].length} 个字` })
  if (badGrades.has(grade as Grade) && reasons.length === 0 && words.trim() === '') {
    errors.push({ field: 'reasons', message: '请选择或写明不满意的原因,方便整改' })
  }
  return errors
}

/** Counts by grade become a summary; no rating gives no share. */
export const summarise = (counts: readonly { readonly grade: Grade; readonly count: number }[]): RatingSummary => {
  const byGrade = Object.fromEntries(
    (Object.keys(grades) as Grade[]).map((grade) => [grade, counts.find((row) => row.grade === grade)?.count ?? 0]),
  ) as Record<Grade, number>
  const count = Object.values(byGrade).reduce((sum, n) => sum + n, 0)
  if (count === 0) return { count, byGrade }
  const good = byGrade.verySatisfied + byGrade.satisfied + byGrade.fair
  return { count, byGrade, goodShare: ((good / count) * 100).toFixed(2) }
}
