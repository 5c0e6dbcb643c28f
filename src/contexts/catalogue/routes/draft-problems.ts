import type { Refusal } from '../../../kernel/refusal.ts'
import { Problem, refusalProblem } from '../../../platform/http.ts'
import type { Conflict } from '../perform/drafts.ts'

const forbidden: readonly string[] = ['not-your-item', 'not-your-part', 'own-draft']
/** What a refused save or act of a draft answers: 403 where it is not one's part, else the refusal. */
export const problemOf = (refusal: Refusal): Problem => {
  const { refused, title, ...rest } = refusal
  return forbidden.includes(refused) ? new Problem(403, refused, title, rest) : refusalProblem(refusal)
}

/** 409 with the other's text, and the elements in which the two differ. */
export const conflictProblem = ({ conflict, elements }: Conflict): Problem =>
  new Problem(409, 'conflict', `${conflict.savedBy}刚刚也保存了这份稿子，您的内容没有保存`, {
    detail: '两份稿子不同的地方由您来定',
    theirs: conflict,
    elements,
  })
