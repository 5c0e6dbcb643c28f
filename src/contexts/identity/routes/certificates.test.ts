import assert from 'node:assert/strict'
import { execFile, execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { promisify } from 'node:util'
import type { CertificateAlgorithm } from '../../../platform/certificates.ts'
import { der, derInteger, derSequence, derTags } from '../../../platform/der.ts'
import { tlsListener } from '../../../platform/tls.ts'
import { signWithPem } from '../../../sandbox/ca-forms.ts'
import { type Issued, issueTo, revoke } from '../../../sandbox/ca-store.ts'
import { setStage, type Visitor, visitor } from './stage.test.ts'

const { app, db, password, messagesTo } = await setStage()
const networks = Array.from({ length: 100 }, (_, i) => `10.9.0.${i}`).values()
const network = (): string => networks.next().value ?? '10.9.1.1'
const fresh = () => visitor(app, network())
const uscc = '91150602MAXX00015W'

const issue = async (number: string, algorithm: CertificateAlgorithm): Promise<Issued> => {
  const issued = await issueTo(db, number, algorithm)
  assert.ok(issued, number)
  return issued
}
const signedBy = ({ certificate, privateKey }: Issued, text: string): string =>
  signWithPem(`${certificate}${privateKey}`, Buffer.from(text)).signature.toString('base64')
const post = (url: string, payload?: object, headers: Record<string, string> = {}, ip = network()) =>
  app.inject({ method: 'POST', url, ...(payload ? { payload } : {}), headers: { 'x-forwarded-for': ip, ...headers } })
const challenge = async (): Promise<{ challenge: string; text: string }> => (await post('/api/v1/certificates/challenge')).json()

/** Signs in as a program does. */
const enter = async (issued: Issued, change: { challenge?: string; signature?: string } = {}) => {
  const asked = await challenge()
  const signature = signedBy(issued, asked.text)
  return post('/api/v1/sessions/certificate', { certificate: issued.certificate, challenge: asked.challenge, signature, ...change })
}

test('R-040 R-042 an organisation signs in by certificate without registering one first: RSA, P-256, SM2; level 高级 with its evidence', async () => {
  for (const algorithm of ['rsa', 'p256', 'sm2'] as const) {
    const issued = await issue(uscc, algorithm)
    const answer = await enter(issued)
    assert.equal(answer.statusCode, 201, answer.body)
    assert.deepEqual([answer.json().person.organisation.uscc, answer.json().person.level], [uscc, 'advanced'], algorithm)
    const [proofing] = await db.sql<{
      evidence: string
    }>`select evidence from identity.proofing where method = 'certificate' order by at desc limit 1`
    assert.match(proofing?.evidence ?? '', new RegExp(`^${issued.serial} .*沙箱数字证书认证中心`))
  }
})

test('R-042 nothing opens for a used or foreign challenge, another key, a certificate of nobody, one of a stranger, a revoked one', async () => {
  const issued = await issue(uscc, 'p256')
  const other = await issue(uscc, 'p256')
  const faultOf = async (answer: Promise<{ statusCode: number; json: () => { fault?: string } }>) => {
    const { statusCode, json } = await answer
    return [statusCode, json().fault]
  }
  const asked = await challenge()
  const used = { certificate: issued.certificate, challenge: asked.challenge, signature: signedBy(issued, asked.text) }
  assert.equal((await post('/api/v1/sessions/certificate', used)).statusCode, 201)
  assert.deepEqual(await faultOf(post('/api/v1/sessions/certificate', used)), [401, 'oldChallenge'])
  assert.deepEqual(await faultOf(enter(issued, { challenge: 'bm90IGFza2Vk' })), [401, 'oldChallenge'])
  const next = await challenge()
  const crossed = { certificate: issued.certificate, challenge: next.challenge, signature: signedBy(other, next.text) }
  assert.deepEqual(await faultOf(post('/api/v1/sessions/certificate', crossed)), [401, 'wrongSignature'])
  assert.deepEqual(
    await faultOf(post('/api/v1/sessions/certificate', { ...crossed, certificate: 'none', challenge: (await challenge()).challenge })),
    [401, 'unreadable'],
  )
  assert.deepEqual(await faultOf(enter(await issue('150603199511029039', 'p256'))), [401, 'notBound'])
  const rename = (name: string, former: string) =>
    db.sql`update identity.organisation set name = ${name} where uscc = ${uscc} and name = ${former}`
  const [{ name } = { name: '' }] = await db.sql<{ name: string }>`select name from identity.organisation where uscc = ${uscc}`
  await rename('另一个名称', name)
  assert.deepEqual(await faultOf(enter(other)), [401, 'notBound'], 'R-041: the right code under another name')
  await rename(name, '另一个名称')
  await revoke(db.sql, other.serial)
  assert.deepEqual(await faultOf(enter(other)), [401, 'revoked'])
  const before = await db.sql`select 1 from platform.session where subject_kind = 'applicant'`
  await enter(other)
  assert.equal((await db.sql`select 1 from platform.session where subject_kind = 'applicant'`).length, before.length)
})

const fillIn = (page: string, name: string): string => new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? ''
const textOn = (page: string): string => /<textarea id="f-text"[^>]*>([^<]*)</.exec(page)?.[1] ?? ''

/** Binds on the page, by the code that the telephone got. */
const bindOn = async (guest: Visitor, issued: Issued, phone: string, code?: string) => {
  await guest.get('/my/level/certificate/bind')
  const sent = await guest.post('/my/level/certificate/bind/code', {})
  assert.equal(sent.headers.location, '/my/level/certificate/bind?sent=1', sent.body.slice(0, 300))
  const got = /验证码 (\d{6})/.exec((await messagesTo(phone))[0] ?? '')?.[1] ?? ''
  const { body } = await guest.get('/my/level/certificate/bind?sent=1')
  const fields = {
    code: code ?? got,
    certificate: issued.certificate,
    challenge: fillIn(body, 'challenge'),
    signature: signedBy(issued, textOn(body)),
  }
  return guest.post('/my/level/certificate/bind', fields)
}
const forgetPause = () => db.sql`truncate platform.rate_limit`

test("R-041 a person binds his own certificate after a code by SMS, not a stranger's; his level rises; then it signs him in", async () => {
  const guest = fresh()
  await guest.signIn('citizen1', password)
  const own = await issue('150602198803159029', 'sm2')
  const stranger = await issue('150603199511029039', 'sm2')
  const refused = await bindOn(guest, stranger, '13900010001')
  assert.equal(refused.statusCode, 422)
  assert.match(refused.body, /证书上的名称、号码与这个帐号的不一致/)
  await forgetPause()
  assert.equal((await bindOn(guest, own, '13900010001', '000000')).statusCode, 422, 'a wrong code')
  await forgetPause()
  const bound = await bindOn(guest, own, '13900010001')
  assert.equal(bound.headers.location, '/my/level/certificate?done=bound', bound.body.slice(0, 500))
  assert.match((await guest.get('/my/level/certificate')).body, /高级/)
  const answer = await enter(own)
  assert.deepEqual([answer.statusCode, answer.json().person.level, answer.json().person.kind], [201, 'advanced', 'applicant'])
})

test('S-006 证书是最后一个第二重验证时, 核对身份以后才能解绑; 还有别的就直接解绑; 过期的不算; 丢了的马上挂失', async () => {
  const guest = fresh()
  const own = await issue('150602198803159029', 'p256')
  await db.sql`update identity.certificate set ended_at = now(), ended_why = 'unwanted' where account_id = (select id from identity.account where user_name = 'citizen1')`
  await forgetPause()
  await guest.signIn('citizen1', password)
  assert.equal((await bindOn(guest, own, '13900010001')).statusCode, 303)
  const boundOf = async () =>
    (await db.sql<{ id: string }>`select id from identity.certificate where serial = ${own.serial} and ended_at is null`)[0]?.id
  const place = `/my/level/certificate/${await boundOf()}/end`
  const end = async (fields: Record<string, string>) => {
    await guest.get('/my/level/certificate')
    return guest.post(place, fields)
  }
  const refused = await end({ why: 'unwanted' })
  assert.deepEqual([refused.statusCode, /这是最后一个第二重验证/.test(refused.body)], [409, true])
  assert.match(refused.body, new RegExp(`action="${place}"`))
  assert.equal((await end({ name: '某人', idNumber: '150603199511029039' })).statusCode, 422, 'somebody else')
  assert.equal((await end({ name: '', idNumber: '' })).statusCode, 422)
  assert.ok(await boundOf(), 'it is still bound')
  const levelOf = async () => JSON.parse((await guest.get('/api/v1/me')).body).person.level
  assert.equal(await levelOf(), 'advanced')
  await db.sql`update identity.certificate set not_after = now() - interval '1 day' where serial = ${own.serial}`
  assert.equal(await levelOf(), 'realName', 'R-045: run out, it raises nothing')
  assert.equal((await end({ why: 'unwanted' })).headers.location, '/my/level/certificate?done=unwanted', 'run out, it opened nothing')
  const renew = () => db.sql`
    update identity.certificate set ended_at = null, ended_why = null, not_after = now() + interval '1 year' where serial = ${own.serial}`
  await renew()
  const [person] = await db.sql<{ name: string }>`select name from sandbox.person where id_number = '150602198803159029'`
  assert.equal((await end({ name: person?.name ?? '', idNumber: '150602198803159029' })).statusCode, 303, 'his identity is proofed')
  await renew()
  await db.sql`
    insert into identity.factor (id, account_id, kind, label, credential_id, public_key, counter, transports)
    select gen_random_uuid(), id, 'passkey', '通行密钥', 'beside', '\\x00', 0, '{}' from identity.account where user_name = 'citizen1'`
  assert.equal((await end({ why: 'unwanted' })).statusCode, 303, 'another factor stays')
  await db.sql`delete from identity.factor where credential_id = 'beside'`
  await renew()
  assert.equal((await end({ why: 'lost' })).headers.location, '/my/level/certificate?done=lost')
})

/** The same certificate written otherwise: of its issuer's signature (r, s) the twin (r, n - s), which holds as well. */
const writtenOtherwise = (pem: string): string => {
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
  const [signed, algorithm, bits] = derSequence(Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64'))
  assert.ok(signed && algorithm && bits)
  const [r, s] = derSequence(bits.body.subarray(1))
  assert.ok(r && s)
  const twin = (order - BigInt(`0x${s.body.toString('hex')}`)).toString(16).padStart(64, '0')
  const signature = der(derTags.sequence, r.whole, derInteger(Buffer.from(twin.replace(/^(00)+/, ''), 'hex')))
  const whole = der(derTags.sequence, signed.whole, algorithm.whole, der(derTags.bits, Buffer.of(0), signature))
  return `-----BEGIN CERTIFICATE-----\n${whole.toString('base64')}\n-----END CERTIFICATE-----\n`
}

test('R-040 a lost certificate is unbound at once, what it opened ends, and it never comes back; the one issued instead opens', async () => {
  const lost = await issue(uscc, 'p256')
  const opened = await enter(lost)
  const cookie = String(opened.headers['set-cookie']).split(';')[0] ?? ''
  const owner = fresh()
  await owner.signIn('company1', password, 'organisation')
  assert.equal((await owner.get('/login/second')).statusCode, 200, 'a certificate is a second factor, too (S-005)')
  const [bound] = await db.sql<{ id: string }>`select id from identity.certificate where serial = ${lost.serial}`
  const csrf = (await app.inject({ url: '/api/v1/me', headers: { cookie } })).json().csrfToken
  const payload = new URLSearchParams({ _csrf: csrf, why: 'lost' }).toString()
  const headers = { cookie, 'content-type': 'application/x-www-form-urlencoded' }
  const ended = await app.inject({ method: 'POST', url: `/my/level/certificate/${bound?.id}/end`, payload, headers })
  assert.equal(ended.statusCode, 303)
  assert.equal((await app.inject({ url: '/api/v1/me', headers: { cookie } })).statusCode, 401, 'the session it opened is over')
  assert.equal((await enter(lost)).json().fault, 'revoked')
  const disguised = { ...lost, certificate: writtenOtherwise(lost.certificate) }
  assert.notEqual(disguised.certificate.replace(/\s/g, ''), lost.certificate.replace(/\s/g, ''))
  assert.equal((await enter(disguised)).json().fault, 'revoked', 'nor written otherwise')
  assert.equal((await enter(await issue(uscc, 'p256'))).statusCode, 201)
})

test('S-015 a certificate in a header counts from the terminator only; from anybody else it says nothing', async () => {
  const issued = await issue(uscc, 'rsa')
  const headers = { 'x-client-certificate': encodeURIComponent(issued.certificate) }
  assert.equal((await post('/api/v1/sessions/certificate', undefined, headers)).statusCode, 201, 'the terminator at 127.0.0.1')
  const elsewhere = await app.inject({ method: 'POST', url: '/api/v1/sessions/certificate', headers, remoteAddress: '10.1.2.3' })
  assert.equal(elsewhere.statusCode, 401)
  const forged = await app.inject({
    method: 'POST', url: '/api/v1/sessions/certificate', headers: { ...headers, 'x-forwarded-for': '127.0.0.1' }, remoteAddress: '10.1.2.3',
  }) // biome-ignore format: one request
  assert.equal(forged.statusCode, 401)
})

test("R-042 curl --cert signs in over TLS; without the certificate's key it does not", async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tongban-tls-'))
  after(() => rmSync(folder, { recursive: true, force: true }))
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-subj',
      '/CN=localhost',
      '-keyout',
      join(folder, 'key'),
      '-out',
      join(folder, 'cert'),
    ],
    { stdio: 'ignore' },
  )
  const server = tlsListener(app, {
    key: readFileSync(join(folder, 'key'), 'utf8'),
    certificate: readFileSync(join(folder, 'cert'), 'utf8'),
  })
  await promisify((done: (error?: Error) => void) => server.listen(0, '127.0.0.1', () => done()))()
  after(() => server.close())
  const issued = await issue(uscc, 'p256')
  writeFileSync(join(folder, 'client.pem'), `${issued.certificate}${issued.privateKey}`)
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/sessions/certificate`
  const curl = async (...args: string[]) =>
    (await promisify(execFile)('curl', ['-sk', '--max-time', '20', '-o', '/dev/null', '-w', '%{http_code}', '-X', 'POST', ...args, url]))
      .stdout
  assert.equal(await curl('--cert', join(folder, 'client.pem')), '201')
  assert.equal(await curl(), '401')
})
