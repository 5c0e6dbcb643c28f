import { fragment, nothing, type Sql } from '../../../platform/db.ts'
import type { App, AppAct, AppState, KeySet, Method, Registration } from '../terms.ts'

const columns = fragment`
  id, state, department_code as "departmentCode", division, method, registered, proposed,
  proposed_by as "proposedBy", proposed_at as "proposedAt",
  key_proposed - 'secret' as "keyProposed", key_proposed_by as "keyProposedBy", key_proposed_at as "keyProposedAt",
  case when registered is null then jwks end as "firstJwks"`

export const findApp = async (sql: Sql, id: string): Promise<App | undefined> => {
  const [row] = await sql<App>`select ${columns} from apps.client where id = ${id}`
  return row
}

/** Sub-sites of a division; with a department, its own. */
export const listApps = (sql: Sql, division: string, departmentCode: string): Promise<App[]> => sql<App>`
  select ${columns}
  from apps.client
  where division = ${division} ${departmentCode === '' ? nothing : fragment`and department_code = ${departmentCode}`}
  order by (proposed is not null) desc, created_at desc
  limit 200`

export type ActiveClient = {
  readonly id: string
  readonly registered: Registration
  readonly method: Method
  readonly jwks: KeySet | null
  readonly secret: Buffer | null
}
/** A sub-site that may sign people in; a suspended or merely proposed one is not there. */
export const findActiveClient = async (sql: Sql, id: string): Promise<ActiveClient | undefined> => {
  const [row] = await sql<ActiveClient>`
    select id, registered, method, jwks, secret from apps.client where id = ${id} and state = 'active'`
  return row
}

export type NewApp = {
  readonly id: string
  readonly departmentCode: string
  readonly division: string
  readonly proposed: Registration
  readonly by: string
  readonly method: Method
  readonly jwks: KeySet | null
  readonly secret: Buffer | null
}
export const insertApp = (sql: Sql, one: NewApp) => sql`
  insert into apps.client (id, state, department_code, division, proposed, proposed_by, proposed_at, method, jwks, secret)
  values (
    ${one.id}, 'proposed', ${one.departmentCode}, ${one.division}, ${JSON.stringify(one.proposed)}::jsonb, ${one.by}, now(),
    ${one.method}, ${one.jwks === null ? null : JSON.stringify(one.jwks)}::jsonb, ${one.secret}
  )`

export const setProposal = (sql: Sql, id: string, proposed: Registration, by: string) => sql`
  update apps.client
  set
    proposed = ${JSON.stringify(proposed)}::jsonb, proposed_by = ${by}, proposed_at = now(),
    state = case when state = 'refused' then 'proposed' else state end
  where id = ${id}`

/** What was proposed stands from now on. */
export const approveProposal = (sql: Sql, id: string) => sql`
  update apps.client
  set
    registered = proposed, proposed = null, proposed_by = null, proposed_at = null,
    state = case when state = 'proposed' then 'active' else state end
  where id = ${id} and proposed is not null and state <> 'refused'`

/** A first proposal that is refused stays to be mended; of a standing sub-site only the change is gone. */
export const refuseProposal = (sql: Sql, id: string) => sql`
  update apps.client
  set
    state = case when registered is null then 'refused' else state end,
    proposed = case when registered is null then proposed end,
    proposed_by = case when registered is null then proposed_by end,
    proposed_at = case when registered is null then proposed_at end
  where id = ${id}`

export const setState = (sql: Sql, id: string, state: AppState) => sql`update apps.client set state = ${state} where id = ${id}`
/** Another key for a sub-site that nobody approved yet: who gave it is one who proposed it. */
export const setKey = (sql: Sql, id: string, key: ProposedKey, by: string) => sql`
  update apps.client
  set
    jwks = ${key.jwks === null ? null : JSON.stringify(key.jwks)}::jsonb, secret = ${key.secret}, method = ${key.method},
    proposed_by = ${by}, proposed_at = now()
  where id = ${id}`

/** A key that waits; the secret in it is sealed. */
export type ProposedKey = { readonly method: Method; readonly jwks: KeySet | null; readonly secret: Buffer | null }
export const setKeyProposal = (sql: Sql, id: string, { method, jwks, secret }: ProposedKey, by: string) => sql`
  update apps.client
  set
    key_proposed = ${JSON.stringify({ method, jwks, secret: secret?.toString('base64') ?? null })}::jsonb, key_proposed_by = ${by},
    key_proposed_at = now()
  where id = ${id}`

/** The key that waited counts from now on, the one before no longer. */
export const approveKey = (sql: Sql, id: string) => sql`
  update apps.client
  set
    method = key_proposed ->> 'method', jwks = nullif(key_proposed -> 'jwks', 'null'::jsonb),
    secret = decode(key_proposed ->> 'secret', 'base64'), key_proposed = null, key_proposed_by = null, key_proposed_at = null
  where id = ${id} and key_proposed is not null`
export const refuseKey = (sql: Sql, id: string) => sql`
  update apps.client
  set key_proposed = null, key_proposed_by = null, key_proposed_at = null
  where id = ${id}`

/** Locks a sub-site for the act that follows. */
export const lockApp = (sql: Sql, id: string) => sql`select id from apps.client where id = ${id} for update`

export const recordAct = (
  sql: Sql,
  one: { readonly id: string; readonly clientId: string; readonly act: AppAct; readonly by: string | null; readonly detail: object },
) => sql`
  insert into apps.client_act (id, client_id, act, by, detail)
  values (${one.id}, ${one.clientId}, ${one.act}, ${one.by}, ${JSON.stringify(one.detail)}::jsonb)`

export type ActRow = { readonly act: AppAct; readonly at: string; readonly by: string | null }
export const listActs = (sql: Sql, clientId: string): Promise<ActRow[]> => sql<ActRow>`
  select act, at, by from apps.client_act where client_id = ${clientId} order by at desc, id desc limit 100`

/** The demo's own sub-site, registered by nobody; its address follows the demo's. */
export const putStandingApp = (
  sql: Sql,
  one: { readonly id: string; readonly division: string; readonly registered: Registration; readonly jwks: KeySet },
) => sql`
  insert into apps.client (id, state, division, registered, method, jwks)
  values (${one.id}, 'active', ${one.division}, ${JSON.stringify(one.registered)}::jsonb, 'private_key_jwt', ${JSON.stringify(one.jwks)}::jsonb)
  on conflict (id) do update set registered = excluded.registered, jwks = excluded.jwks`
