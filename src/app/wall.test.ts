import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { after, test } from 'node:test'
import pg from 'pg'
import { openDb } from '../platform/db.ts'
import { migrate } from '../platform/migrate.ts'
import { testDatabase, testServer } from '../platform/testing.ts'
import { appRole, inScope, systemRole } from '../platform/wall.ts'
import { openWalledDb, walledSchemas, walledTables } from './wall.ts'

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

/** Why a table of another schema that names somebody stands before the wall. */
const whoAsks = 'is read to find out who asks: the scope follows from it'
const ofOffices = 'what officers are and did in office, read by administrators of the place, guarded by the rules of staffing'
const byKey = 'is found by the hash of a secret that its holder shows, never listed'
const played = 'made-up people of the sandbox; there is none in production'
const several = 'belongs to two at once, person and organisation or helper; the own space asks for the person it belongs to'
const trail = 'the trail of the auditor: nobody changes it, and he alone is given it'
const beforeWall: Readonly<Record<string, string>> = {
  'apps.client': ofOffices,
  'apps.client_act': ofOffices,
  'apps.consent': several,
  'apps.login': byKey,
  'apps.sign_on': byKey,
  'apps.signing_key': 'keys of the installation, sealed',
  'apps.token': byKey,
  'catalogue.base_item_entry': ofOffices,
  'catalogue.guide_draft': ofOffices,
  'catalogue.guide_draft_entry': ofOffices,
  'catalogue.guide_version': 'published',
  'catalogue.item': 'published',
  'catalogue.list_draft': ofOffices,
  'catalogue.list_version': 'published',
  'catalogue.planned_change': ofOffices,
  'catalogue.state_change': ofOffices,
  'catalogue.word_change': ofOffices,
  'identity.account': whoAsks,
  'identity.acting_grant': whoAsks,
  'identity.appointment': whoAsks,
  'identity.captcha': byKey,
  'identity.certificate': whoAsks,
  'identity.certificate_request': ofOffices,
  'identity.challenge': byKey,
  'identity.consent': 'written with the account, before anybody is signed in',
  'identity.correction': several,
  'identity.factor': whoAsks,
  'identity.factor_event': whoAsks,
  'identity.factor_tries': whoAsks,
  'identity.former_password': whoAsks,
  'identity.grant_use': several,
  'identity.invitation': byKey,
  'identity.membership': whoAsks,
  'identity.message': several,
  'identity.officer': whoAsks,
  'identity.organisation': whoAsks,
  'identity.partner_link': whoAsks,
  'identity.person': whoAsks,
  'identity.phone_change': ofOffices,
  'identity.preference': whoAsks,
  'identity.proofing': whoAsks,
  'identity.recovery': byKey,
  'identity.recovery_code': whoAsks,
  'identity.representative_change': several,
  'identity.sign_in': 'is written where a sign-in fails: nobody asks yet',
  'identity.sms_code': byKey,
  'identity.substitution': whoAsks,
  'platform.access': trail,
  'platform.audit': trail,
  'platform.idempotency': byKey,
  'platform.session': whoAsks,
  'platform.signing_key': 'keys of the installation, sealed',
  'sandbox.authority': played,
  'sandbox.certificate': played,
  'sandbox.condition': played,
  'sandbox.enterprise': played,
  'sandbox.guardianship': played,
  'sandbox.message': played,
  'sandbox.partner_state': played,
  'sandbox.person': played,
  'sandbox.sub_site_key': played,
  'sandbox.sub_site_session': played,
}
const namesSomebody =
  '(person|account|phone|sealed|subject|by_whom|(proposed|asked|granted|published|written|decided|saved)_by$|^(by|by_id|actor|binding|principal|holder|authors|officer|party|child|private_key|legal_name|former|absent_id|id_number|user_name|legal_representative_id|token_hash|grant_id)$)'

test('S-043: every table elsewhere that names somebody is behind the wall too, or says here why it is not', async () => {
  const tables = await db.sql<{ name: string; forced: boolean }>`
    select c.oid::regclass::text as name, c.relrowsecurity and c.relforcerowsecurity as forced
    from pg_class as c
    where c.relkind in ('r', 'p')
      and c.relnamespace::regnamespace::text !~ '^(pg_|information_schema|graphile_worker)'
      and c.relnamespace::regnamespace::text <> all(${walledSchemas})
      and exists (select from pg_attribute as a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attname ~ ${namesSomebody})`
  const of = (forced: boolean) => tables.filter((table) => table.forced === forced).map(({ name }) => name).sort() // biome-ignore format: one line
  assert.deepEqual(of(false), Object.keys(beforeWall).sort(), 'raise its wall (platform.raise_wall), or say why not')
  const walled = await db.sql<{ name: string }>`
    select oid::regclass::text as name
    from pg_class
    where relrowsecurity and relnamespace::regnamespace::text <> all(${walledSchemas}) and relnamespace::regnamespace::text <> 'graphile_worker'
    order by 1`
  assert.deepEqual(walled.map(({ name }) => name), [...walledTables], 'a statement on it is given its scope (wall.ts)') // biome-ignore format: one line
})

test('S-043: copies of one’s own data and workbooks that were sent are seen by their owner alone; a sheet is read by all and given in his own name', async () => {
  const [mine, other] = [randomUUID(), randomUUID()]
  const system = openDb(db.url, { connections: 1, role: systemRole })
  const asked = await openWalledDb(db.url, { connections: 1 })
  after(() => Promise.all([system.end(), asked.end()]))
  const as = <T>(account: string, reach: 'staff' | 'applicant', work: () => Promise<T>) => inScope({ role: appRole, reach, account }, work)
  await system.sql`insert into identity.account (id, kind, password_hash) values (${mine}, 'person', '!')`
  await system.sql`insert into identity.data_request (id, account_id, kind, due_on) values (${randomUUID()}, ${mine}, 'export', '2026-03-23')`
  const requests = () => asked.sql`select from identity.data_request`.then((rows) => rows.length)
  assert.deepEqual([await as(mine, 'applicant', requests), await as(other, 'applicant', requests), await requests()], [1, 0, 0])

  const send = (account: string) => asked.sql`
    insert into catalogue.guide_upload (id, account_id, by_whom, division, file_name, sha256)
    values (gen_random_uuid(), ${account}, 'x', '150600000000', 'a.xlsx', ${'a'.repeat(64)})`
  await as(mine, 'staff', () => send(mine))
  const uploads = () => asked.sql`select from catalogue.guide_upload`.then((rows) => rows.length)
  assert.deepEqual([await as(mine, 'staff', uploads), await as(other, 'staff', uploads)], [1, 0])
  await assert.rejects(
    as(other, 'staff', () => send(mine)),
    /row-level security/,
  )

  await system.sql`insert into platform.file (sha256, size, type) values (${'b'.repeat(64)}, 1, 'application/pdf')`
  const give = (account: string) => asked.sql`
    insert into catalogue.own_sheet (sha256, type, size, account_id, by_whom, division)
    values (${'b'.repeat(64)}, 'application/pdf', 1, ${account}, 'x', '150600000000')`
  await assert.rejects(
    as(other, 'staff', () => give(mine)),
    /row-level security/,
  )
  await as(mine, 'staff', () => give(mine))
  assert.equal((await asked.sql`select from catalogue.own_sheet`).length, 1, 'whoever asks')
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
  const alwaysAll = [
    'src/app/commands.ts', 'src/app/demo-load.ts', 'src/app/start.ts', 'src/platform/db.ts', 'src/platform/jobs.ts', 'src/platform/roles.ts',
  ] // biome-ignore format: a list of files
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
