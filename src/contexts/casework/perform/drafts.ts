import { randomUUID } from 'node:crypto'
import { addDays } from '../../../kernel/date.ts'
import type { Answers } from '../../../kernel/form.ts'
import type { Refusal } from '../../../kernel/refusal.ts'
import type { Sql } from '../../../platform/db.ts'
import { recordFile } from '../../../platform/files.ts'
import type { Change, Guide } from '../../catalogue/index.ts'
import type { Viewer } from '../../identity/index.ts'
import { isMoreAsked } from '../rules/beside.ts'
import { moreMaterial, promiseMaterial } from '../rules/guard.ts'
import {
  type DraftRow,
  deleteDraftRow,
  deleteUpload,
  deleteUploads,
  findDraftRow,
  insertUpload,
  listDraftRows,
  listUploads,
  type UploadRow,
  updateDraft,
} from '../store/drafts.ts'
import { findMatter } from '../store/matters.ts'
import type { About } from '../terms/course.ts'
import type { Applicant, Case, Delivery } from '../terms.ts'
import { outsideGrant, reachOf } from './acting.ts'
import { askedAnswers, bringForward, changesSinceBegun, confirmTasks, tasksAt, underCurrent } from './carry-over.ts'
import { type Closed, findClosed } from './closed.ts'
import { accountOf, contentOf, type DraftContent, isUuid, keptDays, noDraft, sealDraft, seesDraft } from './draft-content.ts'
import { type Casework, findCase, type Moment } from './journal.ts'
import { toHandIn } from './pin.ts'
import { reopenCase } from './reopened.ts'
import { sees } from './standing.ts'

const mostFiles = 60

/** A draft with the guide it is filled in under. `revision` grows with each change; `savedBy` says who changed it last. */
export type Draft = {
  readonly id: string
  /** The current version; of a case that waits for its applicant, the version of the case. */
  readonly guide: Guide
  /** The version whose changes the applicant was told of: submission goes through only under the current one. */
  readonly guideVersion: number
  readonly currentVersion: number
  /** What has changed since `begunVersion`, wording alone left out. */
  readonly changes: readonly Change[]
  readonly begunVersion: number
  /** Tasks that a change touched and nobody has confirmed since. */
  readonly reopened: readonly string[]
  readonly carriedFrom?: string
  readonly answers: Answers
  readonly situation: Answers
  readonly delivery?: Delivery
  /** The licence it is about. */
  readonly about?: About
  readonly files: readonly UploadRow[]
  readonly revision: number
  readonly savedAt: string
  readonly savedBy: { readonly id: string; readonly name: string }
  readonly keptUntil: string
  readonly applicant: Applicant
  readonly prefilled: ReadonlySet<string>
  /** Why the item is not handled just now, and what took its place. */
  readonly closed?: Closed
}

/** What a patch may change; members that are absent stay. */
export type DraftPatch = {
  readonly answers?: Answers | undefined
  readonly situation?: Answers | undefined
  readonly delivery?: Delivery | undefined
  /** Tasks of `reopened` that were looked at and stay as they are. */
  readonly confirmed?: readonly string[] | undefined
  /** The revision the writer saw; a later one is overwritten all the same, and its writer named. */
  readonly revision?: number | undefined
}
export type Saved = {
  readonly revision: number
  readonly savedAt: string
  readonly keptUntil: string
  /** Somebody else had saved since the writer looked. */
  readonly overwrote?: { readonly name: string; readonly at: string }
}

const draftOf = async (casework: Casework, sql: Sql, row: DraftRow): Promise<Draft | undefined> => {
  const forward = await underCurrent(sql, row)
  if (!forward) return undefined
  const { version, files } = forward
  const content = contentOf(casework, row)
  const closed = version.state === 'published' ? undefined : await findClosed(sql, row.item)
  return {
    id: row.id,
    guide: version.guide,
    guideVersion: row.isOfCase ? row.guideVersion : row.toldVersion,
    currentVersion: version.version,
    changes: await changesSinceBegun(sql, forward),
    begunVersion: row.begunVersion,
    reopened: forward.row.reopened,
    ...(row.carriedFrom ? { carriedFrom: row.carriedFrom } : {}),
    answers: content.answers,
    situation: row.situation,
    ...(content.delivery ? { delivery: content.delivery } : {}),
    ...(content.about ? { about: content.about } : {}),
    files,
    revision: row.revision,
    savedAt: row.savedAt,
    savedBy: { id: row.savedBy, name: row.savedByName },
    keptUntil: row.expiresOn,
    applicant: content.applicant,
    prefilled: new Set(content.prefilled),
    ...(closed ? { closed } : {}),
  }
}

/** A draft for whoever has been let in by other means: the person before the customer screen. */
export const readDraft = async (casework: Casework, id: string): Promise<Draft | undefined> => {
  const row = await findDraftRow(casework.db.sql, id)
  return row && draftOf(casework, casework.db.sql, row)
}

/** A draft that the viewer may see; undefined for another's as for none (S-041). */
export const findDraft = async (casework: Casework, id: string, viewer: Viewer): Promise<Draft | undefined> => {
  const row = isUuid(id) ? await findDraftRow(casework.db.sql, id) : undefined
  return row && seesDraft(viewer, row) ? draftOf(casework, casework.db.sql, row) : undefined
}

/** The viewer's drafts, the last saved first. */
export const listMyDrafts = async (casework: Casework, viewer: Viewer): Promise<Draft[]> => {
  const reach = reachOf(viewer)
  const rows = reach ? await listDraftRows(casework.db.sql, reach) : []
  const drafts = await Promise.all(rows.map((row) => draftOf(casework, casework.db.sql, row)))
  return drafts.filter((draft) => draft !== undefined)
}

/** A case that waits for its applicant, opened by him. */
const reopened = async (casework: Casework, sql: Sql, id: string, viewer: Viewer, moment: Moment): Promise<DraftRow | undefined> => {
  const loaded = await findCase(casework, sql, id)
  if (!loaded || !sees(viewer, loaded.matter) || viewer.kind !== 'applicant') return undefined
  const by = accountOf(viewer)
  return reopenCase(casework, sql, loaded, { owner: by.id, by }, moment)
}

const editable = async (casework: Casework, sql: Sql, handle: string, viewer: Viewer, moment: Moment): Promise<DraftRow | undefined> => {
  const id = isUuid(handle) ? handle : (await findMatter(sql, handle))?.id
  const row = id ? await findDraftRow(sql, id, true) : undefined
  if (row) return seesDraft(viewer, row) ? row : undefined
  return id ? reopened(casework, sql, id, viewer, moment) : undefined
}

/** The row under the version that is current now, brought there for good, with its guide. */
const inHand = async (
  casework: Casework,
  sql: Sql,
  handle: string,
  viewer: Viewer,
  moment: Moment,
): Promise<{ row?: DraftRow; guide?: Guide; refusal?: Refusal }> => {
  const row = await editable(casework, sql, handle, viewer, moment)
  const refusal = row && outsideGrant(viewer, row.isOfCase ? 'correct' : 'apply', row)
  if (refusal) return { refusal }
  const forward = row && (await bringForward(sql, row))
  return forward ? { row: forward.row, guide: forward.version.guide } : {}
}

/**
 * Saves what was typed, right or wrong: nothing is validated away, questions the form does not have are not kept. A later writer wins;
 * `overwrote` names whose change it followed.
 */
export const saveDraft = (
  casework: Casework,
  handle: string,
  patch: DraftPatch,
  viewer: Viewer,
  moment: Moment,
): Promise<Saved | Refusal> =>
  casework.db.transaction(async (sql) => {
    const { row, guide, refusal } = await inHand(casework, sql, handle, viewer, moment)
    if (!row || !guide) return refusal ?? noDraft
    const confirmed = [...tasksAt(guide, patch), ...(patch.confirmed ?? [])]
    const before = contentOf(casework, row)
    const content: DraftContent = {
      ...before,
      answers: { ...before.answers, ...askedAnswers(guide, patch.answers ?? {}) },
      ...(patch.delivery ? { delivery: patch.delivery } : {}),
    }
    const by = accountOf(viewer)
    const later = addDays(moment.today.date, keptDays)
    const next: DraftRow = {
      ...row,
      reopened: row.reopened.filter((task) => !confirmed.includes(task)),
      situation: { ...row.situation, ...patch.situation },
      sealed: sealDraft(casework, row.id, content),
      revision: row.revision + 1,
      savedAt: moment.now,
      savedBy: by.id,
      savedByName: by.name,
      expiresOn: [row.expiresOn, later].sort().at(-1) ?? later,
    }
    await updateDraft(sql, next)
    const overwrote =
      patch.revision !== undefined && patch.revision !== row.revision ? { overwrote: { name: row.savedByName, at: row.savedAt } } : {}
    return { revision: next.revision, savedAt: next.savedAt, keptUntil: next.expiresOn, ...overwrote }
  })

/** Whether the viewer may hand in files for this handle now; says nothing about which. */
export const mayHandIn = (casework: Casework, handle: string, viewer: Viewer): Promise<boolean> =>
  casework.db.transaction(async (sql) => {
    const id = isUuid(handle) ? handle : (await findMatter(sql, handle))?.id
    const row = id ? await findDraftRow(sql, id) : undefined
    if (row) return seesDraft(viewer, row)
    const loaded = id ? await findCase(casework, sql, id) : undefined
    return loaded !== undefined && viewer.kind === 'applicant' && sees(viewer, loaded.matter)
  })

/** Which materials may be handed in now: those of the situation, or those a 补正 or 容缺 names. */
const wanted = (guide: Guide, row: DraftRow, state: Case | undefined): readonly string[] => {
  if (state?.stage === 'acceptedWithGaps') return state.gaps?.missing ?? []
  if (state?.stage === 'correcting')
    return [...(state.correction?.defects ?? []).map((d) => d.target), ...toHandIn(guide, row.situation).map((m) => m.id)]
  if (state && isMoreAsked(state)) return [...guide.materials.map((m) => m.id), moreMaterial]
  const promised = guide.onPromise || guide.materials.some((m) => m.need === '3') ? [promiseMaterial] : []
  return [...(state ? guide.materials : toHandIn(guide, row.situation)).map((m) => m.id), ...promised]
}

/** A file as the store took it. */
export type StoredFile = {
  readonly material: string
  readonly sha256: string
  readonly name: string
  readonly size: number
  readonly type: string
}

/** Hands in one file for a material of a draft, or of a case that waits for its applicant. */
export const addDraftFile = (
  casework: Casework,
  handle: string,
  file: StoredFile,
  viewer: Viewer,
  moment: Moment,
): Promise<{ id: string } | Refusal> =>
  casework.db.transaction(async (sql) => {
    const { row, guide, refusal } = await inHand(casework, sql, handle, viewer, moment)
    if (!row || !guide) return refusal ?? noDraft
    const state = (await findCase(casework, sql, row.id))?.state
    if (!wanted(guide, row, state).includes(file.material)) return { refused: 'no-such-material', title: '这个申请不需要这份材料' }
    const files = await listUploads(sql, row.id)
    if (files.length >= mostFiles) return { refused: 'too-many-files', title: `一个申请最多上传${mostFiles}个文件` }
    const id = randomUUID()
    await recordFile(sql, file)
    await insertUpload(sql, { id, caseId: row.id, division: row.division, by: accountOf(viewer).id, at: moment.now, ...file })
    await confirmTasks(sql, row, [`m-${file.material}`])
    return { id }
  })

const mandateStays: Refusal = { refused: 'mandate-stays', title: '授权书要随申请留下。要换授权书，请删除这份草稿，重新开始' }

/** Takes a file back before it is submitted; not the 授权书, by which one applies for another at all. */
export const removeDraftFile = (
  casework: Casework,
  handle: string,
  fileId: string,
  viewer: Viewer,
  moment: Moment,
): Promise<{ id: string } | Refusal> =>
  casework.db.transaction(async (sql) => {
    const { row, refusal } = isUuid(fileId) ? await inHand(casework, sql, handle, viewer, moment) : {}
    if (refusal) return refusal
    const files = row ? await listUploads(sql, row.id) : []
    if (files.some(({ id, material }) => id === fileId && material === 'mandate')) return mandateStays
    return row && (await deleteUpload(sql, row.id, fileId)) ? { id: fileId } : { refused: 'no-such-file', title: '没有这个文件' }
  })

/** Throws a draft away with its files. */
export const deleteDraft = (casework: Casework, id: string, viewer: Viewer): Promise<{ id: string } | Refusal> =>
  casework.db.transaction(async (sql) => {
    const row = isUuid(id) ? await findDraftRow(sql, id, true) : undefined
    if (!row || !seesDraft(viewer, row) || (await findMatter(sql, id))) return noDraft
    const refusal = outsideGrant(viewer, 'apply', row)
    if (refusal) return refusal
    await deleteUploads(sql, id)
    await deleteDraftRow(sql, id)
    return { id }
  })
