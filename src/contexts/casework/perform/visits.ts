import { randomUUID } from 'node:crypto'
import type { Answers } from '../../../kernel/form.ts'
import { isIdNumber, isMobile, isUscc, tidyIdentifier } from '../../../kernel/identifiers.ts'
import { isRefusal, type Refusal } from '../../../kernel/refusal.ts'
import { holding } from '../../../platform/wall.ts'
import { getPerson, type Proofed, type Recognition, type Viewer } from '../../identity/index.ts'
import { findDraftRow, listDraftRows } from '../store/drafts.ts'
import { findVisitRow, hasLook, insertLook, insertVisit, openDraftRow, updateVisit, type VisitWay } from '../store/visits.ts'
import type { Applicant, HandedIn } from '../terms.ts'
import { createDraft } from './begin.ts'
import { caseNamed } from './case-named.ts'
import { isUuid } from './draft-content.ts'
import type { Casework, Moment } from './journal.ts'
import { readCode, spendCode } from './visit-codes.ts'

export type Officer = Extract<Viewer, { kind: 'staff' }>
/** Casework with the means of recognising people. */
export type Reception = Casework & { readonly recognition: Recognition }

/** Who stands at the window. */
export type Present = { readonly id: string; readonly name: string; readonly idNumber: string; readonly phone: string }

/** A visit: who stands there, how he was recognised, and for whom he applies. `mandateMissing`: he applies for another without 授权书 yet. */
export type Visit = {
  readonly id: string
  readonly way: VisitWay
  readonly until: string
  readonly present: Present
  readonly applicant: Applicant
  readonly mandateMissing: boolean
  readonly mandate?: HandedIn
}
type Content = Pick<Visit, 'present' | 'applicant' | 'mandateMissing' | 'mandate'>

const visitMinutes = 60
const place = (id: string): string => `casework.visit.sealed:${id}`

const noVisit: Refusal = { refused: 'no-such-visit', title: '这次接待已经结束，请重新识别申请人' }
export const notKnown: Refusal = {
  refused: 'unknown-person',
  title: '平台上还没有这个人，请登记姓名和手机号码',
  fields: [{ field: 'proof', message: '平台上还没有这个人，请登记姓名和手机号码' }],
}
const wrongCode: Refusal = {
  refused: 'wrong-code',
  title: '这个码不对、已经用过或者已经过期，请申请人重新出示',
  fields: [{ field: 'proof', message: '这个码不对、已经用过或者已经过期，请申请人重新出示' }],
}
const unreadable: Refusal = {
  refused: 'unreadable',
  title: '请扫到窗口办理码、文书二维码，或者输入 6 位数字、18 位身份证号、办件编号',
  fields: [{ field: 'proof', message: '请扫到窗口办理码、文书二维码，或者输入 6 位数字、18 位身份证号、办件编号' }],
}
const uscc: Refusal = {
  refused: 'organisation-first',
  title: '这是统一社会信用代码：请先识别来办事的人，再选择“为单位办”',
  fields: [{ field: 'proof', message: '这是统一社会信用代码：请先识别来办事的人，再选择“为单位办”' }],
}

const asApplicant = (present: Present): Applicant => ({ kind: 'person', ...present })

const begin = async (casework: Casework, officer: Officer, way: VisitWay, content: Content): Promise<Visit> => {
  const id = randomUUID()
  const sealed = casework.secrets.seal(JSON.stringify(content), place(id))
  const { accountId, name, unit, division } = officer
  const until = await insertVisit(casework.db.sql, {
    id, division, officer: accountId, officerName: name, unit, way, applicant: content.applicant.id, sealed, minutes: visitMinutes,
  }) // biome-ignore format: a row
  return { id, way, until, ...content }
}

const presentOf = async ({ db, secrets }: Casework, personId: string): Promise<Present> => {
  const { id, name, idNumber, phone } = await getPerson(db.sql, personId, secrets)
  return { id, name, idNumber, phone }
}

const byCode = async (reception: Reception, code: { id: string } | { codeHash: string }, officer: Officer): Promise<Visit | Refusal> => {
  const applicant = await spendCode(reception, code)
  if (!applicant) return wrongCode
  const present = applicant.kind === 'person' ? { ...applicant } : await presentOf(reception, applicant.agent?.id ?? '')
  const { id, name, idNumber, phone } = present
  return begin(reception, officer, 'code', { present: { id, name, idNumber, phone }, applicant, mandateMissing: false })
}

/**
 * Begins a visit by what the person shows: the text of his 到窗口办理码 as a scanner types it, its six digits, or a 公民身份号码 typed or
 * read from the card. Only his own code opens his drafts (S-041). A 办件编号 or the code of a paper begins none: it says which case it is.
 */
export const openVisit = async (reception: Reception, proof: string, officer: Officer): Promise<Visit | Refusal> => {
  const tidy = tidyIdentifier(proof)
  const code = readCode(reception, tidy)
  if (code) return byCode(reception, code, officer)
  if (!isIdNumber(tidy)) return (await caseNamed(reception, tidy, officer)) ?? (isUscc(tidy) ? uscc : unreadable)
  const known = await reception.recognition.findPerson(tidy)
  if (!known) return notKnown
  const present = await presentOf(reception, known.id)
  return begin(reception, officer, 'idNumber', { present, applicant: asApplicant(present), mandateMissing: false })
}

/** What a registry's answer means for who typed it; the person when it agrees. */
export const proofed = (outcome: Proofed, prefix = ''): { readonly id: string; readonly name: string } | Refusal => {
  if (outcome === 'down') return { refused: 'registry-down', title: '人口库暂时没有回应，请稍后再试；已填的内容还在' }
  if (outcome === 'differs') {
    const message = '姓名与身份证号核对不上，请对照证件检查'
    return { refused: 'differs', title: message, fields: [{ field: `${prefix}name`, message }] }
  }
  return 'retryAfter' in outcome ? { refused: 'too-often', title: '核验次数过多，请稍后再试' } : outcome
}

/** The typed particulars of a person, and what is wrong with them; `prefix` heads the names of the fields. */
export type PersonInput = { readonly name: string; readonly idNumber: string; readonly phone: string }
export const readPerson = (input: PersonInput, prefix = ''): PersonInput | Refusal => {
  const [name, idNumber, phone] = [input.name.trim(), tidyIdentifier(input.idNumber), tidyIdentifier(input.phone)]
  const fields = [
    ...([...name].length >= 2 ? [] : [{ field: `${prefix}name`, message: '请填写姓名' }]),
    ...(isIdNumber(idNumber) ? [] : [{ field: `${prefix}idNumber`, message: '请填写 18 位公民身份号码，并核对最后一位' }]),
    ...(isMobile(phone) ? [] : [{ field: `${prefix}phone`, message: '请填写 11 位手机号码' }]),
  ]
  return fields.length > 0 ? { refused: 'incomplete', title: '请更正标出的内容', fields } : { name, idNumber, phone }
}

/** Registers who stands at the window and is not known yet, by the population registry, and begins his visit (R-028, S-009). */
export const registerVisitor = async (reception: Reception, input: PersonInput, officer: Officer): Promise<Visit | Refusal> => {
  const person = readPerson(input)
  if (isRefusal(person)) return person
  const found = proofed(await reception.recognition.proofPerson(person, officer.accountId))
  if (isRefusal(found)) return found
  const present = { id: found.id, name: found.name, idNumber: person.idNumber, phone: person.phone }
  return begin(reception, officer, 'registered', { present, applicant: asApplicant(present), mandateMissing: false })
}

/** A visit before this officer that still stands. */
export const findVisit = async (casework: Casework, id: string, officer: Officer): Promise<Visit | Refusal> => {
  const row = isUuid(id) ? await findVisitRow(casework.db.sql, id, officer.accountId) : undefined
  if (!row) return noVisit
  const content = JSON.parse(casework.secrets.unseal(row.sealed, place(row.id))) as Content
  return { id: row.id, way: row.way, until: row.until, ...content }
}

/** Writes down for whom the person at the window applies, and with which 授权书. */
export const changeVisit = async (casework: Casework, visit: Visit, change: Omit<Content, 'present'>): Promise<Visit> => {
  const content: Content = { present: visit.present, ...change }
  const sealed = casework.secrets.seal(JSON.stringify(content), place(visit.id))
  await updateVisit(casework.db.sql, visit.id, change.applicant.id, sealed)
  return { id: visit.id, way: visit.way, until: visit.until, ...content }
}

/** The drafts that this visit may open: those of the person whose code was shown; none when he was recognised otherwise. */
export const draftsOf = async ({ db }: Casework, { way, applicant, present }: Visit) => {
  const isHis = way === 'code' && (applicant.id === present.id || applicant.kind === 'organisation')
  return isHis ? holding([applicant.id], () => listDraftRows(db.sql, { owner: applicant.id })) : []
}

/** Nothing is begun for another without his 授权书 (行政许可法 §29). */
export const noMandate: Refusal = {
  refused: 'mandate-missing',
  title: '代办要有授权书，请先扫描或者拍照上传',
  fields: [{ field: 'mandate', message: '代办要有授权书，请先扫描或者拍照上传' }],
}

/** Begins an application for the applicant of a visit. */
export const beginAtWindow = async (
  casework: Casework,
  visit: Visit,
  { item, situation }: { readonly item: string; readonly situation?: Answers | undefined },
  officer: Officer,
  moment: Moment,
): Promise<{ id: string } | Refusal> => {
  if (visit.mandateMissing) return noMandate
  const begun = await createDraft(
    casework,
    { item, situation, viewer: officer, applicant: visit.applicant, mandate: visit.mandate },
    moment,
  )
  if (!isRefusal(begun)) await insertLook(casework.db.sql, visit.id, begun.id, 'begun')
  return begun
}

/** Opens a draft of the person who showed his code, until the visit ends; the look is written down (S-041). */
export const openAtWindow = (casework: Casework, visit: Visit, draftId: string, officer: Officer): Promise<{ id: string } | Refusal> =>
  casework.db.transaction(async (sql) => {
    const mine = (await draftsOf(casework, visit)).some((row) => row.id === draftId)
    const row = mine ? await holding([draftId], () => findDraftRow(sql, draftId, true)) : undefined
    if (!row) return { refused: 'no-such-case', title: '没有这个申请' }
    await holding([draftId], () => openDraftRow(sql, draftId, officer.accountId, visit.until))
    await insertLook(sql, visit.id, draftId, 'opened')
    return { id: draftId }
  })

/** Whether a draft was begun or opened during a visit. */
export const isOfVisit = ({ db }: Casework, visit: Visit, draftId: string): Promise<boolean> =>
  isUuid(draftId) ? hasLook(db.sql, visit.id, draftId) : Promise.resolve(false)
