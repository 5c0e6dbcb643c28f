import { addDays, type LocalDate } from '../../../kernel/date.ts'
import { isUscc } from '../../../kernel/identifiers.ts'
import type { Sql } from '../../../platform/db.ts'
import { Problem, refusalProblem } from '../../../platform/http.ts'
import type { Secrets } from '../../../platform/secrets.ts'
import { holding } from '../../../platform/wall.ts'
import { type Applicant, type Case, type CaseEvent, type Happened, isWalkIn, type Subscriber } from '../../casework/index.ts'
import { findGuide, type Guide } from '../../catalogue/index.ts'
import { isHolder, lastDay, licenceState } from '../rules.ts'
import { closeMatter, type End, findLicence, insertMatter, listLicencesOfCase, undoEnding } from '../store.ts'
import { type Licence, type MatterKind, matterKinds } from '../terms.ts'
import { endEdition, endEverywhere, takeBack } from './end.ts'
import { holderHash, type Issuing, issueLicence, type LicenceRequest } from './issue.ts'
import { refusalOfMatter } from './matters.ts'
import { openLicence } from './print.ts'
import { renewedText, tellHolder } from './tell.ts'

/** The department's 统一社会信用代码; an item whose department has none carries it in the first 18 characters of its 实施编码. */
const issuerCode = (departmentCode: string, item: string): string => {
  const code = [departmentCode, item.slice(0, 18)].find(isUscc)
  if (!code) throw new TypeError(`no issuer code for item ${item}`)
  return code
}

/** Whose a licence will be; who was not recognised at the window is known by his number alone. */
const idOf = ({ id }: Applicant): string | undefined => (isWalkIn(id) ? undefined : id)

type Granted = Pick<Happened, 'caseId' | 'no' | 'event' | 'state'>

/** The licences a grant gives by its guide; none when the result is a reply or a payment, or the act is another. */
export const licencesOfGrant = (guide: Guide, { caseId, no, event, state }: Granted): LicenceRequest[] => {
  const { pinned, applicant } = state
  if (event.type !== 'grant' || !pinned || !applicant) return []
  const from = event.validFrom ?? event.on
  return guide.results
    .filter((result) => result.kind === 'licence')
    .map((result) => ({
      typeName: result.name,
      issuer: { name: pinned.department, code: issuerCode(pinned.departmentCode, pinned.item) },
      division: pinned.division,
      holder: { kind: applicant.kind, name: applicant.name, idNumber: applicant.idNumber },
      holderId: idOf(applicant),
      item: { code: pinned.item, name: pinned.itemName },
      caseId,
      caseNo: no,
      on: event.on,
      validFrom: from,
      validTo: event.validTo ?? (result.validMonths ? lastDay(from, result.validMonths) : undefined),
      scope: event.conditions,
    }))
}

const issueByGuide = async (sql: Sql, issuing: Issuing, happened: Happened): Promise<void> => {
  const { pinned } = happened.state
  if (!pinned) return
  const version = await findGuide(sql, pinned.item, pinned.guideVersion)
  if (!version) throw new TypeError(`no guide ${pinned.item} version ${pinned.guideVersion}`)
  for (const request of licencesOfGrant(version.guide, happened)) await issueLicence(sql, issuing, request)
}

/** What 变更, 延续 and 补证 set in the next edition; whatever the decision does not name stays as it was. */
const termOf = (kind: MatterKind, { event, state }: Granted, before: Licence): Pick<LicenceRequest, 'validFrom' | 'validTo'> => {
  if (kind !== 'renew') return { validFrom: event.on, validTo: event.validTo ?? before.validTo ?? undefined }
  const from = event.validFrom ?? (before.validTo ? addDays(before.validTo, 1) : event.on)
  return { validFrom: from, validTo: event.validTo ?? state.about?.renewTo }
}

const nextEdition = async (sql: Sql, issuing: Issuing, kind: MatterKind, happened: Granted, before: Licence): Promise<void> => {
  const { event, state, caseId, no } = happened
  const content = (await openLicence(sql, issuing.secrets, before.id))?.content
  if (!content) throw new TypeError(`no content of licence ${before.id}`)
  const { applicant } = state
  await issueLicence(sql, issuing, {
    typeName: before.typeName,
    issuer: { name: before.issuerName, code: before.issuerCode },
    division: before.division,
    holder: {
      kind: before.holderKind,
      name: (kind === 'change' && applicant?.name) || before.holderName,
      idNumber: (kind === 'change' && applicant?.idNumber) || content.holder.idNumber,
    },
    holderId: before.holderId ?? (applicant && idOf(applicant)),
    item: { code: before.itemCode, name: before.itemName },
    caseId,
    caseNo: no,
    on: event.on,
    ...termOf(kind, happened, before),
    scope: event.conditions ?? content.scope,
    follows: before,
  })
}

const said = ({ event, state }: Granted, fallback: string): string => event.reason ?? state.about?.reason ?? event.conditions ?? fallback

/** How the decision of a case ends a licence; `with` is a reviewer who is not the one who decided. */
const endOf = (as: End['as'], happened: Granted, fallback: string): End => ({
  on: happened.event.on,
  as,
  because: said(happened, fallback),
  by: happened.event.by.id,
  with: happened.state.reviewers.find((reviewer) => reviewer !== happened.event.by.id),
  caseNo: happened.no,
})

type Effect = (sql: Sql, issuing: Issuing, happened: Granted, before: Licence) => Promise<unknown>

/** What a grant about a licence does to it (行政许可法 §49, §50, §69, §70). */
const effects: Record<MatterKind, Effect> = {
  change: async (sql, issuing, happened, before) => {
    await endEdition(sql, before, endOf('changed', happened, '准予变更'))
    await nextEdition(sql, issuing, 'change', happened, before)
  },
  renew: async (sql, issuing, happened, before) => {
    await nextEdition(sql, issuing, 'renew', happened, before)
    const { event, state, no } = happened
    if (event.type === 'deemRenew')
      await tellHolder(sql, issuing.secrets, state.applicant?.phone, renewedText(before, state.about?.renewTo), `deem-renew ${no}`)
  },
  reissue: async (sql, issuing, happened, before) => {
    await endEdition(sql, before, endOf('reissued', happened, '已经补发'))
    await nextEdition(sql, issuing, 'reissue', happened, before)
  },
  cancel: (sql, _, happened, before) => endEverywhere(sql, before, endOf('cancelled', happened, '持证人申请注销')),
  revoke: (sql, _, happened, before) => endEverywhere(sql, before, endOf('revoked', happened, '查实有依法应当撤销的情形')),
}

/** Whether the edition still stands as the case wants it: one that ended or was followed does not; one that expired can only be renewed or taken away. */
const stands = (kind: MatterKind, before: Licence | undefined, on: LocalDate): before is Licence => {
  if (!before || before.endedOn || before.replacedBy) return false
  return (kind !== 'change' && kind !== 'reissue') || licenceState(before, on) !== 'expired'
}

/** A licence that ended while its case was under way is not brought back by a decision; silence brings nothing back either. */
const gone = (kind: MatterKind, { event }: Granted): void => {
  if (event.type === 'deemRenew') return
  throw new Problem(409, 'licence-ended', `证照已经失效，不能再${matterKinds[kind]}`, { detail: '请作出不予的决定，或者终止办理。' })
}

const decided = async (sql: Sql, issuing: Issuing, happened: Happened, about: NonNullable<Case['about']>): Promise<void> => {
  const before = about.edition ? await findLicence(sql, about.edition) : undefined
  if (!stands(about.kind, before, happened.event.on)) return gone(about.kind, happened)
  await effects[about.kind](sql, issuing, happened, before)
}

/** 事后核查 found a promise untrue: every licence that the case gave is taken back; two officers found it (S-048). */
const takenBack = async (sql: Sql, { caseId, no, event }: Happened): Promise<void> => {
  for (const licence of await listLicencesOfCase(sql, caseId))
    await endEverywhere(sql, licence, {
      on: event.on,
      as: 'revoked',
      because: event.reason ?? '事后核查与承诺不符',
      by: event.by.id,
      with: event.secondPersonId,
      caseNo: no,
    })
}

/**
 * A case that was recorded by mistake and 作废 leaves no licence of its own in force (domain.md C3 作废): a grant ends with every edition that
 * followed from it, a 变更, 延续 or 补证 with the edition it made, and the edition before it stands as it was. A 注销 or 撤销 ended nothing.
 */
const voided = async (sql: Sql, { caseId, no, event, state }: Happened): Promise<void> => {
  if (state.about?.kind === 'cancel' || state.about?.kind === 'revoke') return undoEnding(sql, caseId, no, event.on)
  const end: End = { on: event.on, as: 'cancelled', because: '办件作废', by: event.by.id, caseNo: no }
  for (const licence of await listLicencesOfCase(sql, caseId))
    await (state.about ? takeBack(sql, licence, end) : endEverywhere(sql, licence, end))
}

const openings: readonly CaseEvent['type'][] = ['submit', 'receive', 'receiveRemote', 'openRevocation']
/** Stages in which a case about a licence is under way no more. */
const over: readonly Case['stage'][] = [
  'granted', 'denied', 'finished', 'withdrawn', 'deemedWithdrawn', 'refused', 'notNeeded', 'terminated', 'voided',
] // biome-ignore format: a list of stages

/** Between draft and submission the licence may have ended, been decided on, or come too near to its end; and it is asked for by its holder alone. */
const asStillMay = async (sql: Sql, secrets: Secrets, { event, state }: Happened, edition: Licence, kind: MatterKind): Promise<void> => {
  const { applicant } = state
  if (!applicant || !isHolder(edition, { id: applicant.id, hash: holderHash(secrets, applicant.idNumber) }))
    throw new Problem(409, 'not-holder', '申请人不是这个证照的持证主体')
  const why = await refusalOfMatter(sql, edition, kind, event.doneOn)
  if (why) throw refusalProblem(why)
}

/** Keeps which case is under way about a licence, so that another is refused. */
const underWay = async (sql: Sql, secrets: Secrets, happened: Happened, about: NonNullable<Case['about']>): Promise<void> => {
  const { caseId, no, event, state } = happened
  if (over.includes(state.stage)) await closeMatter(sql, caseId, event.doneOn)
  if (!event.about || !openings.includes(event.type)) return
  const edition = about.edition ? await findLicence(sql, about.edition) : undefined
  if (!edition) throw new TypeError(`no licence ${about.licence}`)
  await asStillMay(sql, secrets, happened, edition, about.kind)
  await insertMatter(sql, { caseId, caseNo: no, division: edition.division, edition, kind: about.kind, filedOn: event.doneOn })
}

/** For casework: what an act does to licences is one transaction with it. Other acts pass by. */
export const licenceSubscriber =
  (issuing: Issuing): Subscriber =>
  (sql, happened) =>
    holding(holdersKeys(issuing, happened), () => affect(sql, issuing, happened))

/** A decision touches every edition of its holder's licence, whichever place and department gave them. */
const holdersKeys = ({ secrets }: Issuing, { state: { about, applicant } }: Happened): string[] => [
  about?.edition ?? '',
  ...(applicant ? [holderHash(secrets, applicant.idNumber), applicant.id] : []),
]

const affect = async (sql: Sql, issuing: Issuing, happened: Happened): Promise<void> => {
  const { event, state } = happened
  if (event.type === 'failAfterCheck') return takenBack(sql, happened)
  if (event.type === 'confirmVoid') await voided(sql, happened)
  if (state.about) await underWay(sql, issuing.secrets, happened, state.about)
  if (event.type !== 'grant' && event.type !== 'deemRenew') return
  await (state.about ? decided(sql, issuing, happened, state.about) : issueByGuide(sql, issuing, happened))
}
