import type { AdapterPayload } from 'oidc-provider'
import type { Sql } from '../platform/db.ts'

type Kept = { readonly kind: string; readonly id: string; readonly body: AdapterPayload; readonly seconds: number }
const textOr = (value: unknown): string | null => (typeof value === 'string' ? value : null)

export const putState = (sql: Sql, { kind, id, body, seconds }: Kept) => sql`
  insert into sandbox.partner_state (kind, id, body, grant_id, uid, expires_at)
  values (
    ${kind}, ${id}, ${JSON.stringify(body)}::jsonb, ${textOr(body.grantId)}, ${textOr(body.uid)},
    now() + make_interval(secs => ${seconds}::int)
  )
  on conflict (kind, id) do update set body = excluded.body, expires_at = excluded.expires_at`

type StateRow = { readonly body: AdapterPayload; readonly used: boolean }
const payloadOf = (row: StateRow | undefined): AdapterPayload | undefined => row && (row.used ? { ...row.body, consumed: true } : row.body)

export const findState = async (sql: Sql, kind: string, id: string): Promise<AdapterPayload | undefined> => {
  const [row] = await sql<StateRow>`
    select body, used_at is not null as used from sandbox.partner_state where kind = ${kind} and id = ${id} and expires_at > now()`
  return payloadOf(row)
}
export const findStateByUid = async (sql: Sql, kind: string, uid: string): Promise<AdapterPayload | undefined> => {
  const [row] = await sql<StateRow>`
    select body, used_at is not null as used from sandbox.partner_state where kind = ${kind} and uid = ${uid} and expires_at > now()`
  return payloadOf(row)
}
export const markState = (sql: Sql, kind: string, id: string) => sql`
  update sandbox.partner_state set used_at = now() where kind = ${kind} and id = ${id}`
export const dropState = (sql: Sql, kind: string, id: string) => sql`delete from sandbox.partner_state where kind = ${kind} and id = ${id}`
export const dropStateOfGrant = (sql: Sql, kind: string, grantId: string) => sql`
  delete from sandbox.partner_state where kind = ${kind} and grant_id = ${grantId}`

/** What stands under a name, else what is made for it now; all processes get the same. */
export const keepOnce = async (sql: Sql, id: string, make: () => AdapterPayload): Promise<AdapterPayload> => {
  const known = await findState(sql, 'kept', id)
  if (known) return known
  await sql`
    insert into sandbox.partner_state (kind, id, body, expires_at)
    values ('kept', ${id}, ${JSON.stringify(make())}::jsonb, 'infinity')
    on conflict do nothing`
  return (await findState(sql, 'kept', id)) ?? {}
}
