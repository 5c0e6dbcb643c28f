import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import Fastify from 'fastify'
import { localDate } from '../../../kernel/date.ts'
import { asProblem, sendProblem } from '../../../platform/http.ts'
import { testDatabase } from '../../../platform/testing.ts'
import { loadDivisions } from '../../divisions/index.ts'
import type { Viewer } from '../../identity/index.ts'
import { demoCatalogue } from '../demo-catalogue.ts'
import { openCatalogue } from '../perform/live-catalogue.ts'
import { publishMany } from '../perform/publish.ts'
import { noteUnanswered } from '../store/items.ts'
import { city, dataFolder } from '../testing-search.ts'
import { wordRoutes } from './words.ts'

const db = await testDatabase()
const on = localDate('2026-03-02')
await loadDivisions(db)
await publishMany(db, demoCatalogue(dataFolder).filter(({ division }) => division === city), { by: '测试', on, reason: '首次发布' }) // biome-ignore format: one call
const catalogue = await openCatalogue(db)

type Staff = Extract<Viewer, { kind: 'staff' }>
const staff = (roles: Staff['roles']): Staff => ({
  kind: 'staff',
  accountId: 'a',
  name: '示例编辑',
  roles,
  unit: '测试局',
  departmentCode: '',
  division: city,
})
let viewer: Viewer = staff(['editor'])
const app = Fastify()
app.setErrorHandler((error, _request, reply) => sendProblem(reply, asProblem(error)))
await app.register(async (scope) => wordRoutes(scope, { db, viewer: () => viewer, today: () => on, catalogue }))
after(async () => {
  await app.close()
  await catalogue.close()
})

const send = async (method: 'GET' | 'PUT' | 'POST', path: string, payload?: object) => {
  const answer = await app.inject({ method, url: `/api/v1/words${path}`, ...(payload ? { payload } : {}) })
  return { status: answer.statusCode, body: answer.json() }
}
const firstOf = (q: string) => catalogue.search({ site: city, q }).items[0]?.name
const leads = { kind: 'leads', saying: '玩蹦极', targets: ['经营高危险性体育项目许可'] }

test('a word is tried before it is kept: what is found now beside what would be found, and nothing changes', async () => {
  const { status, body } = await send('POST', '/trial', { ...leads, q: '玩蹦极' })
  assert.equal(status, 200)
  assert.equal(body.after.items[0].name, '经营高危险性体育项目许可')
  assert.notDeepEqual(body.before, body.after)
  assert.notEqual(firstOf('玩蹦极'), '经营高危险性体育项目许可')
})

test('a word that is kept is searched with at once, is journalled with before and after, and survives a new start', async () => {
  assert.equal((await send('PUT', '', { ...leads, seen: 0 })).status, 200)
  assert.equal(firstOf('玩蹦极'), '经营高危险性体育项目许可')
  const { body } = await send('GET', '')
  assert.deepEqual([body.items[0].saying, body.items[0].changedBy, body.items[0].changedOn], ['玩蹦极', '示例编辑', on])
  assert.deepEqual([body.changes[0].before, body.changes[0].after, body.changes[0].by], [null, leads.targets, '示例编辑'])
  const again = await openCatalogue(db)
  assert.equal(again.search({ site: city, q: '玩蹦极' }).items[0]?.name, '经营高危险性体育项目许可')
  await again.close()
})

test('who saves over what another wrote is refused; nothing is journalled', async () => {
  const before = (await send('GET', '')).body.changes.length
  assert.equal((await send('PUT', '', { ...leads, targets: ['取水许可'], seen: 0 })).status, 409)
  assert.equal((await send('GET', '')).body.changes.length, before)
})

test('a shipped intent is reordered, and taken out of use; the journal keeps what it was', async () => {
  const word = (await send('GET', '')).body.items.find((one: { saying: string }) => one.saying === '开小吃店')
  const codes: string[] = word.targets.map(({ value }: { value: string }) => value)
  const swapped = { kind: 'intent', saying: '开小吃店', targets: codes.toReversed() }
  const { body } = await send('PUT', '', { ...swapped, seen: 0 })
  assert.equal(firstOf('开小吃店'), catalogue.nameOf(codes.at(-1) ?? ''))
  await send('PUT', '', { ...swapped, targets: null, seen: body.number })
  assert.equal(catalogue.search({ site: city, q: '开小吃店' }).intent, undefined)
  const [last, first] = (await send('GET', '')).body.changes
  assert.deepEqual([first.before, last.before, last.after], [codes, codes.toReversed(), null])
})

test('an intent leads only to items that are published', async () => {
  const { status, body } = await send('PUT', '', { kind: 'intent', saying: '上天', targets: ['159999999000'], seen: 0 })
  assert.deepEqual([status, body.type], [422, '/problems/unknown-item'])
})

test('P05: editors see what citizens of their site asked in vain, most often first', async () => {
  for (const question of ['火箭发射', '火箭发射', '养恐龙']) await noteUnanswered(db.sql, question, '150600', on)
  await noteUnanswered(db.sql, '别处问的', '150602', on)
  assert.deepEqual(
    (await send('GET', '')).body.unanswered.map(({ question, times }: { question: string; times: number }) => [question, times]),
    [
      ['火箭发射', 2],
      ['养恐龙', 1],
    ],
  )
})

test('only editors and the bureau keep words', async () => {
  for (const [who, status] of [
    [{ kind: 'visitor' }, 401],
    [staff(['clerk']), 403],
    [staff(['catalogueAdmin']), 200],
  ] as const) {
    viewer = who
    assert.equal((await send('GET', '')).status, status)
    assert.equal((await send('POST', '/trial', { ...leads, q: '玩蹦极' })).status, status)
  }
})
