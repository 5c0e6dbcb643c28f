import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hashPassword } from '../../../platform/secrets.ts'
import { smsOutbox } from '../../../platform/sms.ts'
import { identityLimits } from '../perform/limits.ts'
import { idNumberHash } from '../perform/viewer.ts'
import { setStage, type Visitor, visitor } from './stage.test.ts'

const { app, db, secrets, password, messagesTo } = await setStage()
const networks = Array.from({ length: 200 }, (_, i) => `10.6.0.${i}`).values()
const fresh = () => visitor(app, networks.next().value ?? '10.6.1.1')
const phones = Array.from({ length: 50 }, (_, i) => `137000100${String(i).padStart(2, '0')}`).values()
const newPhone = (): string => phones.next().value ?? ''

/** Fifteen seconds pass for whoever waits. */
const waitIsOver = () => db.sql`update identity.captcha set usable_at = usable_at - interval '15 seconds' where answer_hash is null`
const minutePasses = () => db.sql`update platform.rate_limit set expire = expire - 60000 where key like 'smsPause:%'`

const start = async (guest: Visitor, phone: string, more: Record<string, string> = {}) => {
  await guest.get('/register/person')
  await guest.post('/register/person', { act: 'wait', phone })
  await waitIsOver()
  return guest.post('/register/person', { act: 'send', phone, captcha: guest.hidden('captcha'), agreed: '1', ...more })
}
const codeSentTo = async (phone: string): Promise<string> => /\d{6}/.exec((await messagesTo(phone))[0] ?? '')?.[0] ?? ''
const answer = async (guest: Visitor, code: string, more: Record<string, string> = {}) => {
  await guest.get('/register/person/code')
  return guest.post('/register/person/code', { act: 'register', code, password: 'Kuq4_hm7x', ...more })
}
const register = async (guest: Visitor, phone: string) => {
  await start(guest, phone)
  return answer(guest, await codeSentTo(phone))
}

test('R-024 telephone, wait, consent, code and password make a 未实名 account; 实名 is offered and may be skipped', async () => {
  const guest = fresh()
  const phone = newPhone()
  const done = await register(guest, phone)
  assert.deepEqual([done.statusCode, done.headers.location], [303, '/my/realname?fresh=1'])
  assert.match((await guest.get('/my/realname?fresh=1')).body, /跳过此步骤/)
  assert.match((await guest.get('/my/profile')).body, /未实名/)
  const [consent] = await db.sql<{ document: string; version: string; channel: string }>`
    select document, version, channel from identity.consent join identity.account on id = account_id
    where user_name is null`
  assert.deepEqual(consent, { document: 'registration-agreement', version: '2026-01', channel: 'web' })
  assert.equal((await fresh().signIn(phone, 'Kuq4_hm7x')).statusCode, 303)
})

test('R-024 without the consent no code is sent', async () => {
  const phone = newPhone()
  const refused = await start(fresh(), phone, { agreed: '' })
  assert.equal(refused.statusCode, 422)
  assert.match(refused.body, /<a href="#f-agreed">请阅读并勾选/)
  assert.deepEqual(await messagesTo(phone), [])
})

test('U-037 wrong input keeps every value but passwords; 422; the summary leads to the fields', async () => {
  const guest = fresh()
  const first = await start(guest, '12345')
  assert.equal(first.statusCode, 422)
  assert.match(first.body, /<title>错误/)
  assert.match(first.body, /<a href="#f-phone">请填写 11 位手机号码/)
  assert.match(first.body, /id="f-phone"[^>]*value="12345"/)
  assert.match(first.body, /name="agreed" value="1" checked/)
  assert.match(first.body, /验证已通过/, 'who has waited is not sent back to wait')
  const phone = newPhone()
  const sent = await guest.post('/register/person', { act: 'send', phone, captcha: guest.hidden('captcha'), agreed: '1' })
  assert.equal(sent.statusCode, 303)
  const second = await answer(guest, '12 34', { password: 'short1' })
  assert.equal(second.statusCode, 422)
  assert.match(second.body, /id="f-code"[^>]*value="12 34"/)
  assert.match(second.body, /<a href="#f-password">密码至少 8 个字符/)
  assert.doesNotMatch(second.body, /short1/)
})

test('R-026 the picture’s answer is read without regard to case; S-013 it serves once', async () => {
  const guest = fresh()
  const phone = newPhone()
  await guest.get('/register/person')
  const captcha = guest.hidden('captcha')
  const hash = secrets.lookupHash(`${captcha} abcd`, 'captcha')
  await db.sql`update identity.captcha set answer_hash = ${hash} where id = ${captcha}`
  const fields = { act: 'send', phone, captcha, answer: ' ＡbCd ', agreed: '1' }
  assert.equal((await guest.post('/register/person', fields)).statusCode, 303)
  await minutePasses()
  await guest.get('/register/person')
  const again = await guest.post('/register/person', fields)
  assert.equal(again.statusCode, 422)
  assert.match(again.body, /<a href="#f-answer">图片验证码不正确/)
  assert.equal((await messagesTo(phone)).length, 1)
})

test('S-013 absence, another session’s captcha and one past its time are refused, and no message goes out', async () => {
  const phone = newPhone()
  const [owner, thief] = [fresh(), fresh()]
  await owner.get('/register/person')
  await owner.post('/register/person', { act: 'wait', phone })
  await waitIsOver()
  const captcha = owner.hidden('captcha')
  await thief.get('/register/person')
  const ask = async (guest: Visitor, id: string) =>
    (await guest.post('/register/person', { act: 'send', phone, captcha: id, agreed: '1' })).statusCode
  assert.equal(await ask(thief, captcha), 422, 'another session')
  assert.equal(await ask(owner, ''), 422, 'absent')
  assert.equal(await ask(owner, "'; drop table"), 422, 'nonsense')
  await owner.get('/recover')
  assert.equal((await owner.post('/recover', { act: 'send', phone, captcha })).statusCode, 422, 'another act')
  await db.sql`update identity.captcha set expires_at = now() where id = ${captcha}`
  assert.equal(await ask(owner, captcha), 422, 'expired')
  assert.deepEqual(await messagesTo(phone), [])
})

test('ui 1c the wait cannot be cut short, and an early try does not use it up', async () => {
  const guest = fresh()
  const phone = newPhone()
  await guest.get('/register/person')
  await guest.post('/register/person', { act: 'wait', phone })
  const captcha = guest.hidden('captcha')
  const early = await guest.post('/register/person', { act: 'send', phone, captcha, agreed: '1' })
  assert.equal(early.statusCode, 422)
  assert.match(early.body, /请再等 1[0-5] 秒/)
  assert.equal(guest.hidden('captcha'), captcha)
  await waitIsOver()
  assert.equal((await guest.post('/register/person', { act: 'send', phone, captcha, agreed: '1' })).statusCode, 303)
})

test('S-004 a telephone that has an account gets the same pages; only its owner reads that it has one', async () => {
  const walk = async (phone: string) => {
    const guest = fresh()
    const sent = await start(guest, phone)
    const page = await guest.get('/register/person/code')
    const wrong = await answer(guest, '000000')
    const plain = (text: string) => text.replaceAll(/name="_csrf" value="[^"]*"/g, '').replaceAll(/1\d{2}\*{4}\d{4}/g, 'phone')
    return [sent.statusCode, sent.headers.location, page.statusCode, plain(page.body), wrong.statusCode, plain(wrong.body)]
  }
  const unknown = newPhone()
  assert.deepEqual(await walk('13900010001'), await walk(unknown))
  assert.match((await messagesTo('13900010001'))[0] ?? '', /已注册/)
  assert.match((await messagesTo(unknown))[0] ?? '', /验证码 \d{6}/)
})

test('S-012 a code serves once, for its telephone, session and five minutes; R-027 five wrong tries void it', async () => {
  const [voided, late, own] = [newPhone(), newPhone(), newPhone()]
  const guesser = fresh()
  await start(guesser, voided)
  const code = await codeSentTo(voided)
  const wrong = code === '000000' ? '000001' : '000000'
  for (let n = 0; n < 5; n += 1) assert.equal((await answer(guesser, wrong)).statusCode, 422)
  assert.equal((await answer(guesser, code)).statusCode, 422, 'after five wrong tries the right one is void')

  const slow = fresh()
  await start(slow, late)
  await db.sql`update identity.sms_code set expires_at = expires_at - interval '5 minutes'`
  assert.equal((await answer(slow, await codeSentTo(late))).statusCode, 422, 'after five minutes')

  const [owner, other] = [fresh(), fresh()]
  await start(owner, own)
  await start(other, newPhone())
  const right = await codeSentTo(own)
  assert.equal((await answer(other, right)).statusCode, 422, 'in another session')
  assert.equal((await answer(owner, right)).statusCode, 303)
})

test('S-012 of two tries with the right code at the same time one registers', async () => {
  const guest = fresh()
  const phone = newPhone()
  await start(guest, phone)
  const code = await codeSentTo(phone)
  await guest.get('/register/person/code')
  const fields = { act: 'register', code, password: 'Kuq4_hm7x' }
  const answers = await Promise.all([guest.post('/register/person/code', fields), guest.post('/register/person/code', fields)])
  assert.deepEqual(answers.map(({ statusCode }) => statusCode).sort(), [303, 422])
})

test('S-002 who comes while the server is too busy for his password keeps his code: it serves when he comes again', async () => {
  const guest = fresh()
  const phone = newPhone()
  await start(guest, phone)
  const code = await codeSentTo(phone)
  await guest.get('/register/person/code')
  const fields = { act: 'register', code, password: 'Kuq4_hm7x' }
  const busy = Array.from({ length: 18 }, async () => {
    for (let n = 0; n < 5; n += 1) await hashPassword('somebody else')
  })
  assert.equal((await guest.post('/register/person/code', fields)).statusCode, 503)
  await Promise.all(busy)
  assert.equal((await guest.post('/register/person/code', fields)).statusCode, 303)
})

test('S-012 of many guesses at the same time five count: one that comes while the fifth is being answered is not looked at', async () => {
  const guest = fresh()
  const phone = newPhone()
  await start(guest, phone)
  const code = await codeSentTo(phone)
  await db.sql`update identity.sms_code set tries = 5 where phone_hash = ${secrets.lookupHash(phone, 'phone')}`
  assert.equal((await answer(guest, code)).statusCode, 422, 'the fifth was counted, its code is not yet gone')
})

test('S-011 a second message within 60 seconds is not sent, and the page says how long to wait; ten a day at most', async () => {
  const guest = fresh()
  const phone = newPhone()
  await start(guest, phone)
  await guest.get('/register/person/code')
  const early = await guest.post('/register/person/code', { act: 'resend' })
  assert.equal(early.statusCode, 429)
  assert.match(early.body, /请 \d+ 秒后再试/)
  assert.ok(Number(early.headers['retry-after']) <= 60)
  for (let n = 0; n < 12; n += 1) {
    await db.sql`update platform.rate_limit set expire = expire - 3600000 where key like 'sms%' and key not like 'smsDay:%'`
    await guest.get('/register/person/code')
    await guest.post('/register/person/code', { act: 'resend' })
  }
  assert.equal((await messagesTo(phone)).length, 10)
})

test('S-011 a third message within 10 seconds from one network waits; its telephone and the hour of the network are not charged for it', async () => {
  const guest = visitor(app, '10.6.2.1')
  for (const expected of [303, 303, 429]) assert.equal((await start(guest, newPhone())).statusCode, expected)
  const [hour] = await db.sql<{ points: number }>`
    select points from platform.rate_limit where key = ${`smsNetwork:${secrets.lookupHash('10.6.2.1', 'limit smsNetwork')}`}`
  assert.equal(hour?.points, 2)
})

test('S-011 when the codes of the day are spent no more go out, registered or not, and no telephone is charged; notices still go', async () => {
  const [{ sent } = { sent: 0 }] = await db.sql<{ sent: number }>`
    update platform.code_budget set budget = 1000 returning sent`
  await db.sql`update platform.code_budget set sent = 1000`
  const [guest, phone] = [fresh(), newPhone()]
  const spent = await start(guest, phone)
  assert.deepEqual([spent.statusCode, spent.json().type], [503, '/problems/sms-budget-spent'])
  assert.match(spent.json().detail, /可以用密码登录，或者到政务服务大厅办理/)
  const known = await start(fresh(), '13900010001')
  assert.deepEqual([known.statusCode, known.json().title], [503, spent.json().title])
  assert.deepEqual(await messagesTo(phone), [])
  await db.transaction((sql) => smsOutbox(secrets).send(sql, { to: phone, text: '【通办】您的申请已办结。', key: 'a notice' }))
  assert.deepEqual(await messagesTo(phone), ['【通办】您的申请已办结。'])
  await db.sql`update platform.code_budget set sent = ${sent}`
  assert.equal((await start(guest, phone)).statusCode, 303, 'at once, nothing was counted')
})

test('S-091 the telephone that is being registered is not readable in the session', async () => {
  const phone = newPhone()
  await start(fresh(), phone)
  const [row] = await db.sql<{ text: string }>`select string_agg(data::text, '') as text from platform.session`
  assert.match(row?.text ?? '', /confirming/)
  assert.doesNotMatch(row?.text ?? '', new RegExp(phone))
})

const proof = async (guest: Visitor, fields: Record<string, string>) => {
  await guest.get('/my/realname')
  return guest.post('/my/realname', fields)
}
const setCondition = (party: string, state: string) => db.sql`update sandbox.condition set state = ${state} where party = ${party}`
const registered = async (): Promise<Visitor> => {
  const guest = fresh()
  await register(guest, newPhone())
  return guest
}

test('R-028 实名: confirmed by the registry, kept with evidence, source and time (S-009); a new token (S-030); never changed after', async () => {
  const guest = await registered()
  const before = guest.cookie()
  const done = await proof(guest, { name: '示例·其其格', idNumber: '15060319900711922 x', ethnicity: '蒙古族' })
  assert.equal(done.statusCode, 303)
  assert.notEqual(guest.cookie(), before)
  assert.match((await guest.get('/my/realname')).body, /人口库核对一致/)
  const [proofing] = await db.sql<{ method: string; source: string; evidence: string }>`
    select method, source, evidence from identity.proofing where method = 'idCard'`
  assert.deepEqual([proofing?.method, proofing?.source], ['idCard', '人口库'])
  assert.match(proofing?.evidence ?? '', /^POP-/)
  await guest.get('/my/security')
  await guest.post('/my/realname', { name: '示例子', idNumber: '150622199604239253' })
  assert.match((await guest.get('/my/realname')).body, /示例·其其格/)
})

test('S-014 no such person and another name get the identical answer; the sixth try of an account in six hours waits', async () => {
  const guest = await registered()
  const ask = async (fields: Record<string, string>) => {
    const { statusCode, body } = await proof(guest, fields)
    return [statusCode, body.replaceAll(/value="[^"]*"/g, '')]
  }
  const differs = await ask({ name: '示例某', idNumber: '150602198803159029' })
  assert.equal(differs[0], 422)
  assert.deepEqual(await ask({ name: '示例某', idNumber: '150603199001010012' }), differs)
  for (let n = 0; n < 3; n += 1) await ask({ name: '示例某', idNumber: '150603199001010012' })
  const closed = await proof(guest, { name: '示例子', idNumber: '150622199604239253' })
  assert.equal(closed.statusCode, 429)
  assert.match(closed.body, /请 \d 小时后再试/)
})

test('S-014 ten tries at one 身份证号 in an hour, from whatever accounts; the eleventh waits, with the right name too, and another number does not', async () => {
  const [idNumber, another] = ['150602199005057778', '150602198803159029']
  const limits = identityLimits(db, secrets)
  for (let n = 0; n < 9; n += 1) await limits.spend('proofIdNumber', idNumberHash(secrets, idNumber))
  assert.equal((await proof(await registered(), { name: '示例某', idNumber })).statusCode, 422, 'the tenth')
  const guest = await registered()
  const eleventh = await proof(guest, { name: '示例某', idNumber })
  assert.equal(eleventh.statusCode, 429)
  assert.ok(Number(eleventh.headers['retry-after']) > 3500, String(eleventh.headers['retry-after']))
  for (let n = 0; n < 6; n += 1) await proof(guest, { name: '示例某', idNumber })
  assert.equal((await proof(guest, { name: '示例某', idNumber: another })).statusCode, 422, 'refused tries cost the account nothing')
})

test('R-044 one person, one account: a second account with the same 身份证号 is refused', async () => {
  const refused = await proof(await registered(), { name: '示例甲', idNumber: '150602198803159029' })
  assert.equal(refused.statusCode, 422)
  assert.match(refused.body, /已在另一个帐号实名/)
})

test('R-029, R-044 of two proofings of one account at the same time one counts: no account changes its person', async () => {
  const guest = await registered()
  const people = await db.sql<{ name: string; idNumber: string }>`
    select name, id_number as "idNumber" from sandbox.person
    where id_number not in ('150602198803159029', '150602199301319373', '15062519660228913X') order by id_number desc limit 2`
  assert.equal(people.length, 2)
  await guest.get('/my/realname')
  await Promise.all(people.map((one) => guest.post('/my/realname', one)))
  const confirmed = await db.sql<{ same: boolean }>`
    select account.person_id = proofing.person_id as same
    from identity.proofing join identity.account on account.id = account_id
    where proofing.at > now() - interval '10 seconds' and method = 'idCard'
      and account.id = (select subject_id from platform.session where subject_kind = 'applicant' order by created_at desc limit 1)`
  assert.deepEqual(confirmed, [{ same: true }])
})

test('when the population registry is down the page says so, keeps what was typed, and the account goes on', async () => {
  const guest = await registered()
  await setCondition('population', 'down')
  for (let n = 0; n < 5; n += 1) await proof(guest, { name: '示例午', idNumber: '150602199301319373' })
  const down = await proof(guest, { name: '示例午', idNumber: '150602199301319373' })
  await setCondition('population', 'up')
  assert.equal(down.statusCode, 503)
  assert.match(down.body, /暂时没有应答/)
  assert.match(down.body, /value="示例午"/)
  assert.equal((await guest.get('/my/profile')).statusCode, 200)
})

test('R-036 legal-person registration needs a 实名 person; R-038 the registry must know him as 法定代表人; R-042 then the code signs in', async () => {
  const unproofed = await registered()
  assert.match(String((await unproofed.get('/register/organisation')).headers.location), /realname\?next=\/register\/organisation/)
  await unproofed.get('/my/security')
  assert.equal((await unproofed.post('/register/organisation', { password: 'Kuq4_hm7x' })).statusCode, 403, 'nor by posting')
  const person = await registered()
  assert.equal((await proof(person, { name: '示例庚', idNumber: '15062519660228913X' })).statusCode, 303)
  const [own] = await db.sql<{ name: string; uscc: string; kind: string }>`
    select name, uscc, kind from sandbox.enterprise where legal_name = '示例庚'`
  const [foreign] = await db.sql<{ name: string; uscc: string; kind: string }>`
    select name, uscc, kind from sandbox.enterprise where legal_name = '示例辛'`
  assert.ok(own && foreign)
  const page = await person.get('/register/organisation')
  assert.match(page.body, /150625\*{8}913X/)
  const refused = await person.post('/register/organisation', { ...foreign, password: 'Kuq4_hm7x' })
  assert.deepEqual([refused.statusCode, /核对不一致/.test(refused.body), /Kuq4_hm7x/.test(refused.body)], [422, true, false])
  assert.equal((await person.post('/register/organisation', { ...own, password: 'Kuq4_hm7x' })).statusCode, 303)
  assert.match((await person.get('/my/profile')).body, new RegExp(own.name))
  assert.equal((await fresh().signIn(own.uscc, 'Kuq4_hm7x', 'organisation')).statusCode, 303)
  await person.get('/register/organisation')
  const twice = await person.post('/register/organisation', { ...own, password: 'Kuq4_hm7x' })
  assert.deepEqual([twice.statusCode, /已经注册/.test(twice.body)], [422, true])
})

test('an officer is not an applicant', async () => {
  const officer = fresh()
  await officer.signIn('clerk1', password, 'staff')
  assert.equal((await officer.get('/my/realname')).statusCode, 403)
})
