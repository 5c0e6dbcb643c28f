import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { type CertificateAlgorithm, faultOf, isSignedBy, readCertificate, readTrust } from '../platform/certificates.ts'
import { isSm2Signature, sm2Sign } from '../platform/sm2.ts'
import { issueCertificate, issueList, newCaKey, pem, privatePem, signWith } from './ca-forms.ts'

const folder = mkdtempSync(join(tmpdir(), 'tongban-ca-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const file = (name: string, content: string | Buffer): string => {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}
const openssl = (...args: string[]): Buffer => execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'pipe'] })

const at = new Date('2026-03-02T00:00:00Z')
const year = (n: number): Date => new Date(Date.UTC(2026 + n, 2, 2))
const company = { name: '示例贸易有限公司', number: '91150602MAXX00015W', organisation: true }

/** An authority and one subject, both with keys of one kind. */
const authority = (algorithm: CertificateAlgorithm) => {
  const issuer = { key: newCaKey(algorithm), subject: { name: `示例数字证书认证中心 ${algorithm}` } }
  const root = issueCertificate(issuer, {
    subject: issuer.subject,
    publicKey: issuer.key.publicKey,
    notBefore: year(-1),
    notAfter: year(10),
    authority: true,
  })
  const key = newCaKey(algorithm)
  const issue = (more: object = {}) =>
    issueCertificate(issuer, { subject: company, publicKey: key.publicKey, notBefore: year(-1), notAfter: year(2), ...more })
  return {
    issuer,
    key,
    issue,
    root: pem('CERTIFICATE', root.der),
    list: (serials: string[] = [], until = year(1)) =>
      pem(
        'X509 CRL',
        issueList(
          issuer,
          serials.map((serial) => ({ serial, at })),
          at,
          until,
        ),
      ),
  }
}

test('SM2: the signature printed in GB/T 32918.5 A.2 is verified, and one bit less is not', () => {
  const key =
    '0409F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13'
  const r = 'F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3'
  const s = 'B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA'
  const signature = Buffer.from(`3046022100${r}022100${s}`, 'hex')
  assert.equal(isSm2Signature(key, Buffer.from('message digest'), signature), true)
  assert.equal(isSm2Signature(key, Buffer.from('message digesu'), signature), false)
  const private_ = '3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8'
  assert.equal(isSm2Signature(key, Buffer.from('message digest'), sm2Sign(private_, Buffer.from('message digest'))), true)
})

test('R-042 SM2 agrees with OpenSSL both ways under the signer id 1234567812345678', () => {
  const { key, issue } = authority('sm2')
  const certificate = readCertificate(issue().der)
  assert.equal(certificate?.algorithm, 'sm2')
  const message = file('message', '签名的内容')
  const secret = file('sm2.key', privatePem(key))
  const sm2 = ['-rawin', '-digest', 'sm3', '-pkeyopt', 'distid:1234567812345678']
  const theirs = openssl('pkeyutl', '-sign', '-inkey', secret, '-in', message, ...sm2)
  assert.equal(certificate && isSignedBy(certificate, Buffer.from('签名的内容'), theirs), true)
  const ours = file('ours.sig', signWith(key, Buffer.from('签名的内容')))
  const said = openssl('pkeyutl', '-verify', '-inkey', secret, '-in', message, '-sigfile', ours, ...sm2).toString()
  assert.match(said, /Signature Verified Successfully/)
})

for (const algorithm of ['rsa', 'p256', 'sm2'] as const) {
  test(`R-042 ${algorithm}: trusted from its authority, in force, made for signing, not taken back; OpenSSL reads it the same`, () => {
    const { key, issue, root, list } = authority(algorithm)
    const judge = (issued: { der: Buffer }, lists: string, when = at) => {
      const certificate = readCertificate(issued.der)
      assert.ok(certificate)
      return faultOf(certificate, readTrust(root, lists), when)
    }
    const good = issue()
    const certificate = readCertificate(pem('CERTIFICATE', good.der))
    assert.deepEqual(
      [certificate?.subject.name, certificate?.subject.number, certificate?.serial],
      [company.name, company.number, good.serial],
    )
    assert.equal(judge(good, list()), undefined)
    assert.equal(judge(good, list([good.serial])), 'revoked')
    assert.equal(judge(good, ''), 'unknown', 'no list')
    assert.equal(judge(good, list([], new Date('2026-03-01T00:00:00Z'))), 'unknown', 'an overdue list')
    assert.equal(judge(good, authority(algorithm).list([good.serial])), 'unknown', 'a list by somebody else of the same name')
    assert.equal(judge(good, list(), year(3)), 'expired')
    assert.equal(judge(good, list(), year(-2)), 'untrusted', 'before its authority')
    assert.equal(judge(issue({ notBefore: year(1) }), list()), 'notYet')
    assert.equal(judge(issue({ authority: true }), list()), 'wrongUsage')
    assert.equal(judge(authority(algorithm).issue(), list()), 'untrusted', 'another authority of the same name')
    const changed = Buffer.from(good.der)
    changed.write('9', changed.indexOf(company.number) + 3)
    assert.equal(judge({ der: changed }, list()), 'untrusted', 'a changed subject')
    assert.equal(certificate && isSignedBy(certificate, Buffer.from('one'), signWith(key, Buffer.from('one'))), true)
    assert.equal(certificate && isSignedBy(certificate, Buffer.from('two'), signWith(key, Buffer.from('one'))), false)

    const paths = [
      file(`${algorithm}.root`, root),
      file(`${algorithm}.pem`, pem('CERTIFICATE', good.der)),
      file(`${algorithm}.crl`, list()),
    ] as const
    const id = algorithm === 'sm2' ? ['-vfyopt', 'distid:1234567812345678'] : []
    assert.match(openssl('verify', ...id, '-attime', '1772409600', '-CAfile', paths[0], paths[1]).toString(), /OK/)
    assert.match(openssl('crl', '-in', paths[2], '-noout', '-text').toString(), /Certificate Revocation List/)
  })
}
