import { randomUUID } from 'node:crypto'
import { addDays } from '../../../kernel/date.ts'
import { loadCalendar } from '../../../platform/calendar.ts'
import type { Sql } from '../../../platform/db.ts'
import { type Consumer, publish } from '../../../platform/outbox.ts'
import { findOfficers, listOfficers, type Officer, type StaffRole } from '../../identity/index.ts'
import { fold } from '../decide.ts'
import { stepDuesOf } from '../rules/clock.ts'
import { replyDueOn, supervisionReplyDays } from '../rules/deadlines.ts'
import { type Card, insertCard, type Told } from '../store/cards.ts'
import { type Role, roles } from '../terms.ts'
import { asJson, type Casework, findCase } from './journal.ts'
import type { Lit } from './lamps.ts'

/** The body of `casework.card`: a card was raised, and to whom it is told. `replyBy` is there when it is also a 督办. */
export type CardRaised = Omit<Card, 'replyDue'> & {
  readonly caseId: string
  readonly no: string
  readonly replyBy?: string
}

const toldAs = (officers: readonly Officer[], role: StaffRole & Role): Told[] =>
  officers.filter((one) => one.roles.includes(role)).map(({ account, name }) => ({ account, name, role: roles[role] }))

/** Handler and 首席代表; of a red card of the case the 监控调度员 too, here and above, and the department's administrators. */
const whoIsTold = async (sql: Sql, { level, lamp, division, departmentCode, handler }: Lit): Promise<Told[]> => {
  const place = { division, departmentCode }
  const handlers = handler ? await findOfficers(sql, [handler]) : []
  const told: Told[] = handlers.map(({ account, name }) => ({ account, name, role: '经办人' }))
  told.push(...toldAs(await listOfficers(sql, place, ['chief']), 'chief'))
  if (level === 'case' && lamp === 'red') {
    told.push(...toldAs(await listOfficers(sql, { ...place, above: true }, ['supervisor']), 'supervisor'))
    const editors = await listOfficers(sql, place, ['editor'])
    told.push(...editors.map(({ account, name }) => ({ account, name, role: '部门管理员' })))
  }
  return told.filter(({ account }, i) => told.findIndex((one) => one.account === account) === i)
}

/** The steps whose last day was the one before, as the case stood at the beginning of the day. */
const stepsOver = async (casework: Pick<Casework, 'secrets'>, sql: Sql, { caseId, on }: Lit): Promise<string[]> => {
  const loaded = await findCase(casework, sql, caseId)
  const today = { date: on, calendar: await loadCalendar(sql) }
  if (!loaded) return []
  return stepDuesOf(fold(loaded.events.filter(({ doneOn }) => doneOn < on)), today)
    .filter(({ due }) => addDays(due.on, 1) === on)
    .map(({ name }) => name)
}

const raise = async (sql: Sql, lit: Lit, card: Card): Promise<void> => {
  const { caseId, no, division } = lit
  if (!(await insertCard(sql, { ...card, id: randomUUID(), caseId, division }))) return
  const { replyDue, ...rest } = card
  const raised: CardRaised = { caseId, no, ...rest, ...(replyDue ? { replyBy: replyDue } : {}) }
  await publish(sql, 'casework.card', asJson(raised), `${caseId} ${card.level} ${card.step} ${card.colour} ${card.on}`)
}

/** Writes the card of each lamp that turned, and tells `casework.card` whom it concerns; a red card of a case opens a 督办. */
export const cardConsumer = (casework: Pick<Casework, 'secrets'>): Consumer => ({
  name: 'casework.cards',
  topics: ['casework.lamp'],
  take: async (sql, { body }) => {
    const lit = body as unknown as Lit
    const { level, lamp: colour, on } = lit
    const told = await whoIsTold(sql, lit)
    if (level === 'step') {
      for (const step of await stepsOver(casework, sql, lit)) await raise(sql, lit, { level, step, colour, on, told, replyDue: null })
      return
    }
    const supervised = colour === 'red' ? replyDueOn(on, supervisionReplyDays, { date: on, calendar: await loadCalendar(sql) }) : null
    await raise(sql, lit, { level, step: '', colour, on, told, replyDue: supervised })
  },
})
