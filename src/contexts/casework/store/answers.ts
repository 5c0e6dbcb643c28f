import type { Json } from '../../../kernel/canonical.ts'
import { asStale, type Sql } from '../../../platform/db.ts'

/** The answer a submission with this key got, and the digest of its body. */
export const findAnswer = async (sql: Sql, subject: string, key: string): Promise<{ digest: string; answer: Json } | undefined> => {
  const [row] = await sql<{ digest: string; answer: Json }>`
    select digest, answer
    from platform.idempotency
    where subject = ${subject} and key = ${key}`
  return row
}

/** Keeps an answer; throws Stale when another transaction kept one under this key. */
export const keepAnswer = (sql: Sql, subject: string, key: string, digest: string, answer: Json) =>
  sql`
  insert into platform.idempotency (subject, key, digest, answer)
  values (${subject}, ${key}, ${digest}, ${JSON.stringify(answer)}::jsonb)`.catch(asStale)
