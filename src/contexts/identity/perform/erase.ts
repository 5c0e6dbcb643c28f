import { randomBytes } from 'node:crypto'
import type { Db, Sql } from '../../../platform/db.ts'
import { publish } from '../../../platform/outbox.ts'
import type { Secrets } from '../../../platform/secrets.ts'
import { smsOutbox } from '../../../platform/sms.ts'
import { closeErasure, type Erasure, keepErasure, refuseErasure } from '../store/data-requests.ts'
import { emptyAccount, emptyPerson, eraseBelongings, eraseCorrections, eraseOfPerson, findErasable } from '../store/erasure.ts'
import { insertMessage } from '../store/messages.ts'
import { phoneInAccount } from './viewer.ts'

/** Records of a person that a law keeps, in words: `[]` when there are none. Known above this context. */
export type Kept = (sql: Sql, personId: string) => Promise<readonly string[]>

/** What has to be known from above to end an account: what stands in the way, in words, and what a law keeps. */
export type Erasing = {
  readonly obstaclesTo: (sql: Sql, accountId: string) => Promise<readonly string[]>
  readonly keptOf: Kept
}

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
  if (personId && kept.length === 0) {
    await eraseCorrections(sql, personId)
    await emptyPerson(sql, personId, { sealed: randomBytes(48), hash: `erased:${randomBytes(16).toString('hex')}` })
  }
  await closeErasure(sql, request.id, kept)
  await publish(sql, 'identity.account-erased', { account: request.accountId })
  return kept
}

type Means = Erasing & { readonly secrets: Secrets }
type Request = { readonly id: string; readonly accountId: string }

/** Ends a request that cannot be carried out and tells its owner why and what he can do: in his messages, among his requests, on his telephone. */
const refuse = async (sql: Sql, { secrets }: Means, { id, accountId }: Request, reasons: readonly string[]): Promise<void> => {
  await refuseErasure(sql, id, reasons)
  const found = await findErasable(sql, accountId)
  if (found?.personId)
    await insertMessage(sql, found.personId, {
      title: '帐号没有注销',
      body: `您申请的注销没有办成：${reasons.join(';')}。帐号照常可以使用；办好以后请重新申请注销。`,
      link: '/my/data/erase',
    })
  const phone = await phoneInAccount(sql, secrets, accountId)
  if (phone)
    await smsOutbox(secrets).send(sql, {
      to: phone,
      text: '【通办】您的帐号没有注销，原因请登录后到“我的数据”查看。',
      key: `erasure ${id}`,
    })
}

/**
 * Carries out what was asked for a day ago. What stands in the way is looked at again: a case may have been begun since. Gives what is kept,
 * undefined when it was refused.
 */
export const carryOutErasure = async (sql: Sql, means: Means, request: Request): Promise<readonly string[] | undefined> => {
  const reasons = await means.obstaclesTo(sql, request.accountId)
  if (reasons.length === 0) return eraseAccount(sql, request, means.keptOf)
  await refuse(sql, means, request, reasons)
  return undefined
}

/** How many ends of accounts a backup did not have and now has, had already, or could not take because the person is 法定代表人 in it. */
export type Replayed = { readonly erased: number; readonly already: number; readonly left: readonly string[] }

/**
 * Carries out again over a restored backup what had been carried out since it was made (S-094), each in its own transaction. An account
 * that the backup does not know, or that is ended in it, stays as it is; running it again changes nothing.
 */
export const replayErasures = async (
  db: Pick<Db, 'sql' | 'transaction'>,
  erasures: readonly Erasure[],
  keptOf: Kept,
): Promise<Replayed> => {
  const left: string[] = []
  let erased = 0
  for (const erasure of erasures) {
    const found = await findErasable(db.sql, erasure.accountId)
    if (!found || found.isErased) continue
    const kept = await db.transaction(async (sql) => {
      await keepErasure(sql, erasure)
      return eraseAccount(sql, erasure, keptOf)
    })
    if (kept) erased += 1
    else left.push(erasure.accountId)
  }
  return { erased, already: erasures.length - erased - left.length, left }
}
