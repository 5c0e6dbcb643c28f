import { createHash } from 'node:crypto'
import { canonical, type Json } from '../../../kernel/canonical.ts'
import { addDays, type LocalDate } from '../../../kernel/date.ts'
import { checkAnswers, fieldsOf } from '../../../kernel/form.ts'
import { type FieldError, isRefusal, type Refusal } from '../../../kernel/refusal.ts'
import { type Sql, Stale } from '../../../platform/db.ts'
import { bringStandingUpToDate, type Change, type GuideVersion } from '../../catalogue/index.ts'
import type { Viewer } from '../../identity/index.ts'
import { decide, evolve, unopened } from '../decide.ts'
import { findAnswer, keepAnswer } from '../store/answers.ts'
import { type DraftRow, deleteDraftRow, deleteUploads, findDraftRow, type UploadRow, updateDraft } from '../store/drafts.ts'
import { findMatter, insertMatter, type Matter, nextSerial } from '../store/matters.ts'
import type { Act, ActDetails, CaseEvent } from '../terms.ts'
import { append, type RecordedPaper } from './act.ts'
import { outsideGrant } from './acting.ts'
import { notOnline } from './begin.ts'
import { askedAnswers, bringForward, changesSinceTold, type Forward, filesToSend } from './carry-over.ts'
import { closedItem } from './closed.ts'
import { contentOf, type DraftContent, isUuid, keptDays, noDraft, seesDraft } from './draft-content.ts'
import { asJson, type Casework, listedOf, type Moment } from './journal.ts'
import { deliveryWays } from './paper-bodies.ts'
import { isOffered, pinnedOf, toHandIn } from './pin.ts'
import { recused } from './recusal.ts'
import { agentIdOf, openerOf } from './standing.ts'

/** What a submission answers; the same key gives the same answer again. */
export type Submitted = {
  readonly caseId: string
  readonly no: string
  readonly queryCode: string
  readonly stage: string
  readonly papers: readonly RecordedPaper[]
}

type Submission = {
  readonly viewer: Viewer
  /** Idempotency-Key of the request (S-070). */
  readonly key: string
  /** The body of the request; the same key with another body is refused. */
  readonly body?: Json
  /** At the window: the list the clerk ticked. */
  readonly checked?: ActDetails['checked']
}

/** 实施编码 + yyyyMMdd + serial of the day, four digits or as many as it takes (domain.md B2). */
export const caseNumber = (item: string, day: LocalDate, serial: number): string =>
  `${item}${day.replaceAll('-', '')}${String(serial).padStart(4, '0')}`

const wrongMaterials = ({ guide }: GuideVersion, row: DraftRow, files: readonly UploadRow[]): FieldError[] =>
  toHandIn(guide, row.situation)
    .filter((m) => m.need === '1' && !files.some((f) => f.material === m.id))
    .map((m) => ({ field: `m-${m.id}`, message: `请上传${m.name}` }))

const wrongSituation = ({ guide }: GuideVersion, row: DraftRow): FieldError[] =>
  guide.situations
    .filter((s) => !s.options.some(({ value }) => value === row.situation[s.id]))
    .map((s) => ({ field: `s-${s.id}`, message: `请回答：${s.question}` }))

const wrongDelivery = ({ guide }: GuideVersion, { delivery }: DraftContent): FieldError[] => {
  if (isOffered(guide, delivery)) return []
  const offered = guide.deliveries.map((way) => deliveryWays[way]).join('、')
  return [{ field: 'delivery', message: delivery ? `这个事项没有${deliveryWays[delivery.way]}，请选择：${offered}` : '请选择结果送达方式' }]
}

/** Everything that keeps a draft from being submitted. At the window the clerk's ticks stand for uploads. */
const wrongDraft = (
  version: GuideVersion,
  row: DraftRow,
  content: DraftContent,
  files: readonly UploadRow[],
  atWindow: boolean,
): Refusal | undefined => {
  const fields = [
    ...(version.guide.form ? checkAnswers(fieldsOf(version.guide.form), content.answers) : []),
    ...wrongSituation(version, row),
    ...(atWindow ? [] : wrongMaterials(version, row, files)),
    ...wrongDelivery(version, content),
  ]
  return fields.length === 0
    ? undefined
    : { refused: 'incomplete', title: '申请还没有填完', detail: fields.map((f) => f.message).join(';'), fields }
}

const wrongViewer = (viewer: Viewer, { guide }: GuideVersion): Refusal | undefined => {
  if (viewer.kind !== 'applicant') return undefined
  const enough = guide.minimumLevel === 'advanced' ? viewer.level === 'advanced' : viewer.level !== 'unverified'
  return enough
    ? undefined
    : { refused: 'needs-real-name', title: guide.minimumLevel === 'advanced' ? '这件事要高级实名认证' : '这件事要先实名认证' }
}

const guideChanged = (changes: readonly Change[]): Refusal & { readonly changes: readonly Pick<Change, 'kind' | 'says'>[] } => ({
  refused: 'guide-changed',
  title: '办事指南已经更新，请核对申请内容后再提交',
  detail: `${changes.map(({ says }) => says).join(';')}。`,
  article: '办事指南',
  changes: changes.map(({ kind, says }) => ({ kind, says })),
})

/**
 * The draft under the current guide. It is refused once after a version that changes more than wording, with the list of what changed
 * (decisions/0014), and when the item is closed: then it is kept as if it had been saved today.
 */
const underToldGuide = async (sql: Sql, row: DraftRow, viewer: Viewer, { today }: Moment): Promise<Forward | Refusal> => {
  const forward = await bringForward(sql, row)
  if (!forward) return noDraft
  const { version, row: now } = forward
  if (version.state !== 'published') {
    const [, expiresOn = now.expiresOn] = [now.expiresOn, addDays(today.date, keptDays)].sort()
    await updateDraft(sql, { ...now, expiresOn })
    return closedItem(sql, row.item)
  }
  if (!version.guide.form && viewer.kind === 'applicant') return notOnline
  if (row.toldVersion === version.version) return forward
  const changes = await changesSinceTold(sql, row, version.guide)
  const told = { ...now, toldVersion: version.version, revision: now.revision + 1 }
  await updateDraft(sql, told)
  if (changes.length === 0) return { ...forward, row: told }
  return guideChanged(changes)
}

const actOf = (
  row: DraftRow,
  content: DraftContent,
  files: readonly UploadRow[],
  version: GuideVersion,
  { viewer, checked }: Submission,
): Act | undefined => {
  const opener = openerOf(viewer, version.guide.division, row)
  if (!opener) return undefined
  const { applicant, delivery } = content
  const answers = askedAnswers(version.guide, content.answers)
  const materials = filesToSend(version.guide, row.situation, files).map(({ material, sha256, name, size, type: kind }) => ({
    material,
    sha256,
    name,
    size,
    type: kind,
  }))
  return {
    ...opener,
    pinned: pinnedOf(version, row.situation),
    applicant,
    answers,
    materials,
    ...(delivery ? { delivery } : {}),
    ...(content.about ? { about: content.about } : {}),
    ...(checked ? { checked } : {}),
  }
}

const matterOf = (
  row: DraftRow,
  content: DraftContent,
  { guide, version }: GuideVersion,
  no: string,
  event: CaseEvent,
  { today, now }: Moment,
): Matter => ({
  id: row.id,
  no,
  division: guide.division,
  item: guide.code,
  itemName: guide.name,
  guideVersion: version,
  department: guide.department,
  departmentCode: guide.departmentCode,
  applicantId: content.applicant.id,
  applicantKind: content.applicant.kind,
  applicantName: content.applicant.name,
  agentId: agentIdOf(content.applicant),
  filedBy: event.by.id,
  submittedAt: now,
  ...listedOf(evolve(unopened, event), [event], today, now),
})

const file = async (
  casework: Casework,
  sql: Sql,
  { row, version, files }: Forward,
  submission: Submission,
  moment: Moment,
): Promise<Submitted | Refusal> => {
  const content = contentOf(casework, row)
  const wrong = wrongViewer(submission.viewer, version) ?? wrongDraft(version, row, content, files, submission.viewer.kind === 'staff')
  const act = actOf(row, content, files, version, submission)
  if (wrong || !act) return wrong ?? noDraft
  const outcome = decide(act, unopened, moment.today)
  if (isRefusal(outcome)) return outcome
  const own = await recused(casework, sql, act, unopened, moment.today)
  const [event] = outcome
  if (own || !event) return own ?? noDraft
  // The serial last: who submits for the same item waits from here to the end.
  const [, , serial] = await Promise.all([
    deleteUploads(sql, row.id),
    deleteDraftRow(sql, row.id),
    nextSerial(sql, row.item, moment.today.date),
  ])
  const no = caseNumber(row.item, moment.today.date, serial)
  const start = { caseId: row.id, no, state: unopened, events: [], position: 0, hash: '', papers: [] }
  const [, at] = await Promise.all([
    insertMatter(sql, matterOf(row, content, version, no, event, moment)),
    append(casework, sql, start, event, version.guide.division, moment, version.guide),
  ])
  return { caseId: row.id, no, queryCode: casework.secrets.queryCode(no), stage: at.state.stage, papers: at.papers }
}

const repeated = async (sql: Sql, subject: string, key: string, digest: string): Promise<Submitted | Refusal | undefined> => {
  const before = await findAnswer(sql, subject, key)
  if (!before) return undefined
  if (before.digest !== digest) return { refused: 'idempotency-key-reused', title: '这个 Idempotency-Key 已用于另一次提交' }
  return before.answer as Submitted
}

const submitIn = async (casework: Casework, sql: Sql, id: string, submission: Submission, moment: Moment): Promise<Submitted | Refusal> => {
  const { viewer, key } = submission
  const subject = viewer.kind === 'visitor' ? '' : viewer.accountId
  const digest = createHash('sha256')
    .update(canonical({ draft: id, body: submission.body ?? null }))
    .digest('hex')
  const [answered, row, matter] = await Promise.all([
    repeated(sql, subject, key, digest),
    findDraftRow(sql, id, true),
    findMatter(sql, id),
    bringStandingUpToDate(sql, moment.today.date),
  ])
  if (answered) return answered
  // While this one waited for the draft, the same request may have been answered.
  if (!row) return (await repeated(sql, subject, key, digest)) ?? alreadySubmitted(sql, id, viewer)
  if (!seesDraft(viewer, row)) return noDraft
  const refusal = outsideGrant(viewer, 'apply', row)
  if (refusal) return refusal
  if (matter) return alreadySubmitted(sql, id, viewer)
  const forward = await underToldGuide(sql, row, viewer, moment)
  if (isRefusal(forward)) return forward
  const answer = await file(casework, sql, forward, submission, moment)
  if (!isRefusal(answer)) await keepAnswer(sql, subject, key, digest, asJson(answer))
  return answer
}

const alreadySubmitted = async (sql: Sql, id: string, viewer: Viewer): Promise<Refusal> => {
  const matter = await findMatter(sql, id)
  if (!matter || !seesDraft(viewer, { ...matter, owner: matter.filedBy, openedBy: null })) return noDraft
  return { refused: 'already-submitted', title: `已经提交过，办件编号 ${matter.no}`, state: matter.stage }
}

/**
 * Submits a draft (S-070, S-071): checks, 办件编号, case, journal, paper, outbox and the kept answer in one transaction. The same key and body
 * give the same answer; a refusal keeps nothing, so the same key may be used again.
 */
export const submitDraft = async (casework: Casework, id: string, submission: Submission, moment: Moment): Promise<Submitted | Refusal> => {
  if (!isUuid(id)) return noDraft
  const once = () => casework.db.transaction((sql) => submitIn(casework, sql, id, submission, moment))
  try {
    return await once()
  } catch (error) {
    // The same key was answered for another draft at the same moment; now that answer is there to be seen.
    if (error instanceof Stale) return once()
    throw error
  }
}
