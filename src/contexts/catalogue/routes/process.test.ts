import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, test } from 'node:test'
import Fastify from 'fastify'
import { localDate } from '../../../kernel/date.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { asProblem, sendProblem } from '../../../platform/http.ts'
import { testDatabase } from '../../../platform/testing.ts'
import type { Viewer } from '../../identity/index.ts'
import { demoCatalogue } from '../demo-catalogue.ts'
import { actOnDraft } from '../perform/drafts.ts'
import { publishMany } from '../perform/publish.ts'
import { findOpenDraft } from '../store/guide-drafts.ts'
import type { Guide, Step } from '../terms.ts'
import { processRoutes } from './process.ts'

const db = await testDatabase()
const on = localDate('2026-03-02')
const city = '150600000000'
const guides = demoCatalogue(join(import.meta.dirname, '../../../../data')).filter(({ division }) =>
  [city, '150602000000'].includes(division),
)
await publishMany(db, guides, { by: '测试', on, reason: '首次发布' })
const named = (part: string, division = city): Guide => {
  const found = guides.find((one) => one.name.includes(part) && one.division === division)
  if (!found) throw new Error(`no guide ${part}`)
  return found
}
const water = named('取水许可')

type Staff = Extract<Viewer, { kind: 'staff' }>
const staff = (roles: Staff['roles'], departmentCode: string, division = city): Staff => ({
  kind: 'staff',
  accountId: 'a',
  name: '示例管理员',
  roles,
  unit: '测试局',
  departmentCode,
  division,
})
const editor = staff(['editor'], water.departmentCode)
let viewer: Viewer = editor
const app = Fastify({ routerOptions: { maxParamLength: 200 } })
app.setErrorHandler((error, _request, reply) => sendProblem(reply, asProblem(error)))
await app.register(async (scope) => processRoutes(scope, { db, viewer: () => viewer }))
after(() => app.close())

type Body = {
  type?: string
  problems?: unknown[]
  gaps?: unknown[]
  mayEdit?: boolean
  version: number
  draft: { steps: Step[] } | number | null
  steps: Step[]
  fields: { field: string; message: string }[]
}
const call = async (method: 'GET' | 'PUT' | 'POST', path: string, payload?: string | object, type?: string) => {
  const headers = type ? { 'content-type': type } : {}
  const {
    statusCode,
    body,
    headers: sent,
  } = await app.inject({ method, url: `/api/v1/items/${path}`, headers, ...(payload === undefined ? {} : { payload }) })
  return {
    status: statusCode,
    text: body,
    type: String(sent['content-type']),
    body: (body.startsWith('{') ? JSON.parse(body) : {}) as Body,
  }
}
const process = `${water.code}/process`
const current = async () => (await call('GET', process)).body
const save = async (steps: readonly Step[], rest: object = {}) => call('PUT', process, { steps, seen: (await current()).version, ...rest })

test('anybody reads the process of an item: steps with ids and predecessors, the questions of conditions, no faults', async () => {
  viewer = { kind: 'visitor' }
  const { status, body } = await call('GET', process)
  assert.deepEqual([status, body.version, body.problems, body.mayEdit], [200, 1, [], false])
  assert.deepEqual(
    body.steps.map(({ id, after: before }) => [id, before]),
    [['s1', []], ['s2', ['s1']], ['s3', ['s2']], ['s4', ['s3']], ['s5', ['s4']]], // biome-ignore format: pairs
  )
  viewer = editor
  assert.equal((await current()).mayEdit, true)
})

/** What is in the draft goes into force: submitted by its author, reviewed and published by somebody else. */
const publishDraft = async (): Promise<void> => {
  const other = { ...staff(['catalogueAdmin'], ''), accountId: 'b' }
  const seen = (await findOpenDraft(db.sql, water.code))?.revision ?? 0
  for (const [act, by] of [['submit', editor], ['accept', other], ['publish', other]] as const)
    assert.ok(!isRefusal(await actOnDraft(db, { by, code: water.code, seen, act, on })), act)
} // biome-ignore format: a table of acts

test('a process goes into the draft with its reason and is in force when it is published; the version before stays as it was', async () => {
  const { steps, version } = await current()
  const beside = steps.map((step) =>
    step.id === 's3' ? { ...step, after: ['s1'] } : step.id === 's4' ? { ...step, after: ['s2', 's3'] } : step,
  )
  const saved = await save(beside, { reason: '评审和核查同时进行' })
  assert.deepEqual([saved.status, saved.body.version, saved.body.draft], [200, version, 1])
  assert.deepEqual((await current()).steps, steps, 'nobody publishes what he wrote himself')
  assert.deepEqual((await current()).draft, { revision: 1, state: 'drafting', steps: beside })
  await publishDraft()
  assert.deepEqual([(await current()).version, (await current()).steps], [version + 1, beside])
  assert.deepEqual((await call('GET', `${process}?version=${version}`)).body.steps, steps)
  const [row] = await db.sql<{ reason: string; by: string }>`
    select reason, published_by as by from catalogue.guide_version where code = ${water.code} order by version desc limit 1`
  assert.deepEqual(row, { reason: '评审和核查同时进行', by: '示例管理员' })
  assert.equal((await save(beside)).body.draft, null, 'the same content makes no draft')
})

test('a faulty process is not published; each fault names its row', async () => {
  const { steps, version } = await current()
  const faulty = await save(steps.map((step) => (step.id === 's2' ? { ...step, after: ['s4'] } : step)))
  assert.deepEqual([faulty.status, faulty.body.type], [422, '/problems/process-faulty'])
  assert.ok(faulty.body.fields.some(({ field, message }) => field === 'steps.1' && message.includes('回路')))
  const blank = await call('PUT', process, { steps: steps.map((step) => ({ ...step, name: ' ' })), seen: version })
  assert.deepEqual([blank.status, blank.body.fields[0]?.field], [400, 'steps.0.name'])
  assert.equal((await save(steps.map((step) => ({ ...step, standard: '坏\u0007' })))).status, 400)
  assert.equal((await current()).version, version)
})

test('who looked at an older version is told and publishes nothing', async () => {
  const { steps, version } = await current()
  const { status, body } = await call('PUT', process, { steps: steps.map((step) => ({ ...step, days: 1 })), seen: version - 1 })
  assert.deepEqual([status, body.type, body.version], [409, '/problems/stale', version])
})

test('S-041 only those who keep the item change it: its department, or the bureau of its place', async () => {
  const { steps, version } = await current()
  const refused: readonly (readonly [Viewer, number])[] = [
    [{ kind: 'visitor' }, 401],
    [{ kind: 'applicant', accountId: 'p', name: '张三', phone: '', level: 'realName' }, 403],
    [staff(['clerk', 'approver', 'supervisor'], water.departmentCode), 403],
    [staff(['editor'], named('排污许可').departmentCode), 403],
    [staff(['editor'], water.departmentCode, '150602000000'), 403],
    [staff(['catalogueAdmin'], '', '150602000000'), 403],
  ]
  for (const [who, status] of refused) {
    viewer = who
    assert.equal((await call('PUT', process, { steps, seen: version })).status, status)
    assert.equal((await call('POST', `${process}.bpmn`, '<x/>', 'application/xml')).status, status)
  }
  for (const role of ['catalogueAdmin', 'editor'] as const) {
    viewer = staff([role], '')
    assert.equal((await call('PUT', process, { steps, seen: version })).status, 200)
  }
  viewer = editor
})

test('BPMN goes out and comes back: unchanged it writes nothing, changed it is in the draft', async () => {
  const { text, type, status } = await call('GET', `${process}.bpmn`)
  assert.deepEqual([status, type], [200, 'application/xml; charset=utf-8'])
  const { version } = await current()
  assert.equal((await call('POST', `${process}.bpmn`, text, 'application/xml')).body.version, version)
  const before = (await findOpenDraft(db.sql, water.code))?.revision ?? 0
  const renamed = text.replace('name="现场核查"', 'name="实地核查"')
  const checked = await call('POST', `${process}.bpmn?check=1`, renamed, 'text/xml')
  assert.deepEqual([checked.status, checked.body.problems, checked.body.gaps], [200, [], []])
  assert.equal((await current()).version, version, 'checking publishes nothing')
  assert.equal((await findOpenDraft(db.sql, water.code))?.revision ?? 0, before, 'nor writes')
  const sent = await call('POST', `${process}.bpmn?reason=${encodeURIComponent('换名')}`, renamed, 'application/bpmn+xml')
  assert.ok(Number(sent.body.draft) > before, 'a revision of its own, never one that another draft had')
  const open = await findOpenDraft(db.sql, water.code)
  assert.equal(open?.revision, sent.body.draft)
  assert.ok(open?.guide.steps.some(({ name }) => name === '实地核查'))
})

test('a BPMN document that cannot be taken is refused by its element; another type of content is not read', async () => {
  const { text } = await call('GET', `${process}.bpmn`)
  const { status, body } = await call('POST', `${process}.bpmn`, text.replaceAll('userTask', 'serviceTask'), 'application/xml')
  assert.equal(status, 422)
  assert.ok(body.fields.some(({ field }) => field === 'serviceTask“受理”(Step_s1)'))
  assert.equal((await call('POST', `${process}.bpmn`, { steps: [] })).status, 415)
  assert.equal((await call('GET', 'none/process.bpmn')).status, 404)
})
