import type { Json } from '../../../kernel/canonical.ts'
import type { Db, Sql } from '../../../platform/db.ts'
import type { Consumer } from '../../../platform/outbox.ts'
import { endConsent, endConsentsOf, listAllConsents } from '../store/consents.ts'
import { dropTokensOf, dropTokensOfClient } from '../store/tokens.ts'
import { tellOneApp } from './log-out.ts'

/**
 * Withdraws a consent (个人信息保护法 §15): its grants and tokens are gone with the same transaction, the sub-site is told to sign the
 * person out. False when there was none.
 */
export const withdraw = (db: Pick<Db, 'transaction'>, accountId: string, clientId: string): Promise<boolean> =>
  db.transaction(async (sql) => {
    if (!(await endConsent(sql, accountId, clientId))) return false
    await dropTokensOfClient(sql, clientId, accountId)
    await tellOneApp(sql, accountId, clientId)
    return true
  })

/** An account is no more (个人信息保护法 §47): what it let sub-sites know ends with it; that it once had is kept as evidence. */
export const erasedConsumer: Consumer = {
  name: 'apps.account-erased',
  topics: ['identity.account-erased'],
  take: async (sql, { body }) => {
    const { account } = body as { account: string }
    await endConsentsOf(sql, account)
    await dropTokensOf(sql, account)
  },
}

/** To which sub-sites a person agreed, for his own copy (S-093; 个人信息保护法 §45). */
export const appsData = async (sql: Sql, accountId: string): Promise<Record<string, Json>> => ({
  应用授权: JSON.parse(JSON.stringify(await listAllConsents(sql, accountId))) as Json,
})
