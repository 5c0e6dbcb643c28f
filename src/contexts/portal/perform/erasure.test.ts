import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '../../../platform/testing.ts'
import { listDataRequests, listErasures, retentionTask } from '../../identity/index.ts'
import { finish, submitted, testCity, testToday } from '../../ratings/testing-city.ts'
import { erasing } from './own-copy.ts'

const db = await testDatabase()
const city = await testCity(db)
const { citizen1 } = city.viewers
assert.ok(citizen1.kind === 'applicant')

const night = () => retentionTask({ ...erasing, secrets: city.casework.secrets }, { info: () => undefined }).run({}, db)
const askedYesterday = (accountId: string) => db.sql`
  insert into identity.data_request (id, account_id, kind, due_on, asked_at)
  values (gen_random_uuid(), ${accountId}, 'erase', ${testToday.date}, now() - interval '25 hours')`
const hasEnded = async (accountId: string): Promise<boolean | undefined> =>
  (await db.sql<{ ended: boolean }>`select erased_at is not null as ended from identity.account where id = ${accountId}`)[0]?.ended
const told = (personId = '') => db.sql<{ title: string; body: string }>`
  select title, body from identity.message where person_id = ${personId} and title = '帐号没有注销'`
const texts = async () =>
  (await db.sql<{ n: number }>`select count(*)::int as n from platform.event where topic = 'sms.requested'`)[0]?.n ?? 0

test('S-094 申请注销以后又交了办件：到时再看一遍，不注销，告诉本人为什么、怎么办；办结以后可以再申请', async () => {
  const { accountId, personId } = citizen1
  await askedYesterday(accountId)
  const { caseId } = await submitted(city)
  const before = await texts()
  await night()
  assert.equal(await hasEnded(accountId), false)
  const [request] = await listDataRequests(db.sql, accountId)
  assert.match(request?.refused?.join() ?? '', /还有 1 个办件没有办完/)
  assert.ok(request?.doneAt)
  assert.match((await told(personId))[0]?.body ?? '', /还有 1 个办件没有办完，请先办完或者撤回。帐号照常可以使用；办好以后请重新申请/)
  assert.equal((await texts()) - before, 1)
  assert.deepEqual(await listErasures(db.sql), [], 'what was not carried out is not replayed over a backup')
  await night()
  assert.equal((await told(personId)).length, 1, 'told once')
  await finish(city, caseId)
  await askedYesterday(accountId)
  await night()
  assert.equal(await hasEnded(accountId), true)
})

test('S-094 法定代表人的注销申请不会一直挂着：没有办成，告诉他先变更法定代表人', async () => {
  const [behind] = await db.sql<{ id: string; person: string }>`
    select account.id, person_id as person
    from identity.account
    join identity.organisation on legal_representative_id = person_id
    where account.kind = 'person'
    limit 1`
  assert.ok(behind)
  await askedYesterday(behind.id)
  await night()
  assert.equal(await hasEnded(behind.id), false)
  assert.match((await listDataRequests(db.sql, behind.id))[0]?.refused?.join() ?? '', /请先变更法定代表人/)
  assert.match((await told(behind.person))[0]?.body ?? '', /请先变更法定代表人/)
})

test('S-094 一个注销出错：别的照办，当夜该忘的照忘，作业以失败结束，改好以后下一次办', async () => {
  const others = await db.sql<{ id: string }>`
    select id
    from identity.account
    where kind = 'person' and erased_at is null
      and not exists (select from identity.organisation where legal_representative_id = person_id)
    order by id`
  const [bad, good] = others.map(({ id }) => id)
  assert.ok(bad && good)
  await askedYesterday(bad)
  await askedYesterday(good)
  await db.sql`update identity.data_request set asked_at = asked_at - interval '1 hour' where account_id = ${bad}`
  await db.sql`insert into identity.sign_in (account_id, at, outcome, device, place) values (null, now() - interval '181 days', 'wrong', 'd', 'p')`
  await db.sql`create function identity.fail_for_test() returns trigger language plpgsql as 'begin raise exception ''broken''; end'`
  await db.pool.query(
    `create trigger fail_for_test before update on identity.account for each row when (new.id = '${bad}') execute function identity.fail_for_test()`,
  )
  await assert.rejects(night(), AggregateError)
  assert.deepEqual([await hasEnded(bad), await hasEnded(good)], [false, true])
  assert.equal((await db.sql`select from identity.sign_in where at < now() - interval '180 days'`).length, 0)
  await db.sql`drop trigger fail_for_test on identity.account`
  await night()
  assert.equal(await hasEnded(bad), true)
})
