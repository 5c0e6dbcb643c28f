import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, test } from 'node:test'
import Fastify, { type FastifyRequest } from 'fastify'
import { localDate } from '../../../kernel/date.ts'
import { asProblem, sendProblem } from '../../../platform/http.ts'
import { testDatabase } from '../../../platform/testing.ts'
import { sampleFrame } from '../../../ui/page/sample-frame.ts'
import { loadDivisions } from '../../divisions/index.ts'
import type { Viewer } from '../../identity/index.ts'
import { demoCatalogue } from '../demo-catalogue.ts'
import { demoBaseItems } from '../perform/demo-lists.ts'
import { publicPages } from '../perform/public-pages.ts'
import { publishMany } from '../perform/publish.ts'
import { bringStandingUpToDate, turnDay } from '../perform/standing.ts'
import { putBaseItems } from '../store/base-items.ts'
import { findGuide } from '../store/versions.ts'
import { directoryRoutes } from './directory.ts'

const db = await testDatabase()
const first = localDate('2026-03-02')
const guides = demoCatalogue(join(import.meta.dirname, '../../../../data'))
const city = guides.filter(({ level }) => level === '3')
const banner = guides.filter(({ division }) => division === '150602000000')
const shared = city.find(({ baseCode }) => banner.some((one) => one.baseCode === baseCode))
assert.ok(shared)
const [item, other] = city
assert.ok(item && other)

await loadDivisions(db)
await publishMany(db, [...city, ...banner], { by: '测试', on: first })
await putBaseItems(db.sql, demoBaseItems(guides, first))

const officer = (division: string, role: 'catalogueAdmin' | 'editor' = 'catalogueAdmin'): Viewer => ({
  kind: 'staff', accountId: `a-${division}-${role}`, name: '示例目录管理员', roles: [role], unit: '局', departmentCode: '', division,
}) // biome-ignore format: one officer
let viewer: Viewer = officer('150600000000')
const frame = (request: FastifyRequest) => sampleFrame({ path: request.url })
const app = Fastify({ routerOptions: { maxParamLength: 200 } })
app.setErrorHandler((error, _request, reply) => sendProblem(reply, asProblem(error)))
const pages = publicPages({ frame, catalogue: { onChange: () => undefined } })
directoryRoutes(app, { db, viewer: () => viewer, today: () => first, pages })
after(() => app.close())

const standing = async (code: string) => (await app.inject(`/api/v1/items/${code}/standing`)).json()
const order = (code: string, payload: object) => app.inject({ method: 'POST', url: `/api/v1/items/${code}/standing`, payload })
const stateOf = async (code: string) => (await findGuide(db.sql, code))?.state

test('R-048 R-050: a cancellation is told before its day, in force on its day, and stays in the history with reason and who', async () => {
  const answer = await order(item.code, { change: '取消', reason: '国务院决定取消', on: '2026-03-05', successor: other.code })
  assert.equal(answer.statusCode, 201, answer.body)
  const before = await standing(item.code)
  assert.deepEqual([before.state, before.planned.length, before.history.length], ['published', 1, 0])
  assert.equal(await turnDay(db, localDate('2026-03-04')), 0)
  assert.equal(await stateOf(item.code), 'published')
  assert.equal(await turnDay(db, localDate('2026-03-05')), 1)
  assert.equal(await turnDay(db, localDate('2026-03-05')), 0)
  const now = await standing(item.code)
  assert.deepEqual([now.state, now.on, now.successor, now.planned], ['cancelled', '2026-03-05', other.code, []])
  const [{ change, reason, on, by }] = now.history
  assert.deepEqual([change, reason, on, by], ['取消', '国务院决定取消', '2026-03-05', '示例目录管理员'])
})

test('R-050: when the night did not run, the day still counts: what asks first on that day finds the item closed', async () => {
  await order(other.code, { change: '下放', reason: '下放旗区', on: '2026-03-06' })
  await db.transaction((sql) => bringStandingUpToDate(sql, localDate('2026-03-05')))
  assert.equal(await stateOf(other.code), 'published')
  await db.transaction((sql) => bringStandingUpToDate(sql, localDate('2026-03-09')))
  assert.deepEqual([await stateOf(other.code), (await standing(other.code)).on], ['cancelled', '2026-03-06'])
})

test('R-048: a change of today is in force at once; one that waits can be taken back; a day that is over is refused', async () => {
  const third = city[2]?.code ?? ''
  assert.equal((await order(third, { change: '暂停', reason: '系统升级', on: first })).statusCode, 201)
  assert.equal(await stateOf(third), 'suspended')
  const waiting = (await order(third, { change: '恢复', reason: '升级完成', on: '2026-03-20' })).json()
  assert.equal((await app.inject('/api/v1/planned-changes')).json().items[0].id, waiting.id)
  assert.equal((await app.inject({ method: 'DELETE', url: `/api/v1/items/${third}/standing/${waiting.id}` })).statusCode, 204)
  assert.equal((await app.inject({ method: 'DELETE', url: `/api/v1/items/${third}/standing/${waiting.id}` })).statusCode, 404)
  assert.equal((await order(third, { change: '恢复', reason: '升级完成', on: '2026-03-01' })).statusCode, 422)
  const refused = await order(third, { change: '调整', reason: '修订', on: '2026-03-20' })
  assert.equal(refused.statusCode, 409)
  assert.ok(refused.json().open.includes('恢复'))
})

test('R-046 R-047: only the 政务服务管理部门 of the place orders changes; nobody from another place, no editor, no visitor', async () => {
  const body = { change: '调整', reason: '修订', on: '2026-03-20' }
  const own = banner[0]?.code ?? ''
  for (const [who, status] of [
    [officer('150600000000', 'editor'), 403],
    [officer('150602000000'), 403],
    [{ kind: 'visitor' } as const, 401],
  ] as const) {
    viewer = who
    assert.equal((await order(city[3]?.code ?? '', body)).statusCode, status)
  }
  viewer = officer('150602000000')
  assert.equal((await order(own, body)).statusCode, 201)
  viewer = officer('150600000000')
})

test('R-046 R-065: an entry of the 基本目录 leads to everybody who carries it out, and what differs is named', async () => {
  const mine = banner.find(({ baseCode }) => baseCode === shared.baseCode)
  assert.ok(mine)
  await publishMany(db, [{ ...mine, name: `${mine.name}(另名)` }], { by: '测试', on: first, reason: '改名' })
  const matter = { ...mine, code: `${mine.code}01`, name: '办理项甲' }
  await publishMany(db, [matter], { by: '测试', on: first })
  const { base, implementations } = (await app.inject(`/api/v1/base-items/${shared.baseCode}`)).json()
  assert.equal(base.name, shared.name)
  assert.deepEqual(
    implementations.map((one: { division: string; fromBase: { element: string }[]; matters: { name: string }[] }) => [
      one.division,
      one.fromBase.map(({ element }) => element),
      one.matters.map(({ name }) => name),
    ]),
    [
      ['150600000000', [], []],
      ['150602000000', ['事项名称'], ['办理项甲']],
    ],
  )
  const page = await app.inject(`/lists/catalogue/${shared.baseCode}`)
  assert.ok(page.body.includes('另名') && page.body.includes('办理项甲') && page.body.includes(`/150602/guide/${mine.code}`))
  assert.equal((await app.inject('/lists/catalogue/150199999999')).statusCode, 404)
})
