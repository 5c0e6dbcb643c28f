import { randomUUID } from 'node:crypto'
import type { LocalDate } from '../../../kernel/date.ts'
import { maskName } from '../../../kernel/text.ts'
import type { Db, Sql } from '../../../platform/db.ts'
import { publish } from '../../../platform/outbox.ts'
import type { Secrets } from '../../../platform/secrets.ts'
import { holding } from '../../../platform/wall.ts'
import { findPaperByCode, readCode } from '../../documents/index.ts'
import type { Viewer } from '../../identity/index.ts'
import { licenceState } from '../rules.ts'
import { findLicence, findLicenceByCode, recordVerification, spendPresentation } from '../store.ts'
import type { CheckAnswer, Licence, Verification } from '../terms.ts'
import { readPresentation } from './present.ts'

/** Who checks, as the holder will read it. */
export const verifierName = (viewer: Viewer): string => {
  if (viewer.kind === 'staff') return `${viewer.unit} ${viewer.name}`
  if (viewer.kind === 'applicant') return viewer.organisation?.name ?? maskName(viewer.name)
  return '未登录的查验人'
}

export type Checking = {
  readonly db: Pick<Db, 'sql' | 'transaction'>
  readonly secrets: Secrets
  readonly today: LocalDate
  readonly now: number
}

const holderOf = (licence: Licence): string => (licence.holderKind === 'person' ? maskName(licence.holderName) : licence.holderName)

const following = (next: Licence | undefined) =>
  next && { next: { identifier: next.identifier, validFrom: next.validFrom, ...(next.validTo ? { validTo: next.validTo } : {}) } }

/** The edition that came in its place: who checks a licence is told of it. */
const nextOf = async (sql: Sql, { replacedBy }: Licence): Promise<Licence | undefined> =>
  replacedBy === null ? undefined : holding([replacedBy], () => findLicence(sql, replacedBy))

const answer = async (sql: Sql, licence: Licence, today: LocalDate): Promise<CheckAnswer> => ({
  kind: 'licence',
  state: licenceState(licence, today),
  name: licence.typeName,
  number: licence.number,
  identifier: licence.identifier,
  issuer: licence.issuerName,
  holder: holderOf(licence),
  issuedOn: licence.issuedOn,
  validFrom: licence.validFrom,
  ...(licence.validTo ? { validTo: licence.validTo } : {}),
  ...(licence.endedOn ? { endedOn: licence.endedOn } : {}),
  ...following(await nextOf(sql, licence)),
})

const record = (sql: Sql, licence: Licence, way: Verification['way'], viewer: Viewer) =>
  recordVerification(sql, randomUUID(), licence.id, way, verifierName(viewer))

/** Checks a printed 验证码 of a licence or a paper; undefined when there is none. The holder sees who looked at a licence. */
export const checkCode = async ({ db, today }: Checking, typed: string, viewer: Viewer): Promise<CheckAnswer | undefined> => {
  const code = readCode(typed)
  if (!code) return undefined
  return holding([code], () => checkPrinted({ db, today }, code, viewer))
}

const checkPrinted = async (
  { db, today }: Pick<Checking, 'db' | 'today'>,
  code: string,
  viewer: Viewer,
): Promise<CheckAnswer | undefined> => {
  const licence = await findLicenceByCode(db.sql, code)
  if (licence) {
    await record(db.sql, licence, 'printed', viewer)
    return answer(db.sql, licence, today)
  }
  const paper = await findPaperByCode(db.sql, code)
  if (!paper) return undefined
  return {
    kind: 'paper',
    name: paper.title,
    number: paper.number,
    issuer: paper.unit,
    holder: paper.toOrganisation ? paper.recipient : maskName(paper.recipient),
    issuedOn: paper.on,
  }
}

/**
 * Checks a code of 亮证: it opens once, within its minute (S-087). A second scan is answered “已使用” and told of, so that the holder
 * can be warned. Undefined when it is not one of ours.
 */
export const checkPresentation = async (
  { db, secrets, today, now }: Checking,
  token: string,
  viewer: Viewer,
): Promise<CheckAnswer | undefined> => {
  const presented = readPresentation(secrets, token, now)
  if (!presented) return undefined
  if (presented.late) return { kind: 'spent', because: 'late' }
  const work = async (sql: Sql): Promise<CheckAnswer | undefined> => {
    const licence = await findLicence(sql, presented.licenceId)
    if (!licence) return undefined
    if (!(await spendPresentation(sql, presented.tokenHash, licence.id))) {
      await publish(sql, 'licences.presentedAgain', {
        licenceId: licence.id,
        holderHash: licence.holderHash,
        verifier: verifierName(viewer),
      })
      return { kind: 'spent', because: 'used' }
    }
    await record(sql, licence, 'presented', viewer)
    return answer(sql, licence, today)
  }
  return holding([presented.licenceId], () => db.transaction(work))
}
