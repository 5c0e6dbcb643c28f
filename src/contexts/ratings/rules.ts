import type { Answers, Field } from '../../kernel/form.ts'
import type { FieldError, Refusal } from '../../kernel/refusal.ts'
import { type BadReason, badGrades, badReasons, type Grade, gradeNames, grades, type Opinion, type RatingSummary } from './terms.ts'

const article = '好差评管理办法：一事一评'
const ratable: ReadonlySet<string> = new Set(['finished', 'refused', 'notNeeded', 'withdrawn', 'deemedWithdrawn', 'terminated'])

/** Whether a case in this stage has come to its end and can be rated (一事一评, domain.md B9). */
export const isRatable = (stage: string): boolean => ratable.has(stage)

/** Only a case that has come to its end can be rated, and only once. */
export const ratingRefusal = (stage: string, already: boolean): Refusal | undefined => {
  if (already) return { refused: 'already-rated', title: '该办件已评价，无需重复评价', article }
  return isRatable(stage) ? undefined : { refused: 'not-ended', title: '办结以后才能评价', state: stage, article }
}

const mostLetters = 500
const options = (names: Readonly<Record<string, string>>) => Object.entries(names).map(([value, label]) => ({ value, label }))

/** The questions of the rating page. No grade is preset; the reasons stand there for everybody, so that no script is needed (U-018). */
export const ratingFields: readonly Field[] = [
  { name: 'grade', label: '您的评价', kind: 'radios', options: options(grades) },
  { name: 'reasons', label: '哪里不满意', kind: 'checkboxes', hint: '选“不满意”或“非常不满意”时填写，可以选几项。', options: options(badReasons), optional: true },
  { name: 'words', label: '还想说的话', kind: 'textarea', max: mostLetters, optional: true, hint: '请不要写姓名、电话和证件号码，评价会公开。' },
] // biome-ignore format: a table of questions

/** An opinion as it is sent: checked by `checkOpinion`. */
export type OpinionInput = { readonly grade: string; readonly reasons: readonly string[]; readonly words: string }

export const opinionOf = (answers: Answers): OpinionInput => ({
  grade: [answers.grade ?? ''].flat()[0] ?? '',
  reasons: [answers.reasons ?? []].flat(),
  words: [answers.words ?? ''].flat()[0] ?? '',
})

const isGrade = (grade: string): grade is Grade => Object.hasOwn(grades, grade)

/** What is wrong with a rating as sent. 差评 asks for a reason or words, so that it can be mended. */
export const checkOpinion = ({ grade, reasons, words }: OpinionInput): FieldError[] => {
  if (!isGrade(grade)) return [{ field: 'grade', message: '请选择一个评价等级' }]
  const errors: FieldError[] = []
  if (reasons.some((reason) => !Object.hasOwn(badReasons, reason))) errors.push({ field: 'reasons', message: '请从列出的原因中选择' })
  if ([...words].length > mostLetters)
    errors.push({ field: 'words', message: `请缩短到 ${mostLetters} 个字以内，现在是 ${[...words].length} 个字` })
  if (badGrades.has(grade) && reasons.length === 0 && words.trim() === '')
    errors.push({ field: 'reasons', message: '请选择或写明不满意的原因，方便整改' })
  return errors
}

/** The opinion that passed `checkOpinion`: each reason once, words without blanks around them. */
export const tidyOpinion = ({ grade, reasons, words }: OpinionInput): Opinion => ({
  grade: grade as Grade,
  reasons: [...new Set(reasons)] as BadReason[],
  words: words.trim(),
})

const longNumber = /[\d\uff10-\uff19]{6,}[\d\uff10-\uff19Xx]|[\d\uff10-\uff19](?:[\s-]?[\d\uff10-\uff19]){9,}[Xx]?/g
/** Words as everybody may read them: numbers of telephones and of persons are taken out (domain.md F3). */
export const publicWords = (words: string): string => words.replace(longNumber, '***')

/** Counts by grade become a summary; no rating gives no share. */
export const summarise = (counts: readonly { readonly grade: Grade; readonly count: number }[]): RatingSummary => {
  const byGrade = Object.fromEntries(gradeNames.map((grade) => [grade, counts.find((row) => row.grade === grade)?.count ?? 0])) as Record<
    Grade,
    number
  >
  const count = Object.values(byGrade).reduce((sum, n) => sum + n, 0)
  if (count === 0) return { count, byGrade }
  const good = byGrade.verySatisfied + byGrade.satisfied + byGrade.fair
  return { count, byGrade, goodShare: ((good / count) * 100).toFixed(2) }
}
