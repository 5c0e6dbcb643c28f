import { Stale } from '../../../platform/db.ts'
import { findUserName, setUserName } from '../store/user-names.ts'
import type { Limited, Means } from './means.ts'

/** Whether an account has a user name, and which; undefined where it may still choose one. */
export const userNameOf = ({ db }: Pick<Means, 'db'>, accountId: string): Promise<string | undefined> => findUserName(db.sql, accountId)

/**
 * An account chooses its user name, once. “taken” says that somebody has it, never who; asking is throttled, so that names cannot be
 * tried in a row (S-004). “fixed”: it has one already.
 */
export const chooseUserName = async (
  { db, limits }: Pick<Means, 'db' | 'limits'>,
  accountId: string,
  userName: string,
): Promise<'chosen' | 'taken' | 'fixed' | Limited> => {
  const wait = await limits.spend('signInAccount', `user name ${accountId}`)
  if (wait > 0) return { retryAfter: wait }
  try {
    return (await setUserName(db.sql, accountId, userName)) ? 'chosen' : 'fixed'
  } catch (error) {
    if (error instanceof Stale) return 'taken'
    throw error
  }
}
