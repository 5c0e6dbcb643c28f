import type { Sql } from '../../../platform/db.ts'

type NewSheet = { readonly sha256: string; readonly type: string; readonly size: number }
type Uploader = { readonly accountId: string; readonly name: string; readonly division: string }

/** Notes a content as a 空表 or 样表; the first who brought it stays named. */
export const insertSheet = (sql: Sql, { sha256, type, size }: NewSheet, { accountId, name, division }: Uploader) => sql`
  insert into catalogue.own_sheet (sha256, type, size, account_id, by_whom, division)
  values (${sha256}, ${type}, ${size}, ${accountId}, ${name}, ${division})
  on conflict (sha256) do nothing`

/** Those of these contents that were uploaded as 空表 or 样表, with the type they were found to have. */
export const listSheets = (sql: Sql, hashes: readonly string[]): Promise<NewSheet[]> => sql<NewSheet>`
  select sha256, type, size
  from catalogue.own_sheet
  where sha256 = any(${hashes})`
