import { randomUUID } from 'node:crypto'
import { addDays } from '../../../kernel/date.ts'
import { type Answers, fieldsOf } from '../../../kernel/form.ts'
import { isRefusal, type Refusal } from '../../../kernel/refusal.ts'
import type { Sql } from '../../../platform/db.ts'
import { recordFile } from '../../../platform/files.ts'
import { bringStandingUpToDate, findGuide, type Guide, type GuideVersion } from '../../catalogue/index.ts'
import type { Viewer } from '../../identity/index.ts'
import { walkInId } from '../rules/walk-in.ts'
import { insertDraft, insertUpload } from '../store/drafts.ts'
import type { Applicant, HandedIn } from '../terms.ts'
import { lostStanding, outsideGrant } from './acting.ts'
import { closedItem } from './closed.ts'
import { accountOf, type DraftContent, keptDays, noDraft, sealDraft } from './draft-content.ts'
import type { Casework, Moment } from './journal.ts'
import { agentIdOf, applicantOf, type Known, knownOf } from './standing.ts'

export const notOnline: Refusal = {
  refused: 'item-not-online',
  title: '这个事项不能在网上申请，请到窗口办理',
  article: '办事指南',
}

/** Online there must be a form to fill in; at the window any published item can be begun. */
export const applicable = async (sql: Sql, version: GuideVersion | undefined, viewer: Viewer): Promise<Refusal | undefined> => {
  if (!version) return { refused: 'no-such-item', title: '没有这个事项' }
  if (version.state !== 'published') return closedItem(sql, version.guide.code)
  return version.guide.form || viewer.kind === 'staff' ? undefined : notOnline
}

/** What the platform knows, as answers to the questions of a guide. */
export const prefill = (guide: Guide, known: Known): Answers => {
  const answers: Record<string, string> = {}
  for (const field of guide.form ? fieldsOf(guide.form) : []) {
    const fact = field.prefill && known[field.prefill]
    const option = field.options?.find((o) => o.value === fact || o.label === fact)
    if (fact) answers[field.name] = option?.value ?? fact
  }
  return answers
}

/** An applicant served at the window who has no account in this session. */
export type WalkIn = Pick<Applicant, 'kind' | 'name' | 'idNumber' | 'phone'>
type Begin = {
  readonly item: string
  readonly viewer: Viewer
  readonly situation?: Answers | undefined
  readonly walkIn?: WalkIn | undefined
  /** An applicant who was recognised: at the window, or by 授权书. */
  readonly applicant?: Applicant | undefined
  /** The 授权书 of who applies for him, as the store took it. */
  readonly mandate?: HandedIn | undefined
}

const named = async (
  casework: Casework,
  sql: Sql,
  { viewer, walkIn, applicant }: Begin,
): Promise<{ applicant: Applicant; known: Known } | Refusal> => {
  if (applicant) return { applicant, known: await knownOf(sql, casework.secrets, applicant) }
  if (viewer.kind === 'staff' && walkIn && viewer.roles.includes('clerk')) {
    const known =
      walkIn.kind === 'person'
        ? { 'person.name': walkIn.name, 'person.idNumber': walkIn.idNumber, 'person.phone': walkIn.phone }
        : { 'organisation.name': walkIn.name, 'organisation.uscc': walkIn.idNumber }
    return { applicant: { ...walkIn, id: walkInId(casework.secrets.lookupHash(walkIn.idNumber, 'casework.applicant')) }, known }
  }
  const own = viewer.kind === 'applicant' ? await applicantOf(sql, casework.secrets, viewer) : undefined
  return own ?? { refused: 'needs-real-name', title: '这件事要先实名认证', article: '行政许可法第二十九条' }
}

/** Who applies, and whether the viewer may do it for him (S-050). */
const whoApplies = async (casework: Casework, sql: Sql, begin: Begin): Promise<{ applicant: Applicant; known: Known } | Refusal> => {
  const lost = lostStanding(begin.viewer)
  if (lost) return lost
  const who = await named(casework, sql, begin)
  if (isRefusal(who)) return who
  const { applicant } = who
  return outsideGrant(begin.viewer, 'apply', { applicantId: applicant.id, agentId: agentIdOf(applicant), item: begin.item }) ?? who
}

/** Begins an application: created at once, filled in with what is known, kept 30 days (ui.md §2.4). */
export const createDraft = async (casework: Casework, begin: Begin, { today, now }: Moment): Promise<{ id: string } | Refusal> =>
  casework.db.transaction(async (sql) => {
    await bringStandingUpToDate(sql, today.date)
    const version = await findGuide(sql, begin.item)
    const closed = await applicable(sql, version, begin.viewer)
    if (closed || !version) return closed ?? noDraft
    const who = await whoApplies(casework, sql, begin)
    if (isRefusal(who)) return who
    const answers = prefill(version.guide, who.known)
    const id = randomUUID()
    const by = accountOf(begin.viewer)
    const content: DraftContent = { applicant: who.applicant, answers, prefilled: Object.keys(answers) }
    await insertDraft(sql, {
      id,
      division: version.guide.division,
      item: begin.item,
      guideVersion: version.version,
      owner: by.id,
      applicantId: who.applicant.id,
      agentId: agentIdOf(who.applicant),
      situation: begin.situation ?? {},
      sealed: sealDraft(casework, id, content),
      revision: 1,
      savedAt: now,
      savedBy: by.id,
      savedByName: by.name,
      expiresOn: addDays(today.date, keptDays),
    })
    if (begin.mandate) {
      await recordFile(sql, begin.mandate)
      await insertUpload(sql, { ...begin.mandate, id: randomUUID(), caseId: id, division: version.guide.division, by: by.id, at: now })
    }
    return { id }
  })
