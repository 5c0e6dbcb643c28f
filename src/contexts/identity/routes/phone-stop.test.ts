import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { phoneWindow, problemOf } from './phone-window.test.ts'
import { setStage, visitor } from './stage.test.ts'

const stage = await setStage()
const { app, db, password, messagesTo } = stage
const [former, next] = ['13900010001', '13800060001']
const { at, citizen, clerk, forgetPauses, typed, prove } = await phoneWindow(stage, '150602198803159029')
const secadmin = await at('secadmin', '10.15.0.2')
const nowhere = visitor(app, '10.15.0.3')

const linkSentTo = async (phone: string): Promise<string> =>
  /http:\/\/localhost(\/stop\/\S+)/.exec((await messagesTo(phone))[0] ?? '')?.[1] ?? ''
const lineOf = async (id: string) => (await secadmin.list()).find((line: { id: string }) => line.id === id)
const stopBy = async (link: string) => {
  await nowhere.get(link)
  return nowhere.post(link, {})
}
const accountOf = async () => {
  const [row] = await db.sql<{ id: string; personId: string; phone: string; closed: boolean }>`
    select id, person_id as "personId", phone_hash as phone, disabled_at is not null as closed
    from identity.account where user_name = 'citizen1' and kind = 'person'`
  return row ?? assert.fail('citizen1')
}
const before = await accountOf()
const signsIn = async (account: string) => {
  await forgetPauses()
  return (await visitor(app, '10.15.0.4').signIn(account, password)).statusCode === 303
}
const auditOf = async (id: string) => {
  const rows = await db.sql<{ act: string; by: string | null }>`
    select act, actor_name as by from platform.audit where target = ${`phoneChange:${id}`} order by id`
  return rows.map(({ act, by }) => [act, by])
}

beforeEach(() => db.sql`delete from identity.phone_change`)

test('S-007 「不是我办的」短信里的链接: 马上停止, 不能再批准; 只用一次, 猜不到, 打开看不出是谁, 也登录不了', async () => {
  const id = await prove()
  const link = await linkSentTo(former)
  assert.match(link, /^\/stop\/[0-9a-f]{32}$/)
  assert.equal(await linkSentTo(next), '', 'the new telephone stops nothing')
  const [shown, guessed] = [await nowhere.get(link), await nowhere.get(`/stop/${'0'.repeat(32)}`)]
  assert.equal(shown.statusCode, 200)
  assert.equal(shown.body.replaceAll(link.slice(6), ''), guessed.body.replaceAll('0'.repeat(32), ''), 'the same for every link')
  assert.doesNotMatch(shown.body.replace(/<[^>]*>/g, ''), new RegExp(`${citizen.name}|0001|139`))
  assert.equal((await lineOf(id)).state, 'waits', 'to look is not to stop: a scanner of links looks too')
  assert.equal((await nowhere.post(`/stop/${'0'.repeat(32)}`, {})).statusCode, 404)

  const stopped = await stopBy(link)
  assert.match(stopped.body, /已停止.*手机号没有变/s)
  assert.equal((await nowhere.get('/my/profile')).statusCode, 303, 'it lets nobody in')
  assert.equal((await stopBy(link)).statusCode, 404, 'once')
  assert.deepEqual(problemOf(await secadmin.post(`/${id}`, { accept: true })), [409, 'stopped'])
  assert.deepEqual(problemOf(await clerk.post('', typed)), [409, 'stopped'], 'nor asked for anew before somebody has looked')
  const line = await lineOf(id)
  assert.deepEqual([line.state, line.review], ['stopped', { genuine: null, false: null }])
  assert.deepEqual((await auditOf(id)).at(-1), ['stopPhoneChange', '原手机号短信里的链接'])
  assert.match((await messagesTo(former))[0] ?? '', /申请已停止，手机号没有变.*核查。有疑问/)
  assert.deepEqual(await accountOf(), before)
  const [kept] = await db.sql<{ phone_sealed: Buffer | null }>`select phone_sealed from identity.phone_change where id = ${id}`
  assert.equal(kept?.phone_sealed, null)
})

test('S-007 「不是我办的」登录以后在“登录设备与密码”里也能说; 别人的停不了; 过了时间没有可停的', async () => {
  const owner = visitor(app, '10.15.0.5')
  await owner.signIn('citizen1', password)
  const id = await prove()
  const other = visitor(app, '10.15.0.6')
  await other.signIn('citizen2', password)
  assert.doesNotMatch((await other.get('/my/security')).body, /不是我办的/)
  assert.equal((await other.post('/my/security/stop', {})).statusCode, 404)
  const [message] = await db.sql<{ link: string }>`select link from identity.message order by at desc limit 1`
  assert.equal(message?.link, '/my/security')
  const page = await owner.get('/my/security')
  assert.match(page.body, /申请把手机号换成尾号 0001 的号码，正在等批准.*不是我办的，停止/s)
  assert.equal((await owner.post('/my/security/stop', {})).headers.location, '/my/security?done=stopped')
  const after = await owner.get('/my/security')
  assert.match(after.body, /本人停止窗口更换手机号/)
  assert.doesNotMatch(after.body, /不是我办的，停止/)
  assert.deepEqual((await auditOf(id)).at(-1), ['stopPhoneChange', citizen.name])
  assert.equal((await owner.get('/my/profile')).statusCode, 200, 'he stays signed in')

  await db.sql`delete from identity.phone_change`
  await prove()
  await db.sql`update identity.phone_change set expires_at = now()`
  await owner.get('/my/security')
  assert.equal((await owner.post('/my/security/stop', {})).statusCode, 404, 'it ran out')
})

test('S-007 S-047 批准以后 24 小时内说不是本人: 帐号暂停使用, 谁也登录不了; 查实以后换回原手机号, 期间新加的都作废', async () => {
  const id = await prove()
  assert.equal((await secadmin.post(`/${id}`, { accept: true })).status, 200)
  const link = await linkSentTo(former)
  assert.match(link, /^\/stop\//, 'said again when it is done')
  const thief = visitor(app, '10.15.0.7')
  await forgetPauses()
  assert.equal((await thief.signIn(next, password)).statusCode, 303)
  const { id: accountId, personId } = before
  await db.sql`
    insert into identity.factor (id, account_id, kind, label, secret_sealed) values (gen_random_uuid(), ${accountId}, 'totp', 'made by a thief', '\\x00')`
  await db.sql`insert into identity.data_request (id, account_id, kind, due_on) values (gen_random_uuid(), ${accountId}, 'erase', now())`
  await db.sql`
    insert into identity.acting_grant (id, principal_id, helper_id, relation, acts, until, granted_by)
    select gen_random_uuid(), ${personId}, person_id, 'family', '{view}', now() + interval '1 day', ${personId}
    from identity.account where user_name = 'legal1' and kind = 'person'`

  assert.match((await stopBy(link)).body, /帐号已暂停使用/)
  assert.equal((await thief.get('/my/profile')).statusCode, 303, 'whoever is in is out')
  for (const phone of [next, former, 'citizen1']) assert.equal(await signsIn(phone), false, phone)
  assert.equal((await db.sql`select from identity.data_request where account_id = ${accountId} and done_at is null`).length, 0)
  assert.deepEqual(problemOf(await clerk.post('', typed)), [409, 'stopped'])
  const line = await lineOf(id)
  assert.equal(line.state, 'stoppedDone')
  assert.match(line.review.genuine, /另一位安全管理员/)
  const nobody = { genuine: false, verdict: '' }
  assert.equal((await secadmin.post(`/${id}/review`, nobody)).status, 400)
  const judged = await secadmin.post(`/${id}/review`, { genuine: true, verdict: '问过窗口' })
  assert.deepEqual(problemOf(judged), [409, 'same-person'], 'who approved it judges himself')
  assert.equal((await clerk.post(`/${id}/review`, { genuine: false, verdict: '问过窗口' })).status, 404)
  await assert.rejects(
    db.sql`update identity.phone_change set reviewed_at = now(), reviewed_by = decided_by, genuine = true, verdict = 'x', former_sealed = null where id = ${id}`,
    /phone_change_genuine/,
  )

  assert.equal((await secadmin.post(`/${id}/review`, { genuine: false, verdict: '看了录像，不是本人' })).status, 200)
  assert.deepEqual(await accountOf(), { ...before, closed: false })
  assert.deepEqual(problemOf(await secadmin.post(`/${id}/review`, { genuine: false, verdict: '再一次' })), [409, 'already-decided'])
  assert.equal((await db.sql`select from identity.factor where account_id = ${accountId}`).length, 0)
  const [grant] = await db.sql<{ ended: boolean }>`
    select ended_at is not null as ended from identity.acting_grant where principal_id = ${personId} order by granted_at desc limit 1`
  assert.equal(grant?.ended, true)
  assert.equal(await signsIn(former), false, 'the password that was in use is worth nothing')
  assert.match((await messagesTo(former))[0] ?? '', /原手机号已恢复.*忘记密码.*有疑问/)
  assert.deepEqual(
    (await auditOf(id)).map(([act]) => act),
    ['askPhoneChange', 'acceptPhoneChange', 'stopPhoneChange', 'phoneChangeFalse'],
  )
  const [row] = await db.sql<{ former_sealed: Buffer | null }>`select former_sealed from identity.phone_change where id = ${id}`
  assert.equal(row?.former_sealed, null)
  await db.sql`
    update identity.account set password_hash = (select password_hash from identity.account where user_name = 'citizen2' and kind = 'person')
    where id = ${accountId}`
})

test('S-007 捡到旧手机的人也能按链接: 查明是本人来办的, 就退出各处登录, 三十天里不再给链接; 过了 24 小时也停不了', async () => {
  const id = await prove()
  await stopBy(await linkSentTo(former))
  const thief = visitor(app, '10.15.0.8')
  await forgetPauses()
  await thief.signIn(former, password)
  assert.equal((await secadmin.post(`/${id}/review`, { genuine: true, verdict: '本人还在窗口' })).status, 200)
  assert.equal((await thief.get('/my/profile')).statusCode, 303)
  await prove()
  assert.equal(await linkSentTo(former), '')
  assert.match((await messagesTo(former))[0] ?? '', /申请把帐号的手机号换成/, 'told all the same')
  await forgetPauses()
  await thief.signIn(former, password)
  assert.doesNotMatch((await thief.get('/my/security')).body, /不是我办的，停止/)

  await db.sql`delete from identity.phone_change`
  const late = await prove()
  assert.equal((await secadmin.post(`/${late}`, { accept: true })).status, 200)
  const link = await linkSentTo(former)
  await db.sql`update identity.phone_change set decided_at = decided_at - interval '25 hours'`
  assert.equal((await stopBy(link)).statusCode, 404)
  assert.equal((await accountOf()).closed, false)
})
