import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import pg from 'pg'
import { startEmbedded } from '../platform/embedded-postgres.ts'

const folder = mkdtempSync(join(tmpdir(), 'tongban-start-'))
after(() => rmSync(folder, { recursive: true, force: true }))

test('a start that fails says why and leaves no database running behind it', async () => {
  const { url, stop } = await startEmbedded(folder, { durable: false })
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`
    create schema platform;
    create table platform.migration (name text primary key, sha256 text not null, applied_at timestamptz not null default now());
    insert into platform.migration (name, sha256) values ('0001_platform.sql', 'another content')`)
  await client.end()
  await stop()
  const command = ['--disable-warning=ExperimentalWarning', new URL('cli.ts', import.meta.url).pathname, 'start']
  const { status, stderr } = spawnSync(process.execPath, command, {
    env: { PATH: process.env.PATH, DATA_DIR: folder, PORT: '1' },
    encoding: 'utf8',
  })
  assert.equal(status, 1)
  assert.match(stderr, /0001_platform\.sql was changed after it was applied/)
  assert.equal(existsSync(join(folder, 'postgres', 'postmaster.pid')), false)
})
