import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { after, test } from 'node:test'
import Fastify from 'fastify'
import { localDate } from '../../kernel/date.ts'
import { diskStore } from '../../platform/files.ts'
import { asProblem, sendProblem } from '../../platform/http.ts'
import { signingKey } from '../../platform/keys.ts'
import { secrets } from '../../platform/secrets.ts'
import { verifyPdf } from '../../platform/signed-pdf.ts'
import { testDatabase } from '../../platform/testing.ts'
import { changeState, type Guide, publishGuide } from '../catalogue/index.ts'
import { documentRoutes, findPaperByCode, mostPapersInPrint, printPapers, recordPaper, renderPaper } from './index.ts'

const db = await testDatabase()
const [on, publicUrl] = [localDate('2026-03-02'), 'https://zwfw.example']
const folder = mkdtempSync(join(tmpdir(), 'notices-'))
after(() => rmSync(folder, { recursive: true }))
const key = await signingKey(db, secrets('a secret that only these tests know'), 'papers')
const printing = { publicUrl, sealLines: ['业务专用章'] }
const press = { sql: db.sql, files: diskStore(folder), key, printing }

const guide: Guide = {
  code: '11150600MB105000084000105001000', baseCode: '000105001000', name: '取水许可', type: '01', level: '3', division: '150600000000', department: '市水利局', departmentCode: '11150600MB10500008',
  audiences: ['1', '2'], personThemes: ['999'], organisationThemes: ['999'], stages: [], projectType: '2', onlineDepth: '4',
  legalLimit: { days: 20, unit: 'workday' }, promisedLimit: { days: 10, unit: 'workday' }, basis: [{ title: '取水许可和水资源费征收管理条例' }], conditions: ['取水符合规划。'],
  situations: [{ id: 'kind', question: '您取什么水？', options: [{ value: 'ground', label: '取地下水' }, { value: 'surface', label: '取地表水' }] }],
  materials: [
    { id: 'm1', name: '取水工程图', need: '1', kind: '2', format: '3', copies: 2, source: '10' },
    { id: 'm2', name: '地下水评价', need: '1', kind: '1', format: '1', copies: 1, source: '10', when: { situation: 'kind', is: ['ground'] } },
    { id: 'm3', name: '营业执照', need: '1', kind: '2', format: '2', copies: 1, source: '20', shared: '市场监管部门登记信息' },
  ],
  steps: [{ name: '受理', by: 'clerk', days: 1, standard: '齐全', result: '受理通知书' }, { name: '现场核查', by: 'approver', days: 5, standard: '符合', result: '核查记录', twoPersons: true }],
  charges: [{ name: '水资源费', standard: '每立方米1元', basis: '内政发〔2020〕1号' }], results: [{ name: '取水许可证', kind: 'licence' }],
  places: [{ hall: '市政务服务中心', street: '示例街1号', room: '2楼', window: 'B201', hours: '周一至周五 9:00-12:00' }],
  consultPhones: ['0477-0000001'], supervisePhones: ['12345'], specialProcedures: [{ name: '专家评审', basis: '行政许可法第四十五条' }], faq: [],
  minimumLevel: 'realName', deliveries: ['window'], integratedWindow: true, sample: true, source: { name: '测试' },
} // biome-ignore format: a guide
const publish = (one: Guide) => db.transaction((sql) => publishGuide(sql, one, { by: '测试', on }))
await publish(guide)

const app = Fastify({ routerOptions: { maxParamLength: 200 } })
app.setErrorHandler((error, _request, reply) => sendProblem(reply, asProblem(error)))
await app.register(documentRoutes({ db, today: () => on, publicUrl, paper: (id) => renderPaper(press, id) }))
after(() => app.close())
const get = (code: string) => app.inject({ url: `/guide/${code}/notice.pdf` })

const poppler = (() => {
  try {
    execFileSync('pdftotext', ['-v'], { stdio: 'ignore' })
    return false
  } catch {
    return 'poppler-utils is not installed'
  }
})()
const textOf = (pdf: Buffer, name = 'paper.pdf'): string => {
  const file = join(folder, name)
  writeFileSync(file, pdf)
  return execFileSync('pdftotext', [file, '-'])
    .toString()
    .replace(/\n(?=.)/g, '')
}

test('一次性告知制度第二条: anybody gets conditions, all materials, 现场勘查, flow, limits, fees, places and telephones of a guide', {
  skip: poppler,
}, async () => {
  const reply = await get(guide.code)
  assert.deepEqual([reply.statusCode, reply.headers['content-type']], [200, 'application/pdf'])
  verifyPdf(reply.rawPayload)
  const text = textOf(reply.rawPayload)
  for (const said of ['取水符合规划', '取水工程图', '选“取地下水”时提交', '平台已有', '专家评审', '现场核查：由两名以上', '核查记录', '20 个工作日', '10 个工作日', '每立方米1元', 'B201窗口', '0477-0000001', '12345', '鄂政服知字〔2026〕000001号'])
    assert.ok(text.includes(said), said) // biome-ignore format: what C6 lists
})

test('the notice of a version is recorded once, however many ask at once; a new version has its own', async () => {
  const count = async () => (await db.sql<{ n: number }>`select count(*)::int as n from documents.paper where type = 'enquiryNotice'`)[0]?.n
  const before = await count()
  const replies = await Promise.all([get(guide.code), get(guide.code), get(guide.code)])
  assert.ok(replies.every((reply) => reply.rawPayload.equals(replies[0]?.rawPayload as Buffer)))
  assert.equal(await count(), before)
  await publish({ ...guide, conditions: ['取水符合新的规划。'] })
  const other = await get(guide.code)
  assert.equal(await count(), (before ?? 0) + 1)
  assert.notDeepEqual(other.rawPayload, replies[0]?.rawPayload)
})

test('a code on a notice is answered with its recipient in full: it is nobody’s name', async () => {
  const [row] = await db.sql<{ code: string }>`select code from documents.paper where type = 'enquiryNotice' limit 1`
  const paper = await findPaperByCode(db.sql, row?.code ?? '')
  assert.deepEqual([paper?.recipient, paper?.toOrganisation, paper?.caseId], ['咨询人', true, null])
})

test('what is not handled has no notice: an unknown item, one that is suspended', async () => {
  assert.equal((await get('11150600MB105000084000105009999')).statusCode, 404)
  const suspended = { ...guide, code: '11150600MB105000084000105002000', baseCode: '000105002000' }
  await publish(suspended)
  await db.transaction((sql) =>
    changeState(sql, suspended.code, { change: '暂停', state: 'suspended', reason: '系统升级', on, by: '测试' }),
  )
  assert.equal((await get(suspended.code)).statusCode, 404)
})

const record = (recipient: string, on = localDate('2026-03-02')) =>
  recordPaper(db.sql, {
    type: 'receipt', caseNo: 'n', caseId: randomUUID(), division: '150600000000', unit: '市水利局', recipient, on,
    body: { itemName: '取水许可', itemCode: guide.code, itemType: '01', applicantName: recipient },
  }) // biome-ignore format: a paper
const pageTexts = (pdf: Buffer): string[] => {
  const file = join(folder, 'print.pdf')
  writeFileSync(file, pdf)
  return execFileSync('pdftotext', ['-layout', file, '-']).toString().split('\f').slice(0, -1)
}
const printed = (ids: readonly string[]) => buffer(printPapers({ sql: db.sql, printing }, ids, '2026-03-02T10:00:00+08:00'))

test('a print holds the papers in the order asked for, each begins on the front of a leaf', { skip: poppler }, async () => {
  const papers = [await record('张三'), await record('李四'), await record('王五')]
  const asked = [2, 0, 1].map((i) => papers[i]?.id ?? '')
  const pages = pageTexts(await printed(asked))
  const starts = pages.flatMap((text, i) => (text.includes('收件回执') ? [i] : []))
  assert.deepEqual(starts, [0, 2, 4]) // leaves, two pages each
  assert.deepEqual(starts.map((i) => ['张三', '李四', '王五'].findIndex((name) => pages[i]?.includes(name))), [2, 0, 1]) // biome-ignore format: one line
  assert.ok([1, 3, 5].every((i) => pages[i]?.trim() === ''))
})

test('a paper with a character that cannot be drawn is replaced by a sheet that says so, the others are printed', {
  skip: poppler,
}, async () => {
  const [bad, good] = [await record('张\u{2E9F5}'), await record('李四')]
  const text = pageTexts(await printed([bad.id, good.id])).join('')
  assert.ok(text.includes(bad.number) && text.includes('U+2E9F5') && text.includes('李四'))
})

test('a print is bounded', () => {
  const ids = Array.from({ length: mostPapersInPrint + 1 }, () => randomUUID())
  assert.throws(() => printPapers({ sql: db.sql, printing }, ids, '2026-03-02T10:00:00+08:00'), RangeError)
})
