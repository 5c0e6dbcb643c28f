import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readCertificate } from '../../../platform/certificates.ts'
import { signWithPem } from '../../../sandbox/ca-forms.ts'
import { issueTo } from '../../../sandbox/ca-store.ts'
import { setStage, visitor } from './stage.test.ts'
import { testAuthenticator } from './testing-authenticator.ts'

const { app, db, password } = await setStage()
const renewed = ['Kmht_wq27', 'Kmht_wq28', 'Kmht_wq29', 'Kmht_wq30', 'Kmht_wq31', 'Kmht_wq32']
const isOld = () =>
  db.sql`update identity.account set password_set_at = now() - interval '91 days' where user_name in ('clerk1', 'citizen1')`
const signInAs = async (secret: string, ip: string) => {
  const officer = visitor(app, ip)
  const { headers } = await officer.signIn('clerk1', secret, 'staff')
  return { officer, location: String(headers.location) }
}

test('S-001 等保: 工作人员的密码满 90 天, 登录后先设新密码, 此前什么都打不开; 最近 5 次用过的不行', async () => {
  await isOld()
  const { officer, location } = await signInAs(password, '10.13.0.1')
  assert.equal(location, '/login/renew')
  assert.equal((await officer.get('/api/v1/me')).statusCode, 401)
  assert.equal((await officer.get('/my/security')).statusCode, 303)
  assert.equal((await officer.get('/login')).headers.location, '/login/staff', '“重新登录” leads to the door he came from')
  await officer.get('/login/renew')
  for (const [text, why] of [
    [password, /最近 5 次/],
    ['kmhtwq27', /三种/],
    ['clerk1_Kmht', /不要出现/],
  ] as const) {
    const refused = await officer.post('/login/renew', { password: text })
    assert.deepEqual([refused.statusCode, why.test(refused.body)], [422, true], text)
  }
  assert.equal((await officer.post('/login/renew', { password: renewed[0] ?? '' })).statusCode, 303)
  assert.equal((await officer.get('/api/v1/me')).statusCode, 200)
  assert.equal((await signInAs(renewed[0] ?? '', '10.13.0.2')).location, '/console/')
})

test('S-001 程序登录也一样: 先去网页设新密码; 个人帐号不受 90 天之限', async () => {
  await isOld()
  const signIn = (account: string, secret: string) =>
    app.inject({
      method: 'POST',
      url: '/api/v1/sessions',
      payload: { account, password: secret },
      headers: { 'x-forwarded-for': '10.13.0.3' },
    })
  const refused = await signIn('clerk1', renewed[0] ?? '')
  assert.deepEqual([refused.statusCode, JSON.parse(refused.body).type, refused.cookies.length], [403, '/problems/password-too-old', 0])
  assert.equal((await signIn('citizen1', password)).statusCode, 201)
})

test('S-001 修改密码也留下用过的: 换过五次以后, 第一个才能再用', async () => {
  await db.sql`update identity.account set password_set_at = now() where user_name = 'clerk1'`
  const { officer } = await signInAs(renewed[0] ?? '', '10.13.0.4')
  const change = async (current: string | undefined, next: string | undefined) => {
    await officer.get('/my/security')
    return (await officer.post('/my/security/password', { current: current ?? '', password: next ?? '' })).statusCode
  }
  for (let i = 1; i < 5; i += 1) assert.equal(await change(renewed[i - 1], renewed[i]), 303, renewed[i])
  assert.equal(await change(renewed[4], renewed[0]), 422, 'the fifth before')
  assert.equal(await change(renewed[4], renewed[5]), 303)
  assert.equal(await change(renewed[5], renewed[0]), 303)
})

test('S-001 用通行密钥、数字证书登录也一样: 密码满 90 天, 先设新密码; 设好后这次登录仍随证书挂失而结束', async () => {
  await db.sql`update identity.account set password_set_at = now() where user_name = 'clerk1'`
  const { officer } = await signInAs(renewed[0] ?? '', '10.13.0.5')
  await officer.get('/my/security/factors')
  const say = async (guest: typeof officer, url: string, payload: object = {}) => {
    const headers = { cookie: guest.cookie(), 'x-csrf-token': guest.hidden('_csrf'), 'x-forwarded-for': '10.13.0.6' }
    return guest.keep(await app.inject({ method: 'POST', url, payload, headers }))
  }
  const device = testAuthenticator()
  const { challenge } = (await say(officer, '/passkeys/enrol/options')).json()
  await say(officer, '/passkeys/enrol', { response: device.make({ challenge }) })
  await isOld()
  const comer = visitor(app, '10.13.0.7')
  await comer.get('/login/staff')
  const asked = (await say(comer, '/passkeys/sign-in/options')).json()
  const come = await say(comer, '/passkeys/sign-in', { response: device.answer({ challenge: asked.challenge }) })
  assert.deepEqual([come.statusCode, come.json().next], [200, '/login/renew'])
  assert.equal((await comer.get('/api/v1/me')).statusCode, 401, 'nothing is open yet')
  await comer.get('/login/renew')

  const issued = (await issueTo(db, '150602198803159029', 'p256')) ?? assert.fail()
  const { fingerprint, notAfter } = readCertificate(issued.certificate) ?? assert.fail()
  const [bound] = await db.sql<{ id: string }>`
    insert into identity.certificate (id, account_id, fingerprint, serial, issuer, subject, algorithm, not_after)
    select gen_random_uuid(), id, ${fingerprint}, ${issued.serial}, 'CA', 'CN', 'p256', ${notAfter}
    from identity.account where user_name = 'clerk1'
    returning id`
  const signed = (text: string) => signWithPem(`${issued.certificate}${issued.privateKey}`, Buffer.from(text)).signature.toString('base64')
  const { challenge: one, text } = (await say(comer, '/api/v1/certificates/challenge')).json()
  const program = await say(comer, '/api/v1/sessions/certificate', {
    certificate: issued.certificate,
    challenge: one,
    signature: signed(text),
  })
  assert.deepEqual([program.statusCode, program.json().type], [403, '/problems/password-too-old'])

  const holder = visitor(app, '10.13.0.8')
  const page = (await holder.get('/login/certificate')).body
  const answer = await holder.post('/login/certificate', {
    certificate: issued.certificate,
    challenge: holder.hidden('challenge'),
    signature: signed(/<textarea id="f-text"[^>]*>([^<]*)</.exec(page)?.[1] ?? ''),
  })
  assert.equal(answer.headers.location, '/login/renew')
  await holder.get('/login/renew')
  assert.equal((await holder.post('/login/renew', { password: 'Kmht_wq33' })).statusCode, 303)
  assert.equal((await holder.get('/api/v1/me')).statusCode, 200)
  const [session] = await db.sql<{ certificate: string }>`
    select data ->> 'certificate' as certificate from platform.session where data ? 'certificate'`
  assert.equal(session?.certificate, bound?.id)
})
