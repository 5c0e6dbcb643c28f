import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { localDate } from '../../../kernel/date.ts'
import { testDatabase } from '../../../platform/testing.ts'
import { demoCatalogue } from '../demo-catalogue.ts'
import { findStanding } from '../store/items.ts'
import { findGuide, listVersions } from '../store/versions.ts'
import type { Guide } from '../terms.ts'
import { changeState, loadDemoCatalogue, publishGuide } from './publish.ts'

const db = await testDatabase()
const folder = join(import.meta.dirname, '../../../../data')
const on = localDate('2026-03-02')
const [first] = demoCatalogue(folder)
assert.ok(first)
const sample: Guide = { ...first, code: `${first.code}99` }
const publish = (guide: Guide) => db.transaction((sql) => publishGuide(sql, guide, { by: '目录管理员', on }))

test('publishing gives version 1; the same content again makes no version; other content gives version 2', async () => {
  assert.deepEqual(await publish(sample), { created: 1, updated: 0, unchanged: 0 })
  assert.deepEqual(await publish({ ...sample }), { created: 0, updated: 0, unchanged: 1 })
  assert.deepEqual(await publish({ ...sample, name: '换了名称' }), { created: 0, updated: 1, unchanged: 0 })
  assert.deepEqual(await findGuide(db.sql, sample.code), {
    guide: { ...sample, name: '换了名称' },
    version: 2,
    publishedOn: on,
    state: 'published',
  })
})

test('a case keeps the version it was filed under: an older version is found as it was published', async () => {
  assert.deepEqual((await findGuide(db.sql, sample.code, 1))?.guide, sample)
  assert.deepEqual(
    (await listVersions(db.sql, sample.code)).map(({ version, publishedBy }) => [version, publishedBy]),
    [
      [2, '目录管理员'],
      [1, '目录管理员'],
    ],
  )
  assert.equal(await findGuide(db.sql, sample.code, 3), undefined)
  assert.equal(await findGuide(db.sql, 'unknown'), undefined)
})

test('a published version is never updated, deleted or truncated', async () => {
  const refused = { message: 'a published guide is never changed or deleted' }
  await assert.rejects(() => db.sql`update catalogue.guide_version set body = '{}' where code = ${sample.code}`, refused)
  await assert.rejects(() => db.sql`delete from catalogue.guide_version where code = ${sample.code}`, refused)
  await assert.rejects(() => db.sql`truncate catalogue.guide_version cascade`, refused)
})

test('R-048 R-050: 取消 is recorded with reason, day and successor, and a new text does not undo it', async () => {
  const change = { change: '取消', state: 'cancelled', reason: '法律修改，不再实施', on, by: '目录管理员', successor: first.code } as const
  assert.equal(await db.transaction((sql) => changeState(sql, sample.code, change)), true)
  await publish({ ...sample, name: '又换了名称' })
  const standing = await findStanding(db.sql, sample.code)
  assert.deepEqual([standing?.state, standing?.reason, standing?.on, standing?.successor], ['cancelled', change.reason, on, first.code])
  assert.equal((await findGuide(db.sql, sample.code))?.state, 'cancelled')
  assert.equal(await db.transaction((sql) => changeState(sql, 'unknown', change)), false)
  assert.deepEqual(await db.sql`select change, reason from catalogue.state_change where code = ${sample.code}`, [
    { change: '取消', reason: change.reason },
  ])
})

test('the demo catalogue is loaded whole, and loading it again changes nothing', async () => {
  const total = demoCatalogue(folder).length
  assert.deepEqual(await loadDemoCatalogue(db, folder, on), { created: total, updated: 0, unchanged: 0 })
  assert.deepEqual(await loadDemoCatalogue(db, folder, on), { created: 0, updated: 0, unchanged: total })
  assert.deepEqual((await findGuide(db.sql, first.code))?.guide, first)
})
