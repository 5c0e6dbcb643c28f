import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { signWithPem } from '../../../sandbox/ca-forms.ts'
import { type Issued, issueTo, revoke } from '../../../sandbox/ca-store.ts'
import { setStage, type Visitor, visitor } from './stage.test.ts'

const { app, db, password } = await setStage()
const networks = Array.from({ length: 100 }, (_, i) => `10.15.0.${i}`).values()
const fresh = () => visitor(app, networks.next().value ?? '10.15.1.1')
type Row = { name: string; kind: string; uscc: string; legal_name: string; legal_id_number: string }
const unknown = await db.sql<Row>`
  select * from sandbox.enterprise where uscc not in (select uscc from identity.organisation) order by uscc`
const [first, second, third] = unknown
assert.ok(first && second && third)
const chosen = 'Kuq4_hm7x'

const issue = async (number: string, notAfter?: Date): Promise<Issued> =>
  (await issueTo(db, number, 'sm2', notAfter)) ?? assert.fail(number)
/** Signs on the page; `by` another key than the certificate's, for who forges. */
const present = async (guest: Visitor, { certificate }: Issued, by: Issued) => {
  const page = (await guest.get('/login/certificate')).body
  const text = /<textarea id="f-text"[^>]*>([^<]*)</.exec(page)?.[1] ?? ''
  const signature = signWithPem(`${by.certificate}${by.privateKey}`, Buffer.from(text)).signature.toString('base64')
  return guest.post('/login/certificate', { certificate, challenge: guest.hidden('challenge'), signature })
}
const come = async (issued: Issued) => {
  const guest = fresh()
  return { guest, answer: await present(guest, issued, issued) }
}
/** An account of the demonstration becomes the 法定代表人 whom the registry names. */
const signInAs = async (guest: Visitor, { legal_name: name, legal_id_number: idNumber }: Row): Promise<void> => {
  await db.sql`update identity.account set person_id = null where user_name = 'citizen2'`
  await db.sql`truncate platform.rate_limit`
  const form = { account: 'citizen2', password, next: '/register/organisation' }
  await guest.get('/login/person')
  assert.equal((await guest.post('/login/person', form)).headers.location, '/register/organisation')
  await guest.get('/my/realname')
  await guest.post('/my/realname', { name, idNumber })
}
const register = async (guest: Visitor, more: Record<string, string>) => {
  await guest.get('/register/organisation')
  return guest.post('/register/organisation', { password: chosen, ...more })
}
const bound = async (serial: string) =>
  (
    await db.sql<{ uscc: string }>`
    select uscc from identity.certificate
    join identity.account on account.id = account_id
    join identity.organisation on organisation.id = organisation_id
    where serial = ${serial} and ended_at is null`
  )[0]?.uscc

test('R-040 还没有注册的单位用证书来: 名称和代码由证书带出不能改, 法定代表人登录后注册, 证书同时绑定, 从此用它登录', async () => {
  const issued = await issue(first.uscc)
  const { guest, answer } = await come(issued)
  assert.equal(answer.headers.location, '/register/organisation')
  const page = (await guest.get('/register/organisation')).body
  assert.match(page, new RegExp(`${first.uscc}`))
  assert.match(page, /\/login\/person\?next=%2Fregister%2Forganisation/)
  assert.equal((await guest.get('/my/profile')).statusCode, 303, 'nobody is signed in by it')

  await signInAs(guest, first)
  const form = (await guest.get('/register/organisation')).body
  assert.match(form, new RegExp(`${first.name}[\\s\\S]*${first.uscc}`))
  assert.doesNotMatch(form, /name="(uscc|name)"/)
  const wrong = await register(guest, { kind: first.kind === 'enterprise' ? 'institution' : 'enterprise' })
  assert.deepEqual([wrong.statusCode, /请检查法人类型/.test(wrong.body)], [422, true])
  const done = await register(guest, { kind: first.kind, name: second.name, uscc: second.uscc })
  assert.equal(done.statusCode, 303, done.body.slice(0, 500))
  assert.equal(await bound(issued.serial), first.uscc, 'the certificate says which, whatever was posted')
  const [level] = await db.sql<{ method: string }>`
    select method from identity.proofing where evidence like ${`${issued.serial}%`}`
  assert.equal(level?.method, 'certificate')
  assert.match((await guest.get('/register/organisation')).body, /name="uscc"/, 'it is used up')

  const again = await come(issued)
  assert.equal(again.answer.headers.location, '/my', 'already known: it signs in')
  assert.match((await again.guest.get('/my/profile')).body, new RegExp(first.name))
  assert.equal((await fresh().signIn(first.uscc, chosen, 'organisation')).headers.location, '/login/second')
})

test('R-042 伪造、过期、吊销、个人的证书都带不出单位, 等得太久或中途吊销的不再绑定', async () => {
  const issued = await issue(second.uscc)
  const guest = fresh()
  const forged = await present(guest, issued, await issue(third.uscc))
  assert.deepEqual([forged.statusCode, /签名与证书对不上/.test(forged.body)], [422, true])
  assert.equal((await guest.get('/register/organisation')).statusCode, 303, 'nothing was brought')
  const person = await come(await issue('150603199511029039'))
  assert.deepEqual([person.answer.statusCode, /还没有绑定帐号/.test(person.answer.body)], [422, true])
  const old = await come(await issue(second.uscc, new Date(Date.now() - 1000)))
  assert.deepEqual([old.answer.statusCode, /已过期/.test(old.answer.body)], [422, true])
  const gone = await issue(second.uscc)
  await revoke(db.sql, gone.serial)
  assert.match((await come(gone)).answer.body, /已吊销/)

  const midway = await issue(second.uscc)
  const { guest: rep } = await come(midway)
  await signInAs(rep, second)
  await rep.get('/register/organisation')
  await revoke(db.sql, midway.serial)
  const refused = await rep.post('/register/organisation', { password: chosen, kind: second.kind })
  assert.deepEqual([refused.statusCode, /已吊销.*没有注册/.test(refused.body)], [409, true])
  assert.equal((await db.sql`select 1 from identity.organisation where uscc = ${second.uscc}`).length, 0)

  const { guest: slow } = await come(issued)
  await db.sql`
    update platform.session set data = jsonb_set(data, '{brought,at}', to_jsonb('2020-01-01T00:00:00Z'::text)) where data ? 'brought'`
  assert.equal((await slow.get('/register/organisation')).statusCode, 303, 'thirty minutes are over')
})

test('R-036 窗口已登记、还没有帐号的单位, 法定代表人带证书来也能开通帐号; 别人的单位不行', async () => {
  const stranger = await come(await issue(third.uscc))
  await signInAs(stranger.guest, second)
  const refused = await register(stranger.guest, { kind: third.kind })
  assert.deepEqual([refused.statusCode, /登记的法定代表人/.test(refused.body)], [422, true])

  await stranger.guest.get('/register/organisation')
  assert.equal((await stranger.guest.post('/register/organisation', { act: 'without' })).statusCode, 303)
  assert.match((await stranger.guest.get('/register/organisation')).body, /name="uscc"/, 'he registers another, without it')

  const issued = await issue(third.uscc)
  const { guest } = await come(issued)
  await signInAs(guest, third)
  await db.sql`
    insert into identity.organisation (id, name, uscc, kind, legal_representative_id, source, evidence)
    select ${randomUUID()}, ${third.name}, ${third.uscc}, ${third.kind}, person_id, '法人库', '窗口' from identity.account where user_name = 'citizen2'`
  assert.equal((await register(guest, { kind: third.kind })).statusCode, 303)
  assert.equal(await bound(issued.serial), third.uscc)
  assert.equal((await fresh().signIn(third.uscc, chosen, 'organisation')).headers.location, '/login/second')
})
