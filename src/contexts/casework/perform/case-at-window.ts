import type { Answers } from '../../../kernel/form.ts'
import { isRefusal, type Refusal } from '../../../kernel/refusal.ts'
import type { Sql } from '../../../platform/db.ts'
import { recordFile } from '../../../platform/files.ts'
import { openActs, procedure, refusalFor } from '../rules/procedure.ts'
import { type HandIn, handInActs, handInOf, stillToMend, type ToMend, toMendOf } from '../rules/to-mend.ts'
import { deleteDraftRow, deleteUploads, findDraftRow, listUploads, type UploadRow } from '../store/drafts.ts'
import { hasLook, insertLook, openDraftRow } from '../store/visits.ts'
import type { ActDetails, Actor, Applicant, Case } from '../terms.ts'
import { type Performed, performAct } from './act.ts'
import { contentOf, noDraft } from './draft-content.ts'
import { type Casework, findCase, type Loaded, type Moment } from './journal.ts'
import { reopenCase } from './reopened.ts'
import { sees, windowActorOf } from './standing.ts'
import { type CaseView, caseView } from './view.ts'
import type { Officer, Visit } from './visits.ts'

/** A case that waits for its applicant, as the window sees it while he stands there: what is asked for, and what is there so far. */
export type CaseAtWindow = {
  readonly view: CaseView
  readonly kind: HandIn
  readonly toMend: readonly ToMend[]
  /** What is kept for the case so far; empty until the visit has opened it. */
  readonly answers: Answers
  readonly files: readonly UploadRow[]
}

const isForHimself = ({ applicant }: Visit, { idNumber }: Applicant): boolean => applicant.idNumber === idNumber
/** Whether who stands at the window may hand in for an applicant: he is he, acts for him by 授权书, or stands for the organisation. */
const mayHandInFor = (visit: Visit, applicant: Applicant): boolean =>
  (isForHimself(visit, applicant) && !visit.mandateMissing) ||
  (applicant.agent?.mandate !== undefined && applicant.agent.id === visit.present.id)

const mandateMissing: Refusal = {
  refused: 'mandate-missing',
  title: '代申请人补交要有授权书，请先扫描或者拍照上传',
  fields: [{ field: 'mandate', message: '代申请人补交要有授权书，请先扫描或者拍照上传' }],
}
const notHis: Refusal = {
  refused: 'not-present',
  title: '来办事的人不是这个办件的申请人。为单位或者替别人补交的，请先在“为谁办”里核验',
  article: '行政许可法第二十九条',
}

const keptOnline: Refusal = {
  refused: 'kept-online',
  title: '申请人已经在网上填了一部分。请他出示到窗口办理码，接着办；不出示的，可以在窗口从头收，网上已填的不带过来',
}

type Found = { readonly loaded: Loaded; readonly applicant: Applicant; readonly by: Actor }

const caseOf = async (casework: Casework, visit: Visit, no: string, officer: Officer): Promise<Found | Refusal> => {
  const loaded = await findCase(casework, casework.db.sql, no)
  const applicant = loaded?.state.applicant
  if (!loaded || !applicant || !sees(officer, loaded.matter)) return noDraft
  if (!mayHandInFor(visit, applicant)) return isForHimself(visit, applicant) ? mandateMissing : notHis
  const by = windowActorOf(officer, loaded.matter, { id: visit.id, onBehalfOf: applicant.id })
  return by ? { loaded, applicant, by } : noDraft
}

/** What the case waits for, or why nothing can be handed in. */
const kindOf = (state: Case, by: Actor, moment: Moment): HandIn | Refusal => {
  const kind = handInOf(openActs(state, by, moment.today))
  if (kind) return kind
  const near = handInActs.find((act) => procedure[act].from.includes(state.stage)) ?? 'correct'
  return refusalFor({ type: near, by }, state, moment.today) ?? noDraft
}

/** A case of who stands at the window, with what it waits for; the same answer for another's as for none (S-041). */
export const findAtWindow = async (
  casework: Casework,
  visit: Visit,
  no: string,
  officer: Officer,
  moment: Moment,
): Promise<(CaseAtWindow & Pick<Found, 'by' | 'applicant'>) | Refusal> => {
  const found = await caseOf(casework, visit, no, officer)
  if (isRefusal(found)) return found
  const { loaded, applicant, by } = found
  const kind = kindOf(loaded.state, by, moment)
  if (isRefusal(kind)) return kind
  const view = await caseView(casework, loaded.matter.id, officer, moment.today)
  if (!view) return noDraft
  const { id } = loaded.matter
  return { by, applicant, view, kind, toMend: toMendOf(view, kind), ...(await keptFor(casework, visit, id, loaded.state)) }
}

type Kept = Pick<CaseAtWindow, 'answers' | 'files'>

const keptIn = async (casework: Casework, sql: Sql, id: string, { answers }: Case): Promise<Kept> => {
  const row = await findDraftRow(sql, id)
  return row ? { answers: contentOf(casework, row).answers, files: await listUploads(sql, id) } : { answers, files: [] }
}
/** What lies kept for a case that this visit has opened; before that nothing is told, only whether all is there is judged by the case. */
const keptFor = async (casework: Casework, visit: Visit, id: string, state: Case): Promise<Kept> =>
  (await hasLook(casework.db.sql, visit.id, id)) ? keptIn(casework, casework.db.sql, id, state) : { answers: state.answers, files: [] }

/** Whether somebody keeps something for the case that this visit may not see: only his own code opens what a person fills in (S-041). */
const isKeptOnline = async (sql: Sql, visit: Visit, id: string): Promise<boolean> =>
  visit.way !== 'code' && !(await hasLook(sql, visit.id, id)) && (await findDraftRow(sql, id)) !== undefined

/**
 * Opens a case of who stands at the window until his visit ends, so that his files are taken; the look is written down. What he has begun
 * online goes with his code only; without it the window begins `anew`, and what lay kept is gone.
 */
export const openCaseAtWindow = async (
  casework: Casework,
  visit: Visit,
  no: string,
  officer: Officer,
  moment: Moment & { readonly anew?: boolean | undefined },
): Promise<CaseAtWindow | Refusal> => {
  const found = await findAtWindow(casework, visit, no, officer, moment)
  if (isRefusal(found)) return found
  const { id } = found.view
  const opened = await casework.db.transaction(async (sql) => {
    const loaded = await findCase(casework, sql, id)
    if (!loaded) return noDraft
    if (await isKeptOnline(sql, visit, id)) {
      if (!moment.anew) return keptOnline
      await deleteUploads(sql, id)
      await deleteDraftRow(sql, id)
    }
    await reopenCase(casework, sql, loaded, { owner: loaded.matter.applicantId, by: { id: officer.accountId, name: officer.name } }, moment)
    await openDraftRow(sql, id, officer.accountId, visit.until)
    await insertLook(sql, visit.id, id, 'opened')
    return { ...found, ...(await keptIn(casework, sql, id, loaded.state)) }
  })
  return opened
}

type HandingIn = { readonly checked?: ActDetails['checked'] | undefined; readonly seen?: number | undefined }

/**
 * Hands in for the applicant who stands at the window what was scanned and what the clerk ticked. The journal names the clerk, the
 * applicant and the visit. Refuses what the applicant online would be refused.
 */
export const handInAtWindow = async (
  casework: Casework,
  visit: Visit,
  no: string,
  { checked, seen }: HandingIn,
  officer: Officer,
  moment: Moment,
): Promise<Performed | Refusal> => {
  const found = await findAtWindow(casework, visit, no, officer, moment)
  if (isRefusal(found)) return found
  const { view, kind, toMend, files, answers, by, applicant } = found
  if (await isKeptOnline(casework.db.sql, visit, view.id)) return keptOnline
  const fields = stillToMend(toMend, kind, { files, answers, ...(checked ? { checked } : {}) })
  if (fields.length > 0)
    return { refused: 'incomplete', title: '还没有收齐', detail: fields.map(({ message }) => message).join(';'), fields }
  const { mandate } = isForHimself(visit, applicant) ? visit : {}
  if (mandate) await recordFile(casework.db.sql, mandate)
  const act = { type: kind, by, ...(checked ? { checked } : {}), ...(mandate ? { materials: [mandate] } : {}) }
  return performAct(casework, view.id, act, { ...moment, seen })
}
