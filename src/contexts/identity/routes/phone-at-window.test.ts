import assert from 'node:assert/strict'
import { test } from 'node:test'
import { identityLimits } from '../perform/limits.ts'
import { idNumberHash, phoneHash } from '../perform/viewer.ts'
import { phoneWindow, problemOf } from './phone-window.test.ts'
import { setStage, visitor } from './stage.test.ts'
import { phoneWalk } from './testing-phone.ts'

const stage = await setStage()
const { app, db, secrets, password, messagesTo } = stage
const [former, next] = ['13900010001', '13800060001']
const { at, personOf, citizen, clerk, codeSentTo, forgetPauses, typed, ask } = await phoneWindow(stage, '150602198803159029')
const secadmin = await at('secadmin', '10.14.0.2')

test('S-007 窗口更换手机号: 要写全, 要看过证件原件, 人口库要对得上, 要有自己的帐号; 工作人员的帐号不在此列', async () => {
  const blank = await clerk.post('', { name: '', idNumber: '1', document: '', phone: '1', reason: '', checked: false })
  assert.deepEqual(problemOf(blank), [422, 'incomplete'])
  assert.deepEqual(
    blank.body.fields.map(({ field }: { field: string }) => field),
    ['name', 'idNumber', 'document', 'phone', 'reason', 'checked'],
  )
  assert.deepEqual(problemOf(await clerk.post('', { ...typed, checked: false })), [422, 'incomplete'])
  assert.deepEqual(problemOf(await clerk.post('', { ...typed, name: '别的名' })), [409, 'registry-differs'])
  const [stranger] = await db.sql<{ id: string }>`
    select id_number as id from sandbox.person
    where name not in (select name from identity.person) limit 1`
  assert.deepEqual(problemOf(await clerk.post('', { ...typed, ...(await personOf(stranger?.id ?? '')) })), [409, 'no-account'])
  await db.sql`update identity.account set kind = kind, disabled_at = now() where user_name = 'citizen1'`
  assert.deepEqual(problemOf(await clerk.post('', typed)), [409, 'account-disabled'])
  await db.sql`update identity.account set disabled_at = null where user_name = 'citizen1'`
  for (const other of ['secadmin', 'sysadmin', 'approver1'])
    assert.equal((await (await at(other, '10.14.0.3')).post('', typed)).status, 404, other)
  assert.equal(await codeSentTo(next), '', 'no code went out')
})

test('S-007 S-047 新手机号用验证码确认, 另一个人批准以后才更换: 各处登录退出, 新旧两个号码和本人都知道, 安全记录写明“窗口更换”', async () => {
  const guest = visitor(app, '10.14.0.4')
  await guest.signIn('citizen1', password)
  const { id, code } = await ask()
  assert.deepEqual(problemOf(await secadmin.post(`/${id}`, { accept: true })), [409, 'not-proven'])
  assert.deepEqual(problemOf(await clerk.post(`/${id}/prove`, { code: code === '000000' ? '111111' : '000000' })), [409, 'wrong-code'])
  assert.deepEqual(await secadmin.list(), [], 'nothing to decide before the code')
  assert.equal((await (await at('clerk2', '10.14.0.5')).post(`/${id}/prove`, { code })).status, 404, 'another clerk')
  assert.equal((await clerk.post(`/${id}/prove`, { code })).status, 200)
  assert.match((await messagesTo(former))[0] ?? '', /申请把帐号的手机号换成尾号 0001.*12345/)
  assert.deepEqual(problemOf(await clerk.post('', typed)), [409, 'already-asked'])

  const [line] = await secadmin.list()
  assert.deepEqual([line.id, line.state, line.name, line.ending, line.refused], [id, 'waits', citizen.name, '0001', null])
  assert.doesNotMatch(JSON.stringify(line), /13800060001|13900010001|150602198803159029/)
  assert.equal((await clerk.post(`/${id}`, { accept: true })).status, 404, 'who asked does not approve')
  await assert.rejects(
    db.sql`update identity.phone_change set decided_at = now(), decided_by = asked_by, accepted = true, phone_sealed = null where id = ${id}`,
    /check/,
  )
  await db.sql`update identity.account set person_id = (select person_id from identity.account where user_name = 'citizen1' and kind = 'person') where user_name = 'secadmin'`
  assert.deepEqual([(await secadmin.list()).length, (await secadmin.post(`/${id}`, { accept: true })).body.type], [0, '/problems/own-case'])
  await db.sql`update identity.account set person_id = null where user_name = 'secadmin'`
  await db.sql`update identity.phone_change set division = '150100000000' where id = ${id}`
  assert.equal((await secadmin.post(`/${id}`, { accept: true })).status, 404, 'of another place')
  await db.sql`update identity.phone_change set division = '150600000000' where id = ${id}`

  const thief = visitor(app, '10.14.0.9')
  await forgetPauses()
  assert.equal((await phoneWalk({ db, messagesTo }).confirm(thief, '/recover', former)).headers.location, '/recover/password')
  assert.equal((await thief.get('/recover/password')).statusCode, 200, 'whoever found the telephone')
  assert.equal((await guest.get('/my/profile')).statusCode, 200)
  assert.equal((await secadmin.post(`/${id}`, { accept: true })).status, 200)
  assert.deepEqual(problemOf(await secadmin.post(`/${id}`, { accept: true })), [409, 'already-decided'])
  assert.equal((await guest.get('/my/profile')).statusCode, 303, 'his sessions have ended')
  assert.equal((await thief.get('/recover/password')).statusCode, 410, 'what the lost one began is over')
  for (const phone of [former, next]) assert.match((await messagesTo(phone))[0] ?? '', /手机号已在.*更换为尾号 0001/)
  assert.equal((await visitor(app, '10.14.0.6').signIn(former, password)).statusCode, 422, 'the lost one opens nothing')
  const back = visitor(app, '10.14.0.7')
  assert.equal((await back.signIn(next, password)).headers.location, '/my')
  assert.match((await back.get('/my/security')).body, /窗口更换手机号<\/td><td[^>]*>尾号 0001/)
  const trail = await db.sql<{ act: string; told: string; text: string }>`
    select act, told, after::text as text from platform.audit where target = ${`phoneChange:${id}`} order by id`
  assert.deepEqual(
    trail.map(({ act, told }) => [act, told]),
    [
      ['askPhoneChange', citizen.name],
      ['acceptPhoneChange', citizen.name],
    ],
  )
  assert.doesNotMatch(trail.map(({ text }) => text).join(), /13800060001/)
  const [kept] = await db.sql<{ phone_sealed: Buffer | null }>`select phone_sealed from identity.phone_change where id = ${id}`
  assert.equal(kept?.phone_sealed, null, 'the number is kept once, in the account')
})

test('不批准要写原因, 手机号不变, 本人看得到; 24 小时没有批准就要重新来窗口; 号码已有帐号的换不成', async () => {
  const first = await ask({ phone: '13800060002' })
  await clerk.post(`/${first.id}/prove`, { code: first.code })
  assert.equal((await secadmin.post(`/${first.id}`, { accept: false, opinion: '' })).status, 400)
  assert.equal(
    (await secadmin.post(`/${first.id}`, { accept: false, opinion: '照片与\n本人不一致' })).status,
    200,
    'a line break is no message',
  )
  const guest = visitor(app, '10.14.0.8')
  assert.equal((await guest.signIn(next, password)).headers.location, '/my', 'as before')
  assert.match((await guest.get('/my/security')).body, /窗口更换手机号没有批准/)
  const [message] = await db.sql<{ body: string }>`select body from identity.message order by at desc limit 1`
  assert.match(message?.body ?? '', /照片与 本人不一致/)

  const late = await ask({ phone: '13800060003' })
  await clerk.post(`/${late.id}/prove`, { code: late.code })
  await db.sql`update identity.phone_change set expires_at = now() - interval '1 minute' where id = ${late.id}`
  assert.deepEqual(problemOf(await secadmin.post(`/${late.id}`, { accept: true })), [409, 'already-decided'])
  assert.deepEqual((await clerk.list()).find(({ id }: { id: string }) => id === late.id).state, 'expired')

  const other = await ask({ phone: '13900010002' })
  assert.equal(other.code, '', 'S-004: its owner is told instead')
  assert.deepEqual(problemOf(await clerk.post(`/${other.id}/prove`, { code: '123456' })), [409, 'wrong-code'])
  const raced = await ask({ phone: '13800060004' })
  await clerk.post(`/${raced.id}/prove`, { code: raced.code })
  await db.sql`update identity.account set phone_hash = ${phoneHash(secrets, '13800060004')} where user_name = 'citizen2'`
  assert.deepEqual(problemOf(await secadmin.post(`/${raced.id}`, { accept: true })), [409, 'phone-taken'])
  assert.equal((await secadmin.list()).find(({ id }: { id: string }) => id === raced.id).state, 'waits', 'nothing was written')
})

test('S-047 S-035 不给自己办; 同一个帐号一天最多五次; 窗口人员五分钟前登录的要再确认', async () => {
  await db.sql`update identity.account set person_id = (select person_id from identity.account where user_name = 'citizen1' and kind = 'person') where user_name = 'clerk1'`
  await forgetPauses()
  assert.deepEqual(problemOf(await clerk.post('', typed)), [409, 'own-case'])
  await db.sql`update identity.account set person_id = null where user_name = 'clerk1'`
  for (let n = 0; n < 5; n += 1) await clerk.post('', { ...typed, phone: `1380006100${n}` })
  assert.deepEqual(problemOf(await clerk.post('', { ...typed, phone: '13800061009' })), [429, 'too-many-requests'])
  await db.sql`update platform.session set data = data || '{"freshAt": "2020-01-01T00:00:00Z"}'::jsonb`
  assert.deepEqual(problemOf(await clerk.post('', typed)), [403, 'fresh-sign-in-needed'])
})

test('S-011 当天的短信验证码被刷完, 别人要等到明天, 窗口照办: 网页正是请人到窗口来', async () => {
  await forgetPauses()
  const day = () => db.sql<{ sent: number }>`select sent from platform.code_budget where day = (now() at time zone 'Asia/Shanghai')::date`
  await db.sql`update platform.code_budget set sent = budget`
  await db.sql`update identity.phone_change set expires_at = now() where decided_at is null`
  const [before] = await day()
  const refused = await phoneWalk({ db, messagesTo }).start(visitor(app, '10.14.0.10'), '/login/code', '13900010003')
  assert.equal(refused.statusCode, 503)
  assert.match(refused.body, /到政务服务大厅办理/)
  const again = await at('clerk1', '10.14.0.11')
  assert.equal((await again.post('', { ...typed, phone: '13800062001' })).status, 201)
  assert.match(await codeSentTo('13800062001'), /^\d{6}$/)
  assert.deepEqual(await day(), [before], 'none of it is taken')
})

test('S-010 S-014 别人拿他的身份证号试满了十次, 窗口照样给他办; 窗口自己试一个号码也只有十次', async () => {
  await forgetPauses()
  await db.sql`update identity.phone_change set expires_at = now() where decided_at is null`
  const limits = identityLimits(db, secrets)
  for (let n = 0; n < 10; n += 1) await limits.spend('proofIdNumber', idNumberHash(secrets, citizen.idNumber))
  const again = await at('clerk1', '10.14.0.12')
  const wrong = { ...typed, phone: '13800062002', name: '别的名' }
  for (let n = 0; n < 9; n += 1) assert.deepEqual(problemOf(await again.post('', wrong)), [409, 'registry-differs'])
  assert.equal((await again.post('', { ...typed, phone: '13800062002' })).status, 201)
  assert.equal((await again.post('', wrong)).status, 429)
})
