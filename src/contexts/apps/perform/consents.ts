import type { Db } from '../../../platform/db.ts'
import { endConsent } from '../store/consents.ts'
import { dropTokensOfClient } from '../store/tokens.ts'
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
