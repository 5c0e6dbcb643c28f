import assert from 'node:assert/strict'
import { test } from 'node:test'
import Fastify from 'fastify'
import type { Viewer } from '../contexts/identity/index.ts'
import { listTrail } from '../platform/access.ts'
import { notFound, Problem, sendProblem } from '../platform/http.ts'
import { testDatabase } from '../platform/testing.ts'
import { accessKindOf, keepAccessTrail } from './access-trail.ts'

const asked = (method: string, route: string, status = 200, problem = '', isDownload = false) => ({
  method,
  route,
  status,
  problem,
  isDownload,
})

test('S-100 what an officer’s request is: refused, read, exported, changed, or nothing to write down', () => {
  const kinds: [ReturnType<typeof asked>, string | undefined][] = [
    [asked('GET', '/api/v1/audit', 404), 'denied'],
    [asked('POST', '/api/v1/apps', 403, 'not-permitted'), 'denied'],
    [asked('GET', '/guide/:code', 404), undefined],
    [asked('GET', '/guide/:code/draft', 404), 'denied'],
    [asked('GET', '/my/cases/:no', 404), 'denied'],
    [asked('POST', '/api/v1/staff/:id/acts', 403, 'fresh-sign-in-needed'), undefined],
    [asked('POST', '/api/v1/cases', 422), undefined],
    [asked('GET', '/api/v1/cases/:no'), 'read'],
    [asked('GET', '/api/v1/cases/:no/documents/:paper'), 'read'],
    [asked('GET', '/api/v1/licences/:id'), 'read'],
    [asked('GET', '/api/v1/licences'), 'read'],
    [asked('GET', '/api/v1/phone-changes'), 'read'],
    [asked('GET', '/api/v1/corrections'), 'read'],
    [asked('GET', '/api/v1/reception/visits/:visit'), 'read'],
    [asked('GET', '/api/v1/staff/:id'), 'read'],
    [asked('GET', '/api/v1/corrections/:id/evidence'), 'read'],
    [asked('GET', '/licences/:file'), 'read'],
    [asked('GET', '/api/v1/worklists/:name.xlsx', 200, '', true), 'export'],
    [asked('GET', '/api/v1/worklists/:name'), undefined],
    [asked('PUT', '/api/v1/words'), 'change'],
    [asked('POST', '/api/v1/words/trial'), undefined],
    [asked('POST', '/logout', 303), undefined],
    [asked('POST', '/api/v1/apps/:id/acts', 204), undefined],
    [asked('POST', '/api/v1/staff/:id/acts'), undefined],
  ]
  for (const [one, kind] of kinds) assert.equal(accessKindOf(true, one), kind, `${one.method} ${one.route}`)
  for (const [one] of kinds) assert.equal(accessKindOf(false, one), undefined, 'applicants’ requests are no officer’s')
  assert.equal(accessKindOf(false, asked('POST', '/login/second', 422)), 'signInFailed')
  assert.equal(accessKindOf(false, asked('POST', '/api/v1/sessions', 401, 'wrong-second-factor')), 'signInFailed')
  assert.equal(
    accessKindOf(false, asked('POST', '/api/v1/sessions', 401, 'wrong-credentials')),
    undefined,
    'told by identity, with the account',
  )
})

const db = await testDatabase()
const officer = {
  kind: 'staff', accountId: '00000000-0000-4000-8000-000000000001', name: '张三', roles: ['clerk'], unit: '综合窗口', departmentCode: '', division: '150600000000',
} as const satisfies Viewer // biome-ignore format: one person
const serverOf = (on: Parameters<typeof keepAccessTrail>[1], viewer: Viewer) => {
  const app = Fastify()
  app.setErrorHandler((error, _request, reply) => sendProblem(reply, error instanceof Problem ? error : notFound()))
  keepAccessTrail(app, on, () => viewer)
  app.get('/api/v1/cases/:no', async () => ({ name: '李四' }))
  app.post('/confirm/:token', async () => ({ name: '李四' }))
  app.get('/api/v1/audit', async () => {
    throw notFound()
  })
  return app
}
const trail = () => listTrail(db.sql, { beginning: '1506', placeless: false }, 10)

test('S-100 who, for whom, what, where, with which result and request id; the values of a query and the secret of a link are not written down', async () => {
  const app = serverOf(db, officer)
  await app.inject({ method: 'POST', url: '/confirm/mPq9-secret?again=1' })
  await app.inject({ url: '/api/v1/cases/150600-1?name=王五' })
  await app.inject({ url: '/api/v1/audit' })
  await app.inject({ url: '/nowhere' })
  const [denied, read, link, ...rest] = await trail()
  assert.equal(rest.length, 0)
  assert.deepEqual(
    [read?.kind, read?.actorName, read?.principal, read?.told, read?.result],
    ['read', '张三', '综合窗口', 'GET /api/v1/cases/150600-1', '200'],
  )
  assert.deepEqual(
    [denied?.kind, denied?.told, denied?.result, denied?.network],
    ['denied', 'GET /api/v1/audit', '404 not-found', '127.0.0.1'],
  )
  assert.deepEqual([link?.kind, link?.told], ['change', 'POST /confirm/:token'])
  assert.notEqual(denied?.request, '')
})

test('DB-4.3.d what cannot be written down is not answered', async () => {
  const broken = { sql: (() => Promise.reject(new Error('the trail is full'))) as never }
  const answer = await serverOf(broken, officer).inject({ url: '/api/v1/cases/150600-1' })
  assert.notEqual(answer.statusCode, 200)
  assert.doesNotMatch(answer.body, /李四/)
})
