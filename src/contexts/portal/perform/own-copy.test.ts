import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { testDatabase } from '../../../platform/testing.ts'
import { legalHold, retentionTask } from '../../identity/index.ts'
import { drafted, finish, submitted, testCity, testToday } from '../../ratings/testing-city.ts'
import { erasing, ownDataOf } from './own-copy.ts'

const db = await testDatabase()
const city = await testCity(db)
const { citizen1, company1 } = city.viewers
assert.ok(citizen1.kind === 'applicant' && company1.kind === 'applicant')
const [account, person = ''] = [citizen1.accountId, citizen1.personId]
const friend = company1.personId ?? ''

/** One row of each kind that the platform may hold of somebody; whatever he could read in it is marked. */
const fill = async (): Promise<void> => {
  const { sql } = db
  await sql`insert into identity.message (id, person_id, title, body) values (gen_random_uuid(), ${person}, 'mark-title', 'mark-body')`
  await sql`insert into identity.sign_in (account_id, outcome, device, place) values (${account}, 'in', 'mark-device', 'mark-place')`
  await sql`insert into identity.consent (account_id, document, version, channel) values (${account}, 'mark-document', '1', 'web')`
  await sql`insert into identity.proofing (id, account_id, person_id, method, source, evidence) values (gen_random_uuid(), ${account}, ${person}, 'idNumber', 'mark-source', 'mark-evidence')`
  await sql`insert into identity.partner_link (partner, subject, account_id) values ('mark-partner', 'subject', ${account})`
  await sql`insert into identity.factor (id, account_id, kind, label, secret_sealed, last_step) values (gen_random_uuid(), ${account}, 'totp', 'mark-factor', 'x', 0)`
  await sql`insert into identity.factor_event (account_id, what, detail) values (${account}, 'added', 'mark-event')`
  await sql`insert into identity.preference (account_id, language, mode) values (${account}, 'zh-CN', 'elder')`
  await sql`
    insert into platform.session (token_hash, subject_kind, subject_id, data, expires_at, device, place)
    values ('\\x01', 'applicant', ${account}, '{}', now() + interval '1 hour', 'mark-open', 'mark-there')`
  const correction = randomUUID()
  const sealed = (what: 'former' | 'wanted') => city.casework.secrets.seal(`mark-${what}`, `identity.correction.${what}:${correction}`)
  await sql`
    insert into identity.correction (id, person_id, account_id, field, former_sealed, wanted_sealed, reason, evidence_sha256, evidence_name, evidence_type)
    values (${correction}, ${person}, ${account}, 'name', ${sealed('former')}, ${sealed('wanted')}, 'mark-reason', ${'0'.repeat(64)}, 'mark-file.pdf', 'application/pdf')`
  for (const [from, to] of [
    [person, friend],
    [friend, person],
  ] as const)
    await sql`
      insert into identity.acting_grant (id, principal_id, helper_id, relation, acts, scope, since, until, granted_by, accepted_at)
      values (gen_random_uuid(), ${from}, ${to}, 'family', '{view}', '{}', now(), now() + interval '1 day', ${from}, now())`
  await sql`insert into identity.grant_use (grant_id, act, case_no, item_name) select id, 'submit', 'mark-no', 'mark-item' from identity.acting_grant`
  await sql`
    insert into identity.grant_use (grant_id, act, case_no, item_name)
    select id, 'submit', case when principal_id = ${person} then 'mark-used-' else 'mark-taken-' end || n, ''
    from identity.acting_grant, generate_series(1, 250) as n`
  await sql`
    insert into identity.acting_grant (id, principal_id, helper_id, relation, acts, scope, since, until, granted_by)
    select gen_random_uuid(), ${person}, ${friend}, 'family', '{view}', '{}', now(), now() + interval '1 day', ${person}
    from generate_series(1, 204)`
  await sql`insert into identity.message (id, person_id, title) select gen_random_uuid(), ${person}, 'more' from generate_series(1, 104)`
  await sql`insert into identity.sign_in (account_id, outcome, device, place) select ${account}, 'in', 'd', 'p' from generate_series(1, 104)`
}

test('S-093 副本里各节都有内容：写进去的每一样都读得到', async () => {
  await fill()
  const { caseId, no } = await submitted(city)
  await finish(city, caseId)
  await drafted(city, citizen1)
  await db.sql`
    insert into casework.access_log (at, day, account, name, unit, what, subject)
    select now(), ${testToday.date}, 'x', '示例审批员', 'mark-unit', 'numbers', ${no} from generate_series(1, 201)`
  const copy = await ownDataOf(city.casework, account, testToday, async () => ({}))
  const text = JSON.stringify(copy)
  const marks = [
    'title',
    'body',
    'device',
    'place',
    'document',
    'source',
    'evidence',
    'partner',
    'factor',
    'event',
    'open',
    'there',
    'reason',
    'former',
    'wanted',
    'file.pdf',
    'used-1',
    'used-250',
    'taken-250',
    'no',
    'item',
    'unit',
  ]
  assert.deepEqual(
    marks.filter((mark) => !text.includes(`mark-${mark}`)),
    [],
  )
  assert.deepEqual(copy.偏好, { language: 'zh-CN', mode: 'elder' })
  const [one] = copy.办件 as { no: string; answers: unknown; delivery: unknown; applicant: { idNumber: string; phone: string } }[]
  assert.deepEqual([one?.no, one?.answers, one?.delivery], [no, { place: '东胜区' }, { way: 'electronic' }])
  assert.equal((copy.谁看过我的办件 as unknown[]).length, 201, 'all of them, where a page ends at two hundred')
  const [draft] = copy.草稿 as { answers: unknown }[]
  assert.deepEqual(draft?.answers, { place: '东胜区' })
  assert.deepEqual(
    [copy.我给出的授权, copy.我得到的授权].map((grants) => (grants as unknown[]).length),
    [205, 1],
    'all of them, where a page ends at two hundred',
  )
  assert.deepEqual(
    [copy.消息, copy.登录记录, copy.按授权做过的事].map((all) => (all as unknown[]).length > 100),
    [true, true, true],
  )
  assert.equal((copy.按授权做过的事 as unknown[]).length, 502, 'each once')
  assert.ok((copy.实名信息 as { idNumber?: string }).idNumber)
  assert.ok((copy.帐号 as { 手机号码: string }).手机号码)
})

test('S-094 注销以后，没有法律要留的都不在了；留下的都在依法保留的清单里', async () => {
  await db.sql`insert into identity.data_request (id, account_id, kind, due_on, done_at, sealed) values (gen_random_uuid(), ${account}, 'export', ${testToday.date}, now(), 'mark-copy')`
  await db.sql`insert into identity.data_request (id, account_id, kind, due_on, asked_at) values (gen_random_uuid(), ${account}, 'erase', ${testToday.date}, now() - interval '25 hours')`
  await retentionTask({ ...erasing, secrets: city.casework.secrets }, { info: () => undefined }).run({}, db)
  const tables = await db.sql<{ name: string }>`
    select format('%I.%I', table_schema, table_name) as name
    from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema in ('identity', 'platform', 'casework', 'documents', 'licences', 'ratings', 'apps')`
  const left: string[] = []
  for (const { name } of tables) {
    const { rows } = await db.pool.query(
      `select 1 from ${name} as t where t::text like '%mark-%' or t::text like '%' || encode('mark-copy', 'hex') || '%' or t::text like '%${account}%' or t::text like '%${person}%' limit 1`,
    )
    if (rows.length > 0) left.push(name)
  }
  const held: readonly string[] = Object.values(legalHold).flatMap(({ tables }) => tables)
  assert.deepEqual(
    left.filter((table) => !held.includes(table)),
    [],
    'what stays stands in the list of what the law keeps',
  )
  assert.deepEqual(
    held.filter((table) => !tables.some(({ name }) => name === table)),
    [],
    'tables that are no more',
  )
  const [ended] = await db.sql<{ grants: number; drafts: number }>`
    select (select count(*)::int from identity.acting_grant where ended_at is null and ${person} in (principal_id, helper_id)) as grants, (select count(*)::int from casework.draft) as drafts`
  assert.deepEqual(ended, { grants: 0, drafts: 0 })
})

test('S-095 注销以后依法留下的，到期就忘：验证方式的记录六个月，同意和核验三年', async () => {
  const kept = async () => {
    const [row] = await db.sql<{ events: number; consents: number; proofings: number }>`
      select (select count(*)::int from identity.factor_event where account_id = ${account}) as events,
        (select count(*)::int from identity.consent where account_id = ${account}) as consents,
        (select count(*)::int from identity.proofing where account_id = ${account}) as proofings`
    return [(row?.events ?? 0) > 0, (row?.consents ?? 0) > 0, (row?.proofings ?? 0) > 0]
  }
  const endedBefore = async (days: number) => {
    await db.sql`update identity.account set erased_at = now() - make_interval(days => ${days}::int) where id = ${account}`
    await retentionTask({ ...erasing, secrets: city.casework.secrets }, { info: () => undefined }).run({}, db)
  }
  await endedBefore(183)
  assert.deepEqual(await kept(), [true, true, true])
  await endedBefore(185)
  assert.deepEqual(await kept(), [false, true, true])
  await endedBefore(3 * 365)
  assert.deepEqual(await kept(), [false, true, true])
  await endedBefore(3 * 365 + 2)
  assert.deepEqual(await kept(), [false, false, false])
  const others = await db.sql`select from identity.consent where account_id <> ${account}`
  assert.ok(others.length > 0, 'those of accounts that stand stay')
})

test('S-095 做好的副本七天后不再留，消息一年后不再留', async () => {
  const { accountId, personId = '' } = company1
  for (const days of [6, 8])
    await db.sql`
      insert into identity.data_request (id, account_id, kind, due_on, done_at, sealed)
      values (gen_random_uuid(), ${accountId}, 'export', ${testToday.date}, now() - make_interval(days => ${days}::int), ${String(days)})`
  for (const days of [364, 366])
    await db.sql`
      insert into identity.message (id, person_id, title, at)
      values (gen_random_uuid(), ${personId}, ${String(days)}, now() - make_interval(days => ${days}::int))`
  await retentionTask({ ...erasing, secrets: city.casework.secrets }, { info: () => undefined }).run({}, db)
  const copies =
    await db.sql`select encode(sealed, 'escape') as days from identity.data_request where account_id = ${accountId} and sealed is not null`
  assert.deepEqual(copies, [{ days: '6' }])
  assert.deepEqual(await db.sql`select title from identity.message where person_id = ${personId}`, [{ title: '364' }])
})
