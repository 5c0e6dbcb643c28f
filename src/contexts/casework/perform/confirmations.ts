import type { Refusal } from '../../../kernel/refusal.ts'
import { randomToken } from '../../../platform/secrets.ts'
import { holding } from '../../../platform/wall.ts'
import { answerConfirmation, findConfirmation, insertConfirmation, latestConfirmation } from '../store/visits.ts'
import { type Draft, readDraft } from './drafts.ts'
import type { Casework } from './journal.ts'
import type { Visit } from './visits.ts'

const confirmMinutes = 30
const hashOf = ({ secrets }: Casework, token: string): string => secrets.lookupHash(token, 'confirmation')

/** Asks the person at the window whether his application is right; the token opens the page for his screen, half an hour. */
export const askConfirmation = async (
  casework: Casework,
  visit: Visit,
  draft: Pick<Draft, 'id' | 'revision'>,
): Promise<{ token: string }> => {
  const token = randomToken(160)
  await insertConfirmation(casework.db.sql, {
    tokenHash: hashOf(casework, token),
    draftId: draft.id,
    visitId: visit.id,
    revision: draft.revision,
    minutes: confirmMinutes,
  })
  return { token }
}

/** What is shown under a token: the application as it stands, and the answer if there is one to this very state of it. */
export type Shown = { readonly draft: Draft; readonly answer?: 'right' | 'wrong'; readonly changed: boolean }

/** The page of a token; undefined when it is over, or the application has been handed in or thrown away. */
export const shownUnder = async (casework: Casework, token: string): Promise<Shown | undefined> => {
  const hash = hashOf(casework, token)
  const asked = await holding([hash], () => findConfirmation(casework.db.sql, hash))
  const draft = asked && (await holding([asked.draftId], () => readDraft(casework, asked.draftId)))
  if (!draft) return undefined
  return { draft, changed: asked.revision !== draft.revision, ...(asked.answer ? { answer: asked.answer } : {}) }
}

const over: Refusal = { refused: 'confirmation-over', title: '这次核对已经结束，请工作人员重新发起' }
const changed: Refusal = { refused: 'confirmation-changed', title: '内容刚刚有改动，请工作人员重新发起核对' }

/** The person's answer, once: right, or wrong with what is wrong. What was changed since it was asked is not confirmed. */
export const answerUnder = async (
  casework: Casework,
  token: string,
  answer: 'right' | 'wrong',
  words: string,
): Promise<Refusal | undefined> => {
  const shown = await shownUnder(casework, token)
  if (!shown) return over
  if (shown.changed && answer === 'right') return changed
  const hash = hashOf(casework, token)
  const done = await holding([hash], () => answerConfirmation(casework.db.sql, hash, answer, words.trim().slice(0, 500)))
  return done || shown.answer === answer ? undefined : over
}

/** What the person last said of a draft, for the officer; `stale`: it was changed afterwards. */
export const confirmationOf = async (casework: Casework, draft: Pick<Draft, 'id' | 'revision'>) => {
  const last = await latestConfirmation(casework.db.sql, draft.id)
  if (!last) return undefined
  const { answer, words, answeredAt, revision } = last
  return { answer: answer ?? undefined, words: words || undefined, answeredAt: answeredAt ?? undefined, stale: revision !== draft.revision }
}
