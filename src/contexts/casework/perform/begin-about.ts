import { randomUUID } from 'node:crypto'
import { addDays } from '../../../kernel/date.ts'
import { isRefusal, type Refusal } from '../../../kernel/refusal.ts'
import type { Sql } from '../../../platform/db.ts'
import { recordFile } from '../../../platform/files.ts'
import { holding } from '../../../platform/wall.ts'
import { bringStandingUpToDate, findGuide, type Guide, materialPairs } from '../../catalogue/index.ts'
import type { Viewer } from '../../identity/index.ts'
import { insertDraft, insertUpload } from '../store/drafts.ts'
import { insertLook } from '../store/visits.ts'
import type { About } from '../terms/course.ts'
import type { Applicant, Case } from '../terms.ts'
import { outsideGrant } from './acting.ts'
import { applicable, prefill } from './begin.ts'
import { accountOf, type DraftContent, keptDays, noDraft, sealDraft } from './draft-content.ts'
import { type Casework, findCase, type Moment } from './journal.ts'
import { agentIdOf, applicantOf, type Known, knownOf } from './standing.ts'
import { noMandate, type Visit } from './visits.ts'

/** What somebody wants done with a licence: `like` is the 办件编号 of the case that gave it. */
export type BeginAbout = {
  readonly about: About
  readonly item: string
  readonly like: string
  readonly viewer: Viewer
  /** The person who stands at the window, when a clerk begins it for him. */
  readonly visit?: Visit
}

const needsVisit: Refusal = { refused: 'not-present', title: '在窗口代持证人提出申请，请先在“综窗收件”里识别来办事的人' }

/** An applicant applies himself; at the window it is who stands there, or for whom he came: no clerk begins it without a visit (S-041). */
const whoApplies = async (
  casework: Casework,
  sql: Sql,
  { viewer, visit, item }: BeginAbout,
): Promise<{ applicant: Applicant; known: Known } | Refusal> => {
  if (visit)
    return visit.mandateMissing ? noMandate : { applicant: visit.applicant, known: await knownOf(sql, casework.secrets, visit.applicant) }
  if (viewer.kind === 'staff') return needsVisit
  const own = viewer.kind === 'applicant' ? await applicantOf(sql, casework.secrets, viewer) : undefined
  if (!own) return { refused: 'needs-real-name', title: '这件事要先实名认证', article: '行政许可法第二十九条' }
  return outsideGrant(viewer, 'apply', { applicantId: own.applicant.id, item }) ?? own
}

/**
 * What was handed in for the licence need not be handed in again (鄂尔多斯市政务服务条例第三十条); only where the guide still asks for it,
 * under the id it has now: `filed` is the version the licence was applied for under.
 */
const carriedFiles = (guide: Guide, filed: Guide, before: Case | undefined) => {
  const ids = new Map(materialPairs(filed, guide).flatMap(({ older, newer }) => (older && newer ? [[older.id, newer.id] as const] : [])))
  return (before?.materials ?? []).flatMap((file) => {
    const material = ids.get(file.material)
    return material ? [{ ...file, material }] : []
  })
}

const contentFor = (guide: Guide, before: Case | undefined, who: { applicant: Applicant; known: Known }, about: About): DraftContent => {
  const answers = { ...(before?.answers ?? {}), ...prefill(guide, who.known) }
  return {
    applicant: who.applicant,
    answers,
    prefilled: Object.keys(answers),
    about: { ...about, ...(about.kind === 'change' && before ? { was: before.answers } : {}) },
    ...(before?.delivery ? { delivery: before.delivery } : {}),
  }
}

/** Begun during a visit: that is written down, and the 授权书 goes with it. */
const brought = async (
  sql: Sql,
  { id: visit, mandate }: Visit,
  { id, ...rest }: { readonly id: string; readonly division: string; readonly by: string; readonly at: string },
): Promise<void> => {
  await insertLook(sql, visit, id, 'begun')
  if (!mandate) return
  await recordFile(sql, mandate)
  await insertUpload(sql, { ...mandate, id: randomUUID(), caseId: id, ...rest })
}

/**
 * Begins an application about a licence: the same item, filled in with what the licence was given on, its files taken over. Whether it may
 * be asked for is the caller's to know; the submission asks again.
 */
export const createDraftAbout = (casework: Casework, begin: BeginAbout, { today, now }: Moment): Promise<{ id: string } | Refusal> =>
  casework.db.transaction(async (sql) => {
    await bringStandingUpToDate(sql, today.date)
    const version = await findGuide(sql, begin.item)
    const closed = await applicable(sql, version, begin.viewer)
    if (closed || !version) return closed ?? noDraft
    const before = (await holding([begin.like], () => findCase(casework, sql, begin.like)))?.state
    const who = await whoApplies(casework, sql, begin)
    if (isRefusal(who)) return who
    const [id, by] = [randomUUID(), accountOf(begin.viewer)]
    const { division } = version.guide
    await insertDraft(sql, {
      id, division, item: begin.item, guideVersion: version.version, owner: by.id, applicantId: who.applicant.id, agentId: agentIdOf(who.applicant),
      situation: before?.pinned?.situation ?? {}, sealed: sealDraft(casework, id, contentFor(version.guide, before, who, begin.about)), revision: 1,
      savedAt: now, savedBy: by.id, savedByName: by.name, expiresOn: addDays(today.date, keptDays),
    }) // biome-ignore format: a row
    const filed = await findGuide(sql, begin.item, before?.pinned?.guideVersion)
    for (const file of carriedFiles(version.guide, filed?.guide ?? version.guide, before))
      await insertUpload(sql, { ...file, id: randomUUID(), caseId: id, division, by: by.id, at: now })
    if (begin.visit) await brought(sql, begin.visit, { id, division, by: by.id, at: now })
    return { id }
  })
