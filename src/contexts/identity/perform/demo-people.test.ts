import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isIdNumber, isUscc } from '../../../kernel/identifiers.ts'
import { secrets as makeSecrets } from '../../../platform/secrets.ts'
import type { Session } from '../../../platform/session.ts'
import { testDatabase } from '../../../platform/testing.ts'
import { passwordProblem } from '../rules/password.ts'
import { loadDemoPeople } from './demo-people.ts'
import { getOrganisation, getPerson, viewerOf } from './viewer.ts'

const db = await testDatabase()
const secrets = makeSecrets('a secret of the tests, long enough')
const data = new URL('../../../../data', import.meta.url).pathname
const first = await loadDemoPeople(db, secrets, data)

const sessionOf = async (userName: string, actingFor?: string): Promise<Session> => {
  const [row] = await db.sql<{ id: string; kind: string }>`select id, kind from identity.account where user_name = ${userName}`
  assert.ok(row, userName)
  return { kind: row.kind === 'staff' ? 'staff' : 'applicant', subjectId: row.id, data: actingFor ? { actingFor } : {}, csrf: 'x' }
}
const view = viewerOf(db, secrets)
const viewerNamed = async (userName: string, actingFor?: string) => view({ session: await sessionOf(userName, actingFor) })

test('loading twice changes nothing and gives the same password, one that R-025 accepts', async () => {
  const counts = () =>
    db.sql`select (select count(*) from identity.account) as accounts, (select count(*) from identity.proofing) as proofings`
  const before = await counts()
  assert.deepEqual(await loadDemoPeople(db, secrets, data), first)
  assert.deepEqual(await counts(), before)
  assert.equal(passwordProblem(first.password), undefined)
  assert.notEqual((await loadDemoPeople(db, makeSecrets('the secret of another place'), data)).password, first.password)
})

test('every account named in the contract is there', () => {
  const named =
    'citizen1 citizen2 company1 agent1 clerk1 approver1 chief1 decider1 issuer1 supervisor1 editor1 catalogue1 hotline1 sysadmin secadmin auditor'
  for (const name of named.split(' ')) assert.ok(first.userNames.includes(name), name)
})

test('R-045 citizen1 is 实名 with everything a form can be filled in with, citizen2 is 未实名', async () => {
  const one = await viewerNamed('citizen1')
  assert.ok(one.kind === 'applicant' && one.personId)
  assert.deepEqual([one.level, one.phone, one.name], ['realName', '13900010001', '示例甲'])
  const { id: _, ...person } = await getPerson(db.sql, one.personId, secrets)
  assert.ok(isIdNumber(person.idNumber))
  assert.deepEqual(person, {
    name: '示例甲',
    idNumber: '150602198803159029',
    phone: '13900010001',
    sex: '女',
    ethnicity: '汉族',
    birth: '1988-03-15',
  })
  const two = await viewerNamed('citizen2')
  assert.ok(two.kind === 'applicant')
  assert.deepEqual([two.level, two.personId, two.name], ['unverified', undefined, ''])
})

test('R-042 the legal person acts for itself, with the 法定代表人 as the person who acts', async () => {
  const company = await viewerNamed('company1')
  assert.ok(company.kind === 'applicant' && company.organisation)
  assert.ok(isUscc(company.organisation.uscc))
  assert.deepEqual([company.name, company.phone], ['示例丙', '13900010003'])
  assert.equal((await getOrganisation(db.sql, company.organisation.id)).legalRepresentative, '示例丙')
})

test('S-050 an agent acts for the organisation only while the grant stands; nobody else does', async () => {
  const company = await viewerNamed('company1')
  assert.ok(company.kind === 'applicant' && company.organisation)
  const { id } = company.organisation
  const organisationOf = async (userName: string) => {
    const viewer = await viewerNamed(userName, id)
    return viewer.kind === 'applicant' ? viewer.organisation?.id : 'not an applicant'
  }
  assert.equal(await organisationOf('agent1'), id)
  assert.equal(await organisationOf('citizen1'), undefined)
  await db.sql`update identity.acting_grant set ended_at = now()`
  assert.equal(await organisationOf('agent1'), undefined)
})

test('S-047 系统、安全 and 审计 administrators are three accounts, and the database refuses to join them', async () => {
  const roles = await Promise.all(
    ['sysadmin', 'secadmin', 'auditor'].map(async (name) => {
      const viewer = await viewerNamed(name)
      return viewer.kind === 'staff' ? viewer.roles : []
    }),
  )
  assert.deepEqual(roles, [['sysadmin'], ['secadmin'], ['auditor']])
  await assert.rejects(db.sql`update identity.appointment set roles = '{sysadmin,auditor}' where roles = '{sysadmin}'`, /check constraint/)
  await assert.rejects(
    db.sql`
      insert into identity.appointment (id, account_id, roles, unit, division, from_on, approved, settled_at)
      select gen_random_uuid(), account_id, '{auditor}', unit, division, from_on, true, now() from identity.appointment where roles = '{sysadmin}'`,
    /cannot stand together/,
  )
})

test('D2 nobody accepts, approves and issues at once', async () => {
  const rows = await db.sql<{ roles: string[] }>`select roles from identity.staff`
  for (const { roles } of rows) assert.ok(roles.filter((role) => ['clerk', 'approver', 'decider', 'issuer'].includes(role)).length <= 1)
})

test('S-033 a disabled account is a visitor with its next request; a session of the wrong kind always', async () => {
  const session = await sessionOf('clerk1')
  assert.equal((await view({ session })).kind, 'staff')
  assert.equal((await view({ session: { ...session, kind: 'applicant' } })).kind, 'visitor')
  await db.sql`update identity.account set disabled_at = now() where user_name = 'clerk1'`
  assert.equal((await view({ session })).kind, 'visitor')
  assert.equal((await view({ session: undefined })).kind, 'visitor')
})

test('S-091 no number of a person or telephone is readable in the tables', async () => {
  const [dump] = await db.sql<{ text: string }>`
    select string_agg(line, ' ') as text from (
      select account::text as line from identity.account
      union all select person::text from identity.person
      union all select proofing::text from identity.proofing
    ) as lines`
  assert.doesNotMatch(dump?.text ?? '', /13900010001|150602198803159029/)
  await db.sql`
    update identity.account as mine set phone_sealed = other.phone_sealed
    from identity.account other where mine.user_name = 'citizen1' and other.user_name = 'citizen2'`
  await assert.rejects(viewerNamed('citizen1'), /cannot be opened/)
})
