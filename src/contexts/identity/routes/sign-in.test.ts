import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hash as argon2 } from '@node-rs/argon2'
import { inviteAdministrator } from '../perform/invitation.ts'
import { passwordHashOf, setPasswordHash } from '../store/accounts.ts'
import { setStage, visitor } from './stage.test.ts'

const { app, db, secrets, password } = await setStage()
/** Each visitor comes from a network of its own, so that no limit of one test meets another. */
const networks = Array.from({ length: 200 }, (_, i) => `10.2.0.${i}`).values()
const network = (): string => networks.next().value ?? '10.2.1.1'
const fresh = () => visitor(app, network())

test('R-035 a person signs in by telephone, by 身份证号 and by user name', async () => {
  for (const account of ['13900010001', ' 139-0001-0001 ', '150602198803159029', '１５０６０２198803159029', 'citizen1', 'Citizen1']) {
    const answer = await fresh().signIn(account, password)
    assert.equal(answer.statusCode, 303, account)
    assert.equal(answer.headers.location, '/my')
  }
})

test('R-042 a legal person signs in by 统一社会信用代码, at its own door only', async () => {
  const [row] = await db.sql<{ uscc: string }>`select uscc from identity.organisation`
  const uscc = row?.uscc ?? ''
  assert.equal((await fresh().signIn(uscc, password, 'organisation')).statusCode, 303)
  assert.equal((await fresh().signIn('company1', password, 'organisation')).statusCode, 303)
  assert.equal((await fresh().signIn(uscc, password, 'person')).statusCode, 422)
  assert.equal((await fresh().signIn('citizen1', password, 'staff')).statusCode, 422)
})

test('S-003 unknown user, wrong password and disabled account get byte-identical answers', async () => {
  const account = 'secadmin'
  const ask = async (one: string, typed: string) => {
    const guest = fresh()
    await guest.get('/login/staff')
    const answer = await guest.post('/login/staff', { account: one, password: typed })
    const { date: _, ...headers } = answer.headers
    return { status: answer.statusCode, headers, body: answer.body.replaceAll(guest.hidden('_csrf'), 'csrf') }
  }
  const wrongPassword = await ask(account, 'not_the_password1')
  await db.sql`update identity.account set disabled_at = now() where user_name = ${account}`
  const disabled = await ask(account, password)
  await db.sql`update identity.account set disabled_at = null, user_name = 'renamed_meanwhile' where user_name = ${account}`
  const unknown = await ask(account, password)
  await db.sql`update identity.account set user_name = ${account} where user_name = 'renamed_meanwhile'`
  assert.equal(wrongPassword.status, 422)
  assert.deepEqual(disabled, wrongPassword)
  assert.deepEqual(unknown, wrongPassword)
  assert.equal((await ask(account, password)).status, 303)
})

test('S-003 the API answers the same problem for unknown and wrong', async () => {
  const ask = async (account: string) => {
    const answer = await app.inject({
      method: 'POST',
      url: '/api/v1/sessions',
      payload: { account, password: 'not_the_password1' },
      headers: { 'x-forwarded-for': network() },
    })
    const { instance: _, ...body } = answer.json()
    return { status: answer.statusCode, body, names: Object.keys(answer.headers).sort() }
  }
  const unknown = await ask('nobody_here')
  assert.deepEqual([unknown.status, unknown.body.type], [401, '/problems/wrong-credentials'])
  assert.deepEqual(await ask('citizen1'), unknown)
})

test('S-010 after five failures the sixth waits, from this network only, whether or not the account exists', async () => {
  for (const account of ['citizen2', 'nobody_at_all']) {
    const attacker = visitor(app, account === 'citizen2' ? '10.4.0.1' : '10.4.0.2')
    for (let n = 0; n < 5; n += 1) assert.equal((await attacker.signIn(account, 'not_the_password1')).statusCode, 422)
    const closed = await attacker.signIn(account, password)
    assert.equal(closed.statusCode, 429)
    assert.ok(Number(closed.headers['retry-after']) > 0)
    assert.match(closed.body, /操作过于频繁，请 \d+ 秒后再试/)
  }
  assert.equal((await visitor(app, '10.4.0.3').signIn('citizen2', password)).statusCode, 303, 'the owner, elsewhere')
})

/** Sign-ins of a program to one account from one network. */
const guesses = (address: string) => async (typed: string) =>
  app.inject({
    method: 'POST',
    url: '/api/v1/sessions',
    payload: { account: 'legal1', password: typed },
    headers: { 'x-forwarded-for': address },
  })

test('S-010, S-016 thirty guesses at the same moment are five; the owner elsewhere is not kept out', async () => {
  const [guess, own] = [guesses('10.4.0.9'), guesses('10.4.0.10')]
  const answers = await Promise.all(Array.from({ length: 30 }, () => guess('not_the_password1')))
  assert.equal(answers.filter(({ statusCode }) => statusCode === 401).length, 5)
  assert.equal((await guess(password)).statusCode, 429, 'with the right password too, from there')
  assert.equal((await own(password)).statusCode, 201)
})

test('S-010 the fiftieth failure within 12 hours closes the account for 12 hours to this network, never to the owner elsewhere', async () => {
  const [guess, own] = [guesses('10.4.0.11'), guesses('10.4.0.12')]
  await guess('not_the_password1')
  const key = `signInAccountLong:${secrets.lookupHash('LEGAL1 10.4.0.11', 'limit signInAccountLong')}`
  assert.equal((await db.sql`update platform.rate_limit set points = 48 where key = ${key} returning key`).length, 1)
  assert.equal((await guess('not_the_password1')).statusCode, 401, 'the forty-ninth')
  assert.equal((await guess(password)).statusCode, 201, 'a right one does not count')
  assert.equal((await guess('not_the_password1')).statusCode, 401, 'the fiftieth')
  const closed = await guess(password)
  assert.equal(closed.statusCode, 429)
  assert.ok(Number(closed.headers['retry-after']) > 12 * 3600 - 60, String(closed.headers['retry-after']))
  assert.equal((await own(password)).statusCode, 201)
})

test('S-010 a name is one name however its letters are written: capitals, full width, the sign of the kelvin', async () => {
  const attacker = visitor(app, '10.4.0.13')
  for (const name of ['clerk1', 'CLERK1', 'ｃｌｅｒｋ１', 'cler\u212a1', ' Clerk1 '])
    assert.equal((await attacker.signIn(name, 'not_the_password1', 'staff')).statusCode, 422, name)
  for (const name of ['clerk1', 'cler\u212a1']) assert.equal((await attacker.signIn(name, password, 'staff')).statusCode, 429, name)
})

test('S-030 a new session at login: the token known before is dead, and the old CSRF token with it', async () => {
  const guest = fresh()
  await guest.get('/login/person')
  const before = guest.cookie()
  await guest.post('/login/person', { account: 'citizen1', password })
  assert.notEqual(guest.cookie(), before)
  const planted = await app.inject({ url: '/my/profile', headers: { cookie: before } })
  assert.equal(planted.statusCode, 303)
  assert.equal((await guest.get('/my/profile')).statusCode, 200)
})

test('S-031 the cookie is __Host-, Secure, HttpOnly; Lax for applicants, Strict for officers', async () => {
  const sent = async (account: string, door: string) => String((await fresh().signIn(account, password, door)).headers['set-cookie'])
  assert.match(await sent('citizen1', 'person'), /^__Host-tongban=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
  assert.match(await sent('clerk1', 'staff'), /^__Host-tongban=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/)
})

test('S-062 after the login the person returns to where he was, and to no other site', async () => {
  const arrive = async (next: string) => {
    const guest = fresh()
    await guest.get(`/login/person?next=${encodeURIComponent(next)}`)
    return (await guest.post('/login/person', { account: 'citizen1', password, next: guest.hidden('next') })).headers.location
  }
  assert.equal(await arrive('/150602/guide/x?a=1'), '/150602/guide/x?a=1')
  for (const foreign of ['//evil.example', 'https://evil.example', '/\\evil.example', '/\tevil', 'javascript:alert(1)', '/login/person']) {
    assert.equal(await arrive(foreign), '/my', foreign)
  }
})

test('U-037 a wrong login keeps the account, never the password; 422, and the summary leads to the field', async () => {
  const { statusCode, body } = await fresh().signIn('13900010001', 'secret_typed1')
  assert.equal(statusCode, 422)
  assert.match(body, /<title>错误/)
  assert.match(body, /<a href="#f-account">[^<]+不正确/)
  assert.match(body, /id="f-account"[^>]*value="13900010001"/)
  assert.doesNotMatch(body, /secret_typed1/)
})

test('the API signs in, tells who one is, and signs out', async () => {
  const signedIn = await app.inject({
    method: 'POST',
    url: '/api/v1/sessions',
    payload: { account: 'clerk1', password },
    headers: { 'x-forwarded-for': '10.5.0.1' },
  })
  assert.equal(signedIn.statusCode, 201)
  const { person, csrfToken } = signedIn.json()
  assert.deepEqual([person.kind, person.roles, person.division], ['staff', ['clerk'], '150600000000'])
  const cookie = signedIn.cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  const me = await app.inject({ url: '/api/v1/me', headers: { cookie } })
  assert.deepEqual(me.json(), { person, csrfToken })
  const signOut = (token: string) => app.inject({ method: 'DELETE', url: '/api/v1/sessions', headers: { cookie, 'x-csrf-token': token } })
  assert.equal((await signOut('wrong')).statusCode, 403)
  assert.equal((await signOut(csrfToken)).statusCode, 204)
  assert.equal((await app.inject({ url: '/api/v1/me', headers: { cookie } })).statusCode, 401)
})

test('S-056 the API refuses unknown members', async () => {
  const answer = await app.inject({ method: 'POST', url: '/api/v1/sessions', payload: { account: 'citizen1', password, role: 'sysadmin' } })
  assert.deepEqual([answer.statusCode, answer.json().type], [400, '/problems/invalid-request'])
})

test('S-034 a person sees where he is signed in, by device and network, and ends one or all others; S-033 their next request is a visitor', async () => {
  const [here, there, third] = [fresh(), fresh(), fresh()]
  for (const one of [here, there, third]) await one.signIn('agent1', password)
  const page = await here.get('/my/security')
  assert.match(page.body, /就是这里/)
  assert.match(page.body, /10\.\d+\.\d+\.\*/)
  assert.doesNotMatch(page.body, />10\.\d+\.\d+\.\d+</, 'never the whole address')
  const sids = [...page.body.matchAll(/name="sid" value="([^"]+)"/g)].map(([, sid]) => sid ?? '')
  assert.equal(sids.length, 2)
  const stranger = fresh()
  await stranger.signIn('legal1', password)
  await stranger.get('/my/security')
  assert.equal((await stranger.post('/my/security/end', { sid: sids[0] ?? '' })).statusCode, 404, "another's session is not there (S-041)")
  await here.get('/my/security')
  assert.equal((await here.post('/my/security/end', { sid: sids[0] ?? '' })).statusCode, 303)
  const left = [await there.get('/my/security'), await third.get('/my/security')].map(({ statusCode }) => statusCode)
  assert.deepEqual(left.toSorted(), [200, 303], 'one ended')
  await here.get('/my/security')
  assert.equal((await here.post('/my/security/others', {})).statusCode, 303)
  assert.deepEqual([(await there.get('/my/security')).statusCode, (await third.get('/my/security')).statusCode], [303, 303])
  assert.equal((await here.get('/my/security')).statusCode, 200)
})

test('S-034 the owner reads who came in and who tried; from a new network he is told', async () => {
  const mine = async () => {
    const here = fresh()
    await here.signIn('citizen1', password)
    return here.get('/my/security')
  }
  await mine()
  await fresh().signIn('citizen1', 'not_the_password_1')
  await visitor(app, '203.0.113.9').signIn('citizen1', password)
  const { body } = await mine()
  assert.match(body, /没有成功/)
  assert.match(body, /203\.0\.113\.\*/)
  const told = await db.sql<{ body: string }>`select body from identity.message where title like '%新的设备%' order by at desc`
  assert.match(told.map((one) => one.body).join(), /203\.0\.113\.\*/)
  await fresh().signIn('nobody_at_all', 'not_the_password_1')
  const [row] = await db.sql<{ n: number }>`select count(*)::int as n from identity.sign_in where account_id is null`
  assert.ok((row?.n ?? 0) > 0, 'S-003: a try at no account costs the same write')
})

test('S-035 a new password needs the old one; then every other session ends and the token changes', async () => {
  const [here, there] = [fresh(), fresh()]
  await here.signIn('legal1', password)
  await there.signIn('legal1', password)
  await here.get('/my/security')
  const wrong = await here.post('/my/security/password', { current: 'not_it_1234', password: 'Kuq4_hm7x' })
  assert.equal(wrong.statusCode, 422)
  assert.match(wrong.body, /<a href="#f-current">现在的密码不正确/)
  const before = here.cookie()
  assert.equal((await here.post('/my/security/password', { current: password, password: 'Kuq4_hm7x' })).statusCode, 303)
  assert.notEqual(here.cookie(), before)
  assert.equal((await here.get('/my/security')).statusCode, 200)
  assert.equal((await there.get('/my/security')).statusCode, 303)
  assert.equal((await fresh().signIn('legal1', password)).statusCode, 422)
  assert.equal((await fresh().signIn('legal1', 'Kuq4_hm7x')).statusCode, 303)
})

test('S-030 acting for an organisation is a new token; one may act only for one’s own', async () => {
  const agent = fresh()
  await agent.signIn('agent1', password)
  const [row] = await db.sql<{ id: string }>`select id from identity.organisation`
  const id = row?.id ?? ''
  await agent.get('/my/acting')
  const before = agent.cookie()
  assert.equal((await agent.post('/my/acting', { organisation: id })).statusCode, 303)
  assert.notEqual(agent.cookie(), before)
  assert.match((await agent.get('/my/profile')).body, /示例商贸有限公司/)
  await agent.get('/my/acting')
  assert.equal((await agent.post('/my/acting', { organisation: '' })).statusCode, 303)
  assert.doesNotMatch((await agent.get('/my/profile')).body, /示例商贸有限公司/)
  const other = fresh()
  await other.signIn('citizen1', password)
  await other.get('/my/acting')
  await other.get('/my/security')
  assert.equal((await other.post('/my/acting', { organisation: id })).statusCode, 422)
})

test('F3 the profile shows masked numbers only', async () => {
  const citizen = fresh()
  await citizen.signIn('citizen1', password)
  const { body } = await citizen.get('/my/profile')
  assert.match(body, /139\*\*\*\*0001/)
  assert.match(body, /150602\*{8}9029/)
  assert.doesNotMatch(body, /13900010001|150602198803159029/)
})

test('S-008 an invitation makes one administrator, once, within 24 hours', async () => {
  const token = await inviteAdministrator({ db, secrets }, { name: '示例管理员', role: 'sysadmin', division: '150600000000' })
  const guest = fresh()
  assert.match((await guest.get(`/invite/${token}`)).body, /系统管理员/)
  const weak = await guest.post(`/invite/${token}`, { userName: 'admin_two', password: 'password1' })
  assert.equal(weak.statusCode, 422)
  assert.match(weak.body, /value="admin_two"/)
  assert.equal((await guest.post(`/invite/${token}`, { userName: 'auditor', password: 'Kuq4_hm7x' })).statusCode, 422, 'a taken name')
  assert.equal((await guest.post(`/invite/${token}`, { userName: 'admin_two', password: 'Kuq4_hm7x' })).statusCode, 303)
  assert.equal((await guest.get(`/invite/${token}`)).statusCode, 404)
  assert.equal((await fresh().signIn('admin_two', 'Kuq4_hm7x', 'staff')).statusCode, 303)
  const late = await inviteAdministrator({ db, secrets }, { name: '示例管理员', role: 'auditor', division: '150600000000' })
  await db.sql`update identity.invitation set expires_at = expires_at - interval '24 hours'`
  assert.equal((await guest.get(`/invite/${late}`)).statusCode, 404)
})

test('S-002 a hash of a lower cost is made anew when its owner signs in, with the same password; a wrong one changes nothing', async () => {
  const cheap = await argon2(password, { memoryCost: 4096, timeCost: 1, parallelism: 1 })
  const [row] = await db.sql<{ id: string; hash: string }>`
    select id, password_hash as hash from identity.account where user_name = 'citizen2'`
  assert.ok(row)
  await setPasswordHash(db.sql, row.id, { former: row.hash, next: cheap })
  await fresh().signIn('citizen2', 'not_the_password1')
  assert.equal(await passwordHashOf(db.sql, row.id), cheap)
  assert.equal((await fresh().signIn('citizen2', password)).statusCode, 303)
  const anew = (await passwordHashOf(db.sql, row.id)) ?? ''
  assert.match(anew, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  assert.equal((await fresh().signIn('citizen2', password)).statusCode, 303)
  assert.equal(await passwordHashOf(db.sql, row.id), anew, 'once')
})

test('S-002, S-007 a newer hash of a password does not bring back one that was replaced meanwhile', async () => {
  const [account] = await db.sql<{ id: string; former: string }>`
    select id, password_hash as former from identity.account where user_name = 'citizen2'`
  assert.ok(account)
  const { id, former } = account
  await setPasswordHash(db.sql, id, { former, next: 'newer' })
  await setPasswordHash(db.sql, id, { former, next: 'the old one again' })
  assert.equal(await passwordHashOf(db.sql, id), 'newer')
  await setPasswordHash(db.sql, id, { former: 'newer', next: former })
})
