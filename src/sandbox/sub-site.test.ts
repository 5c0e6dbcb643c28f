import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import Fastify from 'fastify'
import * as jose from 'jose'
import { testDatabase } from '../platform/testing.ts'
import { sampleFrame } from '../ui/page/sample-frame.ts'
import { subSiteId, subSiteRoutes } from './sub-site.ts'
import { openSession } from './sub-site-store.ts'

const db = await testDatabase()
const honest = await jose.generateKeyPair('ES256', { extractable: true })
const evil = await jose.generateKeyPair('ES256')
const publicKey = { ...(await jose.exportJWK(honest.publicKey)), kid: 'k', alg: 'ES256', use: 'sig' }

const provider = Fastify()
provider.get('/.well-known/openid-configuration', async () => ({
  issuer,
  authorization_endpoint: `${issuer}/oidc/auth`,
  token_endpoint: `${issuer}/oidc/token`,
  jwks_uri: `${issuer}/oidc/jwks`,
  response_types_supported: ['code'],
}))
provider.get('/oidc/jwks', async () => ({ keys: [publicKey] }))
const issuer: string = await provider.listen({ port: 0, host: '127.0.0.1' })
const site = Fastify()
await site.register(cookie)
await site.register(formbody)
await site.register(subSiteRoutes({ db, frame: () => sampleFrame({}), issuer }))
after(() => Promise.all([provider.close(), site.close()]))

const event = 'http://schemas.openid.net/event/backchannel-logout'
const good = () => ({
  iss: issuer,
  aud: subSiteId,
  iat: Math.floor(Date.now() / 1000),
  jti: crypto.randomUUID(),
  sid: 's-1',
  sub: 'p-1',
  events: { [event]: {} },
})
const sign = (claims: object, key = honest.privateKey, header: object = {}) =>
  new jose.SignJWT({ ...claims }).setProtectedHeader({ alg: 'ES256', kid: 'k', ...header }).sign(key)
const none = (claims: object): string =>
  `${[{ alg: 'none' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.`

const person = { name: '示例', level: '', organisation: '', phone: '', unit: '' }
const signIn = () => openSession(db.sql, 'none', { person, subject: 'p-1', clientSid: 's-1', idToken: '' })
const isIn = async (token: string): Promise<boolean> =>
  (await site.inject({ url: '/sandbox/sub-site/', cookies: { sub_site: token } })).body.includes('退出子站')
const tell = (token: string) =>
  site.inject({
    method: 'POST',
    url: '/sandbox/sub-site/logout-token',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: `logout_token=${encodeURIComponent(token)}`,
  })

test('oidcc-client-test-rp-backchannel-rpinitlogout: a logout token of the platform ends the session it names', async () => {
  const [named, other] = [await signIn(), await openSession(db.sql, 'none', { person, subject: 'p-2', clientSid: 's-2', idToken: '' })]
  assert.equal(await isIn(named), true)
  assert.equal((await tell(await sign(good()))).statusCode, 200)
  assert.equal(await isIn(named), false)
  assert.equal(await isIn(other), true)
})

const hmac = (claims: object) =>
  new jose.SignJWT({ ...claims }).setProtectedHeader({ alg: 'HS256', kid: 'k' }).sign(new TextEncoder().encode(JSON.stringify(publicKey)))
const hostile: Record<string, () => Promise<string> | string> = {
  'alg-none': () => none(good()),
  'no-event': () => sign({ ...good(), events: undefined }),
  'with-nonce': () => sign({ ...good(), nonce: 'n' }),
  'wrong-alg': () => hmac(good()),
  'wrong-aud': () => sign({ ...good(), aud: 'somebody-else' }),
  'wrong-event': () => sign({ ...good(), events: { 'http://schemas.openid.net/event/other': {} } }),
  'wrong-iss': () => sign({ ...good(), iss: 'https://evil.example' }),
  'foreign key': () => sign(good(), evil.privateKey),
  'foreign key by jku': () => sign(good(), evil.privateKey, { jku: 'https://evil.example/keys' }),
  'old token': () => sign({ ...good(), iat: 1_600_000_000 }),
  'neither sid nor sub': () => sign({ ...good(), sid: undefined, sub: undefined }),
}
for (const [what, forge] of Object.entries(hostile))
  test(`S-084 oidcc-client-test-rp-backchannel-rpinitlogout-${what}: 400, nobody is signed out`, async () => {
    const token = await signIn()
    assert.equal((await tell(await forge())).statusCode, 400)
    assert.equal(await isIn(token), true)
  })
