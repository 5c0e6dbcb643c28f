import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, test } from 'node:test'
import Fastify from 'fastify'
import { localDate } from '../../../kernel/date.ts'
import { asProblem, sendProblem } from '../../../platform/http.ts'
import { testDatabase } from '../../../platform/testing.ts'
import { sampleFrame } from '../../../ui/page/sample-frame.ts'
import type { Staff, StaffRole, Viewer } from '../../identity/index.ts'
import { demoCatalogue } from '../demo-catalogue.ts'
import { publishGuide, publishMany } from '../perform/publish.ts'
import { findGuide } from '../store/versions.ts'
import type { Guide } from '../terms.ts'
import { draftRoutes } from './drafts.ts'

const db = await testDatabase()
const on = localDate('2026-11-23')
const city = '150600000000'
const guides = demoCatalogue(join(import.meta.dirname, '../../../../data')).filter(({ division }) => division === city)
await publishMany(db, guides, { by: '测试', on, reason: '首次发布' })
const named = (part: string): Guide => {
  const found = guides.find(({ name }) => name.includes(part))
  assert.ok(found, part)
  return found
}

const staff = (accountId: string, role: StaffRole, departmentCode = '', division = city): Staff => ({
  kind: 'staff', accountId, name: `示例${accountId}`, roles: [role], unit: '测试局', departmentCode, division,
}) // biome-ignore format: a row
const [author, second, approver] = [staff('author', 'editor'), staff('second', 'editor'), staff('approver', 'catalogueAdmin')]
let viewer: Viewer = author
const app = Fastify({ routerOptions: { maxParamLength: 200 } })
app.setErrorHandler((error, _request, reply) => sendProblem(reply, asProblem(error)))
const underWay = { drafts: 2, cases: 3 }
await app.register(async (scope) =>
  draftRoutes(scope, {
    db,
    frame: (request) => sampleFrame({ path: request.url }),
    viewer: () => viewer,
    today: () => on,
    openDrafts: async () => underWay,
  }),
)
after(() => app.close())

type Body = Record<string, unknown> & { type?: string; revision: number; open: string[]; theirs: { guide: Guide }; version: number }
const call = async (who: Viewer, method: 'GET' | 'PUT' | 'POST', path: string, payload?: object) => {
  viewer = who
  const answer = await app.inject({ method, url: `/api/v1/catalogue/drafts${path}`, ...(payload ? { payload } : {}) })
  return { status: answer.statusCode, type: (answer.json() as Body).type, body: answer.json() as Body }
}
const save = (who: Viewer, guide: Guide, seen: number, reason?: string) =>
  call(who, 'PUT', `/${guide.code}`, { guide, seen, ...(reason ? { reason } : {}) })
const act = (who: Viewer, { code }: Guide, name: string, seen: number, more: object = {}) =>
  call(who, 'POST', `/${code}/acts`, { act: name, seen, ...more })
const revisionOf = async ({ code }: Guide): Promise<number> =>
  ((await call(author, 'GET', `/${code}`)).body.draft as { revision: number } | null)?.revision ?? 0
const inForce = async ({ code }: Guide) => (await findGuide(db.sql, code))?.version

const water = named('取水许可')
const next: Guide = { ...water, conditions: [...water.conditions, '取水口位置合乎规划'] }

test('起草、审核、发布由不同的人做：谁写过都不能审核或者发布；没有审核过的不能发布', async () => {
  const begun = await save(author, next, 0, '按规划调整条件')
  assert.deepEqual([begun.body.revision, begun.body.lacks], [1, []])
  assert.equal((await act(approver, next, 'publish', 1)).type, '/problems/not-open', 'not before it was reviewed')
  assert.equal((await act(author, next, 'submit', 1)).body.state, 'inReview')
  assert.equal((await save(author, water, 1)).type, '/problems/not-open', 'nobody writes under the eyes of the reviewer')
  assert.deepEqual(
    [(await act(author, next, 'accept', 1)).status, (await act(author, next, 'accept', 1)).type],
    [403, '/problems/own-draft'],
  )
  assert.equal((await act(second, next, 'return', 1)).type, '/problems/no-reason', 'a return says why')
  const returned = [{ element: 'conditions', reason: '没有写明依据' }]
  assert.equal((await act(second, next, 'return', 1, { returned })).body.state, 'drafting')
  assert.deepEqual(((await call(author, 'GET', `/${water.code}`)).body.draft as { returned: unknown }).returned, returned)
  const better: Guide = { ...next, conditions: [...water.conditions, '取水口位置合乎水资源规划'] }
  assert.equal((await save(second, better, 1)).body.revision, 2)
  await act(author, better, 'submit', 2)
  assert.equal((await act(second, better, 'accept', 2)).type, '/problems/own-draft', 'who wrote one word of it is an author')
  assert.equal((await act(approver, better, 'accept', 2)).body.state, 'accepted')
  assert.equal((await act(second, better, 'publish', 2)).status, 403)
  assert.equal(await inForce(water), 1)
  assert.deepEqual((await act(approver, better, 'publish', 2)).body, { state: 'published', version: 2 })
  assert.deepEqual((await findGuide(db.sql, water.code))?.guide, better)
  const { history, draft } = (await call(author, 'GET', `/${water.code}`)).body as unknown as {
    history: { what: string }[]
    draft: unknown
  }
  assert.deepEqual(history.map(({ what }) => what), ['publish', 'accept', 'submit', 'saved', 'return', 'submit', 'begun']) // biome-ignore format: a row
  assert.equal(draft, null)
})

test('an editor of a department publishes nothing and neither does a lone approver who wrote it himself', async () => {
  const guide = named('排污许可')
  const changed = { ...guide, conditions: [...guide.conditions, '新的条件'] }
  await save(approver, changed, 0, '调整条件')
  await act(approver, changed, 'submit', 1)
  await act(second, changed, 'accept', 1)
  assert.equal((await act(second, changed, 'publish', 1)).type, '/problems/not-your-part')
  assert.equal((await act(approver, changed, 'publish', 1)).type, '/problems/own-draft')
  assert.equal(await inForce(guide), 1)
})

test('who saved over what another wrote is told, with both texts, and nothing is lost', async () => {
  const guide = named('公司变更登记')
  const [mine, theirs] = [
    { ...guide, conditions: ['甲'] },
    { ...guide, summary: '乙' },
  ]
  await save(author, mine, 0)
  await save(second, theirs, 1)
  const { status, type, body } = await save(author, { ...mine, conditions: ['甲', '丙'] }, 1)
  assert.deepEqual([status, type, body.theirs.guide, body.elements], [409, '/problems/conflict', theirs, ['conditions', 'summary']])
  const both = await Promise.all([save(author, named('医疗机构'), 0), save(second, { ...named('医疗机构'), summary: '丁' }, 0)])
  assert.deepEqual(both.map(({ status: got }) => got).toSorted(), [200, 409], 'two who begin at once make one draft')
})

test('a half-written text is kept and says what it lacks, and is not submitted; a misshapen one is refused', async () => {
  const guide = named('食品经营许可(新办)')
  const [first] = guide.materials
  assert.ok(first)
  const half = { ...guide, materials: [...guide.materials, { ...first, id: 'mx', name: '' }] }
  const saved = await save(author, half, 0, '增加材料')
  assert.deepEqual([saved.status, (saved.body.lacks as { field: string }[])[0]?.field], [200, `materials.${guide.materials.length}.name`])
  assert.equal((await act(author, guide, 'submit', 1)).type, '/problems/incomplete')
  for (const wrong of [{ ...guide, colour: 'red' }, { ...guide, materials: 'none' }, { ...guide, type: '99' }, { code: guide.code }])
    assert.ok([403, 422].includes((await save(author, wrong as unknown as Guide, 1)).status))
  await save(author, guide, 1)
  assert.equal((await act(author, guide, 'submit', 2)).type, '/problems/unchanged')
})

test('a text that leaves out lists is kept with empty ones and says what it lacks: never a fault', async () => {
  const guide = named('食品经营许可(新办)')
  const { materials: _materials, situations: _situations, faq: _faq, deliveries: _deliveries, ...thin } = guide
  const seen = await revisionOf(guide)
  const [first] = guide.materials
  for (const sent of [
    { ...thin, name: '' },
    { ...thin, name: '', materials: [{ id: first?.id, name: '' }] },
  ]) {
    const { status, body } = await save(author, sent as unknown as Guide, await revisionOf(guide))
    assert.deepEqual([status, (body.lacks as { field: string }[])[0]?.field], [200, 'name'], JSON.stringify(body))
  }
  const { draft } = (await call(author, 'GET', `/${guide.code}`)).body as unknown as { draft: { guide: Guide } }
  assert.deepEqual([draft.guide.faq, draft.guide.deliveries, draft.guide.materials[0]?.copies], [[], [], 1])
  assert.ok((await revisionOf(guide)) > seen)
  assert.equal((await act(author, guide, 'discard', await revisionOf(guide))).status, 200)
})

test('a draft that follows one thrown away goes on counting: who saw the old one does not move the new one', async () => {
  const guide = water
  const old = (await save(author, { ...guide, summary: '旧稿' }, 0, '写一句简介')).body.revision
  await act(author, guide, 'discard', old)
  const fresh = (await save(second, { ...guide, summary: '新稿' }, 0, '写一句简介')).body.revision
  assert.ok(fresh > old)
  assert.equal((await act(author, guide, 'discard', old)).type, '/problems/stale')
  assert.equal((await save(author, { ...guide, summary: '旧稿再改' }, old)).type, '/problems/conflict')
  assert.equal((await act(second, guide, 'discard', fresh)).body.state, 'discarded')
})

test('a draft begun before the first version takes that version in: each keeps what only he wrote', async () => {
  const { faq: _faq, summary: _summary, ...item } = { ...named('劳务派遣'), code: 'new-item-1', name: '新的事项' }
  const mine = { ...item, faq: [], conditions: ['甲'] } as Guide
  await save(author, mine, 0, '新增事项')
  await db.transaction((sql) => publishGuide(sql, { ...mine, conditions: ['乙'], summary: '导入的简介' }, { by: '导入', on }))
  assert.equal((await act(author, mine, 'submit', 1)).type, '/problems/outdated')
  const { state, both } = (await act(author, mine, 'rebase', 1)).body as unknown as { state: string; both: { element: string }[] }
  assert.deepEqual([state, both.map(({ element }) => element)], ['drafting', ['conditions']])
  const { draft } = (await call(author, 'GET', `/${mine.code}`)).body as unknown as { draft: { guide: Guide; base: number } }
  assert.deepEqual([draft.guide.conditions, draft.guide.summary, draft.base], [['甲'], '导入的简介', 1])
  assert.equal((await act(author, mine, 'submit', 2)).body.state, 'inReview')
})

test('S-041 a draft of another department that nobody has published is neither read nor written', async () => {
  const mine = { ...named('取水许可'), code: 'new-item-2', name: '取水的新事项' }
  const own = staff('w', 'editor', mine.departmentCode)
  await save(own, mine, 0, '新增事项')
  const other = staff('x', 'editor', named('排污许可').departmentCode)
  const theirs = { ...mine, departmentCode: other.departmentCode, department: named('排污许可').department }
  assert.equal((await call(other, 'GET', `/${mine.code}`)).status, 404)
  const taken = await save(other, theirs, 1)
  assert.equal(taken.status, 403)
  assert.ok(!JSON.stringify(taken.body).includes(mine.name), 'nor told what it says')
  assert.equal((await save(other, theirs, 0)).status, 403)
  const listed = (await call(other, 'GET', '')).body.items as { code: string }[]
  assert.ok(listed.every(({ code }) => code !== mine.code))
})

test('a version that came in between is told at submission; bringing it in keeps both changes', async () => {
  const guide = named('劳务派遣')
  await save(author, { ...guide, conditions: ['注册资本已实缴'] }, 0, '写清条件')
  await db.transaction((sql) => publishGuide(sql, { ...guide, consultPhones: ['0477-8580000'] }, { by: '导入', on }))
  assert.equal((await act(author, guide, 'submit', 1)).type, '/problems/outdated')
  assert.equal((await call(author, 'GET', `/${guide.code}`)).body.outdated, true)
  assert.deepEqual((await act(author, guide, 'rebase', 1)).body, { state: 'drafting', both: [] })
  const { draft } = (await call(author, 'GET', `/${guide.code}`)).body as unknown as { draft: { guide: Guide } }
  assert.deepEqual([draft.guide.conditions, draft.guide.consultPhones], [['注册资本已实缴'], ['0477-8580000']])
  assert.equal((await act(author, guide, 'submit', 2)).body.state, 'inReview')
})

test('S-041 only those who keep the item read, write or move it', async () => {
  const guide = named('取水许可')
  const others: readonly (readonly [Viewer, number])[] = [
    [{ kind: 'visitor' }, 401],
    [{ kind: 'applicant', accountId: 'p', name: '张三', phone: '', level: 'realName' }, 403],
    [staff('x', 'clerk'), 403],
    [staff('x', 'editor', named('排污许可').departmentCode), 403],
    [staff('x', 'catalogueAdmin', '', '150602000000'), 403],
  ]
  for (const [who, status] of others) {
    assert.equal((await save(who, guide, 0)).status, status)
    assert.ok([401, 403, 404].includes((await call(who, 'GET', `/${guide.code}`)).status))
    await save(author, { ...guide, summary: '起草中' }, 0, '写一句简介')
    assert.ok([401, 403].includes((await act(who, guide, 'publish', await revisionOf(guide))).status), 'nor learns where the draft stands')
  }
  assert.equal((await act(author, guide, 'discard', await revisionOf(guide))).status, 200)
  const own = staff('y', 'editor', guide.departmentCode)
  assert.equal(
    (await save(own, { ...guide, departmentCode: named('排污许可').departmentCode }, 0)).status,
    403,
    'nor into another department',
  )
  assert.equal((await call(own, 'PUT', `/${guide.code}`, { guide: { ...guide, code: 'other' }, seen: 0 })).status, 422)
  const listed = (await call(staff('z', 'editor', guide.departmentCode), 'GET', '')).body.items as { department: string }[]
  assert.ok(listed.every(({ department }) => department === guide.department))
})

test('what publication would touch is said before it: the typed changes, and how many drafts and cases are under way', async () => {
  const guide = named('人力资源服务许可')
  await save(author, { ...guide, conditions: [...guide.conditions, '有固定场所'] }, 0)
  const { body } = await call(author, 'GET', `/${guide.code}`)
  assert.deepEqual(body.underWay, underWay)
  assert.deepEqual((body.changes as { kind: string; policy: { draft: string } }[]).map(({ kind, policy }) => [kind, policy.draft]), [['conditionAdded', 'reopen']]) // biome-ignore format: pairs
})

test('the journal of drafts is never updated, deleted or truncated', async () => {
  const refused = { message: 'a published guide is never changed or deleted' }
  await assert.rejects(() => db.sql`update catalogue.guide_draft_entry set what = 'x'`, refused)
  await assert.rejects(() => db.sql`truncate catalogue.guide_draft_entry`, refused)
})

test('R-066: the condition of a page names questions of other pages; one that asks its own is not submitted', async () => {
  const guide = guides.find(({ form }) => form && form.pages.length > 1) as Guide
  const pages = guide.form?.pages ?? []
  const [own, other] = [pages[1]?.fields[0]?.name, pages[0]?.fields[0]?.name]
  const when = (name?: string) => ({
    ...guide,
    form: { pages: pages.with(1, { ...(pages[1] as (typeof pages)[0]), when: { feel: `${name} = "1"` } }) },
  })
  const atPage = async (text: Guide) => {
    assert.equal((await save(author, text, await revisionOf(guide), '分页询问')).status, 200)
    const { obstacles } = (await call(author, 'GET', `/${guide.code}`)).body as unknown as { obstacles: { field: string }[] }
    return obstacles.filter(({ field }) => field === 'form.pages.1.when').length
  }
  assert.deepEqual([await atPage(when(own)), await atPage(when('nobody')), await atPage(when(other))], [1, 1, 0])
})

test('a draft is printed with its mark, by those who keep the item alone, and never kept by a cache', async () => {
  const guide = named('取水许可')
  const before = await revisionOf(guide)
  await save(author, { ...guide, summary: '还没有公布的一句话', materials: [] }, before)
  const print = (who: Viewer) => {
    viewer = who
    return app.inject(`/guide/${guide.code}/draft`)
  }
  const sheet = await print(author)
  assert.equal(sheet.statusCode, 200)
  assert.ok(sheet.body.includes('class="draft-mark">草稿 未发布<') && sheet.body.includes('还没有公布的一句话'))
  assert.ok(!sheet.body.includes('在线办理</a>') && !sheet.body.includes('历次版本'), 'nothing is begun from a draft')
  assert.match(String(sheet.headers['cache-control']), /no-store/)
  assert.equal((await print({ kind: 'visitor' })).statusCode, 401)
  assert.equal((await print(staff('x', 'editor', named('排污许可').departmentCode))).statusCode, 404)
  assert.equal((await print(staff('x', 'clerk'))).statusCode, 403)
})

test('what is to be mended in guides in force is counted for those who keep them, by the rules of the editor', async () => {
  const sound = named('取水许可')
  const faulty = { ...named('排污许可'), code: 'faulty-1', conditions: [], supervisePhones: [] }
  await db.transaction((sql) => publishGuide(sql, faulty, { by: '测试', on }))
  const counts = async (who: Viewer) =>
    (await call(who, 'GET', `/../findings?codes=${sound.code},faulty-1,nobody`)).body.items as { code: string; errors: number }[]
  const [first, ...rest] = (await counts(author)).toSorted((a, b) => b.errors - a.errors)
  assert.deepEqual([first?.code, rest.map(({ code }) => code)], ['faulty-1', [sound.code]])
  const view = (await call(author, 'GET', '/faulty-1')).body as unknown as { findings: { severity: string }[] }
  assert.equal(first?.errors, view.findings.filter(({ severity }) => severity === 'error').length)
  assert.deepEqual(await counts(staff('x', 'editor', 'nobody')), [])
})
