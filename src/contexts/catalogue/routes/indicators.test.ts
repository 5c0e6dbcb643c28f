import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, test } from 'node:test'
import Fastify from 'fastify'
import { addDays, localDate } from '../../../kernel/date.ts'
import { asProblem, sendProblem } from '../../../platform/http.ts'
import { testDatabase } from '../../../platform/testing.ts'
import { loadDivisions } from '../../divisions/index.ts'
import type { Viewer } from '../../identity/index.ts'
import { demoCatalogue } from '../demo-catalogue.ts'
import { loadDemoDirectory } from '../perform/demo-lists.ts'
import { indicatorGround, recordIndicators } from '../perform/indicators.ts'
import { openCatalogue } from '../perform/live-catalogue.ts'
import { publishMany } from '../perform/publish.ts'
import { indicatorRoutes } from './indicators.ts'

const db = await testDatabase()
const on = localDate('2026-03-02')
const data = join(import.meta.dirname, '../../../../data')
const guides = demoCatalogue(data).filter(({ division }) => ['150600000000', '150602000000'].includes(division))
const city = guides.filter(({ level }) => level === '3')
await loadDivisions(db)
await publishMany(db, guides, { by: '测试', on })
await loadDemoDirectory(db, data, on)
const [first] = city
assert.ok(first)

const officer = (change: Partial<Extract<Viewer, { kind: 'staff' }>> = {}): Viewer => ({
  kind: 'staff', accountId: 'a', name: '甲', roles: ['catalogueAdmin'], unit: '局', departmentCode: '', division: '150600000000', ...change,
}) // biome-ignore format: one officer
let viewer = officer()
const catalogue = await openCatalogue(db)
const app = Fastify()
app.setErrorHandler((error, _request, reply) => sendProblem(reply, asProblem(error)))
indicatorRoutes(app, { db, viewer: () => viewer, today: () => on, catalogue })
after(async () => {
  await app.close()
  await catalogue.close()
})
const get = (path = '') => app.inject(`/api/v1/indicators${path}`)

test('R-063: the department above a subordinate unit is found through the tree of bodies, however far above', async () => {
  const unit = (uscc: string, kind: 'department' | 'institution', parent: string | null) =>
    db.sql`insert into organisations.unit (uscc, name, short_name, kind, division, parent) values (${uscc}, ${uscc}, ${uscc}, ${kind}, '150600000000', ${parent})`
  await unit('11150600MBTEST0001', 'department', null)
  await unit('12150600MBTEST0002', 'institution', '11150600MBTEST0001')
  await unit('12150600MBTEST0003', 'institution', '12150600MBTEST0002')
  await unit('12150600MBTEST0004', 'institution', null)
  const { departmentOf } = await indicatorGround(db.sql, '150600000000')
  const found = ['11150600MBTEST0001', '12150600MBTEST0002', '12150600MBTEST0003', '12150600MBTEST0004'].map((code) => departmentOf.get(code)?.code) // biome-ignore format: one list
  assert.deepEqual(found, [undefined, '11150600MBTEST0001', '11150600MBTEST0001', undefined])
})

test('R-064: all six types stand on the 权责清单; an item published since then is the one that lacks', async () => {
  const before = (await get('/9')).json()
  assert.deepEqual([before.rows[0].met, before.items], [true, []])
  await publishMany(db, [{ ...first, code: `${first.code}01`, type: '01', name: '新的办理项' }], { by: '测试', on })
  const now = (await get('/9')).json()
  assert.deepEqual(now.items.map(({ name, lacks }: { name: string; lacks: string }) => [name, lacks]), [['新的办理项', '没有列入权力清单或者责任清单']]) // biome-ignore format: one
  assert.equal(now.rows[0].denominator, before.rows[0].denominator + 1)
})

test('a night writes every place and department; the trend is what was written, the same day once', async () => {
  assert.equal(await recordIndicators(db, addDays(on, -1)), 2)
  await recordIndicators(db, on)
  await recordIndicators(db, on)
  const { trend, rows } = (await get('/2')).json()
  assert.deepEqual(trend.map((day: { on: string }) => day.on), ['2026-03-01', '2026-03-02']) // biome-ignore format: one
  assert.deepEqual([trend[1].numerator, trend[1].denominator], [rows[0].numerator, rows[0].denominator])
})

test('an officer sees his place and those below it, one of a department his department alone; a 旗区 does not see the city', async () => {
  const whole = (await get()).json()
  assert.deepEqual([whole.items.length, whole.items[0].departmentCode], [24, ''])
  assert.ok(whole.departments.length > 20 && whole.places.some(({ code }: { code: string }) => code === '150602000000'))
  assert.equal((await get('?division=150602')).statusCode, 200)
  viewer = officer({ departmentCode: first.departmentCode })
  const own = (await get('?department=other')).json()
  assert.deepEqual([own.department, own.departments, own.items.length], [first.departmentCode, [], 24])
  assert.ok((await get('/12')).json().rows.every((row: { departmentCode: string }) => row.departmentCode === first.departmentCode))
  for (const [who, status] of [
    [officer({ division: '150602000000' }), 403],
    [officer({ roles: ['clerk'] }), 403],
    [{ kind: 'visitor' } as const, 401],
  ] as const) {
    // biome-ignore format: three
    viewer = who
    assert.equal((await get('?division=150600')).statusCode, status)
  }
  viewer = officer()
})

test('the workbook holds every indicator of every department; an unknown indicator is none', async () => {
  const file = await get('.xlsx')
  assert.equal(file.rawPayload.subarray(0, 2).toString(), 'PK')
  for (const number of ['0', '25', 'x']) assert.equal((await get(`/${number}`)).statusCode, 404)
  assert.equal((await get('?colour=red')).statusCode, 400)
})
