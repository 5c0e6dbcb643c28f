import type { Answers, Form } from '../../../kernel/form.ts'
import { listTrail } from '../../../platform/access.ts'
import { recordAudit } from '../../../platform/audit.ts'
import type { Db, Sql } from '../../../platform/db.ts'
import { findGuide } from '../../catalogue/index.ts'
import type { Viewer } from '../../identity/index.ts'
import { maskNumbers, numbersIn, type ShowPurpose, showBudget, showPurposes } from '../rules/numbers.ts'
import { countLooks, logLook } from '../store/access-log.ts'
import type { Role } from '../terms.ts'
import type { Loaded, Moment } from './journal.ts'
import { actorsOf } from './standing.ts'

/** Roles that handle a case and may need a number of it; who supervises or was only asked does not. */
const handling: readonly Role[] = ['clerk', 'remoteClerk', 'approver', 'chief', 'decider', 'issuer']

type Staff = Extract<Viewer, { kind: 'staff' }>

/** Whether an officer handles a case, and so may have its numbers shown. */
export const mayShow = (viewer: Viewer, { matter }: Loaded): boolean =>
  viewer.kind === 'staff' && actorsOf(viewer, matter).some(({ role }) => handling.includes(role))

const formOf = async (sql: Sql, { matter }: Loaded): Promise<Form | undefined> =>
  (await findGuide(sql, matter.item, matter.guideVersion))?.guide.form

/** Answers for a viewer: the applicant his own, an officer with numbers masked; `masked` names those that he may have shown. */
export const findAnswers = async (
  sql: Sql,
  loaded: Loaded,
  viewer: Viewer,
): Promise<{ readonly answers: Answers; readonly masked: readonly string[] }> => {
  const { answers } = loaded.state
  if (viewer.kind !== 'staff') return { answers, masked: [] }
  const form = await formOf(sql, loaded)
  const masked = mayShow(viewer, loaded) ? numbersIn(form, answers) : []
  return { answers: maskNumbers(form, answers), masked }
}

const alarmAct = 'numbersOverBudget'

/** Tells the trail, once a day, of an officer who had the numbers of more cases shown than his work is likely to need. */
const raiseAlarm = (sql: Sql, { accountId, name, unit, division }: Staff, purpose: ShowPurpose): Promise<void> =>
  recordAudit(sql, {
    actor: accountId,
    actorName: name,
    act: alarmAct,
    target: `account:${accountId}`,
    told: unit,
    after: { shown: showBudget, purpose: showPurposes[purpose] },
    division,
  })

/** What was shown, and whether it was the one that used up the officer's day. */
export type Shown = { readonly answers: Answers; readonly isLast: boolean }

/**
 * The numbers of a case unmasked, for an officer who handles it; each time is written down with what they were needed for (S-092). One
 * officer's looks are counted one after another, so that the alarm of a day is raised exactly once. Undefined for others.
 */
export const showNumbers = async (
  db: Pick<Db, 'transaction'>,
  loaded: Loaded,
  viewer: Staff,
  purpose: ShowPurpose,
  { today, now }: Moment,
): Promise<Shown> => {
  const { matter, state } = loaded
  const { accountId: account, name, unit } = viewer
  return db.transaction(async (sql) => {
    const shown = numbersIn(await formOf(sql, loaded), state.answers)
    const look = { at: now, day: today.date, account, name, unit, subject: matter.no, query: purpose, rows: shown.length }
    await logLook(sql, { ...look, what: 'numbers' })
    const isLast = (await countLooks(sql, account, today.date, 'numbers')) === showBudget
    if (isLast) await raiseAlarm(sql, viewer, purpose)
    return { answers: Object.fromEntries(shown.map((field) => [field, state.answers[field] ?? ''])), isLast }
  })
}

/** Who used up a day's budget of shown numbers, in a place (`beginning`: the first digits of its code), the latest first. */
export const listShownAlarms = async (sql: Sql, beginning: string): Promise<{ at: string; name: string; unit: string; shown: number }[]> =>
  (await listTrail(sql, { beginning, placeless: false, kind: 'admin', act: alarmAct }, 20)).map(({ at, actorName, told }) => ({
    at,
    name: actorName,
    unit: told,
    shown: showBudget,
  }))
