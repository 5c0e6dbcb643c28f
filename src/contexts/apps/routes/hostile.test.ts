import assert from 'node:assert/strict'
import { createHmac, createPublicKey } from 'node:crypto'
import { test } from 'node:test'
import * as jose from 'jose'
import { signingKeys, turnKeys } from '../perform/keys.ts'
import { type Begun, begin, browser, finish, issuer, newSubSite, setCity } from '../stage.test.ts'

const city = await setCity()
const { app, password, db } = city
const site = await newSubSite(city, 'honest')
const other = await newSubSite(city, 'other')
const who = browser(app)
await who.signIn('citizen1', password)

const agreed = async (begun: Begun): Promise<URL> => {
  let { out, answer, at } = await who.follow(await who.get(begun.url.href))
  if (!out && answer.body.includes('同意并登录')) ({ out, at } = await who.follow(await who.post(at, { answer: 'agree' })))
  assert.ok(out, at)
  return out
}

type Forged = (claims: jose.JWTPayload) => Promise<string>
const claimsOf = (): jose.JWTPayload => {
  const now = Math.floor(Date.now() / 1000)
  return { iss: site.id, sub: site.id, aud: issuer, jti: crypto.randomUUID(), iat: now, exp: now + 60 }
}
const signed =
  (header: Partial<jose.JWTHeaderParameters> = {}, change: jose.JWTPayload = {}, key = site.privateKey): Forged =>
  (claims) =>
    new jose.SignJWT({ ...claims, ...change }).setProtectedHeader({ alg: 'ES256', kid: site.kid, ...header }).sign(key)

/** Asks for tokens with a real code and the client assertion given. */
const exchange = async (forge: Forged, claims = claimsOf()) => {
  const begun = await begin(site)
  const code = (await agreed(begun)).searchParams.get('code') ?? ''
  const fields = {
    grant_type: 'authorization_code',
    code,
    redirect_uri: site.callback,
    code_verifier: begun.verifier,
    client_id: site.id,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await forge(claims),
  }
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  return app.inject({ method: 'POST', url: '/oidc/token', headers, payload: new URLSearchParams(fields).toString() })
}

const unsigned: Forged = async (claims) =>
  `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.`
const byPublicKey: Forged = async (claims) => {
  const [row] = await db.sql<{ key: jose.JWK }>`select jwks -> 'keys' -> 0 as key from apps.client where id = ${site.id}`
  const pem = createPublicKey({ key: row?.key as never, format: 'jwk' }).export({ type: 'spki', format: 'pem' })
  const text = [{ alg: 'HS256', kid: site.kid }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
  return `${text}.${createHmac('sha256', pem).update(text).digest('base64url')}`
}
const thief = await jose.generateKeyPair('ES256')
const thiefsKey = await jose.exportJWK(thief.publicKey)

test('S-083 an honest client assertion is taken, once', async () => {
  const claims = claimsOf()
  assert.equal((await exchange(signed(), claims)).statusCode, 200)
  const again = await exchange(signed(), claims)
  assert.equal(again.statusCode, 401, 'the same jti a second time')
})

const hostile: Record<string, Forged> = {
  'alg none': unsigned,
  'HS256 with the public key': byPublicKey,
  'a foreign key under the right kid': signed({}, {}, thief.privateKey),
  'a foreign key carried in jwk': signed({ jwk: thiefsKey }, {}, thief.privateKey),
  'jku and a foreign key': signed({ jku: 'https://evil.example/keys', kid: 'evil' }, {}, thief.privateKey),
  'x5u and a foreign key': signed({ x5u: 'https://evil.example/cert', kid: 'evil' }, {}, thief.privateKey),
  'the key of another sub-site': signed({ kid: other.kid }, {}, other.privateKey),
  'another sub-site in iss': signed({}, { iss: other.id }),
  'another sub-site in sub': signed({}, { sub: other.id }),
  'aud of somebody else': signed({}, { aud: 'https://evil.example' }),
  'no aud': signed({}, { aud: undefined as never }),
  'no exp': signed({}, { exp: undefined as never }),
  'no jti': signed({}, { jti: undefined as never }),
  'exp long past': signed({}, { iat: 1, exp: 2 }),
}
for (const [what, forge] of Object.entries(hostile))
  test(`S-083 client assertion refused: ${what}`, async () => {
    const answer = await exchange(forge)
    assert.ok(answer.statusCode === 401 || answer.statusCode === 400, answer.body)
    assert.match(answer.json().error, /^invalid_(client|request)$/)
  })

test('S-083 an unknown crit header is refused', async () => {
  const forge: Forged = (claims) =>
    new jose.SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', kid: site.kid, crit: ['evil'], evil: true })
      .sign(site.privateKey, { crit: { evil: true } })
  assert.notEqual((await exchange(forge)).statusCode, 200)
})

test('S-083 a code of one sub-site is worth nothing at another', async () => {
  const begun = await begin(site)
  const out = await agreed(begun)
  await assert.rejects(finish(other, begun, new URL(`${other.callback}${out.search}`)))
})

test('S-083 keys turn without downtime: the next is published before it signs, tokens of the old one are still checked', async () => {
  const published = async (): Promise<string[]> => {
    return (await signingKeys({ db, secrets: city.vault }, new Date().toISOString())).map(({ kid }) => kid)
  }
  const [old] = await published()
  await db.sql`update apps.signing_key set made_at = now() - interval '61 days'`
  await turnKeys({ db, secrets: city.vault }, new Date().toISOString())
  const [signer, next] = await published()
  assert.equal(signer, old, 'the new key waits a day')
  assert.ok(next)
  const dayLater = new Date(Date.now() + 25 * 3_600_000).toISOString()
  await turnKeys({ db, secrets: city.vault }, dayLater)
  const rows = await db.sql<{ kid: string; retired: boolean }>`select kid, retired_at is not null as retired from apps.signing_key`
  assert.deepEqual(
    new Map(rows.map(({ kid, retired }) => [kid, retired])),
    new Map([
      [old, true],
      [next, false],
    ]),
  )
  await turnKeys({ db, secrets: city.vault }, new Date(Date.now() + 5 * 86_400_000).toISOString())
  assert.ok(!(await published()).includes(String(old)), 'dropped when nobody needs it')
})

test('S-090 the database keeps no code, token or secret as it is', async () => {
  const begun = await begin(site)
  const out = await agreed(begun)
  const code = out.searchParams.get('code') ?? ''
  const tokens = await finish(site, begun, out)
  const [row] = await db.sql<{ text: string }>`
    select (select string_agg(token::text, '') from apps.token) || (select string_agg(sign_on::text, '') from apps.sign_on) as text`
  for (const one of [code, tokens.access_token, tokens.refresh_token ?? '-']) assert.ok(!row?.text.includes(one))
})
