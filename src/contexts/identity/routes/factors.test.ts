import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TOTP } from 'otpauth'
import { removeFactor } from '../perform/factors/removal.ts'
import { setStage, type Visitor, visitor } from './stage.test.ts'
import { testAuthenticator } from './testing-authenticator.ts'

const { app, db, password } = await setStage()
const networks = Array.from({ length: 100 }, (_, i) => `10.6.0.${i}`).values()
const fresh = () => visitor(app, networks.next().value ?? '10.6.1.1')

/** Sends JSON with the CSRF token of the page before, as the script of a page does. */
const say = async (guest: Visitor, url: string, payload: object = {}) => {
  const headers = { cookie: guest.cookie(), 'x-csrf-token': guest.hidden('_csrf'), accept: 'application/json' }
  return guest.keep(await app.inject({ method: 'POST', url, payload, headers }))
}
const signedIn = async (account: string, door = 'person'): Promise<Visitor> => {
  const guest = fresh()
  await guest.signIn(account, password, door)
  return guest
}
const challengeFor = async (guest: Visitor, ceremony: string): Promise<string> =>
  (await say(guest, `/passkeys/${ceremony}/options`)).json().challenge

/** A person with a generator of codes; time is moved by forgetting the last step that was taken. */
const withTotp = async (account: string) => {
  const guest = await signedIn(account)
  const { body } = await guest.get('/my/security/factors/totp')
  const secret = (/<code>(.*?)<\/code>/.exec(body)?.[1] ?? '').replace(/<[^>]*>/g, '')
  const code = (at = Date.now()) => new TOTP({ secret, digits: 6, period: 30 }).generate({ timestamp: at })
  return { guest, code }
}
const laterCodes = () => db.sql`update identity.factor set last_step = last_step - 10`

test('S-012 a generator of codes is enrolled by its first code; at the next sign-in a code is asked, taken ±1 step and once', async () => {
  const { guest, code } = await withTotp('citizen1')
  assert.equal((await guest.post('/my/security/factors/totp', { code: '000000' })).statusCode, 422)
  const other = await signedIn('citizen1')
  assert.equal((await guest.post('/my/security/factors/totp', { code: code() })).statusCode, 303)
  assert.equal((await other.get('/my/security')).statusCode, 303, 'S-033: other sessions end')
  await laterCodes()
  const next = fresh()
  const first = await next.signIn('citizen1', password)
  assert.equal(first.headers.location, '/login/second')
  assert.equal((await next.get('/my/security')).statusCode, 303, 'the password alone opens nothing')
  assert.equal((await next.get('/api/v1/me')).statusCode, 401)
  await next.get('/login/second')
  assert.equal((await next.post('/login/second', { code: code(Date.now() - 90_000) })).statusCode, 422, 'too old')
  const taken = code()
  assert.equal((await next.post('/login/second', { code: taken })).headers.location, '/my')
  assert.equal((await next.get('/my/security')).statusCode, 200)
  const thief = fresh()
  await thief.signIn('citizen1', password)
  await thief.get('/login/second')
  assert.equal((await thief.post('/login/second', { code: taken })).statusCode, 422, 'a code is taken once')
})

test('S-005 the API answers 401 second-factor-needed until a code comes along', async () => {
  const { guest, code } = await withTotp('citizen2')
  await guest.post('/my/security/factors/totp', { code: code() })
  await laterCodes()
  const ask = (more: object) =>
    app.inject({
      method: 'POST',
      url: '/api/v1/sessions',
      payload: { account: 'citizen2', password, ...more },
      headers: { 'x-forwarded-for': '10.7.0.1' },
    })
  const needed = await ask({})
  assert.deepEqual([needed.statusCode, needed.json().type, needed.json().factors], [401, '/problems/second-factor-needed', ['totp']])
  const failed = async () =>
    (
      await db.sql`select 1 from identity.sign_in join identity.account on account.id = account_id where user_name = 'citizen2' and outcome = 'wrong'`
    ).length
  const before = await failed()
  assert.equal((await ask({ secondFactor: '000000' })).json().type, '/problems/wrong-second-factor')
  const thief = fresh()
  await thief.signIn('citizen2', password)
  await thief.get('/login/second')
  assert.equal((await thief.post('/login/second', { code: '000000' })).statusCode, 422)
  assert.equal(await failed(), before + 2, 'S-034: the owner reads that somebody had his password')
  assert.equal((await ask({ secondFactor: code() })).statusCode, 201)
})

test('S-012 after five wrong codes even the right one waits; a recovery code is good once', async () => {
  const { guest, code } = await withTotp('legal1')
  await guest.post('/my/security/factors/totp', { code: code() })
  await guest.get('/my/security/factors')
  const { body } = await guest.post('/my/security/factors/recovery', {})
  const codes = [...body.matchAll(/<code>([0-9A-Z]{5}-[0-9A-Z]{5})<\/code>/g)].map((found) => found[1] ?? '')
  assert.equal(codes.length, 10)
  const enter = async (typed: string) => {
    const one = fresh()
    await one.signIn('legal1', password)
    await one.get('/login/second')
    return (await one.post('/login/second', { code: typed })).statusCode
  }
  assert.equal(await enter((codes[0] ?? '').toLowerCase().replace('-', ' ')), 303)
  assert.equal(await enter(codes[0] ?? ''), 422)
  await laterCodes()
  for (let n = 0; n < 4; n += 1) assert.equal(await enter('123456'), 422)
  assert.equal(await enter(code()), 429)
  assert.equal(await enter(codes[1] ?? ''), 429)
  await db.sql`update identity.factor_tries set since = since - interval '16 minutes'`
  assert.equal(await enter(code()), 303)
})

test('S-006 a passkey: our origin, our host, a verified user, a challenge of this session used once', async () => {
  const guest = await signedIn('agent1')
  await guest.get('/my/security/factors')
  const device = testAuthenticator()
  const challenge = await challengeFor(guest, 'enrol')
  const enrol = async (response: object) => (await say(guest, '/passkeys/enrol', { label: '我的手机', response })).statusCode
  assert.equal(await enrol(device.make({ challenge: 'bm90IGFza2Vk' })), 422, 'never asked')
  assert.equal(await enrol(device.make({ challenge: await challengeFor(guest, 'enrol'), origin: 'https://evil.example' })), 422)
  assert.equal(await enrol(device.make({ challenge: await challengeFor(guest, 'enrol'), host: 'evil.example' })), 422)
  assert.equal(await enrol(device.make({ challenge: await challengeFor(guest, 'enrol'), verified: false })), 422)
  assert.equal(await enrol(device.make({ challenge })), 200)
  assert.equal(await enrol(device.make({ challenge })), 422, 'used')

  const comer = fresh()
  await comer.get('/login/person')
  const enter = async (response: object, by = comer) => say(by, '/passkeys/sign-in', { response, next: '/my/security' })
  const stolen = await challengeFor(comer, 'sign-in')
  const other = fresh()
  await other.get('/login/person')
  assert.equal((await enter(device.answer({ challenge: stolen }), other)).statusCode, 422, 'another session')
  for (const change of [{ verified: false }, { host: 'evil.example' }, { origin: 'https://evil.example' }])
    assert.equal(
      (await enter(device.answer({ challenge: await challengeFor(comer, 'sign-in'), ...change }))).statusCode,
      422,
      JSON.stringify(change),
    )
  const old = await challengeFor(comer, 'sign-in')
  await db.sql`update identity.challenge set expires_at = now() - interval '1 second'`
  assert.equal((await enter(device.answer({ challenge: old }))).statusCode, 422, 'five minutes are over')
  const opened = await enter(device.answer({ challenge: await challengeFor(comer, 'sign-in') }))
  assert.deepEqual([opened.statusCode, opened.json().next], [200, '/my/security'])
  assert.equal((await comer.get('/my/security')).statusCode, 200)
})

test('S-006 a passkey whose counter goes back opens nothing, and an alarm is kept', async () => {
  const guest = await signedIn('company1', 'organisation')
  await guest.get('/my/security/factors')
  const device = testAuthenticator()
  assert.equal(
    (await say(guest, '/passkeys/enrol', { response: device.make({ challenge: await challengeFor(guest, 'enrol') }) })).statusCode,
    200,
  )
  const enter = async () => {
    const comer = fresh()
    await comer.get('/login/person')
    return say(comer, '/passkeys/sign-in', { response: device.answer({ challenge: await challengeFor(comer, 'sign-in') }) })
  }
  device.state.counter = 7
  assert.equal((await enter()).statusCode, 200)
  device.state.counter = 3
  assert.equal((await enter()).json().type, '/problems/passkey-may-be-copied')
  const alarms = await db.sql`select 1 from identity.factor_event where what = 'counterWentBack'`
  assert.equal(alarms.length, 1)
})

test('S-006 the last factor goes only after its owner proofed his identity again; S-035 a change asks who one is', async () => {
  await db.sql`delete from identity.factor where kind = 'totp'`
  const guest = await signedIn('citizen1')
  await guest.get('/my/security/factors')
  const device = testAuthenticator()
  await say(guest, '/passkeys/enrol', { response: device.make({ challenge: await challengeFor(guest, 'enrol') }) })
  const [passkey] = await db.sql<{ id: string }>`select id from identity.factor where credential_id = ${device.make({ challenge: '' }).id}`
  const place = `/my/security/factors/${passkey?.id}/remove`
  await db.sql`update platform.session set data = data - 'freshAt'`
  assert.equal((await guest.get(place)).headers.location, `/my/again?next=${encodeURIComponent(place)}`)
  await guest.get('/my/again')
  await guest.post('/my/again', { password })
  assert.match((await guest.get(place)).body, /name="idNumber"/)
  const refused = async (name: string, idNumber: string) => (await guest.post(place, { name, idNumber })).statusCode
  assert.equal(await refused('', ''), 422)
  assert.equal(await refused('somebody', '150602198803159029'), 422)
  const [other] = await db.sql<{ name: string; idNumber: string }>`
    select name, id_number as "idNumber" from sandbox.person where id_number <> '150602198803159029' limit 1`
  assert.equal(await refused(other?.name ?? '', other?.idNumber ?? ''), 422, 'a true claim, of somebody else')
  const [own] = await db.sql<{ name: string }>`select name from sandbox.person where id_number = '150602198803159029'`
  assert.equal((await guest.post(place, { name: own?.name ?? '', idNumber: '150602198803159029' })).statusCode, 303)
  assert.equal((await fresh().signIn('citizen1', password)).headers.location, '/my', 'by password alone again')
})

test('S-006 of two factors taken away at once one stays: the last goes only after a proofing', async () => {
  const [account] = await db.sql<{
    id: string
  }>`select id from identity.account where user_name = 'agent2' or user_name = 'citizen2' limit 1`
  assert.ok(account)
  await db.sql`delete from identity.factor where account_id = ${account.id}`
  const ids = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222']
  for (const id of ids)
    await db.sql`
      insert into identity.factor (id, account_id, kind, label, credential_id, public_key, counter, transports)
      values (${id}, ${account.id}, 'passkey', '通行密钥', ${id}, '\\x00', 0, '{}')`
  const endSessions = async () => undefined
  const take = (id: string) => removeFactor({ db }, { door: 'person', accountId: account.id, id, isProofed: false, endSessions })
  assert.deepEqual((await Promise.all(ids.map(take))).sort(), ['done', 'last'])
  const left = await db.sql<{ id: string }>`select id from identity.factor where account_id = ${account.id}`
  assert.equal(left.length, 1)
  const last = { accountId: account.id, id: left[0]?.id ?? '', isProofed: true, endSessions }
  assert.equal(await removeFactor({ db }, { ...last, door: 'staff' }), 'last')
  assert.equal(await removeFactor({ db }, { ...last, door: 'person' }), 'done')
})

test('S-005 where it is required of all, an officer without a second factor enrols one before anything opens', async () => {
  const strict = await setStage('required')
  const api = await strict.app.inject({
    method: 'POST',
    url: '/api/v1/sessions',
    payload: { account: 'clerk1', password: strict.password },
  })
  assert.deepEqual([api.statusCode, api.json().type], [401, '/problems/second-factor-needed'])
  const officer = visitor(strict.app, '10.8.0.1')
  assert.equal((await officer.signIn('clerk1', strict.password, 'staff')).headers.location, '/login/enrol')
  assert.equal((await officer.get('/my/security')).statusCode, 303, 'nothing is open yet')
  assert.match((await officer.get('/login/enrol')).body, /data-passkey="enrol"/)
  const talk = async (url: string, payload: object = {}) => {
    const headers = { cookie: officer.cookie(), 'x-csrf-token': officer.hidden('_csrf') }
    return officer.keep(await strict.app.inject({ method: 'POST', url, payload, headers }))
  }
  const device = testAuthenticator()
  const second = visitor(strict.app, '10.8.0.4')
  await second.signIn('clerk1', strict.password, 'staff')
  await second.get('/login/enrol')
  const { challenge } = (await talk('/passkeys/enrol/options')).json()
  const enrolled = await talk('/passkeys/enrol', { response: device.make({ challenge }) })
  assert.deepEqual([enrolled.statusCode, enrolled.json().next], [200, '/console/'])
  const late = async (url: string, payload: object = {}) => {
    const headers = { cookie: second.cookie(), 'x-csrf-token': second.hidden('_csrf') }
    return strict.app.inject({ method: 'POST', url, payload, headers })
  }
  const asked = (await late('/passkeys/enrol/options')).json()
  const response = testAuthenticator().make({ challenge: asked.challenge })
  assert.equal((await late('/passkeys/enrol', { response })).statusCode, 422, 'the password alone enrols no other key beside his')
  const [own] = await strict.db.sql<{ id: string }>`select id from identity.factor`
  assert.equal((await officer.get('/my/security/factors/totp')).statusCode, 403, 'no codes for officers')
  assert.equal((await officer.get(`/my/security/factors/${own?.id}/remove`)).statusCode, 409, 'S-006: his last factor stays')
  const again = visitor(strict.app, '10.8.0.2')
  assert.equal((await again.signIn('clerk1', strict.password, 'staff')).headers.location, '/login/second')
  const citizen = visitor(strict.app, '10.8.0.3')
  assert.equal((await citizen.signIn('citizen1', strict.password)).headers.location, '/my', 'a citizen as he likes')
})
