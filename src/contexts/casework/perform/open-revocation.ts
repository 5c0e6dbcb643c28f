import { randomUUID } from 'node:crypto'
import { isRefusal, type Refusal } from '../../../kernel/refusal.ts'
import { holding } from '../../../platform/wall.ts'
import { findGuide } from '../../catalogue/index.ts'
import type { Viewer } from '../../identity/index.ts'
import { decide, evolve, unopened } from '../decide.ts'
import { insertMatter, nextSerial } from '../store/matters.ts'
import type { About } from '../terms/course.ts'
import type { Applicant, CaseEvent, Pinned } from '../terms.ts'
import { append } from './act.ts'
import { type Casework, findCase, listedOf, type Moment } from './journal.ts'
import { pinnedOf } from './pin.ts'
import { recused } from './recusal.ts'
import { actorFor, agentIdOf } from './standing.ts'
import { caseNumber } from './submit.ts'

/** A 撤销 as an officer opens it: of which licence, given by which case, why and by which law. */
export type OpenRevocation = {
  readonly about: About
  readonly item: string
  /** The 办件编号 of the case that gave the licence; its applicant is the holder. */
  readonly given: string
  readonly reason: string
  readonly basis: string
  readonly viewer: Viewer
}

/** The law sets no term for 撤销, and it has no steps: it is told, heard, proposed and decided. */
const pinnedFor = (pinned: Pinned): Pinned => ({ ...pinned, legal: null, promised: null, instant: false, steps: [], toleratesGaps: false })

const noHolder: Refusal = { refused: 'no-such-case', title: '没有找到发证的办件' }

/**
 * Opens a case of 撤销 (行政许可法 §69) about the holder of a licence, in one transaction with what is born with it. Whose licence an officer
 * may take up is the caller's to check.
 */
export const openRevocation = (
  casework: Casework,
  { about, item, given, reason, basis, viewer }: OpenRevocation,
  moment: Moment,
): Promise<{ caseId: string; no: string } | Refusal> =>
  casework.db.transaction(async (sql) => {
    const version = await findGuide(sql, item)
    const before = (await holding([given], () => findCase(casework, sql, given)))?.state
    const applicant = before?.applicant
    const by = actorFor(viewer, 'openRevocation')
    if (!version || !before || !applicant || !by) return noHolder
    const filing = {
      pinned: pinnedFor(pinnedOf(version)),
      applicant,
      about: { ...about, reason },
      answers: before.answers,
      materials: before.materials,
    }
    const act = { type: 'openRevocation', by, reason, basis, ...filing } as const
    const outcome = (await recused(casework, sql, act, unopened, moment.today)) ?? decide(act, unopened, moment.today)
    if (isRefusal(outcome)) return outcome
    const [event] = outcome
    if (!event) return noHolder
    const [id, no] = [randomUUID(), caseNumber(item, moment.today.date, await nextSerial(sql, item, moment.today.date))]
    await insertMatter(sql, matterOf(id, no, event, filing.pinned, applicant, moment))
    const start = { caseId: id, no, state: unopened, events: [], position: 0, hash: '', papers: [] }
    await append(casework, sql, start, event, filing.pinned.division, moment)
    return { caseId: id, no }
  })

const matterOf = (id: string, no: string, event: CaseEvent, pinned: Pinned, applicant: Applicant, { today, now }: Moment) => ({
  id,
  no,
  division: pinned.division,
  item: pinned.item,
  itemName: pinned.itemName,
  guideVersion: pinned.guideVersion,
  department: pinned.department,
  departmentCode: pinned.departmentCode,
  applicantId: applicant.id,
  applicantKind: applicant.kind,
  applicantName: applicant.name,
  agentId: agentIdOf(applicant),
  filedBy: event.by.id,
  submittedAt: now,
  ...listedOf(evolve(unopened, event), [event], today, now),
})
