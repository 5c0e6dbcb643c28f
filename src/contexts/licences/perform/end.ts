import type { LocalDate } from '../../../kernel/date.ts'
import type { Sql } from '../../../platform/db.ts'
import { publish } from '../../../platform/outbox.ts'
import { licenceState } from '../rules.ts'
import { type End, endLicence, listEditions, standAgain } from '../store.ts'
import type { Licence } from '../terms.ts'

/**
 * 注销 or 撤销 in the caller's transaction: every edition that is or will be in force ends, so that nothing of the 证照编号 stays valid;
 * seen at the next check (S-088). Returns how many ended.
 */
export const endEverywhere = async (sql: Sql, licence: Pick<Licence, 'typeCode' | 'number'>, end: End): Promise<number> => {
  const alive = (await listEditions(sql, licence.typeCode, licence.number, true)).filter((one) => isAlive(one, end.on))
  for (const one of alive) {
    await endLicence(sql, one.id, end)
    await publish(sql, 'licences.ended', { licenceId: one.id, as: end.as, on: end.on, because: end.because })
  }
  return alive.length
}

/** In force on a day, or to come into force. */
const isAlive = (licence: Licence, on: LocalDate): boolean => ['valid', 'notYetValid'].includes(licenceState(licence, on))

/** One edition that a mistaken case made ends, unless it has ended already; if none followed it, the one before it stands as it was. */
export const takeBack = async (sql: Sql, licence: Licence, end: End): Promise<void> => {
  if (!isAlive(licence, end.on)) return
  await endEdition(sql, licence, end)
  if (licence.replacedBy === null) await standAgain(sql, licence)
}

/** One edition ends because another takes its place: 变更, 补证. */
export const endEdition = async (sql: Sql, licence: Licence, end: End): Promise<void> => {
  await endLicence(sql, licence.id, end)
  await publish(sql, 'licences.ended', { licenceId: licence.id, as: end.as, on: end.on, because: end.because })
}
