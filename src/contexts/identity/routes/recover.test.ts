import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setStage, type Visitor, visitor } from './stage.test.ts'
import { phoneWalk } from './testing-phone.ts'

const stage = await setStage()
const { app, db, password, messagesTo } = stage
const { start, answer, confirm, codeSentTo, timePasses } = phoneWalk(stage)
const networks = Array.from({ length: 200 }, (_, i) => `10.7.0.${i}`).values()
const fresh = () => visitor(app, networks.next().value ?? '10.7.1.1')
const day = 24 * 3600

const [citizen, company] = ['13900010001', '13900010003']
const setNew = async (guest: Visitor, fields: Record<string, string>) => {
  await guest.get('/recover/password')
  return guest.post('/recover/password', { account: guest.hidden('account'), ...fields })
}

test('R-034 S-007 手机号、验证码、新密码: 各处登录退出, 手机收到通知, 不因此登录; 用过一次就没有了', async () => {
  const elsewhere = fresh()
  await elsewhere.signIn('citizen1', password)
  const guest = fresh()
  assert.equal((await confirm(guest, '/recover', citizen)).headers.location, '/recover/password')
  assert.match((await setNew(guest, { password: 'x13900010001' })).body, /不要出现/)
  const done = await setNew(guest, { password: 'Kuq4_hm7x' })
  assert.equal(done.headers.location, '/login/person?recovered=1')
  assert.equal((await guest.get('/my/profile')).statusCode, 303, 'a recovery signs nobody in, so no second factor is passed by')
  assert.equal((await elsewhere.get('/my/profile')).statusCode, 303, 'every session of the account has ended')
  assert.match((await messagesTo(citizen))[0] ?? '', /设置了新密码/)
  assert.equal((await fresh().signIn('citizen1', password)).statusCode, 422)
  assert.equal((await fresh().signIn('citizen1', 'Kuq4_hm7x')).statusCode, 303)
  assert.equal((await guest.post('/recover/password', { account: '', password: 'Kuq4_hm7y' })).statusCode, 410)
})

test('S-007 十分钟后作废; 别的会话拿不到; 别人的帐号选不了', async () => {
  await timePasses(day)
  const guest = fresh()
  await confirm(guest, '/recover', citizen)
  assert.equal((await fresh().get('/recover/password')).statusCode, 410, 'another session')
  const [other] = await db.sql<{ id: string }>`select id from identity.account where user_name = 'clerk1'`
  assert.equal((await setNew(guest, { account: other?.id ?? '', password: 'Kuq4_hm7z' })).statusCode, 422)
  const [{ minutes } = { minutes: 0 }] = await db.sql<{ minutes: number }>`
    select ceil(extract(epoch from expires_at - now()) / 60)::int as minutes from identity.recovery`
  assert.ok(minutes <= 10)
  await guest.get('/recover/password')
  await db.sql`update identity.recovery set expires_at = now()`
  assert.equal((await guest.post('/recover/password', { password: 'Kuq4_hm7z' })).statusCode, 410)
  assert.equal((await guest.get('/recover/password')).statusCode, 410)
})

test('法人帐号由法定代表人的手机号找回, 他个人的密码不变', async () => {
  const guest = fresh()
  await confirm(guest, '/recover', company)
  const page = await guest.get('/recover/password')
  const [, id = ''] = /value="([\da-f-]{36})"[^>]*><label[^>]*>法人帐号/.exec(page.body) ?? []
  assert.equal((await setNew(guest, { password: 'Kuq4_hm7x', account: '' })).statusCode, 422, 'the account is chosen')
  const done = await setNew(guest, { password: 'Kuq4_hm7x', account: id })
  assert.deepEqual([done.statusCode, done.headers.location], [303, '/login/organisation?recovered=1'])
  assert.equal((await fresh().signIn('company1', 'Kuq4_hm7x', 'organisation')).statusCode, 303)
  assert.equal((await fresh().signIn(company, 'Kuq4_hm7x')).statusCode, 422)
})

test('S-004 没有帐号的手机号走同样的页面, 只有手机上看得出', async () => {
  await timePasses(day)
  for (const path of ['/recover', '/login/code']) {
    await timePasses(60)
    const walk = async (phone: string) => {
      const guest = fresh()
      const sent = await start(guest, path, phone)
      const page = await guest.get(`${path}/code`)
      const wrong = await answer(guest, path, '000000')
      const plain = (text: string) => text.replaceAll(/name="_csrf" value="[^"]*"/g, '').replaceAll(/1\d{2}\*{4}\d{4}/g, 'phone')
      const { date: _, 'set-cookie': _cookie, ...headers } = wrong.headers
      return [sent.statusCode, sent.headers.location, plain(page.body), wrong.statusCode, headers, plain(wrong.body)]
    }
    const unknown = path === '/recover' ? '13800020001' : '13800020002'
    assert.deepEqual(await walk(citizen), await walk(unknown))
    assert.match((await messagesTo(unknown))[0] ?? '', /没有.*帐号/)
  }
})

test('R-035 个人用短信验证码登录; 验证码只用于登录, 不能拿去找回密码; 停用的帐号进不来', async () => {
  await timePasses(day)
  const guest = fresh()
  await start(guest, '/login/code', citizen, { next: '/my/profile' })
  const code = await codeSentTo(citizen)
  assert.equal((await answer(guest, '/recover', code)).headers.location, '/recover', 'no telephone is being confirmed there')
  const done = await answer(guest, '/login/code', code)
  assert.deepEqual([done.statusCode, done.headers.location], [303, '/my/profile'])
  assert.equal((await guest.get('/my/profile')).statusCode, 200)
  await timePasses(day)
  await db.sql`update identity.account set disabled_at = now() where user_name = 'citizen1'`
  assert.equal((await confirm(fresh(), '/login/code', citizen)).statusCode, 422)
  await db.sql`update identity.account set disabled_at = null where user_name = 'citizen1'`
})

test('听不清看不到短信的人改听语音验证码: 同一个限制, 手机接到的是电话', async () => {
  await timePasses(day)
  const guest = fresh()
  await start(guest, '/login/code', citizen)
  await guest.get('/login/code/code')
  assert.equal((await guest.post('/login/code/code', { act: 'voice' })).statusCode, 429, 'one in 60 seconds, by whatever way')
  await timePasses(60)
  await guest.get('/login/code/code')
  const called = await guest.post('/login/code/code', { act: 'voice' })
  assert.equal(called.headers.location, '/login/code/code?sent=voice')
  assert.match((await guest.get('/login/code/code?sent=voice')).body, /正在拨打/)
  const code = await codeSentTo(citizen)
  const [row] = await db.sql<{ channel: string }>`select channel from sandbox.message where text like ${`%${code}%`}`
  assert.equal(row?.channel, 'voice')
  assert.equal((await answer(guest, '/login/code', code)).statusCode, 303)
})

test('S-010 一个网络一分钟内输错二十次验证码后, 第二十一次要等', async () => {
  await timePasses(day)
  const guest = fresh()
  await start(guest, '/login/code', citizen)
  const statuses: number[] = []
  for (let n = 0; n < 21; n += 1) statuses.push((await answer(guest, '/login/code', '999999')).statusCode)
  assert.deepEqual([statuses.slice(0, 20).every((status) => status === 422), statuses[20]], [true, 429])
})

test('S-010 S-016 同时试的验证码也一个一个算: 一个网络一起试二十五次, 只看二十次', async () => {
  await timePasses(day)
  await db.sql`delete from platform.rate_limit where key like 'signIn%'`
  const guest = fresh()
  await start(guest, '/login/code', citizen)
  await guest.get('/login/code/code')
  const tries = Array.from({ length: 25 }, () => guest.post('/login/code/code', { act: 'go', code: '999999' }))
  const statuses = (await Promise.all(tries)).map(({ statusCode }) => statusCode)
  assert.equal(statuses.filter((status) => status === 422).length, 20)
  assert.equal(statuses.filter((status) => status === 429).length, 5)
})
