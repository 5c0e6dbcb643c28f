import assert from 'node:assert/strict'
import { test } from 'node:test'
import cookie from '@fastify/cookie'
import Fastify from 'fastify'
import { asProblem, sendProblem } from '../../../platform/http.ts'
import { sessions as makeSessions } from '../../../platform/session.ts'
import { setStage, visitor } from './stage.test.ts'

const { app, db, password } = await setStage()
let network = 0
const signedIn = async (account: string, door: string) => {
  network += 1
  const guest = visitor(app, `10.9.0.${network}`)
  assert.equal((await guest.signIn(account, password, door)).statusCode, 303)
  return guest
}
type Guest = Awaited<ReturnType<typeof signedIn>>
const isIn = async (guest: Guest): Promise<boolean> =>
  'person' in (await app.inject({ url: '/api/v1/me', headers: { cookie: guest.cookie() } })).json()

/** As if every session had been used last so long ago. */
const rest = (seconds: number) => db.sql`update platform.session set seen_at = now() - make_interval(secs => ${seconds}::int)`
/** As if every session had begun so much earlier. */
const earlier = (minutes: number) => db.sql`update platform.session set expires_at = expires_at - make_interval(mins => ${minutes}::int)`

for (const [what, account, door, minutes] of [
  ['an officer', 'clerk1', 'staff', 15],
  ['an administrator', 'auditor', 'staff', 15],
  ['a citizen', 'citizen1', 'person', 30],
  ['a legal person', 'company1', 'organisation', 30],
] as const) {
  test(`S-032 ${what} who does nothing is in just below ${minutes} minutes and out above, whatever his browser keeps`, async () => {
    const guest = await signedIn(account, door)
    await rest(minutes * 60 - 5)
    assert.equal(await isIn(guest), true)
    await rest(minutes * 60 + 5)
    assert.equal(await isIn(guest), false)
    await rest(0)
    const again = await signedIn(account, door)
    assert.equal(await isIn(again), true, 'and comes in again at the door')
  })
}

test('S-032 a request keeps a session awake', async () => {
  const guest = await signedIn('clerk1', 'staff')
  await rest(14 * 60)
  assert.equal(await isIn(guest), true)
  const [row] = await db.sql<{ age: number }>`
    select extract(epoch from now() - max(seen_at))::int as age from platform.session where subject_kind = 'staff'`
  assert.ok((row?.age ?? 999) < 60, 'used now')
})

for (const [account, door] of [
  ['clerk1', 'staff'],
  ['citizen1', 'person'],
] as const) {
  test(`S-032 after twelve hours ${account} is out however busy he was; proving himself again makes them no longer`, async () => {
    const guest = await signedIn(account, door)
    await earlier(12 * 60 - 1)
    assert.equal(await isIn(guest), true, 'a minute before')
    const before = guest.cookie()
    await guest.get('/my/again')
    assert.equal((await guest.post('/my/again', { password })).statusCode, 303)
    assert.notEqual(guest.cookie(), before, 'a new token (S-030)')
    assert.equal(await isIn(guest), true)
    await earlier(2)
    assert.equal(await isIn(guest), false)
  })
}

test('S-032 acting for an organisation and for oneself again, with a new token each time, makes a session no longer', async () => {
  const guest = await signedIn('agent1', 'person')
  const [organisation] = await db.sql<{ id: string }>`select id from identity.organisation limit 1`
  await earlier(12 * 60 - 1)
  for (const actingFor of [organisation?.id ?? '', '']) {
    const before = guest.cookie()
    await guest.get('/my/acting')
    const answer = await guest.post('/my/acting', { organisation: actingFor })
    assert.equal(answer.statusCode, 303, answer.body.slice(0, 300))
    assert.notEqual(guest.cookie(), before)
    assert.equal(await isIn(guest), true)
  }
  await earlier(2)
  assert.equal(await isIn(guest), false)
})

test('S-030 at each change of standing the token before is dead: proven again, acting for another, in once more, in as somebody else', async () => {
  const guest = await signedIn('agent1', 'person')
  const [row] = await db.sql<{ id: string }>`select id from identity.organisation`
  const opens = async (cookie: string): Promise<number> => (await app.inject({ url: '/api/v1/me', headers: { cookie } })).statusCode
  for (const [path, fields] of [
    ['/my/again', { password }],
    ['/my/acting', { organisation: row?.id ?? '' }],
    ['/login/person', { account: 'agent1', password }],
    ['/login/person', { account: 'citizen2', password }],
  ] as const) {
    await guest.get('/my/security')
    const before = guest.cookie()
    assert.equal(await opens(before), 200, path)
    await guest.post(path, fields)
    assert.notEqual(guest.cookie(), before, path)
    assert.deepEqual([await opens(before), await opens(guest.cookie())], [401, 200], path)
  }
})

test('S-032 coming in at the door begins twelve hours anew, also from an open session', async () => {
  const guest = await signedIn('citizen1', 'person')
  await earlier(11 * 60)
  const csrf = (await guest.get('/api/v1/me')).json().csrfToken
  const payload = { account: 'citizen1', password }
  const headers = { cookie: guest.cookie(), 'x-csrf-token': csrf, 'x-forwarded-for': '10.9.1.1' }
  guest.keep(await app.inject({ method: 'POST', url: '/api/v1/sessions', payload, headers }))
  await earlier(2 * 60)
  assert.equal(await isIn(guest), true)
})

test('S-033 a request that was on its way when the sessions of its account were ended opens none again', async () => {
  const sessions = makeSessions({ db, secret: 'a secret of the tests, long enough', publicUrl: 'http://localhost' })
  const subjectId = '11111111-1111-4111-8111-111111111111'
  const own = Fastify()
  await own.register(cookie)
  sessions.install(own)
  own.setErrorHandler((error, _request, reply) => sendProblem(reply, asProblem(error)))
  own.post('/in', async (request, reply) => sessions.signIn(request, reply, { kind: 'applicant', subjectId, comesIn: true }))
  own.post<{ Body: { ended: boolean; actingFor?: string } }>('/on', async (request, reply) => {
    const { ended, ...data } = request.body
    if (ended) await sessions.endAll(db.sql, subjectId) // as another request does meanwhile
    return sessions.signIn(request, reply, { kind: 'applicant', subjectId, data })
  })
  const open = async () => (await db.sql`select 1 from platform.session where subject_id = ${subjectId}`).length
  let jar = ''
  const post = async (url: string, payload = {}) => {
    const answer = await own.inject({ method: 'POST', url, payload, headers: { cookie: jar } })
    for (const { name, value } of answer.cookies) jar = `${name}=${value}`
    return answer.statusCode
  }
  for (const standing of [{}, { actingFor: 'another' }]) {
    assert.equal(await post('/in'), 200)
    assert.equal(await post('/on', { ended: false, ...standing }), 200)
    assert.equal(await open(), 1)
    assert.equal(await post('/on', { ended: true, ...standing }), 401)
    assert.equal(await post('/in'), 200)
    assert.equal(await post('/on', { ended: true, actingFor: 'a third' }), 401)
    assert.equal(await open(), 0)
  }
  await own.close()
})

test('S-033 a new password, a factor less, a lost certificate: all or nothing with the sessions that they end', async () => {
  const guest = await signedIn('citizen1', 'person')
  const [account] = await db.sql<{ id: string }>`select id from identity.account where user_name = 'citizen1'`
  const [factor, certificate] = ['33333333-3333-4333-8333-333333333333', '44444444-4444-4444-8444-444444444444']
  await db.sql`
    insert into identity.factor (id, account_id, kind, label, credential_id, public_key, counter, transports)
    values (${factor}, ${account?.id ?? ''}, 'passkey', '通行密钥', 'one', '\\x00', 0, '{}')`
  await db.sql`
    insert into identity.certificate (id, account_id, fingerprint, serial, issuer, subject, algorithm, not_after)
    values (${certificate}, ${account?.id ?? ''}, 'f', '1', 'CA', 'CN', 'sm2', now() + interval '1 year')`
  const stands = async () => {
    const [row] = await db.sql<{ hash: string; factors: number; certificates: number }>`
      select password_hash as hash,
        (select count(*)::int from identity.factor where account_id = account.id) as factors,
        (select count(*)::int from identity.certificate where account_id = account.id and ended_at is null) as certificates
      from identity.account where id = ${account?.id ?? ''}`
    return row
  }
  const before = await stands()
  await db.sql`
    create function refuse_end() returns trigger language plpgsql as $$ begin raise exception 'the database is going down'; end $$`
  await db.sql`create trigger refuse_end before delete on platform.session execute function refuse_end()`
  for (const [path, fields] of [
    ['/my/security/password', { current: password, password: 'Kuq4_hm7x9' }],
    [`/my/security/factors/${factor}/remove`, {}],
    [`/my/level/certificate/${certificate}/end`, { why: 'lost' }],
  ] as const) {
    await guest.get('/my/security')
    assert.equal((await guest.post(path, fields)).statusCode, 500, path)
    assert.deepEqual(await stands(), before, path)
  }
  await db.sql`drop trigger refuse_end on platform.session`
})
