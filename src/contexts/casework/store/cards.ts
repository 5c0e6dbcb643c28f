import type { LocalDate } from '../../../kernel/date.ts'
import type { Sql } from '../../../platform/db.ts'

/** Somebody to whom a card is told. */
export type Told = { readonly account: string; readonly name: string; readonly role: string }

/** 黄牌 or 红牌 of a case or of a step. A red card of a case is to be answered by `replyDue` (督办). */
export type Card = {
  readonly level: 'case' | 'step'
  /** The name of the step; '' for the case. */
  readonly step: string
  readonly colour: 'yellow' | 'red'
  readonly on: LocalDate
  readonly replyDue: LocalDate | null
  readonly told: readonly Told[]
}

/** Raises a card; false when it was raised before. */
export const insertCard = async (
  sql: Sql,
  c: Card & { readonly id: string; readonly caseId: string; readonly division: string },
): Promise<boolean> => {
  const raised = await sql`
    insert into casework.card (id, case_id, division, level, step, colour, on_day, reply_due, told)
    values (${c.id}, ${c.caseId}, ${c.division}, ${c.level}, ${c.step}, ${c.colour}, ${c.on}, ${c.replyDue}, ${JSON.stringify(c.told)}::jsonb)
    on conflict (case_id, level, step, colour, on_day) do nothing
    returning id`
  return raised.length > 0
}

/** The cards of a case, oldest first. */
export const listCards = (sql: Sql, caseId: string) => sql<Card>`
  select level, step, colour, on_day as on, reply_due as "replyDue", told
  from casework.card
  where case_id = ${caseId}
  order by on_day, level, step`
