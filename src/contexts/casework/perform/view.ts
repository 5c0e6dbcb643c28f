import { addDays, chineseDate, type LocalDate } from '../../../kernel/date.ts'
import { maskIdNumber, maskName, maskPhone } from '../../../kernel/text.ts'
import { sameText } from '../../../platform/secrets.ts'
import { asSystem, holding } from '../../../platform/wall.ts'
import { findGuide, type Guide } from '../../catalogue/index.ts'
import { listPapers, type PaperEntry } from '../../documents/index.ts'
import type { Viewer } from '../../identity/index.ts'
import { clockOf } from '../rules/clock.ts'
import { queueOf, rowLamp } from '../rules/queue.ts'
import { actWords, insideActs, type Node, nextDate, spineOf, stageWords, type Turn, turnOf } from '../rules/story.ts'
import { listDecided, listOfApplicant, type Matter } from '../store/matters.ts'
import { listMovedDates, type MovedDate } from '../store/night.ts'
import type { About } from '../terms/course.ts'
import {
  type ActName,
  type Applicant,
  type Case,
  type CaseEvent,
  type Clock,
  type Defect,
  type Delivery,
  type Due,
  type Lamp,
  roles,
  type Today,
} from '../terms.ts'
import { reachOf } from './acting.ts'
import { type Casework, findCase, type Loaded } from './journal.ts'
import { materialName } from './paper-bodies.ts'
import { papersFor } from './paper-set.ts'
import { findSinceFiled, type SinceFiled } from './since-filed.ts'
import { openTo, sees } from './standing.ts'

export type TimelineRow = {
  readonly position: number
  readonly act: ActName
  readonly label: string
  readonly on: LocalDate
  readonly doneOn: LocalDate
  readonly at: string
  readonly role: string
  readonly by: string
  readonly unit?: string
  readonly words?: string
}
export type MaterialView = {
  readonly id: string
  readonly name: string
  readonly files: readonly { readonly id: string; readonly name: string; readonly size: number; readonly type: string }[]
}

/** A case as its applicant sees it (ui.md A02); `masked` for the public progress page. Dates are civil dates, instants RFC 3339. */
export type CaseView = {
  readonly id: string
  readonly no: string
  readonly queryCode: string
  readonly item: string
  readonly itemName: string
  readonly guideVersion: number
  readonly guide?: Guide
  /** What has changed of the guide since it was filed; absent where nothing has, and when the case is over. */
  readonly since?: SinceFiled
  readonly department: string
  readonly division: string
  readonly state: Case
  readonly stageWords: string
  readonly turn: Turn
  readonly next?: { readonly what: string; readonly due: Due }
  readonly lamp?: Lamp
  readonly clock: Clock
  /** Dates that a new calendar moved, oldest first. */
  readonly history: readonly MovedDate[]
  readonly open: readonly ActName[]
  readonly nodes: readonly Node[]
  readonly applicant: {
    readonly kind: Applicant['kind']
    readonly name: string
    readonly idNumber: string
    readonly phone: string
    readonly agent?: string
  }
  readonly delivery?: Delivery
  readonly about?: About
  readonly materials: readonly MaterialView[]
  readonly defects: readonly Defect[]
  readonly missing: readonly { readonly id: string; readonly name: string }[]
  readonly decision?: {
    readonly outcome: 'granted' | 'denied'
    readonly on: LocalDate
    readonly reason?: string
    readonly basis?: string
    readonly conditions?: string
    readonly validFrom?: LocalDate
    readonly validTo?: LocalDate
  }
  readonly timeline: readonly TimelineRow[]
  readonly papers: readonly PaperEntry[]
  readonly submittedAt: string
  readonly position: number
  readonly masked: boolean
}

/** What an applicant reads of an act: the reasons he must know; opinions inside the office stay there. */
const told = (e: CaseEvent): string | undefined => {
  if (insideActs.has(e.type)) return undefined
  if (e.by.visit) return '在窗口代申请人提交'
  if (e.type === 'announceHearing' && e.hearingOn)
    return `${chineseDate(e.hearingOn)}${e.hearingTime ?? ''}，${e.place}，主持人${e.presider}`
  if (e.type === 'startSpecial') return `${e.special}，预计${e.expectedDays}个工作日`
  return e.request ?? e.reason ?? (e.type === 'preReviewPass' || e.type === 'endSpecial' ? e.opinion : undefined)
}

/** 谁在什么时候做了什么; names of officers and of the applicant are masked. */
export const timelineOf = ({ events, entries }: Pick<Loaded, 'events' | 'entries'>): TimelineRow[] =>
  events.map((e, i) => {
    const words = told(e)
    return {
      position: i + 1,
      act: e.type,
      label: actWords(e.type, events[0]?.about),
      on: e.on,
      doneOn: e.doneOn,
      at: entries[i]?.at ?? '',
      role: roles[e.by.role],
      by: e.by.role === 'law' ? roles.law : maskName(e.by.name),
      ...(e.by.unit ? { unit: e.by.unit } : {}),
      ...(words ? { words } : {}),
    }
  })

const materialsOf = (state: Case, guide: Guide | undefined): MaterialView[] =>
  [...new Set(state.materials.map((m) => m.material))].map((id) => ({
    id,
    name: materialName(guide, id),
    files: state.materials.filter((m) => m.material === id).map(({ sha256, name, size, type }) => ({ id: sha256, name, size, type })),
  }))

const decisionOf = (events: readonly CaseEvent[]): CaseView['decision'] => {
  const e = events.findLast(({ type }) => type === 'grant' || type === 'deny' || type === 'deemRenew')
  if (!e) return undefined
  const { reason, basis, conditions, validFrom, validTo } = e
  return {
    outcome: e.type === 'deny' ? 'denied' : 'granted',
    on: e.on,
    ...(reason ? { reason } : {}),
    ...(basis ? { basis } : {}),
    ...(e.type === 'deemRenew' ? { conditions: '有效期届满时没有作出决定，视为准予延续(行政许可法第五十条)' } : {}),
    ...(conditions ? { conditions } : {}),
    ...(validFrom ? { validFrom } : {}),
    ...(validTo ? { validTo } : {}),
  }
}

/** ID number and telephone are masked for everybody; the name only on public pages. */
export const maskedApplicant = (a: Applicant | undefined, masked: boolean): CaseView['applicant'] => ({
  kind: a?.kind ?? 'person',
  name: masked && a?.kind !== 'organisation' ? maskName(a?.name ?? '') : (a?.name ?? ''),
  idNumber: a?.kind === 'organisation' ? a.idNumber : maskIdNumber(a?.idNumber ?? ''),
  phone: a?.phone ? maskPhone(a.phone) : '',
  ...(a?.agent ? { agent: masked ? maskName(a.agent.name) : a.agent.name } : {}),
})

/** What has changed of the guide while a case is running. */
const changedSince = async ({ db }: Casework, { matter, state }: Loaded): Promise<SinceFiled | undefined> =>
  turnOf(state, matter.department).who === 'nobody' ? undefined : findSinceFiled(db.sql, state.pinned ?? matter)

/** The plain object from which the pages of a case are made. `viewer` decides the open acts; `masked` drops what only the owner may see. */
const viewOf = async (casework: Casework, loaded: Loaded, viewer: Viewer, today: Today, masked: boolean): Promise<CaseView> => {
  const { matter, state, events } = loaded
  const guide = (await findGuide(casework.db.sql, matter.item, matter.guideVersion))?.guide
  const clock = clockOf(state, today)
  const decision = decisionOf(events)
  const next = nextDate(state, clock)
  const owner = masked ? {} : { guide, delivery: state.delivery, decision, about: state.about, since: await changedSince(casework, loaded) }
  return {
    id: matter.id,
    no: matter.no,
    queryCode: masked ? '' : casework.secrets.queryCode(matter.no),
    item: matter.item,
    itemName: matter.itemName,
    guideVersion: matter.guideVersion,
    department: matter.department,
    division: matter.division,
    state,
    stageWords: stageWords(state, clock, matter.department),
    turn: turnOf(state, matter.department),
    ...(next ? { next } : {}),
    ...(clock.lamp ? { lamp: clock.lamp } : {}),
    clock,
    history: masked ? [] : await listMovedDates(casework.db.sql, matter.id),
    open: masked ? [] : openTo(viewer, matter, state, today),
    nodes: spineOf(state, clock, events),
    applicant: maskedApplicant(state.applicant, masked),
    materials: masked ? [] : materialsOf(state, guide),
    defects: masked ? [] : (state.correction?.defects ?? []),
    missing: (state.gaps?.missing ?? []).map((id) => ({ id, name: materialName(guide, id) })),
    timeline: masked ? timelineOf(loaded).map(({ words, ...row }) => row) : timelineOf(loaded),
    papers: masked ? [] : papersFor(viewer, await listPapers(casework.db.sql, matter.id)),
    submittedAt: matter.submittedAt,
    position: loaded.entries.length,
    masked,
    ...(Object.fromEntries(Object.entries(owner).filter(([, value]) => value !== undefined)) as Pick<
      CaseView,
      'guide' | 'delivery' | 'decision' | 'about' | 'since'
    >),
  }
}

/** A case as the viewer may see it; undefined for another's as for none (S-041). `handle`: uuid or 办件编号. */
export const caseView = async (casework: Casework, handle: string, viewer: Viewer, today: Today): Promise<CaseView | undefined> => {
  const loaded = await findCase(casework, casework.db.sql, handle)
  return loaded && sees(viewer, loaded.matter) ? viewOf(casework, loaded, viewer, today, false) : undefined
}

/** The public progress page: 办件编号 and 查询码 show the case masked; a wrong pair shows nothing (P10). */
export const findByCode = async (casework: Casework, no: string, code: string, today: Today): Promise<CaseView | undefined> => {
  const tidy = code.trim().toUpperCase().replace(/O/g, '0').replace(/[IL]/g, '1')
  if (!sameText(tidy, casework.secrets.queryCode(no.trim()))) return undefined
  return holding([no.trim()], async () => {
    const loaded = await findCase(casework, casework.db.sql, no.trim())
    return loaded && viewOf(casework, loaded, { kind: 'visitor' }, today, true)
  })
}

/** A row of a list of cases. */
export type CaseRow = Matter & { readonly lamp?: Lamp; readonly applicantsTurn: boolean; readonly code: string }
export const rowOf = (casework: Casework, m: Matter, today: Today): CaseRow => {
  const lamp = rowLamp(m, today.date)
  return { ...m, ...(lamp ? { lamp } : {}), applicantsTurn: queueOf(m.stage) === 'applicant', code: casework.secrets.queryCode(m.no) }
}

/** The viewer's own cases, newest first, or as far as his grant reaches those of the person `of`; `after` is the row before the page. */
export const listMyCases = async (
  casework: Casework,
  viewer: Viewer,
  today: Today,
  page: { limit?: number; after?: { at: string; id: string }; of?: string } = {},
): Promise<CaseRow[]> => {
  const reach = reachOf(viewer, page.of)
  if (!reach) return []
  const rows = await listOfApplicant(casework.db.sql, reach, page.limit ?? 20, page.after)
  return rows.map((m) => rowOf(casework, m, today))
}

/** A row of 审批办件公告: organisations in full, natural persons masked, no numbers of persons (domain.md F3). */
export type PublicNotice = {
  readonly no: string
  readonly itemName: string
  readonly department: string
  readonly applicant: string
  readonly outcome: 'granted' | 'denied'
  readonly decidedOn: LocalDate
}

/** Decisions of a division to be published, newest first: from the day of the decision, for a year (“双公示” wants them within 7 workdays). */
export const publicNotices = async (
  casework: Casework,
  division: string,
  today: Today,
  page: { limit?: number; after?: { on: string; id: string } } = {},
): Promise<(PublicNotice & { readonly id: string })[]> => {
  const rows = await asSystem('decisions are published', () =>
    listDecided(casework.db.read, division, addDays(today.date, -365), page.limit ?? 20, page.after),
  )
  return rows.flatMap(({ id, no, itemName, department, applicantKind, applicantName, outcome, decidedOn }) =>
    outcome && decidedOn
      ? [
          {
            id,
            no: `${no.slice(0, 6)}****${no.slice(-4)}`,
            itemName,
            department,
            applicant: applicantKind === 'person' ? maskName(applicantName) : applicantName,
            outcome,
            decidedOn,
          },
        ]
      : [],
  )
}
