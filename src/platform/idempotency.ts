import { createHash } from 'node:crypto'
import { canonical, type Json } from '../kernel/canonical.ts'
import type { Sql } from './db.ts'
import { Problem } from './http.ts'

/** Whose request it is, the Idempotency-Key it came with, and the digest of what it asks for. Keys of different subjects never meet. */
export type Asking = { readonly subject: string; readonly key: string; readonly digest: string }

/** What was answered, and whether that was an earlier time. */
export type Answered<Answer> = { readonly answer: Answer; readonly repeated: boolean }

/** The digest of a request: the same act with the same content gives the same 64 hex digits. */
export const digestOf = (act: string, content: Json): string =>
  createHash('sha256')
    .update(canonical([act, content]))
    .digest('hex')

/** Reads the Idempotency-Key header: 1 to 128 visible characters. Throws Problem 400 when it is absent or something else (S-070). */
export const readKey = (header: string | readonly string[] | undefined): string => {
  if (typeof header === 'string' && /^[\x21-\x7e]{1,128}$/.test(header)) return header
  throw new Problem(400, 'idempotency-key-missing', '缺少 Idempotency-Key 请求头', {
    detail: '请为每次提交生成一个不重复的值，例如 UUID；重发同一次提交时使用同一个值',
  })
}

const reused = (): Problem =>
  new Problem(422, 'idempotency-key-reused', '这个 Idempotency-Key 已用于另一份内容', { detail: '内容有变化时请换一个新的值' })
const inProgress = (): Problem =>
  new Problem(409, 'in-progress', '同一次提交正在办理', { detail: '请稍后用同一个 Idempotency-Key 再查一次结果', retryAfter: 2 })

const lockTimedOut = (error: { code?: string }): never => {
  throw error.code === '55P03' ? inProgress() : error
}

/**
 * Does `work` once for a key (S-070). Must run inside the transaction of the work, so that key, work and answer are durable together or
 * not at all: a crash leaves no key without its answer. A second request with the key waits on the row of the first; when that commits
 * it gets the same answer, when that rolls back it does the work itself, and when it takes longer than two seconds it is told
 * 409 `in-progress`. The same key with another digest is 422 `idempotency-key-reused`. When `work` throws, the key is free again.
 */
export const withIdempotency = async <Answer extends Json>(
  sql: Sql,
  { subject, key, digest }: Asking,
  work: () => Promise<Answer>,
): Promise<Answered<Answer>> => {
  const [{ before } = { before: '5s' }] = await sql<{ before: string }>`select current_setting('lock_timeout') as before`
  await sql`select set_config('lock_timeout', '2s', true)`
  const mine = await sql`
    insert into platform.idempotency (subject, key, digest)
    values (${subject}, ${key}, ${digest})
    on conflict (subject, key) do nothing
    returning key`.catch(lockTimedOut)
  await sql`select set_config('lock_timeout', ${before}, true)`
  if (mine.length === 0) return { answer: await earlierAnswer<Answer>(sql, { subject, key, digest }), repeated: true }
  const answer = await work()
  await sql`
    update platform.idempotency
    set answer = ${JSON.stringify(answer)}::jsonb
    where subject = ${subject} and key = ${key}`
  return { answer, repeated: false }
}

const earlierAnswer = async <Answer>(sql: Sql, { subject, key, digest }: Asking): Promise<Answer> => {
  const [row] = await sql<{ digest: string; answer: Answer }>`
    select digest, answer
    from platform.idempotency
    where subject = ${subject} and key = ${key}`
  if (!row) throw inProgress() // swept between the two statements: the next try starts anew
  if (row.digest !== digest) throw reused()
  return row.answer
}
