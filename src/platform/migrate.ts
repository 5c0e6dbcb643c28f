import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { ensureRoles, grantAll } from './roles.ts'

const folder = new URL('../../db/migrations', import.meta.url).pathname

type Migration = { readonly name: string; readonly text: string; readonly sha256: string }

/** The migrations in order: plain SQL, up only, numbered. */
export const migrations = (): Migration[] =>
  readdirSync(folder)
    .filter((name) => /^\d{4}_[a-z_]+\.sql$/.test(name))
    .sort()
    .map((name) => {
      const text = readFileSync(join(folder, name), 'utf8')
      return { name, text, sha256: createHash('sha256').update(text).digest('hex') }
    })

const ledger = `
  create schema if not exists platform;
  create table if not exists platform.migration (
    name       text primary key,
    sha256     text not null,
    applied_at timestamptz not null default now()
  );
  comment on table platform.migration is 'Which migration files have been applied, and their content.'`

const applyMissing = async (client: pg.Client): Promise<string[]> => {
  const applied = new Map((await client.query('select name, sha256 from platform.migration')).rows.map((row) => [row.name, row.sha256]))
  const done: string[] = []
  for (const migration of migrations()) {
    if (applied.has(migration.name)) {
      if (applied.get(migration.name) !== migration.sha256) throw new Error(`migration ${migration.name} was changed after it was applied`)
      continue
    }
    await client.query('begin')
    try {
      await client.query(migration.text)
      await client.query('insert into platform.migration (name, sha256) values ($1, $2)', [migration.name, migration.sha256])
      await client.query('commit')
    } catch (error) {
      await client.query('rollback')
      throw new Error(`migration ${migration.name} failed: ${(error as Error).message}`, { cause: error })
    }
    done.push(migration.name)
  }
  return done
}

/** Applies what is missing, one process at a time; returns the names applied. A file changed after it was applied is refused. */
export const migrate = async (url: string): Promise<string[]> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query("set lock_timeout = '60s'")
    await client.query("select pg_advisory_lock(hashtext('tongban.migrate'))")
    await ensureRoles(client)
    await client.query(ledger)
    await client.query("set app.reach = 'migration'") // the owner himself stands before the wall (S-043); so he mends rows of all
    const done = await applyMissing(client)
    const { Logger, runMigrations } = await import('graphile-worker') // 22 MB that no worker needs
    await runMigrations({ connectionString: url, logger: new Logger(() => () => undefined) })
    await grantAll(client)
    return done
  } finally {
    await client.end()
  }
}

/** Migrations not yet applied; empty when the schema is current. */
export const pendingMigrations = async (sql: <Row>(strings: TemplateStringsArray) => Promise<Row[]>): Promise<string[]> => {
  const applied = new Set((await sql<{ name: string }>`select name from platform.migration`).map((row) => row.name))
  return migrations()
    .map((migration) => migration.name)
    .filter((name) => !applied.has(name))
}
