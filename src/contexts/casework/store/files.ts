import type { Sql } from '../../../platform/db.ts'

/** Which of these contents are handed in and not submitted yet, or photographs that no step has taken: all that may still go (S-094). */
export const filesOfDrafts = async (sql: Sql, hashes: readonly string[]): Promise<string[]> => {
  const rows = await sql<{ sha256: string }>`
    select sha256
    from casework.upload
    where sha256 = any(${hashes}::text[])
    union
    select sha256
    from casework.site_photo
    where sha256 = any(${hashes}::text[])`
  return rows.map(({ sha256 }) => sha256)
}
