import type { Sql } from './db.ts'
import { plainText } from './log.ts'

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
      ${entry.actor ?? null}, ${plainText(entry.actorName)}, ${entry.act}, ${entry.target}, ${plainText(entry.told)},
      ${json(entry.before)}, ${json(entry.after)}, ${entry.approval ?? null},
      ${entry.division ?? ''}, ${entry.request ?? ''}, ${entry.network ?? ''}
    )`
}
