import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { after, test } from 'node:test'
import pg from 'pg'
import { openDb } from '../platform/db.ts'
import { migrate } from '../platform/migrate.ts'
import { testDatabase, testServer } from '../platform/testing.ts'
import { appRole, inScope, systemRole } from '../platform/wall.ts'
import { openWalledDb, walledSchemas } from './wall.ts'

const db = await testDatabase()

/** Tables beside the walled ones in their schemas that hold nobody's rows, and why. */
const nobodys: Readonly<Record<string, string>> = {
  'casework.number': 'the last serial of an item and day',
  'casework.queue_count': 'how many, of a place and department, never which',
  'casework.tick': 'up to which day time has done its work',
  'documents.notice': 'which paper tells of which version of a guide',
  'documents.paper_number': 'the last serial of a type and year',
  'licences.licence_type': 'types of licences',
  'licences.serial': 'the last serial of a series',
}

test('S-045: every table of cases, papers, licences and ratings is behind the wall, forced, for reading and for writing', async () => {
  const tables = await db.sql<{ name: string; forced: boolean; policies: number }>`
    select c.oid::regclass::text as name, c.relrowsecurity and c.relforcerowsecurity as forced,
           (select count(*) from pg_policy as p where p.polrelid = c.oid and p.polqual is not null and p.polwithcheck is not null) as policies
    from pg_class as c
    where c.relkind in ('r', 'p') and c.relnamespace::regnamespace::text = any(${walledSchemas})`
  const open = tables.filter(({ forced, policies }) => !forced || policies === 0).map(({ name }) => name)
  assert.deepEqual(
    open.sort(),
    Object.keys(nobodys).sort(),
    'a new table is put behind the wall by platform.raise_wall (0040), or named here with why not',
  )
  assert.ok(tables.length > open.length + 20, 'the tables were found')
})

test('S-044: the roles that the platform works as own nothing, log in nowhere, bypass nothing and make nothing', async () => {
  const roles = [appRole, systemRole]
  assert.deepEqual(
    await db.sql`
      select rolname from pg_roles
      where rolname = any(${roles}) and not (rolcanlogin or rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)
      order by rolname`,
    roles.map((rolname) => ({ rolname })),
  )
  assert.deepEqual(
    await db.sql`select from pg_shdepend where refclassid = 'pg_authid'::regclass and deptype = 'o' and refobjid::regrole::text = any(${roles})`,
    [],
  )
  assert.deepEqual(
    await db.sql`
      select nspname from pg_namespace, unnest(${roles}::text[]) as role
      where has_schema_privilege(role, pg_namespace.oid, 'create')`,
    [],
  )
  assert.deepEqual(
    await db.sql`
      select c.oid::regclass as name from pg_class as c, unnest(${roles}::text[]) as role
      where relkind = 'r' and relnamespace::regnamespace::text !~ '^(pg_|information_schema)' and has_table_privilege(role, c.oid, 'truncate, trigger')`,
    [],
  )
  assert.deepEqual(await db.sql`select rolname from pg_roles where rolcanlogin and rolbypassrls and not rolsuper`, [])
})

/** Functions that run as their owner; each was looked at: it checks its own bounds and names no table by a search path. */
const runAsOwner = ['platform.forget_access(integer)'] // takes away the trail of access after its term, which no role may

test("S-044: no view lends its owner's eyes; functions that run as their owner are few and looked at", async () => {
  const ours = '^(pg_|information_schema|graphile_worker)'
  assert.deepEqual(
    await db.sql`
      select oid::regclass as name from pg_class
      where relkind in ('v', 'm') and relnamespace::regnamespace::text !~ ${ours}
        and not coalesce('security_invoker=true' = any(reloptions) or 'security_invoker=on' = any(reloptions), false)`,
    [],
  )
  assert.deepEqual(
    (
      await db.sql<{ name: string }>`
      select oid::regprocedure::text as name from pg_proc
      where prosecdef and pronamespace::regnamespace::text !~ ${ours}
      order by 1`
    ).map(({ name }) => name),
    runAsOwner,
  )
})

/** Where a request sees more than who sent it; each was looked at, and says its rule beside it. */
const lookedAt = [
  'src/app/build-app.ts',
  'src/contexts/casework/perform/conduct.ts',
  'src/contexts/casework/perform/overview.ts',
  'src/contexts/casework/perform/own-data.ts',
  'src/contexts/casework/perform/view.ts',
]

test('S-043: work with the eyes of all stands in few places, each looked at', () => {
  const root = new URL('../..', import.meta.url).pathname
  const found = globSync('src/**/*.{ts,tsx}', { cwd: root })
    .filter((file) => !file.endsWith('.test.ts') && !file.startsWith('src/platform/wall'))
    .filter((file) => /\basSystem\(|systemRole/.test(readFileSync(`${root}/${file}`, 'utf8')))
  const alwaysAll = ['src/app/commands.ts', 'src/app/start.ts', 'src/platform/db.ts', 'src/platform/jobs.ts', 'src/platform/roles.ts']
  assert.deepEqual(found.filter((file) => !alwaysAll.includes(file)).sort(), lookedAt)
})

const asAdministrator = async (text: string, url = db.url): Promise<void> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(text).finally(() => client.end())
}

test('S-044: an owner who is no superuser migrates, stands before the wall himself, and an account that may not is told what to run', async () => {
  const { url } = await testServer()
  const named = (user: string, database: string) =>
    Object.assign(new URL(url), { username: user, password: 'x', pathname: `/${database}` }).href
  const [plain, poor] = [`owner_${process.pid}`, `poor_${process.pid}`]
  after(() =>
    asAdministrator(`drop database if exists ${plain} with (force)`, url).then(() =>
      asAdministrator(`drop owned by ${plain}; drop role ${plain}; drop role ${poor}`, url),
    ),
  )
  await asAdministrator(`create role ${plain} login password 'x' createrole; create role ${poor} login password 'x'`, url)
  await asAdministrator(`grant ${appRole}, ${systemRole} to ${plain} with admin true, inherit false, set false`, url)
  await asAdministrator(`create database ${plain} owner ${plain}`, url)
  await assert.rejects(migrate(named(poor, plain)), /create role tongban_app nologin.*grant tongban_app, tongban_system to/s)
  await migrate(named(plain, plain))

  const owned = openDb(named(plain, plain), { connections: 1 })
  const system = openDb(named(plain, plain), { connections: 1, role: systemRole })
  const asked = await openWalledDb(named(plain, plain), { connections: 1 })
  after(() => Promise.all([owned.end(), system.end(), asked.end()]))
  await system.sql`insert into casework.saved_filter (id, owner, name, list, query) values (gen_random_uuid(), 'one', 'n', 'l', '')`
  const seen = (on: typeof owned) => on.sql`select from casework.saved_filter`.then((rows) => rows.length)
  assert.deepEqual([await seen(owned), await seen(system), await seen(asked)], [0, 1, 0])
  assert.equal(await inScope({ role: appRole, reach: 'staff', account: 'one' }, () => seen(asked)), 1)
})

test('S-044: a server does not start on connections that are not under the wall', async () => {
  const broken = new URL(db.url)
  broken.searchParams.set('options', '-c role=none') // as a pooler that swallows what it does not know
  await assert.rejects(openWalledDb(broken.href, { connections: 1 }), /tongban_app/)
})
