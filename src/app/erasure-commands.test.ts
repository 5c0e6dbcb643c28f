import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { fromBufferPromise } from 'yauzl'
import { listErasures, loadDemoPeople, replayErasures, retentionTask } from '../contexts/identity/index.ts'
import { erasing, keptAfterErasure } from '../contexts/portal/index.ts'
import { type Db, openDb } from '../platform/db.ts'
import { secrets } from '../platform/secrets.ts'
import { filledDatabase } from '../platform/testing.ts'
import { readConfig } from './config.ts'
import { readErasures, writeErasures } from './erasure-commands.ts'
import { background } from './services.ts'

const config = readConfig({})
const vault = secrets(config.secret)
const root = new URL('../..', import.meta.url).pathname
const folder = `${root}db/migrations`
const content = readdirSync(folder).map((name) => readFileSync(`${folder}/${name}`, 'utf8'))
const version = `people sealed by ${config.secret} ${content.join()} ${readFileSync(`${root}data/demo-people.json`, 'utf8')}`
const fill = async (url: string): Promise<void> => {
  const db = openDb(url)
  await loadDemoPeople(db, vault, `${root}data`)
  await db.end()
}
const opened = async (): Promise<Db> => {
  const { url, drop } = await filledDatabase(version, fill)
  const db = openDb(url, { connections: 2 })
  after(async () => {
    await db.end()
    await drop()
  })
  return db
}
/** What of a person of the demo stands in a database. */
const leftOf = async (db: Db, accountId: string, name: string) => {
  const [row] = await db.sql<{ account: number; person: number }>`
    select
      (select count(*)::int from identity.account where id = ${accountId} and (phone_sealed is not null or person_id is not null)) as account,
      (select count(*)::int from identity.person where name = ${name}) as person`
  return row
}

test('S-094 恢复备份以后重放注销：备份里又有的人再次抹去，别人的不动，重放两次和一次一样', async () => {
  const live = await opened()
  const backup = await opened() // the same content, from before the end of the account
  const [account] = await live.sql<{ id: string }>`select id from identity.account where user_name = 'agent1'`
  const accountId = account?.id ?? ''
  await live.sql`
    insert into identity.data_request (id, account_id, kind, due_on, asked_at)
    values (gen_random_uuid(), ${accountId}, 'erase', '2026-03-23', now() - interval '25 hours')`
  await retentionTask({ ...erasing, secrets: vault }, { info: () => undefined }).run({}, live)
  assert.deepEqual(await leftOf(live, accountId, '示例丁'), { account: 0, person: 0 })
  assert.deepEqual(await leftOf(backup, accountId, '示例丁'), { account: 1, person: 1 }, 'the backup still knows him')

  const kept = writeErasures(await listErasures(live.sql))
  assert.doesNotMatch(kept, /示例|139000|150602/, 'beside the backup lies no name, telephone or number')
  const [other] = await backup.sql<{ id: string }>`select id from identity.account where user_name = 'citizen1'`
  assert.deepEqual(await replayErasures(backup, readErasures(kept), keptAfterErasure), { erased: 1, already: 0, left: [] })
  assert.deepEqual(await leftOf(backup, accountId, '示例丁'), { account: 0, person: 0 })
  assert.deepEqual(await leftOf(backup, other?.id ?? '', '示例甲'), { account: 1, person: 1 })
  assert.deepEqual(await replayErasures(backup, readErasures(kept), keptAfterErasure), { erased: 0, already: 1, left: [] })
  assert.equal(writeErasures(await listErasures(backup.sql)), kept, 'the backup keeps the record of it')
  assert.throws(() => readErasures(`${kept}{"id":"x"}\n`), 'a broken file is not replayed by half')
})

test('S-093 the copy that the job makes names the sub-sites somebody agreed to, and what ends an account ends that', async () => {
  const db = await opened()
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
  const { tasks, consumers } = background(config, log)
  const [asked] = await db.sql<{ id: string }>`
    insert into identity.data_request (id, account_id, kind, due_on)
    select gen_random_uuid(), id, 'export', '2026-03-23' from identity.account where user_name = 'agent1'
    returning id`
  const id = asked?.id ?? ''
  await tasks.find(({ name }) => name === 'portal.export')?.run({ request: id }, db)
  const [copy] = await db.sql<{ sealed: Buffer | null }>`select sealed from identity.data_request where id = ${id}`
  const zip = Buffer.from(vault.unseal(copy?.sealed ?? Buffer.of(), `identity.data_request.sealed:${id}`), 'base64')
  const archive = await fromBufferPromise(zip, { lazyEntries: true })
  for await (const entry of archive.eachEntry()) {
    if (!String(entry.fileName).endsWith('.json')) continue
    const chunks: Buffer[] = []
    for await (const chunk of await archive.openReadStreamPromise(entry)) chunks.push(chunk as Buffer)
    assert.ok('应用授权' in JSON.parse(String(Buffer.concat(chunks))))
  }
  assert.ok(consumers.some(({ topics }) => topics.includes('identity.account-erased')))
})
