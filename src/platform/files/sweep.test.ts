import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { after, beforeEach, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { openDb } from '../db.ts'
import { diskStore, type FileStore, keepForGood, noteFile } from '../files.ts'
import { testDatabase } from '../testing.ts'
import { appRole } from '../wall.ts'
import { countSwept, type FilesInUse, type Swept, sweepFiles } from './sweep.ts'

const db = await testDatabase()
const root = await mkdtemp(join(tmpdir(), 'tongban-sweep-'))
after(() => rm(root, { recursive: true }))
const store = diskStore(root, (file) => noteFile(db.sql, file))

const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==', 'base64')
let made = 0
/** A picture like no other: bytes after its end are no part of it. */
const picture = (): Buffer => {
  made += 1
  return Buffer.concat([png, Buffer.from(`picture ${made}`)])
}
const put = async (bytes: Buffer): Promise<string> => (await store.put(Readable.from([bytes]), { maxBytes: 1000 })).sha256
const isThere = (sha256: string, on: FileStore = store): Promise<boolean> => on.bytes(sha256).then(() => true, () => false) // biome-ignore format: one question

beforeEach(() => db.sql`delete from platform.file`)

const used = new Set<string>()
const users: FilesInUse[] = [async (_sql, hashes) => hashes.filter((hash) => used.has(hash))]
const sweep = (asked: readonly FilesInUse[] = users): Promise<Swept> => sweepFiles(db, { shelf: store, users: asked, graceDays: 7 })
const daysPass = (days: number) => db.sql`update platform.file set unused_since = unused_since - make_interval(days => ${days}::int)`

test('S-094 what nobody refers to goes after its time of grace and is counted; what somebody uses, or a record has taken for good, stays', async () => {
  const [lone, shared, taken] = [await put(picture()), await put(picture()), await put(picture())]
  used.add(shared)
  await keepForGood(db.sql, [taken])
  assert.deepEqual(await sweep(), { unused: 1, removed: 0, bytes: 0 })
  await daysPass(6)
  assert.deepEqual(await sweep(), { unused: 0, removed: 0, bytes: 0 }, 'six days are less than the grace')
  await daysPass(2)
  const { removed, bytes } = await sweep()
  assert.deepEqual([removed, await isThere(lone), await isThere(shared), await isThere(taken)], [1, false, true, true])
  assert.deepEqual(await countSwept(db.sql), { unused: 0, removed: 1, bytes })
  used.delete(shared)
  assert.equal((await sweep()).unused, 1, 'its last user has gone')
})

test('S-094 what is uploaded or used again within the grace begins it anew', async () => {
  const bytes = picture()
  const hash = await put(bytes)
  const other = await put(picture())
  await sweep()
  await daysPass(8)
  await put(bytes)
  used.add(other)
  await sweep()
  assert.deepEqual([await isThere(hash), await isThere(other)], [true, true])
  used.delete(other)
  await sweep()
  await daysPass(6)
  assert.equal((await sweep()).removed, 0, 'six days since both were left again')
  await daysPass(2)
  assert.equal((await sweep()).removed, 2)
})

/** Resolves once somebody waits for a lock of another, or `done` does. */
const untilBlocked = async (done: Promise<unknown>): Promise<void> => {
  const ended = done.then(() => true)
  for (let tries = 0; tries < 200; tries += 1) {
    const [row] = await db.sql<{ n: number }>`
      select count(*)::int as n
      from pg_stat_activity
      where datname = current_database() and cardinality(pg_blocking_pids(pid)) > 0`
    if (row?.n || (await Promise.race([ended, wait(10, false)]))) return
  }
}

test('S-094 an upload of the same content while it is being removed keeps its bytes', async () => {
  const bytes = picture()
  const hash = await put(bytes)
  await sweep()
  await daysPass(8)
  let upload: Promise<string> | undefined
  let asked = 0
  const racing: FilesInUse = async () => {
    asked += 1
    if (asked === 2) {
      upload = put(bytes) // while its row is locked to be removed
      await untilBlocked(upload)
    }
    return []
  }
  assert.equal((await sweep([racing])).removed, 1)
  assert.ok(upload, 'the race was run')
  await upload
  assert.ok(await isThere(hash))
  assert.deepEqual(await db.sql`select unused_since as since from platform.file where sha256 = ${hash}`, [{ since: null }])
})

test('S-094 bytes that are gone already are no fault, and a sweep that was cut short is finished by the next', async () => {
  const hash = await put(picture())
  await sweep()
  await daysPass(8)
  const cut = { remove: async (sha256: string) => store.remove(sha256).then(() => Promise.reject(new Error('the process died'))) }
  await assert.rejects(sweepFiles(db, { shelf: cut, users, graceDays: 7 }), /died/)
  assert.equal(await isThere(hash), false)
  const [row] = await db.sql<{ n: number }>`select count(*)::int as n from platform.file where sha256 = ${hash}`
  assert.equal(row?.n, 1)
  await sweep()
  assert.deepEqual(await db.sql`select from platform.file where sha256 = ${hash}`, [])
})

test('S-043 S-094 who does not see every row may not sweep: what he does not see would look unused', async () => {
  const asked = openDb(db.url, { connections: 1, role: appRole })
  after(() => asked.end())
  await assert.rejects(sweepFiles(asked, { shelf: store, users, graceDays: 7 }), /swept by a job/)
})
