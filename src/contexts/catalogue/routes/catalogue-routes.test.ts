import assert from 'node:assert/strict'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import Fastify, { type FastifyRequest } from 'fastify'
import { localDate } from '../../../kernel/date.ts'
import { diskStore } from '../../../platform/files.ts'
import { asProblem, sendProblem } from '../../../platform/http.ts'
import { testDatabase } from '../../../platform/testing.ts'
import { sampleFrame } from '../../../ui/page/sample-frame.ts'
import { loadDivisions } from '../../divisions/index.ts'
import { demoCatalogue } from '../demo-catalogue.ts'
import { openCatalogue } from '../perform/live-catalogue.ts'
import { publicPages } from '../perform/public-pages.ts'
import { changeState, publishMany } from '../perform/publish.ts'
import { materialsIn } from '../rules/situation.ts'
import type { Guide } from '../terms.ts'
import { catalogueRoutes } from './catalogue-routes.ts'

const db = await testDatabase()
const on = localDate('2026-03-02')
const city = '150600000000'
const guides = demoCatalogue(join(import.meta.dirname, '../../../../data'))
await loadDivisions(db)
await publishMany(db, guides.filter(({ division }) => [city, '150602000000'].includes(division)), { by: '测试', on, reason: '首次发布' }) // biome-ignore format: one call

const frame = (request: FastifyRequest) =>
  sampleFrame({
    path: request.url,
    mode: request.headers.cookie?.includes('ui=elder') ? 'elder' : 'standard',
    today: on,
    ...(request.headers.cookie?.includes('signed=in') ? { viewer: { kind: 'person', name: '示*甲', unread: 0 } } : {}),
  })
const catalogue = await openCatalogue(db)
const app = Fastify({ routerOptions: { maxParamLength: 200 } })
app.setErrorHandler((error, _request, reply) => sendProblem(reply, asProblem(error)))
await app.register(
  catalogueRoutes({
    db,
    frame,
    viewer: () => ({ kind: 'visitor' }),
    today: () => on,
    catalogue,
    pages: publicPages({ frame, catalogue }),
    openDrafts: async () => ({ drafts: 0, cases: 0 }),
    files: diskStore(join(tmpdir(), 'catalogue-routes')),
  }),
)
after(async () => {
  await app.close()
  await catalogue.close()
})

const get = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers })
const named = (name: string): Guide => {
  const guide = guides.find((one) => one.name === name && one.division === city)
  assert.ok(guide, name)
  return guide
}
const withForm = named('食品经营许可(新办)')
const withoutForm = named('公司变更登记')

/** What a text browser shows: tags out, entities read. */
const textOf = (page: string): string =>
  page
    .replace(/<(style|script)[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(code))
    .replace(/\s+/g, ' ')

test('R-006 R-017 U-051: the guide shows 办理机构, 科室, 电话, 地点, 时间, 条件, 材料, 流程, 收费 and the forms', async () => {
  const guide = named('教师资格认定(高级中学、中等职业学校、中等职业学校实习指导)')
  const { statusCode, body } = await get(`/guide/${guide.code}`)
  assert.equal(statusCode, 200)
  const text = textOf(body)
  const wanted = [
    guide.department, '责任处(科)室', '0477-8598826', '12345', 'B408', '周一至周五 9:00-12:00,14:00-17:30', '受理条件', '申请材料', '办理流程', '收费',
    guide.code, '示例数据', '设定依据', '法定办结时限', '承诺办结时限', '到办事现场次数', '办理结果', ...guide.materials.map(({ name }) => name),
    ...guide.steps.map(({ standard }) => standard), ...guide.conditions,
  ] // biome-ignore format: what must be there
  for (const one of wanted) assert.ok(text.includes(one.replace(/\s+/g, ' ')), one)
  assert.ok(body.includes(`/guide/${guide.code}/forms/blank`) && body.includes(`/guide/${guide.code}/forms/sample`))
})

test('U-020: 情形, 流程, 材料, 条件, 基本信息, 地点 are read in this order', async () => {
  const text = textOf((await get(`/guide/${withForm.code}`)).body.replace(/<nav[\s\S]*?<\/nav>/g, ''))
  const order = ['您是哪种情形', '办理流程', '申请材料', '受理条件', '基本信息', '办理地点和时间'].map((title) => text.indexOf(title))
  assert.ok(order.every((at) => at > 0))
  assert.deepEqual(
    order,
    order.toSorted((a, b) => a - b),
  )
})

test('R-007: 在线办理 is there when the item supports it, and absent otherwise', async () => {
  assert.ok((await get(`/guide/${withForm.code}`)).body.includes(`href="/apply/start/${withForm.code}"`))
  const { body } = await get(`/guide/${withoutForm.code}`)
  assert.ok(!body.includes('在线办理') && !body.includes('/apply/start/'))
})

test('R-006: an element a guide does not carry says 未提供', async () => {
  const bare = { ...withoutForm, code: `${withoutForm.code}77`, places: [], consultPhones: [], conditions: [], steps: [], materials: [] }
  const { legalLimit: _, office: __, ...poor } = bare
  await publishMany(db, [poor], { by: '测试', on })
  const text = textOf((await get(`/guide/${poor.code}`)).body)
  for (const heading of ['受理条件', '办理流程', '办理地点和时间', '法定办结时限', '咨询电话', '责任处(科)室'])
    assert.match(text, new RegExp(`${heading.replace(/[()]/g, '\\$&')} 未提供`), heading)
})

test('R-066: the answers of the 情形 filter the materials on the server', async () => {
  const [situation] = withForm.situations
  assert.ok(situation)
  for (const { value, label } of situation.options) {
    const text = textOf((await get(`/guide/${withForm.code}?${situation.id}=${value}`)).body)
    const table = text.slice(text.indexOf('申请材料'), text.indexOf('受理条件'))
    const remaining: Set<string> = new Set(materialsIn(withForm, { [situation.id]: value }).map(({ name }) => name))
    assert.ok(remaining.size < withForm.materials.length && table.includes(label))
    for (const { name } of withForm.materials) assert.equal(table.includes(name), remaining.has(name), `${label}: ${name}`)
  }
})

test('U-016: lists and facets are links: each count leads to as many rows', async () => {
  const { body } = await get('/personal')
  const facets = [...body.matchAll(/href="(\/personal\?[^"]+)">([^<]+)<small>(\d+)</g)]
  assert.ok(facets.length > 20)
  for (const [, href = '', name, count] of facets.filter((_, i) => i % 5 === 0))
    assert.match(textOf((await get(href.replaceAll('&#38;', '&'))).body), new RegExp(`共 ${count} 项`), name)
})

test('R-009: the notice of the level leads to the others; a list has items of its own site only', async () => {
  const { body } = await get('/business')
  assert.match(textOf(body), /当前为市级事项，更多事项 请选择/)
  const codes = [...body.matchAll(/href="\/guide\/([^"]+)"/g)].map(([, code]) => code)
  assert.ok(codes.length === 20 && codes.every((code) => guides.find((guide) => guide.code === code)?.division === city))
})

test('R-009: searching finds other levels, apart and with their site named', async () => {
  const { body } = await get(`/search?q=${encodeURIComponent('低保')}`)
  assert.match(body, /href="\/150602\/guide\/[^"]+">东胜区/)
})

test('P05: a question without answer is noted without numbers of persons', async () => {
  for (const q of ['火箭发射', '13900010001', '150602198803159029的低保卡片'])
    assert.equal((await get(`/search?q=${encodeURIComponent(q)}`)).statusCode, 200)
  assert.deepEqual(await db.sql`select question, site, times from catalogue.unanswered`, [
    { question: '火箭发射', site: '150600', times: 1 },
  ])
})

test('W1: unknown parameters and other cookies make no page of their own; the display does; who is signed in gets his own', async () => {
  const address = `/guide/${withForm.code}`
  const { headers, body } = await get(address)
  const again = await get(`${address}?utm_source=x&_=123`, { cookie: 'visitor=42' })
  assert.equal(again.body, body)
  assert.equal(again.headers.etag, headers.etag)
  assert.equal((await get(address, { 'if-none-match': String(headers.etag) })).statusCode, 304)
  assert.notEqual((await get(address, { cookie: 'ui=elder' })).headers.etag, headers.etag)
  const own = await get(address, { cookie: 'signed=in' })
  assert.ok(own.body.includes('示*甲') && own.headers.etag === undefined)
})

test('a new version is shown at once, the old one stays, and the history lists both', async () => {
  const { code } = withoutForm
  await get(`/guide/${code}`)
  await publishMany(db, [{ ...withoutForm, summary: '改过的一句话' }], { by: '编辑', on, reason: '调整' })
  await catalogue.refresh()
  assert.ok((await get(`/guide/${code}`)).body.includes('改过的一句话'))
  assert.ok(!(await get(`/guide/${code}?version=1`)).body.includes('改过的一句话'))
  assert.match(textOf((await get(`/guide/${code}/versions`)).body), /第 2 版.*调整.*第 1 版.*首次发布/)
})

test('R-050: a cancelled item answers 410 with date, reason and successor, and is not listed', async () => {
  const gone = named('普通护照签发')
  const change = {
    change: '取消',
    state: 'cancelled',
    reason: '改由出入境窗口办理',
    on,
    by: '目录管理员',
    successor: withForm.code,
  } as const
  await db.transaction((sql) => changeState(sql, gone.code, change))
  await catalogue.refresh()
  const page = await get(`/guide/${gone.code}`)
  assert.equal(page.statusCode, 410)
  assert.match(textOf(page.body), /自2026年3月2日起，这个事项不再办理。原因：改由出入境窗口办理。 现在请办： 食品经营许可/)
  const problem = await get(`/api/v1/items/${gone.code}/guide`)
  assert.deepEqual([problem.statusCode, problem.json().type, problem.json().successor], [410, '/problems/gone', withForm.code])
  assert.equal((await get(`/api/v1/items?q=${encodeURIComponent('普通护照签发')}`)).json().total, 0)
})

test('R-078 R-079: the blank form asks every question, the sample answers it', async () => {
  const blank = textOf((await get(`/guide/${withForm.code}/forms/blank`)).body)
  const sample = textOf((await get(`/guide/${withForm.code}/forms/sample`)).body)
  for (const { label } of withForm.form?.pages.flatMap(({ fields }) => fields) ?? [])
    assert.ok(blank.includes(label) && sample.includes(label), label)
  assert.ok(sample.includes('示例') && !blank.includes('示例甲'))
  assert.equal((await get(`/guide/${withoutForm.code}/forms/blank`)).statusCode, 404)
})

test('API: items by site with limits, visits, online depth and what can be applied for; pages by cursor', async () => {
  const first = (await get('/api/v1/items?audience=2&limit=50')).json()
  assert.equal(first.items.length, 50)
  const second = (await get(`/api/v1/items?audience=2&limit=50&after=${first.next}`)).json()
  assert.equal(new Set([...first.items, ...second.items].map(({ code }) => code)).size, 50 + second.items.length)
  const food = (await get(`/api/v1/items?q=${encodeURIComponent('食品经营')}`)).json().items[0]
  assert.deepEqual(
    [food.code, food.applicable, food.onlineDepth, food.visits, food.promisedLimit],
    [withForm.code, true, withForm.onlineDepth, withForm.visits, withForm.promisedLimit],
  )
  assert.ok(
    (await get('/api/v1/items?site=150602')).json().items.every(({ division }: { division: string }) => division === '150602000000'),
  )
})

test('API: unknown parameters, sites and codes are refused', async () => {
  for (const url of ['?colour=red', '?limit=0', '?limit=101', '?after=zz', '?type=99', '?site=12', '?audience=7'])
    assert.equal((await get(`/api/v1/items${url}`)).statusCode, 400, url)
  assert.equal((await get('/api/v1/items?site=999999')).statusCode, 404)
  for (const path of ['', '/guide', '/versions']) assert.equal((await get(`/api/v1/items/none${path}`)).statusCode, 404)
  assert.equal((await get('/guide/none')).statusCode, 404)
})

test('API: the guide is the one published; 情形引导 gives the materials that remain', async () => {
  const { guide, version, publishedOn } = (await get(`/api/v1/items/${withForm.code}/guide`)).json()
  assert.deepEqual([guide, version, publishedOn], [withForm, 1, on])
  const [situation] = withForm.situations
  assert.ok(situation?.options[0])
  const answers = { [situation.id]: situation.options[0].value }
  const ask = (payload: object) => app.inject({ method: 'POST', url: `/api/v1/items/${withForm.code}/situation`, payload })
  assert.deepEqual((await ask({ answers })).json(), { materials: materialsIn(withForm, answers) })
  assert.equal((await ask({ answers: { [situation.id]: '没有的选项' } })).statusCode, 400)
  assert.equal((await ask({ answers, more: 1 })).statusCode, 400)
})

test('R-048 the history shows what any two versions differ in, with what it means for cases, in both directions; API likewise', async () => {
  const guide = named('食品经营许可(新办)')
  const first = guide.materials.find((m) => !m.shared && !m.fromForm)
  assert.ok(first)
  const next = { ...guide, conditions: [...guide.conditions, '有专职食品安全员'], materials: guide.materials.filter((m) => m !== first) }
  await publishMany(db, [next], { by: '测试', on: localDate('2026-03-03'), reason: '新办法施行' })
  const page = textOf((await get(`/guide/${guide.code}/versions?from=1&to=2`)).body)
  assert.match(page, /第 1 版到第 2 版改了什么 共 2 处/)
  for (const words of [
    '受理条件增加：有专职食品安全员',
    `不再需要材料“${first.name}”`,
    '新办法施行',
    '仍按提交时的版本',
    '同样适用',
    '看改了什么',
  ])
    assert.ok(page.includes(words), words)
  assert.ok(textOf((await get(`/guide/${guide.code}/versions?from=2&to=1`)).body).includes('受理条件取消：有专职食品安全员'))
  assert.ok(textOf((await get(`/guide/${guide.code}/versions?from=2&to=2`)).body).includes('这两个版本没有不同'))
  assert.equal((await get(`/guide/${guide.code}/versions?from=1&to=9`)).statusCode, 404)
  const api = JSON.parse((await get(`/api/v1/items/${guide.code}/changes?from=1`)).body)
  assert.deepEqual([api.from, api.to, api.changes.map((one: { kind: string }) => one.kind)], [1, 2, ['materialRemoved', 'conditionAdded']])
  assert.equal((await get(`/api/v1/items/${guide.code}/changes?from=7`)).statusCode, 404)
})
