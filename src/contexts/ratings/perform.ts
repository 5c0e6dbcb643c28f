import type { LocalDate } from '../../kernel/date.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import { publish } from '../../platform/outbox.ts'
import { type Casework, findCase, type Loaded, sees } from '../casework/index.ts'
import type { Applicant } from '../identity/index.ts'
import { checkOpinion, type OpinionInput, ratingRefusal, tidyOpinion } from './rules.ts'
import { findRating, insertRating, type NewRating } from './store.ts'
import { badGrades, type Opinion, type Rating } from './terms.ts'

/** A case with the rating it has and what stands against rating it now. */
export type Standing = { readonly loaded: Loaded; readonly rating?: Rating; readonly refusal?: Refusal }

/** A case of this applicant by its 办件编号; undefined for another's as for none (S-041). */
export const standingOf = async (casework: Casework, handle: string, viewer: Applicant): Promise<Standing | undefined> => {
  const loaded = await findCase(casework, casework.db.sql, handle)
  if (!loaded || !sees(viewer, loaded.matter)) return undefined
  const rating = await findRating(casework.db.sql, loaded.matter.id)
  const refusal = ratingRefusal(loaded.state.stage, rating !== undefined)
  return { loaded, ...(rating ? { rating } : {}), ...(refusal ? { refusal } : {}) }
}

export type Given = { readonly input: OpinionInput; readonly channel: NewRating['channel']; readonly today: LocalDate }

/** Rates a case once and for ever. Refuses with `fields` what is wrong in the input, with a code what stands against it. */
export const rateCase = async (
  casework: Casework,
  { loaded, refusal }: Standing,
  viewer: Applicant,
  { input, channel, today }: Given,
): Promise<Opinion | Refusal> => {
  if (refusal) return refusal
  const fields = checkOpinion(input)
  if (fields.length > 0) return { refused: 'invalid-rating', title: '评价没有填完整', fields }
  const opinion = tidyOpinion(input)
  const { id, no, item, division, department } = loaded.matter
  return casework.db.transaction(async (sql) => {
    const about = { caseId: id, item, division, department }
    const stored = await insertRating(sql, { ...opinion, ...about, caseNo: no, channel, ratedBy: viewer.accountId, ratedOn: today })
    if (!stored) return ratingRefusal(loaded.state.stage, true) as Refusal
    await publish(sql, 'ratings.rated', { ...about, no, grade: opinion.grade, bad: badGrades.has(opinion.grade), on: today })
    return opinion
  })
}
