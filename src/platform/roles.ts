import pg from 'pg'
import { appRole, systemRole } from './wall.ts'

const roles = [appRole, systemRole] as const

/** Two installations on one server make the roles at once: whoever is second finds them made. */
const madeByAnother = (error: { code?: string }): void => {
  if (error.code !== '42710' && error.code !== '23505') throw error
}

const missing = (user: string, cause: unknown): Error =>
  new Error(
    `数据库账号 ${user} 不能建立角色，请由数据库管理员先执行：${roles.map((role) => `create role ${role} nologin;`).join(' ')} grant ${roles.join(', ')} to ${pg.escapeIdentifier(user)} with inherit false, set true;`,
    { cause },
  )

/**
 * The roles that the platform works as are there and this account may take them on (S-044): neither logs in, neither owns or bypasses
 * anything. Throws with what an administrator has to run where the account may not make them.
 */
export const ensureRoles = async (client: pg.Client): Promise<void> => {
  const { rows } = await client.query('select current_user as name')
  const user = String(rows[0]?.name)
  for (const role of roles) {
    const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role])
    try {
      if (!rowCount) await client.query(`create role ${role} nologin nosuperuser nobypassrls nocreatedb nocreaterole`).catch(madeByAnother)
      const mode = (await client.query("select current_setting('server_version_num')::int >= 160000 as has_set")).rows[0]?.has_set
      const may = await client.query('select pg_has_role(current_user, $1, $2) as may', [role, mode ? 'set' : 'member'])
      // Not inherited: the owner takes the role on where he says so, and stands before the wall else.
      if (!may.rows[0]?.may)
        await client.query(`grant ${role} to ${pg.escapeIdentifier(user)}${mode ? ' with inherit false, set true' : ''}`)
    } catch (error) {
      throw missing(user, error)
    }
  }
}

/** Schemas of the system and of extensions: nothing in them is ours to grant. */
const foreign = "nspname !~ '^pg_' and nspname not in ('information_schema', 'public', 'graphile_worker')"

/** What both roles may do, after every migration again: rows of every table, no table itself; of the ledger of migrations they only read. */
const grants = `
do $$
declare
  name text;
begin
  for name in select nspname from pg_namespace where ${foreign} loop
    execute format('grant usage on schema %I to ${roles.join(', ')}', name);
    execute format('grant select, insert, update, delete on all tables in schema %I to ${roles.join(', ')}', name);
    execute format('grant usage, select on all sequences in schema %I to ${roles.join(', ')}', name);
    execute format('grant execute on all functions in schema %I to ${roles.join(', ')}', name);
  end loop;
  revoke insert, update, delete on platform.migration from ${roles.join(', ')};
  -- What was done and by whom is added to and never changed (S-100); old requests are forgotten by the system's one function.
  revoke update, delete, truncate on platform.audit, platform.access, apps.client_act from ${roles.join(', ')};
  revoke execute on function platform.forget_access(int) from public, ${appRole};
end $$`

/** The queue guards its tables with policies of its own and gives none to anybody: ours lets both roles put jobs in and look at them. */
const queue = `
do $$
declare
  name text;
begin
  grant usage on schema graphile_worker to ${roles.join(', ')};
  grant select, insert, update, delete on all tables in schema graphile_worker to ${roles.join(', ')};
  grant usage, select on all sequences in schema graphile_worker to ${roles.join(', ')};
  grant execute on all functions in schema graphile_worker to ${roles.join(', ')};
  for name in
    select relname from pg_class
    where relnamespace = 'graphile_worker'::regnamespace and relrowsecurity
      and not exists (select from pg_policy where polrelid = pg_class.oid and polname = 'tongban')
  loop
    execute format('create policy tongban on graphile_worker.%I to ${roles.join(', ')} using (true) with check (true)', name);
  end loop;
end $$`

/** Grants what has come with the last migrations. */
export const grantAll = async (client: pg.Client): Promise<void> => {
  await client.query(grants)
  await client.query(queue)
}
