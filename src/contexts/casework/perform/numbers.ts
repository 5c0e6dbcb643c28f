import type { Answers, Form } from '../../../kernel/form.ts'
import type { Sql } from '../../../platform/db.ts'
import { findGuide } from '../../catalogue/index.ts'
import type { Viewer } from '../../identity/index.ts'
import { maskNumbers, numbersIn } from '../rules/numbers.ts'
import { logLook } from '../store/access-log.ts'
import type { Role } from '../terms.ts'
import type { Loaded, Moment } from './journal.ts'
import { actorsOf } from './standing.ts'

/** Roles that handle a case and may need a number of it; who supervises or was only asked does not. */
const handling: readonly Role[] = ['clerk', 'remoteClerk', 'approver', 'chief', 'decider', 'issuer']

const mayShow = (viewer: Viewer, { matter }: Loaded): boolean =>
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

/** The numbers of a case unmasked, for an officer who handles it; each time is written down with the stage of the case. Undefined for others. */
export const showNumbers = async (sql: Sql, loaded: Loaded, viewer: Viewer, { today, now }: Moment): Promise<Answers | undefined> => {
  if (viewer.kind !== 'staff' || !mayShow(viewer, loaded)) return undefined
  const { matter, state } = loaded
  const { accountId: account, name, unit } = viewer
  const shown = numbersIn(await formOf(sql, loaded), state.answers)
  await logLook(sql, {
    at: now,
    day: today.date,
    account,
    name,
    unit,
    what: 'numbers',
    subject: matter.no,
    query: state.stage,
    rows: shown.length,
  })
  return Object.fromEntries(shown.map((field) => [field, state.answers[field] ?? '']))
}
