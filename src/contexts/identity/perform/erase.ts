import { randomBytes } from 'node:crypto'
import type { Sql } from '../../../platform/db.ts'
import { closeErasure } from '../store/data-requests.ts'
import { emptyAccount, emptyPerson, eraseBelongings, eraseOfPerson, findErasable } from '../store/erasure.ts'

/** Records of a person that a law keeps, in words: `[]` when there are none. Known above this context. */
export type Kept = (sql: Sql, personId: string) => Promise<readonly string[]>

/**
 * 注销 (个人信息保护法 §47; S-094): ends an account in one transaction. What a law keeps is kept and named, and with it who he is; where
 * nothing is kept, name and number are overwritten, so that a backup alone still holds them until the request is replayed over it. Running
 * it again changes nothing. Gives what is kept.
 */
export const eraseAccount = async (
  sql: Sql,
  request: { readonly id: string; readonly accountId: string },
  keptOf: Kept,
): Promise<readonly string[] | undefined> => {
  const found = await findErasable(sql, request.accountId)
  if (!found || found.isRepresentative) return undefined
  const { personId } = found
  const kept = personId ? await keptOf(sql, personId) : []
  await eraseBelongings(sql, request.accountId)
  await emptyAccount(sql, request.accountId)
  if (personId) await eraseOfPerson(sql, personId)
  if (personId && kept.length === 0)
    await emptyPerson(sql, personId, { sealed: randomBytes(48), hash: `erased:${randomBytes(16).toString('hex')}` })
  await closeErasure(sql, request.id, kept)
  return kept
}
