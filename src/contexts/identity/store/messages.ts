import { randomUUID } from 'node:crypto'
import type { Sql } from '../../../platform/db.ts'

/** Tells a person something in his user space: words without numbers of persons; `link` a path of this site, or ''. */
export const insertMessage = (sql: Sql, personId: string, message: { title: string; body: string; link: string }) => sql`
  insert into identity.message (id, person_id, title, body, link)
  values (${randomUUID()}, ${personId}, ${message.title}, ${message.body}, ${message.link})`

export type Message = {
  readonly id: string
  readonly at: string
  readonly title: string
  readonly body: string
  readonly link: string
  readonly readAt: string | null
}
/** A person's messages, the latest first; all of them when `most` is null. */
export const listMessages = (sql: Sql, personId: string, most: number | null = 100) => sql<Message>`
  select id, at, title, body, link, read_at as "readAt"
  from identity.message
  where person_id = ${personId}
  order by at desc, id
  limit ${most}`

/** How many messages a person has not read. */
export const countUnread = async (sql: Sql, personId: string): Promise<number> => {
  const [row] = await sql<{ n: number }>`
    select count(*)::int as n from (select from identity.message where person_id = ${personId} and read_at is null limit 100) unread`
  return row?.n ?? 0
}

/** He has seen them all. */
export const markRead = (sql: Sql, personId: string) => sql`
  update identity.message set read_at = now() where person_id = ${personId} and read_at is null`
