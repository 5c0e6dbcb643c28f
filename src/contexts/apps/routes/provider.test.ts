import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as oidc from 'openid-client'
import { begin, browser, finish, issuer, newSubSite, setCity, signInAt } from '../stage.test.ts'

const city = await setCity()
const { app, password } = city
const site = await newSubSite(city, 'one')

test('R-023, S-080 discovery says what is offered and nothing more: code, S256, private_key_jwt, pairwise', async () => {
  const said = (await app.inject({ url: '/.well-known/openid-configuration', headers: { host: 'evil.example' } })).json()
  assert.equal(said.issuer, issuer)
  assert.equal(said.authorization_endpoint, `${issuer}/oidc/auth`)
  assert.deepEqual(said.response_types_supported, ['code'])
  assert.deepEqual(said.code_challenge_methods_supported, ['S256'])
  assert.deepEqual(said.subject_types_supported, ['pairwise'])
  assert.deepEqual(said.grant_types_supported.sort(), ['authorization_code', 'refresh_token'])
  assert.equal(said.authorization_response_iss_parameter_supported, true)
  assert.equal(said.backchannel_logout_session_supported, true)
})

test('R-023 oidcc-server: a person signs in, agrees, and the sub-site knows name and level', async () => {
  const who = browser(app)
  const begun = await begin(site)
  const asked = await who.follow(await who.get(begun.url.href))
  assert.match(asked.at, /^\/login\/person\?next=/)
  const consent = await who.follow(await who.post('/login/person', { account: 'citizen1', password, next: who.hidden('next') }))
  assert.match(consent.answer.body, /同意提供给“示例子站 one”的内容/)
  const back = await who.follow(await who.post(consent.at, { answer: 'agree', scope: ['profile'] }))
  assert.ok(back.out, back.answer.body)
  assert.equal(back.out.searchParams.get('iss'), issuer)
  const tokens = await finish(site, begun, back.out)
  const claims = tokens.claims()
  assert.equal(claims?.acr, 'urn:tongban:acr:real-name')
  assert.ok(claims?.auth_time)
  assert.ok(claims?.sid)
  const info = await oidc.fetchUserInfo(site.config, tokens.access_token, claims.sub)
  assert.equal(info.level, 'urn:tongban:acr:real-name')
  assert.ok(info.name)
  assert.equal(info.phone_number, undefined, 'the telephone was not agreed to')
})

test('S-081 a refresh token is used once; the second use ends all that came from it', async () => {
  const who = browser(app)
  await who.signIn('citizen1', password)
  const { tokens } = await signInAt(site, who)
  assert.ok(tokens.refresh_token)
  const next = await oidc.refreshTokenGrant(site.config, tokens.refresh_token)
  assert.ok(next.refresh_token)
  await assert.rejects(oidc.refreshTokenGrant(site.config, tokens.refresh_token))
  await assert.rejects(oidc.refreshTokenGrant(site.config, next.refresh_token))
  await assert.rejects(oidc.fetchUserInfo(site.config, next.access_token, oidc.skipSubjectCheck))
})
