import { asStale, type Sql } from '../../../platform/db.ts'

export const findUserName = async (sql: Sql, accountId: string): Promise<string | undefined> => {
  const [row] = await sql<{ user_name: string | null }>`select user_name from identity.account where id = ${accountId}`
  return row?.user_name ?? undefined
}

/** Once: an account that has one keeps it. Throws Stale when another account has it. */
export const setUserName = async (sql: Sql, accountId: string, userName: string): Promise<boolean> => {
  const rows = await sql`
    update identity.account
    set user_name = ${userName}, user_name_chosen_at = now()
    where id = ${accountId} and user_name is null
    returning id`.catch(asStale)
  return rows.length > 0
}
