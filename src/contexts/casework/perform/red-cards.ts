import { chineseDate, type LocalDate } from '../../../kernel/date.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { enqueue } from '../../../platform/jobs/queue.ts'
import type { Consumer } from '../../../platform/outbox.ts'
import { law } from '../rules/procedure.ts'
import { queueOf } from '../rules/queue.ts'
import { type Case, roles } from '../terms.ts'
import { performAct } from './act.ts'
import type { CardRaised } from './cards.ts'
import { asJson, type Casework, findCase, type Moment } from './journal.ts'

/** The job that opens the 督办 of a red card. */
export const superviseTask = 'casework.supervise'

/** What the job is told: the case, the day its lamp turned red, and who is to answer by when. */
export type RedCard = Pick<CardRaised, 'caseId' | 'on' | 'told' | 'replyBy'>

/** A red card of a case becomes a 督办; the job is there exactly when the card is, and once. */
export const redCardConsumer: Consumer = {
  name: 'casework.red-cards',
  topics: ['casework.card'],
  take: async (sql, { body }) => {
    const { caseId, level, colour, on, told, replyBy } = body as unknown as CardRaised
    if (level !== 'case' || colour !== 'red') return
    await enqueue(sql, superviseTask, asJson({ caseId, on, told, replyBy }), { key: `supervise:${caseId} ${on}` })
  },
}

const namesOf = ({ told }: RedCard, role: 'chief' | 'supervisor'): string =>
  told.flatMap((one) => (one.role === roles[role] ? [one.name] : [])).join('、')

/** Why the case is supervised, in the words of the journal and of the 督办单. */
const reasonOf = (card: RedCard): string => {
  const [chiefs, supervisors] = [namesOf(card, 'chief'), namesOf(card, 'supervisor')]
  const by = card.replyBy ? `在${chineseDate(card.replyBy as LocalDate)}前` : ''
  const watched = supervisors ? `，由监控调度员${supervisors}督办` : ''
  return `${chineseDate(card.on)}起超期，已亮红牌。请首席代表${chiefs}${by}说明原因并尽快办结${watched}。`
}

/** Nothing to press for: the case was decided or is over, or this card has opened its 督办 already. */
const isSettled = (c: Case, { on }: RedCard): boolean =>
  ['deliver', 'closed'].includes(queueOf(c.stage)) || c.supervisions.some((one) => one.by === law.id && one.on >= on)

/** Opens the 督办 of a red card as the role `law`; may run again. Whether it did. */
export const superviseByCard = async (casework: Casework, card: RedCard, moment: Moment): Promise<boolean> => {
  const loaded = await findCase(casework, casework.db.sql, card.caseId)
  if (!loaded || isSettled(loaded.state, card)) return false
  const by = { ...law, unit: '电子监察' }
  const outcome = await performAct(
    casework,
    card.caseId,
    { type: 'supervise', by, reason: reasonOf(card) },
    { ...moment, seen: loaded.entries.length },
  )
  if (isRefusal(outcome)) throw new Error(`a red card opened no 督办: ${outcome.refused}`) // tried again by the queue
  return true
}
