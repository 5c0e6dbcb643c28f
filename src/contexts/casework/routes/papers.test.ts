import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { after, test } from 'node:test'
import Fastify, { type FastifyRequest } from 'fastify'
import { asProblem, Problem, sendProblem } from '../../../platform/http.ts'
import { testDatabase } from '../../../platform/testing.ts'
import { sampleFrame } from '../../../ui/page/sample-frame.ts'
import { listPapers } from '../../documents/index.ts'
import type { Viewer } from '../../identity/index.ts'
import { testCalendar } from '../testing.ts'
import { doAct, done, moment, submitted, testCity, testSecrets, testSessions } from '../testing-city.ts'
import { myPaperRoutes } from './my-papers.ts'
import { paperRoutes } from './papers.ts'

const db = await testDatabase()
const city = await testCity(db)
const { viewers } = city
const { today, now } = moment('2026-03-03')
const prints: (readonly string[])[] = []
let unprintable = ''

const viewer = (request: FastifyRequest): Viewer => viewers[request.headers['x-as'] as keyof typeof viewers] ?? { kind: 'visitor' }
const common = {
  viewer,
  today: () => today.date,
  now: () => now,
  calendar: () => testCalendar,
  files: city.files,
  sessions: testSessions,
  mayLookUp: async () => undefined,
}
const frame = (request: FastifyRequest) => sampleFrame({ path: request.url, today: today.date })
const app = Fastify()
app.setErrorHandler((error, _, reply) => sendProblem(reply, asProblem(error)))
await app.register(
  paperRoutes({
    ...common,
    db,
    secrets: testSecrets,
    subscribers: [],
    paper: async (id) => {
      if (id === unprintable) throw new Problem(500, 'glyph-missing', '“𮧵”字暂时不能排印', { detail: '请到窗口领取' })
      return { bytes: Buffer.from(`%PDF ${id}`), name: `文书${id}.pdf` }
    },
    licences: async () => [],
    receipt: async (facts) => Buffer.from(JSON.stringify(facts)),
    print: (ids) => {
      prints.push(ids)
      return Readable.from(['%PDF of many'])
    },
  }),
)
await app.register(myPaperRoutes({ ...common, casework: city.casework, frame, extras: async () => ({ licences: [], canRate: false }) }))
after(() => app.close())

const accepted = async () => {
  const { caseId, no } = done(await submitted(city))
  done(await doAct(city, caseId, viewers.clerk1, 'accept', '2026-03-03'))
  return { no, papers: await listPapers(db.sql, caseId) }
}
const [one, two] = [await accepted(), await accepted()]
const get = (url: string, as = 'clerk1') => app.inject({ url, headers: { 'x-as': as } })
const print = (query: Record<string, string>, as?: string) => get(`/api/v1/documents/print?${new URLSearchParams(query)}`, as)
const idsOf = (...papers: readonly { id: string }[]): string => papers.map(({ id }) => id).join(',')

test('an officer prints papers of several cases as one file, in the order in which he chose them', async () => {
  const ids = [two.papers[1], one.papers[0], one.papers[1]].flatMap((paper) => paper ?? [])
  const reply = await print({ ids: idsOf(...ids) })
  assert.deepEqual([reply.statusCode, reply.headers['content-type'], reply.body], [200, 'application/pdf', '%PDF of many'])
  assert.deepEqual(prints.at(-1), ids.map(({ id }) => id)) // biome-ignore format: one line
})

test('or all papers of cases, of one type only', async () => {
  await print({ cases: `${two.no},${one.no}`, types: 'acceptance' })
  assert.deepEqual(
    prints.at(-1),
    [two, one].map(({ papers }) => papers.find(({ type }) => type === 'acceptance')?.id),
  )
})

test('a list of two hundred cases is sent as a form', async () => {
  const reply = await app.inject({
    method: 'POST',
    url: '/api/v1/documents/print',
    headers: { 'x-as': 'clerk1' },
    payload: { cases: one.no, _csrf: 'x' },
  })
  assert.equal(reply.statusCode, 200)
  assert.equal(prints.at(-1)?.length, one.papers.length)
})

test('S-041 nobody prints what he does not see: another department, an applicant, a visitor, an id that is not', async () => {
  const before = prints.length
  for (const as of ['citizen1', 'company1', 'sysadmin']) assert.equal((await print({ ids: idsOf(...one.papers) }, as)).statusCode, 404, as)
  assert.equal((await print({ ids: idsOf(...one.papers) }, 'nobody')).statusCode, 401)
  assert.equal((await print({ ids: `${idsOf(...one.papers)},00000000-0000-4000-8000-000000000000` })).statusCode, 404)
  assert.equal((await print({ cases: `${one.no},11152700MB1234567X3000101001000209901010001` })).statusCode, 404)
  assert.equal(prints.length, before)
})

test('a print is bounded to 200 and asks for one thing', async () => {
  const many = Array.from({ length: 201 }, (_, i) => `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`).join(',')
  assert.equal((await print({ ids: many })).statusCode, 400)
  assert.equal((await print({ ids: idsOf(...one.papers), cases: one.no })).statusCode, 400)
  assert.equal((await print({})).statusCode, 400)
})

test('what was printed is written into the access log', async () => {
  await print({ cases: one.no })
  const [row] = await db.sql<{ name: string; subject: string; rows: number }>`
    select name, subject, rows
    from casework.access_log
    where subject = 'print'
    order by id desc
    limit 1`
  assert.deepEqual([row?.subject, row?.rows], ['print', one.papers.length])
})

/** What a ZIP lists: each name with the size of its content, a line each. */
const unzip = (archive: Buffer): string => {
  const end = archive.lastIndexOf('PK\u0005\u0006', undefined, 'latin1')
  const lines: string[] = []
  let at = archive.readUInt32LE(end + 16)
  for (let i = 0; i < archive.readUInt16LE(end + 10); i += 1) {
    const [name, extra, comment] = [28, 30, 32].map((offset) => archive.readUInt16LE(at + offset)) as [number, number, number]
    lines.push(`${archive.toString('utf8', at + 46, at + 46 + name)} ${archive.readUInt32LE(at + 24)}`)
    at += 46 + name + extra + comment
  }
  return lines.join('\n')
}

test('one archive of a case: every paper in order, the verifiable receipt, how to verify', async () => {
  const reply = await get(`/api/v1/cases/${one.no}/documents.zip`, 'citizen1')
  assert.deepEqual([reply.statusCode, reply.headers['content-type']], [200, 'application/zip'])
  const list = unzip(reply.rawPayload)
  for (const [i, { id }] of one.papers.entries()) assert.match(list, new RegExp(`^0${i + 1} 文书${id}.pdf 41$`, 'm'))
  assert.match(list, /^回执\.json \d{2,}$/m)
  assert.match(list, /^说明\.txt/m)
  assert.equal((await get(`/api/v1/cases/${one.no}/documents.zip`, 'company1')).statusCode, 404)
})

test('a paper that cannot be drawn is told of in the archive and loses no other', async () => {
  unprintable = one.papers[0]?.id ?? ''
  const list = unzip((await get(`/api/v1/cases/${one.no}/documents.zip`, 'citizen1')).rawPayload)
  unprintable = ''
  assert.match(list, /^01 收件回执.+没有排印\.txt/m)
  assert.ok(list.includes(`02 文书${one.papers[1]?.id}.pdf`))
})

test('A02 我的文书: every paper of every own case with number and date, nobody else’s', async () => {
  const page = (await get('/my/papers', 'citizen1')).body
  for (const { number, id } of [...one.papers, ...two.papers]) assert.ok(page.includes(number) && page.includes(`${id}.pdf`), number)
  assert.ok(page.includes(`/api/v1/cases/${one.no}/documents.zip`) && page.includes('2026年3月3日'))
  const other = (await get('/my/papers', 'company1')).body
  assert.ok(other.includes('还没有文书') && !other.includes(one.no))
})

test('S-041 催办单、转办单这些机关之间的文书，申请人的清单和压缩包里没有，工作人员看得到', async () => {
  const { caseId, no } = done(await submitted(city))
  done(await doAct(city, caseId, viewers.clerk1, 'accept', '2026-03-03'))
  done(await doAct(city, caseId, viewers.citizen1, 'remind', '2026-03-03'))
  const papers = await listPapers(db.sql, caseId)
  const inside = papers.find(({ type }) => type === 'remind')
  assert.ok(inside)
  const asCitizen = unzip((await get(`/api/v1/cases/${no}/documents.zip`, 'citizen1')).rawPayload)
  assert.equal(asCitizen.includes(inside.id), false)
  assert.ok(asCitizen.includes(papers[0]?.id ?? '-'))
  assert.ok(unzip((await get(`/api/v1/cases/${no}/documents.zip`, 'clerk1')).rawPayload).includes(inside.id))
  const page = (await get('/my/papers', 'citizen1')).body
  assert.deepEqual([page.includes(inside.number), page.includes(papers[0]?.number ?? '-')], [false, true])
})
