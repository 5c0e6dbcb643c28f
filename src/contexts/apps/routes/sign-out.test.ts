import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import * as jose from 'jose'
import * as oidc from 'openid-client'
import { startJobs } from '../../../platform/jobs.ts'
import { sampleFrame } from '../../../ui/page/sample-frame.ts'
import { standingTask } from '../../identity/index.ts'
import { appTasks } from '../jobs.ts'
import { providerPage } from '../pages/step-pages.ts'
import { signOutConsumer, standingConsumer } from '../perform/log-out.ts'
import { begin, browser, issuer, newProcess, newSubSite, type SubSite, setCity, signInAt } from '../stage.test.ts'
import { grantTo } from '../testing-standing.ts'

const city = await setCity()
const { app, db, password, vault } = city
const second = await newProcess(db)
const [one, two] = [await newSubSite(city, 'one'), await newSubSite({ db, app: second }, 'two')]
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }
const jobs = await startJobs(db.url, {
  tasks: [standingTask, ...appTasks({ secrets: vault, publicUrl: issuer, mayBeLoopback: true })],
  consumers: [signOutConsumer, standingConsumer(vault)],
  logger: quiet,
})
after(() => jobs.stop())

/** Waits until something is so, at most the five seconds in which every end has to be known everywhere (S-033, S-050). */
const until = async (what: string, holds: () => boolean | Promise<boolean>): Promise<void> => {
  for (let i = 0; i < 50; i += 1) {
    if (await holds()) return
    await wait(100)
  }
  assert.fail(`not within five seconds: ${what}`)
}

const isAlive = async (site: SubSite, token: string): Promise<boolean> =>
  oidc.fetchUserInfo(site.config, token, oidc.skipSubjectCheck).then(
    () => true,
    () => false,
  )

/** A person signed in at both sub-sites, each served by a process of its own. */
const atBoth = async (account: string) => {
  const who = browser(app)
  await who.signIn(account, password)
  const [first, other] = [await signInAt(one, who), await signInAt(two, who)]
  one.told.length = 0
  two.told.length = 0
  return { who, first: first.tokens, other: other.tokens }
}
const heardBy = async (site: SubSite, token: oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers): Promise<void> => {
  const isHis = (told: string): boolean => told !== '' && jose.decodeJwt(told).sid === token.claims()?.sid
  await until(`${site.id} is told`, () => site.told.some(isHis))
  const keys = jose.createLocalJWKSet((await app.inject({ url: '/oidc/jwks' })).json())
  const { payload } = await jose.jwtVerify(site.told.find(isHis) ?? '', keys, { issuer, audience: site.id, algorithms: ['ES256'] })
  assert.equal(payload.sub, token.claims()?.sub)
  assert.deepEqual(payload.events, { 'http://schemas.openid.net/event/backchannel-logout': {} })
  assert.equal(payload.nonce, undefined)
  assert.ok(payload.jti)
}
const overAtBoth = async ({ first, other }: Awaited<ReturnType<typeof atBoth>>): Promise<void> => {
  assert.equal(await isAlive(one, first.access_token), false)
  assert.equal(await isAlive(two, other.access_token), false)
  await heardBy(one, first)
  await heardBy(two, other)
}

test('S-033, S-084 signing out ends the tokens on every process at once and tells each sub-site', async () => {
  const signed = await atBoth('citizen1')
  assert.equal(await isAlive(two, signed.other.access_token), true)
  await signed.who.get('/my/consents')
  await signed.who.post('/logout', {})
  await overAtBoth(signed)
  await assert.rejects(oidc.refreshTokenGrant(one.config, signed.first.refresh_token ?? ''))
})

test('oidcc-backchannel-rp-initiated-logout, oidcc-rp-initiated-logout: a sub-site asks, the person confirms, all are told', async () => {
  const signed = await atBoth('citizen1')
  const url = oidc.buildEndSessionUrl(one.config, {
    id_token_hint: signed.first.id_token ?? '',
    post_logout_redirect_uri: one.callback.replace('/callback', '/bye'),
    state: 'back again',
  })
  const asked = await signed.who.get(url.href)
  assert.match(asked.body, /退出统一用户帐号/)
  assert.equal(await isAlive(one, signed.first.access_token), true, 'a link alone ends nothing')
  const confirmed = await signed.who.post('/oidc/logout/confirm', { xsrf: signed.who.hidden('xsrf'), logout: 'yes' })
  assert.equal(confirmed.headers.location, undefined, 'a browser holds what follows a form to this house')
  const { out } = await signed.who.follow(confirmed)
  assert.equal(out?.pathname, '/bye')
  assert.equal(out.searchParams.get('state'), 'back again')
  await overAtBoth(signed)
  assert.match(String((await signed.who.get('/my/consents')).headers.location), /^\/login\/person/)
})

test('S-033 a new password ends the sign-ins elsewhere, at sub-sites too; one’s own goes on', async () => {
  const signed = await atBoth('citizen2')
  const here = browser(second)
  await here.signIn('citizen2', password)
  const own = await signInAt(two, here)
  two.told.length = 0
  await here.get('/my/security')
  const done = await here.post('/my/security/password', { current: password, password: 'Zuq7_newpass' })
  assert.equal(done.statusCode, 303)
  await overAtBoth(signed)
  assert.equal(await isAlive(two, own.tokens.access_token), true)
})

test('S-033 a disabled account is dead at every sub-site at once; its ended sessions are told', async () => {
  const signed = await atBoth('citizen1')
  await db.sql`update identity.account set disabled_at = now() where user_name = 'citizen1'`
  assert.equal(await isAlive(one, signed.first.access_token), false)
  await assert.rejects(oidc.refreshTokenGrant(two.config, signed.other.refresh_token ?? ''))
  await db.sql`delete from platform.session where subject_id = (select id from identity.account where user_name = 'citizen1')`
  await overAtBoth(signed)
  await db.sql`update identity.account set disabled_at = null where user_name = 'citizen1'`
})

test('S-084 a consent withdrawn at /my/consents ends the grants of that sub-site, and only its', async () => {
  const signed = await atBoth('citizen1')
  const page = await signed.who.get('/my/consents')
  for (const words of ['示例子站 one', '示例子站 two', '姓名和认证等级', '最近使用']) assert.ok(page.body.includes(words), words)
  assert.equal((await signed.who.post('/my/consents', { app: 'one' })).statusCode, 303)
  assert.equal(await isAlive(one, signed.first.access_token), false)
  await assert.rejects(oidc.refreshTokenGrant(one.config, signed.first.refresh_token ?? ''))
  await heardBy(one, signed.first)
  assert.equal(await isAlive(two, signed.other.access_token), true)
  assert.equal((await signed.who.post('/my/consents', { app: 'one' })).statusCode, 404, 'there is nothing left to withdraw')
  const asked = await signed.who.follow(await signed.who.get((await begin(one)).url.href))
  assert.match(asked.answer.body, /同意并登录/, 'he is asked again')
})

/** A person who acts for 法人 of company1, signed in at both sub-sites. */
const actingAtBoth = async (account: string) => {
  const [organisation] = await db.sql<{ id: string; uscc: string }>`
    select organisation.id, uscc from identity.organisation join identity.account on organisation_id = organisation.id where user_name = 'company1'`
  assert.ok(organisation)
  const who = browser(app)
  await who.signIn(account, password)
  await who.get('/my/acting')
  assert.equal((await who.post('/my/acting', { organisation: organisation.id })).statusCode, 303)
  const [first, other] = [await signInAt(one, who), await signInAt(two, who)]
  const { organisation: said } = await oidc.fetchUserInfo(two.config, other.tokens.access_token, oidc.skipSubjectCheck)
  assert.equal((said as { uscc: string }).uscc, organisation.uscc)
  one.told.length = 0
  two.told.length = 0
  return { who, organisation, first: first.tokens, other: other.tokens }
}

test('S-050 a 经办人 whose grant is taken back is out at every process and sub-site within five seconds; he himself stays signed in', async () => {
  const grant = await grantTo(db.sql, 'agent1')
  const signed = await actingAtBoth('agent1')
  const bystander = browser(app)
  await bystander.signIn('citizen1', password)
  const own = (await signInAt(one, bystander)).tokens
  await db.sql`update identity.acting_grant set ended_at = now() where id = ${grant}`
  await overAtBoth(signed)
  await assert.rejects(oidc.refreshTokenGrant(one.config, signed.first.refresh_token ?? ''))
  assert.equal(await isAlive(one, own.access_token), true, 'nobody else is out')
  const again = await signed.who.follow(await signed.who.get((await begin(one)).url.href))
  assert.match(again.at, /^\/my\/acting\?next=/, 'first he says for whom he acts now')
  const { out, at, answer } = await signed.who.follow(
    await signed.who.post('/my/acting', { organisation: '', next: signed.who.hidden('next') }),
  )
  assert.ok(out?.searchParams.get('code'), `and goes on as himself: ${out?.href} ${at} ${answer.body}`)
})

test('S-050 民法典第一百七十三条 a grant whose term has run out, on a day that was moved: out everywhere within five seconds', async () => {
  const grant = await grantTo(db.sql, 'agent1')
  const signed = await actingAtBoth('agent1')
  await db.sql`update identity.acting_grant set until = now() + interval '1 second' where id = ${grant}`
  assert.equal(await isAlive(one, signed.first.access_token), true)
  await until('the term is over', async () => !(await isAlive(one, signed.first.access_token)))
  await overAtBoth(signed)
})

test('S-050 another 法定代表人: the former, every 经办人 under him and the account of the 法人 are out everywhere within five seconds', async () => {
  await grantTo(db.sql, 'agent1')
  const [agent, former] = [await actingAtBoth('agent1'), await actingAtBoth('legal1')]
  await db.sql`
    with next as (select person_id from identity.account where user_name = 'citizen1'),
    moved as (
      update identity.organisation set legal_representative_id = next.person_id
      from next
      where id = ${former.organisation.id}
      returning id
    )
    update identity.membership set until = now() from moved where organisation_id = moved.id`
  await overAtBoth(agent)
  await overAtBoth(former)
})

/** The console of an administrator, as its pages call the API. */
const administrator = async (account: string) => {
  const who = browser(app)
  await who.signIn(account, password, 'staff')
  const cookie = [...who.jar].map(([name, value]) => `${name}=${value}`).join('; ')
  const token = (await app.inject({ url: '/api/v1/me', headers: { cookie } })).json().csrfToken
  return (url: string, payload: object) => app.inject({ method: 'POST', url, payload, headers: { cookie, 'x-csrf-token': token } })
}
const officeScope = { scope: 'openid profile staff' }
const officerAtBoth = async (account: string) => {
  await db.sql`update apps.client set registered = registered || '{"audience":"both","scopes":["profile","organisation","phone","staff"]}'`
  const who = browser(app)
  await who.signIn(account, password, 'staff')
  const [first, other] = [await signInAt(one, who, officeScope), await signInAt(two, who, officeScope)]
  one.told.length = 0
  two.told.length = 0
  return { who, first: first.tokens, other: other.tokens }
}

test('S-033, S-047 an officer whose account is disabled, whose post is taken back or changed is out at every process and sub-site within five seconds', async () => {
  const [sysadmin, secadmin] = [await administrator('sysadmin'), await administrator('secadmin')]
  const [clerk] = await db.sql<{ id: string; post: string; unit: string; department: string; division: string }>`
    select account.id, appointment.id as post, unit, department_code as department, division
    from identity.account join identity.appointment on account_id = account.id where user_name = 'clerk1'`
  assert.ok(clerk)
  const place = { unit: clerk.unit, departmentCode: clerk.department, division: clerk.division }
  const acts: Record<string, () => Promise<void>> = {
    'another post': async () => {
      const wanted = { roles: ['issuer'], ...place, replaces: clerk.post }
      const asked = await sysadmin(`/api/v1/staff/${clerk.id}/posts`, wanted)
      assert.equal(asked.statusCode, 201, asked.body)
      assert.equal((await secadmin(`/api/v1/staff/posts/${asked.json().id}`, { approve: true })).statusCode, 200)
    },
    disabled: async () => assert.equal((await sysadmin(`/api/v1/staff/${clerk.id}/acts`, { act: 'disable' })).statusCode, 200),
  }
  for (const [what, act] of Object.entries(acts)) {
    const signed = await officerAtBoth('clerk1')
    assert.equal(await isAlive(two, signed.other.access_token), true, what)
    await act()
    await overAtBoth(signed)
  }
})

test('S-100 who goes on to a sub-site is in the trail: an officer by name and unit, an applicant masked', async () => {
  await officerAtBoth('chief1')
  await atBoth('citizen1')
  const rows = await db.sql<{ name: string; what: string; network: string; request: string }>`
    select actor_name as name, what, network, request
    from platform.access
    where kind = 'signIn' and what = '应用“示例子站 one”' and actor in (select id from identity.account where user_name in ('chief1', 'citizen1'))
    order by id desc
    limit 2`
  assert.deepEqual(rows.map(({ name }) => name.includes('*')), [true, false]) // biome-ignore format: one line
  for (const { network, request } of rows) assert.ok(network && request)
})

test('S-033 an officer whose last day is over is out at sub-sites within five seconds', async () => {
  const signed = await officerAtBoth('issuer1')
  await db.sql`
    update identity.officer set last_on = identity.civil_day() - 1
    where account_id = (select id from identity.account where user_name = 'issuer1')`
  await overAtBoth(signed)
})

test('S-084 a sub-site signs an officer out: his cookie comes along only when the page asks once more', async () => {
  const signed = await officerAtBoth('approver1')
  const strict = [...signed.who.jar].find(([name]) => name.endsWith('tongban')) ?? assert.fail('no cookie')
  signed.who.jar.delete(strict[0])
  const url = oidc.buildEndSessionUrl(one.config, { id_token_hint: signed.first.id_token ?? '' })
  const led = await signed.who.get(url.href)
  assert.match(led.body, /<h1>正在退出<\/h1>/)
  const again = /^0;url=(\S+&again=1)$/.exec(String(led.headers.refresh))?.[1] ?? assert.fail(String(led.headers.location))
  signed.who.jar.set(...strict)
  assert.match((await signed.who.get(again)).body, /退出统一用户帐号/)
  await signed.who.follow(await signed.who.post('/oidc/logout/confirm', { xsrf: signed.who.hidden('xsrf'), logout: 'yes' }))
  await overAtBoth(signed)
})

test('S-084 who is asked to sign out and stays goes on where he belongs: an officer at his desk, an applicant at 我的', () => {
  const at = (kind: 'staff' | 'person'): string =>
    providerPage(sampleFrame({ viewer: { kind, name: '示例', unread: 0 } }), { kind: 'signOut', action: '/oidc', xsrf: 'x', appName: '' })
      .text
  assert.match(at('staff'), /href="\/console\/">不退出/)
  assert.match(at('person'), /href="\/my">不退出/)
})

test('S-072, S-075 a sub-site that is down holds no other back, and hears later', async () => {
  one.answers = 503
  const signed = await atBoth('citizen1')
  await signed.who.get('/my/consents')
  await signed.who.post('/logout', {})
  await heardBy(two, signed.other)
  await until('the first try at one', () => one.told.length > 0)
  one.answers = 200
  await until('one has heard', async () => {
    await db.sql`
      select graphile_worker.reschedule_jobs(
        array(select id from graphile_worker.jobs where task_identifier = 'apps.log-out' and locked_at is null),
        run_at => now())`
    const open = await db.sql`select id from apps.login where client_sid = ${String(signed.first.claims()?.sid)} and ended_at is null`
    return open.length === 0
  })
})
