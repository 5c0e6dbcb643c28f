import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setStage, visitor } from './stage.test.ts'
import { phoneWalk } from './testing-phone.ts'

const stage = await setStage()
const { app, password, messagesTo } = stage
const { start, codeSentTo, timePasses } = phoneWalk(stage)
const [old, next, taken] = ['13900010001', '13800040001', '13900010003']
const networks = Array.from({ length: 50 }, (_, i) => `10.11.0.${i}`).values()
const fresh = () => visitor(app, networks.next().value ?? '10.11.1.1')

test('更换手机号: 新旧两个都确认才换, 两个都收到通知, 别处退出; 旧的从此登录不了', async () => {
  const [guest, elsewhere] = [fresh(), fresh()]
  await elsewhere.signIn('citizen1', password)
  await guest.signIn('citizen1', password)
  assert.equal((await start(guest, '/my/phone', next)).headers.location, '/my/phone/code')
  const [newCode, oldCode] = [await codeSentTo(next), await codeSentTo(old)]
  const answer = async (code: string, oldAnswer: string) => {
    await guest.get('/my/phone/code')
    return guest.post('/my/phone/code', { act: 'go', code, oldCode: oldAnswer })
  }
  const wrong = (code: string) => (code === '000000' ? '111111' : '000000')
  assert.equal((await answer(newCode, wrong(oldCode))).statusCode, 422, 'the new telephone alone is not enough')
  assert.match((await guest.get('/my/profile')).body, /139\*{4}0001/)
  assert.equal((await answer(newCode, oldCode)).headers.location, '/my/profile')
  assert.match((await guest.get('/my/profile')).body, /138\*{4}0001/)
  assert.equal((await elsewhere.get('/my/profile')).statusCode, 303)
  for (const phone of [old, next]) assert.match((await messagesTo(phone))[0] ?? '', /已更换为尾号 0001/)
  assert.equal((await fresh().signIn(old, password)).statusCode, 422)
  assert.equal((await fresh().signIn(next, password)).statusCode, 303)
})

test('S-004 已有帐号的号码走同样的页面, 只是换不成; S-035 五分钟前证明的要重新证明; 访客进不来', async () => {
  await timePasses(24 * 3600)
  const guest = fresh()
  await guest.signIn('citizen1', password)
  assert.equal((await start(guest, '/my/phone', taken)).headers.location, '/my/phone/code')
  assert.match((await messagesTo(taken))[0] ?? '', /不能再绑定/)
  await guest.get('/my/phone/code')
  const refused = await guest.post('/my/phone/code', { act: 'go', code: '123456', oldCode: await codeSentTo(next) })
  assert.deepEqual([refused.statusCode, /验证码不正确/.test(refused.body)], [422, true])
  await stage.db.sql`update platform.session set data = data || '{"freshAt": "2020-01-01T00:00:00Z"}'::jsonb`
  assert.match(String((await guest.get('/my/phone')).headers.location), /^\/my\/again/)
  assert.match(String((await fresh().get('/my/phone')).headers.location), /^\/login\/person/)
})
