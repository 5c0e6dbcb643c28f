import type { FieldError } from '../../../kernel/refusal.ts'
import type { Db, Sql } from '../../../platform/db.ts'
import type { Staff } from '../../identity/index.ts'
import { type Change, type ChangePolicy, policyOf } from '../rules/change-kinds.ts'
import { changesBetween } from '../rules/changes.ts'
import { type DraftAct, type Hand, openDraftActs } from '../rules/draft-course.ts'
import { heldButAsked } from '../rules/held.ts'
import { errorsOf, type Finding, lintGuide } from '../rules/lint/index.ts'
import type { Difference } from '../rules/unity.ts'
import { findOpenDraft, listEntries, listOpenDrafts } from '../store/guide-drafts.ts'
import { listGuides } from '../store/guide-uploads.ts'
import { findGuide } from '../store/versions.ts'
import type { BaseItem } from '../terms/directory.ts'
import type { DraftEntry, DraftLine, GuideDraft } from '../terms/draft.ts'
import type { Guide } from '../terms.ts'
import { baseOf } from './base-lock.ts'
import { findingsOf, obstacles } from './drafts.ts'
import { handOf, mayEdit } from './hand.ts'
import { knownLaws } from './laws.ts'

/** How many applicants hold an open draft of an item, and how many cases of it are being handled: the app hands it in. */
export type OpenDrafts = (code: string) => Promise<{ readonly drafts: number; readonly cases: number }>

/** An item as its editor sees it: what is in force, what is being written, who may do what, and what publication would touch. */
export type ItemInTheMaking = {
  readonly code: string
  /** The version in force and its number; null for an item that was never published. */
  readonly inForce: { readonly version: number; readonly guide: Guide } | null
  readonly draft: Omit<GuideDraft, 'id' | 'authors'> | null
  readonly mayEdit: boolean
  readonly open: readonly DraftAct[]
  readonly isAuthor: boolean
  /** The base is no longer the version in force. */
  readonly outdated: boolean
  readonly changes: readonly (Change & { readonly policy: ChangePolicy })[]
  readonly obstacles: readonly FieldError[]
  readonly findings: readonly Finding[]
  readonly underWay: { readonly drafts: number; readonly cases: number }
  readonly history: readonly DraftEntry[]
  /** The entry of the 基本目录 it carries out, and where the text differs from it. */
  readonly base: { readonly item: BaseItem; readonly differences: readonly Difference[] } | null
}
type Means = { readonly db: Db; readonly openDrafts: OpenDrafts }

const differences = (older: Guide | undefined, newer: Guide) =>
  older ? changesBetween(older, newer).map((change) => ({ ...change, policy: policyOf(change) })) : []

type Draft = GuideDraft | undefined
type InForce = ItemInTheMaking['inForce']

const partsOf = async (
  sql: Sql,
  guide: Guide,
  draft: Draft,
  inForce: InForce,
  hand: Hand,
): Promise<Omit<ItemInTheMaking, 'code' | 'inForce' | 'underWay' | 'history' | 'base'>> => {
  if (!draft)
    return {
      draft: null,
      mayEdit: hand.keeps,
      open: [],
      isAuthor: false,
      outdated: false,
      changes: [],
      obstacles: [],
      findings: await findingsOf(sql, guide),
    }
  const { id: _id, authors, ...shown } = draft
  return {
    draft: shown,
    mayEdit: hand.keeps && draft.state === 'drafting',
    open: openDraftActs(draft, hand),
    isAuthor: authors.includes(hand.id),
    outdated: draft.base !== (inForce?.version ?? null),
    changes: differences(inForce?.guide, draft.guide),
    obstacles: await obstacles(sql, draft.guide),
    findings: await findingsOf(sql, guide),
  }
}

/** The item with its open draft; undefined when there is neither item nor draft, or it is not the viewer's to see. */
export const viewOfItem = async ({ db, openDrafts }: Means, code: string, viewer: Staff): Promise<ItemInTheMaking | undefined> => {
  const [current, draft] = await Promise.all([findGuide(db.sql, code), findOpenDraft(db.sql, code)])
  const guide = draft?.guide ?? current?.guide
  if (!guide || !mayEdit(viewer, guide)) return undefined
  const inForce = current ? { version: current.version, guide: current.guide } : null
  const [underWay, history, base] = await Promise.all([openDrafts(code), listEntries(db.sql, code), baseOf(db.sql, guide)])
  return { code, inForce, ...(await partsOf(db.sql, guide, draft, inForce, handOf(viewer, guide))), underWay, history, base }
}

/** The open drafts of a place with what is to be mended in them, the last saved first. */
export const listDrafts = async (sql: Sql, division: string, departmentCode: string): Promise<DraftLine[]> =>
  Promise.all(
    (await listOpenDrafts(sql, division, departmentCode)).map(async ({ guide, ...line }) => {
      const findings = await findingsOf(sql, guide)
      return { ...line, findings: findings.length, errors: errorsOf(findings).length }
    }),
  )

/** How much is to be mended in a guide in force, and how much of that would keep it from being published today. */
export type FindingCount = { readonly code: string; readonly findings: number; readonly errors: number }

/** Counts for guides in force of these codes that the viewer keeps; others are left out. */
export const countFindings = async (sql: Sql, codes: readonly string[], viewer: Staff): Promise<FindingCount[]> => {
  const [guides, laws] = await Promise.all([listGuides(sql, codes), knownLaws(sql)])
  return guides
    .filter(({ body }) => mayEdit(viewer, body))
    .map(({ code, body }) => {
      const findings = [...lintGuide(body, laws), ...heldButAsked(body)]
      return { code, findings: findings.length, errors: errorsOf(findings).length }
    })
}
