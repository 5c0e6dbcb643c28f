import { randomUUID } from 'node:crypto'
import { addDays } from '../../../kernel/date.ts'
import { type Answers, type Field, fieldsOf, wrongAnswer } from '../../../kernel/form.ts'
import type { Refusal } from '../../../kernel/refusal.ts'
import type { Sql } from '../../../platform/db.ts'
import { findGuide, type Guide } from '../../catalogue/index.ts'
import type { Viewer } from '../../identity/index.ts'
import { type DraftRow, findCarried, findDraftRow, insertDraft, insertUpload, type UploadRow, updateDraft } from '../store/drafts.ts'
import { applicable, prefill } from './begin.ts'
import { bringForward, type Forward } from './carry-over.ts'
import { findClosed } from './closed.ts'
import { accountOf, contentOf, type DraftContent, isUuid, keptDays, noDraft, sealDraft, seesDraft } from './draft-content.ts'
import type { Casework, Moment } from './journal.ts'
import { agentIdOf, knownOf } from './standing.ts'

/** The draft to be changed, locked; undefined for another's, and for what belongs to a case. */
const ownRow = async (sql: Sql, id: string, viewer: Viewer): Promise<DraftRow | undefined> => {
  const row = isUuid(id) ? await findDraftRow(sql, id, true) : undefined
  return row && seesDraft(viewer, row) && !row.isOfCase ? row : undefined
}

/** The applicant has read what changed of the guide; the draft may be submitted under the version that is current now. */
export const acknowledgeVersion = (casework: Casework, id: string, viewer: Viewer): Promise<{ version: number } | Refusal> =>
  casework.db.transaction(async (sql) => {
    const row = await ownRow(sql, id, viewer)
    const forward = row && (await bringForward(sql, row))
    if (!forward) return noDraft
    const { version } = forward.version
    await updateDraft(sql, { ...forward.row, toldVersion: version })
    return { version }
  })

/** The option of the same value or label; the answer itself where there is nothing to choose from. */
const sameAnswer = (older: Field, newer: Field, answer: string | readonly string[]): string | readonly string[] => {
  if (!newer.options) return answer
  const now = [answer].flat().flatMap((value) => {
    const label = older.options?.find((o) => o.value === value)?.label ?? value
    const option = newer.options?.find((o) => o.label === label) ?? newer.options?.find((o) => o.value === value)
    return option ? [option.value] : []
  })
  return newer.kind === 'checkboxes' ? now : (now[0] ?? '')
}

/** Answers to the questions of the same name; one that would be wrong there is left for the applicant to give. */
const carriedAnswers = (older: Guide, newer: Guide, answers: Answers): Answers => {
  const before = older.form ? fieldsOf(older.form) : []
  const carried = (newer.form ? fieldsOf(newer.form) : []).flatMap((field) => {
    const same = before.find((one) => one.name === field.name) ?? before.find((one) => one.label === field.label)
    const answer = same && answers[same.name]
    const now = same && answer !== undefined ? sameAnswer(same, field, answer) : undefined
    return now !== undefined && now.length > 0 && !wrongAnswer(field, now) ? [[field.name, now] as const] : []
  })
  return Object.fromEntries(carried)
}

/** The situation, as far as the successor asks the same and has the same choice. */
const carriedSituation = (older: Guide, newer: Guide, situation: Answers): Answers => {
  const asked = ({ situations }: Guide): Field[] =>
    situations.map(({ id, question, options }) => ({ name: id, label: question, kind: 'radios', options }))
  const pageOf = (guide: Guide): Guide => ({ ...guide, form: { pages: [{ id: 's', title: '', fields: asked(guide) }] } })
  return carriedAnswers(pageOf(older), pageOf(newer), situation)
}

/** Files of the materials of the same name, and papers that belong to no list (授权书). */
const carriedFiles = (older: Guide, newer: Guide, files: readonly UploadRow[]): UploadRow[] =>
  files.flatMap((file) => {
    const name = file.material.startsWith('gone:')
      ? file.material.slice('gone:'.length)
      : older.materials.find(({ id }) => id === file.material)?.name
    if (name === undefined) return [file]
    const same = newer.materials.find((m) => m.name === name && !m.shared && !m.fromForm)
    return same ? [{ ...file, material: same.id }] : []
  })

const carriedContent = async (casework: Casework, sql: Sql, { row, version }: Forward, newer: Guide): Promise<DraftContent> => {
  const before = contentOf(casework, row)
  const known = prefill(newer, await knownOf(sql, casework.secrets, before.applicant))
  const answers = carriedAnswers(version.guide, newer, before.answers)
  const offered = before.delivery && newer.deliveries.includes(before.delivery.way)
  return {
    applicant: before.applicant,
    answers: { ...known, ...answers },
    prefilled: Object.keys(known).filter((name) => answers[name] === undefined || answers[name] === known[name]),
    ...(offered && before.delivery ? { delivery: before.delivery } : {}),
    ...(before.about ? { about: before.about } : {}),
  }
}

const beginCarried = async (casework: Casework, sql: Sql, from: Forward, newer: Guide, version: number, viewer: Viewer, moment: Moment) => {
  const [id, by] = [randomUUID(), accountOf(viewer)]
  const content = await carriedContent(casework, sql, from, newer)
  await insertDraft(sql, {
    id,
    division: newer.division,
    item: newer.code,
    guideVersion: version,
    owner: by.id,
    applicantId: content.applicant.id,
    agentId: agentIdOf(content.applicant),
    situation: carriedSituation(from.version.guide, newer, from.row.situation),
    sealed: sealDraft(casework, id, content),
    revision: 1,
    savedAt: moment.now,
    savedBy: by.id,
    savedByName: by.name,
    expiresOn: addDays(moment.today.date, keptDays),
    carriedFrom: from.row.id,
  })
  for (const file of carriedFiles(from.version.guide, newer, from.files))
    await insertUpload(sql, { ...file, id: randomUUID(), caseId: id, division: newer.division, by: by.id, at: moment.now })
  return { id }
}

/**
 * A new draft of the item that took the place of a closed one, with the answers, files, situation and delivery that carry the same name.
 * The old draft stays as it is. Asked twice, it is the same new draft.
 */
export const carryToSuccessor = (casework: Casework, id: string, viewer: Viewer, moment: Moment): Promise<{ id: string } | Refusal> =>
  casework.db.transaction(async (sql) => {
    const row = await ownRow(sql, id, viewer)
    const from = row && (await bringForward(sql, row))
    if (!from) return noDraft
    const code = (await findClosed(sql, row.item))?.successor?.code
    if (!code) return { refused: 'no-successor', title: '这个事项没有承接的新事项' }
    const carried = await findCarried(sql, row.id)
    if (carried) return { id: carried }
    const version = await findGuide(sql, code)
    const closed = await applicable(sql, version, viewer)
    if (closed || !version) return closed ?? noDraft
    return beginCarried(casework, sql, from, version.guide, version.version, viewer, moment)
  })
