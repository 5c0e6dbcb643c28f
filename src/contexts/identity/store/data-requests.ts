import type { LocalDate } from '../../../kernel/date.ts'
import type { Sql } from '../../../platform/db.ts'

export type DataRequestKind = 'export' | 'erase'
/** A request about one's own data: asked when, to be answered by when (个人信息保护法 §50), and what became of it. */
export type DataRequest = {
  readonly id: string
  readonly accountId: string
  readonly kind: DataRequestKind
  readonly askedAt: string
  readonly dueOn: LocalDate
  readonly doneAt: string | null
  readonly hasCopy: boolean
  /** Why the end of an account was not carried out; null when it was or is open. */
  readonly refused: readonly string[] | null
}

/** Opens a request; undefined when one of its kind is open already. */
export const insertDataRequest = async (
  sql: Sql,
  request: { readonly id: string; readonly accountId: string; readonly kind: DataRequestKind; readonly dueOn: LocalDate },
): Promise<string | undefined> => {
  const [row] = await sql<{ id: string }>`
    insert into identity.data_request (id, account_id, kind, due_on)
    values (${request.id}, ${request.accountId}, ${request.kind}, ${request.dueOn})
    on conflict do nothing
    returning id`
  return row?.id
}

/** The requests of an account, the latest first. */
export const listDataRequests = (sql: Sql, accountId: string) => sql<DataRequest>`
  select id, account_id as "accountId", kind, asked_at as "askedAt", due_on as "dueOn", done_at as "doneAt", sealed is not null as "hasCopy", refused
  from identity.data_request
  where account_id = ${accountId}
  order by asked_at desc
  limit 20`

export const findDataRequest = async (sql: Sql, id: string): Promise<(DataRequest & { readonly sealed: Buffer | null }) | undefined> => {
  const [row] = await sql<DataRequest & { sealed: Buffer | null }>`
    select id, account_id as "accountId", kind, asked_at as "askedAt", due_on as "dueOn", done_at as "doneAt", sealed is not null as "hasCopy", refused, sealed
    from identity.data_request
    where id = ${id}`
  return row
}

/** The copy is ready. */
export const keepCopy = (sql: Sql, id: string, sealed: Buffer) => sql`
  update identity.data_request set sealed = ${sealed}, done_at = now() where id = ${id}`

/** He thinks better of it before it is done. */
export const dropOpenRequest = async (sql: Sql, accountId: string, kind: DataRequestKind): Promise<boolean> =>
  (await sql`delete from identity.data_request where account_id = ${accountId} and kind = ${kind} and done_at is null returning id`)
    .length > 0

/** Accounts whose end was asked for at least so many hours ago and not carried out. */
export const listErasuresDue = (sql: Sql, hours: number) => sql<{ id: string; accountId: string }>`
  select id, account_id as "accountId"
  from identity.data_request
  where kind = 'erase' and done_at is null and asked_at < now() - make_interval(hours => ${hours}::int)
  order by asked_at`

/** An end of an account that was carried out, as it is kept beside backups: no name, no number. `askedAt` is an RFC 3339 instant. */
export type Erasure = { readonly id: string; readonly accountId: string; readonly askedAt: string; readonly dueOn: LocalDate }

/** Every end of an account that was carried out, the earliest first. */
export const listErasures = (sql: Sql) => sql<Erasure>`
  select id, account_id as "accountId", asked_at as "askedAt", due_on as "dueOn"
  from identity.data_request
  where kind = 'erase' and done_at is not null and refused is null
  order by done_at, id`

/** Writes an end that a restored backup does not know of; one that was open there becomes this one. */
export const keepErasure = async (sql: Sql, { id, accountId, askedAt, dueOn }: Erasure): Promise<void> => {
  await sql`delete from identity.data_request where account_id = ${accountId} and kind = 'erase' and done_at is null and id <> ${id}`
  await sql`
    insert into identity.data_request (id, account_id, kind, asked_at, due_on)
    values (${id}, ${accountId}, 'erase', ${askedAt}, ${dueOn})
    on conflict (id) do nothing`
}

export const closeErasure = (sql: Sql, id: string, kept: readonly string[]) => sql`
  update identity.data_request set done_at = now(), kept = ${kept}, refused = null where id = ${id}`

/** It could not be carried out, for these reasons; its owner may ask again. */
export const refuseErasure = (sql: Sql, id: string, reasons: readonly string[]) => sql`
  update identity.data_request set done_at = now(), refused = ${reasons} where id = ${id} and done_at is null`
