import assert from 'node:assert/strict'
import { test } from 'node:test'
import { signWithPem } from '../../../sandbox/ca-forms.ts'
import { issueTo } from '../../../sandbox/ca-store.ts'
import { organisationKinds } from '../terms.ts'
import { setStage, type Visitor, visitor } from './stage.test.ts'

const { app, db, password, messagesTo } = await setStage()
const networks = Array.from({ length: 200 }, (_, i) => `10.10.0.${i}`).values()
const fresh = () => visitor(app, networks.next().value ?? '10.10.1.1')
type Row = { name: string; kind: string; uscc: string; legal_name: string; legal_id_number: string }
const registered = async () => db.sql<Row>`select * from sandbox.enterprise order by uscc`

/** An account of the demonstration becomes another person of the registry, without its standings. */
const be = async (userName: string, { legal_name: name, legal_id_number: idNumber }: Row): Promise<Visitor> => {
  await db.sql`update identity.account set person_id = null where user_name = ${userName}`
  await db.sql`truncate platform.rate_limit`
  const guest = fresh()
  await guest.signIn(userName, password)
  await guest.get('/my/realname')
  await guest.post('/my/realname', { name, idNumber })
  return guest
}
const register = async (guest: Visitor, { name, kind, uscc }: Row, more: Record<string, string> = {}) => {
  await guest.get('/register/organisation')
  return guest.post('/register/organisation', { name, kind, uscc, password: 'Kuq4_hm7x', ...more })
}

test('R-037 六类法人都能注册, 登记库按各自的类型核对, 类型不对就不一致', async () => {
  const rows = await registered()
  const kinds = Object.keys(organisationKinds)
  for (const kind of kinds) {
    const row = rows.find((one) => one.kind === kind && one.uscc !== '91150602MAXX00015W')
    assert.ok(row, `the registry has a ${kind}`)
    const guest = await be('citizen2', row)
    const wrong = await register(guest, { ...row, kind: kinds.find((one) => one !== kind) ?? '' })
    assert.match(wrong.body, /核对不一致/, kind)
    assert.equal((await register(guest, row)).statusCode, 303, kind)
  }
  const [count] = await db.sql<{ n: number }>`select count(distinct kind)::int as n from identity.organisation`
  assert.equal(count?.n, 6)
})

test('S-014 法人库没有应答不算一次: 六次都没有应答以后, 恢复了马上能注册; 答了不一致的才算', async () => {
  const [row] = await db.sql<Row>`
    select * from sandbox.enterprise
    where uscc not in (select uscc from identity.organisation)
      and legal_id_number in (select legal_id_number from sandbox.enterprise group by 1 having count(*) = 1)
    order by uscc limit 1`
  assert.ok(row)
  const guest = await be('agent1', row)
  const enterprises = (state: string) => db.sql`update sandbox.condition set state = ${state} where party = 'enterprises'`
  await enterprises('down')
  for (let n = 0; n < 6; n += 1) assert.equal((await register(guest, row)).statusCode, 503)
  await enterprises('up')
  for (let n = 0; n < 4; n += 1) assert.equal((await register(guest, { ...row, name: '另一个名称' })).statusCode, 422)
  assert.equal((await register(guest, row)).statusCode, 303)
})

test('R-036 新任法定代表人经法人库核对后接任: 前任立即不能代表, 法人帐号换密码并退出, 变更记入并在同一事务告知', async () => {
  const uscc = '91150602MAXX00015W'
  const [row] = (await registered()).filter((one) => one.uscc === uscc)
  const [next] = (await registered()).filter((one) => one.legal_name === '示例己')
  assert.ok(row && next)
  const former = fresh()
  await former.signIn('company1', password, 'organisation')
  const stranger = await be('citizen2', next)
  assert.match((await register(stranger, row, { takesOver: '1' })).body, /核对不一致/, 'the registry does not name him')
  await db.sql`update sandbox.enterprise set legal_name = ${next.legal_name}, legal_id_number = ${next.legal_id_number} where uscc = ${uscc}`
  const asked = await register(stranger, row)
  assert.deepEqual([asked.statusCode, /name="takesOver"/.test(asked.body)], [422, true])
  assert.equal((await register(stranger, row, { takesOver: '1' })).statusCode, 303)

  const standings = await db.sql<{ name: string; open: boolean }>`
    select person.name, until is null as open
    from identity.membership
    join identity.person on person.id = person_id
    join identity.organisation on organisation.id = organisation_id
    where uscc = ${uscc} and standing = 'legalRepresentative'
    order by person.name`
  assert.deepEqual(
    standings.map(({ name, open }) => [name, open]).sort(),
    [
      ['示例丙', false],
      ['示例己', true],
    ].sort(),
  )
  assert.equal((await former.get('/my/profile')).statusCode, 303, 'the sessions of the account have ended')
  const himself = fresh()
  await himself.signIn('legal1', password)
  assert.doesNotMatch((await himself.get('/my/acting')).body, new RegExp(row.name), 'nor is it offered to him any more')
  assert.equal((await fresh().signIn(uscc, password, 'organisation')).statusCode, 422)
  assert.equal((await fresh().signIn(uscc, 'Kuq4_hm7x', 'organisation')).statusCode, 303)
  const events = await db.sql<{ body: { former: string; next: string } }>`
    select body from platform.event where topic = 'organisation.representativeChanged'`
  const changes = await db.sql<{
    former: string
    next: string
    evidence: string
  }>`select former, next, evidence from identity.representative_change`
  assert.deepEqual([events.length, events[0]?.body.former, events[0]?.body.next], [1, changes[0]?.former, changes[0]?.next])
  assert.match(changes[0]?.evidence ?? '', /^ENT-/)
  assert.match((await messagesTo('13900010003'))[0] ?? '', /法定代表人已变更/)
})

test('S-041 an account of an organisation is not its 法定代表人: it acts for no other organisation of his and registers none in his name', async () => {
  const company = fresh()
  await company.signIn('91150602MAXX00015W', 'Kuq4_hm7x', 'organisation')
  assert.equal((await company.get('/register/organisation')).statusCode, 403)
  const [row] = await registered()
  assert.ok(row)
  await company.get('/my/security')
  assert.equal((await register(company, row)).statusCode, 403)
  await db.sql`
    with other as (
      insert into identity.organisation (id, kind, name, uscc, legal_representative_id, source, evidence)
      select gen_random_uuid(), kind, '他的另一个单位', '91150602MAXX00999X', legal_representative_id, source, evidence
      from identity.organisation where uscc = '91150602MAXX00015W'
      returning id, legal_representative_id
    )
    insert into identity.membership (organisation_id, person_id, standing)
    select id, legal_representative_id, 'legalRepresentative' from other`
  assert.doesNotMatch((await company.get('/my/acting')).body, /他的另一个单位/)
})

test('R-036 S-050 接任以后, 前任登记的通行密钥、动态验证码、备用码和证书都打不开法人帐号; 新任不被前任的第二重验证挡在外面, 可以自己绑定证书', async () => {
  const uscc = '91150602MAXX00015W'
  const issued = (await issueTo(db, uscc, 'sm2')) ?? assert.fail()
  const enterByCertificate = async () => {
    const headers = { 'x-forwarded-for': networks.next().value ?? '' }
    const asked = (await app.inject({ method: 'POST', url: '/api/v1/certificates/challenge', headers })).json()
    const { signature } = signWithPem(`${issued.certificate}${issued.privateKey}`, Buffer.from(asked.text))
    const payload = { certificate: issued.certificate, challenge: asked.challenge, signature: signature.toString('base64') }
    return app.inject({ method: 'POST', url: '/api/v1/sessions/certificate', payload, headers })
  }
  await db.sql`truncate platform.rate_limit`
  assert.equal((await enterByCertificate()).statusCode, 201, 'under the former')
  await db.sql`
    insert into identity.factor (id, account_id, kind, label, credential_id, public_key, counter, transports)
    select gen_random_uuid(), account.id, 'passkey', '前任的', 'of the former', '\\x00', 0, '{}'
    from identity.account join identity.organisation on organisation.id = organisation_id where uscc = ${uscc}`
  await db.sql`
    insert into identity.recovery_code (account_id, code_hash) select account_id, 'of the former' from identity.factor where credential_id = 'of the former'`

  const [row] = (await registered()).filter((one) => one.uscc === uscc)
  const [next] = (await registered()).filter((one) => one.legal_name !== row?.legal_name && one.uscc !== uscc)
  assert.ok(row && next)
  const successor = await be('citizen2', next)
  await db.sql`update sandbox.enterprise set legal_name = ${next.legal_name}, legal_id_number = ${next.legal_id_number} where uscc = ${uscc}`
  assert.equal((await register(successor, row, { takesOver: '1', password: 'Zwei_hm7x9' })).statusCode, 303)

  assert.deepEqual(await db.sql`select 1 from identity.factor where credential_id = 'of the former'`, [])
  assert.deepEqual(await db.sql`select 1 from identity.recovery_code where code_hash = 'of the former'`, [])
  const refused = await enterByCertificate()
  assert.deepEqual([refused.statusCode, refused.json().fault], [401, 'setAside'])
  const account = fresh()
  assert.equal((await account.signIn(uscc, 'Zwei_hm7x9', 'organisation')).headers.location, '/my', 'no factor of the former is asked for')
  await account.get('/my/level/certificate/bind')
  await account.post('/my/level/certificate/bind/code', {})
  const code = /验证码 (\d{6})/.exec((await messagesTo('13900010002'))[0] ?? '')?.[1] ?? ''
  const page = (await account.get('/my/level/certificate/bind?sent=1')).body
  const text = /<textarea id="f-text"[^>]*>([^<]*)</.exec(page)?.[1] ?? ''
  const signature = signWithPem(`${issued.certificate}${issued.privateKey}`, Buffer.from(text)).signature.toString('base64')
  const fields = { code, certificate: issued.certificate, challenge: account.hidden('challenge'), signature }
  assert.equal((await account.post('/my/level/certificate/bind', fields)).headers.location, '/my/level/certificate?done=bound')
  assert.equal((await enterByCertificate()).statusCode, 201, 'bound again by who has the new password')
})
