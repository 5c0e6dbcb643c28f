import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as oidc from 'openid-client'
import { browser, issuer, newSubSite, setCity, signInAt } from '../stage.test.ts'

/** The modules of oidcc-rp-initiated-logout-certification-test-plan beside the one that tells other sub-sites too. */

const city = await setCity()
const { app, password } = city
const site = await newSubSite(city, 'one')

const isAlive = async (token: string): Promise<boolean> =>
  oidc.fetchUserInfo(site.config, token, oidc.skipSubjectCheck).then(
    () => true,
    () => false,
  )
const signedIn = async () => {
  const who = browser(app)
  await who.signIn('citizen1', password)
  const { tokens } = await signInAt(site, who)
  return { who, tokens }
}

test('oidcc-rp-initiated-logout-bad-post-logout-redirect-uri, -modified-id-token-hint: refused, nobody is signed out', async () => {
  const { who, tokens: first } = await signedIn()
  const hint = first.id_token ?? ''
  const ask = (fields: Record<string, string>) => who.get(`/oidc/logout?${new URLSearchParams(fields)}`)
  assert.equal((await ask({ id_token_hint: hint, post_logout_redirect_uri: 'https://evil.example/' })).statusCode, 400)
  const [head, , signature] = hint.split('.')
  const forged = `${head}.${Buffer.from(JSON.stringify({ aud: 'one', iss: issuer, sub: 'x', exp: 9e9, iat: 1 })).toString('base64url')}.${signature}`
  assert.equal((await ask({ id_token_hint: forged })).statusCode, 400)
  assert.equal((await who.post('/oidc/logout/confirm', { xsrf: 'guessed', logout: 'yes' })).statusCode, 400)
  assert.equal(await isAlive(first.access_token), true)
})

const back = site.callback.replace('/callback', '/bye')
const variants: Record<string, { readonly ask: (hint: string) => Record<string, string>; readonly to?: string }> = {
  'no-post-logout-redirect-uri': { ask: (hint) => ({ id_token_hint: hint, state: 's' }) },
  'only-state': { ask: () => ({ state: 's' }) },
  'no-state': { ask: (hint) => ({ id_token_hint: hint, post_logout_redirect_uri: back }), to: back },
  'no-id-token-hint': { ask: () => ({ client_id: 'one', post_logout_redirect_uri: back, state: 's' }), to: `${back}?state=s` },
}
test('oidcc-rp-initiated-logout-no-state, -only-state, -no-post-logout-redirect-uri, -no-id-token-hint: asked, ended, led where it is registered', async () => {
  for (const [what, { ask, to }] of Object.entries(variants)) {
    const { who, tokens } = await signedIn()
    const asked = await who.get(`/oidc/logout?${new URLSearchParams(ask(tokens.id_token ?? ''))}`)
    assert.match(asked.body, /退出统一用户帐号/, what)
    const { out, answer } = await who.follow(await who.post('/oidc/logout/confirm', { xsrf: who.hidden('xsrf'), logout: 'yes' }))
    if (to) assert.equal(out?.href, to, what)
    else assert.match(answer.body, /已退出登录/, what)
    assert.equal(await isAlive(tokens.access_token), false, what)
  }
})

test('oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri, -bad-id-token-hint: refused, nobody is signed out', async () => {
  const { who, tokens: first } = await signedIn()
  const hint = first.id_token ?? ''
  for (const wrong of [
    { id_token_hint: hint, post_logout_redirect_uri: `${back}?foo=bar` },
    { id_token_hint: 'not a token', post_logout_redirect_uri: back },
  ])
    assert.equal((await who.get(`/oidc/logout?${new URLSearchParams(wrong)}`)).statusCode, 400)
  assert.equal(await isAlive(first.access_token), true)
})

test('oidcc-rp-initiated-logout-discovery-endpoint-verification, oidcc-backchannel-discovery-endpoint-verification', async () => {
  const said = (await app.inject({ url: '/.well-known/openid-configuration' })).json()
  assert.equal(said.end_session_endpoint, `${issuer}/oidc/logout`)
  assert.deepEqual([said.backchannel_logout_supported, said.backchannel_logout_session_supported], [true, true])
  assert.ok(!('frontchannel_logout_supported' in said) || said.frontchannel_logout_supported === false)
})

test('oidcc-rp-initiated-logout-no-params and without a session: said, and led only to a registered address', async () => {
  const visitor = browser(app)
  assert.match((await visitor.follow(await visitor.get('/oidc/logout'))).answer.body, /已退出登录/)
  const led = await visitor.get(`/oidc/logout?${new URLSearchParams({ client_id: 'one', post_logout_redirect_uri: back, state: 's' })}`)
  assert.equal(led.headers.location, `${back}?state=s`)
  const evil = await visitor.get(
    `/oidc/logout?${new URLSearchParams({ client_id: 'one', post_logout_redirect_uri: 'https://evil.example/' })}`,
  )
  assert.equal(evil.headers.location, '/oidc/logout/success')
})
