import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as oidc from 'openid-client'
import { begin, browser, finish, issuer, newSubSite, setCity, signInAt } from '../stage.test.ts'

const city = await setCity()
const { app, db, password } = city
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

test('S-084 who does not agree goes back with access_denied; what was agreed to before is not asked again', async () => {
  const who = browser(app)
  await who.signIn('citizen2', password)
  const { url } = await begin(site)
  const asked = await who.follow(await who.get(url.href))
  const back = await who.follow(await who.post(asked.at, { answer: 'refuse' }))
  assert.equal(back.out?.searchParams.get('error'), 'access_denied')
  await signInAt(site, who)
  const straight = await who.follow(await who.get((await begin(site)).url.href))
  assert.ok(straight.out?.searchParams.get('code'))
})

test('S-082 a sub-site that demands 实名 is never served 未实名: the person is led to 实名认证 and may leave', async () => {
  const strict = await newSubSite(city, 'strict', { lowestLevel: 'realName' })
  const who = browser(app)
  await who.signIn('citizen2', password)
  const silent = await who.follow(await who.get((await begin(strict, { prompt: 'none' })).url.href))
  assert.equal(silent.out?.searchParams.get('error'), 'unmet_authentication_requirements')
  const begun = await begin(strict, { acr_values: 'urn:tongban:acr:unverified' })
  const asked = await who.follow(await who.get(begun.url.href))
  assert.equal(asked.answer.statusCode, 403)
  assert.match(asked.answer.body, /href="\/my\/realname\?next=%2Foidc%2Finteraction%2F/)
  const pushed = await who.post(asked.at, { answer: 'agree', scope: ['profile'] })
  assert.equal(pushed.statusCode, 403, 'agreeing does not help')
  const left = await who.follow(await who.post(asked.at, { answer: 'refuse' }))
  assert.equal(left.out?.searchParams.get('error'), 'access_denied')
})

test('S-082 acr_values asks for more than the sub-site always does', async () => {
  const who = browser(app)
  await who.signIn('citizen2', password)
  const { out } = await who.follow(await who.get((await begin(site, { prompt: 'none', acr_values: 'urn:tongban:acr:real-name' })).url.href))
  assert.equal(out?.searchParams.get('error'), 'unmet_authentication_requirements')
})

test('S-082, S-050 a person who acts for an organisation says so where he agreed to it', async () => {
  const who = browser(app)
  await who.signIn('company1', password, 'organisation')
  const { tokens } = await signInAt(site, who)
  const { organisation } = await oidc.fetchUserInfo(site.config, tokens.access_token, oidc.skipSubjectCheck)
  assert.match(JSON.stringify(organisation), /"uscc":"[0-9A-Z]{18}"/)
})

test('S-084 the consent page says what, to whom, until when; the telephone is not ticked beforehand', async () => {
  const fresh = await newSubSite(city, 'fresh')
  const who = browser(app)
  await who.signIn('citizen1', password)
  const { answer } = await who.follow(await who.get((await begin(fresh)).url.href))
  for (const words of ['示例子站 fresh', '姓名和认证等级', '正在代表的法人', '手机号码', '您可以随时撤回', new URL(fresh.callback).host])
    assert.ok(answer.body.includes(words), words)
  assert.match(answer.body, /value="profile" checked/)
  assert.match(answer.body, /value="phone">/)
})

test('R-023 an officer signs in at a sub-site of his office: name, unit and posts, nothing of his own; he is not asked, and it is listed', async () => {
  const office = await newSubSite(city, 'office', { audience: 'staff', scopes: ['profile', 'staff'] })
  const who = browser(app)
  const begun = await begin(office, { scope: 'openid profile staff' })
  const asked = await who.follow(await who.get(begun.url.href))
  assert.match(asked.at, /^\/login\/staff\?next=/)
  const { out, answer } = await who.follow(await who.post('/login/staff', { account: 'clerk1', password, next: who.hidden('next') }))
  assert.ok(out, answer.body)
  const tokens = await finish(office, begun, out)
  const claims = tokens.claims()
  assert.equal(claims?.acr, 'urn:tongban:acr:staff:password')
  const info = await oidc.fetchUserInfo(office.config, tokens.access_token, claims?.sub ?? '')
  assert.deepEqual(Object.keys(info).sort(), ['name', 'staff', 'sub'])
  const { unit, division, roles } = info.staff as { unit: string; division: string; roles: string[] }
  assert.ok(unit && division)
  assert.ok(roles.includes('clerk'))
  const [row] = await city.db.sql<{ id: string; n: number }>`
    select account.id, (select count(*)::int from apps.consent where account_id = account.id) as n
    from identity.account where user_name = 'clerk1'`
  assert.ok(row && !JSON.stringify([claims, info]).includes(row.id))
  assert.equal(row.n, 0, 'nothing was agreed to in his name')
  const listed = await who.get('/my/consents')
  for (const words of ['示例子站 office', '姓名、工作人员的单位和岗位']) assert.ok(listed.body.includes(words), words)
  assert.equal((await who.post('/my/consents', { app: 'office' })).statusCode, 403, 'and is not his to withdraw')
})

test('S-048, S-082 a sub-site serves whom it is registered for: officers there, applicants here, never by an old grant', async () => {
  const office = await newSubSite(city, 'offices', { audience: 'staff', scopes: ['profile', 'staff'] })
  for (const [account, door, where] of [
    ['clerk1', 'staff', site],
    ['citizen1', 'person', office],
  ] as const) {
    const who = browser(app)
    await who.signIn(account, password, door)
    const { answer, out, at } = await who.follow(await who.get((await begin(where, { scope: 'openid profile' })).url.href))
    assert.equal(out, undefined)
    assert.equal(answer.statusCode, 403)
    assert.match(answer.body, /请退出后用/)
    assert.match(answer.body, new RegExp(`action="${at}"[^]+不登录了`))
    const left = await who.follow(await who.post(at, { answer: 'refuse' }))
    assert.equal(left.out?.searchParams.get('error'), 'access_denied', 'the way back')
    const silent = await who.follow(await who.get((await begin(where, { scope: 'openid profile', prompt: 'none' })).url.href))
    assert.equal(silent.out?.searchParams.get('error'), 'login_required')
  }
  const both = await newSubSite(city, 'both', { audience: 'both', scopes: ['profile', 'organisation', 'phone', 'staff'] })
  const [citizen, clerk] = [browser(app), browser(app)]
  await citizen.signIn('citizen1', password)
  await clerk.signIn('clerk1', password, 'staff')
  const scope = 'openid profile organisation phone staff'
  const own = await signInAt(both, citizen, { scope })
  const his = await signInAt(both, clerk, { scope, prompt: 'consent' })
  const read = (token: string) => oidc.fetchUserInfo(both.config, token, oidc.skipSubjectCheck)
  assert.deepEqual(Object.keys(await read(own.tokens.access_token)).sort(), [
    'level',
    'name',
    'phone_number',
    'phone_number_verified',
    'sub',
  ])
  assert.deepEqual(Object.keys(await read(his.tokens.access_token)).sort(), ['name', 'staff', 'sub'])
  await city.db.sql`update apps.client set registered = registered || '{"audience":"applicants"}' where id = 'both'`
  await assert.rejects(read(his.tokens.access_token), 'what officers hold ends with the registration')
  assert.ok(await read(own.tokens.access_token))
})

test('S-082 a sub-site that demands two factors of officers is never served a password alone', async () => {
  const strict = await newSubSite(city, 'two-factors', { audience: 'staff', scopes: ['profile', 'staff'] })
  const who = browser(app)
  await who.signIn('clerk1', password, 'staff')
  const demand = { scope: 'openid profile staff', acr_values: 'urn:tongban:acr:staff:two-factors' }
  const { answer } = await who.follow(await who.get((await begin(strict, demand)).url.href))
  assert.equal(answer.statusCode, 403)
  assert.match(answer.body, /需要双重验证/)
  await city.db.sql`
    update platform.session set data = data || '{"twoFactors": true}'
    where subject_id = (select id from identity.account where user_name = 'clerk1')`
  const { tokens } = await signInAt(strict, who, demand)
  assert.equal(tokens.claims()?.acr, 'urn:tongban:acr:staff:two-factors')
})

test('S-030 the cookie of an officer does not come along from another site: the page asks itself once more before it takes him for signed out', async () => {
  const office = await newSubSite(city, 'elsewhere', { audience: 'staff', scopes: ['profile', 'staff'] })
  const who = browser(app)
  await who.signIn('clerk1', password, 'staff')
  const strict = [...who.jar].find(([name]) => name.includes('tongban') && !name.includes('oidc')) ?? ['', '']
  who.jar.delete(strict[0])
  const begun = await begin(office, { scope: 'openid profile staff' })
  const first = await who.get(begun.url.href)
  const again = await who.get(String(first.headers.location))
  assert.match(String(again.headers.refresh), /^0;url=\/oidc\/interaction\/[\w-]+\?again=1$/)
  who.jar.set(...strict)
  const { out } = await who.follow(again)
  assert.ok(out && (await finish(office, begun, out)).claims()?.sub)
})

test('a request that began in another browser is not answered', async () => {
  const [owner, thief] = [browser(app), browser(app)]
  await owner.signIn('citizen1', password)
  await thief.signIn('citizen2', password)
  const started = await owner.get((await begin(await newSubSite(city, 'taken'))).url.href)
  const path = String(started.headers.location)
  assert.equal((await thief.get(path)).statusCode, 400)
})

test('who signs in as somebody else meanwhile begins anew, as himself', async () => {
  const who = browser(app)
  await who.signIn('citizen1', password)
  const asked = await who.follow(await who.get((await begin(await newSubSite(city, 'switch'))).url.href))
  await who.post('/logout', {})
  await who.signIn('citizen2', password)
  const again = await who.follow(await who.get(asked.at))
  assert.match(again.answer.body, /同意并登录/)
  assert.notEqual(again.at, asked.at)
})

test('S-082 who acts for somebody else meanwhile is still asked to prove himself where max_age asks for it', async () => {
  const who = browser(app)
  await who.signIn('agent1', password)
  await db.sql`update platform.session set data = data || jsonb_build_object('freshAt', now() - interval '1 hour')`
  const begun = await begin(await newSubSite(city, 'fresh'), { max_age: '300' })
  const asked = await who.follow(await who.get(begun.url.href))
  assert.match(asked.at, /^\/my\/again\?next=/)
  const [row] = await db.sql<{ id: string }>`select id from identity.organisation`
  await who.get('/my/acting')
  assert.equal((await who.post('/my/acting', { organisation: row?.id ?? '' })).statusCode, 303)
  const interaction = decodeURIComponent(asked.at.replace('/my/again?next=', ''))
  const again = await who.follow(await who.get(interaction))
  assert.match(again.at, /^\/my\/again\?next=/, `${again.answer.statusCode} at ${again.at}`)
})
