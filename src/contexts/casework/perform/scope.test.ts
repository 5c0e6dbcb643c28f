import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import { localDate } from '../../../kernel/date.ts'
import { openDb } from '../../../platform/db.ts'
import { testDatabase } from '../../../platform/testing.ts'
import { appRole, inScope } from '../../../platform/wall.ts'
import type { StaffRole, Viewer } from '../../identity/index.ts'
import { insertMatter, type Matter } from '../store/matters.ts'
import { listWorklist } from '../store/worklists.ts'
import { scopeOf } from './scope.ts'
import { sees } from './standing.ts'

const owner = await testDatabase()
const db = openDb(owner.url, { connections: 4, role: appRole, behindWall: /\bcasework\./ })
after(() => db.end())

const [city, district, town, otherDistrict] = ['150600000000', '150602000000', '150602001000', '150603000000']
const divisions = [city, district, town, otherDistrict] as string[]
const [water, fire] = ['11152700MB1234567X', '11152700MB7654321X']
const [clerkId, person, agent, company] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()]

const partition = <T extends object>(parts: { readonly [K in keyof T]: readonly T[K][] }): T[] =>
  Object.entries(parts).reduce<object[]>(
    (made, [name, values]) => made.flatMap((one) => (values as unknown[]).map((value) => ({ ...one, [name]: value }))),
    [{}],
  ) as T[]

const matters: Matter[] = partition<Pick<Matter, 'division' | 'departmentCode' | 'applicantId' | 'agentId' | 'filedBy' | 'acceptedOn' | 'consulted'>>({
  division: divisions, departmentCode: [water, fire], applicantId: [person, company, 'window:somebody'], agentId: [null, agent],
  filedBy: [clerkId, person], acceptedOn: [null, localDate('2026-03-02')], consulted: [[], [fire]],
}).map((part, i) => ({
  ...part, id: randomUUID(), no: `${water}0000${i}`, item: '11152700MB1234567X3000101001000', itemName: '取水许可', guideVersion: 1, department: '局',
  applicantKind: 'person', applicantName: '张三', submittedAt: '2026-03-02T01:00:00Z', stage: 'received', queue: 'accept', handler: null, position: 1, outcome: null, aboutKind: null,
  submittedOn: null, receivedOn: null, decidedOn: null, endedOn: null, promisedDue: null, legalDue: null, dueOn: 'infinity', yellowOn: null, paused: false,
  lawOn: null, asked: [], stepDues: [], steps: [], handlerName: null, pending: [], updatedAt: '2026-03-02T01:00:00Z',
})) // biome-ignore format: rows

const roleSets: StaffRole[][] = [
  ['clerk'], ['approver'], ['chief'], ['decider'], ['issuer'], ['supervisor'], ['catalogueAdmin'], ['editor'], ['hotline'],
  ['sysadmin'], ['secadmin'], ['auditor'], ['clerk', 'approver'], ['supervisor', 'approver'],
] // biome-ignore format: sets of roles
const officers = partition<{ roles: StaffRole[]; division: string; departmentCode: string; accountId: string }>({
  roles: roleSets, division: [city, district, town] as string[], departmentCode: ['', water, fire], accountId: [clerkId, 'another'],
}).map((one): Viewer => ({ kind: 'staff', name: '王', unit: '局', ...one })) // biome-ignore format: officers

const applicant = { kind: 'applicant', name: '张三', phone: '', level: 'realName' } as const
const others: Viewer[] = [
  { kind: 'visitor' },
  { ...applicant, accountId: randomUUID(), level: 'unverified' },
  { ...applicant, accountId: randomUUID(), personId: person },
  { ...applicant, accountId: randomUUID(), personId: agent },
  { ...applicant, accountId: randomUUID(), personId: randomUUID() },
  { ...applicant, accountId: randomUUID(), organisation: { id: company, name: '公司', uscc: water } },
]

await owner.transaction(async (sql) => {
  for (const matter of matters) await insertMatter(sql, matter)
})
const idsSeen = (viewer: Viewer) =>
  inScope(scopeOf(viewer), () => db.sql<{ id: string }>`select id from casework.matter`).then((rows) => rows.map(({ id }) => id).sort())

test('S-043: without any condition the database gives every kind of viewer the cases that `sees` gives him, and no other', async () => {
  for (const viewer of [...officers, ...others]) {
    const law = matters.filter((matter) => sees(viewer, matter)).map(({ id }) => id)
    assert.deepEqual(await idsSeen(viewer), law.sort(), JSON.stringify(viewer))
  }
})

test('S-043: a list whose scope was forgotten shows an officer his own place alone', async () => {
  const clerk: Viewer = {
    kind: 'staff',
    accountId: 'another',
    name: '王',
    unit: '大厅',
    roles: ['clerk'],
    division: district as string,
    departmentCode: '',
  }
  const everywhere = { division: city as string, departmentCode: '', below: true }
  const rows = await inScope(scopeOf(clerk), () => listWorklist(db.sql, everywhere, {}, localDate('2026-03-02'), 500))
  assert.ok(rows.length > 0)
  assert.deepEqual([...new Set(rows.map(({ division }) => division))], [district])
})

test('S-043: what hangs on a case is not there where the case is not', async () => {
  const [his, anothers] = [matters.find((one) => one.applicantId === person), matters.find((one) => one.applicantId === company)] as [
    Matter,
    Matter,
  ]
  for (const { id, division } of [his, anothers])
    await owner.sql`
      insert into casework.journal (case_id, position, division, body, at, prev_hash, hash)
      values (${id}, 1, ${division}, '{}', now(), '', ${'0'.repeat(64)})`
  const viewer: Viewer = { ...applicant, accountId: randomUUID(), personId: person }
  const rows = await inScope(scopeOf(viewer), () => db.sql<{ id: string }>`select case_id as id from casework.journal`)
  assert.deepEqual(rows, [{ id: his.id }])
  await assert.rejects(
    inScope(
      scopeOf(viewer),
      () => db.sql`
      insert into casework.journal (case_id, position, division, body, at, prev_hash, hash)
      values (${anothers.id}, 2, ${anothers.division}, '{}', now(), '', ${'1'.repeat(64)})`,
    ),
    /row-level security/,
  )
})
