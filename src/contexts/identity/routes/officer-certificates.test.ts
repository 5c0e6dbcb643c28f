import assert from 'node:assert/strict'
import { test } from 'node:test'
import { signWithPem } from '../../../sandbox/ca-forms.ts'
import { type Issued, issueTo, revoke } from '../../../sandbox/ca-store.ts'
import { setStage, visitor } from './stage.test.ts'

const { app, db, password } = await setStage('required')

// Who administers here has proven two factors: a session as the sign-in makes it once a passkey was enrolled.
const at = async (userName: string, ip: string) => {
  const [row] = await db.sql<{ id: string }>`select id from identity.account where user_name = ${userName}`
  assert.ok(row, userName)
  const one = visitor(app, ip)
  await one.signIn(userName, password, 'staff')
  await db.sql`
    update platform.session
    set subject_kind = 'staff', data = jsonb_build_object('freshAt', ${new Date().toISOString()}::text)
    where subject_id = ${row.id}`
  const call = async (method: 'GET' | 'POST', url: string, payload?: object) => {
    const { csrfToken } = JSON.parse((await one.get('/api/v1/me')).body)
    const headers = { cookie: one.cookie(), 'x-forwarded-for': ip, 'x-csrf-token': csrfToken ?? '' }
    const answer = await app.inject({ method, url, headers, ...(payload ? { payload } : {}) })
    return { status: answer.statusCode, body: answer.json() }
  }
  return { get: (url: string) => call('GET', url), post: (url: string, body: object) => call('POST', url, body), id: row.id }
}
const [sysadmin, secadmin] = [await at('sysadmin', '10.8.0.1'), await at('secadmin', '10.8.0.2')]

const [someone] = await db.sql<{
  name: string
  number: string
}>`select name, id_number as number from sandbox.person order by id_number limit 1`
const number = someone?.number ?? assert.fail()
const [officer] = await db.sql<{ id: string }>`
  update identity.officer set name = ${someone?.name ?? ''}
  where account_id = (select id from identity.account where user_name = 'issuer1')
  returning account_id as id`
const id = officer?.id ?? assert.fail()
const issue = async (of = number): Promise<Issued> => (await issueTo(db, of, 'sm2')) ?? assert.fail(of)

const asks = (who: typeof sysadmin, { certificate }: Issued, of = id) => who.post(`/api/v1/staff/${of}/certificates`, { certificate })
const approve = (who: typeof sysadmin, key: string, yes = true) => who.post(`/api/v1/staff/certificates/${key}`, { approve: yes })
const enter = async ({ certificate, privateKey }: Issued, ip: string) => {
  const post = (url: string, payload: object) => app.inject({ method: 'POST', url, payload, headers: { 'x-forwarded-for': ip } })
  const { challenge, text } = (await post('/api/v1/certificates/challenge', {})).json()
  const signature = signWithPem(`${certificate}${privateKey}`, Buffer.from(text)).signature.toString('base64')
  return post('/api/v1/sessions/certificate', { certificate, challenge, signature })
}
const his = await issue()

test('S-005, S-047 a certificate opens an officer’s account once another person approved it: two factors by itself', async () => {
  const asked = await asks(sysadmin, his)
  assert.equal(asked.status, 201, JSON.stringify(asked.body))
  assert.equal((await enter(his, '10.8.1.1')).json().fault, 'notBound', 'it waits')
  assert.match((await asks(secadmin, his)).body.type, /already-asked/)
  assert.equal((await approve(sysadmin, asked.body.id)).status, 404, 'who makes accounts approves nothing')
  const waiting = (await secadmin.get('/api/v1/staff/asked')).body.certificates
  assert.deepEqual([waiting.length, waiting[0].serial, waiting[0].refused], [1, his.serial, null])
  assert.equal((await approve(secadmin, asked.body.id)).status, 200)
  assert.match((await approve(secadmin, asked.body.id)).body.type, /not-found|changed/)
  const open = await enter(his, '10.8.1.2')
  assert.equal(open.statusCode, 201, open.body)
  assert.deepEqual([open.json().person.kind, open.json().person.roles], ['staff', ['issuer']])
})

test('S-005 the right password leads an officer who has a certificate to it, and one who has nothing to enrol', async () => {
  const one = visitor(app, '10.8.1.3')
  assert.match(String((await one.signIn('issuer1', password, 'staff')).headers.location), /\/login\/second/)
  assert.match((await one.get('/login/second')).body, /\/login\/certificate/)
  const other = visitor(app, '10.8.1.4')
  assert.match(String((await other.signIn('clerk1', password, 'staff')).headers.location), /\/login\/enrol/)
  assert.match((await other.get('/login/enrol')).body, /\/login\/certificate/)
})

test('S-047 who registered it does not approve it, nobody registers his own, and the database refuses the same', async () => {
  const next = await issue()
  const { body } = await asks(secadmin, next)
  assert.match((await approve(secadmin, body.id)).body.type, /same-person/)
  assert.match((await asks(sysadmin, next, sysadmin.id)).body.type, /own-account/)
  await assert.rejects(
    db.sql`update identity.certificate_request set settled_by = asked_by, settled_at = now(), approved = true where id = ${body.id}`,
    /check constraint/,
  )
})

test('R-042 a certificate of another name, revoked, bound already, or none is not registered', async () => {
  const typeOf = async (issued: Issued) => (await asks(sysadmin, issued)).body.type
  assert.match(await typeOf(await issue('91150602MAXX00015W')), /certificate-otherSubject/)
  assert.match(await typeOf({ ...his, certificate: 'none' }), /certificate-unreadable/)
  assert.match(await typeOf(his), /certificate-taken/)
  const gone = await issue()
  await revoke(db.sql, gone.serial)
  assert.match(await typeOf(gone), /certificate-revoked/)
})

test('S-033, S-006 a way in that is taken away opens nothing and ends every session; it stands in the trail', async () => {
  const { factors } = (await sysadmin.get(`/api/v1/staff/${id}`)).body
  assert.deepEqual([factors.length, factors[0].kind], [1, 'certificate'])
  assert.equal((await sysadmin.post(`/api/v1/staff/${id}/acts`, { act: 'takeFactor', factor: factors[0].id })).status, 200)
  const [left] = await db.sql<{
    n: number
  }>`select count(*)::int as n from platform.session where subject_id = ${id} and subject_kind = 'staff'`
  assert.equal(left?.n, 0)
  assert.equal((await enter(his, '10.8.1.5')).json().fault, 'notBound')
  assert.match((await asks(sysadmin, his)).body.type, /certificate-revoked/, 'a lost one comes back no more')
  const acts = await db.sql<{ act: string }>`select act from platform.audit where target = ${`officer:${id}`} order by id`
  assert.deepEqual(
    acts.map(({ act }) => act),
    ['certificate', 'certificateApproved', 'certificate', 'takeFactor'],
  )
})
