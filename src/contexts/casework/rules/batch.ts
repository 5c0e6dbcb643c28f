import type { ActDetails, ActName } from '../terms.ts'
import { procedure } from './procedure.ts'

/** How many cases one batch may hold. */
export const mostInBatch = 200
/** How long a batch can be taken back before anything of it is sent, in seconds. */
export const undoSeconds = 10

/** Details that speak of one case's own materials or applicant: an act that needs one is done case by case. */
const ofOneCase: readonly (keyof ActDetails)[] = ['defects', 'checked', 'missing', 'materials', 'answers', 'photos', 'recipientId']

/** Whether an act can be ordered for many cases with the same details. */
export const isBatchable = (act: ActName): boolean => {
  const { by, needs } = procedure[act]
  return by.some((role) => role !== 'applicant' && role !== 'law') && !needs.some((name) => ofOneCase.includes(name))
}

/** Whether a detail may be ordered for many cases: what is one person's own is neither kept with a batch nor said of another's case. */
export const isSharedDetail = (name: string): boolean => !ofOneCase.some((own) => own === name)
