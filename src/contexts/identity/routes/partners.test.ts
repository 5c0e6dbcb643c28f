import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setStage, type Visitor, visitor } from './stage.test.ts'
import { phoneWalk } from './testing-phone.ts'

const stage = await setStage()
const { app, db, password } = stage
const networks = Array.from({ length: 200 }, (_, i) => `10.8.0.${i}`).values()
const fresh = () => visitor(app, networks.next().value ?? '10.8.1.1')

/** A browser at the partner's own address: keeps its cookies, follows it until it leads back to us. */
const atPartner = async (url: string, choice: Record<string, string>): Promise<string> => {
  const jar = new Map<string, string>()
  const ask = async (address: string, init: RequestInit = {}): Promise<Response> => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(address, { ...init, redirect: 'manual', headers: { ...init.headers, cookie } })
    for (const set of response.headers.getSetCookie()) {
      const [name = '', value = ''] = set.split(';', 1)[0]?.split(/=(.*)/s) ?? []
      jar.set(name, value)
    }
    const to = response.headers.get('location')
    if (!to || new URL(to, address).host === 'localhost') return response
    return ask(new URL(to, address).href)
  }
  const page = await ask(url)
  const uid = /step\/([\w-]+)"/.exec(await page.text())?.[1] ?? ''
  const done = await ask(new URL(`/sandbox/partner/step/${uid}`, url).href, {
    method: 'POST',
    body: new URLSearchParams(choice).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })
  const back = new URL(done.headers.get('location') ?? 'about:blank')
  return back.pathname + back.search
}

const leave = async (guest: Visitor, path = '/login/partner/alipay'): Promise<string> => String((await guest.get(path)).headers.location)
const comeBack = async (guest: Visitor, choice: Record<string, string>, path?: string) =>
  guest.get(await atPartner(await leave(guest, path), choice))
const stranger = { idNumber: '150622199604239253', phone: '13800030001' }
const accounts = async () => (await db.sql<{ n: number }>`select count(*)::int as n from identity.account`)[0]?.n

test('R-033 未知的支付宝用户: 同意协议后关联实名注册, 有来源和凭据, 密码靠忘记密码; 下次直接登录', async () => {
  const guest = fresh()
  const before = await accounts()
  assert.equal((await comeBack(guest, stranger, '/login/partner/alipay?next=/my/level')).headers.location, '/login/partner/alipay/register')
  const page = await guest.get('/login/partner/alipay/register')
  assert.match(page.body, /示例子/)
  assert.doesNotMatch(page.body, /150622199604239253|13800030001/)
  assert.equal((await guest.post('/login/partner/alipay/register', {})).statusCode, 422, 'no consent, no account')
  assert.equal(await accounts(), before)
  const [kept] = await db.sql<{ text: string }>`select string_agg(data::text, '') as text from platform.session`
  assert.doesNotMatch(kept?.text ?? '', /150622199604239253/)
  assert.equal((await guest.post('/login/partner/alipay/register', { agreed: '1' })).headers.location, '/my/level')
  const level = await guest.get('/my/level')
  assert.match(level.body, /认证等级：实名/)
  assert.match(level.body, /支付宝/)
  const [proofing] = await db.sql<{
    source: string
    evidence: string
  }>`select source, evidence from identity.proofing where method = 'partner'`
  assert.equal(proofing?.source, '支付宝')
  assert.match(proofing?.evidence ?? '', /\/sandbox\/partner 2088[\da-f]{12} \d+$/)
  const consents = await db.sql<{ document: string; version: string; channel: string }>`
    select document, version, channel from identity.consent join identity.proofing using (account_id) where method = 'partner'`
  assert.deepEqual(consents, [{ document: 'registration-agreement', version: '2026-01', channel: 'alipay' }])
  const again = fresh()
  assert.equal((await comeBack(again, stranger)).headers.location, '/my')
  assert.match((await again.get('/my/profile')).body, /示例子/)
})

test('S-012 支付宝没有说明手机号验证过: 注册后先用短信验证码确认, 此前它不算这个人的; 也可以以后再绑', async () => {
  const { confirm } = phoneWalk(stage)
  const profileOf = async (guest: Visitor) => (await guest.get('/my/profile')).body
  const silent = async (idNumber: string, phone: string) => {
    const guest = fresh()
    await comeBack(guest, { idNumber, phone, silent: '1' }, '/login/partner/alipay?next=/my/level')
    const page = await guest.get('/login/partner/alipay/register')
    assert.match(page.body, /注册后用短信验证码确认/)
    assert.equal((await guest.post('/login/partner/alipay/register', { agreed: '1' })).headers.location, '/my/phone')
    return guest
  }
  const [one, two] = await db.sql<{ number: string }>`
    select id_number as number from sandbox.person
    where id_number not in (${stranger.idNumber}, '150602198803159029', '150603199511029039', '150602199301319373')
    order by id_number desc limit 2`
  const guest = await silent(one?.number ?? '', '13800030002')
  assert.doesNotMatch(await profileOf(guest), /138\*{4}0002/)
  const asked = (await guest.get('/my/phone')).body
  assert.deepEqual([/value="13800030002"/.test(asked), /href="\/my\/level">以后再绑定/.test(asked)], [true, true])
  assert.equal((await fresh().signIn('13800030002', password)).statusCode, 422, 'it opens nothing')
  const done = await confirm(guest, '/my/phone', '13800030002', { next: '/my/level' })
  assert.equal(done.headers.location, '/my/level')
  assert.match(await profileOf(guest), /138\*{4}0002/)
  const later = await silent(two?.number ?? '', '13900010001')
  assert.equal((await confirm(later, '/my/phone', '13900010001')).statusCode, 422)
  assert.doesNotMatch(await profileOf(later), /139\*{4}0001/, 'the telephone of another')
})

test('已有帐号的人先登录再关联; 关联的必须是同一个人; 以后用支付宝登录', async () => {
  const own = { idNumber: '150602198803159029' }
  const elsewhere = await comeBack(fresh(), own)
  assert.deepEqual([elsewhere.statusCode, /已经有本平台的帐号/.test(elsewhere.body)], [409, true])
  const guest = fresh()
  await guest.signIn('citizen1', password)
  assert.match((await comeBack(guest, { idNumber: '150603199511029039' }, '/my/level/partner/alipay')).body, /不一致/)
  assert.equal((await comeBack(guest, own, '/my/level/partner/alipay')).headers.location, '/my/level?linked=alipay')
  assert.equal((await comeBack(fresh(), own)).headers.location, '/my')
  await db.sql`update identity.account set disabled_at = now() where user_name = 'citizen1'`
  assert.match((await comeBack(fresh(), own)).body, /已停用/)
  await db.sql`update identity.account set disabled_at = null where user_name = 'citizen1'`
})

test('R-032 未实名的人用支付宝认证成为实名; 别人用过的支付宝帐号不能再关联', async () => {
  const guest = fresh()
  await guest.signIn('citizen2', password)
  assert.match((await guest.get('/my/level')).body, /认证等级：未实名/)
  assert.match((await comeBack(guest, stranger, '/my/level/partner/alipay')).body, /已经关联了另一个帐号/)
  assert.match((await guest.get('/my/level')).body, /认证等级：未实名/)
  assert.equal((await comeBack(guest, { idNumber: '150602199301319373' }, '/my/level/partner/alipay')).statusCode, 303)
  assert.match((await guest.get('/my/level')).body, /认证等级：实名/)
})

test('state、nonce、签发者、伙伴、会话: 换了哪一个都不登录, 一次来回只用一次', async () => {
  const refused = async (guest: Visitor, url: string) => {
    assert.equal((await guest.get(url)).statusCode, 502, url)
    assert.equal((await guest.get('/my/profile')).statusCode, 303, 'nobody is signed in')
  }
  const changed = async (change: (query: URLSearchParams) => void) => {
    const guest = fresh()
    const back = new URL(await atPartner(await leave(guest), stranger), 'http://localhost')
    change(back.searchParams)
    await refused(guest, back.pathname + back.search)
  }
  await changed((query) => query.set('state', 'another'))
  await changed((query) => query.set('iss', 'https://evil.example'))
  await changed((query) => query.delete('iss'))
  await changed((query) => query.set('code', 'another'))

  const victim = fresh()
  const stolen = await atPartner(await leave(fresh()), stranger)
  await refused(victim, stolen)
  await leave(victim)
  await refused(victim, stolen)

  const mixed = fresh()
  const other = await atPartner(await leave(mixed), stranger)
  await refused(mixed, other.replace('/alipay/', '/other/'))

  const once = fresh()
  const back = await atPartner(await leave(once), stranger)
  assert.equal((await once.get(back)).statusCode, 303)
  await once.get('/my/security')
  await once.post('/logout', {})
  await refused(once, back)

  const nonce = fresh()
  const url = await leave(nonce)
  const swapped = new URL(url)
  swapped.searchParams.set('nonce', 'another')
  await refused(nonce, await atPartner(swapped.href, stranger))
  assert.equal((await fresh().get(await atPartner(url, { ...stranger, act: 'cancel' }))).statusCode, 502, 'cancelled')
})

test('S-007 手机丢了: 密码加新手机的短信换不了号; 用关联的支付宝确认本人以后才换, 旧号收到通知, 只换这一次', async () => {
  const { start, codeSentTo, answer, confirm } = phoneWalk(stage)
  const [former, next] = ['13900010001', '13800050001']
  const guest = fresh()
  await guest.signIn('citizen1', password)
  const refused = await start(guest, '/my/phone/lost', next)
  assert.match(refused.body, /要用短信以外的方式确认/)
  assert.equal(await codeSentTo(next), '', 'no code goes out')
  assert.match((await answer(guest, '/my/phone/lost', '123456')).body, /要用短信以外的方式确认/)
  const prove = (idNumber: string) => comeBack(guest, { idNumber }, '/my/again/partner/alipay?next=/my/phone/lost')
  const another = await prove(stranger.idNumber)
  assert.deepEqual([another.statusCode, /没有关联您登录的帐号/.test(another.body)], [409, true], "somebody else's 支付宝")
  assert.match((await guest.get('/my/phone/lost')).body, /选一种方式确认/)
  assert.equal((await prove('150602198803159029')).headers.location, '/my/phone/lost')
  assert.equal((await confirm(guest, '/my/phone/lost', next)).headers.location, '/my/profile')
  assert.match((await stage.messagesTo(former))[0] ?? '', /已更换为尾号 0001/)
  assert.match((await guest.get('/my/profile')).body, /138\*{4}0001/)
  assert.match((await guest.get('/my/phone/lost')).body, /选一种方式确认/, 'another change needs another proof')
})
