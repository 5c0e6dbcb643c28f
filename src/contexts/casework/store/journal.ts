import type { Json } from '../../../kernel/canonical.ts'
import { asStale, type Sql } from '../../../platform/db.ts'

/** One entry as it is stored: the public part, the sealed personal part, and its place in the chain. */
export type Entry = {
  readonly position: number
  readonly body: { readonly [key: string]: Json | undefined }
  readonly sealed: Buffer | null
  readonly at: string
  readonly prevHash: string
  readonly hash: string
}

/** The journal of a case, in order. */
export const loadEntries = (sql: Sql, caseId: string): Promise<Entry[]> => sql<Entry>`
  select position, body, sealed, at, prev_hash as "prevHash", hash
  from casework.journal
  where case_id = ${caseId}
  order by position`

/** Appends one entry; throws Stale when another writer took the position. */
export const appendEntry = (sql: Sql, caseId: string, division: string, e: Entry) =>
  sql`
  insert into casework.journal (case_id, position, division, body, sealed, at, prev_hash, hash)
  values (${caseId}, ${e.position}, ${division}, ${JSON.stringify(e.body)}::jsonb, ${e.sealed}, ${e.at}, ${e.prevHash}, ${e.hash})`.catch(
    asStale,
  )
