import assert from 'node:assert/strict'
import { test } from 'node:test'
import { needFresh } from '../perform/fresh.ts'
import { setStage, visitor } from './stage.test.ts'

const { app, db, password } = await setStage()
app.get('/my/guarded', async (request) => {
  needFresh(request)
  return 'open'
})
app.get('/api/v1/guarded', async (request) => {
  needFresh(request, 1)
  return { open: true }
})

/** Makes every session that is open look as if its owner had proven himself so long ago. */
const age = (minutes: number) => db.sql`
  update platform.session
  set data = data || jsonb_build_object('freshAt', to_char(now() at time zone 'utc' - make_interval(mins => ${minutes}::int), 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))`

test('S-035 an act that matters opens for five minutes after a proof, then asks once more and leads back', async () => {
  const guest = visitor(app)
  await guest.signIn('citizen1', password)
  assert.equal((await guest.get('/my/guarded')).body, 'open')
  await age(6)
  const led = await guest.get('/my/guarded')
  assert.deepEqual([led.statusCode, led.headers.location], [303, '/my/again?next=%2Fmy%2Fguarded'])
  await guest.get(String(led.headers.location))
  const wrong = await guest.post('/my/again', { password: 'not_the_password1', next: guest.hidden('next') })
  assert.equal(wrong.statusCode, 422)
  assert.equal((await guest.get('/my/guarded')).statusCode, 303, 'a wrong password proves nothing')
  await guest.get(String(led.headers.location))
  const before = guest.cookie()
  const right = await guest.post('/my/again', { password, next: guest.hidden('next') })
  assert.deepEqual([right.statusCode, right.headers.location], [303, '/my/guarded'])
  assert.notEqual(guest.cookie(), before, 'S-030: a new token')
  assert.equal((await guest.get('/my/guarded')).body, 'open')
})

test('S-035 a program gets 403 fresh-sign-in-needed, proves itself and goes on; a visitor is never fresh', async () => {
  const guest = visitor(app, '10.1.0.2')
  await guest.signIn('citizen2', password)
  await age(2)
  const refused = await guest.get('/api/v1/guarded')
  assert.deepEqual([refused.statusCode, refused.json().type], [403, '/problems/fresh-sign-in-needed'])
  const csrf = (await guest.get('/api/v1/me')).json().csrfToken
  const prove = (typed: string) =>
    app.inject({
      method: 'POST',
      url: '/api/v1/sessions/again',
      payload: { password: typed },
      headers: { cookie: guest.cookie(), 'x-csrf-token': csrf },
    })
  assert.equal((await prove('not_the_password1')).statusCode, 401)
  const proven = await prove(password)
  assert.equal(proven.statusCode, 200)
  const cookie = String(proven.headers['set-cookie']).split(';')[0] ?? ''
  assert.deepEqual((await app.inject({ url: '/api/v1/guarded', headers: { cookie } })).json(), { open: true })
  assert.equal((await app.inject({ url: '/api/v1/guarded' })).statusCode, 403)
})

test('S-010 who holds an open session guesses its password five times a minute, and fifty times in twelve hours', async () => {
  const thief = visitor(app)
  await thief.signIn('citizen2', password)
  const guess = async (typed: string) => {
    await db.sql`delete from platform.rate_limit where key like 'signInAccount:%'` // a minute passes
    await thief.get('/my/again')
    return (await thief.post('/my/again', { password: typed })).statusCode
  }
  assert.equal(await guess('not_the_password1'), 422)
  await db.sql`update platform.rate_limit set points = 49 where key like 'signInAccountLong:%'`
  assert.deepEqual([await guess('not_the_password1'), await guess(password)], [422, 429])
})

test('S-035 telephone, factors, recovery codes, certificates, a linked partner: six minutes after the proof each asks who one is', async () => {
  const guest = visitor(app, '10.1.0.9')
  await guest.signIn('legal1', password)
  const [account] = await db.sql<{ id: string }>`select id from identity.account where user_name = 'legal1'`
  const id = '55555555-5555-4555-8555-555555555555'
  await db.sql`
    insert into identity.factor (id, account_id, kind, label, credential_id, public_key, counter, transports)
    values (${id}, ${account?.id ?? ''}, 'passkey', '通行密钥', 'again', '\\x00', 0, '{}')`
  await guest.get('/my/security')
  await age(6)
  const led = async (answer: Promise<{ statusCode: number; headers: Record<string, unknown> }>): Promise<string> => {
    const { statusCode, headers } = await answer
    return `${statusCode} ${String(headers.location).split('?')[0]}`
  }
  for (const path of [
    '/my/phone',
    '/my/security/factors/totp',
    `/my/security/factors/${id}/remove`,
    '/my/level/certificate/bind',
    '/my/level/partner/alipay',
  ])
    assert.equal(await led(guest.get(path)), '303 /my/again', path)
  for (const path of [
    '/my/phone',
    '/my/phone/code',
    '/my/security/factors/totp',
    '/my/security/factors/recovery',
    `/my/security/factors/${id}/remove`,
    '/my/level/certificate/bind',
    '/my/level/certificate/bind/code',
    `/my/level/certificate/${id}/end`,
  ]) {
    await guest.get('/my/security')
    assert.equal(await led(guest.post(path, {})), '303 /my/again', path)
  }
  await guest.get('/my/security')
  const headers = { cookie: guest.cookie(), 'x-csrf-token': guest.hidden('_csrf') }
  const enrol = await app.inject({ method: 'POST', url: '/passkeys/enrol/options', payload: {}, headers })
  assert.equal(await led(Promise.resolve(enrol)), '303 /my/again')
})
