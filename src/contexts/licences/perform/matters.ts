import { addDays, type LocalDate } from '../../../kernel/date.ts'
import type { Refusal } from '../../../kernel/refusal.ts'
import { type Sql, Stale } from '../../../platform/db.ts'
import { type BeginAbout, type Casework, createDraftAbout, type Moment, openRevocation, type Visit } from '../../casework/index.ts'
import { findGuide } from '../../catalogue/index.ts'
import type { Viewer } from '../../identity/index.ts'
import { licenceState, type Objection, type Offer, objection, renewalWindow, renewedTo, type Wanted } from '../rules.ts'
import { findMatterOf, listEditions } from '../store.ts'
import { type Licence, type MatterKind, matterKinds } from '../terms.ts'

type About = BeginAbout['about']

/** What the question needs to know of a licence: what its item allows today, and what is under way. */
export const wantedOf = async (sql: Sql, licence: Licence): Promise<Wanted> => ({
  validFrom: licence.validFrom,
  validTo: licence.validTo,
  endedAs: licence.endedAs,
  allowed: (await findGuide(sql, licence.itemCode))?.guide.licenceMatters ?? [],
  isReplaced: licence.replacedBy !== null,
  underWay: await findMatterOf(sql, licence),
})

/** What a holder can ask for about a licence today; empty where its item allows nothing, or it has ended. */
export const offersFor = async (sql: Sql, licence: Licence, today: LocalDate): Promise<Offer[]> => {
  const wanted = await wantedOf(sql, licence)
  if (!['valid', 'notYetValid'].includes(licenceState(licence, today))) return []
  return wanted.allowed.map((kind) => {
    const why = objection(kind, wanted, today)
    return {
      kind,
      name: matterKinds[kind],
      ...(kind === 'renew' && licence.validTo ? { until: renewalWindow(licence.validTo).to } : {}),
      ...(why ? { objection: why } : {}),
    }
  })
}

const refusalOf = ({ refused, title, instead, article }: Objection): Refusal => ({
  refused,
  title,
  ...(instead ? { detail: `${instead}。` } : {}),
  ...(article ? { article } : {}),
})

/** Why a matter cannot begin today, as a refusal; undefined when it can. */
export const refusalOfMatter = async (sql: Sql, licence: Licence, kind: MatterKind, today: LocalDate): Promise<Refusal | undefined> => {
  const why = objection(kind, await wantedOf(sql, licence), today)
  return why && refusalOf(why)
}

/** What a case keeps of the licence it is about; a renewed term is as long as the first (行政许可法 §50). */
export const aboutOf = async (sql: Sql, licence: Licence, kind: MatterKind, reason: string | undefined): Promise<About> => {
  const [first] = await listEditions(sql, licence.typeCode, licence.number)
  const { validTo } = licence
  const renewTo = validTo && first?.validTo ? renewedTo({ from: first.validFrom, to: first.validTo }, addDays(validTo, 1)) : undefined
  return {
    kind,
    licence: licence.number,
    edition: licence.id,
    name: licence.typeName,
    ...(validTo ? { validTo } : {}),
    ...(kind === 'renew' && renewTo ? { renewTo } : {}),
    ...(reason ? { reason } : {}),
  }
}

export type BeginMatter = {
  readonly licence: Licence
  readonly kind: MatterKind
  /** What is to change, why it ends, how the old one was lost. */
  readonly reason: string
  readonly viewer: Viewer
  /** Who stands at the window, when a clerk begins it for him. */
  readonly visit?: Visit
}

const reasonNeeded: Partial<Record<MatterKind, string>> = {
  change: '请写明要变更什么',
  reissue: '请写明为什么补证，例如遗失、损毁',
  cancel: '请写明注销的理由',
}

/** Begins a draft of 变更, 延续, 补证 or 注销; who may see the licence is the caller's to check. */
export const beginMatter = async (casework: Casework, begin: BeginMatter, moment: Moment): Promise<{ id: string } | Refusal> => {
  const { licence, kind, viewer, visit } = begin
  const reason = begin.reason.trim()
  const { sql } = casework.db
  const why = await refusalOfMatter(sql, licence, kind, moment.today.date)
  if (why) return why
  const missing = reasonNeeded[kind]
  if (missing && reason === '') return { refused: 'reason-needed', title: missing, fields: [{ field: 'reason', message: missing }] }
  const about = await aboutOf(sql, licence, kind, reason || undefined)
  const asked = { about, item: licence.itemCode, like: licence.caseNo, viewer, ...(visit ? { visit } : {}) }
  return createDraftAbout(casework, asked, moment)
}

/** 撤销 by the office that gave the licence (行政许可法 §69): its own case, opened by one officer, decided by another. */
export const beginRevocation = async (
  casework: Casework,
  {
    licence,
    reason,
    basis,
    viewer,
  }: { readonly licence: Licence; readonly reason: string; readonly basis: string; readonly viewer: Viewer },
  moment: Moment,
): Promise<{ caseId: string; no: string } | Refusal> => {
  const { sql } = casework.db
  const why = await refusalOfMatter(sql, licence, 'revoke', moment.today.date)
  if (why) return why
  const about = await aboutOf(sql, licence, 'revoke', reason)
  const opening = { about, item: licence.itemCode, given: licence.caseNo, reason, basis, viewer }
  return openRevocation(casework, opening, moment).catch(async (error) => {
    // Somebody else began one in the same moment: now it is there to be told of.
    const begun = error instanceof Stale ? await refusalOfMatter(sql, licence, 'revoke', moment.today.date) : undefined
    if (begun) return begun
    throw error
  })
}
