import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import Fastify from 'fastify'
import type { Viewer } from '../contexts/identity/index.ts'
import { testDatabase } from '../platform/testing.ts'
import { countMessages } from './unread.ts'

const db = await testDatabase()
const [person, other] = [randomUUID(), randomUUID()]
await db.sql`
  insert into identity.person (id, name, id_number_sealed, id_number_hash, sex)
  select id, '示例', '\\x00', id, '女' from unnest(${[person, other]}::uuid[]) as one (id)`
await db.sql`
  insert into identity.message (id, person_id, title, read_at)
  values (gen_random_uuid(), ${person}, '一', null), (gen_random_uuid(), ${person}, '二', null), (gen_random_uuid(), ${person}, '三', now()),
    (gen_random_uuid(), ${other}, '四', null)`

const app = Fastify()
let asked = 0
const counted = (...query: Parameters<typeof db.sql>) => {
  asked += 1
  return db.sql(...query)
}
const counting = { ...db, sql: counted as typeof db.sql }
const applicant: Viewer = { kind: 'applicant', accountId: randomUUID(), personId: person, name: '示例', phone: '', level: 'realName' }
const company: Viewer = { ...applicant, organisation: { id: randomUUID(), name: '示例公司', uscc: 'x', own: true } }
countMessages(
  app,
  counting,
  (request) => ({ visitor: { kind: 'visitor' } as const, applicant, company })[String(request.headers['x-as'])] ?? applicant,
)
app.get('/*', async (request) => ({ unread: request.unread ?? 'not asked' }))
after(() => app.close())
const unread = async (url: string, as = 'applicant') => (await app.inject({ url, headers: { 'x-as': as } })).json().unread

test('A06 the head of one’s own pages says how many messages wait, in one query; public pages, visitors and organisations ask nothing', async () => {
  assert.equal(await unread('/my'), 2)
  assert.equal(await unread('/my/cases?page=2'), 2)
  assert.equal(asked, 2, 'one query a page')
  for (const url of ['/', '/guide/x', '/mystery', '/my/messages']) assert.equal(await unread(url), 'not asked', url)
  assert.equal(await unread('/my', 'visitor'), 'not asked')
  assert.equal(await unread('/my', 'company'), 'not asked')
  assert.equal(asked, 2)
})
