import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import formbody from '@fastify/formbody'
import Fastify, { type FastifyRequest } from 'fastify'
import { localDateAt } from '../../../kernel/date.ts'
import { diskStore } from '../../../platform/files.ts'
import { asProblem, Problem } from '../../../platform/http.ts'
import { signingKey } from '../../../platform/keys.ts'
import { secrets as secretsOf } from '../../../platform/secrets.ts'
import { testDatabase } from '../../../platform/testing.ts'
import { sampleFrame } from '../../../ui/page/sample-frame.ts'
import type { Viewer } from '../../identity/index.ts'
import { issueLicence } from '../perform/issue.ts'
import { verifyFile } from '../perform/verify-file.ts'
import { licenceRoutes } from './licences.ts'

const db = await testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'licence-routes-'))
const secrets = secretsOf('a secret that only these tests know')
const key = await signingKey(db, secrets, 'papers')
const today = localDateAt(Date.now())

const uscc = '91150602MA0QABCD1X'
const organisationId = randomUUID()
const company = {
  kind: 'applicant' as const,
  accountId: randomUUID(),
  name: '巴特尔',
  phone: '',
  level: 'advanced' as const,
  organisation: { id: organisationId, name: '草原春风公司', uscc },
} satisfies Viewer
const other: Viewer = { ...company, organisation: { id: randomUUID(), name: '别家公司', uscc: '91150602MA0QABCD2Y' } }
const officer = (departmentCode: string): Viewer => ({
  kind: 'staff',
  accountId: randomUUID(),
  name: '其木格',
  roles: ['decider'],
  unit: '市市场监督管理局',
  departmentCode,
  division: '150600000000',
})
const viewers: Record<string, Viewer> = {
  visitor: { kind: 'visitor' },
  company,
  other,
  issuer: officer('11150600MB13100001'),
  stranger: officer('11150600MB10500008'),
  hall: { ...officer(''), roles: ['clerk'] } as Viewer,
}

const frame = (request: FastifyRequest) => sampleFrame({ path: request.url, today })

/** The grant of a 经办人 of the company, and what it says. */
const byGrant = (...acts: ('view' | 'apply' | 'collect')[]): Viewer => ({
  ...company,
  personId: randomUUID(),
  organisation: { id: organisationId, name: '草原春风公司', uscc, byGrant: true },
  grants: [
    { id: randomUUID(), relation: 'agent', acts, scope: [], since: '2026-01-01T00:00:00Z', until: '2099-01-01T00:00:00Z', principal: { kind: 'organisation', id: organisationId, name: '草原春风公司' } },
  ],
}) // biome-ignore format: a viewer

let isFresh = true
let looked = 0
const app = Fastify()
await app.register(formbody)
app.addHook('onRequest', async (request) => {
  request.session = { kind: 'applicant', subjectId: 'x', data: isFresh ? { freshAt: new Date().toISOString() } : {}, csrf: '' }
})
app.setErrorHandler((error, _request, reply) => reply.code(asProblem(error).status).send({ code: asProblem(error).code }))
await app.register(
  licenceRoutes({
    db,
    frame,
    viewer: (request) => viewers[String(request.headers['x-viewer'] ?? 'visitor')] ?? { kind: 'visitor' },
    today: () => today,
    now: () => new Date().toISOString(),
    secrets,
    files: diskStore(folder),
    key,
    casework: { db, secrets, subscribers: [] },
    calendar: () => ({ version: 1, holidays: new Map(), makeUpDays: new Map(), publishedYears: new Set() }),
    publicUrl: 'https://zwfw.example',
    sealLines: ['业务专用章', '(示例)'],
    limitVerify: async () => {
      looked += 1
      if (looked > 100) throw new Problem(429, 'too-many-requests', '操作过于频繁')
    },
  }),
)
after(async () => {
  await app.close()
  rmSync(folder, { recursive: true })
})
const get = (url: string, viewer = 'visitor') => app.inject({ url, headers: { 'x-viewer': viewer } })

const licence = await db.transaction((sql) =>
  issueLicence(
    sql,
    { secrets, key },
    {
      typeName: '食品经营许可证',
      issuer: { name: '鄂尔多斯市市场监督管理局', code: '11150600MB13100001' },
      division: '150600000000',
      holder: { kind: 'organisation', name: '草原春风公司', idNumber: uscc },
      item: { code: 'item', name: '食品经营许可' },
      caseId: randomUUID(),
      caseNo: 'no-1',
      on: today,
    },
  ),
)

test('A04: the holder finds the licence; who has none reads one sentence and what to do', async () => {
  const mine = await get('/my/certs', 'company')
  assert.match(mine.body, new RegExp(`/my/certs/${licence.id}`))
  assert.match((await get('/my/certs', 'other')).body, /还没有归集到您的证照/)
  assert.equal((await get('/my/certs')).statusCode, 401)
})

test('A licence is there for its holder and the staff that issued it; for everybody else it is not', async () => {
  for (const url of [`/licences/${licence.id}.pdf`, `/licences/${licence.id}.json`, `/api/v1/licences/${licence.id}`]) {
    const seen = await Promise.all(
      ['company', 'issuer', 'other', 'stranger', 'visitor'].map(async (viewer) => (await get(url, viewer)).statusCode),
    )
    assert.deepEqual(seen, [200, 200, 404, 404, 404], url)
  }
  for (const url of [`/licences/${randomUUID()}.pdf`, '/licences/x.pdf', '/api/v1/licences/x', `/licences/${licence.id}.exe`])
    assert.equal((await get(url, 'company')).statusCode, 404, url)
})

test('S-050: a 经办人 has a licence of his organisation with 领取 and not without; the refusal names his grant', async () => {
  Object.assign(viewers, { collector: byGrant('view', 'collect'), applying: byGrant('view', 'apply') })
  for (const url of [`/my/certs/${licence.id}`, `/licences/${licence.id}.pdf`, `/api/v1/licences/${licence.id}`]) {
    assert.equal((await get(url, 'collector')).statusCode, 200, url)
    const refused = await get(url, 'applying')
    assert.deepEqual([refused.statusCode, refused.json().code], [409, 'outside-grant'], url)
  }
})

test('S-035: the holder proves again that it is he before the licence leaves with its numbers; an officer does not; another’s is not there', async () => {
  isFresh = false
  for (const url of [`/licences/${licence.id}.pdf`, `/licences/${licence.id}.json`, `/api/v1/licences/${licence.id}`]) {
    const refused = await get(url, 'company')
    assert.deepEqual([refused.statusCode, refused.json().code], [403, 'fresh-sign-in-needed'], url)
    assert.deepEqual([(await get(url, 'issuer')).statusCode, (await get(url, 'other')).statusCode], [200, 404], url)
  }
  assert.equal((await get(`/my/certs/${licence.id}`, 'company')).statusCode, 200, 'looking needs nothing')
  isFresh = true
})

test('What is downloaded can be verified offline', async () => {
  for (const kind of ['pdf', 'json']) {
    const file = await get(`/licences/${licence.id}.${kind}`, 'company')
    assert.ok(verifyFile(file.rawPayload, { today, trust: key.authority }).ok, kind)
  }
})

test('U-015: a form without script checks a code; one sentence for every wrong one', async () => {
  assert.match((await get('/verify')).body, /<form method="get" action="\/verify"[\s\S]*name="code"/)
  const right = await get(`/verify?code=${licence.code}`)
  assert.equal(right.statusCode, 200)
  assert.match(right.body, /有效[\s\S]*草原春风公司/)
  const wrong = await Promise.all(['0000000000000000', 'short', '%3Cscript%3E'].map((code) => get(`/verify?code=${code}`)))
  for (const answer of wrong) {
    assert.equal(answer.statusCode, 404)
    assert.match(answer.body, /没有查到对应的证照或文书/)
    assert.doesNotMatch(answer.body, /<script>/)
  }
})

test('S-087: 亮证 is scanned, pressed, shown once; the holder reads who looked', async () => {
  const page = await get(`/my/certs/${licence.id}`, 'company')
  assert.match(page.body, /<svg class="qr"/)
  assert.equal(page.headers['cache-control'], 'no-store')
  const { presentationToken } = await import('../perform/present.ts')
  const show = presentationToken(secrets, licence.id, Date.now())
  assert.match((await get(`/verify?show=${show}`)).body, new RegExp(`name="show" value="${show}"`))
  const press = () =>
    app.inject({
      method: 'POST',
      url: '/verify',
      headers: { 'x-viewer': 'stranger', 'content-type': 'application/x-www-form-urlencoded' },
      payload: `show=${show}`,
    })
  assert.match((await press()).body, /有效/)
  assert.match((await press()).body, /已使用过/)
  assert.match((await get(`/my/certs/${licence.id}`, 'company')).body, /市市场监督管理局 其木格/)
})

test('POST /api/v1/verifications answers programs; a wrong code is 404, an unknown member 400', async () => {
  const post = (payload: object) => app.inject({ method: 'POST', url: '/api/v1/verifications', payload })
  const answer = (await post({ code: licence.code })).json()
  assert.equal(answer.state, 'valid')
  assert.equal(answer.identifier, licence.identifier)
  assert.equal((await post({ code: 'nothing' })).statusCode, 404)
  assert.equal((await post({ code: licence.code, extra: 1 })).statusCode, 400)
})

test('P10: every look-up by code passes the limit', async () => {
  looked = 100
  assert.equal((await get('/verify?code=0000000000000000')).statusCode, 429)
  assert.equal((await app.inject({ method: 'POST', url: '/api/v1/verifications', payload: { code: 'x' } })).statusCode, 429)
  looked = 0
})

test('S-095 条例§30: an officer of the department that gave it, or of the hall, finds a licence by its number; the holder is masked, another finds none', async () => {
  const number = licence.number
  for (const [viewer, count] of [['issuer', 1], ['hall', 1], ['stranger', 0]] as const) // biome-ignore format: a table
    assert.equal((await get(`/api/v1/licences?number=${number}`, viewer)).json().items.length, count, viewer)
  assert.equal((await get(`/api/v1/licences?number=${number}`, 'company')).statusCode, 401)
  const [found] = (await get(`/api/v1/licences?number=${number}`, 'issuer')).json().items
  assert.deepEqual([found.editions.length, found.editions[0].state, found.revocable], [1, '有效', true])
})

test('S-041: a matter begins for the holder alone, and 撤销 by the department that gave the licence', async () => {
  const post = (url: string, viewer: string, payload: object) =>
    app.inject({ method: 'POST', url, payload, headers: { 'x-viewer': viewer } })
  const about = { kind: 'cancel', licence: licence.number }
  assert.equal((await post('/api/v1/drafts', 'visitor', { about })).statusCode, 401)
  assert.equal((await post('/api/v1/drafts', 'other', { about })).statusCode, 404)
  for (const officer of ['issuer', 'hall']) assert.equal((await post('/api/v1/drafts', officer, { about })).statusCode, 403, officer)
  assert.equal((await post('/api/v1/drafts', 'company', { about: { ...about, kind: 'revoke' } })).statusCode, 400)
  assert.equal((await post('/api/v1/drafts', 'company', { about, reason: '不再经营' })).json().code, 'not-for-item')
  const revocation = { reason: '以欺骗手段取得', basis: '行政许可法第六十九条' }
  for (const viewer of ['visitor', 'company', 'stranger'])
    assert.equal((await post(`/api/v1/licences/${licence.id}/revocation`, viewer, revocation)).statusCode, 404, viewer)
})
