import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import { openDb, type Sql } from '../../platform/db.ts'
import { testDatabase } from '../../platform/testing.ts'
import { appRole, inScope } from '../../platform/wall.ts'
import { scopeOf } from '../casework/index.ts'
import { readyDraft } from '../casework/testing-city.ts'
import type { Viewer } from '../identity/index.ts'
import { licensed, testCity, testGuide } from './testing-city.ts'

const owner = await testDatabase()
const db = openDb(owner.url, { connections: 2, role: appRole, behindWall: /./ })
after(() => db.end())
const city = await testCity(owner)
const { citizen1, citizen2, company1, clerk1, clerk2, fire1, editor1, sysadmin } = city.viewers
assert.ok(citizen1.kind === 'applicant' && clerk1.kind === 'staff')

const { caseId, no } = await licensed(city, '2026-03-02')
const draft = await readyDraft(city, citizen1, '2026-03-02', testGuide.code)
const [person, account, officer] = [citizen1.personId ?? '', citizen1.accountId, clerk1.accountId]
const [licence] = await owner.sql<{ id: string }>`select id from licences.licence where case_id = ${caseId}`
const [visit, batch, place] = [randomUUID(), randomUUID(), '150600000000']

/** A row of citizen1, or of clerk1's work with him, in each table that the way to a licence does not fill. */
const fill = async (sql: Sql): Promise<void> => {
  await sql`insert into casework.access_log (at, day, account, name, unit, what, subject) values (now(), now()::date, ${officer}, '王', '综窗', 'case', ${no})`
  await sql`insert into casework.batch (id, owner, actor, act, details, send_at) values (${batch}, ${officer}, '{}', 'accept', '{}', now())`
  await sql`insert into casework.batch_case (batch_id, place, no) values (${batch}, 1, ${no})`
  await sql`insert into casework.saved_filter (id, owner, name, list, query) values (gen_random_uuid(), ${officer}, 'f', 'accept', '')`
  await sql`insert into casework.broken_promise (case_id, division, applicant_id, found_on) values (${caseId}, ${place}, ${person}, now()::date)`
  await sql`insert into casework.card (id, case_id, division, level, colour, on_day) values (gen_random_uuid(), ${caseId}, ${place}, 'case', 'yellow', now()::date)`
  await sql`insert into casework.date_history (case_id, division, date, because) values (${caseId}, ${place}, 'legalDue', '{}')`
  await sql`insert into casework.site_photo (case_id, sha256, division, name, size, type, by, at) values (${caseId}, ${'a'.repeat(64)}, ${place}, 'p', 1, 'image/png', 'x', now())`
  await sql`insert into casework.violation (case_id, division, department, kind, by, by_name, stage, on_day) values (${caseId}, ${place}, 'd', 'second-correction', 'x', 'x', 'received', now()::date)`
  await sql`insert into casework.visit (id, division, officer, officer_name, unit, way, applicant, sealed, until) values (${visit}, ${place}, ${officer}, '王', '综窗', 'code', ${person}, 'x', now() + interval '1 hour')`
  await sql`insert into casework.visit_look (visit_id, draft_id, what) values (${visit}, ${draft}, 'opened')`
  await sql`insert into casework.visit_code (id, applicant, sealed, code_hash, expires_at) values (gen_random_uuid(), ${person}, 'x', 'h', now() + interval '1 hour')`
  await sql`insert into casework.confirmation (token_hash, draft_id, visit_id, revision, expires_at) values ('t', ${draft}, ${visit}, 1, now() + interval '1 hour')`
  await sql`insert into identity.data_request (id, account_id, kind, due_on) values (gen_random_uuid(), ${account}, 'export', now()::date)`
  await sql`insert into licences.matter (case_id, case_no, division, edition, type_code, number, kind, filed_on) select ${caseId}, ${no}, ${place}, id, type_code, number, 'change', now()::date from licences.licence`
  await sql`insert into licences.presentation (token_hash, licence_id) values ('t', ${licence?.id})`
  await sql`insert into licences.reminder (licence_id, days, told_on) values (${licence?.id}, 30, now()::date)`
  await sql`insert into licences.verification (id, licence_id, way, verifier) values (gen_random_uuid(), ${licence?.id}, 'printed', 'v')`
}
await owner.transaction(fill)

/** Read by all, in a page of reviews, in a guide. */
const published = ['ratings.rating', 'catalogue.own_sheet', 'catalogue.guide_upload', 'catalogue.guide_upload_row']
const walled = (
  await owner.sql<{ name: string }>`
    select oid::regclass::text as name
    from pg_class
    where relrowsecurity and relnamespace::regnamespace::text not in ('graphile_worker')
    order by 1`
)
  .map(({ name }) => name)
  .filter((name) => !published.includes(name))
const ofOfficer = ['casework.batch', 'casework.batch_case', 'casework.saved_filter']

/** In which tables a viewer finds any row at all, with no condition but the wall. */
const foundBy = (viewer: Viewer): Promise<string[]> =>
  inScope(scopeOf(viewer), async () => {
    const found: string[] = []
    for (const name of walled) {
      const rows = await db.transaction((sql) => sql([`select from ${name} limit 1`] as unknown as TemplateStringsArray))
      if (rows.length > 0) found.push(name)
    }
    return found
  })

test('S-041, S-043 each table behind the wall shows its rows to whose they are, and none of them to anybody else', async () => {
  assert.deepEqual(
    walled.filter((name) => !ofOfficer.includes(name)),
    await foundBy(citizen1),
    'whose they are: a new table is filled above',
  )
  assert.deepEqual(
    ofOfficer.filter((name) => !walled.includes(name)),
    [],
  )
  const his = await foundBy(clerk1)
  assert.deepEqual(
    ofOfficer.filter((name) => !his.includes(name)),
    [],
    'his own work',
  )
  const others = { citizen2, company1, clerk2, fire1, editor1, sysadmin, visitor: { kind: 'visitor' } as const }
  for (const [name, viewer] of Object.entries(others)) assert.deepEqual(await foundBy(viewer), [], name)
})
