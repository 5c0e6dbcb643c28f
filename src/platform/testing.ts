import { createHash, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import pg from 'pg'
import { type Db, openDb } from './db.ts'
import { type Embedded, startEmbedded } from './embedded-postgres.ts'
import { migrate, migrations } from './migrate.ts'

const root = new URL('../..', import.meta.url).pathname
const mark = createHash('sha256').update(root).digest('hex').slice(0, 8)
/** Where the test server keeps its files: memory where there is some. */
export const testServerFolder = join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), `tongban-test-${mark}`)

/** The PostgreSQL that all tests of this checkout share; it survives a single test run and is ended by the test command. */
export const testServer = (): Promise<Embedded> => startEmbedded(testServerFolder, { durable: false })

const onServer = async (url: string, work: (client: pg.Client) => Promise<void>): Promise<void> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await work(client).finally(() => client.end())
}
const named = (url: string, database: string): string => url.replace(/\/[^/]*$/, `/${database}`)

const versionOf = (content: string): string => createHash('sha256').update(content).digest('hex').slice(0, 12)

/** Makes a database once for each content it depends on, and gives its name. `fill` gets the address of a migrated database. */
const template = async (url: string, version: string, fill?: (url: string) => Promise<void>): Promise<string> => {
  const name = `template_${version}`
  await onServer(url, async (client) => {
    await client.query("select pg_advisory_lock(hashtext('tongban.template'))")
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name])
    if (rowCount) return
    await client.query(`drop database if exists ${name}_made with (force)`)
    await client.query(`create database ${name}_made`)
    await migrate(named(url, `${name}_made`))
    await fill?.(named(url, `${name}_made`))
    await client.query(`alter database ${name}_made rename to ${name}`)
  })
  return name
}

const cloned = async (url: string, source: string): Promise<{ url: string; drop: () => Promise<void> }> => {
  const name = `t_${randomBytes(6).toString('hex')}`
  await onServer(url, async (client) => {
    await client.query("select pg_advisory_lock(hashtext('tongban.template'))")
    await client.query(`create database ${name} template ${source} strategy file_copy`)
  })
  const drop = () =>
    onServer(url, async (client) => {
      await client.query(`drop database if exists ${name} with (force)`)
    })
  return { url: named(url, name), drop }
}

/** A fresh, migrated database for one test file; dropped when its tests are over. */
export const testDatabase = async (): Promise<Db & { url: string }> => {
  const { url } = await testServer()
  const clone = await cloned(url, await template(url, versionOf(JSON.stringify(migrations()))))
  const db = openDb(clone.url, { connections: 5 })
  after(async () => {
    await db.end()
    await clone.drop()
  })
  return { ...db, url: clone.url }
}

/** A database that `fill` has filled, made once for each `version` and cloned for each caller. */
export const filledDatabase = async (
  version: string,
  fill: (url: string) => Promise<void>,
): Promise<{ url: string; drop: () => Promise<void> }> => {
  const { url } = await testServer()
  return cloned(url, await template(url, `filled_${versionOf(version)}`, fill))
}
