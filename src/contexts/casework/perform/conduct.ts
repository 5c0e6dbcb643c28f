import type { LocalDate } from '../../../kernel/date.ts'
import type { Refusal } from '../../../kernel/refusal.ts'
import type { Sql } from '../../../platform/db.ts'
import { asSystem } from '../../../platform/wall.ts'
import { procedure, refuseAct } from '../rules/procedure.ts'
import { isWalkIn, walkInId } from '../rules/walk-in.ts'
import { insertBrokenPromise, insertViolation, listBrokenPromises } from '../store/conduct.ts'
import type { Act, Applicant, Case, CaseEvent, Today } from '../terms.ts'
import { type Casework, findCase } from './journal.ts'

type Keys = Pick<Casework, 'secrets'>
/** The same person has the same hash, with an account and at the window. */
const numberHash = (secrets: Casework['secrets'], { idNumber }: Applicant): string => secrets.lookupHash(idNumber, 'casework.applicant')

/**
 * Whose promises count as an applicant's: his own, whatever number he had then, and those of who bore his number of today unrecognised at a
 * window. Of who is not recognised himself, all under his number; of who is, none of another who bore it before a correction (S-041).
 */
const whoseOf = (id: string, hash: string) => ({ ids: [id, walkInId(hash)], ...(isWalkIn(id) ? { hash } : {}) })

/** A promise broken anywhere counts everywhere, whoever handled that case (鄂尔多斯市政务服务条例第二十一条). */
const brokenAnywhere = (sql: Sql, secrets: Casework['secrets'], applicant: Applicant) =>
  asSystem('a broken promise counts in every place', () => listBrokenPromises(sql, whoseOf(applicant.id, numberHash(secrets, applicant))))

/** Why an applicant is not accepted on his promise: he broke one (鄂尔多斯市政务服务条例第二十一条). */
export const untrusted = async ({ secrets }: Keys, sql: Sql, act: Act, c: Case, today: Today): Promise<Refusal | undefined> => {
  if (act.type !== 'acceptOnPromise' || !c.applicant) return undefined
  const [broken] = await brokenAnywhere(sql, secrets, c.applicant)
  return broken && refuseAct(act, c, today, 'promise-broken', `申请人曾经作出不实承诺(${broken.itemName})，不再适用告知承诺`)
}

/** The promises an applicant broke, the latest first; the same person with an account and at the window. */
export const brokenPromises = ({ db, secrets }: Pick<Casework, 'db' | 'secrets'>, applicant: Applicant) =>
  brokenAnywhere(db.sql, secrets, applicant)

/** Keeps what an act says of somebody's conduct, in the transaction of the act. */
export const recordConduct = async (
  { secrets }: Keys,
  sql: Sql,
  { caseId, division, event, state: { applicant } }: { caseId: string; division: string; event: CaseEvent; state: Case },
): Promise<void> => {
  if (event.type !== 'failAfterCheck' || !applicant) return
  await insertBrokenPromise(sql, {
    caseId, division, applicantId: applicant.id, applicantHash: numberHash(secrets, applicant), foundOn: event.on,
  }) // biome-ignore format: a row
}

/** A second 一次性补正告知 was refused; that it was attempted is counted, outside the transaction in which nothing happened. */
export const countViolation = async (casework: Casework, caseId: string, act: Act, { refused }: Refusal, on: LocalDate): Promise<void> => {
  const isAttempt = act.type === 'notifyCorrection' && procedure.notifyCorrection.by.includes(act.by.role) && refused !== 'stale'
  if (!isAttempt) return
  const now = await findCase(casework, casework.db.sql, caseId)
  if (!now?.state.correction) return
  const { matter, state } = now
  const { id, name } = act.by
  await insertViolation(casework.db.sql, {
    caseId, division: matter.division, department: matter.departmentCode, kind: 'second-correction', by: id, byName: name, stage: state.stage, on,
  }) // biome-ignore format: a row
}
