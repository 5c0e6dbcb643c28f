import { fragment, nothing, type Sql } from './db.ts'

/** One thing an administrator did (S-100). `target` is what it was done to, as `kind:id`; `told` its name as people know it. */
export type AuditEntry = {
  /** The account; absent for what the installation itself did. */
  readonly actor?: string
  readonly actorName: string
  readonly act: string
  readonly target: string
  readonly told: string
  readonly before?: unknown
  readonly after?: unknown
  /** By which approval: its id. */
  readonly approval?: string
  /** 12 digits of the place it belongs to. */
  readonly division?: string
  readonly request?: string
  readonly network?: string
}

const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value))

/** Writes an entry, in the transaction of what it tells of: neither stands without the other. */
export const recordAudit = async (sql: Sql, entry: AuditEntry): Promise<void> => {
  await sql`
    insert into platform.audit (actor, actor_name, act, target, told, before, after, approval, division, request, network)
    values (
      ${entry.actor ?? null}, ${entry.actorName}, ${entry.act}, ${entry.target}, ${entry.told},
      ${json(entry.before)}, ${json(entry.after)}, ${entry.approval ?? null},
      ${entry.division ?? ''}, ${entry.request ?? ''}, ${entry.network ?? ''}
    )`
}

export type AuditRow = {
  readonly id: number
  readonly at: string
  readonly actorName: string
  readonly act: string
  readonly target: string
  readonly told: string
  readonly before: unknown
  readonly after: unknown
  readonly approval: string | null
  readonly request: string
  readonly network: string
}

/** What a reader looks for: a part of a person's name (who did it or to whom), an act, a civil day in China; rows before an id. */
export type AuditFilter = {
  /** The first digits of the places whose entries are read; an entry of no place is the installation's own, read where this is ''. */
  readonly beginning: string
  readonly person?: string | undefined
  readonly act?: string | undefined
  readonly on?: string | undefined
  readonly before?: number | undefined
}

const literal = (text: string): string => `%${text.replace(/[\\%_]/g, (c) => `\\${c}`)}%`

/** A page of the trail, newest first, by keyset. */
export const listAudit = (
  sql: Sql,
  { beginning, person, act, on, before }: AuditFilter,
  limit: number,
): Promise<AuditRow[]> => sql<AuditRow>`
  select id, at, actor_name as "actorName", act, target, told, before, after, approval, request, network
  from platform.audit
  where division like ${`${beginning}%`}
    ${person ? fragment`and (actor_name like ${literal(person)} or told like ${literal(person)})` : nothing}
    ${act ? fragment`and act = ${act}` : nothing}
    ${on ? fragment`and at >= ${on}::date::timestamp at time zone 'Asia/Shanghai' and at < (${on}::date + 1)::timestamp at time zone 'Asia/Shanghai'` : nothing}
    ${before ? fragment`and id < ${before}` : nothing}
  order by id desc
  limit ${limit}`
