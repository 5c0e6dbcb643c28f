import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { after, test } from 'node:test'
import { retentionTask } from '../contexts/identity/index.ts'
import { erasing } from '../contexts/portal/index.ts'
import { drafted, testCity } from '../contexts/ratings/testing-city.ts'
import type { Swept } from '../platform/files/sweep.ts'
import { fileStore, keepForGood } from '../platform/files.ts'
import { secrets } from '../platform/secrets.ts'
import { testDatabase } from '../platform/testing.ts'
import { readConfig } from './config.ts'
import { background } from './services.ts'

const db = await testDatabase()

/** Every column that holds a SHA-256, and what becomes of the content that it names. */
const columns: Readonly<Record<string, 'asked' | 'for good' | 'no stored file'>> = {
  'casework.site_photo.sha256': 'asked',
  'casework.upload.sha256': 'asked',
  'identity.correction.evidence_sha256': 'asked',
  'catalogue.own_sheet.sha256': 'for good',
  'documents.paper.pdf_sha256': 'for good',
  'licences.licence.pdf_sha256': 'for good',
  'catalogue.guide_draft_entry.sha256': 'no stored file',
  'catalogue.guide_upload.sha256': 'no stored file',
  'catalogue.guide_version.sha256': 'no stored file',
  'documents.paper.content_sha256': 'no stored file',
  'platform.file.sha256': 'no stored file',
  'platform.migration.sha256': 'no stored file',
}

test('S-094 each place that can name a stored content is asked before its bytes go, keeps them for good, or names none', async () => {
  const found = await db.sql<{ name: string }>`
    select table_schema || '.' || table_name || '.' || column_name as name
    from information_schema.columns
    where column_name like '%sha256'
    order by 1`
  assert.deepEqual(
    found.map(({ name }) => name),
    Object.keys(columns).sort(),
    'whoever adds a column says here what becomes of the content, and asks for it in filesInUse',
  )
})

const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==', 'base64')

test('S-094 注销: the bytes of what he had handed in and of his evidence go after the grace; what another draft or a case holds too stays', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tongban-files-in-use-'))
  after(() => rm(folder, { recursive: true }))
  const store = fileStore(join(folder, 'files'), {}, db.sql)
  const put = async (name: string) => (await store.put(Readable.from([Buffer.concat([png, Buffer.from(name)])]), { maxBytes: 1000 })).sha256
  const isThere = (sha256: string) => store.bytes(sha256).then(() => true, () => false) // biome-ignore format: one question
  const city = await testCity(db)
  const handIn = (draft: string, sha256: string) => db.sql`
    insert into casework.upload (id, case_id, division, material, sha256, name, size, type, by, at)
    values (gen_random_uuid(), ${draft}, '150600000000', 'm1', ${sha256}, 'a.png', 9, 'image/png', 'x', now())`
  const [own, shared, ofCase, evidence] = [await put('own'), await put('shared'), await put('case'), await put('evidence')]
  const [his, other] = [await drafted(city, city.viewers.citizen1), await drafted(city, city.viewers.company1)]
  for (const sha256 of [own, shared, ofCase]) await handIn(his, sha256)
  await handIn(other, shared)
  await keepForGood(db.sql, [ofCase])
  const { accountId, personId } = city.viewers.citizen1 as { accountId: string; personId: string }
  await db.sql`
    insert into identity.correction (id, person_id, account_id, field, former_sealed, wanted_sealed, reason, evidence_sha256, evidence_name, evidence_type,
      decided_at, decided_by, accepted, opinion)
    values (gen_random_uuid(), ${personId}, ${accountId}, 'name', '', '', '写错了', ${evidence}, '户口簿.png', 'image/png',
      now(), (select id from identity.account where user_name = 'clerk1'), false, '看不清')`
  const said: Partial<Swept>[] = []
  const log = { info: (told: object) => void said.push(told), warn: () => undefined, error: () => undefined }
  const task = background(readConfig({ DATA_DIR: folder }), log).tasks.find(({ name }) => name === 'platform.files') ?? assert.fail()
  const sweep = async (): Promise<Partial<Swept>> => {
    await task.run({}, db)
    return said.at(-1) ?? {}
  }
  assert.equal((await sweep()).unused, 0, 'all four are in use')

  await db.sql`
    insert into identity.data_request (id, account_id, kind, due_on, asked_at)
    values (gen_random_uuid(), ${accountId}, 'erase', '2026-03-23', now() - interval '25 hours')`
  await retentionTask({ ...erasing, secrets: secrets('a secret for the tests of files') }, { info: () => undefined }).run({}, db)
  assert.equal((await sweep()).unused, 2)
  assert.deepEqual(await Promise.all([own, evidence].map(isThere)), [true, true], 'not before the grace is over')
  await db.sql`update platform.file set unused_since = unused_since - interval '8 days'`
  assert.equal((await sweep()).removed, 2)
  assert.deepEqual(await Promise.all([own, evidence, shared, ofCase].map(isThere)), [false, false, true, true])
})
