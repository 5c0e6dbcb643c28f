import assert from 'node:assert/strict'
import { test } from 'node:test'
import { digestOf, readKey, withIdempotency } from './idempotency.ts'
import { testDatabase } from './testing.ts'

const db = await testDatabase()
await db.sql`create table submission (id serial primary key, key text not null)`

const asking = (key: string, content = 'a', subject = 'account 1') => ({ subject, key, digest: digestOf('submit', content) })
/** Submits as a route does: one transaction with key, submission and answer. `during` runs after the submission is written. */
const submit = (request: ReturnType<typeof asking>, during: () => Promise<void> = async () => undefined) =>
  db.transaction((sql) =>
    withIdempotency(sql, request, async () => {
      const [row] = await sql<{ id: number }>`insert into submission (key) values (${request.key}) returning id`
      await during()
      return { no: row?.id ?? 0 }
    }),
  )
const submissions = async (key: string): Promise<number> => (await db.sql`select 1 from submission where key = ${key}`).length

test('S-070 the same key and content give the same number, and the work is done once', async () => {
  const first = await submit(asking('k1'))
  const second = await submit(asking('k1'))
  assert.deepEqual([first.repeated, second.repeated], [false, true])
  assert.deepEqual(second.answer, first.answer)
  assert.equal(await submissions('k1'), 1)
})

test('S-070 the same key with another content is refused with 422', async () => {
  await submit(asking('k2'))
  await assert.rejects(submit(asking('k2', 'b')), { status: 422, code: 'idempotency-key-reused' })
  assert.equal(await submissions('k2'), 1)
})

test('S-070 the keys of two subjects never meet', async () => {
  await submit(asking('k3'))
  assert.equal((await submit(asking('k3', 'b', 'account 2'))).repeated, false)
})

test('S-070 F-16 twenty requests with one key at the same time make one submission with one number', async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => submit(asking('k4'))))
  assert.equal(new Set(answers.map(({ answer }) => answer.no)).size, 1)
  assert.equal(answers.filter(({ repeated }) => !repeated).length, 1)
  assert.equal(await submissions('k4'), 1)
})

test('S-070 while the first takes long the second is told 409, and gets the answer afterwards', async () => {
  const [begun, held] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const first = submit(asking('k5'), () => {
    begun.resolve()
    return held.promise
  })
  await begun.promise
  await assert.rejects(submit(asking('k5')), { status: 409, code: 'in-progress' })
  held.resolve()
  const { answer } = await first
  assert.deepEqual(await submit(asking('k5')), { answer, repeated: true })
})

test('work that fails leaves its key free', async () => {
  const failed = submit(asking('k6'), () => Promise.reject(new Error('disk full')))
  await assert.rejects(failed, /disk full/)
  assert.equal((await submit(asking('k6', 'corrected'))).repeated, false)
  assert.equal(await submissions('k6'), 1)
})

test('a wait of two seconds for the key does not shorten the locks of the work', async () => {
  const settings: string[] = []
  await db.transaction((sql) =>
    withIdempotency(sql, asking('k7'), async () => {
      const [row] = await sql<{ lock: string }>`select current_setting('lock_timeout') as lock`
      settings.push(row?.lock ?? '')
      return null
    }),
  )
  assert.deepEqual(settings, ['5s'])
})

test('S-070 a request without a proper Idempotency-Key is refused with 400', () => {
  for (const header of [undefined, '', 'a b', 'x'.repeat(129), ['a', 'b']])
    assert.throws(() => readKey(header), { status: 400, code: 'idempotency-key-missing' })
  assert.equal(readKey('0190-abc'), '0190-abc')
})

test('the digest of a content does not depend on the order of its members', () => {
  assert.equal(digestOf('submit', { a: 1, b: 2 }), digestOf('submit', { b: 2, a: 1 }))
  assert.notEqual(digestOf('submit', { a: 1 }), digestOf('withdraw', { a: 1 }))
})
