import { type Answers, fieldsOf } from '../../../kernel/form.ts'
import type { Sql } from '../../../platform/db.ts'
import { type Change, changesBetween, findGuide, type Guide, type GuideVersion, materialPairs, policyOf } from '../../catalogue/index.ts'
import { taskOf } from '../rules/tasks.ts'
import { type DraftRow, listUploads, moveUploads, type UploadRow, updateDraft } from '../store/drafts.ts'
import { inSituation, toHandIn } from './pin.ts'

/** Under this a file is kept whose material the guide does not know any more; the name finds it again should it come back. */
const goneMaterial = (name: string): string => `gone:${name}`

/** Whether a difference meets somebody in this situation: a material that neither version asks of him does not. */
const concerns = ({ kind, touches }: Change, older: Guide, newer: Guide, situation: Answers): boolean => {
  if (touches?.part !== 'material') return true
  const was = older.materials.find(({ id }) => id === touches.before)
  const now = kind === 'materialRemoved' ? undefined : newer.materials.find(({ id }) => id === touches.id)
  return [was, now].some((material) => material && inSituation(material, situation))
}

/** The differences an applicant in this situation is told of; a change of wording alone is none. */
export const toldChanges = (older: Guide, newer: Guide, situation: Answers): Change[] =>
  changesBetween(older, newer).filter((change) => policyOf(change).draft !== 'quiet' && concerns(change, older, newer, situation))

type Held = { readonly reopened: readonly string[]; readonly files: readonly UploadRow[] }

/**
 * What a draft holds, as the newer version has it: files follow their material under its new id, those of a material that is gone are put
 * aside, touched tasks are reopened (decisions/0014). Nothing is dropped.
 */
export const broughtForward = (held: Held, older: Guide, newer: Guide): Held => {
  const ids = new Map<string, string>()
  for (const { older: was, newer: now } of materialPairs(older, newer)) {
    if (was) ids.set(was.id, now?.id ?? goneMaterial(was.name))
    else if (now) ids.set(goneMaterial(now.name), now.id)
  }
  const touched = changesBetween(older, newer).filter((change) => policyOf(change).draft === 'reopen')
  const before = held.reopened.map((task) => (task.startsWith('m-') ? `m-${ids.get(task.slice(2)) ?? task.slice(2)}` : task))
  return {
    reopened: [...new Set([...before, ...touched.flatMap(({ touches }) => (touches ? [taskOf(touches)] : []))])],
    files: held.files.map((file) => ({ ...file, material: ids.get(file.material) ?? file.material })),
  }
}

/** A draft under the version that is current now; `row` and `files` as they would be written. */
export type Forward = { readonly row: DraftRow; readonly version: GuideVersion; readonly files: readonly UploadRow[] }

/** The draft as the current version has it; nothing is written. That of a case stays with the version of its case. */
export const underCurrent = async (sql: Sql, row: DraftRow): Promise<Forward | undefined> => {
  const [files, current] = await Promise.all([listUploads(sql, row.id), row.isOfCase ? undefined : findGuide(sql, row.item)])
  if (current?.version === row.guideVersion) return { row, version: current, files }
  const own = await findGuide(sql, row.item, row.guideVersion)
  if (!own || !current) return own && { row, version: own, files }
  const held = broughtForward({ reopened: row.reopened, files }, own.guide, current.guide)
  return { row: { ...row, guideVersion: current.version, reopened: held.reopened }, version: current, files: held.files }
}

/** Brings a draft to the current version for good, before anything is changed in it. The row is to be locked. */
export const bringForward = async (sql: Sql, row: DraftRow): Promise<Forward | undefined> => {
  const forward = await underCurrent(sql, row)
  if (!forward || forward.row.guideVersion === row.guideVersion) return forward
  await moveUploads(sql, forward.files)
  await updateDraft(sql, forward.row)
  return forward
}

/** What has changed since the applicant was told last. */
export const changesSinceTold = async (sql: Sql, row: DraftRow, now: Guide): Promise<readonly Change[]> => {
  const told = await findGuide(sql, row.item, row.toldVersion)
  return told ? toldChanges(told.guide, now, row.situation) : []
}

/** What has changed since the draft was begun, and which version that was. */
export const changesSinceBegun = async (sql: Sql, { row, version }: Forward): Promise<readonly Change[]> => {
  if (row.isOfCase || row.begunVersion === version.version) return []
  const begun = await findGuide(sql, row.item, row.begunVersion)
  return begun ? toldChanges(begun.guide, version.guide, row.situation) : []
}

/** The answers that a guide asks for; those to questions it does not have any more stay in the draft and are not sent. */
export const askedAnswers = (guide: Guide, answers: Answers): Answers => {
  const names = new Set(guide.form ? fieldsOf(guide.form).map(({ name }) => name) : [])
  return Object.fromEntries(Object.entries(answers).filter(([name]) => names.has(name)))
}

/** The files that are sent: not those of a material that is gone, shared, or not of this situation. Papers beside the list (授权书) are. */
export const filesToSend = (guide: Guide, situation: Answers, files: readonly UploadRow[]): UploadRow[] => {
  const asked = new Set(toHandIn(guide, situation).map(({ id }) => id))
  const listed = new Set(guide.materials.map(({ id }) => id))
  return files.filter(({ material }) => asked.has(material) || !(listed.has(material) || material.startsWith('gone:')))
}

/** The tasks that a change of a draft has been at: they need not be confirmed any more. */
export const tasksAt = (
  guide: Guide,
  patch: { readonly answers?: Answers | undefined; readonly situation?: Answers | undefined; readonly delivery?: object | undefined },
): string[] => [
  ...(guide.form?.pages ?? []).filter(({ fields }) => fields.some(({ name }) => name in (patch.answers ?? {}))).map(({ id }) => `q-${id}`),
  ...(patch.situation ? ['start'] : []),
  ...(patch.delivery ? ['deliver'] : []),
]

/** Takes tasks off the list of those to be confirmed. */
export const confirmTasks = async (sql: Sql, row: DraftRow, tasks: readonly string[]): Promise<void> => {
  const reopened = row.reopened.filter((task) => !tasks.includes(task))
  if (reopened.length < row.reopened.length) await updateDraft(sql, { ...row, reopened })
}
