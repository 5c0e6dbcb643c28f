import type { FastifyRequest } from 'fastify'
import { birthOf } from '../../../kernel/identifiers.ts'
import type { Db, Sql } from '../../../platform/db.ts'
import type { Secrets } from '../../../platform/secrets.ts'
import { findPhone, findViewer, type ViewerRow } from '../store/accounts.ts'
import { findSealedPhone } from '../store/own-data.ts'
import { findOrganisationById, findPersonRow } from '../store/people.ts'
import type { Applicant, Level, Organisation, Person, Staff, Viewer } from '../terms.ts'

const phonePlace = (accountId: string): string => `identity.account.phone:${accountId}`
const idNumberPlace = (personId: string): string => `identity.person.id_number:${personId}`

/** A telephone as an account keeps it: sealed to its row, with a hash for looking up (S-091). */
export const sealPhone = (secrets: Secrets, accountId: string, phone: string) => ({
  sealed: secrets.seal(phone, phonePlace(accountId)),
  hash: phoneHash(secrets, phone),
})
export const sealIdNumber = (secrets: Secrets, personId: string, idNumber: string) => ({
  sealed: secrets.seal(idNumber, idNumberPlace(personId)),
  hash: idNumberHash(secrets, idNumber),
})
export const openIdNumber = (secrets: Secrets, personId: string, sealed: Buffer): string => secrets.unseal(sealed, idNumberPlace(personId))
/** The telephone of an account; '' when it has none. */
export const phoneOfAccount = async ({ db, secrets }: { db: Pick<Db, 'sql'>; secrets: Secrets }, accountId: string): Promise<string> => {
  const sealed = await findPhone(db.sql, accountId)
  return sealed ? secrets.unseal(sealed, phonePlace(accountId)) : ''
}
export const phoneHash = (secrets: Secrets, phone: string): string => secrets.lookupHash(phone, 'phone')
export const idNumberHash = (secrets: Secrets, idNumber: string): string => secrets.lookupHash(idNumber, 'id-number')

type SealedPhone = { readonly phone_account: string | null; readonly phone_sealed: Buffer | null }
const phoneOf = (secrets: Secrets, { phone_account: account, phone_sealed: sealed }: SealedPhone): string =>
  account && sealed ? secrets.unseal(sealed, phonePlace(account)) : ''

const visitor: Viewer = { kind: 'visitor' }

const asStaff = (row: ViewerRow): Staff => ({
  kind: 'staff',
  accountId: row.id,
  ...(row.person_id ? { personId: row.person_id } : {}),
  name: row.name ?? '',
  roles: row.roles ?? [],
  unit: row.unit ?? '',
  departmentCode: row.department_code ?? '',
  division: row.division ?? '',
  ...(row.stands_in_for ? { standsInFor: row.stands_in_for } : {}),
})

/** Derived from what stands today: 实名 by its person, 高级 while a valid certificate is bound. */
const levelOf = (row: ViewerRow): Level => {
  if (!row.person_id) return 'unverified'
  return row.has_certificate ? 'advanced' : 'realName'
}

const standingIn = ({ kind, is_by_grant: isByGrant }: ViewerRow) => ({
  ...(isByGrant ? { byGrant: true as const } : {}),
  ...(kind === 'organisation' ? { own: true as const } : {}),
})

const asApplicant = (secrets: Secrets, row: ViewerRow, actsForOther: boolean): Applicant => {
  const { organisation_id: id, organisation_name: name, uscc } = row
  return {
    kind: 'applicant',
    accountId: row.id,
    ...(row.person_id ? { personId: row.person_id } : {}),
    name: row.name ?? '',
    phone: phoneOf(secrets, row),
    level: levelOf(row),
    ...(id && name && uscc ? { organisation: { id, name, uscc, ...standingIn(row) } } : {}),
    ...(actsForOther && !id ? { lostStanding: true } : {}),
    ...(row.grants.length > 0 ? { grants: row.grants } : {}),
  }
}

/**
 * Who sends a request: one query by primary keys for a signed-in session, none for a visitor. A disabled account and an ended
 * membership or grant count at once (S-033, S-050). A session of one kind never opens the other's account.
 */
export const viewerOf =
  (db: Pick<Db, 'sql'>, secrets: Secrets) =>
  async (request: Pick<FastifyRequest, 'session'>): Promise<Viewer> => {
    const { session } = request
    if (!session?.subjectId || session.kind === 'visitor') return visitor
    const actingFor = typeof session.data.actingFor === 'string' ? session.data.actingFor : undefined
    const row = await findViewer(db.sql, session.subjectId, actingFor)
    if (!row || (row.kind === 'staff') !== (session.kind === 'staff')) return visitor
    return row.kind === 'staff' ? asStaff(row) : asApplicant(secrets, row, actingFor !== undefined)
  }

/** The telephone of an account, '' when it has none. */
export const phoneInAccount = async (sql: Sql, secrets: Secrets, accountId: string): Promise<string> =>
  phoneOf(secrets, { phone_account: accountId, phone_sealed: (await findSealedPhone(sql, accountId)) ?? null })

/** A confirmed person with everything a form may be filled in with. Throws when there is none. */
export const getPerson = async (sql: Sql, personId: string, secrets: Secrets): Promise<Person> => {
  const row = await findPersonRow(sql, personId)
  if (!row) throw new Error(`no person ${personId}`)
  const idNumber = secrets.unseal(row.id_number_sealed, idNumberPlace(row.id))
  return {
    id: row.id,
    name: row.name,
    idNumber,
    phone: phoneOf(secrets, row),
    sex: row.sex,
    ...(row.ethnicity ? { ethnicity: row.ethnicity } : {}),
    birth: birthOf(idNumber),
  }
}

/** An organisation with the name of its 法定代表人. Throws when there is none. */
export const getOrganisation = async (sql: Sql, id: string): Promise<Organisation> => {
  const organisation = await findOrganisationById(sql, id)
  if (!organisation) throw new Error(`no organisation ${id}`)
  return organisation
}
