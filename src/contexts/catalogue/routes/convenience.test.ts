import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import Fastify, { type FastifyRequest } from 'fastify'
import { asProblem, sendProblem } from '../../../platform/http.ts'
import { testDatabase } from '../../../platform/testing.ts'
import { sampleFrame } from '../../../ui/page/sample-frame.ts'
import { loadDivisions } from '../../divisions/index.ts'
import { importConvenience, loadDemoConvenience, readConvenience } from '../perform/convenience.ts'
import { publicPages } from '../perform/public-pages.ts'
import { dataFolder } from '../testing-search.ts'
import { convenienceRoutes } from './convenience.ts'

const db = await testDatabase()
await loadDivisions(db)
await loadDemoConvenience(db, dataFolder)
const entries = readConvenience(JSON.parse(readFileSync(join(dataFolder, 'convenience.json'), 'utf8')))

const city = sampleFrame({}).site
let site = city
const frame = (request: FastifyRequest) => sampleFrame({ path: request.url, site })
const app = Fastify()
app.setErrorHandler((error, _request, reply) => sendProblem(reply, asProblem(error)))
const pages = publicPages({ frame, catalogue: { onChange: () => undefined } })
await app.register(async (scope) => convenienceRoutes(scope, { db, pages }))
after(() => app.close())

const get = (url: string) => app.inject({ url })
type Told = {
  themes: { no: string; name: string; categories: number; entries: number }[]
  items: { name: string; division: string; category: string; phones?: string[]; source?: string; sample?: boolean }[]
}
const told = async (query: string): Promise<Told> => (await get(`/api/v1/convenience?${query}`)).json()

test('R-010: 14 themes, 160 categories and 518 entries load, and loading again changes nothing', async () => {
  const count = async (): Promise<unknown> =>
    (
      await db.sql`
        select count(distinct theme_no)::integer as themes, count(distinct (theme_no, category))::integer as categories,
          count(*)::integer as entries
        from catalogue.convenience_entry`
    )[0]
  assert.deepEqual(await count(), { themes: 14, categories: 160, entries: 518 })
  await loadDemoConvenience(db, dataFolder)
  assert.deepEqual(await count(), { themes: 14, categories: 160, entries: 518 })
})

test('R-010: a 旗区 shows what the autonomous region, the city and itself offer, nearest first; the city nothing of its 旗区', async () => {
  const own = await told('site=150602')
  const levels = new Set(own.items.map(({ division }) => division))
  assert.deepEqual([...levels].toSorted(), ['150000000000', '150600000000', '150602000000'])
  const weddings = own.items.filter(({ category }) => category === '婚姻登记').map(({ division }) => division)
  assert.deepEqual(weddings, weddings.toSorted().toReversed())
  const atCity = await told('site=150600')
  assert.ok(atCity.items.every(({ division }) => ['150000000000', '150600000000'].includes(division)))
  assert.equal(atCity.items.length, entries.filter(({ division }) => ['150000000000', '150600000000'].includes(division)).length)
  assert.equal((await get('/api/v1/convenience?site=999999')).statusCode, 404)
})

test('every telephone and address has its source; what is ours says 示例数据 and has neither', () => {
  for (const { name, details } of entries) {
    assert.notEqual(Boolean(details.source), Boolean(details.sample), name)
    if (details.sample) assert.ok(!details.phones && !details.address, name)
  }
})

test('a file with a telephone of no source is refused and nothing of it is kept', async () => {
  const file = {
    themes: [{ name: '主题', categories: [{ name: '类', entries: [{ name: '某电话', division: '150600', phones: ['12345'] }] }] }],
  }
  await assert.rejects(importConvenience(db, file), /某电话.*没有写出处/)
  assert.equal((await told('site=150600')).themes.length, 14)
})

test('P07: the themes of a site with counts; each leads to its categories, whole without script', async () => {
  const { body } = await get('/services')
  const links = [...body.matchAll(/href="(\/services\/\d\d)">([^<]+)<\/a><\/h2><p class="mut">(\d+) 类 · (\d+) 项/g)]
  assert.equal(links.length, 14)
  for (const [, path = '', name = '', categories, count] of links) {
    const page = (await get(path)).body
    assert.ok(page.includes(`<h1>${name}</h1>`))
    assert.equal([...page.matchAll(/<section aria-labelledby="c\d+">/g)].length, Number(categories), name)
    assert.equal(
      [...page.matchAll(/<ul class="rows">[\s\S]*?<\/ul>/g)].flatMap(([list]) => list.match(/<li>/g) ?? []).length,
      Number(count),
      name,
    )
  }
  assert.equal((await get('/services/15')).statusCode, 404)
})

test('P07: signed out, a page is kept and answered with 304, and made anew when another file is in place', async () => {
  const first = await get('/services/01')
  const tag = String(first.headers.etag)
  assert.equal((await app.inject({ url: '/services/01', headers: { 'if-none-match': tag } })).statusCode, 304)
  const file = JSON.parse(readFileSync(join(dataFolder, 'convenience.json'), 'utf8'))
  const renamed = structuredClone(file)
  renamed.themes[0].categories[0].entries[0].name = '改了名字的服务'
  await importConvenience(db, renamed)
  const second = await app.inject({ url: '/services/01', headers: { 'if-none-match': tag } })
  assert.ok(second.statusCode === 200 && second.body.includes('改了名字的服务'))
  await importConvenience(db, file)
  assert.equal((await get('/services/01')).body, first.body)
})

test('R-010: links of a 旗区 stay on its site; telephones can be called; levels and sources are said', async () => {
  site = { ...city, code: '150602', name: '东胜区', path: '/150602' }
  const health = (await get('/services/02')).body
  assert.ok(health.includes('东胜区人民医院') && health.includes('href="tel:0477-8358487"') && health.includes('wuhan2020'))
  assert.ok((await get('/services/08')).body.includes('href="/150602/search?q='))
  for (const level of ['自治区', '市级', '旗区级']) assert.ok(health.includes(`>${level}<`), level)
  site = city
})
