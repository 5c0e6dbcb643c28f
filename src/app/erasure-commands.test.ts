import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { listErasures, loadDemoPeople, replayErasures, retentionTask } from '../contexts/identity/index.ts'
import { erasing, keptAfterErasure } from '../contexts/portal/index.ts'
import { type Db, openDb } from '../platform/db.ts'
import { secrets } from '../platform/secrets.ts'
import { filledDatabase } from '../platform/testing.ts'
import { readErasures, writeErasures } from './erasure-commands.ts'

const root = new URL('../..', import.meta.url).pathname
const folder = `${root}db/migrations`
const content = readdirSync(folder).map((name) => readFileSync(`${folder}/${name}`, 'utf8'))
const version = `people ${content.join()} ${readFileSync(`${root}data/demo-people.json`, 'utf8')}`
const vault = secrets('a secret for the tests of backups')
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

test('S-094 恢复备份以后重放注销:备份里又有的人再次抹去,别人的不动,重放两次和一次一样', async () => {
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
  assert.doesNotMatch(kept, /示例|139|1506/, 'beside the backup lies no name, telephone or number')
  const [other] = await backup.sql<{ id: string }>`select id from identity.account where user_name = 'citizen1'`
  assert.deepEqual(await replayErasures(backup, readErasures(kept), keptAfterErasure), { erased: 1, already: 0, left: [] })
  assert.deepEqual(await leftOf(backup, accountId, '示例丁'), { account: 0, person: 0 })
  assert.deepEqual(await leftOf(backup, other?.id ?? '', '示例甲'), { account: 1, person: 1 })
  assert.deepEqual(await replayErasures(backup, readErasures(kept), keptAfterErasure), { erased: 0, already: 1, left: [] })
  assert.equal(writeErasures(await listErasures(backup.sql)), kept, 'the backup keeps the record of it')
  assert.throws(() => readErasures(`${kept}{"id":"x"}\n`), 'a broken file is not replayed by half')
})
