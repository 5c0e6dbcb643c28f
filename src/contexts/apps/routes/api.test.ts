import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { addressProblem } from '../rules/addresses.ts'
import { openActs } from '../rules/keeping.ts'
import { browser, setCity } from '../stage.test.ts'
import type { App } from '../terms.ts'

const { app, db, password } = await setCity()

const officer = async (account: string) => {
  const who = browser(app)
  await who.signIn(account, password, 'staff')
  const cookie = [...who.jar].map(([name, value]) => `${name}=${value}`).join('; ')
  const token = (await app.inject({ url: '/api/v1/me', headers: { cookie } })).json().csrfToken
  return (method: 'GET' | 'POST' | 'PUT', url: string, payload?: object) =>
    app.inject({ method, url, headers: { cookie, 'x-csrf-token': token }, ...(payload ? { payload } : {}) })
}
const [editor, one, two, clerk] = await Promise.all(['editor1', 'catalogue1', 'catalogue2', 'clerk1'].map(officer))
assert.ok(editor && one && two && clerk)

/** Reads what waits, and answers just that. */
const settled = async (by: typeof one, id: string, act: 'approve' | 'refuse' = 'approve') => {
  const seen: unknown = (await by('GET', `/api/v1/apps/${id}`)).json().waiting
  return by('POST', `/api/v1/apps/${id}/acts`, { act, seen })
}

const registration = {
  name: '公积金查询',
  redirectUris: ['https://gjj.example.gov.cn/callback'],
  afterLogoutUri: '',
  logoutUri: 'https://gjj.example.gov.cn/logout',
  scopes: ['profile'],
  lowestLevel: 'realName',
}
const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const open = { ...publicKey.export({ format: 'jwk' }), kid: 'k1' }

test('S-048 a sub-site is proposed by one, approved by another; until then it signs nobody in', async () => {
  const made = await one('POST', '/api/v1/apps', { registration, key: { secret: true } })
  assert.equal(made.statusCode, 201, made.body)
  const { id, secret } = made.json()
  const client = () =>
    app.inject({ url: `/oidc/auth?client_id=${id}&response_type=code&scope=openid&redirect_uri=${registration.redirectUris[0]}` })
  assert.equal((await client()).statusCode, 400)
  const own = await settled(one, id)
  assert.equal(own.statusCode, 409)
  assert.match(own.json().type, /same-person/)
  assert.equal((await settled(editor, id)).statusCode, 403, 'an editor approves nothing')
  assert.equal((await settled(two, id)).statusCode, 204)
  assert.notEqual((await client()).statusCode, 400)
  const basic = (password: string) => ({ authorization: `Basic ${Buffer.from(`${id}:${password}`).toString('base64')}` })
  const revoke = (headers: Record<string, string>) =>
    app.inject({
      method: 'POST',
      url: '/oidc/revoke',
      payload: 'token=none',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    })
  assert.equal((await revoke(basic(secret))).statusCode, 200)
  const renewed = (await one('POST', `/api/v1/apps/${id}/key`, { secret: true })).json().secret
  assert.equal((await revoke(basic(secret))).statusCode, 200, 'the old secret counts until another person approved the new one')
  assert.equal((await revoke(basic(renewed))).statusCode, 401)
  assert.match((await settled(one, id)).json().type, /same-person/)
  assert.ok(!(await two('GET', `/api/v1/apps/${id}`)).body.includes('secret"'), 'a secret that waits is shown to nobody')
  assert.equal((await settled(two, id)).statusCode, 204)
  assert.equal((await revoke(basic(secret))).statusCode, 401, 'the old secret counts no longer')
  assert.equal((await revoke(basic(renewed))).statusCode, 200)
  const [row] = await db.sql<{ text: string }>`select client::text as text from apps.client where id = ${id}`
  assert.ok(!row?.text.includes(renewed), 'shown once, kept sealed')
  assert.equal((await two('POST', `/api/v1/apps/${id}/acts`, { act: 'suspend' })).statusCode, 204)
  assert.equal((await revoke(basic(renewed))).statusCode, 401)
  const { record, acts } = (await two('GET', `/api/v1/apps/${id}`)).json()
  assert.deepEqual(record.map(({ act }: { act: string }) => act).reverse(), ['propose', 'approve', 'rotateKey', 'approve', 'suspend'])
  assert.ok(acts.includes('resume') && !acts.includes('suspend'))
})

test('S-048 a change waits for another person, and what stands goes on', async () => {
  const { id } = (await editor('POST', '/api/v1/apps', { registration, key: { jwks: { keys: [open] } } })).json()
  assert.equal((await settled(two, id)).statusCode, 204)
  const moved = { ...registration, redirectUris: ['https://gjj.example.gov.cn/new'] }
  assert.equal((await editor('PUT', `/api/v1/apps/${id}`, moved)).statusCode, 204)
  const seen = (await editor('GET', `/api/v1/apps/${id}`)).json()
  assert.deepEqual(seen.registered.redirectUris, registration.redirectUris)
  assert.deepEqual(seen.proposed.redirectUris, moved.redirectUris)
  const read = (await two('GET', `/api/v1/apps/${id}`)).json().waiting
  assert.equal((await editor('PUT', `/api/v1/apps/${id}`, { ...moved, logoutUri: 'https://gjj.example.gov.cn/elsewhere' })).statusCode, 204)
  const unread = await two('POST', `/api/v1/apps/${id}/acts`, { act: 'approve', seen: read })
  assert.deepEqual([unread.statusCode, unread.json().type], [409, '/problems/changed-meanwhile'], 'what was changed after it was read')
  const thrownAway = await two('POST', `/api/v1/apps/${id}/acts`, { act: 'refuse', seen: read })
  assert.equal(thrownAway.statusCode, 409, 'nor is it refused unread')
  for (const act of ['approve', 'refuse'])
    assert.equal((await two('POST', `/api/v1/apps/${id}/acts`, { act })).statusCode, 400, `${act} without saying what was read`)
  assert.equal((await settled(one, id, 'refuse')).statusCode, 204)
  assert.equal((await editor('GET', `/api/v1/apps/${id}`)).json().proposed, null)
})

test('S-048 the first key is read with the addresses: its fingerprint is shown, another in its place is not approved unread', async () => {
  const { id } = (await editor('POST', '/api/v1/apps', { registration, key: { jwks: { keys: [open] } } })).json()
  const read = (await two('GET', `/api/v1/apps/${id}`)).json()
  assert.equal(read.fingerprints[0].kid, 'k1')
  assert.equal((await editor('POST', `/api/v1/apps/${id}/key`, { jwks: { keys: [{ ...open, kid: 'k2' }] } })).statusCode, 200)
  assert.equal((await two('POST', `/api/v1/apps/${id}/acts`, { act: 'approve', seen: read.waiting })).statusCode, 409)
  assert.equal((await settled(two, id)).statusCode, 204)
})

test('S-048, S-035 a new JWKS waits with its fingerprint for another person, who proved himself just now; refused, the old one stays', async () => {
  const { id } = (await editor('POST', '/api/v1/apps', { registration, key: { jwks: { keys: [open] } } })).json()
  assert.equal((await settled(two, id)).statusCode, 204)
  const kids = async () =>
    (await db.sql<{ kid: string }>`select jwks -> 'keys' -> 0 ->> 'kid' as kid from apps.client where id = ${id}`)[0]?.kid
  const offer = (kid: string) => editor('POST', `/api/v1/apps/${id}/key`, { jwks: { keys: [{ ...open, kid }] } })
  assert.equal((await offer('k2')).statusCode, 200)
  const seen = (await two('GET', `/api/v1/apps/${id}`)).json()
  assert.deepEqual([seen.keyProposed.method, seen.fingerprints[0].kid, seen.fingerprints[0].sha256.length], ['private_key_jwt', 'k2', 43])
  assert.equal((await settled(two, id, 'refuse')).statusCode, 204)
  assert.equal(await kids(), 'k1')
  await offer('k3')
  const [session] = await db.sql<{ data: object }>`
    update platform.session set data = data - 'freshAt'
    where subject_id = (select id from identity.account where user_name = 'catalogue2')
    returning data`
  assert.ok(session)
  assert.notEqual((await settled(two, id)).statusCode, 204)
  assert.equal(await kids(), 'k1', 'who approves proves himself just before')
  assert.equal((await settled(one, id)).statusCode, 204)
  assert.equal(await kids(), 'k3')
  const [told] = await db.sql<{
    act: string
    told: string
  }>`select act, told from platform.audit where target = ${`app:${id}`} order by id desc limit 1`
  assert.deepEqual([told?.act, told?.told], ['app-approve', registration.name])
})

test('S-080, S-083 addresses and keys are checked by the machine, each fault at its field', async () => {
  const bad = { ...registration, redirectUris: ['https://a.example.gov.cn/cb', 'http://a.example.gov.cn/cb'] }
  const answer = await one('POST', '/api/v1/apps', { registration: bad, key: { secret: true } })
  assert.equal(answer.statusCode, 422)
  assert.equal(answer.json().fields[0].field, 'redirectUris.1')
  const leaked = await one('POST', '/api/v1/apps', {
    registration,
    key: { jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'k' }] } },
  })
  assert.match(leaked.json().fields[0].message, /私钥/)
  assert.equal((await clerk('GET', '/api/v1/apps')).statusCode, 403)
  assert.notEqual((await app.inject({ url: '/api/v1/apps' })).statusCode, 200)
})

test('S-080 what a redirect address must be', () => {
  const refused = [
    'http://a.example.cn/cb', 'https://a.example.cn/cb#x', 'https://*.example.cn/cb', 'https://u:p@a.example.cn/', 'https://10.0.0.1/cb',
    'https://[::1]:1/cb', 'javascript:alert(1)', 'ftp://a.example.cn/', '/cb', 'https://a.example.cn', 'HTTPS://a.example.cn/', 'http://localhost/cb',
  ] // biome-ignore format: a list
  for (const text of refused) assert.ok(addressProblem(text, false), text)
  assert.equal(addressProblem('https://a.example.cn/cb?x=1', false), undefined)
  assert.equal(addressProblem('http://localhost:8080/cb', true), undefined)
  assert.ok(addressProblem('http://a.example.cn/cb', true), 'a demonstration opens this machine only')
})

test('S-048 roles × states: who may do what, and nobody approves his own', () => {
  const base = {
    id: 'a',
    departmentCode: 'D',
    division: '150600000000',
    method: 'private_key_jwt',
    proposedAt: null,
    keyProposed: null,
    keyProposedBy: null,
    keyProposedAt: null,
    firstJwks: null,
  } as const
  const waiting = { ...base, state: 'proposed', registered: null, proposed: registration, proposedBy: 'x' } as unknown as App
  const active = { ...base, state: 'active', registered: registration, proposed: null, proposedBy: null } as unknown as App
  const by = (role: string, departmentCode = '', accountId = 'me') => ({
    accountId,
    roles: [role],
    division: '150600000000',
    departmentCode,
  })
  assert.deepEqual(openActs(by('editor', 'D'), waiting), ['change', 'rotateKey'])
  assert.deepEqual(openActs(by('editor', 'E'), waiting), [])
  assert.deepEqual(openActs(by('sysadmin'), waiting), ['approve', 'refuse'])
  assert.deepEqual(openActs(by('catalogueAdmin'), waiting), ['change', 'approve', 'refuse', 'rotateKey'])
  assert.deepEqual(openActs(by('catalogueAdmin', '', 'x'), waiting), ['change', 'refuse', 'rotateKey'])
  assert.deepEqual(openActs(by('editor', 'D'), active), ['change', 'rotateKey', 'suspend'])
  assert.deepEqual(openActs(by('clerk'), active), [])
  assert.deepEqual(openActs({ ...by('catalogueAdmin'), division: '150602000000' }, active), [])
})
