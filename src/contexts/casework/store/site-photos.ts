import type { LocalDate } from '../../../kernel/date.ts'
import type { Sql } from '../../../platform/db.ts'
import type { Photo } from '../terms.ts'

/** Keeps a photograph for a case; the same content once, under the name it came with last. */
export const insertPhoto = (sql: Sql, p: Photo & { caseId: string; division: string; by: string; at: string }) => sql`
  insert into casework.site_photo (case_id, sha256, division, name, size, type, by, at)
  values (${p.caseId}, ${p.sha256}, ${p.division}, ${p.name}, ${p.size}, ${p.type}, ${p.by}, ${p.at})
  on conflict (case_id, sha256) do update
  set name = excluded.name, by = excluded.by, at = excluded.at`

/** The photographs of a case that wait to be taken into its journal, the first first. */
export const listPhotos = (sql: Sql, caseId: string): Promise<Photo[]> => sql<Photo>`
  select sha256, name, size, type
  from casework.site_photo
  where case_id = ${caseId}
  order by at, sha256`

export const deletePhotos = (sql: Sql, caseId: string, hashes: readonly string[]) => sql`
  delete from casework.site_photo
  where case_id = ${caseId} and sha256 = any(${hashes}::text[])`

/** Forgets photographs that no step took within thirty days. */
export const sweepPhotos = (sql: Sql, today: LocalDate) => sql`
  delete from casework.site_photo
  where at < ${today}::date - 30`
