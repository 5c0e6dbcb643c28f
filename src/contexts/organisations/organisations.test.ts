import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isUscc } from '../../kernel/identifiers.ts'
import { testDatabase } from '../../platform/testing.ts'
import { findUnit, listHalls, listUnits, loadOrganisations } from './index.ts'
import { findHall } from './store.ts'

const db = await testDatabase()
const folder = new URL('../../../data', import.meta.url).pathname
await loadOrganisations(db, folder)
await loadOrganisations(db, folder)

test('the city has its government and at least 20 departments, each with a valid 统一社会信用代码', async () => {
  const units = await listUnits(db.sql, '150600000000')
  assert.equal(units[0]?.kind, 'government')
  assert.ok(units.length > 20)
  assert.deepEqual(
    units.filter((unit) => !isUscc(unit.uscc)).map((unit) => unit.name),
    [],
  )
})
test('a 旗区 has departments of the same shape under its own government', async () => {
  const units = await listUnits(db.sql, '150627000000')
  assert.ok(units.some((unit) => unit.name === '伊金霍洛旗教育体育局'))
  const parents = new Set(units.filter((unit) => unit.kind !== 'government').map((unit) => unit.parent))
  assert.deepEqual([...parents], [units[0]?.uscc])
})
test('R-012: the seeds’ phones and addresses are shown as published', async () => {
  const units = await listUnits(db.sql, '150600000000')
  const market = units.find((unit) => unit.name.endsWith('市场监督管理局'))
  assert.ok(market?.details.phones?.includes('0477-8117143'))
  assert.equal((await findUnit(db.sql, market?.uscc ?? ''))?.name, market?.name)
})
test('R-126, R-127: ten halls, the city’s with its windows and areas', async () => {
  const halls = await listHalls(db.sql)
  assert.equal(halls.length, 10)
  const city = await findHall(db.sql, halls.find((hall) => hall.division === '150600000000')?.key ?? '')
  assert.ok((city?.details.windows?.length ?? 0) >= 5)
  assert.ok((city?.details.areas?.length ?? 0) >= 8)
})
