import { randomUUID } from 'node:crypto'
import type { LocalDate } from '../../../kernel/date.ts'
import { type FieldError, isRefusal, type Refusal } from '../../../kernel/refusal.ts'
import { asStale, type Db, type Sql, Stale } from '../../../platform/db.ts'
import type { Staff } from '../../identity/index.ts'
import { type BothWrote, bringTogether, elementsThatDiffer } from '../rules/bring-forward.ts'
import { conditionFaults } from '../rules/conditions.ts'
import { type DraftAct, draftActs, refuseDraftAct } from '../rules/draft-course.ts'
import { heldButAsked } from '../rules/held.ts'
import { errorsOf, type Finding, lintGuide } from '../rules/lint/index.ts'
import { processProblems } from '../rules/process.ts'
import { appendEntry, findOpenDraft, insertDraft, updateDraft } from '../store/guide-drafts.ts'
import { findGuide, lockPublishing } from '../store/versions.ts'
import type { DraftEntry, GuideDraft, ReturnReason } from '../terms/draft.ts'
import type { Guide } from '../terms.ts'
import { faultsAgainstBase } from './base-lock.ts'
import { checkGuide } from './check-guide.ts'
import { handOf, mayEdit } from './hand.ts'
import { knownLaws } from './laws.ts'
import { unknownSheets } from './own-sheets.ts'
import { hashOf, publishGuide } from './publish.ts'

/** Somebody else wrote in between: his text, and the elements in which the two differ. Nothing was saved. */
export type Conflict = {
  readonly conflict: { readonly revision: number; readonly savedBy: string; readonly savedAt: string; readonly guide: Guide }
  readonly elements: readonly (keyof Guide)[]
}
/** `lacks`: what is not filled in yet; `findings`: what is to be mended. */
export type SavedDraft = { readonly revision: number; readonly lacks: readonly FieldError[]; readonly findings: readonly Finding[] }

/** `seen`: the revision that was read, 0 where there was no draft. `guide` is as it was sent. */
export type DraftSaving = {
  readonly by: Staff
  readonly code: string
  readonly seen: number
  readonly guide: unknown
  readonly reason?: string | undefined
}

const notYours: Refusal = {
  refused: 'not-your-item',
  title: '这个事项不归您维护',
  detail: '只有本部门的事项管理员和政务服务管理部门可以改这个事项',
}

const journal = (sql: Sql, draft: GuideDraft, what: DraftEntry['what'], by: Staff, note: DraftEntry['note'] = {}) =>
  appendEntry(sql, draft.id, {
    what,
    by: by.name,
    byId: by.accountId,
    revision: draft.revision,
    sha256: hashOf(draft.guide),
    note,
  })

const conflictWith = ({ revision, savedBy, savedAt, guide }: GuideDraft, mine: Guide): Conflict => ({
  conflict: { revision, savedBy, savedAt, guide },
  elements: elementsThatDiffer(mine, guide),
})

const begin = async (sql: Sql, { by, code, reason = '' }: DraftSaving, guide: Guide): Promise<number> => {
  const current = await findGuide(sql, code)
  const base = current?.version ?? null
  const started = { id: randomUUID(), code, guide, base, reason, authors: [by.accountId], savedBy: by.name }
  const revision = await insertDraft(sql, started).catch(asStale)
  const draft: GuideDraft = { ...started, revision, state: 'drafting', savedAt: '', returned: [] }
  await journal(sql, draft, 'begun', by, base === null ? {} : { base })
  return revision
}

const write = async (sql: Sql, before: GuideDraft, { by, reason }: DraftSaving, guide: Guide): Promise<number> => {
  const next: GuideDraft = {
    ...before,
    guide,
    reason: reason ?? before.reason,
    revision: before.revision + 1,
    authors: [...new Set([...before.authors, by.accountId])],
    savedBy: by.name,
  }
  if (next.reason === before.reason && elementsThatDiffer(before.guide, guide).length === 0) return before.revision
  await updateDraft(sql, next)
  await journal(sql, next, 'saved', by)
  return next.revision
}

const misshapen = (fields: readonly FieldError[]): Refusal => ({
  refused: 'misshapen',
  title: '内容不合格式，没有保存',
  detail: fields.map(({ field, message }) => `${field}:${message}`).join(';'),
  fields,
})

/** Whether an item may be written to where it stands now, and where the text puts it: nobody moves it out of or into his department. */
const refuseSaving = async (sql: Sql, { by, code }: DraftSaving, guide: Guide): Promise<Refusal | undefined> => {
  const current = await findGuide(sql, code)
  const isMine = mayEdit(by, guide) && (!current || mayEdit(by, current.guide))
  if (!isMine) return notYours
  if (guide.code !== code) return misshapen([{ field: 'code', message: '实施编码与稿子的事项不同' }])
  const unknown = await unknownSheets(sql, guide)
  return unknown.length > 0 ? misshapen(unknown) : undefined
}

/** Whether the draft as it stands takes another word from him. */
const refuseWriting = (before: GuideDraft | undefined, { by, seen }: DraftSaving, guide: Guide): Refusal | undefined => {
  if (!before) return seen > 0 ? { refused: 'closed', title: '这份稿子已经发布或者放弃了，请重新打开事项' } : undefined
  // A text that nobody has published yet belongs to whose draft it is.
  if (!mayEdit(by, before.guide)) return notYours
  return before.state === 'drafting' ? undefined : (refuseDraftAct('submit', before, handOf(by, guide)) ?? notYours)
}

const saveIn = async (sql: Sql, saving: DraftSaving): Promise<SavedDraft | Conflict | Refusal> => {
  const checked = checkGuide(saving.guide)
  if (!checked.guide) return misshapen(checked.wrong)
  const { guide, lacks } = checked
  const refusal = await refuseSaving(sql, saving, guide)
  if (refusal) return refusal
  const before = await findOpenDraft(sql, saving.code, true)
  const closed = refuseWriting(before, saving, guide)
  if (closed) return closed
  if (before && before.revision !== saving.seen) return conflictWith(before, guide)
  const current = await findGuide(sql, saving.code)
  const left = await faultsAgainstBase(
    sql,
    guide,
    [before?.guide, current?.guide].filter((text) => text !== undefined),
  )
  if (left.length > 0) return misshapen(left)
  return {
    revision: before ? await write(sql, before, saving, guide) : await begin(sql, saving, guide),
    lacks,
    findings: await findingsOf(sql, guide),
  }
}

/**
 * Saves what the author has in his hands, complete or not; the first save (`seen` 0) begins the draft. Told back: the new revision and
 * what is still lacking; a conflict with both texts when somebody saved in between; a refusal when it is not his item, is being reviewed,
 * or is no guide. `andThen` is done in the same transaction, only when the text was saved.
 */
export const saveDraft = async (
  db: Db,
  saving: DraftSaving,
  andThen?: (sql: Sql) => Promise<unknown>,
): Promise<SavedDraft | Conflict | Refusal> => {
  const save = () =>
    db.transaction(async (sql) => {
      const saved = await saveIn(sql, saving)
      if ('lacks' in saved) await andThen?.(sql)
      return saved
    })
  return save().catch((error) => {
    if (error instanceof Stale) return save() // somebody began it in the same moment: now it is a conflict
    throw error
  })
}

/** What an act on a draft says: the revision that was read, why it is sent back, on which day it is published. */
export type DraftActing = {
  readonly by: Staff
  readonly code: string
  readonly seen: number
  readonly act: DraftAct
  readonly returned?: readonly ReturnReason[] | undefined
  readonly on: LocalDate
}
export type Acted = { readonly state: GuideDraft['state']; readonly version?: number; readonly both?: readonly BothWrote[] }

/** What is to be mended in a text. */
export const findingsOf = async (sql: Sql, guide: Guide): Promise<readonly Finding[]> => [
  ...lintGuide(guide, await knownLaws(sql, guide)),
  ...heldButAsked(guide),
]

/** What keeps a text from being reviewed or published; empty when nothing does. */
export const obstacles = async (sql: Sql, guide: Guide): Promise<FieldError[]> => {
  const checked = checkGuide(guide)
  if (!checked.guide) return [...checked.wrong]
  const faults = processProblems(guide.steps, guide).map(({ row, message }) => ({ field: `steps.${row}`, message }))
  const errors = errorsOf(await findingsOf(sql, guide)).map(({ field, fix, why }) => ({ field, message: `${fix}。${why}` }))
  return [...checked.lacks, ...conditionFaults(guide), ...faults, ...errors]
}

const incomplete = async (sql: Sql, draft: GuideDraft): Promise<Refusal | undefined> => {
  if (draft.reason.trim() === '')
    return {
      refused: 'no-reason',
      title: '请写明发布理由',
      fields: [{ field: 'reason', message: '请写明发布理由，例如：按新修订的条例调整材料' }],
    }
  const fields = await obstacles(sql, draft.guide)
  return fields.length > 0 ? { refused: 'incomplete', title: '稿子还有没写好的地方', fields } : undefined
}

type Standing = { readonly version: number; readonly guide: Guide } | undefined
type Work = (sql: Sql, draft: GuideDraft, acting: DraftActing, current: Standing) => Promise<Acted | Refusal>

const outdated = (draft: GuideDraft, current: Standing): Refusal | undefined =>
  (current?.version ?? null) === draft.base
    ? undefined
    : {
        refused: 'outdated',
        title: '起草以后发布过新的版本',
        detail: `现行是第 ${current?.version} 版，稿子是按第 ${draft.base ?? 0} 版写的；请先并入现行版本`,
      }

const submit: Work = async (sql, draft, _acting, current) => {
  const same = current !== undefined && elementsThatDiffer(current.guide, draft.guide).length === 0
  if (same) return { refused: 'unchanged', title: '稿子和现行版本没有差别' }
  return outdated(draft, current) ?? (await incomplete(sql, draft)) ?? { state: 'inReview' }
}

const publish: Work = async (sql, draft, { by, on }, current) => {
  const refusal = outdated(draft, current) ?? (await incomplete(sql, draft))
  if (refusal) return refusal
  await publishGuide(sql, draft.guide, { by: by.name, on, reason: draft.reason })
  return { state: 'published', version: (current?.version ?? 0) + 1 }
}

const sendBack: Work = async (_sql, _draft, { returned = [] }) =>
  returned.length > 0
    ? { state: 'drafting' }
    : { refused: 'no-reason', title: '请逐项写明退回的理由', fields: [{ field: 'returned', message: '请至少写明一项退回的理由' }] }

const works: Partial<Record<DraftAct, Work>> = { submit, publish, return: sendBack }

/** Brings what was published since into the draft, also into one begun before the first version; where both wrote an element the draft's text stays and is told. */
const rebase = async (sql: Sql, draft: GuideDraft, by: Staff, current: Standing): Promise<Acted | Refusal> => {
  if (!current || current.version === draft.base) return { refused: 'not-open', title: '稿子就是按现行版本写的，不用并入' }
  const older = draft.base === null ? undefined : await findGuide(sql, draft.code, draft.base)
  const { guide, both } = bringTogether(older?.guide, draft.guide, current.guide)
  const next = { ...draft, guide, base: current.version, state: 'drafting', revision: draft.revision + 1 } as const
  await updateDraft(sql, next)
  await journal(sql, next, 'rebase', by, { base: current.version })
  return { state: 'drafting', both }
}

const perform = async (sql: Sql, draft: GuideDraft, acting: DraftActing): Promise<Acted | Refusal> => {
  const { act, by, returned = [] } = acting
  const current = await findGuide(sql, draft.code)
  if (act === 'rebase') return rebase(sql, draft, by, current)
  const plain: Acted = { state: draftActs[act].to }
  const done = await (works[act]?.(sql, draft, acting, current) ?? plain)
  if (isRefusal(done)) return done
  const next = { ...draft, state: done.state, ...(act === 'return' ? { returned } : act === 'submit' ? { returned: [] } : {}) }
  await updateDraft(sql, next)
  const note = { ...(act === 'return' ? { returned } : {}), ...(done.version ? { version: done.version } : {}) }
  await journal(sql, next, act, by, note)
  return done
}

/**
 * 送审, 退回, 审核通过, 发布 … in one transaction with the journal; publishing makes the version and closes the draft together. Refused:
 * not his part, not open in this state, another revision than the one he read, not complete, not changed, or written over an older version.
 */
export const actOnDraft = (db: Db, acting: DraftActing): Promise<Acted | Refusal | undefined> =>
  db.transaction(async (sql) => {
    await lockPublishing(sql)
    const draft = await findOpenDraft(sql, acting.code, true)
    if (!draft) return undefined
    const refusal = refuseDraftAct(acting.act, draft, handOf(acting.by, draft.guide))
    if (refusal) return refusal
    if (draft.revision !== acting.seen)
      return { refused: 'stale', title: '稿子刚刚被改过，请看过再办', detail: `${draft.savedBy}保存了第 ${draft.revision} 稿` }
    return perform(sql, draft, acting)
  })
