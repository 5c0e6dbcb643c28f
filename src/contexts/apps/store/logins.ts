import { fragment, type Sql } from '../../../platform/db.ts'
import type { AppScope } from '../terms.ts'

/** A sign-in at a sub-site; `clientSid` is the `sid` of its ID Token. */
export type Login = {
  readonly id: string
  readonly sid: string
  readonly clientId: string
  readonly accountId: string
  readonly clientSid: string
}

export const putLogin = (sql: Sql, one: Login) => sql`
  insert into apps.login (id, sid, client_id, account_id, client_sid)
  values (${one.id}, ${one.sid}, ${one.clientId}, ${one.accountId}, ${one.clientSid})
  on conflict (sid, client_id) do update set
    client_sid = excluded.client_sid,
    at = now(),
    ended_at = null`

/** The sub-sites that have not heard of the end of a sign-in. */
export const listOpenLogins = (sql: Sql, sid: string): Promise<{ id: string }[]> => sql<{ id: string }>`
  select id from apps.login where sid = ${sid} and ended_at is null`

/** The sign-ins of a person at one sub-site that it has not been told to end. */
export const listLoginsAt = (sql: Sql, accountId: string, clientId: string): Promise<{ id: string }[]> => sql<{ id: string }>`
  select id from apps.login where account_id = ${accountId} and client_id = ${clientId} and ended_at is null`

/** The sign-ins at sub-sites that rest on one standing of somebody: for an organisation, or as an officer. */
type ActingLogins = {
  readonly logins: readonly { readonly id: string }[]
  readonly accountId: string
  readonly kind: 'applicant' | 'staff'
  readonly actingFor: string | null
}
/** The open sign-ins at sub-sites whose session acts for an organisation; without one, for any, and those of officers. */
export const listLoginsActingFor = (sql: Sql, organisation: string | undefined) => sql<ActingLogins>`
  select json_agg(json_build_object('id', login.id)) as logins, login.account_id as "accountId", session.subject_kind as kind,
    session.data ->> 'actingFor' as "actingFor"
  from platform.session
  join apps.login on login.sid = session.sid and login.ended_at is null
  where ${
    organisation === undefined
      ? fragment`(session.data ? 'actingFor' or session.subject_kind = 'staff')`
      : fragment`session.data ? 'actingFor' and session.data ->> 'actingFor' = ${organisation}`
  }
  group by login.account_id, session.subject_kind, session.data ->> 'actingFor'`

/** The sub-sites an account signed in at of late, the latest first, with all that each may ask for. */
export const listAppsUsedBy = (sql: Sql, accountId: string) => sql<{ appName: string; scopes: AppScope[]; at: string }>`
  select client.registered ->> 'name' as "appName", client.registered -> 'scopes' as scopes, max(login.at) as at
  from apps.login
  join apps.client on client.id = login.client_id
  where login.account_id = ${accountId}
  group by client.id
  order by at desc
  limit 100`

export const findOpenLogin = async (sql: Sql, id: string): Promise<Login | undefined> => {
  const [row] = await sql<Login>`
    select id, sid, client_id as "clientId", account_id as "accountId", client_sid as "clientSid"
    from apps.login
    where id = ${id} and ended_at is null`
  return row
}

export const markEnded = (sql: Sql, id: string) => sql`update apps.login set ended_at = now() where id = ${id}`

/** Forgets sign-ins that ended over a month ago, and those whose session is long gone. */
export const sweepLogins = async (sql: Sql): Promise<number> =>
  (await sql`delete from apps.login where coalesce(ended_at, at) < now() - interval '30 days' returning id`).length
