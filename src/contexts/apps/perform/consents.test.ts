import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { deliver, publish } from '../../../platform/outbox.ts'
import { testDatabase } from '../../../platform/testing.ts'
import { legalHold } from '../../identity/index.ts'
import { putConsent, sweepConsents } from '../store/consents.ts'
import { appsData, erasedConsumer } from './consents.ts'

const db = await testDatabase()
const [account, other] = [randomUUID(), randomUUID()]
await db.sql`
  insert into apps.client (id, state, department_code, division, registered, method)
  values ('app', 'active', '', '150600000000', '{"name": "示例应用"}', 'private_key_jwt')`
const agree = (accountId: string) => putConsent(db.sql, { accountId, clientId: 'app', granted: ['profile'], refused: ['phone'], days: 30 })
const standing = async () =>
  (await db.sql<{ account: string }>`select account_id as account from apps.consent where withdrawn_at is null`).map(
    ({ account: id }) => id,
  )

test('S-093 副本里有同意过的每一个应用：给了什么、没给什么、什么时候、撤回过的也在', async () => {
  await agree(account)
  await agree(account)
  await agree(other)
  const { 应用授权: told } = (await appsData(db.sql, account)) as { 应用授权: Record<string, unknown>[] }
  assert.deepEqual(
    told.map(({ appName, granted, refused, withdrawnAt }) => [appName, granted, refused, withdrawnAt === null]),
    [
      ['示例应用', ['profile'], ['phone'], true],
      ['示例应用', ['profile'], ['phone'], false],
    ],
  )
})

test('S-094 S-095 注销以后应用不能再读：同意一并撤回，令牌作废，别人的不动；撤回满三年才忘掉', async () => {
  await db.sql`insert into apps.token (id_hash, kind, account_id, client_id, sealed, expires_at) values ('\\x01', 'AccessToken', ${account}, 'app', '', now() + interval '1 hour')`
  await publish(db.sql, 'identity.account-erased', { account })
  const [event] = await db.sql<{ id: string }>`select id from platform.event where topic = 'identity.account-erased'`
  await deliver(db, [erasedConsumer], event?.id ?? '')
  assert.deepEqual(await standing(), [other])
  assert.equal((await db.sql`select from apps.token`).length, 0)
  assert.equal(await sweepConsents(db.sql, legalHold.consents.days), 0)
  await db.sql`update apps.consent set withdrawn_at = now() - make_interval(days => ${legalHold.consents.days + 1}::int) where account_id = ${account}`
  assert.equal(await sweepConsents(db.sql, legalHold.consents.days), 2)
  assert.deepEqual(await standing(), [other])
})
