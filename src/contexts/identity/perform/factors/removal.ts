import { randomUUID } from 'node:crypto'
import type { Sql } from '../../../../platform/db.ts'
import { type RemovalRule, removalRule } from '../../rules/factors.ts'
import {
  deleteFactor,
  forgetTries,
  insertFactorEvent,
  listFactorIds,
  listFactors,
  lockFactors,
  replaceRecoveryCodes,
} from '../../store/factors.ts'
import { findPersonByIdNumber, insertProofing } from '../../store/people.ts'
import type { Door } from '../../terms.ts'
import { inquire } from '../inquiry.ts'
import { isLimited, type Limited, type Means } from '../means.ts'
import { type PersonClaim, RegistryDown } from '../registry.ts'
import { idNumberHash } from '../viewer.ts'

/**
 * Under which condition one factor of an account, a certificate among them, may be taken away now (S-006). A certificate that has run out
 * is no factor any more, so it goes freely; without `id`: any that counts.
 */
export const removalRuleOf = async (sql: Sql, door: Door, accountId: string, id?: string): Promise<RemovalRule> => {
  const ids = await listFactorIds(sql, accountId)
  return id && !ids.includes(id) ? 'free' : removalRule(door, ids.length)
}

export type Removal = { readonly door: Door; readonly accountId: string; readonly id: string; readonly isProofed: boolean }
/** Ends the sessions that a factor less ends, in the transaction that takes it away (S-033). */
export type EndSessions = { readonly endSessions: (sql: Sql) => Promise<void> }
/** Whether this would take the last factor from somebody who has not proofed his identity for it; holds the account until the transaction ends (S-006). */
export const wouldBeLast = async (sql: Sql, { door, accountId, id, isProofed }: Removal): Promise<boolean> => {
  await lockFactors(sql, accountId)
  const rule = await removalRuleOf(sql, door, accountId, id)
  return rule === 'never' || (rule === 'afterProofing' && !isProofed)
}

/**
 * The owner takes a factor away, one at a time: of two removals at once the second sees what the first left, and “last” says that it
 * would need what this one has not (S-006).
 */
export const removeFactor = ({ db }: Pick<Means, 'db'>, { endSessions, ...removal }: Removal & EndSessions): Promise<'done' | 'last'> =>
  db.transaction(async (sql) => {
    if (await wouldBeLast(sql, removal)) return 'last'
    await removeFactorIn(sql, removal.accountId, removal.id)
    await endSessions(sql)
    return 'done'
  })

/** Takes a factor away within a transaction; with the last one the recovery codes go. False when it is not there. */
export const removeFactorIn = async (sql: Sql, accountId: string, id: string): Promise<boolean> => {
  if (!(await deleteFactor(sql, accountId, id))) return false
  await insertFactorEvent(sql, accountId, 'removed', id)
  if ((await listFactors(sql, accountId)).length === 0) await replaceRecoveryCodes(sql, accountId, [])
  await forgetTries(sql, accountId)
  return true
}

/** Takes away every generator, passkey and recovery code of an account within a transaction: they were somebody else's, or may be. */
export const forgetFactors = async (sql: Sql, accountId: string, why: string): Promise<void> => {
  const factors = await listFactors(sql, accountId)
  for (const { id } of factors) await deleteFactor(sql, accountId, id)
  await replaceRecoveryCodes(sql, accountId, [])
  await forgetTries(sql, accountId)
  if (factors.length > 0) await insertFactorEvent(sql, accountId, 'removed', why)
}

export type Owner = { readonly accountId: string; readonly personId: string }

/**
 * Proofs the identity of an account's owner once more: the population registry confirms what he types, and it is he (S-006, S-009).
 * “differs” is one answer for a claim that is wrong and one that is somebody else's (S-014).
 */
export const proofAgain = async (
  { db, secrets, limits, registry }: Means,
  { accountId, personId }: Owner,
  claim: PersonClaim,
): Promise<'confirmed' | 'differs' | 'down' | Limited> => {
  const hash = idNumberHash(secrets, claim.idNumber)
  const keys = [
    ['proofAccount', accountId],
    ['proofIdNumber', hash],
  ] as const
  try {
    const answer = await inquire(limits, keys, () => registry.population(claim))
    if (isLimited(answer)) return answer
    if (!answer.matched || (await findPersonByIdNumber(db.sql, hash))?.id !== personId) return 'differs'
    const { source, evidence } = answer
    await insertProofing(db.sql, { id: randomUUID(), accountId, personId, method: 'idCard', source, evidence })
    return 'confirmed'
  } catch (error) {
    if (error instanceof RegistryDown) return 'down'
    throw error
  }
}
