import { recordAudit } from './audit.ts'
import type { Sql } from './db.ts'
import { Problem } from './http.ts'

/** The day's codes by text message are spent: 503, with the seconds until the next day of China begins. Nothing else is held back by it. */
export class CodesSpent extends Problem {
  constructor(retryAfter: number) {
    const detail = '您可以用密码登录，或者到政务服务大厅办理。明天零点以后可以再获取。'
    super(503, 'sms-budget-spent', '今天的短信验证码已经发完，暂时不能发送', { detail, retryAfter })
  }
}

type Alarm = 'sms-budget-low' | 'sms-budget-spent'
type Settings = {
  /** Codes a day of China, over all telephones and networks (SMS_CODES_A_DAY). */
  readonly aDay: number
  /** Writes a line with a code that does not change, for whoever watches the log. */
  readonly alarm: (alarm: Alarm, figures: { readonly sent: number; readonly budget: number; readonly refused: number }) => void
}

/** Counts a code that is about to be sent; throws `CodesSpent` when the day has no more. */
export type CodeBudget = (sql: Sql) => Promise<void>

const lowAt = 0.8
/** Somebody who goes on asking is told of again after so many. */
const toldEvery = 1000

/** One more of today's codes: how many there are now; undefined when there are none left. */
const takeOne = async (sql: Sql, aDay: number): Promise<number | undefined> => {
  const [row] = await sql<{ sent: number }>`
    insert into platform.code_budget as held (day, budget, sent)
    values ((now() at time zone 'Asia/Shanghai')::date, ${aDay}, 1)
    on conflict (day) do update
    set sent = held.sent + 1, budget = excluded.budget
    where held.sent < excluded.budget
    returning sent`
  return row?.sent
}

type Refused = { readonly refused: number; readonly seconds: number }
const countRefused = async (sql: Sql): Promise<Refused> => {
  const [row] = await sql<Refused>`
    update platform.code_budget
    set refused = refused + 1
    where day = (now() at time zone 'Asia/Shanghai')::date
    returning refused, ceil(extract(epoch from (day + 1)::timestamp at time zone 'Asia/Shanghai' - now()))::int as seconds`
  return row ?? { refused: 0, seconds: 60 } // midnight passed in between
}

/**
 * The budget of codes by text message (S-011): a flood over many telephones and networks costs no more than this. At four fifths and when
 * it is spent an alarm is raised: a line of the log, an entry of the trail that administrators read; the figures are among the metrics.
 */
export const codeBudget = ({ aDay, alarm }: Settings): CodeBudget => {
  const raise = async (sql: Sql, name: Alarm, act: string, sent: number, refused: number): Promise<void> => {
    alarm(name, { sent, budget: aDay, refused })
    const told = `今天的短信验证码：上限 ${aDay} 条，已发 ${sent} 条${refused > 0 ? `，未发 ${refused} 条` : ''}`
    await recordAudit(sql, { actorName: '平台', act, target: 'codeBudget:today', told, after: { sent, budget: aDay, refused } })
  }
  return async (sql) => {
    const sent = await takeOne(sql, aDay)
    if (sent !== undefined) {
      if (sent === Math.ceil(aDay * lowAt)) await raise(sql, 'sms-budget-low', 'codesLow', sent, 0)
      return
    }
    const { refused, seconds } = await countRefused(sql)
    if (refused % toldEvery === 1) await raise(sql, 'sms-budget-spent', 'codesSpent', aDay, refused)
    throw new CodesSpent(seconds)
  }
}

/** Today's figures, for the metrics; all 0 while nobody has asked for a code. */
export const codesToday = async (sql: Sql): Promise<{ sent: number; refused: number; budget: number }> => {
  const [row] = await sql<{ sent: number; refused: number; budget: number }>`
    select sent, refused, budget from platform.code_budget where day = (now() at time zone 'Asia/Shanghai')::date`
  return row ?? { sent: 0, refused: 0, budget: 0 }
}
