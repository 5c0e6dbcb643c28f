import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import Fastify, { type FastifyRequest } from 'fastify'
import { localDate } from '../../../kernel/date.ts'
import { asProblem, sendProblem } from '../../../platform/http.ts'
import { testDatabase } from '../../../platform/testing.ts'
import { sampleFrame } from '../../../ui/page/sample-frame.ts'
import { loadDivisions } from '../../divisions/index.ts'
import { demoCatalogue } from '../demo-catalogue.ts'
import { publicPages } from '../perform/public-pages.ts'
import { changeState, publishGuide, publishMany } from '../perform/publish.ts'
import type { ItemChange } from '../store/open-data.ts'
import { touchItems } from '../store/standing.ts'
import { city, dataFolder, dongsheng } from '../testing-search.ts'
import { openDataRoutes } from './open-data.ts'

const db = await testDatabase()
const on = localDate('2026-03-02')
await loadDivisions(db)
const guides = demoCatalogue(dataFolder).filter(({ division }) => [city, dongsheng].includes(division))
await publishMany(db, guides, { by: '测试', on, reason: '首次发布' })
const [first, second, third] = guides
assert.ok(first && second && third)

const app = Fastify({ routerOptions: { maxParamLength: 200 } })
app.setErrorHandler((error, _request, reply) => sendProblem(reply, asProblem(error)))
const frame = (request: FastifyRequest) => sampleFrame({ path: request.url })
const pages = publicPages({ frame, catalogue: { onChange: () => undefined } })
await app.register(async (scope) => openDataRoutes(scope, { db, pages }))
after(() => app.close())

const get = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers })
type Feed = { items: ItemChange[]; next: string; more: boolean }
const feed = async (from: string, limit = 100): Promise<Feed> => (await get(`/api/v1/items/changes?after=${from}&limit=${limit}`)).json()

/** Follows the feed from a cursor until nothing more is there. */
const follow = async (from: string, limit?: number): Promise<{ seen: ItemChange[]; next: string }> => {
  const { items, next, more } = await feed(from, limit)
  if (!more) return { seen: items, next }
  const rest = await follow(next, limit)
  return { seen: [...items, ...rest.seen], next: rest.next }
}
const numbers = (changes: readonly ItemChange[]): number[] => changes.map(({ number }) => number)

test('R-020: the whole of the published items as JSON and CSV, with licence and a description of each field', async () => {
  const json = (await get('/open-data/items.json')).json()
  assert.equal(json.items.length, guides.length)
  assert.match(json.licence, /免费使用/)
  assert.deepEqual(
    json.fields.filter(({ key }: { key: string }) => !(key in json.items[0])),
    [],
  )
  const csv = await get('/open-data/items.csv')
  assert.equal(csv.headers['content-type'], 'text/csv; charset=utf-8')
  const [head = '', ...rows] = csv.body.trim().split('\r\n')
  assert.equal(head.replace('\u{feff}', ''), json.fields.map(({ name }: { name: string }) => name).join(','))
  assert.equal(rows.length, guides.length)
})

test('R-020: guides are given as they were published, of one site when it is asked for', async () => {
  const { items } = (await get('/open-data/guides.json?site=150602')).json()
  const own = guides.filter(({ division }) => division === dongsheng)
  assert.deepEqual(
    items.map(({ guide }: { guide: { code: string } }) => guide.code),
    own.map(({ code }) => code).toSorted(),
  )
  assert.deepEqual(items.find(({ guide }: { guide: { code: string } }) => guide.code === own[0]?.code).guide, own[0])
  const csv = (await get('/open-data/guides.csv')).body
  assert.ok(guides.every(({ code, consultPhones }) => csv.includes(code) && csv.includes(consultPhones.join('、'))))
  assert.equal((await get('/open-data/guides.json?site=999999')).statusCode, 404)
  assert.equal((await get('/open-data/items.csv?colour=red')).statusCode, 400)
})

test('each version has an address that never changes, with its hash as ETag', async () => {
  const address = `/api/v1/items/${first.code}/versions/1`
  const before = await get(address)
  assert.deepEqual(before.json().guide, first)
  assert.match(String(before.headers['cache-control']), /immutable/)
  await publishMany(db, [{ ...first, summary: '改过的一句话' }], { by: '编辑', on, reason: '调整' })
  const later = await get(address)
  assert.equal(later.body, before.body)
  assert.equal((await get(address, { 'if-none-match': String(before.headers.etag) })).statusCode, 304)
  const next = await get(`/api/v1/items/${first.code}/versions/2`)
  assert.equal(next.json().reason, '调整')
  assert.notEqual(next.headers.etag, before.headers.etag)
  assert.equal((await get(`/api/v1/items/${first.code}/versions/3`)).statusCode, 404)
})

test('R-048 the feed tells each change with kind, code, version, day and reason, from the file on', async () => {
  const { change } = (await get('/open-data/items.json')).json()
  const state = { change: '暂停', state: 'suspended', reason: '系统升级', on, by: '管理员' } as const
  await db.transaction((sql) => changeState(sql, second.code, state))
  await db.transaction((sql) => changeState(sql, second.code, { ...state, change: '恢复', state: 'published', reason: '升级完成' }))
  await publishMany(db, [{ ...second, summary: '新的一句话' }], { by: '编辑', on, reason: '条件调整' })
  await publishMany(db, [{ ...second, code: `${second.code}88` }], { by: '编辑', on, reason: '新增' })
  const { seen } = await follow(String(change))
  assert.deepEqual(
    seen.map(({ kind, code, version, reason }) => [kind, code, version, reason]),
    [
      ['suspended', second.code, 1, '系统升级'],
      ['resumed', second.code, 1, '升级完成'],
      ['revised', second.code, 2, '条件调整'],
      ['published', `${second.code}88`, 1, '新增'],
    ],
  )
  assert.deepEqual([seen[0]?.on, seen[0]?.division, seen[0]?.name], [on, second.division, second.name])
})

test('R-048 the feed tells of changes alone: an item whose pages are made anew has not changed', async () => {
  const { next } = await follow('0')
  const numberOf = async () =>
    (await db.sql<{ number: number }>`select change_number as number from catalogue.item where code = ${third.code}`)[0]?.number
  const before = await numberOf()
  await db.transaction((sql) => touchItems(sql, [third.code]))
  assert.notEqual(await numberOf(), before)
  assert.deepEqual((await follow(next)).seen, [])
  await publishMany(db, [{ ...third, summary: '真正的修改' }], { by: '编辑', on, reason: '修改' })
  assert.deepEqual(
    (await follow(next)).seen.map(({ kind, code, version }) => [kind, code, version]),
    [['revised', third.code, 2]],
  )
})

test('the feed read in small pages is the feed read at once', async () => {
  const whole = await follow('0')
  const inPages = await follow('0', 7)
  assert.deepEqual(inPages.seen, whole.seen)
  assert.ok(whole.seen.length > guides.length)
})

test('who follows while many publish, some of whom fail, misses nothing and sees nothing twice', async () => {
  const start = (await follow('0')).next
  const publish = (n: number) =>
    db
      .transaction(async (sql) => {
        await publishGuide(
          sql,
          { ...third, code: `${third.code}-${n % 12}`, summary: `第 ${n} 次` },
          { by: '编辑', on, reason: `第 ${n} 次` },
        )
        await sql`select pg_sleep(${(n % 5) / 500})`
        if (n % 4 === 0) throw new Error('not this one')
      })
      .catch(() => undefined)
  // One that draws its number without asking for its turn: the table itself makes it wait.
  const suspend = (n: number) =>
    db.transaction(async (sql) => {
      await sql`
        update catalogue.item
        set state = 'suspended', state_reason = ${`直接改 ${n}`}, state_on = ${on}, change_number = nextval('catalogue.change_number')
        where code = ${guides[n]?.code}`
      await sql`select pg_sleep(0.02)`
    })
  let working = true
  const seen: number[] = []
  const follower = (async () => {
    let cursor = start
    for (let last = false; !last; ) {
      last = !working
      const found = await follow(cursor, 3)
      seen.push(...numbers(found.seen))
      cursor = found.next
    }
  })()
  const lane = async (at: number): Promise<void> => {
    for (let n = at; n < 60; n += 5) await (at === 0 ? suspend(n) : publish(n))
  }
  await Promise.all([0, 1, 2, 3, 4].map(lane))
  working = false
  await follower
  const truth = numbers((await follow(start)).seen)
  assert.ok(truth.length > 30)
  assert.deepEqual(seen, truth)
})

test('a change that was told is never changed or taken back', async () => {
  await assert.rejects(db.sql`delete from catalogue.item_change where code = ${first.code}`)
  await assert.rejects(db.sql`update catalogue.item_change set reason = '别的' where code = ${first.code}`)
})

test('the page names the files, the licence and every field, and works without script', async () => {
  const { body, statusCode } = await get('/open-data')
  assert.equal(statusCode, 200)
  for (const words of ['/open-data/items.csv', '/open-data/guides.json', '许可', '实施编码', '/api/v1/items/changes'])
    assert.ok(body.includes(words), words)
})
