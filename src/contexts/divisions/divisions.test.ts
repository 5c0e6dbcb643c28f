import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '../../platform/testing.ts'
import { findDivision, fullCode, listChildren, listForSites, loadDivisions, pathOf, sitesOf } from './index.ts'

const db = await testDatabase()
const loaded = await loadDivisions(db)

test('all 44,703 divisions of levels 1–4 and the 14,592 villages of 内蒙古 are loaded, once', async () => {
  const rows = await db.sql<{ upper: number; villages: number }>`
    select count(*) filter (where level <= 4) as upper, count(*) filter (where level = 5) as villages from divisions.division`
  assert.deepEqual(rows, [{ upper: 44_703, villages: 14_592 }])
  assert.equal(loaded, 59_295)
  assert.equal(await loadDivisions(db), 0)
})
test('no division below the top is an orphan', async () => {
  const rows = await db.sql`
    select d.code from divisions.division d
    where d.level > 1 and not exists (select 1 from divisions.division p where p.code = d.parent and p.level < d.level)`
  assert.deepEqual(rows, [])
})
test('鄂尔多斯 has its nine 旗区, 康巴什区 among them', async () => {
  const names = (await listChildren(db.sql, '150600000000')).map((division) => division.name)
  assert.equal(names.length, 9)
  assert.ok(names.includes('康巴什区') && names.includes('伊金霍洛旗'))
})
test('a league is found by its parent, not by its digits', async () =>
  assert.deepEqual(
    (await pathOf(db.sql, '152501000000')).map((division) => division.name),
    ['内蒙古自治区', '锡林郭勒盟', '二连浩特市'],
  ))
test('a city without counties is one place with its townships below', async () => {
  assert.equal((await findDivision(db.sql, '441900000000'))?.level, 2)
  assert.ok((await listChildren(db.sql, '441900000000')).every((division) => division.level === 4))
})
test('the sites of the city: itself, nine 旗区 and their 苏木乡镇, each with its path (R-008)', async () => {
  const sites = sitesOf(await listForSites(db.sql, '150600000000'), '150600000000')
  assert.equal(sites.filter((site) => site.level === 3).length, 9)
  assert.ok(sites.filter((site) => site.level === 4).length > 50)
  assert.deepEqual(
    sites.find((site) => site.short === '150627')?.path.map((division) => division.name),
    ['内蒙古自治区', '鄂尔多斯市', '伊金霍洛旗'],
  )
})
test('codes are read with 6, 9 or 12 digits and nothing else', () => {
  assert.equal(fullCode('150602'), '150602000000')
  for (const text of ['15060', 'abc', '', '1506020000001']) assert.equal(fullCode(text), undefined)
})
