import type { FastifyRequest } from 'fastify'
import type { Calendar } from '../../../kernel/calendar.ts'
import { chineseDate, type LocalDate, localDateAt } from '../../../kernel/date.ts'
import type { Refusal } from '../../../kernel/refusal.ts'
import type { SigningKey } from '../../../platform/cms.ts'
import type { Db } from '../../../platform/db.ts'
import type { FileStore } from '../../../platform/files.ts'
import { notFound, refusalProblem } from '../../../platform/http.ts'
import type { Secrets } from '../../../platform/secrets.ts'
import type { Frame } from '../../../ui/page/frame.ts'
import type { Casework, Moment } from '../../casework/index.ts'
import { getPerson, mayActFor, needFresh, type Viewer } from '../../identity/index.ts'
import { holderHash } from '../perform/issue.ts'
import { type Holder, isHolder } from '../rules.ts'
import { findLicence } from '../store.ts'
import type { Licence } from '../terms.ts'

/** `limitVerify` is called before every look-up by code and throws Problem 429. */
export type LicenceDeps = {
  readonly db: Db
  readonly frame: (request: FastifyRequest) => Frame
  readonly viewer: (request: FastifyRequest) => Viewer
  readonly today: () => LocalDate
  readonly now: () => string
  readonly secrets: Secrets
  readonly files: FileStore
  readonly casework: Casework
  readonly calendar: () => Calendar
  readonly key: SigningKey
  readonly publicUrl: string
  readonly sealLines: readonly string[]
  readonly limitVerify?: (request: FastifyRequest) => Promise<void>
}

/** 2026年3月2日 09:15:30, Beijing time. */
export const atInWords = (instant: string): string => {
  const millis = Date.parse(instant)
  return `${chineseDate(localDateAt(millis))} ${new Date(millis + 8 * 3_600_000).toISOString().slice(11, 19)}`
}

type Owner = Holder & { readonly name: string }

/** A person or organisation as a licence knows its holder. */
export const holderOf = (secrets: Secrets, id: string, number: string): Holder => ({ id, hash: holderHash(secrets, number) })

/** Whose licences an applicant may see: those of the organisation he acts for, else his own. */
export const ownerOf = async ({ db, secrets }: LicenceDeps, viewer: Viewer): Promise<Owner | undefined> => {
  if (viewer.kind !== 'applicant') return undefined
  if (viewer.organisation) return { ...holderOf(secrets, viewer.organisation.id, viewer.organisation.uscc), name: viewer.organisation.name }
  if (!viewer.personId) return undefined
  const person = await getPerson(db.sql, viewer.personId, secrets)
  return { ...holderOf(secrets, person.id, person.idNumber), name: person.name }
}

const isIssuer = (viewer: Viewer, licence: Licence): boolean =>
  viewer.kind === 'staff' &&
  (viewer.departmentCode === licence.issuerCode ||
    (viewer.departmentCode === '' && viewer.division === licence.division && viewer.roles.includes('issuer')))

const handling = ['clerk', 'approver', 'chief', 'decider', 'issuer'] as const

/** Officers who look a licence up: of the department that gave it, or of the whole hall of its place, as they handle its cases. */
export const isInOffice = (viewer: Viewer, licence: Licence): boolean =>
  isIssuer(viewer, licence) ||
  (viewer.kind === 'staff' &&
    viewer.departmentCode === '' &&
    viewer.division === licence.division &&
    handling.some((role) => viewer.roles.includes(role)))

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** A licence for the officers who look it up; for everybody else it is not there. */
export const inOffice = async (deps: LicenceDeps, request: FastifyRequest, id: string): Promise<Licence> => {
  const licence = uuid.test(id) ? await findLicence(deps.db.sql, id) : undefined
  if (!licence || !isInOffice(deps.viewer(request), licence)) throw notFound('没有找到这个证照')
  return licence
}

/** Why a 经办人 may not have a licence of his organisation: his grant does not say 领取 for its matter (S-050). */
const notCollected = (viewer: Viewer, { itemCode }: Licence): Refusal | undefined => {
  if (viewer.kind !== 'applicant' || !viewer.organisation?.byGrant) return undefined
  const ground = mayActFor(viewer, 'collect', { principalId: viewer.organisation.id, item: itemCode })
  return 'refused' in ground ? ground : undefined
}

/** A licence for its holder or the staff that issues it; for everybody else it is not there. */
export const mine = async (deps: LicenceDeps, request: FastifyRequest, id: string): Promise<Licence> => {
  const viewer = deps.viewer(request)
  const licence = uuid.test(id) ? await findLicence(deps.db.sql, id) : undefined
  const owner = await ownerOf(deps, viewer)
  const isHis = licence !== undefined && owner !== undefined && isHolder(licence, owner)
  if (!licence || (!isHis && !isIssuer(viewer, licence))) throw notFound('没有找到这个证照')
  const refusal = isHis ? notCollected(viewer, licence) : undefined
  if (refusal) throw refusalProblem(refusal)
  return licence
}

/** The same for who takes its data out, full numbers and all: an applicant proves first that it is he (S-035). Another's is still not there (S-041). */
export const mineToTake = async (deps: LicenceDeps, request: FastifyRequest, id: string): Promise<Licence> => {
  const licence = await mine(deps, request, id)
  if (deps.viewer(request).kind === 'applicant') needFresh(request)
  return licence
}

/** The day and the instant of a request. */
export const momentOf = (deps: LicenceDeps): Moment => ({ today: { date: deps.today(), calendar: deps.calendar() }, now: deps.now() })
