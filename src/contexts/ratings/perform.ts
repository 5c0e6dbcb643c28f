import type { LocalDate } from '../../kernel/date.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import type { Sql } from '../../platform/db.ts'
import { publish } from '../../platform/outbox.ts'
import { sameText } from '../../platform/secrets.ts'
import { holding } from '../../platform/wall.ts'
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
  return loaded && sees(viewer, loaded.matter) ? standing(casework, loaded) : undefined
}

const standing = async (casework: Casework, loaded: Loaded): Promise<Standing> => {
  const rating = await findRating(casework.db.sql, loaded.matter.id)
  const refusal = ratingRefusal(loaded.state.stage, rating !== undefined)
  return { loaded, ...(rating ? { rating } : {}), ...(refusal ? { refusal } : {}) }
}

/** The case of a number and its 查询码, for who has no account: at the window, from the paper in his hand. A wrong pair is as none. */
export const standingByCode = async (casework: Casework, no: string, code: string): Promise<Standing | undefined> => {
  const tidy = code.trim().toUpperCase().replace(/O/g, '0').replace(/[IL]/g, '1')
  if (!sameText(tidy, casework.secrets.queryCode(no))) return undefined
  const loaded = await holding([no], () => findCase(casework, casework.db.sql, no))
  return loaded && standing(casework, loaded)
}

export type Given = { readonly input: OpinionInput; readonly channel: NewRating['channel']; readonly today: LocalDate }

/** Rates a case once and for ever; `ratedBy` is the account, or how somebody without one came. Refuses with `fields` what is wrong in the input, with a code what stands against it. */
export const rateCase = async (
  casework: Casework,
  { loaded, refusal }: Standing,
  ratedBy: string,
  { input, channel, today }: Given,
): Promise<Opinion | Refusal> => {
  if (refusal) return refusal
  const fields = checkOpinion(input)
  if (fields.length > 0) return { refused: 'invalid-rating', title: '评价没有填完整', fields }
  const opinion = tidyOpinion(input)
  const { id, no, item, division, department } = loaded.matter
  const work = async (sql: Sql): Promise<Opinion | Refusal> => {
    const about = { caseId: id, item, division, department }
    const stored = await insertRating(sql, { ...opinion, ...about, caseNo: no, channel, ratedBy, ratedOn: today })
    if (!stored) return ratingRefusal(loaded.state.stage, true) as Refusal
    await publish(sql, 'ratings.rated', { ...about, no, grade: opinion.grade, bad: badGrades.has(opinion.grade), on: today })
    return opinion
  }
  return holding([no], () => casework.db.transaction(work)) // `standing` says that the case is his, or that he knew its code
}
