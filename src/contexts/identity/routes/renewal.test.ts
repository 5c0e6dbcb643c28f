import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setStage, visitor } from './stage.test.ts'

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
