import { change, post, read, type Told } from '../../../../ui/console/api.ts'
import { toldOf } from '../../../../ui/console/told.ts'
import type { ActDetails, ActName } from '../../terms.ts'
import type { Received } from './shapes.ts'

/** What shall happen after the receipt: accepted, told what is wrong, accepted with gaps, or nothing more now. */
export type Ending = { readonly act: ActName; readonly details: Partial<ActDetails> } | undefined

/** What became of the case at the window. `left`: received, and the next act is another's or was refused. */
export type Outcome = Received & { readonly refused?: Told; readonly handedOn?: boolean }

/**
 * Receives a draft and does the next act. The key makes a repeat the same receipt (S-070). Once it is received it stays so: when the next
 * act is refused the outcome says why. Throws ApiError when it was not received.
 */
export const handIn = async (draft: string, key: string, checked: ActDetails['checked'], ending: Ending): Promise<Outcome> => {
  const received = await change<Received>(`/api/v1/cases/${draft}/submit`, { method: 'POST', body: { checked }, key })
  if (!ending) return received
  const path = `/api/v1/cases/${received.no}`
  const now = await read<{ open: readonly ActName[] }>(path)
  if (now !== 'unchanged' && !now.data.open.includes(ending.act)) return { ...received, handedOn: true }
  try {
    const done = await post<Pick<Received, 'stage' | 'papers'>>(`${path}/acts`, { act: ending.act, ...ending.details })
    return { ...received, stage: done.stage, papers: [...done.papers, ...received.papers] }
  } catch (error) {
    return { ...received, refused: toldOf(error) }
  }
}
