import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as oidc from 'openid-client'
import { type Begun, type Browser, begin, browser, finish, issuer, newSubSite, type SubSite, setCity, signInAt } from '../stage.test.ts'

/** The modules of oidcc-basic-certification-test-plan by their names; README.md says which do not apply, and why. */

const city = await setCity()
const { app, password } = city
const site = await newSubSite(city, 'basic')

/** One browser that is signed in and has agreed, for the modules that need no other. */
const known = browser(app)
await known.signIn('citizen1', password)
const first = await signInAt(site, known)

const straight = async (who: Browser, begun: Begun): Promise<URL> => {
  const { out, answer, at } = await who.follow(await who.get(begun.url.href))
  assert.ok(out, `${answer.statusCode} at ${at}`)
  return out
}
const succeeds = async (extra: Record<string, string>): Promise<void> => {
  const begun = await begin(site, extra)
  const tokens = await finish(site, begun, await straight(known, begun))
  assert.ok(tokens.claims()?.sub)
}
const errorOf = async (who: Browser, url: URL): Promise<string | null> => {
  const { out } = await who.follow(await who.get(url.href))
  return out ? (out.searchParams.get('error') ?? new URLSearchParams(out.hash.slice(1)).get('error')) : null
}
const without = (url: URL, name: string): URL => {
  const copy = new URL(url)
  copy.searchParams.delete(name)
  return copy
}
const userInfo = async (method: string, token: string, inBody: boolean) =>
  app.inject({
    method: method as 'GET',
    url: '/oidc/userinfo',
    headers: inBody ? { 'content-type': 'application/x-www-form-urlencoded' } : { authorization: `Bearer ${token}` },
    ...(inBody ? { payload: `access_token=${token}` } : {}),
  })

test('oidcc-response-type-missing: refused', async () => {
  const begun = await begin(site)
  assert.equal(await errorOf(known, without(begun.url, 'response_type')), 'invalid_request')
})

test('oidcc-idtoken-signature: signed by a key of the JWKS, named by its kid, ES256 and nothing else', async () => {
  const [head = ''] = (first.tokens.id_token ?? '').split('.')
  const header = JSON.parse(Buffer.from(head, 'base64url').toString())
  const { keys } = (await app.inject({ url: '/oidc/jwks' })).json()
  assert.equal(header.alg, 'ES256')
  assert.ok(keys.some(({ kid }: { kid: string }) => kid === header.kid))
  assert.ok(
    keys.every((key: object) => !('d' in key)),
    'no private part is shown',
  )
})

test('oidcc-userinfo-get, oidcc-userinfo-post-header, oidcc-userinfo-post-body: the same answer', async () => {
  const { access_token: token } = first.tokens
  const answers = await Promise.all([userInfo('GET', token, false), userInfo('POST', token, false), userInfo('POST', token, true)])
  assert.deepEqual(
    answers.map(({ statusCode }) => statusCode),
    [200, 200, 200],
  )
  assert.equal(new Set(answers.map(({ body }) => body)).size, 1)
  assert.equal((await app.inject({ url: `/oidc/userinfo?access_token=${token}` })).statusCode, 400, 'never in the address')
})

test('oidcc-ensure-request-without-nonce-succeeds-for-code-flow', async () => {
  const begun = await begin(site)
  const url = without(begun.url, 'nonce')
  const out = await straight(known, { ...begun, url })
  const tokens = await oidc.authorizationCodeGrant(site.config, out, { pkceCodeVerifier: begun.verifier, expectedState: begun.state })
  assert.equal(tokens.claims()?.nonce, undefined)
})

test('oidcc-scope-profile, oidcc-scope-phone, oidcc-scope-all: a sub-site reads what its scopes cover, no more', async () => {
  const read = async (scope: string) => {
    const { tokens } = await signInAt(site, known, { scope })
    return Object.keys(await oidc.fetchUserInfo(site.config, tokens.access_token, oidc.skipSubjectCheck)).sort()
  }
  assert.deepEqual(await read('openid profile'), ['level', 'name', 'sub'])
  assert.deepEqual(await read('openid phone'), ['phone_number', 'phone_number_verified', 'sub'])
  assert.deepEqual(await read('openid profile organisation phone'), ['level', 'name', 'phone_number', 'phone_number_verified', 'sub'])
})

test('oidcc-ensure-other-scope-order-succeeds', () => succeeds({ scope: 'phone profile openid' }))
test('oidcc-display-page, oidcc-display-popup', async () => {
  await succeeds({ display: 'page' })
  await succeeds({ display: 'popup' })
})
test('oidcc-ensure-request-with-unknown-parameter-succeeds', () => succeeds({ extra: 'foobar' }))
test('oidcc-login-hint, oidcc-ui-locales, oidcc-claims-locales', () =>
  succeeds({ login_hint: 'somebody', ui_locales: 'se', claims_locales: 'se' }))
test('oidcc-ensure-request-with-acr-values-succeeds', () => succeeds({ acr_values: 'urn:tongban:acr:real-name 1' }))
test('oidcc-ensure-request-with-valid-pkce-succeeds', () => succeeds({}))

test('oidcc-prompt-login, oidcc-max-age-1: the person proves anew who he is, and auth_time says so', async () => {
  const who = browser(app)
  await who.signIn('citizen1', password)
  const { tokens } = await signInAt(site, who)
  const before = tokens.claims()?.auth_time ?? 0
  await city.db.sql`
    update platform.session
    set data = data || jsonb_build_object('freshAt', now() - interval '1 hour')
    where subject_id = (select id from identity.account where user_name = 'citizen1')`
  for (const extra of [{ prompt: 'login' }, { max_age: '1' }] as Record<string, string>[]) {
    const begun = await begin(site, extra)
    const asked = await who.follow(await who.get(begun.url.href))
    assert.match(asked.at, /^\/my\/again\?next=/, JSON.stringify(extra))
    const done = await who.follow(await who.post('/my/again', { password, next: who.hidden('next') }))
    assert.ok(done.out, `${done.answer.statusCode} at ${done.at}`)
    const claims = (await finish(site, begun, done.out)).claims()
    assert.ok(Number(claims?.auth_time) >= before)
    await city.db.sql`update platform.session set data = data || jsonb_build_object('freshAt', now() - interval '1 hour')`
  }
})

test('oidcc-max-age-10000: nobody is asked again', async () => {
  const begun = await begin(site, { max_age: '10000' })
  await city.db.sql`update platform.session set data = data || jsonb_build_object('freshAt', now() - interval '1 minute')`
  const out = await straight(known, begun)
  assert.ok(out.searchParams.get('code'))
})

test('oidcc-prompt-none-not-logged-in: login_required; oidcc-prompt-none-logged-in: straight back', async () => {
  assert.equal(await errorOf(browser(app), (await begin(site, { prompt: 'none' })).url), 'login_required')
  await succeeds({ prompt: 'none' })
})

test('oidcc-id-token-hint: the same person goes straight back, another is refused', async () => {
  const { tokens } = await signInAt(site, known)
  await succeeds({ prompt: 'none', id_token_hint: tokens.id_token ?? '' })
  const other = browser(app)
  await other.signIn('citizen2', password)
  await signInAt(site, other)
  const { url } = await begin(site, { prompt: 'none', id_token_hint: tokens.id_token ?? '' })
  assert.equal(await errorOf(other, url), 'login_required')
})

test('S-080 oidcc-codereuse, oidcc-codereuse-30seconds: the second use is refused and ends the tokens of the first', async () => {
  const { begun, out, tokens } = await signInAt(site, known)
  await assert.rejects(finish(site, begun, out))
  assert.equal((await userInfo('GET', tokens.access_token, false)).statusCode, 401)
  await assert.rejects(oidc.refreshTokenGrant(site.config, tokens.refresh_token ?? ''))
})

test('S-080, S-081 two uses of a code, or of a refresh token, at the same time: one is answered at most, and nothing of it is worth anything', async () => {
  const begun = await begin(site)
  const out = await straight(known, begun)
  const atOnce = async <T>(use: () => Promise<T>) => (await Promise.allSettled(Array.from({ length: 12 }, use))).flatMap(fulfilled)
  const fulfilled = <T>(one: PromiseSettledResult<T>): T[] => (one.status === 'fulfilled' ? [one.value] : [])
  const areDead = async (got: readonly oidc.TokenEndpointResponse[]): Promise<void> => {
    assert.ok(got.length <= 1, `${got.length} were answered`)
    for (const { access_token: token, refresh_token: refresh = '' } of got) {
      assert.equal((await userInfo('GET', token, false)).statusCode, 401)
      await assert.rejects(oidc.refreshTokenGrant(site.config, refresh))
    }
  }
  await areDead(await atOnce(() => finish(site, begun, out)))
  const { tokens } = await signInAt(site, known)
  await areDead(await atOnce(() => oidc.refreshTokenGrant(site.config, tokens.refresh_token ?? '')))
})

test('S-080 a code lives 60 seconds', async () => {
  const begun = await begin(site)
  const out = await straight(known, begun)
  const [row] = await city.db.sql<{ seconds: number }>`
    select ceil(extract(epoch from expires_at - now()))::int as seconds from apps.token where kind = 'AuthorizationCode' order by expires_at desc limit 1`
  assert.ok(row && row.seconds > 0 && row.seconds <= 60)
  await city.db.sql`update apps.token set expires_at = now() - interval '1 second' where kind = 'AuthorizationCode'`
  await assert.rejects(finish(site, begun, out))
})

test('S-080 oidcc-ensure-registered-redirect-uri: exact, no prefix, no query, no other port; the person stays here', async () => {
  const { url } = await begin(site)
  const { origin } = new URL(site.callback)
  for (const wrong of [
    `${site.callback}/more`,
    `${site.callback}?x=1`,
    `${origin}/`,
    'http://127.0.0.1:1/callback',
    'https://evil.example/',
  ]) {
    url.searchParams.set('redirect_uri', wrong)
    const { out, answer } = await known.follow(await known.get(url.href))
    assert.equal(out, undefined, wrong)
    assert.equal(answer.statusCode, 400)
    assert.match(answer.body, /应用给出的返回地址没有登记过/)
  }
})

test('oidcc-ensure-post-request-succeeds', async () => {
  const begun = await begin(site)
  const { out } = await known.follow(await known.post('/oidc/auth', Object.fromEntries(begun.url.searchParams)))
  assert.ok(out)
  assert.ok((await finish(site, begun, out)).access_token)
})

test('oidcc-unsigned-request-object, oidcc-request-uri-unsigned: refused as unsupported', async () => {
  const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.`
  assert.equal(await errorOf(known, (await begin(site, { request: unsigned })).url), 'request_not_supported')
  assert.equal(await errorOf(known, (await begin(site, { request_uri: 'https://evil.example/r' })).url), 'request_uri_not_supported')
})

test('oidcc-ensure-request-object-with-redirect-uri, oidcc-idtoken-unsigned, oidcc-server-client-secret-post: what is not offered is refused', async () => {
  const said = (await app.inject({ url: '/.well-known/openid-configuration' })).json()
  assert.deepEqual(said.id_token_signing_alg_values_supported, ['ES256'])
  assert.deepEqual(said.token_endpoint_auth_methods_supported.sort(), ['client_secret_basic', 'private_key_jwt'])
  assert.equal(said.request_parameter_supported ?? false, false)
  const begun = await begin(site)
  const code = (await straight(known, begun)).searchParams.get('code') ?? ''
  const fields = { grant_type: 'authorization_code', code, redirect_uri: site.callback, code_verifier: begun.verifier, client_id: 'basic' }
  const posted = await app.inject({
    method: 'POST',
    url: '/oidc/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ ...fields, client_secret: 'guessed' }).toString(),
  })
  assert.equal(posted.statusCode, 401)
  assert.equal(posted.json().error, 'invalid_client')
})

test('oidcc-claims-essential: the claims parameter changes nothing, scopes and consent say what is read', async () => {
  const claims = JSON.stringify({ userinfo: { phone_number: { essential: true } }, id_token: { name: { essential: true } } })
  const { tokens } = await signInAt(site, known, { scope: 'openid profile', claims })
  const info = await oidc.fetchUserInfo(site.config, tokens.access_token, oidc.skipSubjectCheck)
  assert.deepEqual(Object.keys(info).sort(), ['level', 'name', 'sub'])
  assert.equal(tokens.claims()?.name, undefined)
})

test('oidcc-scope-email, oidcc-scope-address: what the platform does not keep is not offered, and asking for it refuses nothing else', async () => {
  const { scopes_supported: offered } = (await app.inject({ url: '/.well-known/openid-configuration' })).json()
  assert.ok(!offered.includes('email') && !offered.includes('address'))
  await succeeds({ scope: 'openid profile email address' })
})

test('S-081 oidcc-refresh-token: another sub-site cannot use it; used twice, all that came from it ends', async () => {
  const { tokens } = await signInAt(site, known)
  const other = await newSubSite(city, 'thief')
  await assert.rejects(oidc.refreshTokenGrant(other.config, tokens.refresh_token ?? ''))
  const next = await oidc.refreshTokenGrant(site.config, tokens.refresh_token ?? '')
  await assert.rejects(oidc.refreshTokenGrant(site.config, tokens.refresh_token ?? ''))
  await assert.rejects(oidc.refreshTokenGrant(site.config, next.refresh_token ?? ''))
  assert.equal((await userInfo('GET', next.access_token, false)).statusCode, 401)
})

test('S-080 PKCE: none, plain, a wrong verifier, no verifier are refused', async () => {
  const begun = await begin(site)
  assert.equal(await errorOf(known, without(begun.url, 'code_challenge')), 'invalid_request')
  assert.equal(
    await errorOf(known, without(without(begun.url, 'code_challenge'), 'code_challenge_method')),
    'invalid_request',
    'none at all',
  )
  const plain = new URL(begun.url)
  plain.searchParams.set('code_challenge_method', 'plain')
  assert.equal(await errorOf(known, plain), 'invalid_request')
  const out = await straight(known, begun)
  await assert.rejects(finish(site, { ...begun, verifier: oidc.randomPKCECodeVerifier() }, out))
  await assert.rejects(oidc.authorizationCodeGrant(site.config, out, { expectedState: begun.state, expectedNonce: begun.nonce }))
})

test('S-080 no implicit, no hybrid, no password, no form_post of tokens', async () => {
  for (const type of ['token', 'id_token', 'code id_token', 'id_token token'])
    assert.match(
      String(await errorOf(known, (await begin(site, { response_type: type })).url)),
      /unsupported_response_type|invalid_request/,
      type,
    )
  const answer = await oidc
    .genericGrantRequest(site.config, 'password', { username: 'citizen1', password })
    .catch((error: unknown) => error)
  assert.ok(answer instanceof Error)
})

test('S-081 two sub-sites know the same person by different names', async () => {
  const other = await newSubSite(city, 'pairwise')
  const { tokens } = await signInAt(other, known)
  const again: SubSite = site
  assert.notEqual(tokens.claims()?.sub, (await signInAt(again, known)).tokens.claims()?.sub)
  const [row] = await city.db.sql<{ id: string }>`select id from identity.account where user_name = 'citizen1'`
  assert.ok(row && !JSON.stringify(tokens.claims()).includes(row.id), 'the account id is no business of a sub-site')
  assert.equal(issuer, tokens.claims()?.iss)
})
